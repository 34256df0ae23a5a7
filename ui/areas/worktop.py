"""工作台: what there is to do today."""

from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from ui.areas.ground import Ground
from ui.screens.worktop.presenter import WorktopPresenter
from ui.screens.worktop.view import WorktopView


class WorktopArea(QObject):
    """Signals:
    arrived: it was read for the first time, or that failed and was told.
    """

    arrived = Signal()
    name: Final = "worktop"
    title: Final = "工作台(&H)"
    needed: Final = "cases.find"

    def __init__(self, ground: Ground) -> None:
        self.view = WorktopView()
        super().__init__(self.view)
        home, self._notify = ground.home, ground.notify
        self.presenter = WorktopPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            worktop=home.worktop,
            visits=home.visits,
            staff={person.staff_id: person.name for person in home.card.staff},
            own_id=home.staff_id,
            at_headquarters=ground.at_headquarters,
        )

    def open(self) -> None:
        """Reads it for the first time."""
        self.presenter.read.connect(self._on_first_read)
        self.presenter.refresh(failed=self._on_not_read)

    def turned_to(self) -> None:
        """Reads it anew."""
        self.presenter.refresh()

    def _on_not_read(self, problem: FieldSurveyError) -> None:
        # Whatever the open visits are, somebody who has signed in must not stand before the sign-in screen.
        self._on_first_read()
        self._notify.error(problem)

    def _on_first_read(self) -> None:
        self.presenter.read.disconnect(self._on_first_read)
        self.arrived.emit()
