"""Open homes on real encrypted files in a temporary folder, under a clock that stands still."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldsurvey.case.kinds import Desk
from tests.conftest import FixedClock
from tests.integration.seats import Desktop, begin_from, open_seat

MakeDesktop = Callable[..., Desktop]


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
