"""Finding cases as one types: names, pinyin, initials, addresses, employers, and the head or tail of numbers."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Result, Select, column, func, select, table

from fieldsurvey.case.case_filter import NEWEST, Order
from fieldsurvey.case.half_width import half_width
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import AMID_DIGITS, digit_pairs, letters_of, spaced

COUNT_LIMIT: Final = 1_000
_MANY: Final = 4_000
_RECENT: Final = 2_000
_NUMBERS_OF_A_CASE: Final = 12
_ASKED_AT_ONCE: Final = 500
SEARCH = table("case_search", column("rowid"), column("case_search"))
# A survey number, whole or in part, may have the dot of a household numbered by a copy: `L1.377-000001`.
_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9.-]{1,64}", re.IGNORECASE)
_PINYIN = re.compile(r"[A-Za-z]+")


class FoundRow(NamedTuple):
    """One case as the list has it, numbers in full. `updated_at` is as kept; `visited_on` … are of the last visit."""

    id: int
    record: str
    survey_no: str
    name: str
    address: str
    employer: str
    identity: str
    mobile: str
    status: str
    persons: int
    updated_at: str
    clashes: int
    case_no: str
    filing_org: str
    cause: str
    category: str
    visited_on: str
    outcome: str
    surveyor1: str
    surveyor2: str
    later: int


_ROWS: Final = tuple(t.case_row.c[name] for name in FoundRow._fields)
ORDERS: Final = {
    "newest": t.case_row.c.id,
    "survey_no": t.case_row.c.survey_no,
    "name": t.case_row.c.sound,
    "address": t.case_row.c.door,
    "employer": t.case_row.c.employer,
    "status": t.case_row.c.status,
    "persons": t.case_row.c.persons,
    "updated_at": t.case_row.c.updated_at,
    "visited_on": t.case_row.c.visited_on,
}
_MAY_BE_BLANK: Final = frozenset(ORDERS) - {"newest", "persons"}
Conditions = Sequence[ColumnElement[bool]]


def find(
    session: Session,
    untrusted_text: str,
    *,
    offset: int,
    limit: int,
    where: Conditions = (),
    order: Order = NEWEST,
) -> list[FoundRow]:
    """The cases that match every word of the text and fulfil the conditions; all of them for neither."""
    words = words_of(untrusted_text)
    # An order that a newer edition kept is none that this one knows.
    order = order if order.by in ORDERS else NEWEST
    if not words or where or order != NEWEST:
        chosen = select(*_ROWS).where(*(_condition(word) for word in words), *where)
        return _read(session.execute(_ordered(chosen, order).offset(offset).limit(limit)))
    ids = _found(session, words, offset + limit)[offset : offset + limit]
    rows = select(*_ROWS).where(t.case_row.c.id.in_(ids)).order_by(t.case_row.c.id.desc())
    return _read(session.execute(rows))


def count(session: Session, untrusted_text: str, *, where: Conditions = ()) -> int:
    """How many cases that is; with a text up to COUNT_LIMIT, and beyond it COUNT_LIMIT + 1."""
    words = words_of(untrusted_text)
    most = COUNT_LIMIT + 1
    if not words:
        return session.execute(select(func.count()).select_from(t.case_row).where(*where)).scalar() or 0
    if not where and not any(_NUMBER.fullmatch(word) for word in words):
        return len(_spelled(session, words, most))
    if not where and len(words) == 1:
        return min(len(_numbered(session, words[0], most)), most)
    some = select(t.case_row.c.id).where(*(_condition(word) for word in words), *where).limit(most)
    return session.execute(select(func.count()).select_from(some.subquery())).scalar() or 0


def newest(session: Session, where: Conditions, limit: int) -> tuple[int, list[FoundRow]]:
    """How many cases fulfil the conditions, and the newest of them; the conditions are tried once for both."""
    ids = session.execute(select(t.case_row.c.id).where(*where).order_by(t.case_row.c.id.desc())).scalars().all()
    chosen = select(*_ROWS).where(t.case_row.c.id.in_(ids[:limit])).order_by(t.case_row.c.id.desc())
    return len(ids), _read(session.execute(chosen))


def words_of(untrusted_text: str) -> list[str]:
    """The words that are looked for: eight at most, in the form in which names are kept."""
    return _tidied(untrusted_text).split()[:8]


def _ordered(chosen: Select[*tuple[Any, ...]], order: Order) -> Select[*tuple[Any, ...]]:
    column = ORDERS[order.by]
    # The newest first is how a list begins; turned round, it is the oldest.
    falls = order.descending != (order.by == "newest")
    last = (t.case_row.c.id.desc(),) if order.by != "newest" else ()
    # What is not recorded comes at the end, whichever way.
    blank = (column == "",) if order.by in _MAY_BE_BLANK else ()
    return chosen.order_by(*blank, column.desc() if falls else column, *last)


def _found(session: Session, words: Sequence[str], newest: int) -> Sequence[int]:
    if not any(_NUMBER.fullmatch(word) for word in words):
        return _spelled(session, words, newest)
    if len(words) == 1:
        return _numbered(session, words[0], newest)
    found = select(t.case_row.c.id).where(*(_condition(word) for word in words))
    return session.execute(found.order_by(t.case_row.c.id.desc()).limit(newest)).scalars().all()


def _spelled(session: Session, words: Sequence[str], newest: int) -> Sequence[int]:
    """The newest cases with all of these words. The index walks from the newest on and stops when it has enough."""
    query = " AND ".join(f"({_spelling(word)})" for word in words)
    found = select(SEARCH.c.rowid).where(SEARCH.c.case_search.op("MATCH")(query))
    return session.execute(found.order_by(SEARCH.c.rowid.desc()).limit(newest)).scalars().all()


def _numbered(session: Session, number: str, newest: int) -> Sequence[int]:
    """The newest cases with a number that begins or ends so, or with these characters anywhere in their words."""
    found = set(_spelled(session, [number], newest))
    for matching in _ranges(number.upper()):
        found.update(_newest_of(session, matching, newest))
    return sorted(found, reverse=True)


def _newest_of(session: Session, matching: Select[int], newest: int) -> Sequence[int]:
    """The newest cases of these numbers, each once; of few numbers all, which is quicker than to choose."""
    few = session.execute(matching.limit(_MANY)).scalars().all()
    if len(few) < _MANY:
        return few
    # A number that very many have is most likely to be found among the newest.
    last = session.execute(select(func.max(t.case_row.c.id))).scalar() or 0
    numbers = select(t.case_row.c.id).where(
        t.case_row.c.id > last - _RECENT,
        matching.where(t.case_number.c.case_row == t.case_row.c.id).correlate(t.case_row).exists(),
    )
    found = session.execute(numbers.order_by(t.case_row.c.id.desc()).limit(newest)).scalars().all()
    if len(found) == newest:
        return found
    # A family may have any number of numbers that begin alike; nearly none has this many.
    ordered = matching.order_by(t.case_number.c.case_row.desc())
    some = session.execute(ordered.limit(newest * _NUMBERS_OF_A_CASE)).scalars().all()
    if len(some) < newest * _NUMBERS_OF_A_CASE or len(set(some)) >= newest:
        return some
    return session.execute(matching.distinct().order_by(t.case_number.c.case_row.desc()).limit(newest)).scalars().all()


def _read(rows: Result[*tuple[Any, ...]]) -> list[FoundRow]:
    return [FoundRow._make(row) for row in rows.all()]


def row_of(session: Session, record: str) -> FoundRow | None:
    """The list's row of one case; None when it is not here."""
    found = _read(session.execute(select(*_ROWS).where(t.case_row.c.record == record)))
    return found[0] if found else None


