"""Every screen at every size: nothing cut, nothing on top of anything, the keyboard goes as the eye reads."""

from collections.abc import Iterator

import pytest

from tests.drivers.app import App, home_at, running
from tests.drivers.walk import DemoFolders, demo_folders, walk_first_run, walk_headquarters, walk_laptop
from tests.ui.layout_checks import faults

SIZES = [(1093, 614, 100), (1920, 1080, 100), (1093, 614, 160), (1920, 1080, 160)]
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def folders() -> Iterator[DemoFolders]:
    with demo_folders() as made:
        yield made


class Eye:
    """Notes what is wrong on every page it is shown."""

    def __init__(self, app: App, size: tuple[int, int]) -> None:
        self._app = app
        self._size = size
        self.found: list[str] = []
        self.seen = 0

    def __call__(self, page: str) -> None:
        self._app.settle()
        self.seen += 1
        self.found += [f"{page}: {fault}" for fault in faults(self._app.window, self._size)]


@pytest.mark.parametrize(("width", "height", "scale"), SIZES, ids=str)
def test_every_screen_is_whole(folders: DemoFolders, width: int, height: int, scale: int) -> None:
    wrong: list[str] = []
    seen = 0
    walks = {
        folders.empty: walk_first_run,
        folders.laptop: lambda app, eye: walk_laptop(app, folders.stick, eye),
        folders.headquarters: walk_headquarters,
    }
    for home, walk in walks.items():
        with running(home_at(home), size=(width, height), scale=scale) as app:
            eye = Eye(app, (width, height))
            walk(app, eye)
        wrong += eye.found
        seen += eye.seen
    assert seen > 20
    assert not wrong, "\n".join(wrong)
