"""The list of papers: its rows from papers and from their households, and the questions to it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, bindparam, delete, func, insert, select, true, update
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldsurvey.case.doors import building_and_door, door_order
from fieldsurvey.case.paper import (
    DONE,
    PRINTED,
    TO_PRINT,
    VOID,
    Copy,
    copies_of,
    household_of,
    is_open_blank,
    is_signed,
    state_of,
)
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session

_ROW: Final = t.paper_row.c
_ASKED_AT_ONCE: Final = 500
# Stands for what a blank has seen: what is written on it by hand is never compared.
_BY_HAND: Final = "-"


class Household(NamedTuple):
    """What a paper's row knows of its household."""

    address: str
    door: str
    version: str


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a list says of a paper besides what it is ordered by; `by` is the staff id of who printed it."""

    by: str = ""
    stage: str = ""
    is_by_hand: bool = False
    copies: list[Copy] = []


class ListedPaper(NamedTuple):
    """One paper as listed; `building` is for grouping alone."""

    record: str
    case: str
    form: str
    printed_on: str
    pages: int
    copy_state: str
    building: str
    replaces: str
    part: str
    is_blank: int
    line: bytes

    @property
    def told(self) -> Line:
        """What a list says of it besides."""
        return msgspec.json.decode(self.line, type=Line)


_LISTED: Final = tuple(_ROW[name] for name in ListedPaper._fields)


def project(session: Session, papers: Mapping[str, tuple[Mapping[str, Any], str]]) -> None:
    """Writes the rows of these papers anew, each with who printed it."""
    session.execute(delete(t.paper_row).where(_ROW.record.in_(list(papers))))
    session.execute(insert(t.paper_row), [_row(record, *paper) for record, paper in papers.items()])
    cases = sorted({household_of(document) for document, _ in papers.values()} - {""})
    columns = (t.case_row.c.record, t.case_row.c.address, t.case_row.c.door, t.case_row.c.version)
    found: dict[str, Household] = {}
    for start in range(0, len(cases), _ASKED_AT_ONCE):
        rows = session.execute(select(*columns).where(t.case_row.c.record.in_(cases[start : start + _ASKED_AT_ONCE])))
        found.update((row[0], Household(*row[1:])) for row in rows)
    _follow(session, found, _ROW.record.in_(list(papers)))


def follow(session: Session, households: Mapping[str, Household]) -> None:
    """Lets the papers of these households stand where their doors are, and know that something was changed."""
    _follow(session, households, _ROW.case.in_(list(households)))


def _follow(session: Session, households: Mapping[str, Household], which: ColumnElement[bool]) -> None:
    chosen = select(_ROW.record, _ROW.case, _ROW.seen, _ROW.printed_on).where(which, _ROW.case != "")
    rows = []
    for record, case, seen, printed_on in session.execute(chosen):
        if case in households:
            household = households[case]
            building = door_order(building_and_door(household.address)[0])
            is_stale = int(bool(printed_on) and seen not in (_BY_HAND, household.version))
            rows.append({"of": record, "door": household.door, "building": building, "is_stale": is_stale})
    if rows:
        session.execute(
            update(t.paper_row)
            .where(_ROW.record == bindparam("of"))
            .values(door=bindparam("door"), building=bindparam("building"), is_stale=bindparam("is_stale")),
            rows,
        )


def listed(session: Session, state: str, *, offset: int, limit: int) -> list[ListedPaper]:
    """The papers in a state, in the order of their doors; blanks that nobody typed in are no papers yet."""
    rows = session.execute(
        select(*_LISTED)
        .where(_ROW.is_blank == 0, _ROW.copy_state == state)
        .order_by(_ROW.door, _ROW.record)
        .offset(offset)
        .limit(limit)
    )
    return [ListedPaper(*row) for row in rows]


def blanks(session: Session) -> list[ListedPaper]:
    """The blanks that nobody typed in and that are not void; those for households last, in the order of their doors."""
    chosen = select(*_LISTED).where(_ROW.is_blank == 1, _ROW.copy_state != VOID)
    chosen = chosen.order_by(_ROW.door, _ROW.printed_on, _ROW.record)
    return [ListedPaper(*row) for row in session.execute(chosen)]


def of_records(session: Session, records: Sequence[str]) -> dict[str, ListedPaper]:
    """The rows of these papers, as far as they are here."""
    found = {}
    for start in range(0, len(records), _ASKED_AT_ONCE):
        some = records[start : start + _ASKED_AT_ONCE]
        for row in session.execute(select(*_LISTED).where(_ROW.record.in_(some))):
            found[row.record] = ListedPaper(*row)
    return found


def of_case(session: Session, case: str) -> list[ListedPaper]:
    """The papers of a household, those printed last first, and those that wait before them."""
    is_printed = _ROW.printed_on != ""
    chosen = select(*_LISTED).where(_ROW.case == case, _ROW.copy_state != DONE)
    chosen = chosen.order_by(is_printed, _ROW.printed_on.desc(), _ROW.record)
    return [ListedPaper(*row) for row in session.execute(chosen)]


def numbered(session: Session, number: str) -> list[ListedPaper]:
    """The papers whose ids begin so; two at most, for one is what is looked for."""
    begins = (_ROW.record >= number, _ROW.record < number + "g", _ROW.copy_state != DONE)
    chosen = select(*_LISTED).where(*begins).order_by(_ROW.record).limit(2)
    return [ListedPaper(*row) for row in session.execute(chosen)]


def waiting(session: Session, cases: Sequence[str], form: str) -> dict[str, list[str]]:
    """By household what waits to be printed of this form; several where two desks put it off."""
    found: dict[str, list[str]] = {}
    for start in range(0, len(cases), _ASKED_AT_ONCE):
        some = cases[start : start + _ASKED_AT_ONCE]
        chosen = select(_ROW.case, _ROW.record).where(
            _ROW.case.in_(some), _ROW.copy_state == TO_PRINT, _ROW.form == form
        )
        for case, record in session.execute(chosen.order_by(_ROW.record)):
            found.setdefault(case, []).append(record)
    return found


def counts(session: Session) -> dict[str, int]:
    """How many papers there are in each state; open blanks under `blank`, those made void left out."""
    rows = session.execute(
        select(_ROW.is_blank, _ROW.copy_state, func.count()).group_by(_ROW.is_blank, _ROW.copy_state)
    )
    found: dict[str, int] = {}
    for is_blank, state, count in rows:
        if not is_blank:
            found[state] = count
        elif state != VOID:
            found["blank"] = found.get("blank", 0) + count
    return found


def count_by_building(session: Session, state: str, buildings: Sequence[str]) -> dict[str, int]:
    """How many papers in a state there are in each of these buildings."""
    chosen = select(_ROW.building, func.count()).where(
        _ROW.is_blank == 0, _ROW.copy_state == state, _ROW.building.in_(buildings)
    )
    return {row[0]: row[1] for row in session.execute(chosen.group_by(_ROW.building))}


def versions(session: Session, cases: Sequence[str]) -> dict[str, str]:
    """Which changes these households are made of, as a paper keeps it that is printed now."""
    found: dict[str, str] = {}
    for start in range(0, len(cases), _ASKED_AT_ONCE):
        some = cases[start : start + _ASKED_AT_ONCE]
        chosen = select(t.case_row.c.record, t.case_row.c.version).where(t.case_row.c.record.in_(some))
        found.update((row.record, row.version) for row in session.execute(chosen))
    return found


def replacing(session: Session, papers: Sequence[str]) -> list[ListedPaper]:
    """The papers that stand for a part, or the whole, of these."""
    chosen = select(*_LISTED).where(_ROW.replaces.in_(papers)).order_by(_ROW.record)
    return [ListedPaper(*row) for row in session.execute(chosen)]


class StalePaper(NamedTuple):
    """A printed paper whose household was changed since: which version of it is here, and what comparing found."""

    record: str
    case: str
    version: str
    known: bytes | None
    is_plan_replaced: bool


def stale(session: Session, records: Sequence[str] | None = None, *, by: str = "") -> list[StalePaper]:
    """Papers that count, whose households were changed since, in the order of their doors; of `records` alone.

    Blanks are left out, since what is written on them is not known; so are those whose place another paper has taken
    that was handed over. No date makes a paper history: clocks are wrong, and a later one may be a part, or a blank.
    `known` is what was found by comparing the present version in the way of `by`.
    """
    if records is None:
        return _stale(session, true(), by)
    found = [
        row
        for start in range(0, len(records), _ASKED_AT_ONCE)
        for row in _stale(session, _ROW.record.in_(records[start : start + _ASKED_AT_ONCE]), by)
    ]
    order = {record: place for place, record in enumerate(records)}
    return sorted(found, key=lambda row: order[row.record])


def _stale(session: Session, which: ColumnElement[bool], by: str) -> list[StalePaper]:
    other = t.paper_row.alias()
    standing = select(other.c.record).where(other.c.stands == 1, other.c.copy_state != VOID)
    for_it = standing.where(other.c.replaces == _ROW.record)
    compared = t.paper_compared
    chosen = (
        select(
            _ROW.record,
            _ROW.case,
            t.case_row.c.version,
            compared.c.found,
            for_it.where(other.c.part == "plan").exists(),
        )
        .join(t.case_row, t.case_row.c.record == _ROW.case)
        .outerjoin(compared, (compared.c.record == _ROW.record) & (compared.c.version == t.case_row.c.version + by))
        .where(
            which,
            _ROW.is_stale == 1,
            _ROW.copy_state != VOID,
            ~for_it.where(other.c.part == "").exists(),
            ~standing.where(other.c.ends == _ROW.record).exists(),
        )
        .order_by(_ROW.door, _ROW.record)
    )
    return [StalePaper(*row) for row in session.execute(chosen)]


def signed_and_stale(session: Session, cases: Sequence[str]) -> list[str]:
    """The papers of these households of which a copy was signed, and that were changed since."""
    found: list[str] = []
    for start in range(0, len(cases), _ASKED_AT_ONCE):
        some = cases[start : start + _ASKED_AT_ONCE]
        chosen = select(*_LISTED).where(_ROW.case.in_(some), _ROW.is_stale == 1, _ROW.copy_state != VOID)
        papers = [ListedPaper(*row) for row in session.execute(chosen)]
        found += [paper.record for paper in papers if is_signed(paper.told.copies)]
    return found


def unsigned(session: Session, cases: Sequence[str], form: str) -> dict[str, list[ListedPaper]]:
    """By household its whole papers of this form that nobody signed, the newest first; no blanks."""
    found: dict[str, list[ListedPaper]] = {}
    for start in range(0, len(cases), _ASKED_AT_ONCE):
        some = cases[start : start + _ASKED_AT_ONCE]
        chosen = select(*_LISTED).where(
            _ROW.case.in_(some), _ROW.form == form, _ROW.part == "", _ROW.copy_state == PRINTED, _ROW.printed_on != ""
        )
        for row in session.execute(chosen.order_by(_ROW.printed_on.desc(), _ROW.record)):
            paper = ListedPaper(*row)
            if not paper.told.is_by_hand and not is_signed(paper.told.copies):
                found.setdefault(paper.case, []).append(paper)
    return found


def keep_compared(session: Session, found: Sequence[tuple[str, str, object]]) -> None:
    """Keeps what comparing found: paper, version of the household with the way of comparing, and the differences."""
    rows = [
        {"record": record, "version": version, "found": msgspec.json.encode(what)} for record, version, what in found
    ]
    if rows:
        known = upsert(t.paper_compared)
        session.execute(
            known.on_conflict_do_update(
                index_elements=["record"], set_={"version": known.excluded.version, "found": known.excluded.found}
            ),
            rows,
        )


def _row(record: str, document: Mapping[str, Any], author: str) -> dict[str, object]:
    pages, is_by_hand = document.get("pages"), document.get("is_blank") is True
    copies = copies_of(document) if document.get("printed_on") else []
    line = Line(author, _text(document.get("stage")), is_by_hand, copies)
    return {
        "record": record,
        "case": household_of(document),
        "form": _text(document.get("form")),
        "printed_on": _text(document.get("printed_on")),
        "pages": pages if isinstance(pages, int) and not isinstance(pages, bool) else 0,
        "copy_state": state_of(document),
        "is_blank": int(is_open_blank(document)),
        "replaces": _text(document.get("replaces")),
        "ends": _text(document.get("ends")),
        "stands": int(document.get("stands") is True),
        "part": _text(document.get("part")),
        "seen": _BY_HAND if is_by_hand else _text(document.get("seen")),
        "line": msgspec.json.encode(line),
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
