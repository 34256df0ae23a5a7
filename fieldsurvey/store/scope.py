"""Which changes a device sends to another: its own, or at headquarters whole records within the other's scope."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from fieldsurvey.case.kinds import KINDS, Scope
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


@dataclass(frozen=True, slots=True)
class Sendable:
    """A change that may be sent, without its bytes. `size` is theirs; `names_files` says that it may name evidence."""

    seq: int
    device: str
    n: int
    size: int
    names_files: bool


def of_own(session: Session, devices: Sequence[str]) -> Iterator[Sendable]:
    """Every change that these devices wrote, in order of arrival."""
    yield from _rows(session, t.change.c.device.in_(devices))


def for_laptop(session: Session, devices: Sequence[str]) -> Iterator[Sendable]:
    """Every change within the scope of a laptop that is, or was, these devices."""
    yield from _rows(session, within_laptop(devices))


def within_laptop(devices: Sequence[str]) -> ColumnElement[bool]:
    """Whether a change is within the scope of a laptop that is, or was, these devices.

    That is: what every laptop receives, the households assigned to it or begun by it, and their papers. Having
    written something into a household that another began is no right to the rest of it.
    """
    assigned = select(t.assignment_row.c.case).where(
        t.assignment_row.c.device.in_(devices), t.assignment_row.c.ended_on == ""
    )
    counted_cases = and_(t.change.c.kind == "case", t.change.c.aside == "")
    firsts = select(func.min(t.change.c.seq)).where(counted_cases).group_by(t.change.c.record)
    begun = select(t.change.c.record).where(t.change.c.device.in_(devices), t.change.c.seq.in_(firsts))
    papers = select(t.paper_row.c.record).where(or_(t.paper_row.c.case.in_(assigned), t.paper_row.c.case.in_(begun)))
    for_all = [kind.id for kind in KINDS.values() if kind.scope is Scope.ALL]
    within = or_(
        t.change.c.kind.in_(for_all),
        and_(t.change.c.kind == "case", or_(t.change.c.record.in_(assigned), t.change.c.record.in_(begun))),
        and_(t.change.c.kind == "paper", t.change.c.record.in_(papers)),
    )
    return and_(t.change.c.aside == "", within)


def bodies(session: Session, seqs: Sequence[int]) -> Iterator[bytes]:
    """The bytes of these changes, in their order, a few hundred at a time."""
    for start in range(0, len(seqs), 500):
        chosen = select(t.change.c.body).where(t.change.c.seq.in_(seqs[start : start + 500]))
        yield from session.execute(chosen.order_by(t.change.c.seq)).scalars()


def _rows(session: Session, within: ColumnElement[bool]) -> Iterator[Sendable]:
    columns = (
        t.change.c.seq,
        t.change.c.device,
        t.change.c.n,
        func.length(t.change.c.body),
        func.instr(t.change.c.body, b'/file":') > 0,
    )
    for row in session.execute(select(*columns).where(within).order_by(t.change.c.seq)):
        yield Sendable(row[0], row[1], row[2], row[3], bool(row[4]))
