"""Open homes on real encrypted files in a temporary folder, under a clock that stands still."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldsurvey.case.kinds import Desk
from fieldsurvey.store.database import Database
from fieldsurvey.store.upgrade import bring_up
from tests.conftest import FixedClock
from tests.integration.seats import KEY, Desktop, begin_from, open_seat

MakeDesktop = Callable[..., Desktop]


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database at the newest revision with nothing in it, made once: bringing up each would take longer."""
    path = tmp_path_factory.mktemp("empty") / "fieldsurvey.db"
    database = Database(path, KEY)
    bring_up(database)
    database.checkpoint()
    database.close()
    return path


@pytest.fixture
def make_desktop(tmp_path: Path, clock: FixedClock, empty_database: Path) -> Iterator[MakeDesktop]:
    """Opens homes by code, each in a folder of its own; all are closed at the end."""
    opened: list[Desktop] = []

    def make(code: str = "L1", desk: Desk = Desk.LAPTOP) -> Desktop:
        begin_from(empty_database, tmp_path / code)
        desktop = open_seat(tmp_path / code, clock, desk=desk, code=code)
        opened.append(desktop)
        return desktop

    yield make
    for desktop in opened:
        desktop.close()


@pytest.fixture
def laptop(make_desktop: MakeDesktop) -> Desktop:
    """A surveyor's laptop with nothing on it yet."""
    return make_desktop("L1")


@pytest.fixture
def headquarters(make_desktop: MakeDesktop) -> Desktop:
    """A desk of headquarters."""
    return make_desktop("HQ", Desk.HEADQUARTERS)
