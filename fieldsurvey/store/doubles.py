"""What households say of people, read without the rest of their documents: of all, or of those near one household."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, func, select

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import pinyin_words
from fieldsurvey.store.search import SEARCH

BATCH: Final = 1_000
# Of very many who are called alike the newest.
_MOST_ALIKE: Final = 150


class _People(msgspec.Struct):
    """The fields that speak of people; whatever stands in them."""

    survey_no: Any = None
    name: Any = None
    identity: Any = None
    birth_date: Any = None
    sex: Any = None
    mobile: Any = None
    home_address: Any = None
    employer_name: Any = None
    status: Any = None
    merged_into: Any = None
    members: Any = None
    reasons: Any = None


_READER: Final = msgspec.json.Decoder(_People)


def count(session: Session) -> int:
    """How many households there are."""
    return session.execute(select(func.count()).select_from(t.case_row)).scalar() or 0


def every_household(session: Session) -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """Record and people's fields of all households, some at a time."""
    last = ""
    while True:
        chosen = select(t.state.c.record, t.state.c.document).where(t.state.c.kind == "case", t.state.c.record > last)
        found = session.execute(chosen.order_by(t.state.c.record).limit(BATCH)).all()
        if not found:
            return
        last = found[-1].record
        yield [(record, _read(body)) for record, body in found]


def households(session: Session, records: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The same of these households, as far as they are here."""
    found: dict[str, dict[str, Any]] = {}
    for start in range(0, len(records), BATCH):
        chosen = select(t.state.c.record, t.state.c.document).where(
            t.state.c.kind == "case", t.state.c.record.in_(records[start : start + BATCH])
        )
        found.update((record, _read(body)) for record, body in session.execute(chosen))
    return found


def _read(body: bytes) -> dict[str, Any]:
    read = _READER.decode(body)
    return {name: value for name in _People.__struct_fields__ if (value := getattr(read, name)) is not None}


def near(session: Session, numbers: Iterable[str], names: Iterable[str]) -> list[str]:
    """The households with somebody who may be one of these people.

    Somebody with the same number or telephone, with a number that begins or ends alike, or called alike.
    """
    places: set[int] = set()
    for number in dict.fromkeys(numbers):
        places.update(_places(session, t.case_number.c.forward, number[:14]))
        if len(number) > 14:
            places.update(_places(session, t.case_number.c.backward, number[::-1][:9]))
    for name in dict.fromkeys(names):
        if sound := next(iter(pinyin_words(name)), ""):
            called = select(SEARCH.c.rowid).where(SEARCH.c.case_search.op("MATCH")(f'pinyin : "{sound}"'))
            places.update(session.execute(called.order_by(SEARCH.c.rowid.desc()).limit(_MOST_ALIKE)).scalars())
    some = sorted(places, reverse=True)[: 4 * _MOST_ALIKE]
    return list(session.execute(select(t.case_row.c.record).where(t.case_row.c.id.in_(some))).scalars())


def _places(session: Session, column: ColumnElement[str], beginning: str) -> Iterable[int]:
    range_of = (column >= beginning, column < beginning + "\U0010ffff")
    chosen = select(t.case_number.c.case_row).where(*range_of).limit(_MOST_ALIKE)
    return session.execute(chosen).scalars().all()
