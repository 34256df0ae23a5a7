"""By what one chooses: the initials of labels and names, and what other households have named."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.models.initials import spelled_of
from ui.wizard.sheet import Sheet, labels_of


class Spelling(QObject):
    """Each text is spelled once, off the GUI thread.

    Signals:
        spelled: more is known; whatever offers choices is to be given it.
    """

    spelled = Signal()

    def __init__(self, jobs: Jobs, visits: Visits, sheet: Sheet, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._visits = visits
        self._sheet = sheet
        self.initials: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {}

    def remember(self) -> None:
        """Reads what other households have named."""
        self._jobs.submit(self, self._visits.remembered, then=self._on_remembered)

    def spell(self) -> None:
        """Spells what is new since the last time."""
        texts = [text for texts in self.texts.values() for text in texts]
        names = [name for name in (*texts, *(name for _, name in self._sheet.members())) if name not in self.initials]
        if not self.initials:
            names += labels_of(self._sheet.catalogue)
        if names:
            self._jobs.submit(self, partial(spelled_of, names), then=self._on_spelled)
        else:
            self.spelled.emit()

    def _on_remembered(self, texts: dict[str, list[str]]) -> None:
        self.texts = texts
        self.spell()

    def _on_spelled(self, initials: dict[str, str]) -> None:
        self.initials.update(initials)
        self.spelled.emit()
