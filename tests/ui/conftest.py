"""What the tests of the window share."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets Qt's offscreen platform grumble about what only a window system could do."""
    for item in items:
        if item.path.parent.name == "ui":
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints"))
