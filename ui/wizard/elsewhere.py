"""Whether other households hold the identity numbers in hand: asked when the numbers change, known a moment later."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.elsewhere import elsewhere, numbers_of
from fieldsurvey.case.problems import Problem
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.wizard.sheet import Sheet


class Elsewhere(QObject):
    """What is known goes with its number: a field that says another one says nothing of the former.

    Signals:
        known: the answer has come.
    """

    known = Signal()

    def __init__(self, jobs: Jobs, visits: Visits, sheet: Sheet, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._visits = visits
        self._sheet = sheet
        self._case_id = ""
        self._asked: list[str] = []
        self._held: dict[str, list[str]] = {}

    def begin(self, case_id: str) -> None:
        """Turns to another household."""
        self._case_id, self._asked, self._held = case_id, [], {}

    def ask(self) -> None:
        """Asks of the numbers in hand, unless it has been asked of these."""
        numbers = list(numbers_of(self._sheet.document))
        if numbers != self._asked:
            self._asked = numbers
            held = partial(self._visits.held_elsewhere, self._case_id, numbers)
            self._jobs.submit(self, held, then=partial(self._on_held, self._case_id, numbers))

    def points(self) -> list[Problem]:
        """The open points that come of it."""
        return list(elsewhere(self._sheet.document, self._held, self._sheet.catalogue))

    def _on_held(self, case_id: str, numbers: Sequence[str], held: dict[str, list[str]]) -> None:
        if (case_id, numbers) == (self._case_id, self._asked):
            self._held = held
            self.known.emit()
