"""Which other households of this device hold an identity number, as one names them, and the open points with those."""

from collections.abc import Iterable, Mapping
from typing import Final

from fieldsurvey.case.document import Document
from fieldsurvey.case.elsewhere import elsewhere, is_held, numbers_of
from fieldsurvey.case.problems import Problem, problems
from fieldsurvey.clock import business_date
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import plain

MOST_NAMED: Final = 3
# Some of those that have the number may be merged, over, or have it as a telephone number.
_MOST_LOOKED_AT: Final = 12


def held_elsewhere(session: Session, numbers: Mapping[str, Iterable[str]]) -> dict[str, dict[str, list[str]]]:
    """By record (of `numbers`, the identity numbers of each) those that other households hold, each with these."""
    asked = list(dict.fromkeys(number for own in numbers.values() for number in own))
    found = search.with_numbers(session, asked, most=_MOST_LOOKED_AT)
    documents: dict[str, Document] = {}

    def document_of(record: str) -> Document:
        if record not in documents:
            documents[record] = folding.document_of(session, "case", record) or {}
        return documents[record]

    told: dict[str, dict[str, list[str]]] = {}
    for record, own in numbers.items():
        for number in own:
            others = [each for each in found.get(number, []) if each != record]
            gone_to = document_of(record).get("merged_into") if others else None
            looked_at = [document_of(each) for each in others if each != gone_to]
            holding = [each for each in looked_at if is_held(each) and number in numbers_of(each)]
            if holding:
                told.setdefault(record, {})[number] = [named(each) for each in holding[:MOST_NAMED]]
    return told


def open_points(session: Session, seat: Seat, record: str, document: Document) -> list[Problem]:
    """All open points of a household, in the order of the wizard."""
    found = problems(document, business_date(seat.now()), seat.catalogue)
    held = held_elsewhere(session, {record: numbers_of(document)}).get(record, {})
    return sorted([*found, *elsewhere(document, held, seat.catalogue)], key=lambda point: point.step)


def named(document: Document) -> str:
    """What people call a household: its survey number and its name."""
    name = plain(document.get("name"))
    return plain(document.get("survey_no")) + (f"({name})" if name else "")
