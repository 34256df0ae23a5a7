"""Every screen at every size: nothing cut, nothing on top of anything, the keyboard goes as the eye reads."""

from collections.abc import Iterator

import pytest

from tests.drivers.app import App, home_at, running
from tests.drivers.walk import DemoFolders, demo_folders, walk_first_run, walk_headquarters, walk_laptop
from tests.ui.layout_checks import faults

SIZES = ((1093, 614), (1920, 1080))
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def folders() -> Iterator[DemoFolders]:
    with demo_folders() as made:
        yield made


class Eye:
    """Notes what is wrong on every page it is shown, at every size of the window."""

    def __init__(self, app: App) -> None:
        self._app = app
        self.found: list[str] = []
        self.seen = 0

    def __call__(self, page: str) -> None:
        self.seen += 1
        for size in SIZES:
            self._app.window.resize(*size)
            self._app.settle()
            self.found += [f"{page} at {size}: {fault}" for fault in faults(self._app.window, size)]


@pytest.mark.usefixtures("coarse")
@pytest.mark.parametrize("scale", [100, 160])
def test_every_screen_is_whole(folders: DemoFolders, scale: int) -> None:
    wrong: list[str] = []
    seen = 0
    walks = {
        folders.empty: walk_first_run,
        folders.laptop: lambda app, eye: walk_laptop(app, folders.stick, eye),
        folders.headquarters: walk_headquarters,
    }
    for home, walk in walks.items():
        with running(home_at(home), size=SIZES[0], scale=scale) as app:
            eye = Eye(app)
            walk(app, eye)
        wrong += eye.found
        seen += eye.seen
    assert seen > 20
    assert not wrong, "\n".join(wrong)
