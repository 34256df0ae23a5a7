"""Small things a home keeps about itself: its keys, its place in streams, settings of this machine."""

from typing import TypeVar

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session

T = TypeVar("T")


def keep(session: Session, key: str, value: object) -> None:
    """Keeps a JSON value or struct under a key, in place of the former one."""
    body = msgspec.json.encode(value)
    upsert = insert(t.kept).values(key=key, value=body)
    session.execute(upsert.on_conflict_do_update(index_elements=["key"], set_={"value": body}))


def kept(session: Session, key: str, shape: type[T], default: T) -> T:
    """What is kept under a key, or the default."""
    body = session.execute(select(t.kept.c.value).where(t.kept.c.key == key)).scalar()
    return default if body is None else msgspec.json.decode(body, type=shape)


def forget(session: Session, key: str) -> None:
    """Keeps nothing more under a key."""
    session.execute(delete(t.kept).where(t.kept.c.key == key))
