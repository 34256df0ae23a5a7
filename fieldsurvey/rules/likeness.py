"""Whether two entries are one person: by number, else by name, birth date, address and more, with a score.

The points are weights of evidence: how much rarer a thing is between two people than between two entries of one.
Nothing here decides; what is DOUBTFUL goes to a list that people settle, what is SURE may be taken as one person.
"""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.fuzz import ratio

from fieldsurvey.case.half_width import bare, plain
from fieldsurvey.case.identity import is_mobile
from fieldsurvey.rules import alike_addresses, alike_names, alike_numbers
from fieldsurvey.rules.alike_names import Name

SURE: Final = 90
DOUBTFUL: Final = 60
# More entries than that under one key say that the key is a default, such as a birth date of 1900-01-01.
_MOST_UNDER_A_KEY: Final = 400
_PLACE_BITS: Final = 24
_KEY_MASK: Final = (1 << (64 - _PLACE_BITS)) - 1


@dataclass(frozen=True, slots=True)
class Who:
    """What is known of a person: texts as they were written, empty where nothing is. `birth_date` is an ISO date."""

    name: str
    number: str = ""
    birth_date: str = ""
    address: str = ""
    mobile: str = ""
    employer: str = ""
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 100, and what speaks for and against it, in Chinese."""

    score: int
    told: tuple[str, ...]

    @property
    def is_sure(self) -> bool:
        """Whether it may be taken as one person without asking."""
        return self.score >= SURE


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody of a crowd who is like the one asked about."""

    key: Hashable
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Pair:
    """Two of a crowd who are like each other, in the order in which they came."""

    one: Hashable
    other: Hashable
    likeness: Likeness


_NOTHING: Final = Likeness(0, ())
_TWO_PEOPLE: Final = Likeness(0, (alike_numbers.TWO_PEOPLE.told, "出生日期不同"))


class Read:
    """A person as read for comparing."""

    __slots__ = ("born", "mobile", "name", "number", "place", "who")

    def __init__(self, who: Who) -> None:
        self.who: Final = who
        self.name: Final = Name(who.name)
        self.number: Final = alike_numbers.number_of(who.number)
        # A sound number knows the birth date better than whoever wrote it down beside it.
        is_told = self.number.is_sound or self.number.is_converted
        self.born: Final = self.number.born if is_told else who.birth_date or self.number.born
        self.mobile: Final = _mobile_of(who.mobile)
        self.place: Final = alike_addresses.place_of(who.address)

    @property
    def sex(self) -> str:
        """The code of GB/T 2261.1; empty where it is not known."""
        return self.number.sex or self.who.sex


def _mobile_of(untrusted_mobile: str) -> str:
    if not untrusted_mobile:
        return ""
    digits = untrusted_mobile if untrusted_mobile.isascii() and untrusted_mobile.isdigit() else bare(untrusted_mobile)
    return digits if is_mobile(digits) and len(set(digits)) > 3 else ""


def likeness(one: Who, other: Who) -> Likeness:
    """How alike two entries are; the same whichever comes first."""
    return compare(Read(one), Read(other))


def compare(one: Read, other: Read) -> Likeness:
    """How alike two read entries are."""
    numbers = alike_numbers.relation(one.number, other.number)
    if numbers.is_other and one.born != other.born:
        return _TWO_PEOPLE  # As nearly all who share no more than a sound.
    names = alike_names.relation(one.name, other.name)
    if numbers.is_equal:
        return Likeness(100 if names.is_alike else SURE + 2, (numbers.told, names.told))
    if names is alike_names.OTHER or names is alike_names.NO_NAME:
        return _NOTHING
    born, born_told = alike_numbers.birth_points(one.born, other.born)
    place, place_told = alike_addresses.points(one.place, other.place)
    more, more_told = _more(one, other)
    score = numbers.points + names.points + born + place + more
    told = [names.told, numbers.told, born_told, place_told, *more_told]
    is_common = names.is_same and (one.name.is_common or other.name.is_common)
    is_agreed = born >= 25 and (place >= 12 or more >= 8)
    if numbers.is_other:
        # Some people were given two numbers. Twins have all but the name in common, namesakes all but the rest.
        is_one = names.is_same and is_agreed and not _sexes_differ(one, other) and not (is_common and place < 12)
        score = DOUBTFUL if is_one else min(score, DOUBTFUL - 1)
    elif not names.is_alike and not numbers.is_slip:
        score = min(score, DOUBTFUL - 1)  # Brothers, sisters and twins.
    if is_common and place < 22 and not more:
        score -= 4
        told.append("姓名很常见")
    if not (names.is_same and born >= 25 and (place >= 22 or numbers.is_slip or more >= 20)):
        score = min(score, SURE - 1)
    return Likeness(max(0, min(score, 99)), tuple([each for each in told if each]))


