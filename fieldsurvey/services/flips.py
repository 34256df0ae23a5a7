"""Which households' verdicts change when standards or rules do, over all households with progress."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from fieldsurvey.case.document import Document
from fieldsurvey.clock import business_date
from fieldsurvey.progress import Progress
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.decided import decided_of
from fieldsurvey.rules.turning import Turning
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session

CLOSED: Final = frozenset({"lifted", "cancelled", "withdrawn"})


@dataclass(frozen=True, slots=True)
class Flip:
    """One household whose verdict changes: categories by code, empty where it cannot be told.

    `on` is the day for which standards and rules are taken. `decided` is what was decided of it, which stays; where
    it may be decided anew, `seen` stands for what that would rest on. `is_deliberate`: the committee meant it to be
    otherwise than the rules came out, which is not undone in passing.
    """

    case_id: str
    survey_no: str
    name: str
    before: str
    after: str
    on: str
    decided: str = ""
    seen: str = ""
    is_deliberate: bool = False


def flips_between(
    session: Session, seat: Seat, before: RuleBook, after: RuleBook, *, progress: Progress | None = None
) -> list[Flip]:
    """Every household that turns from one book to the other, in the order of their numbers; closed files left out.

    Raises:
        CancelledError: the user did not want to wait.
    """
    turning = Turning(before, after, business_date(seat.now()))
    found = []
    for record, body in case_bodies(session, progress or Progress()):
        # Most households are of another day or place: of those nothing else is read.
        looked_at = msgspec.json.decode(body, type=_LookedAt)
        if not turning.concerns(msgspec.structs.asdict(looked_at)):
            continue
        document = msgspec.json.decode(body)
        if is_closed(document):
            continue
        turn = turning.of(document)
        if turn is not None:
            decided = decided_of(document)
            category = decided.category if decided else ""
            found.append(flip_of(record, document, turn.before, turn.after, on=turn.on.isoformat(), decided=category))
    return sorted(found, key=lambda flip: flip.survey_no)


def flip_of(record: str, document: Document, before: str, after: str, *, on: str, decided: str, seen: str = "") -> Flip:
    """A flip with what people call the household."""
    number, name = (value if isinstance(value := document.get(key), str) else "" for key in ("survey_no", "name"))
    return Flip(record, number, name, before, after, on, decided, seen)


def case_bodies(session: Session, progress: Progress) -> Iterator[tuple[str, bytes]]:
    """The documents of all households, as they are kept.

    Raises:
        CancelledError: the user did not want to wait.
    """
    progress.begin("正在逐户测算", folding.count(session, "case"))
    for record, body in folding.each_body(session, "case"):
        progress.step()
        yield record, body


def is_closed(document: Mapping[str, Any]) -> bool:
    """Whether a file is closed: nothing is decided of it any more."""
    status = document.get("status")
    return isinstance(status, dict) and status.get("status") in CLOSED


class _LookedAt(msgspec.Struct):
    """The part of a document that says which day and place it is of."""

    visits: Any = None
    residence_division: Any = None
    hukou_division: Any = None
