"""Drafts on disk: each accepted answer is one durable row with the heads its field had when it was shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.draft import Answer
from fieldsurvey.case.fold import State
from fieldsurvey.case.ids import Address
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import DraftMissingError

LAST_PAGE: Final = 999


@dataclass(frozen=True, slots=True)
class DraftRow:
    """What a draft keeps besides its answers. `page` and `focus` are where the writer was."""

    id: str
    record: str
    author: str
    started_at: str
    saved_at: str
    page: int
    focus: str


_COLUMNS = (
    t.draft.c.id,
    t.draft.c.record,
    t.draft.c.author,
    t.draft.c.started_at,
    t.draft.c.saved_at,
    t.draft.c.page,
    t.draft.c.focus,
)


# An answer waits for these while somebody types: building them anew each time would take longer than the disk.
_BASE = select(t.draft.c.base).where(t.draft.c.id == bindparam("of_draft"))
_UPSERT = upsert(t.draft_answer)
_KEEP = _UPSERT.on_conflict_do_update(index_elements=["draft", "address"], set_={"value": _UPSERT.excluded.value})
_SAVED = update(t.draft).where(t.draft.c.id == bindparam("of_draft")).values(saved_at=bindparam("at"))
_SAVED_AT_PLACE = _SAVED.values(page=bindparam("at_page"), focus=bindparam("at_focus"))


def begin(session: Session, row: DraftRow) -> None:
    """Begins a draft; one record has at most one draft on a laptop."""
    session.execute(
        insert(t.draft).values(
            id=row.id,
            record=row.record,
            author=row.author,
            started_at=row.started_at,
            saved_at=row.saved_at,
            page=row.page,
            focus=row.focus,
            base=b"{}",
        )
    )


def all_open(session: Session) -> list[DraftRow]:
    """Every open draft, the one last written to first."""
    rows = session.execute(select(*_COLUMNS).order_by(t.draft.c.saved_at.desc(), t.draft.c.id))
    return [DraftRow(*row) for row in rows]


def of_record(session: Session, record: str) -> DraftRow | None:
    """The open draft of a record, or None."""
    row = session.execute(select(*_COLUMNS).where(t.draft.c.record == record)).first()
    return DraftRow(*row) if row else None


def get(session: Session, draft: str) -> DraftRow:
    """The draft of this id.

    Raises:
        DraftMissingError: it was finished or discarded.
    """
    row = session.execute(select(*_COLUMNS).where(t.draft.c.id == draft)).first()
    if row is None:
        raise DraftMissingError
    return DraftRow(*row)


def remember_shown(session: Session, draft: str, state: State) -> None:
    """Notes what stands in every field as the writer now sees it; answers given from now on replace that."""
    base = {address: sorted(heads) for address, heads in state.heads.items()}
    session.execute(update(t.draft).where(t.draft.c.id == draft).values(base=msgspec.json.encode(base)))


def remember_seen(session: Session, draft: str, state: State, addresses: Iterable[Address]) -> None:
    """Notes what stands in these fields alone: the writer was told of them, by a plan, though not by a page."""
    base = shown_heads(session, draft)
    for address in addresses:
        base[address] = state.standing(address)
    session.execute(update(t.draft).where(t.draft.c.id == draft).values(base=msgspec.json.encode(base)))


def shown_heads(session: Session, draft: str) -> dict[str, list[str]]:
    """The heads of every field as last shown.

    Raises:
        DraftMissingError: it was finished or discarded.
    """
    base = session.execute(_BASE, {"of_draft": draft}).scalar()
    if base is None:
        raise DraftMissingError
    return msgspec.json.decode(base, type=dict[str, list[str]])


def answer(
    session: Session,
    draft: str,
    said: Sequence[tuple[Address, Value]],
    at: str,
    *,
    place: tuple[int, str] | None = None,
) -> None:
    """Keeps answers; the heads of a field are those of its first answer in this draft.

    With `place`, the page and field where the writer is are kept as well.
    """
    heads = shown_heads(session, draft)
    rows = [
        {
            "draft": draft,
            "address": address,
            "value": msgspec.json.encode(value),
            "heads": msgspec.json.encode(heads.get(address, [])),
        }
        for address, value in said
    ]
    session.execute(_KEEP, rows)
    if place is None:
        session.execute(_SAVED, {"of_draft": draft, "at": at})
    else:
        session.execute(_SAVED_AT_PLACE, {"of_draft": draft, "at": at, "at_page": place[0], "at_focus": place[1]})


def turn_to(session: Session, draft: str, page: int, focus: str) -> None:
    """Remembers where the writer is; a page that cannot be is brought to the nearest that can."""
    place = {"page": min(max(page, 0), LAST_PAGE), "focus": str(tidied(focus))}
    session.execute(update(t.draft).where(t.draft.c.id == draft).values(place))


def answers(session: Session, draft: str) -> dict[Address, Answer]:
    """All answers of a draft by address."""
    rows = session.execute(
        select(t.draft_answer.c.address, t.draft_answer.c.value, t.draft_answer.c.heads)
        .where(t.draft_answer.c.draft == draft)
        .order_by(t.draft_answer.c.address)
    )
    return {
        Address(address): Answer(msgspec.json.decode(value), tuple(msgspec.json.decode(heads, type=list[str])))
        for address, value, heads in rows
    }


def withdraw(session: Session, draft: str, addresses: Sequence[str], at: str) -> None:
    """Takes answers back, as if they had not been given."""
    session.execute(
        delete(t.draft_answer).where(t.draft_answer.c.draft == draft, t.draft_answer.c.address.in_(addresses))
    )
    note_saved(session, draft, at)


def note_saved(session: Session, draft: str, at: str) -> None:
    """Notes when something of its writer's last reached the disk, in the draft or straight in its record."""
    session.execute(_SAVED, {"of_draft": draft, "at": at})


def end(session: Session, draft: str) -> None:
    """Ends a draft with its answers."""
    session.execute(delete(t.draft).where(t.draft.c.id == draft))
