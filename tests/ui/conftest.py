"""What the tests of the window share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.homes import Office, an_office


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets Qt's offscreen platform grumble about what only a window system could do."""
    for item in items:
        if item.path.parent.name == "ui":
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A small office of its own, closed at the end."""
    with an_office(tmp_path, tmp_path_factory.getbasetemp()) as made:
        yield made