def rows_of(session: Session, records: Sequence[str]) -> dict[str, FoundRow]:
    """The list's rows of these cases, as far as they are here."""
    found: dict[str, FoundRow] = {}
    for start in range(0, len(records), _ASKED_AT_ONCE):
        some = records[start : start + _ASKED_AT_ONCE]
        rows = _read(session.execute(select(*_ROWS).where(t.case_row.c.record.in_(some))))
        found.update((row.record, row) for row in rows)
    return found


def _tidied(untrusted_text: str) -> str:
    """The text in the form in which names are kept; half surrogates and nul have no place in a query."""
    whole = half_width(untrusted_text).encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", whole).replace("\0", " ")


def _spelling(word: str) -> str:
    spelled = "words : " + _quoted(spaced(word))
    if _PINYIN.fullmatch(word):
        sounds = f'"{word.lower()}"*' if len(word) > 1 else f'"#{word.lower()}"'
        return f"pinyin : {sounds} OR {spelled}"
    letters = letters_of(word)
    pairs = " AND ".join(f"pinyin : {_quoted(stretch)}" for stretch in digit_pairs(letters) if stretch)
    if pairs and AMID_DIGITS.fullmatch(letters):
        return pairs
    return f"{pairs} AND {spelled}" if pairs else spelled


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _condition(word: str) -> ColumnElement[bool]:
    spelled = select(SEARCH.c.rowid).where(SEARCH.c.case_search.op("MATCH")(_spelling(word)))
    if not _NUMBER.fullmatch(word):
        return t.case_row.c.id.in_(spelled)
    head, tail = _ranges(word.upper())
    return t.case_row.c.id.in_(head.union(tail, spelled))


def _ranges(number: str) -> tuple[Select[int], Select[int]]:
    """The cases of numbers that begin so, and of those that end so, some of them twice."""
    forward, backward, last = t.case_number.c.forward, t.case_number.c.backward, "\U0010ffff"
    rows = select(t.case_number.c.case_row)
    return (
        rows.where(forward >= number, forward < number + last),
        rows.where(backward >= number[::-1], backward < number[::-1] + last),
    )


def survey_numbers(session: Session, numbers: Sequence[str]) -> dict[str, str]:
    """Of these survey numbers those in use here, each with its household."""
    columns = (t.case_row.c.survey_no, t.case_row.c.record)
    chosen = select(*columns).where(t.case_number.c.forward.in_([number.upper() for number in numbers]))
    rows = session.execute(chosen.join(t.case_number, t.case_number.c.case_row == t.case_row.c.id))
    return {row.survey_no: row.record for row in rows}


def numbers_of_records(session: Session) -> dict[str, str]:
    """The survey number of every household, empty where it has none."""
    rows = session.execute(select(t.case_row.c.record, t.case_row.c.survey_no))
    return {row.record: row.survey_no for row in rows}


def with_numbers(session: Session, numbers: Sequence[str], *, most: int) -> dict[str, list[str]]:
    """By each of these numbers, written as they are kept, the households that have it: the newest, `most` at most."""
    found: dict[str, list[str]] = {}
    place = func.row_number().over(partition_by=t.case_number.c.forward, order_by=t.case_number.c.case_row.desc())
    for start in range(0, len(numbers), _ASKED_AT_ONCE):
        asked = t.case_number.c.forward.in_(numbers[start : start + _ASKED_AT_ONCE])
        placed = select(t.case_number.c.forward, t.case_number.c.case_row, place.label("place")).where(asked).subquery()
        chosen = select(placed.c.forward, t.case_row.c.record).join(t.case_row, t.case_row.c.id == placed.c.case_row)
        for row in session.execute(chosen.where(placed.c.place <= most).order_by(placed.c.forward, placed.c.place)):
            found.setdefault(row.forward, []).append(row.record)
    return found
