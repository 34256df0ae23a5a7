"""Which households a list shows besides what is searched for: the filters, and what they ask of the projections."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select

from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.case.procedure import TO_VISIT_AGAIN
from fieldsurvey.store import tables as t

CLOSED: Final = ("lifted", "cancelled", "withdrawn")
ON_FILE: Final = ("approved", "filed")


@dataclass(frozen=True, slots=True)
class Terms:
    """What the words of the filters mean today, here.

    `round_from` is the first day of the present round of visits. What was changed last before `unchanged_before`, or
    after `clock_until`, which no right clock can have said, counts as unchanged for a year. Whose last visit lies
    before `recheck_before` is due. `unwritten` and `unconfirmed` select the records of what the other side lacks,
    and are None when nobody asked for them.
    """

    round_from: str
    unchanged_before: str
    clock_until: str
    recheck_before: str
    unwritten: Select[str] | None
    unconfirmed: Select[str] | None


Condition = ColumnElement[bool]
_ROW: Final = t.case_row.c


def conditions(asked: CaseFilter, terms: Terms) -> list[Condition]:
    """What a row of the case list has to fulfil."""
    found: list[Condition] = [
        column.in_(values)
        for column, values in (
            (_ROW.status, asked.statuses),
            (_ROW.outcome, asked.outcomes),
            (_ROW.cause, asked.causes),
            (_ROW.category, asked.categories),
        )
        if values
    ]
    found += [
        column == name
        for column, name in ((_ROW.employer, asked.employer), (_ROW.filing_org, asked.filing_org))
        if name is not None
    ]
    if asked.surveyor:
        found.append(or_(_ROW.surveyor1 == asked.surveyor, _ROW.surveyor2 == asked.surveyor))
    if asked.visited_from:
        found.append(_ROW.visited_on >= asked.visited_from)
    if asked.visited_to:
        found.append(and_(_ROW.visited_on != "", _ROW.visited_on <= asked.visited_to))
    return [*found, *_of_marks(asked, terms)]


def _of_marks(asked: CaseFilter, terms: Terms) -> Sequence[Condition]:
    marks: dict[str, Callable[[], Condition]] = {
        "later": lambda: or_(_ROW.later > 0, _ROW.status == "surveying"),
        "clashing": lambda: _ROW.clashes > 0,
        "drafted": lambda: _ROW.record.in_(select(t.draft.c.record)),
        "unwritten": lambda: _among(terms.unwritten),
        "unconfirmed": lambda: _among(terms.unconfirmed),
        "unchanged": lambda: unchanged(terms),
        "unvisited": lambda: and_(is_open(), not_(visited(terms))),
        "recheck": lambda: overdue(terms),
    }
    return [condition() for name, condition in marks.items() if getattr(asked, name)]


def _among(records: Select[str] | None) -> Condition:
    if records is None:
        message = "terms_of was not told that this filter is asked"
        raise ValueError(message)
    return _ROW.record.in_(records)


def is_open() -> Condition:
    """Whether a household is still looked after: neither 脱困 nor 注销 nor 退档."""
    return _ROW.status.not_in(CLOSED)


def visited(terms: Terms) -> Condition:
    """Whether the round's visit has been made: whoever was not met, or let nobody in, has still to be visited."""
    return and_(_ROW.visited_on >= terms.round_from, _ROW.outcome.not_in(TO_VISIT_AGAIN))


def unchanged(terms: Terms) -> Condition:
    """一年未改."""
    return and_(is_open(), or_(_ROW.updated_at < terms.unchanged_before, _ROW.updated_at > terms.clock_until))


def overdue(terms: Terms) -> Condition:
    """On file, and not visited for so long that the yearly re-check is due."""
    return and_(_ROW.status.in_(ON_FILE), _ROW.visited_on < terms.recheck_before)
