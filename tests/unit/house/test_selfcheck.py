"""The program's check of itself: it passes here, and a broken part is named instead of ending it."""

from pathlib import Path

import pytest

from fieldsurvey import resources, selfcheck
from fieldsurvey.selfcheck import (
    PARTS,
    check_database,
    check_fonts,
    check_part,
    check_passphrases,
    check_shipped_files,
    self_check,
)
from fieldsurvey.store import database
from fieldsurvey.store.errors import EngineTooOldError


def test_every_part_works_here_and_so_does_the_callers() -> None:
    lines = self_check(("窗口", lambda: "可用"))
    assert [line for line in lines if not line.ok] == []
    assert [line.name for line in lines] == [*(name for name, _ in PARTS), "窗口"]
    assert all(line.found for line in lines)


def test_a_part_that_fails_becomes_a_line() -> None:
    def missing() -> str:
        raise ModuleNotFoundError("No module named 'somewhere'")

    line = check_part("窗口", missing)

    assert not line.ok
    assert line.found == "ModuleNotFoundError: No module named 'somewhere'"


def test_a_database_engine_that_may_corrupt_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(EngineTooOldError):
        check_database()


def test_a_wrong_key_derivation_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selfcheck, "ARGON2_ANSWER", "00" * 32)
    with pytest.raises(selfcheck.PartBrokenError):
        check_passphrases()


def test_missing_and_broken_fonts_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_root", lambda: tmp_path)
    (tmp_path / "fonts").mkdir()

    line = check_part("字体", check_fonts)
    assert not line.ok
    (tmp_path / "fonts" / selfcheck.FONTS[0]).write_bytes(b"not a font")
    assert not check_part("字体", check_fonts).ok


def test_an_empty_shipped_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(resources, "_root", lambda: tmp_path)
    (tmp_path / "icons").mkdir()
    (tmp_path / "icons" / "mark.svg").touch()

    line = check_part("随附文件", check_shipped_files)

    assert not line.ok
    assert "mark.svg" in line.found