def _more(one: Read, other: Read) -> tuple[int, list[str]]:
    points, told = 0, []
    if one.mobile and one.mobile == other.mobile:
        points, told = 20, ["手机号相同"]
    employers = plain(one.who.employer), plain(other.who.employer)
    if all(employers) and ratio(*employers) >= 85:
        points += 8
        told.append("工作单位相同")
    if _sexes_differ(one, other):
        points -= 25
        told.append("性别不同")
    return points, told


def _sexes_differ(one: Read, other: Read) -> bool:
    return {one.sex, other.sex} == {"1", "2"}


class Crowd:
    """Many people, ordered so that only those who may be alike are ever compared.

    100,000 households are gone through in seconds. Nothing is forgotten that shares a number, or the birth date and the
    sound of a name's first or last character, or the sound of the name and a mobile, door or half a number.
    """

    def __init__(self, people: Iterable[tuple[Hashable, Who]]) -> None:
        self._keys: Final[list[Hashable]] = []
        self._people: Final[list[Read]] = []
        ordered: list[int] = []
        for place, (key, who) in enumerate(people):
            read = Read(who)
            self._keys.append(key)
            self._people.append(read)
            ordered.extend([(hash(block) & _KEY_MASK) << _PLACE_BITS | place for block in _blocks(read)])
        ordered.sort()
        self._ordered: Final = array("Q", ordered)

    def __len__(self) -> int:
        return len(self._keys)

    def matches(self, who: Who, least: int = DOUBTFUL) -> list[Match]:
        """Who of the crowd is like this one, the likest first."""
        asked = Read(who)
        places = {place for block in _blocks(asked) for place in self._under(block)}
        found = [(compare(asked, self._people[place]), place) for place in places]
        found.sort(key=lambda each: (-each[0].score, each[1]))
        return [Match(self._keys[place], alike) for alike, place in found if alike.score >= least]

    def pairs(
        self, least: int = DOUBTFUL, *, may_pair: Callable[[Hashable, Hashable], bool] | None = None
    ) -> Iterator[Pair]:
        """Every two of the crowd who are like each other; those that `may_pair` refuses are not compared."""
        seen: set[int] = set()
        for start, end in self._runs():
            places = [each & ((1 << _PLACE_BITS) - 1) for each in self._ordered[start:end]]
            for at, place in enumerate(places):
                for later in places[at + 1 :]:
                    both = place << _PLACE_BITS | later
                    if both in seen or place == later:
                        continue
                    seen.add(both)
                    keys = self._keys[place], self._keys[later]
                    if may_pair is not None and not may_pair(*keys):
                        continue
                    alike = compare(self._people[place], self._people[later])
                    if alike.score >= least:
                        yield Pair(*keys, alike)

    def _under(self, block: tuple[object, ...]) -> Iterable[int]:
        packed = (hash(block) & _KEY_MASK) << _PLACE_BITS
        start = bisect_left(self._ordered, packed)
        end = bisect_left(self._ordered, packed + (1 << _PLACE_BITS))
        if end - start > _MOST_UNDER_A_KEY:
            return ()
        return [each & ((1 << _PLACE_BITS) - 1) for each in self._ordered[start:end]]

    def _runs(self) -> Iterator[tuple[int, int]]:
        start, block = 0, -1
        for at, each in enumerate(self._ordered):
            if each >> _PLACE_BITS != block:
                if 1 < at - start <= _MOST_UNDER_A_KEY:
                    yield start, at
                start, block = at, each >> _PLACE_BITS
        if 1 < len(self._ordered) - start <= _MOST_UNDER_A_KEY:
            yield start, len(self._ordered)


def _blocks(read: Read) -> set[tuple[object, ...]]:
    """Under what a person is found: two entries of one person share at least one of these."""
    number, sound = read.number, read.name.sound
    blocks: set[tuple[object, ...]] = set()
    if number.text:
        blocks.add(("number", number.text))
    if not sound:
        return blocks
    unordered = tuple(sorted(sound))
    if read.born:
        blocks |= {("first", read.born, sound[0]), ("last", read.born, sound[-1]), ("born", read.born, unordered)}
    if number.text:
        # A slip lies in one half, a mask in the middle; elsewhere the number is as it should be.
        blocks |= {("front", number.text[:9], unordered), ("back", number.text[-4:], unordered)}
    if read.mobile:
        blocks.add(("mobile", read.mobile))
    if len(read.place.numbers) > 1 or read.place.words:
        blocks.add(("door", unordered, read.place.numbers[-2:] or read.place.words[-6:]))
    return blocks
