"""What a database holds, in figures: by these a copy of it is compared with what it was made from."""

import hashlib
from collections.abc import Iterable

import msgspec
from sqlalchemy import func, inspect, select, table

from fieldsurvey.store import fingerprints
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Rows of every table, heads of the journals, a digest of the ids of all changes, and the state of the cases."""

    rows: dict[str, int]
    journals: dict[str, str]
    changes: str
    state: str


def read_facts(session: Session, tables: Iterable[str] | None = None) -> Facts:
    """The facts of a database; of an older one the tables it was told to have are counted.

    Raises:
        FieldSurveyError: a page that was asked for is broken.
    """
    known = sorted(tables if tables is not None else set(inspect(session).get_table_names()) & set(t.METADATA.tables))
    rows = {name: session.execute(select(func.count()).select_from(table(name))).scalar_one() for name in known}
    return Facts(rows, _journals(session), _changes(session), fingerprints.of_cases(session))


def _journals(session: Session) -> dict[str, str]:
    last = select(t.journal.c.device, func.max(t.journal.c.n)).group_by(t.journal.c.device)
    heads = {}
    for device, number in session.execute(last).all():
        entry = select(t.journal.c.hash).where(t.journal.c.device == device, t.journal.c.n == number)
        heads[str(device)] = f"{number}:{session.execute(entry).scalar_one()}"
    return heads


def _changes(session: Session) -> str:
    whole = hashlib.sha256()
    # By their ids: the order in which they came is told by nothing but the order of arrival.
    for identity in session.execute(select(t.change.c.id).order_by(t.change.c.id)).scalars():
        whole.update(identity.encode())
    return whole.hexdigest()
