"""Which households have changes that the other side of the stick lacks."""

from collections.abc import Sequence

from sqlalchemy import CTE, Integer, Select, Text, and_, column, func, or_, select, union_all, values

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.scope import within_laptop

Hole = tuple[str, int, int]
Records = Select[str]


def lacking(holes: Sequence[Hole], *, name: str) -> Select[str]:
    """The records of the households with changes in these holes, their papers' among them.

    A hole is a device and a run of its numbers. `name` keeps two such questions in one statement apart.
    """
    hole = _table(holes, name)
    changed = _within(hole).where(t.change.c.kind == "case")
    printed = select(t.paper_row.c.case).where(
        t.paper_row.c.record.in_(_within(hole).where(t.change.c.kind == "paper"))
    )
    return select(union_all(changed, printed).subquery(f"{name}_record").c[0])


def lacking_within(holes: Sequence[Hole], devices: Sequence[str], *, name: str) -> Select[str]:
    """The same for a laptop that is, or was, these devices: only what is assigned to it or was begun by it."""
    assigned = select(t.assignment_row.c.case).where(
        t.assignment_row.c.device.in_(devices), t.assignment_row.c.ended_on == ""
    )
    other = t.change.alias(f"{name}_first")
    first = select(func.min(other.c.seq)).where(
        other.c.record == t.change.c.record, other.c.kind == "case", other.c.aside == ""
    )
    begun = select(t.change.c.record).where(
        t.change.c.device.in_(devices), t.change.c.kind == "case", t.change.c.seq == first.scalar_subquery()
    )
    record = lacking(holes, name=name).subquery(f"{name}_all").c[0]
    return select(record).where(or_(record.in_(assigned), record.in_(begun)))


def of_any(some: Sequence[Select[str]], *, name: str) -> Select[str]:
    """The records of any of these questions."""
    if not some:
        return select(t.case_row.c.record).where(t.case_row.c.id < 0)
    return select(union_all(*some).subquery(name).c[0])


def count_changes(session: Session, holes: Sequence[Hole], *, for_laptop: Sequence[str] = ()) -> int:
    """How many changes, of whatever kind, lie in these holes; for a laptop that is these devices, those it is sent."""
    hole = _table(holes, "hole")
    within = and_(t.change.c.device == hole.c.device, t.change.c.n.between(hole.c.first, hole.c.last))
    count = select(func.count()).select_from(hole).join(t.change, within)
    return session.execute(count.where(within_laptop(for_laptop)) if for_laptop else count).scalar() or 0


def _within(hole: CTE) -> Select[str]:
    within = and_(t.change.c.device == hole.c.device, t.change.c.n.between(hole.c.first, hole.c.last))
    return select(t.change.c.record).select_from(hole).join(t.change, within)


def _table(holes: Sequence[Hole], name: str) -> CTE:
    # Walked hole by hole along the index; thousands of them as conditions would be tried on every change.
    shape = (column("device", Text), column("first", Integer), column("last", Integer))
    # Numbers and ids of devices only, written out: there may be more of them than a statement takes parameters.
    rows = list(holes) or [("", 1, 0)]
    return values(*shape, name=name, literal_binds=True).data(rows).cte(name)
