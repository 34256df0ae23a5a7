"""Identity numbers as foreign lists have them: whole, covered, cut by a spreadsheet, two people's in one cell."""

import re
from itertools import zip_longest
from math import isfinite
from typing import Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.half_width import bare, half_width
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.exchange.cells import COVERED, LOST, WHOLE_DIGITS, Raw, text_of, value_of

LENGTH: Final = 18
MOST_OWNERS: Final = 20
_KEPT_DIGITS: Final = 15
_STEP: Final = 64  # how far apart numbers of 18 digits lie as a sheet keeps them
_POWER: Final = re.compile(r"([0-9])\.?([0-9]*)E\+?17")
_STARS: Final = re.compile(r"[*●•×■□#]+|X{2,}")
_SHOWN: Final = re.compile(r"[0-9*]*\*[0-9*]*X?")
_APART: Final = re.compile(r"[/、,,;;|\n\r]+")
_ANY_APART: Final = re.compile(r"[/、,,;;|\s]+")
_OWNER: Final = re.compile(r"[\u3400-\U0003134f·• ]{2,}")
_OWNERS_NUMBER: Final = re.compile(r"[0-9*●•×■Xx\s]{15,20}")


def number_read(raw: Raw) -> tuple[str, str]:
    """A number as it counts, and why it is not whole, if so; of one in part what is seen of it, stars for the rest.

    What stands where there is no number (无, 0, 不详) and what is too short to be one is none.
    """
    if raw == "":
        return "", ""
    seen = _seen(raw)
    taken = value_of(CASE.field("identity"), {"number": raw})
    if not taken.says:
        return seen, taken.reason
    if seen:
        return seen, COVERED if isinstance(raw, str) and not _POWER.fullmatch(bare(raw)) else LOST
    number = bare(text_of(raw))
    return (number, "") if len(number) >= 6 and len(set(number)) > 2 else ("", "")


def is_whole(number: str) -> bool:
    """Whether a number can be compared by itself."""
    return bool(number) and "*" not in number


def is_identity_number(raw: Raw) -> bool:
    """Whether a cell holds a sound identity number, or what is left of one."""
    number, _ = number_read(raw)
    return isinstance(resident(number), Resident) if is_whole(number) else len(number) == LENGTH


def joint_owners(name: Raw, number: Raw) -> list[tuple[Raw, Raw]]:
    """The people of one line, each with the number that stands at their place: 周戊一/吴己二 are two."""
    numbers = _pieces(number, _OWNERS_NUMBER)
    names = _pieces(name, _OWNER)
    if len(numbers) > 1 and len(names) == 1 and isinstance(name, str):
        apart = name.split()
        names = list(apart) if len(apart) == len(numbers) and min(map(len, apart)) > 1 else names
    return list(zip_longest(names, numbers, fillvalue=""))[:MOST_OWNERS]


def _pieces(raw: Raw, shape: re.Pattern[str]) -> list[Raw]:
    if not isinstance(raw, str):
        return [raw]
    for apart in (_APART, _ANY_APART) if shape is _OWNERS_NUMBER else (_APART,):
        pieces = [each for each in apart.split(half_width(raw).strip()) if each.strip()]
        if len(pieces) > 1 and all(shape.fullmatch(each) for each in pieces):
            return list(pieces)
    return [raw]


def _seen(raw: Raw) -> str:
    """What is left of a number of 18 digits, stars for the rest; empty where it is whole or was none."""
    if not isinstance(raw, str):
        return _cut(raw)
    text = bare(raw)
    power = _POWER.fullmatch(text)
    if power:
        digits = power[1] + power[2]
        # The last digit shown is rounded; the sixth is not, since a century (19, 20) follows it.
        kept = digits if len(digits) == 6 else digits[: min(len(digits) - 1, _KEPT_DIGITS)]
        return kept.ljust(LENGTH, "*") if kept else ""
    text = _STARS.sub(lambda found: "*" * len(found[0]), text)
    if not _SHOWN.fullmatch(text) or not any(each.isdecimal() for each in text):
        return ""
    before, after = text.split("*", 1)[0], text.rsplit("*", 1)[1]
    if len(text) == LENGTH:
        return text
    return before + "*" * (LENGTH - len(before) - len(after)) + after if len(before) + len(after) < LENGTH else ""


def _cut(raw: float) -> str:
    """What is left of a number that a sheet holds as a number: its first fifteen digits, which it keeps."""
    if isinstance(raw, bool) or not isfinite(raw) or abs(raw) < WHOLE_DIGITS:
        return ""
    kept, exact = text_of(raw), str(int(raw))
    # A sheet cuts the rest away, so that zeros stand there; where they do not, nobody has rounded it before.
    digits = kept if abs(int(kept) - int(raw)) <= _STEP else exact
    return digits[:_KEPT_DIGITS] + "*" * (LENGTH - _KEPT_DIGITS) if len(digits) == LENGTH else ""
