"""Finding cases as one types: names, pinyin, initials, addresses, employers, and the head or tail of numbers."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, column, func, or_, select, table

from fieldsurvey.case.half_width import half_width
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import spaced

COUNT_LIMIT: Final = 1_000
SEARCH = table("case_search", column("rowid"), column("case_search"))
_NUMBER = re.compile(r"[A-Z0-9]{0,16}-?[0-9]+[A-Z]?", re.IGNORECASE)
_PINYIN = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One case as the list has it, numbers in full. `updated_at` is as kept."""

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


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some rows of what was found. `total` counts up to COUNT_LIMIT; beyond that it says COUNT_LIMIT + 1."""

    rows: list[FoundRow]
    total: int


def find(session: Session, untrusted_text: str, *, offset: int, limit: int) -> FoundPage:
    """The newest cases that match every word of the text; all of them for an empty text."""
    words = _tidied(untrusted_text).split()[:8]
    if not words:
        rows = session.execute(select(t.case_row).order_by(t.case_row.c.id.desc()).offset(offset).limit(limit))
        return FoundPage(_read(rows), session.execute(select(func.count()).select_from(t.case_row)).scalar() or 0)
    conditions = [_condition(word) for word in words]
    found = select(t.case_row.c.id).where(*conditions)
    ids = list(session.execute(found.order_by(t.case_row.c.id.desc()).limit(limit).offset(offset)).scalars())
    rows = session.execute(select(t.case_row).where(t.case_row.c.id.in_(ids)).order_by(t.case_row.c.id.desc()))
    total = offset + len(ids)
    if len(ids) == limit or (offset and not ids):
        total = session.execute(select(func.count()).select_from(found.limit(COUNT_LIMIT + 1).subquery())).scalar() or 0
    return FoundPage(_read(rows), total)


def _read(rows: Iterable[Row[*tuple[Any, ...]]]) -> list[FoundRow]:
    return [FoundRow(*row) for row in rows]


def row_of(session: Session, record: str) -> FoundRow | None:
    """The list's row of one case; None when it is not here."""
    found = _read(session.execute(select(t.case_row).where(t.case_row.c.record == record)))
    return found[0] if found else None


def _tidied(untrusted_text: str) -> str:
    """The text in the form in which names are kept; half surrogates and nul have no place in a query."""
    whole = half_width(untrusted_text).encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFC", whole).replace("\0", " ")


def _condition(word: str) -> ColumnElement[bool]:
    spelled = 'words : "' + spaced(word).replace('"', '""') + '"'
    if _NUMBER.fullmatch(word):
        return or_(_begins(word.upper()), _matches(spelled))
    if _PINYIN.fullmatch(word):
        return _matches(f'pinyin : "{word.lower()}"* OR {spelled}')
    return _matches(spelled)


def _matches(query: str) -> ColumnElement[bool]:
    return t.case_row.c.id.in_(select(SEARCH.c.rowid).where(SEARCH.c.case_search.op("MATCH")(query)))


def _begins(number: str) -> ColumnElement[bool]:
    forward, backward, last = t.case_number.c.forward, t.case_number.c.backward, "\U0010ffff"
    head = select(t.case_number.c.case_row).where(forward >= number, forward < number + last)
    tail = select(t.case_number.c.case_row).where(backward >= number[::-1], backward < number[::-1] + last)
    return t.case_row.c.id.in_(head.union(tail))
