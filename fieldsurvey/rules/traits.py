"""What no two households should have in common: who is counted there, telephones, cards, files, a visit's answers."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, NamedTuple

import msgspec

from fieldsurvey.case.document import ROW
from fieldsurvey.case.elsewhere import is_held, numbers_of
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import is_mobile, resident
from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.alike_numbers import number_of
from fieldsurvey.rules.doubles import Counted, Word, people_of, words_in
from fieldsurvey.rules.household import Household, Person, day_of, text

_OLD_NUMBER: Final = 15
_SHORTEST_CARD: Final = 12
# 情况属实 and the like are written of many a household; a whole sentence alike to the letter is not.
_SHORTEST_FINDING: Final = 15
_FEWEST_ROWS: Final = 3
_ANSWERS: Final = {
    "income": ("type", "months", "in_kind"),
    "expenses": ("type", "bill", "reimbursed"),
    "causes": ("rank", "cause", "explanation"),
}
_KEY_BYTES: Final = 8


class Trait(NamedTuple):
    """One such thing, where it stands, and whether it is the worker's. `number` is that of the person, if known."""

    kind: str
    text: str
    address: str
    is_worker: bool = False
    number: str = ""

    @property
    def key(self) -> int:
        """The thing as a number, the same in every household; two that differ may by a rare chance be equal."""
        said = f"{self.kind}\n{self.text}".encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(said, digest_size=_KEY_BYTES).digest(), signed=True)


@dataclass(frozen=True)
class Party:
    """A household as others meet it. `kin` are its record and that of the household it came out of."""

    record: str
    survey_no: str
    kin: frozenset[str]
    traits: tuple[Trait, ...]
    document: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def words(self) -> list[Word]:
        """What was said in it of people who may be in another household as well."""
        return words_in(self.document)

    def person(self, trait: Trait) -> Counted | None:
        """Whose trait it is; None where that person is known by another number."""
        row = trait.address.split("/")[1] if "/" in trait.address else ""
        found = self._people.get(row)
        if found is None or (trait.kind == "identity" and number_of(found.who.number).text != trait.text):
            return None
        return found

    @cached_property
    def _people(self) -> dict[str, Counted]:
        people = list(people_of(self.record, self.document))
        # By the household's own number it is the worker who is found.
        workers = [("", each) for each in people if each.is_worker]
        return dict([*((each.row, each) for each in people), *workers])

    @property
    def numbers(self) -> frozenset[str]:
        """The identity numbers of its people."""
        return frozenset(trait.text for trait in self.traits if trait.kind == "identity")

    def is_related(self, other: "Party") -> bool:
        """Whether one came out of the other, both out of a third, or somebody is counted in both."""
        return not self.kin.isdisjoint(other.kin) or not self.numbers.isdisjoint(other.numbers)


def party_of(record: str, household: Household) -> Party:
    """A household as others meet it; one whose file has ended, or went into another, meets nobody."""
    document = household.document
    kin = frozenset({record, text(document.get("came_from"))} - {""})
    traits = tuple(_traits(household)) if is_held(document) else ()
    return Party(record, text(document.get("survey_no")), kin, traits, document)


def _traits(household: Household) -> Iterator[Trait]:
    worker = household.worker
    own_row = f"members/{worker.row}/identity" if worker else "identity"
    for number, address in numbers_of(household.document).items():
        yield Trait("identity", _converted(number), address, address in ("identity", own_row))
    for person in household.people:
        if person.is_counted:
            yield from _likeness(person)
    yield from _numbers(household)
    for row in rows_of(household.document, "evidence"):
        file = row.get("file")
        sha256 = file.get("sha256") if isinstance(file, Mapping) else None
        if isinstance(sha256, str) and sha256:
            yield Trait("file", sha256, f"evidence/{text(row.get(ROW))}/file")
    yield from _visit(household)


def _converted(number: str) -> str:
    """A number of fifteen digits as the one of eighteen that its bearer has now."""
    if len(number) != _OLD_NUMBER:
        return number
    read = resident(number)
    return number if isinstance(read, str) else read.number


def _likeness(person: Person) -> Iterator[Trait]:
    name, unit = text(person.values.get("name")).strip(), text(person.values.get("unit_or_school")).strip()
    if not (name and unit and person.born):
        return
    identity = person.values.get("identity")
    number = text(identity.get("number")) if isinstance(identity, Mapping) else ""
    address = f"members/{person.row}/name"
    yield Trait("person", f"{name}|{person.born}|{unit}", address, person.is_worker, _converted(bare(number)))


def _numbers(household: Household) -> Iterator[Trait]:
    document, seen = household.document, set[str]()
    mobiles = [("mobile", text(document.get("mobile")))]
    mobiles += [(f"members/{person.row}/mobile", text(person.values.get("mobile"))) for person in household.people]
    for address, mobile in mobiles:
        number = bare(mobile)
        if number and number not in seen and is_mobile(number):
            seen.add(number)
            yield Trait("mobile", number, address)
    bank = document.get("bank")
    card = bare(text(bank.get("number"))) if isinstance(bank, Mapping) else ""
    if len(card) >= _SHORTEST_CARD:
        yield Trait("card", card, "bank")


def _visit(household: Household) -> Iterator[Trait]:
    document = household.document
    dated = [(text(row.get("visited_on")), row) for row in rows_of(document, "visits")]
    day, visit = max(dated, key=lambda each: each[0], default=("", {}))
    team = sorted({text(visit.get("surveyor1")), text(visit.get("surveyor2"))} - {""})
    if not team or day_of(day) is None:
        return
    who, address = "|".join((day, *team)), f"visits/{text(visit.get(ROW))}"
    rows = [[row.get(each) for each in asked] for name, asked in _ANSWERS.items() for row in rows_of(document, name)]
    if len(rows) >= _FEWEST_ROWS:
        yield Trait("answers", f"{who}|{hashlib.sha256(msgspec.json.encode(rows)).hexdigest()}", address)
    finding = text(visit.get("finding")).strip()
    if len(finding) >= _SHORTEST_FINDING:
        yield Trait("finding", f"{who}|{finding}", f"{address}/finding")
