"""一户多档、一人多档: who of two households may be one person (ID05, HH08, ID06 of domain §7), and what was said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.canonical import digest
from fieldsurvey.case.document import ROW
from fieldsurvey.case.elsewhere import is_held
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import is_worker
from fieldsurvey.rules.alike_numbers import number_of
from fieldsurvey.rules.household import text
from fieldsurvey.rules.likeness import Who

SAME_PERSON_TWICE: Final = "ID05"
COUNTED_TWICE: Final = "HH08"
MAYBE_ONE: Final = "ID06"
CHECKS: Final = (SAME_PERSON_TWICE, COUNTED_TWICE, MAYBE_ONE)
COUNTS: Final = "counts_in_household"
_PRINT_LENGTH: Final = 12
_TOLD: Final = ("name", "identity", "birth_date", "mobile", "sex")
_NOTHING: Final[Mapping[str, Any]] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """A person who counts in a household: its record, the row among the members ("" for a worker who has none)."""

    record: str
    row: str
    who: Who
    is_worker: bool
    relation: str = ""

    @property
    def place(self) -> tuple[str, str]:
        """Where the person stands."""
        return self.record, self.row

    def address(self, name: str) -> str:
        """A field of the person."""
        return f"members/{self.row}/{name}" if self.row else name


def people_of(record: str, document: Mapping[str, Any]) -> Iterator[Counted]:
    """The people who count in a household, the worker among them; nobody where its file has ended or was merged."""
    if not is_held(document):
        return
    address, has_worker = text(document.get("home_address")), False
    for row in rows_of(document, "members"):
        own = is_worker(row)
        has_worker = has_worker or own
        if own or row.get(COUNTS) is not False:
            # Wherever the worker's row says nothing, the household's own fields do.
            who = _who(row, document if own else _NOTHING, address)
            yield Counted(record, text(row.get(ROW)), who, own, text(row.get("relation")))
    if not has_worker:
        yield Counted(record, "", _who(_NOTHING, document, address), is_worker=True)


def _who(row: Mapping[str, Any], besides: Mapping[str, Any], address: str) -> Who:
    name, identity, born, mobile, sex = [
        besides.get(each) if (value := row.get(each)) is None else value for each in _TOLD
    ]
    number = identity.get("number") if isinstance(identity, dict) else ""
    employer = row.get("unit_or_school") or besides.get("employer_name")
    said = (name, number, born, address, mobile, employer, sex)
    return Who(*[each if type(each) is str else "" for each in said])


def check_of(one: Counted, other: Counted) -> str:
    """Which check two people who are alike come under; 无 and the like are nobody's number."""
    number = number_of(one.who.number).text
    if not number or number != number_of(other.who.number).text:
        return MAYBE_ONE
    return SAME_PERSON_TWICE if one.is_worker or other.is_worker else COUNTED_TWICE


def print_between(one: Counted, other: Counted) -> str:
    """What a word on two people rests on; when a name, number or birth date becomes another, it no longer holds.

    The same whichever comes first, so that both households keep the same; the checks know the pair by it as well.
    """
    said = sorted(
        [side.record, side.row, number_of(side.who.number).text, side.who.name, side.who.birth_date]
        for side in (one, other)
    )
    whole = "\n".join("\n".join(each) for each in said)
    return digest(whole.encode("utf-8", "surrogatepass"))[:_PRINT_LENGTH]


@dataclass(frozen=True, slots=True)
class Word:
    """What was said of two people: the row of `reasons`, where it points, and what it rests on."""

    row: str
    subject: str
    print: str
    reason: str
    said_on: str

    @property
    def took_out(self) -> str:
        """The member whom it took out of the count of this household; empty where it took nobody out."""
        parts = self.subject.split("/")
        return parts[1] if len(parts) == 3 and parts[2] == COUNTS else ""


def words_in(document: Mapping[str, Any]) -> list[Word]:
    """What was said in a household of people who may be in another one as well."""
    return [
        Word(*[text(row.get(name)) for name in (ROW, "subject", "saw", "reason", "said_on")])
        for row in rows_of(document, "reasons")
        if row.get("check") in CHECKS and text(row.get("saw")) and text(row.get("reason")).strip()
    ]


def said_between(one: Sequence[Word], other: Sequence[Word]) -> dict[str, str]:
    """By print what was said, in either of two households, of people who count in both.

    Who was taken out of a count and counts again is not settled by that.
    """
    words = [*one, *other]
    took_out = {word.print for word in words if word.took_out}
    return {word.print: word.reason for word in words if word.print not in took_out}
