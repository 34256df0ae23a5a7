"""How far the round of visits has come, by employer or organisation, and how many households wait for something."""

from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, and_, func, not_, select

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.filters import Condition, Terms, is_open, overdue, unchanged, visited

BY: Final = {"employer": t.case_row.c.employer, "filing_org": t.case_row.c.filing_org}


class Counted(NamedTuple):
    """The households of one unit, or of all: those still looked after, and of them those visited in this round.

    `overdue`, `unchanged` and `returned` count what waits for that.
    """

    unit: str
    open: int
    visited: int
    overdue: int
    unchanged: int
    returned: int


def by_unit(session: Session, terms: Terms, by: str) -> list[Counted]:
    """Every unit that has a household, the one with the most missing first; one walk over the list."""
    unit = BY[by]
    rows = session.execute(
        select(
            unit,
            _sum(is_open()),
            _sum(and_(is_open(), visited(terms))),
            _sum(overdue(terms)),
            _sum(unchanged(terms)),
            _sum(t.case_row.c.status == "returned"),
        ).group_by(unit)
    )
    return sorted((Counted(*row) for row in rows), key=lambda one: (one.visited - one.open, one.unit))


def unvisited(terms: Terms) -> Condition:
    """Whether a household has still to be visited in this round."""
    return and_(is_open(), not_(visited(terms)))


def _sum(condition: Condition) -> ColumnElement[int]:
    return func.sum(condition)
