"""One encrypted database file and the only way to a transaction in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.store.errors import (
    DatabaseBrokenError,
    DatabasePlainError,
    EngineTooOldError,
    KeyUnchangedError,
    told,
    told_engine,
)

Session = Connection
Read = TypeVar("Read")

PLAIN_HEADER: Final = b"SQLite format 3\0"
PAGE_BYTES: Final = 4096
COPY_PAGES: Final = 2048
LOG_PAGES: Final = 1_000
LONG_LOG_PAGES: Final = 16_000
OLDEST_SQLITE: Final = (3, 51, 3)
PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-65536",
    "trusted_schema=OFF",
    # Without it a REPLACE deletes rows past the triggers that refuse deleting.
    "recursive_triggers=ON",
    "busy_timeout=5000",
    f"wal_autocheckpoint={LOG_PAGES}",
)


class Database:
    """An open encrypted file. Nothing else in the program opens it."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Opens the file, or begins an empty one, under a 32-byte key.

        Raises:
            EngineTooOldError: the SQLite on this machine may corrupt its log, or cannot encrypt.
            DatabasePlainError: the file is readable by anybody.
            DatabaseBrokenError: only the beginning of a file is left.
            DatabaseKeyError: the key does not fit.
        """
        self.path = path
        self._key = key
        self._broken = False
        _guard_engine()
        _guard_file(path)
        self.engine = self._engine()
        try:
            self._try_key()
        except FieldSurveyError:
            self.close()
            raise

    def _try_key(self) -> None:
        with self.begin() as session:
            session.exec_driver_sql("SELECT count(*) FROM sqlite_master")

    def _engine(self) -> Engine:
        engine = create_engine(
            "sqlite://",
            creator=self._connect,
            module=sqlcipher,
            poolclass=QueuePool,
            pool_size=1,
            max_overflow=0,
            pool_timeout=10,
            hide_parameters=True,
        )
        event.listen(engine, "begin", _begin_immediate)
        return engine

    def _connect(self) -> sqlcipher.Connection:
        connection = sqlcipher.connect(str(self.path), isolation_level=None, check_same_thread=False, timeout=5)
        try:
            connection.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
            # Before anything is written: an engine without encryption would leave a readable file behind.
            if not connection.execute("PRAGMA cipher_version").fetchone():
                raise EngineTooOldError(found="没有加密")
            connection.execute("PRAGMA cipher_log_level=NONE")
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except (sqlcipher.Error, EngineTooOldError):
            connection.close()
            raise
        return connection

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction: leaving commits durably, an exception rolls back.

        Raises:
            DatabaseFullError, DiskError, DatabaseBrokenError and the others of `store.errors`.
        """
        if self._broken:
            raise DatabaseBrokenError
        try:
            with self.engine.begin() as session:
                yield session
        except DBAPIError as problem:
            error = told(problem, self.path.parent)
            if error is None:
                raise
            raise error from problem

    @contextmanager
    def long_log(self) -> Iterator[None]:
        """While very much is written: pages that are written again and again go into the file less often."""
        with self.bare() as session:
            session.exec_driver_sql(f"PRAGMA wal_autocheckpoint={LONG_LOG_PAGES}")
        try:
            yield
        finally:
            with self.bare() as session:
                session.exec_driver_sql(f"PRAGMA wal_autocheckpoint={LOG_PAGES}")

    def checkpoint(self) -> None:
        """Brings the write-ahead log into the file; an integrity check would give false alarms before."""
        with self.bare() as session:
            session.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    @contextmanager
    def bare(self) -> Iterator[Session]:
        """A connection outside any transaction, for pragmas and maintenance only."""
        try:
            with self.engine.connect().execution_options(bare=True) as connection:
                yield connection
        except DBAPIError as problem:
            error = told(problem, self.path.parent)
            if error is None:
                raise
            raise error from problem

    def verify(self) -> None:
        """Checks every page's authenticity and the structure of the file; one found broken is not written any more.

        Raises:
            DatabaseBrokenError: a page was changed, or the structure does not hold.
        """
        self.checkpoint()
        with self.bare() as session:
            pages = session.exec_driver_sql("PRAGMA cipher_integrity_check").fetchall()
            quick = session.exec_driver_sql("PRAGMA quick_check").scalars().all()
        if pages or quick != ["ok"]:
            self._broken = True
            raise DatabaseBrokenError

    def copy_to(self, path: Path, read: Callable[[Session], Read], progress: Progress) -> Read:
        """Writes all of it into a new file under the same key, and gives what `read` says of the very same moment.

        Others may write meanwhile. The copy is on the disk when its writer has synced it.

        Raises:
            DatabaseFullError, DiskError and the others of `store.errors`; CancelledError. The copy may be a beginning.
        """
        with self.bare() as session:
            session.exec_driver_sql("BEGIN")
            told = read(session)
            source = session.connection.driver_connection
            target = sqlcipher.connect(str(path), isolation_level=None)
            try:
                target.execute(f"PRAGMA key=\"x'{self._key.hex()}'\"")
                for pragma in ("cipher_log_level=NONE", "journal_mode=OFF", "synchronous=OFF"):
                    target.execute(f"PRAGMA {pragma}")
                if source is not None:
                    source.backup(target, pages=COPY_PAGES, progress=lambda *_: progress.check())
            except sqlcipher.Error as problem:
                error = told_engine(problem, path.parent)
                if error is None:
                    raise
                raise error from problem
            finally:
                target.close()
            session.exec_driver_sql("ROLLBACK")
        return told

    def rekey(self, key: bytes) -> None:
        """Encrypts the whole file under another key; a power cut leaves it under the one or the other.

        Raises:
            KeyUnchangedError: it has the key that it had.
        """
        self.checkpoint()
        with self.bare() as session:
            connection = session.connection.driver_connection
            try:
                # Not through SQLAlchemy: its exceptions quote the statement, and the new key stands in this one.
                if connection is not None:
                    connection.execute(f"PRAGMA rekey=\"x'{key.hex()}'\"")
            except sqlcipher.Error as problem:
                # What the connection now writes with is uncertain; the next one has the old key.
                session.invalidate()
                raise told_engine(problem, self.path.parent) or KeyUnchangedError() from None
        self._key = key

    def close(self) -> None:
        """Closes the file; the key is dropped."""
        self.engine.dispose()
        self._key = b""


def _begin_immediate(connection: Connection) -> None:
    if not connection.get_execution_options().get("bare"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _guard_engine() -> None:
    found = sqlcipher.sqlite_version
    if tuple(int(part) for part in found.split(".")) < OLDEST_SQLITE:
        raise EngineTooOldError(found=found)


def _guard_file(path: Path) -> None:
    if not path.exists():
        return
    with path.open("rb") as file:
        if file.read(len(PLAIN_HEADER)) == PLAIN_HEADER:
            raise DatabasePlainError
    # A file cut below one page would be taken for an empty one and begun anew.
    if 0 < path.stat().st_size < PAGE_BYTES:
        raise DatabaseBrokenError
