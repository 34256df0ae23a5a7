"""How far the round of visits has come, by employer or organisation, and how many households wait for something."""

from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Integer, and_, func, select

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.filters import Condition, Terms, is_open, overdue, unchanged, visited

BY: Final = {"employer": t.case_row.c.employer, "filing_org": t.case_row.c.filing_org}


class Counted(NamedTuple):
    """How many households are still looked after, how many of them were visited in this round, and what waits."""

    open: int
    visited: int
    overdue: int
    unchanged: int
    returned: int


class Unit(NamedTuple):
    """The households of one unit that are still looked after, and of them those visited in this round."""

    name: str
    open: int
    visited: int


def whole(session: Session, terms: Terms) -> Counted:
    """The counts of all households, in one walk over the list."""
    sums = (
        is_open(),
        and_(is_open(), visited(terms)),
        overdue(terms),
        unchanged(terms),
        t.case_row.c.status == "returned",
    )
    row = session.execute(select(*(_number_of(condition) for condition in sums))).one()
    return Counted._make(row)


def by_unit(session: Session, terms: Terms, by: str) -> list[Unit]:
    """Every unit that has a household still looked after, the one with the most missing first."""
    unit = BY[by]
    rows = session.execute(select(unit, func.count(), _number_of(visited(terms))).where(is_open()).group_by(unit))
    return sorted((Unit(*row) for row in rows), key=lambda one: (one.visited - one.open, one.name))


def _number_of(condition: Condition) -> ColumnElement[int]:
    # A sum of truths would be read as a truth again.
    return func.coalesce(func.sum(condition, type_=Integer), 0, type_=Integer)
