"""The order in which one comes by the doors of a street: addresses by their numbers, not by their characters."""

import re
import unicodedata
from typing import Final

from fieldsurvey.case.half_width import half_width

MOST: Final = 200
_DIGITS: Final = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS: Final = {"十": 10, "百": 100}
# What people write behind a number: it only divides, and 3号楼2单元501室 is the door that 3-2-501 is.
_UNIT: Final = "号楼|号院|单元|号|楼|栋|幢|座|层|室|户|院|门"
_IN_CHINESE: Final = re.compile(f"([零〇一二三四五六七八九十百两]{{1,7}})(?=第?(?:{_UNIT}))")
_NUMBER: Final = re.compile(rf"([0-9]+)\s*(?:(?:{_UNIT})|[-—–_#/、,.·\s])*")
_SPACE: Final = re.compile(r"\s+")
_LAST_NUMBER: Final = re.compile(r"(.*?)([0-9]+[^0-9]*)")
_DIVIDERS: Final = " -—–_#/、,.·第"


def door_order(address: str) -> str:
    """A text that sorts, character by character, as the doors lie: 3号楼2单元402, 3号楼2单元501, 10号楼.

    Every number counts as a number, however it is written (３, 03, 三号楼), and what stands behind it only divides.
    For sorting alone: two ways of writing one door may give the same text.
    """
    text = unicodedata.normalize("NFC", half_width(address[:MOST])).lower()
    text = _IN_CHINESE.sub(lambda found: _arabic(found[1]), text)
    return _SPACE.sub("", _NUMBER.sub(_sortable, text))


def _sortable(found: re.Match[str]) -> str:
    digits = found[1].lstrip("0")
    # Longer numbers are larger; the mark behind keeps 12 before 12A and 1 apart from the number that follows.
    return f"0{len(digits):03d}{digits}!"


def _arabic(written: str) -> str:
    """三十二 → 32, 二〇三 → 203; what is no number in Chinese stays."""
    if not set(written) & set(_TENS):
        return "".join(str(_DIGITS[sign]) for sign in written)
    total = last = 0
    for sign in written:
        if sign in _TENS:
            total += (last or 1) * _TENS[sign]
            last = 0
        else:
            last = _DIGITS[sign]
    return str(total + last)


def building_and_door(address: str) -> tuple[str, str]:
    """An address in two: 河畔街3号楼2单元 and 501室. What has no number at its end is all building.

    The last number is the door; a stairwell's doors so have one building.
    """
    narrow = half_width(address[:MOST]).strip()
    found = _LAST_NUMBER.fullmatch(_IN_CHINESE.sub(lambda each: _arabic(each[1]), narrow))
    if found is None or not found[1].strip(_DIVIDERS):
        return narrow, ""
    return found[1].rstrip(_DIVIDERS), found[2]
