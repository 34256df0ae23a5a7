"""What the database refuses at the door, and what it really runs under once inside."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from fieldsurvey.store import database as database_module
from fieldsurvey.store.database import PLAIN_HEADER, Database
from fieldsurvey.store.errors import (
    DatabaseBrokenError,
    DatabaseBusyError,
    DatabaseFullError,
    DatabaseKeyError,
    DatabaseNewerError,
    DatabasePlainError,
    DatabaseReadOnlyError,
    EngineTooOldError,
    KeyUnchangedError,
)
from fieldsurvey.store.upgrade import bring_up
from tests.integration.seats import KEY, Desktop

WRONG_KEY = bytes(32)


def test_pragmas_that_safety_rests_on_are_really_on(laptop: Desktop) -> None:
    with laptop.database.bare() as session:
        found = {
            name: session.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cache_size", "busy_timeout")
        }
        assert session.exec_driver_sql("PRAGMA cipher_version").scalar()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "trusted_schema": 0, "cache_size": -65536,
        "busy_timeout": 5000,
    }  # fmt: skip


def test_foreign_keys_hold(laptop: Desktop) -> None:
    with pytest.raises(DBAPIError), laptop.database.begin() as session:
        session.exec_driver_sql("INSERT INTO draft_answer VALUES ('nothing', 'name', '1', '[]')")


def test_the_engine_is_new_enough_on_this_machine() -> None:
    assert tuple(int(part) for part in sqlcipher.sqlite_version.split(".")) >= (3, 51, 3)


def test_an_engine_with_the_log_bug_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version", "3.51.2")
    with pytest.raises(EngineTooOldError, match=r"3\.51\.2"):
        Database(tmp_path / "new.db", KEY)
    assert list(tmp_path.iterdir()) == []


def test_an_engine_without_encryption_is_refused_and_leaves_nothing_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "sqlcipher", sqlite3)
    monkeypatch.setattr(database_module, "OLDEST_SQLITE", (3, 0, 0))
    path = tmp_path / "new.db"
    with pytest.raises(EngineTooOldError):
        Database(path, KEY)
    assert not path.exists() or path.stat().st_size == 0


def test_a_new_file_is_encrypted_from_the_first_byte(tmp_path: Path) -> None:
    database = Database(tmp_path / "new.db", KEY)
    bring_up(database)
    database.close()
    assert not (tmp_path / "new.db").read_bytes().startswith(PLAIN_HEADER)


@pytest.mark.parametrize("connect", [sqlite3.connect, sqlcipher.connect])
def test_a_readable_file_is_refused_and_left_alone(tmp_path: Path, connect: Callable[[Path], Any]) -> None:
    path = tmp_path / "plain.db"
    with closing(connect(path)) as plain:
        plain.execute("CREATE TABLE person (name)")
        plain.commit()
    before = path.read_bytes()
    with pytest.raises(DatabasePlainError):
        Database(path, KEY)
    assert path.read_bytes() == before


def test_a_wrong_key_gets_a_sentence_and_changes_nothing(laptop: Desktop) -> None:
    path = laptop.seat.paths.database
    laptop.visits.start(None)
    laptop.close()
    before = path.read_bytes()
    with pytest.raises(DatabaseKeyError, match="钥匙不符"):
        Database(path, WRONG_KEY)
    assert path.read_bytes() == before
    Database(path, KEY).close()


@pytest.mark.parametrize("content", [b"x", b"x" * 4_095, b"not a database" * 1_000, bytes(range(256)) * 64])
def test_a_file_that_is_no_database_gets_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises((DatabaseKeyError, DatabaseBrokenError)):
        Database(path, KEY)
    assert path.read_bytes() == content


def test_a_file_of_a_newer_program_is_refused_and_left_alone(laptop: Desktop) -> None:
    with laptop.database.begin() as session:
        session.exec_driver_sql("UPDATE alembic_version SET version_num = 'r9999'")
    with pytest.raises(DatabaseNewerError, match="r9999"):
        bring_up(laptop.database)
    with laptop.database.begin() as session:
        assert session.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "r9999"


def test_an_intact_file_passes_verification(laptop: Desktop) -> None:
    laptop.visits.start(None)
    laptop.database.verify()


def test_a_changed_page_is_noticed(laptop: Desktop) -> None:
    for _ in range(30):
        draft = laptop.visits.start(None)
        laptop.visits.finish(draft.draft_id, later=False)
    path = laptop.seat.paths.database
    laptop.database.checkpoint()
    laptop.close()
    body = bytearray(path.read_bytes())
    body[len(body) // 2] ^= 1
    path.write_bytes(bytes(body))
    with pytest.raises(DatabaseBrokenError):
        verified(path)


def verified(path: Path) -> None:
    """Opens a file and checks every page."""
    database = Database(path, KEY)
    try:
        database.verify()
    finally:
        database.close()


@pytest.mark.parametrize("length", [1, 100, 1_024, 4_095, 4_096, 8_192])
def test_a_file_of_which_only_the_beginning_is_left_is_not_begun_anew(laptop: Desktop, length: int) -> None:
    laptop.visits.start(None)
    laptop.database.checkpoint()
    laptop.close()
    path = laptop.seat.paths.database
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(DatabaseBrokenError):
        verified(path)
    assert path.stat().st_size == length


def test_a_file_is_encrypted_anew_under_another_key(laptop: Desktop) -> None:
    draft = laptop.visits.start(None)
    laptop.database.rekey(WRONG_KEY)
    assert laptop.visits.view(draft.draft_id).survey_no == "L1-000001"
    laptop.close()
    with pytest.raises(DatabaseKeyError):
        Database(laptop.seat.paths.database, KEY)
    verified_key = Database(laptop.seat.paths.database, WRONG_KEY)
    verified_key.verify()
    verified_key.close()


def test_a_change_of_key_that_fails_tells_nobody_the_key(laptop: Desktop) -> None:
    other = Database(laptop.seat.paths.database, KEY)
    with laptop.database.bare() as session:
        session.exec_driver_sql("PRAGMA busy_timeout=1")
    with other.begin(), pytest.raises(KeyUnchangedError) as refused:
        laptop.database.rekey(WRONG_KEY)
    told: BaseException | None = refused.value
    while told is not None:
        assert WRONG_KEY.hex() not in repr(told)
        told = told.__cause__ or told.__context__
    other.close()
    assert laptop.visits.open_drafts() == []


def test_a_second_writer_waits_and_is_told(laptop: Desktop) -> None:
    other = Database(laptop.seat.paths.database, KEY)
    with other.bare() as session:
        session.exec_driver_sql("PRAGMA busy_timeout=1")
    with laptop.database.begin(), pytest.raises(DatabaseBusyError), other.begin():
        pass
    other.close()


def test_a_file_that_cannot_be_written_is_told(laptop: Desktop) -> None:
    with laptop.database.bare() as session:
        session.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(DatabaseReadOnlyError):
        laptop.visits.start(None)


def answer_until_full(laptop: Desktop, draft: str) -> list[str]:
    """Answers until the disk is full; returns the rows whose answer was accepted."""
    accepted: list[str] = []
    for number in range(1_000):
        try:
            laptop.visits.answer(draft, f"causes/r{number}/explanation", f"{number}" * 5_000)
        except DatabaseFullError:
            return accepted
        accepted.append(f"r{number}")
    pytest.fail("the disk never became full")


def test_a_full_disk_refuses_one_answer_and_keeps_the_others(laptop: Desktop) -> None:
    draft = laptop.visits.start(None).draft_id
    with laptop.database.bare() as session:
        pages = session.exec_driver_sql("PRAGMA page_count").scalar() or 0
        session.exec_driver_sql(f"PRAGMA max_page_count={pages + 12}")
    accepted = answer_until_full(laptop, draft)
    shown = {row["row"] for row in laptop.visits.view(draft).document["causes"]}
    assert accepted
    assert shown == set(accepted)
    with laptop.database.bare() as session:
        session.exec_driver_sql("PRAGMA max_page_count=100000")
    laptop.visits.answer(draft, "name", "张三甲")
    assert laptop.visits.finish(draft, later=False).change_id
    laptop.database.verify()
