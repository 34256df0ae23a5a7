"""Writing and checking this device's hash-chained journal."""

from sqlalchemy import LargeBinary, cast, insert, select

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.journal import START, chained, first_break, journal_body
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


def write(session: Session, device: str, *, at: str, who: str, what: str, about: Value = None) -> None:
    """Appends one entry; `about` holds ids and codes only."""
    number, previous = head(session, device)
    body = journal_body(number=number + 1, at=at, who=who, what=what, about=about)
    session.execute(
        insert(t.journal).values(
            device=device, n=number + 1, previous=previous, body=body, hash=chained(previous, body)
        )
    )


def head(session: Session, device: str) -> tuple[int, str]:
    """Number and hash of the last entry; (0, START) for an empty journal."""
    last = session.execute(
        select(t.journal.c.n, t.journal.c.hash)
        .where(t.journal.c.device == device)
        .order_by(t.journal.c.n.desc())
        .limit(1)
    ).first()
    return (last[0], last[1]) if last else (0, START)


def broken_at(session: Session, device: str) -> int | None:
    """The first entry that does not follow from its predecessor; None when the chain holds."""
    rows = session.execute(
        # Read as bytes whatever it was made into: a forger may have left text there.
        select(t.journal.c.n, t.journal.c.previous, cast(t.journal.c.body, LargeBinary), t.journal.c.hash)
        .where(t.journal.c.device == device)
        .order_by(t.journal.c.n)
    )
    return first_break((row[0], row[1], row[2], row[3]) for row in rows)
