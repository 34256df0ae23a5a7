"""What the tests of the window share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def swept_on_this_thread() -> Iterator[None]:
    """Collects no garbage while a worker may do it: a Qt object that dies there takes the run with it."""
    gc.disable()
    yield
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets Qt's offscreen platform grumble about what only a window system could do."""
    for item in items:
        if item.path.parent.name == "ui":
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages as coarse as a fax: what is tested beside them does not look at their dots, and they take a tenth."""
    monkeypatch.setattr("ui.screens.printing.pages.DRAWN_DPI", 120)
