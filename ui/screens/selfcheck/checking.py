"""Works off the queue of households to be checked, a few at a time: nobody's answer waits behind it for long."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.finding_lines import Caught
from fieldsurvey.services.findings import Findings
from ui.jobs import Jobs
from ui.notify import Notify

AT_ONCE_S: Final = 0.3


class Checking(QObject):
    """Signals:
    caught: how many households still wait. finished: none do, and whether any did.
    """

    caught = Signal(int)
    finished = Signal(bool)

    def __init__(self, jobs: Jobs, notify: Notify, findings: Findings, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._notify = notify
        self._findings = findings
        self._is_running = False
        self._is_wanted = True
        self._done = 0

    def run(self) -> None:
        """Goes on until nobody waits; once more while it runs changes nothing."""
        self._is_wanted = True
        if not self._is_running:
            self._is_running = True
            self._done = 0
            self._next()

    def rest(self) -> None:
        """Nobody looks any more: stops after the households in hand."""
        self._is_wanted = False

    def _next(self) -> None:
        catch = partial(self._findings.catch_up, Progress(), within_s=AT_ONCE_S)
        self._jobs.submit(self, catch, then=self._on_caught, failed=self._on_failed, doing="正在核查…", about="check")

    def _on_caught(self, caught: Caught) -> None:
        self._done += caught.done
        self.caught.emit(caught.waiting)
        if caught.waiting and self._is_wanted:
            self._next()
            return
        self._is_running = False
        self.finished.emit(bool(self._done))

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._is_running = False
        self._notify.error(problem)
