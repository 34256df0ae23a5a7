"""Which changes a device sends to another: its own, or at headquarters whole records within the other's scope."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, or_, select

from fieldsurvey.case.kinds import KINDS, Scope
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


def of_own(session: Session, devices: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    """(device, number, bytes) of every change that these devices wrote, in order of arrival."""
    yield from _rows(session, _columns().where(t.change.c.device.in_(devices)))


def for_laptop(session: Session, devices: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    """(device, number, bytes) of every change within the scope of a laptop that is, or was, these devices.

    That is: what every laptop receives, the households assigned to it or surveyed by it, and their papers.
    """
    assigned = select(t.assignment_row.c.case).where(
        t.assignment_row.c.device.in_(devices), t.assignment_row.c.ended_on == ""
    )
    written = select(t.change.c.record).where(
        t.change.c.device.in_(devices), t.change.c.kind == "case", t.change.c.aside == ""
    )
    papers = select(t.paper_row.c.record).where(or_(t.paper_row.c.case.in_(assigned), t.paper_row.c.case.in_(written)))
    for_all = [kind.id for kind in KINDS.values() if kind.scope is Scope.ALL]
    within = or_(
        t.change.c.kind.in_(for_all),
        t.change.c.record.in_(assigned),
        t.change.c.record.in_(written),
        t.change.c.record.in_(papers),
    )
    yield from _rows(session, _columns().where(t.change.c.aside == "", within))


def _columns() -> Select[str, int, bytes]:
    return select(t.change.c.device, t.change.c.n, t.change.c.body).order_by(t.change.c.seq)


def _rows(session: Session, chosen: Select[str, int, bytes]) -> Iterator[tuple[str, int, bytes]]:
    for row in session.execute(chosen).yield_per(1_000):
        yield row.device, row.n, row.body
