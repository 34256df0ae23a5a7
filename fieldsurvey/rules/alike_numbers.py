"""How two identity numbers, and two birth dates, relate: equal, a slip apart, two people's, or one is missing."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rapidfuzz.distance import OSA

from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident, resident

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A lunar birthday that is written as a solar one lies that many days before it.
_LUNAR: Final = range(17, 57)
_SHORTEST: Final = 6
_FEWEST_SHOWN: Final = 4  # the last four, as bills and messages show them


@dataclass(frozen=True, slots=True)
class Number:
    """An identity number as it is compared; `is_sound` where it carries a check digit of its own that fits."""

    text: str
    is_sound: bool = False
    is_converted: bool = False
    born: str = ""
    sex: str = ""


NO_NUMBER: Final = Number("")


def number_of(untrusted_number: str) -> Number:
    """Reads a number; one of 15 digits becomes the one of 18 that the same person has now."""
    if not untrusted_number:
        return NO_NUMBER
    # Nearly all are plain, which is known at a look; hundreds of thousands are read.
    is_plain = untrusted_number.isascii() and untrusted_number.isalnum()
    text = untrusted_number[:64].upper() if is_plain else bare(untrusted_number[:64])
    if len(text) < _SHORTEST or len(set(text)) < 3:
        return NO_NUMBER
    if "*" in text:
        return Number(text)
    read = resident(text)
    if isinstance(read, Resident):
        return Number(read.number, not read.converted, read.converted, read.birth_date.isoformat(), read.sex)
    return Number(text, born=_day_in(text) if len(text) == 18 else "")


def _day_in(text: str) -> str:
    try:
        return date(int(text[6:10]), int(text[10:12]), int(text[12:14])).isoformat()
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Relation:
    """How two numbers relate: points for it and what to tell.

    `is_equal`: one sound number. `is_slip`: one number with a slip in it. `is_other`: two people's sound numbers.
    """

    points: int
    told: str
    is_equal: bool = False
    is_slip: bool = False
    is_other: bool = False


EQUAL: Final = Relation(100, "证件号相同", is_equal=True)
EQUAL_UNSOUND: Final = Relation(40, "证件号相同,但校验位不对", is_slip=True)
SLIP: Final = Relation(36, "证件号只差一处", is_slip=True)
TWO_SLIPS: Final = Relation(20, "证件号差两处", is_slip=True)
MISSING: Final = Relation(0, "有一方没有证件号")
OTHER_KIND: Final = Relation(0, "证件种类不同")
UNPROVEN: Final = Relation(0, "证件号不同,其中一个是 15 位的")
FAR: Final = Relation(-12, "证件号差得很多,其中一个校验位不对")
SHOWN: Final = Relation(25, "证件号露出来的几位相同")
SHOWN_LITTLE: Final = Relation(0, "证件号露出来的太少")
SHOWN_OTHERWISE: Final = Relation(-30, "证件号露出来的几位不同")
TWO_PEOPLE: Final = Relation(-60, "证件号不同,而且都对", is_other=True)


def relation(one: Number, other: Number) -> Relation:
    """How two numbers relate; the same whichever comes first."""
    if not one.text or not other.text:
        return MISSING
    if one.text == other.text and "*" not in one.text:
        return EQUAL if one.is_sound or one.is_converted else EQUAL_UNSOUND
    if one.is_sound and other.is_sound:
        return TWO_PEOPLE
    return _with_slips(one, other)


def _with_slips(one: Number, other: Number) -> Relation:
    if abs(len(one.text) - len(other.text)) > 2:
        return OTHER_KIND
    if "*" in one.text + other.text:
        return _where_shown(one.text, other.text)
    slips = OSA.distance(one.text[:17], other.text[:17], score_cutoff=2)
    if one.is_converted or other.is_converted:
        # No check digit told the clerk of a slip, nor does it tell us; and brothers' numbers are as near.
        return UNPROVEN if slips < 2 else FAR
    return (SLIP, SLIP, TWO_SLIPS, FAR)[OSA.distance(one.text, other.text, score_cutoff=2)]


def _where_shown(one: str, other: str) -> Relation:
    if len(one) != len(other):
        return OTHER_KIND
    shown = [(a, b) for a, b in zip(one, other, strict=True) if "*" not in (a, b)]
    if any(a != b for a, b in shown):
        return SHOWN_OTHERWISE
    return SHOWN if len(shown) >= _FEWEST_SHOWN else SHOWN_LITTLE


def birth_points(one: str, other: str) -> tuple[int, str]:
    """Points and words for two birth dates, as ISO texts; empty for one that is not known."""
    if not (_DAY.fullmatch(one) and _DAY.fullmatch(other)):
        return 0, "有一方没有出生日期"
    if one == other:
        return 25, "出生日期相同"
    return (10, "出生日期相近") if _is_slip(one, other) else (-30, "出生日期不同")


def _is_slip(one: str, other: str) -> bool:
    if OSA.distance(one, other, score_cutoff=1) <= 1:
        return True
    if one[5:] == other[5:] and abs(int(one[:4]) - int(other[:4])) <= 2:
        return True  # 虚岁 counted back.
    if one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return True
    try:
        return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) in _LUNAR
    except ValueError:
        return False
