"""How two addresses relate: one door, one building, or elsewhere, however their numbers are written."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from rapidfuzz.fuzz import partial_ratio, ratio

from fieldsurvey.case.doors import door_order

_NUMBER: Final = re.compile(r"0[0-9]{3}([0-9]*)!")
_NOISE: Final = re.compile(r"[\s,，、。.()（）第]")


class Place(NamedTuple):
    """An address in two: its words, and its numbers in their order."""

    words: str
    numbers: tuple[str, ...]


@lru_cache(maxsize=16384)
def place_of(untrusted_address: str) -> Place:
    """Reads an address; 三号楼2单元501室 has the numbers 3, 2 and 501."""
    order = door_order(untrusted_address)
    return Place(_NOISE.sub("", _NUMBER.sub("", order)), tuple(_NUMBER.findall(order)))


def points(one: Place, other: Place) -> tuple[int, str]:
    """Points and words for two addresses; where one is missing, or people moved, there is nothing to say against."""
    if not (one.words or one.numbers) or not (other.words or other.numbers):
        return 0, ""
    if not one.numbers or not other.numbers:
        return (12, "住址相同") if _are_one_street(one, other, least=85) else (0, "住址不同")
    short, long = sorted((one.numbers, other.numbers), key=len)
    is_one_door = long[-len(short) :] == short
    if is_one_door and (len(short) > 1 or len(long) == 1) and _are_one_street(one, other, least=60):
        return 22, "住址相同"
    if short[:-1] == long[: len(short) - 1] and len(short) > 1 and _are_one_street(one, other, least=85):
        return 4, "住在同一栋楼"
    return 0, "住址不同"


def _are_one_street(one: Place, other: Place, *, least: int) -> bool:
    # The city is written by one and left out by the other.
    if min(len(one.words), len(other.words)) >= 2:
        return partial_ratio(one.words, other.words) >= least
    return ratio(one.words, other.words) >= least
