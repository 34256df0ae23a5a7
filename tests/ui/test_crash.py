"""What nobody caught, on any thread, is told on the window's thread and ends the program."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.crash import EXIT_STATUS, CrashDoor


@pytest.fixture
def told() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def left() -> list[int]:
    return []


@pytest.fixture
def door(qtbot: QtBot, told: list[tuple[str, str]], left: list[int], tmp_path: Path) -> Iterator[CrashDoor]:
    made = CrashDoor(tell=lambda text: told.append((threading.current_thread().name, text)), leave=left.append)
    made.write_to(tmp_path)
    yield made
    made.close()


def test_a_crash_on_another_thread_is_told_on_the_windows_own(
    *, qtbot: QtBot, door: CrashDoor, told: list[tuple[str, str]], left: list[int], tmp_path: Path
) -> None:
    thread = threading.Thread(target=int, args=("丁桂湘",))
    thread.start()
    thread.join()
    assert told == []
    qtbot.waitUntil(lambda: bool(left))
    assert told[0][0] == threading.main_thread().name
    assert left == [EXIT_STATUS]
    written = (tmp_path / "crash.log").read_text()
    assert "ValueError" in written
    assert "丁桂湘" not in written
