"""The projection of findings: which state of a household was looked at, what was found, and what it may share.

Rows hang on the number of the household's line in the list, which it keeps while it changes; written in its order.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import ColumnElement, Select, delete, func, or_, select

from fieldsurvey.rules.looking import RANKS, KeptFindings
from fieldsurvey.store import folding
from fieldsurvey.store import tables as t
from fieldsurvey.store.bulk import insert_rows
from fieldsurvey.store.database import Session

SEVERITIES: Final = {rank: severity for severity, rank in RANKS.items()}
# From this number on the findings of a household are those that rest on other households as well.
ACROSS: Final = 1_000_000
# So many households are named beside each other; of more it is only said that there are.
NAMED: Final = 20
END: Final = -1
_WINDOW: Final = 5_000
_CHECKED: Final = ("case_row", "version", "key", "org", "person", "shared", "errors", "doubts", "notes")
_FINDING: Final = ("case_row", "n", "check_id", "severity", "blocks", "is_answered")
_TEXT: Final = ("case_row", "first", "texts")


class ToCheck(NamedTuple):
    """A household as the checks get it, with what the list knows of it."""

    id: int
    record: str
    survey_no: str
    filing_org: str
    surveyor1: str
    surveyor2: str
    updated_at: str
    clashes: int
    version: str
    body: bytes


class Checked(NamedTuple):
    """What looking at a household gave: whose it is, what it may share with others, and its own findings."""

    id: int
    version: str
    org: str
    person: str
    shared: tuple[int, ...]
    found: KeptFindings


class Mark(NamedTuple):
    """How much had come in; while it stays, no household has become another."""

    change: int
    package: int


class Meeting(NamedTuple):
    """Households besides those looked at whose findings may be others now, and of those looked at who shares a key."""

    partners: set[int]
    sharing: set[int]


def mark(session: Session) -> Mark:
    """How much has come in so far. A package may let changes count that came before it."""
    change = session.execute(select(func.max(t.change.c.seq))).scalar()
    package = session.execute(select(func.max(t.package.c.id))).scalar()
    return Mark(change or 0, package or 0)


def touched(session: Session, first: int, last: int, key: str, *, cases: bool = True) -> list[int]:
    """The households whose papers these changes are of, and with `cases` those that they made wait; newest first.

    What is found of a household rests on its papers as well, which leave its version as it is.
    """
    come = t.change.c.seq.between(first, last)
    papers = (
        select(t.case_row.c.id, t.change.c.seq)
        .join(t.paper_row, t.paper_row.c.case == t.case_row.c.record)
        .join(t.change, t.change.c.record == t.paper_row.c.record)
        .where(come, t.change.c.kind == "paper")
    )
    own = (
        _of_waiting(select(t.case_row.c.id, t.change.c.seq), key)
        .join(t.change, t.change.c.record == t.case_row.c.record)
        .where(come, t.change.c.kind == "case")
    )
    found = (papers.union_all(own) if cases else papers).subquery()
    chosen = select(found.c.id).group_by(found.c.id).order_by(func.max(found.c.seq).desc())
    return list(session.execute(chosen).scalars())


def waiting_from(session: Session, place: int, key: str, most: int) -> tuple[list[int], int]:
    """The next households that wait behind a line of the list, and the line behind which to go on; `END` at the end.

    However few wait, no more than a stretch of the list is looked through at once.
    """
    end = place + _WINDOW
    within = (t.case_row.c.id > place, t.case_row.c.id <= end)
    chosen = _of_waiting(select(t.case_row.c.id), key).where(*within).order_by(t.case_row.c.id)
    found = list(session.execute(chosen.limit(most)).scalars())
    if len(found) == most:
        return found, found[-1]
    last = session.execute(select(func.max(t.case_row.c.id))).scalar() or 0
    return found, end if end < last else END


def count_waiting(session: Session, key: str) -> int:
    """How many households wait; looks through the whole list."""
    return session.execute(_of_waiting(select(func.count()).select_from(t.case_row), key)).scalar() or 0


def count_strays(session: Session) -> int:
    """How many rows are kept of households that are not in the list: none, unless somebody wrote past the program."""
    known = select(t.case_row.c.id)
    tables = (t.checked_row, t.finding_row, t.finding_text, t.shared_key)
    counts = [select(func.count()).select_from(each).where(each.c.case_row.not_in(known)) for each in tables]
    return sum(session.execute(chosen).scalar() or 0 for chosen in counts)


def place_of(session: Session, record: str) -> int:
    """The line of a household; 0 when it is not here."""
    return session.execute(select(t.case_row.c.id).where(t.case_row.c.record == record)).scalar() or 0


def is_current(session: Session, place: int, key: str) -> bool:
    """Whether what is kept of a household is of its present state, under these rules."""
    chosen = _of_waiting(select(t.case_row.c.id), key).where(t.case_row.c.id == place)
    return session.execute(chosen).first() is None


def to_check(session: Session, places: Sequence[int]) -> list[ToCheck]:
    """The households of these lines, as far as they are here."""
    row = t.case_row.c
    columns = [row[name] for name in ToCheck._fields[:-1]]
    listed = session.execute(select(*columns).where(_among(row.id, places)).order_by(row.id)).all()
    # In two steps: joined, the engine would rather walk through all states than look up a few.
    bodies = folding.bodies_of(session, "case", [each.record for each in listed])
    return [ToCheck._make((*each, bodies[each.record])) for each in listed]


def write(session: Session, checked: Sequence[Checked], key: str) -> Meeting:
    """Keeps what was found in these households by themselves, in place of what was kept of them before.

    Says who meets whom now, and who did before: those have findings that rest on several households.
    """
    places = [each.id for each in checked]
    before = _shared_of(session, places)
    _forget(session, list(before))
    after = {each.id: frozenset(each.shared) for each in checked}
    nothing = frozenset[int]()
    gone = [(each, place) for place, keys in after.items() for each in before.get(place, nothing) - keys]
    come = [(each, place) for place, keys in after.items() for each in keys - before.get(place, nothing)]
    if gone:
        session.exec_driver_sql("DELETE FROM shared_key WHERE key = ? AND case_row = ?", gone)
    # In their own order the keys fall on fewer pages.
    insert_rows(session, t.shared_key.name, ("key", "case_row"), sorted(come))
    insert_rows(
        session,
        t.checked_row.name,
        _CHECKED,
        [(one.id, one.version, key, one.org, one.person, _packed(one.shared), *_open(one)) for one in checked],
    )
    _insert(session, {one.id: one.found for one in checked}, first=0)
    return _meeting(session, before, after, gone)


def _meeting(
    session: Session,
    before: Mapping[int, frozenset[int]],
    after: Mapping[int, frozenset[int]],
    gone: Sequence[tuple[int, int]],
) -> Meeting:
    groups = sharing(session, {key for keys in after.values() for key in keys})
    left = sharing(session, {key for key, _ in gone}, least=1)
    partners = set[int]()
    had = Counter(key for place in after for key in before.get(place, ()))
    have = Counter(key for keys in after.values() for key in keys)
    for key, group in (left | groups).items():
        now = len(group)
        then = now + had[key] - have[key]
        # Of very many nobody is named, so that nothing changes for the others when one comes or goes.
        if min(now, then) <= NAMED + 1:
            partners.update(group)
    return Meeting(partners - set(after), {place for group in groups.values() for place in group} & set(after))


def write_across(session: Session, found: Mapping[int, KeptFindings]) -> None:
    """Keeps those findings of households that rest on others as well, in place of the former ones."""
    places, rows, texts = list(found), t.finding_row.c, t.finding_text.c
    session.execute(delete(t.finding_row).where(_among(rows.case_row, places), rows.n >= ACROSS))
    session.execute(delete(t.finding_text).where(_among(texts.case_row, places), texts.first == ACROSS))
    _insert(session, found, first=ACROSS)
    _count(session, places)


def sharing(session: Session, keys: Iterable[int], *, least: int = 2) -> dict[int, list[int]]:
    """By key the lines of the households that have it, ascending; keys that fewer than `least` have are left out."""
    found: dict[int, list[int]] = {}
    asked = sorted(keys)
    if not asked:
        return found
    key, place = t.shared_key.c.key, t.shared_key.c.case_row
    several = select(key).where(_among(key, asked)).group_by(key).having(func.count() >= least)
    for shared, one in session.execute(select(key, place).where(key.in_(several)).order_by(key, place)):
        found.setdefault(shared, []).append(one)
    return found


def _forget(session: Session, places: Sequence[int]) -> None:
    for table in (t.finding_row, t.finding_text, t.checked_row):
        session.execute(delete(table).where(_among(table.c.case_row, places)))


def _insert(session: Session, found: Mapping[int, KeptFindings], *, first: int) -> None:
    rows = [
        (place, n, one.check, one.rank, one.blocks, one.is_answered)
        for place, kept in found.items()
        for n, one in enumerate(kept.rows, start=first)
    ]
    insert_rows(session, t.finding_row.name, _FINDING, rows)
    texts = [(place, first, kept.texts) for place, kept in found.items() if kept.rows]
    insert_rows(session, t.finding_text.name, _TEXT, texts)


def _open(checked: Checked) -> tuple[int, ...]:
    """How many of its own findings stand open, by severity."""
    ranks = [one.rank for one in checked.found.rows if not one.is_answered]
    return tuple(ranks.count(rank) for rank in RANKS.values())


def _count(session: Session, places: Sequence[int]) -> None:
    """Keeps anew beside each household how many of its findings stand open."""
    row = t.finding_row.c
    counted = {place: [0, 0, 0] for place in places}
    # With a sum nobody looks for open ones in the index, which has those of all households.
    own = (_among(row.case_row, places), row.is_answered + 0 == 0)
    chosen = select(row.case_row, row.severity, func.count()).where(*own).group_by(row.case_row, row.severity)
    for place, rank, number in session.execute(chosen):
        counted[place][rank] = number
    rows = [(*numbers, place) for place, numbers in counted.items()]
    session.exec_driver_sql("UPDATE checked_row SET errors = ?, doubts = ?, notes = ? WHERE case_row = ?", rows)


def _shared_of(session: Session, places: Sequence[int]) -> dict[int, frozenset[int]]:
    row = t.checked_row.c
    chosen = select(row.case_row, row.shared).where(_among(row.case_row, places))
    return {place: frozenset(_unpacked(shared)) for place, shared in session.execute(chosen)}


def _among(column: ColumnElement[int], numbers: Sequence[int]) -> ColumnElement[bool]:
    """Whether a column is one of these, however many: as one text, which costs less than a mark for each."""
    given = func.json_each(msgspec.json.encode(numbers).decode()).table_valued("value")
    return column.in_(select(given.c.value))


def _packed(keys: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(keys)}q", *keys)


def _unpacked(shared: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(shared) // 8}q", shared)


def _waits(key: str) -> ColumnElement[bool]:
    checked = t.checked_row.c
    return or_(checked.case_row.is_(None), checked.version != t.case_row.c.version, checked.key != key)


def _of_waiting(chosen: Select[Any], key: str) -> Select[Any]:
    return chosen.outerjoin(t.checked_row, t.checked_row.c.case_row == t.case_row.c.id).where(_waits(key))
