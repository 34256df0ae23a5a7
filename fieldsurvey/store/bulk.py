"""Putting very many rows into a table at once, and making room for that."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from fieldsurvey.store.database import Session


def insert_rows(session: Session, table: str, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Adds rows whose values stand in the order of `names`, as the database's own types.

    Handed to the driver as they are: matching every value of every row with its column by name costs as much as
    the insert itself. Not for what comes one by one.
    """
    if not rows:
        return
    quote, mark = session.dialect.identifier_preparer.quote, "?" if session.dialect.paramstyle == "qmark" else "%s"
    columns, marks = ", ".join(map(quote, names)), ", ".join([mark] * len(names))
    session.exec_driver_sql(f"INSERT INTO {quote(table)} ({columns}) VALUES ({marks})", list(rows))  # noqa: S608  # Names of ours.


@contextmanager
def paused_collection() -> Iterator[None]:
    """Keeps Python's cycle collector from running.

    Thousands of documents in memory make it search all of them again and again for cycles that plain documents
    do not have; taking in a package took half as long again.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
