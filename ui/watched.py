"""Long work of a screen that shows how far it is and can be stopped; while it runs the screen is set aside."""

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, SignalInstance

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from ui.jobs import Jobs
from ui.notify import Notify
from ui.widgets.progress_panel import ProgressPanel


class Workplace(Protocol):
    """A view with a panel for the progress, which sets itself aside."""

    progress: ProgressPanel

    def set_working(self, *, is_working: bool) -> None: ...


class Watched(QObject):
    """One piece of work at a time: `begin`, hand the progress to the service, `run`."""

    def __init__(
        self, place: Workplace, cancel: SignalInstance, *, jobs: Jobs, notify: Notify, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._jobs = jobs
        self._notify = notify
        self._progress: Progress | None = None
        cancel.connect(self._on_cancel)

    def begin(self, doing: str) -> Progress:
        """Shows that it begins; the service steps what is returned."""
        self._progress = Progress()
        self._place.set_working(is_working=True)
        self._place.progress.begin(doing)
        return self._progress

    def run(self, work: "partial[Any]", then: Callable[[Any], None]) -> None:
        """Runs it; the screen is itself again before `then`, or before its failure is told."""
        done = partial(self._on_done, then)
        self._jobs.submit(
            self, work, then=done, failed=self._on_failed, progress=self._progress, on_progress=self._on_progress
        )

    def _on_progress(self, progress: Progress) -> None:
        self._place.progress.show_progress(progress.doing, progress.done, progress.total)

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _on_done(self, then: Callable[[Any], None], result: object) -> None:
        self._end()
        then(result)

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._end()
        self._notify.error(problem)

    def _end(self) -> None:
        self._progress = None
        self._place.progress.end()
        self._place.set_working(is_working=False)
