"""The changes of one household as they arrived, the newest first, a page at a time; and who has which of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import LargeBinary, cast, func, select

from fieldsurvey.case.change import Change, parse_change
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


class Kept(NamedTuple):
    """A change with its place in the order of arrival."""

    seq: int
    id: ChangeId
    change: Change


class Numbered(NamedTuple):
    """Which change it is, by its device and number, without its bytes."""

    seq: int
    device: str
    n: int


_COLUMNS = (t.change.c.seq, t.change.c.id, t.change.c.body)


def before(session: Session, record: str, seq: int, *, naming: Sequence[str], limit: int) -> list[Kept]:
    """The changes of a household that arrived before `seq`, the last one first; 0 begins with the newest.

    `naming` are pieces of text that a change has to hold; it may hold them anywhere.
    """
    chosen = select(*_COLUMNS).where(t.change.c.record == record, t.change.c.kind == "case", t.change.c.aside == "")
    if seq:
        chosen = chosen.where(t.change.c.seq < seq)
    for piece in naming:
        chosen = chosen.where(func.instr(t.change.c.body, cast(piece.encode(), LargeBinary)) > 0)
    rows = session.execute(chosen.order_by(t.change.c.seq.desc()).limit(limit))
    return [Kept(number, ChangeId(identity), parse_change(body)) for number, identity, body in rows]


def by_id(session: Session, ids: Sequence[str]) -> dict[ChangeId, Change]:
    """These changes, as far as they are here and count."""
    found: dict[ChangeId, Change] = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        chosen = select(t.change.c.id, t.change.c.body).where(t.change.c.id.in_(some), t.change.c.aside == "")
        found.update((ChangeId(identity), parse_change(body)) for identity, body in session.execute(chosen))
    return found


def papers(session: Session, case: str) -> list[Kept]:
    """The changes of a household's papers, the last one first."""
    of_case = select(t.paper_row.c.record).where(t.paper_row.c.case == case)
    chosen = select(*_COLUMNS).where(t.change.c.record.in_(of_case), t.change.c.kind == "paper", t.change.c.aside == "")
    rows = session.execute(chosen.order_by(t.change.c.seq.desc()))
    return [Kept(number, ChangeId(identity), parse_change(body)) for number, identity, body in rows]


def begun_by(session: Session, record: str) -> str:
    """The device that began a household; empty when it is not here."""
    counted = (t.change.c.record == record, t.change.c.kind == "case", t.change.c.aside == "")
    chosen = select(t.change.c.device).where(*counted).order_by(t.change.c.seq).limit(1)
    return session.execute(chosen).scalar() or ""


def numbered(session: Session, record: str) -> list[Numbered]:
    """All changes of a household in the order of their arrival, without their bytes."""
    rows = session.execute(
        select(t.change.c.seq, t.change.c.device, t.change.c.n)
        .where(t.change.c.record == record, t.change.c.kind == "case", t.change.c.aside == "")
        .order_by(t.change.c.seq)
    )
    return [Numbered(*row) for row in rows]
