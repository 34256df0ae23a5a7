"""What every test stands on: no screen, no network, a home of its own, a clock that stands still, nothing left over."""

import gc
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.integration.homes import Office

# Before anything imports Qt; a test that wants a real display starts the program in a process of its own.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

# How long examples take says how busy the machine is, and nothing about the program.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

MONDAY_AFTERNOON = datetime(2026, 11, 23, 6, 2, 31, tzinfo=UTC)  # 14:02:31 in Shanghai
THREAD_GRACE_S = 2.0


class FixedClock:
    """Stands still at a Monday afternoon until told to move on; handed in wherever `system_now` would be."""

    def __init__(self, moment: datetime = MONDAY_AFTERNOON) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, *, days: int = 0, seconds: int = 0) -> None:
        """Moves on, or with negative numbers back, as a wrong laptop clock would."""
        self.moment += timedelta(days=days, seconds=seconds)


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at 2026-11-23 14:02:31 in Shanghai."""
    return FixedClock()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's home folder that is empty and belongs to one test."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(home / name.lower()))
    for name in ("FIELDSURVEY_HOME", "FIELDSURVEY_PASSPHRASE"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Office]":
    """A small office of its own, closed at the end."""
    # Imported here: its homes take their clock from this module, and most tests need no office.
    from tests.integration.homes import an_office

    with an_office(tmp_path, tmp_path_factory.getbasetemp()) as made:
        yield made


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at the newest revision with nothing in it, made once: bringing up each would take longer."""
    # Imported here, as above.
    from tests.integration.seats import make_empty

    return make_empty(tmp_path_factory.mktemp("empty") / "fieldsurvey.db")


@pytest.fixture(autouse=True)
def nothing_left_running(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread or a Qt timer running: the next test would suffer for it."""
    before = set(threading.enumerate())
    uses_qt = not {"qtbot", "qapp"}.isdisjoint(request.fixturenames)
    timers_before = {id(timer) for timer in running_timers()} if uses_qt else set()
    yield
    if threads := left_threads(before):
        pytest.fail(f"left running: threads {threads}; close what you opened")
    if uses_qt and (timers := [timer for timer in running_timers() if id(timer) not in timers_before]):
        pytest.fail(f"left running: timers {timers}; stop them when their owner closes")


def left_threads(before: set[threading.Thread], grace_s: float = THREAD_GRACE_S) -> list[str]:
    """The names of threads that were not there before and do not end by themselves."""
    new = set(threading.enumerate()) - before
    for thread in new:
        thread.join(grace_s)
    return sorted(thread.name for thread in new if thread.is_alive())


def running_timers() -> list[object]:
    """The Qt timers that Python code made and that still tick."""
    if "PySide6.QtCore" not in sys.modules:
        return []
    # Imported here: most tests need no Qt.
    from PySide6.QtCore import QCoreApplication, QEvent, QTimer
    from shiboken6 import isValid

    # Closed widgets die with the event loop, which may have ended already.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    timers = [item for item in gc.get_objects() if isinstance(item, QTimer)]
    return [timer for timer in timers if isValid(timer) and timer.isActive()]


def pytest_collection_finish() -> None:
    """Lets what is there before the first test out of every look for garbage or timers: none of it will go."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Opens this machine's own addresses to tests marked `loopback`, and skips what lacks its tools."""
    for item in items:
        if item.get_closest_marker("loopback"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "::1"]))
        for marker, always in (("debian", ()), ("display", ("Xvfb", "xdotool"))):
            if mark := item.get_closest_marker(marker):
                lacking = [name for name in (*always, *mark.args) if shutil.which(name) is None]
                if lacking:
                    item.add_marker(pytest.mark.skip(reason=f"this machine has no {', '.join(lacking)}"))
