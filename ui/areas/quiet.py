"""What is done by itself while nothing else is going on: looking at the households that wait for the checks."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.finding_lines import Caught
from ui.areas.ground import Ground

# So short that nobody who saves an answer notices, and with rests in which everything else has its turn.
SLICE_S: Final = 0.05
REST_MS: Final = 150
LOOK_MS: Final = 3_000


class QuietWork(QObject):
    """Signals:
    went_on: households were looked at, and so many still wait. caught_up: none waits any more.
    """

    went_on = Signal(int)
    caught_up = Signal()

    def __init__(self, ground: Ground, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = ground.jobs
        self._findings = ground.home.findings
        self._done = 0
        self._is_asked = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.timeout.connect(self._on_time)

    def start(self) -> None:
        """Begins; from now on it goes by itself."""
        self._clock.start(REST_MS)

    def _on_time(self) -> None:
        if self._is_asked or not self._jobs.is_idle:
            # What people asked for comes first; it is asked again after a rest.
            self._clock.start(REST_MS)
            return
        self._is_asked = True
        self._jobs.submit(
            self, partial(self._findings.catch_up, within_s=SLICE_S), then=self._on_caught, failed=self._on_failed
        )

    def _on_caught(self, caught: Caught) -> None:
        self._is_asked = False
        self._done += caught.done
        if caught.done:
            self.went_on.emit(caught.waiting)
        self._clock.start(REST_MS if caught.waiting else LOOK_MS)
        if self._done and not caught.waiting:
            self._done = 0
            self.caught_up.emit()

    def _on_failed(self, _: FieldSurveyError) -> None:
        # A full disk or a locked home is told of where people do something; it is tried again later.
        self._is_asked = False
        self._clock.start(LOOK_MS)
