"""The reference of every figure about storage: the same encrypted file through sqlcipher3 and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import event

from fieldsurvey.store.database import PRAGMAS, Database
from fieldsurvey.store.upgrade import bring_up

Rows = dict[str, list[tuple[Any, ...]]]


def connect(path: Path, key: bytes) -> sqlcipher.Connection:
    """An open file under the program's own key and pragmas."""
    connection = sqlcipher.connect(str(path), isolation_level=None, timeout=5)
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    connection.execute("PRAGMA cipher_log_level=NONE")
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def empty_file(path: Path, key: bytes) -> None:
    """Begins a file with the program's tables and nothing in them."""
    database = Database(path, key)
    bring_up(database)
    database.close()


@contextmanager
def noted_rows(database: Database) -> Iterator[Rows]:
    """Notes every row that goes into the database in bulk meanwhile, by statement."""
    rows: Rows = {}

    def note(
        _connection: object, _cursor: object, statement: str, given: Sequence[Any], _context: object, many: bool
    ) -> None:
        if many and statement.startswith("INSERT"):
            rows.setdefault(statement, []).extend(given)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield rows
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def insert(connection: sqlcipher.Connection, rows: Rows) -> None:
    """All rows in one durable transaction, one `executemany` for each table."""
    connection.execute("BEGIN IMMEDIATE")
    for statement, of_table in rows.items():
        connection.executemany(statement, of_table)
    connection.execute("COMMIT")


def one_commit(connection: sqlcipher.Connection, statement: str, row: Sequence[object]) -> None:
    """One row, safe on disk."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(statement, row)
    connection.execute("COMMIT")
