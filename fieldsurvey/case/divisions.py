"""GB/T 2260: what the six digits of a division stand for, and which digits a name stands for."""

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

_LISTED: Final = re.compile(r'(?:([0-9]{2})| +([0-9]{4})) (?:province|county)="(?:\[([0-9]*)-([0-9]*)\])?(.*?)"')
# What stands between a city and its districts, and names no place.
_BETWEEN: Final = frozenset({"市辖区", "县", "省直辖县级行政单位", "自治区直辖县级行政单位"})


def division_note(code: str) -> str:
    """What there is to say of a county's code: nothing when it is in force, else that it vanished or is not known."""
    found = _divisions().get(code)
    if found is None:
        return "没有查到这个行政区划代码,可能是新设的,请核对"
    name, gone = found
    return f"这个区划代码是“{name}”,{gone} 年已撤销" if gone else ""


def is_division(code: str) -> bool:
    """Whether a code is or ever was one of GB/T 2260."""
    return code in _divisions()


def division_name(code: str) -> str:
    """The name of a division as people write it, with its city or province: 山东省青岛市市南区; the code if unknown."""
    above = [f"{code[:2]}0000", f"{code[:4]}00", code] if len(code) == 6 else [code]
    known = [_divisions()[each][0] for each in dict.fromkeys(above) if each in _divisions()]
    if not known or code not in _divisions():
        return code
    return "".join(name for name in dict.fromkeys(known) if name not in _BETWEEN)


def divisions_named(text: str) -> list[str]:
    """The codes in force of the divisions of this name, with or without their city and province before it."""
    return list(_named().get(text.replace(" ", ""), ()))


@cache
def _named() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, (name, gone) in _divisions().items():
        if gone or name in _BETWEEN:
            continue
        province, city = (_divisions().get(above, ("", ""))[0] for above in (f"{code[:2]}0000", f"{code[:4]}00"))
        for called in {name, division_name(code), province + name, city + name if city not in _BETWEEN else name}:
            found.setdefault(called, []).append(code)
    return {called: tuple(codes) for called, codes in found.items()}


@cache
def _divisions() -> Mapping[str, tuple[str, str]]:
    """By code the name, and the year in which it vanished or nothing."""
    # Read whole: line by line, as the library does, it takes a fifth of a second, and somebody is typing meanwhile.
    listed = resources.files("stdnum.cn").joinpath("loc.dat").read_text(encoding="utf-8")
    found, province = {}, ""
    for line in listed.splitlines():
        if entry := _LISTED.match(line):
            province = entry[1] or province
            code = f"{province}{entry[2] or '0000'}"
            found[code] = (entry[5], entry[4] or "")
    return found
