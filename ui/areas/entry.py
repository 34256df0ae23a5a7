"""录入助手: a window of its own beside the browser."""

from PySide6.QtCore import QObject

from ui.areas.ground import Ground
from ui.screens.entry.presenter import EntryPresenter
from ui.screens.entry.view import EntryView


class EntryArea:
    """No line of the navigation: one comes to it from the households."""

    def __init__(self, ground: Ground, owner: QObject) -> None:
        self.view = EntryView(can_give=ground.home.may("national.give_worker_no"))
        self.presenter = EntryPresenter(self.view, jobs=ground.jobs, national=ground.home.national)
        # It stands above the browser whatever becomes of the main window, and goes with whoever signed in.
        owner.destroyed.connect(self.view.deleteLater)

    def close(self) -> None:
        """Nobody's numbers stay in view or on the clipboard when the home is locked or left."""
        self.presenter.close()
