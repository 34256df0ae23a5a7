"""What a home judges by: the rule sets and standards of its records, read and written by headquarters alone."""

from collections.abc import Mapping

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.ids import Address, RecordId
from fieldsurvey.rules.book import RuleBook, book_of
from fieldsurvey.services.errors import NotAllowedError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session


def read_rules(session: Session) -> RuleBook:
    """The book of this home, from its records; the seat is told once they are on disk, and not before."""
    rule_sets = folding.documents(session, "rule_set").values()
    return book_of(rule_sets, folding.documents(session, "standard"))


def require_headquarters(seat: Seat, what: str) -> None:
    """Refuses at a laptop, whoever sits there: what every desk goes by is said in one place.

    Raises:
        NotAllowedError: this is a laptop.
    """
    if not seat.at_headquarters:
        raise NotAllowedError(what=f"{what}由总部来做")


def say_rules(session: Session, seat: Seat, kind: str, said: Mapping[str, Mapping[str, Value]]) -> RuleBook:
    """Seals what these records do not say yet; returns the book as it is then, for the seat once it is on disk."""
    changed = []
    for record, values in said.items():
        state = folding.state_of(session, kind, record)
        entries: dict[str, Entry] = {
            name: entry(value, state.standing(Address(name)))
            for name, value in values.items()
            if state.value(Address(name)) != value
        }
        if entries:
            changed.append(Said(kind, RecordId(record), entries))
    seal(session, seat, changed, what="reference")
    return read_rules(session)
