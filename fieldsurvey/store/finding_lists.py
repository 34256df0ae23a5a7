"""Plain questions to the projection of findings: lines by page, groups with their counts, and the figures of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, FromClause, Integer, and_, cast, delete, func, insert, or_, select

from fieldsurvey.rules.check import Severity
from fieldsurvey.rules.looking import RANKS, Said
from fieldsurvey.store import search
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.finding_rows import ACROSS, SEVERITIES

BY: Final = {"check": t.finding_row.c.check_id, "org": t.checked_row.c.org, "person": t.checked_row.c.person}
_FOUND_BY_TEXT: Final = 1_000
_TEXTS: Final = msgspec.json.Decoder(list[msgspec.Raw])
_SAID: Final = msgspec.json.Decoder(Said)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; None and empty texts ask for nothing. `text` finds households as the list does."""

    check: str = ""
    org: str | None = None
    person: str | None = None
    severity: Severity | None = None
    is_open: bool | None = None
    text: str = ""
    case_id: str = ""
    blocks: bool | None = None


class FoundLine(NamedTuple):
    """One finding as it is kept, with its household."""

    record: str
    survey_no: str
    name: str
    org: str
    person: str
    check: str
    severity: Severity
    blocks: str
    said: Said


class Counted(NamedTuple):
    """How many findings stand under a key by severity, and in how many households."""

    key: str
    errors: int
    doubts: int
    notes: int
    households: int


def lines(session: Session, wanted: Wanted, *, limit: int, offset: int) -> list[FoundLine]:
    """The findings that are asked for: open ones first, errors before doubts, one rule after the other."""
    row, case = t.finding_row.c, t.case_row.c
    text = t.finding_text.c
    own = (row.check_id, row.severity, row.blocks, row.n - text.first, text.texts)
    columns = (case.record, case.survey_no, case.name, t.checked_row.c.org, t.checked_row.c.person, *own)
    joined = _with_checked().join(t.case_row, case.id == row.case_row)
    joined = joined.join(t.finding_text, and_(text.case_row == row.case_row, text.first == row.n // ACROSS * ACROSS))
    order = (row.is_answered, row.severity, row.check_id, row.case_row, row.n)
    chosen = select(*columns).select_from(joined).where(*_conditions(session, wanted)).order_by(*order)
    return [_line(each) for each in session.execute(chosen.limit(limit).offset(offset))]


def count(session: Session, wanted: Wanted) -> int:
    """How many findings that is."""
    chosen = select(func.count()).select_from(_source(wanted)).where(*_conditions(session, wanted))
    return session.execute(chosen).scalar() or 0


def counts(session: Session, wanted: Wanted, by: str) -> list[Counted]:
    """The findings counted by rule, organisation or person."""
    key, row = BY[by], t.finding_row.c
    if by != "check" and wanted == Wanted(org=wanted.org, person=wanted.person, is_open=True):
        return _counted_beside(session, wanted, key)
    source = _source(wanted) if by == "check" else _with_checked()
    of = [func.sum(cast(row.severity == RANKS[each], Integer)) for each in RANKS]
    chosen = select(key, *of, func.count(row.case_row.distinct())).select_from(source)
    rows = session.execute(chosen.where(*_conditions(session, wanted)).group_by(key))
    return [Counted._make(each) for each in rows]


def _counted_beside(session: Session, wanted: Wanted, key: ColumnElement[str]) -> list[Counted]:
    """The same of all open findings, from what is kept of each household."""
    checked = t.checked_row.c
    sums = (checked.errors, checked.doubts, checked.notes)
    chosen = select(key, *(func.sum(each) for each in sums), func.count())
    if wanted.org is not None:
        chosen = chosen.where(checked.org == wanted.org)
    if wanted.person is not None:
        chosen = chosen.where(checked.person == wanted.person)
    rows = session.execute(chosen.where(or_(*(each > 0 for each in sums))).group_by(key))
    return [Counted._make(each) for each in rows]


def keep_day(session: Session, day: str) -> None:
    """Keeps how many findings stand open now as the figures of a day, in place of its former ones."""
    row = t.finding_row.c
    session.execute(delete(t.finding_day).where(t.finding_day.c.day == day))
    chosen = select(row.check_id, row.severity, func.count()).where(row.is_answered == 0)
    figures = session.execute(chosen.group_by(row.check_id, row.severity)).all()
    # A day on which nothing stood open is a day as well.
    told = [(check, rank, number) for check, rank, number in figures] or [("", RANKS[Severity.ERROR], 0)]
    names = ("day", "check_id", "severity", "open")
    session.execute(insert(t.finding_day), [dict(zip(names, (day, *each), strict=True)) for each in told])


def days(session: Session, first: str) -> list[tuple[str, str, Severity, int]]:
    """The figures of every day from this one on: day, rule, severity, and how many stood open."""
    row = t.finding_day.c
    chosen = select(row.day, row.check_id, row.severity, row.open).where(row.day >= first)
    rows = session.execute(chosen.order_by(row.day, row.check_id))
    return [(day, check, SEVERITIES[rank], number) for day, check, rank, number in rows]


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    row, checked = t.finding_row.c, t.checked_row.c
    found: list[ColumnElement[bool]] = []
    if wanted.is_open is not None:
        found.append(row.is_answered == int(not wanted.is_open))
    if wanted.severity is not None:
        found.append(row.severity == RANKS[wanted.severity])
    if wanted.check:
        found.append(row.check_id == wanted.check)
    if wanted.blocks is not None:
        found.append((row.blocks != "") if wanted.blocks else (row.blocks == ""))
    if wanted.org is not None:
        found.append(checked.org == wanted.org)
    if wanted.person is not None:
        found.append(checked.person == wanted.person)
    if wanted.case_id:
        found.append(row.case_row.in_(select(t.case_row.c.id).where(t.case_row.c.record == wanted.case_id)))
    if wanted.text.strip():
        found.append(row.case_row.in_(_by_text(session, wanted.text)))
    return found


def _by_text(session: Session, text: str) -> Sequence[int]:
    return [row.id for row in search.find(session, text, offset=0, limit=_FOUND_BY_TEXT)]


def _with_checked() -> FromClause:
    return t.finding_row.join(t.checked_row, t.checked_row.c.case_row == t.finding_row.c.case_row)


def _source(wanted: Wanted) -> FromClause:
    # Counting a million findings reads nothing but the index, as long as nobody asks whose they are.
    return t.finding_row if wanted.org is None and wanted.person is None else _with_checked()


def _line(row: Any) -> FoundLine:  # noqa: ANN401  # a row of mixed columns
    *whose, check, severity, blocks, at, texts = row
    said = _SAID.decode(_TEXTS.decode(texts)[at])
    return FoundLine._make((*whose, check, SEVERITIES[severity], blocks, said))
