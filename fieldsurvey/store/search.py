"""Finding cases as one types: names, pinyin, initials, addresses, employers, and the head or tail of numbers."""

import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Row, bindparam, func, select, text

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import spaced

COUNT_LIMIT: Final = 1_000
_NUMBER = re.compile(r"[A-Z]{0,8}-?\d+X?", re.IGNORECASE)
_PINYIN = re.compile(r"[A-Za-z]+")


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some rows of what was found. `total` counts up to COUNT_LIMIT; beyond that it says COUNT_LIMIT + 1."""

    rows: list[Row[tuple[object, ...]]]
    total: int


def find(session: Session, untrusted_text: str, *, offset: int, limit: int) -> FoundPage:
    """The newest cases that match every word of the text; all of them for an empty text."""
    words = untrusted_text.replace("\0", " ").split()[:8]
    if not words:
        rows = session.execute(select(t.case_row).order_by(t.case_row.c.id.desc()).offset(offset).limit(limit))
        return FoundPage(list(rows), session.execute(select(func.count()).select_from(t.case_row)).scalar() or 0)
    conditions, parameters = [], {}
    for place, word in enumerate(words):
        condition, parameter = _condition(word, f"w{place}")
        conditions.append(condition)
        parameters[f"w{place}"] = parameter
        if "_end" in condition:
            parameters[f"w{place}_end"] = parameter + "\U0010ffff"
            parameters[f"b{place}"] = parameter[::-1]
            parameters[f"b{place}_end"] = parameter[::-1] + "\U0010ffff"
    where = " AND ".join(conditions)
    page = text(f"SELECT id FROM case_row WHERE {where} ORDER BY id DESC LIMIT :limit OFFSET :offset").bindparams(
        bindparam("limit", limit), bindparam("offset", offset)
    )
    ids = list(session.execute(page, parameters).scalars())
    rows = session.execute(select(t.case_row).where(t.case_row.c.id.in_(ids)).order_by(t.case_row.c.id.desc()))
    return FoundPage(list(rows), _total(session, where, parameters, offset + len(ids), full=len(ids) == limit))


def _condition(word: str, name: str) -> tuple[str, str]:
    if _NUMBER.fullmatch(word) and any(character.isdigit() for character in word):
        tail = name.replace("w", "b")
        return (
            f"id IN (SELECT case_row FROM case_number WHERE forward >= :{name} AND forward < :{name}_end "
            f"UNION SELECT case_row FROM case_number WHERE backward >= :{tail} AND backward < :{tail}_end "
            f"UNION SELECT rowid FROM case_search WHERE case_search MATCH 'words : \"{spaced(word)}\"')",
            word.upper(),
        )
    if _PINYIN.fullmatch(word):
        quoted = spaced(word).replace('"', '""')
        return (
            f"id IN (SELECT rowid FROM case_search WHERE case_search MATCH :{name})",
            f'pinyin : "{word.lower()}"* OR words : "{quoted}"',
        )
    quoted = spaced(word).replace('"', '""')
    return f"id IN (SELECT rowid FROM case_search WHERE case_search MATCH :{name})", f'words : "{quoted}"'


def _total(session: Session, where: str, parameters: dict[str, str], seen: int, *, full: bool) -> int:
    if not full:
        return seen
    counted = text(f"SELECT count(*) FROM (SELECT 1 FROM case_row WHERE {where} LIMIT {COUNT_LIMIT + 1})")
    return int(session.execute(counted, parameters).scalar() or 0)
