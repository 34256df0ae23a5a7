"""Finding cases as one types: names, pinyin, initials, addresses, employers, and the head or tail of numbers."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Result, Select, column, func, select, table

from fieldsurvey.case.half_width import half_width
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import AMID_DIGITS, digit_pairs, letters_of, spaced

COUNT_LIMIT: Final = 1_000
NUMBERS_OF_A_CASE: Final = 4
SEARCH = table("case_search", column("rowid"), column("case_search"))
# A survey number, whole or in part, may have the dot of a household numbered by a copy: `L1.377-000001`.
_NUMBER = re.compile(r"(?=.*[0-9])[A-Z0-9.-]{1,64}", re.IGNORECASE)
_PINYIN = re.compile(r"[A-Za-z]+")


class FoundRow(NamedTuple):
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
    newest = offset + limit
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    if not numbers:
        ids, total = _counted(_spelled(session, words, max(newest, COUNT_LIMIT + 1)))
    elif len(words) == 1:
        ids, total = _numbered(session, words[0], newest)
    else:
        found = select(t.case_row.c.id).where(*(_condition(word) for word in words))
        some = found.order_by(t.case_row.c.id.desc()).limit(max(newest, COUNT_LIMIT + 1))
        ids, total = _counted(session.execute(some).scalars().all())
    page = ids[offset:newest]
    rows = session.execute(select(t.case_row).where(t.case_row.c.id.in_(page)).order_by(t.case_row.c.id.desc()))
    return FoundPage(_read(rows), total)


def _counted(ids: Sequence[int]) -> tuple[Sequence[int], int]:
    return ids, min(len(ids), COUNT_LIMIT + 1)


def _spelled(session: Session, words: Sequence[str], newest: int) -> Sequence[int]:
    """The newest cases with all of these words. The index walks from the newest on and stops when it has enough."""
    query = " AND ".join(f"({_spelling(word)})" for word in words)
    found = select(SEARCH.c.rowid).where(SEARCH.c.case_search.op("MATCH")(query))
    return session.execute(found.order_by(SEARCH.c.rowid.desc()).limit(newest)).scalars().all()


def _numbered(session: Session, number: str, newest: int) -> tuple[Sequence[int], int]:
    """The newest cases with a number that begins or ends so, or with these characters anywhere in their words."""
    found = set(_spelled(session, [number], max(newest, COUNT_LIMIT + 1)))
    # So many numbers belong to more cases than are counted, whichever they are.
    enough = (COUNT_LIMIT + 1) * NUMBERS_OF_A_CASE
    are_many = False
    for matching in _ranges(number.upper()):
        counted = select(func.count()).select_from(matching.limit(enough).subquery())
        if session.execute(counted).scalar() == enough:
            are_many = True
            ordered = matching.order_by(t.case_number.c.case_row.desc())
            found.update(session.execute(ordered.limit(newest * NUMBERS_OF_A_CASE)).scalars().all())
        else:
            found.update(session.execute(matching).scalars().all())
    return sorted(found, reverse=True), COUNT_LIMIT + 1 if are_many else min(len(found), COUNT_LIMIT + 1)


def _read(rows: Result[*tuple[Any, ...]]) -> list[FoundRow]:
    return [FoundRow._make(row) for row in rows.all()]


def row_of(session: Session, record: str) -> FoundRow | None:
    """The list's row of one case; None when it is not here."""
    found = _read(session.execute(select(t.case_row).where(t.case_row.c.record == record)))
    return found[0] if found else None


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
