"""Writing the pack for an inspection: how far it is, and what came of it."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.finding_lines import FindingFilter
from fieldsurvey.services.inspections import Inspections, Written
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.selfcheck.view import SelfCheckView

DOING = "正在写督查材料"


class Packing(QObject):
    """One pack at a time."""

    def __init__(self, view: SelfCheckView, *, jobs: Jobs, notify: Notify, inspections: Inspections) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._inspections = inspections
        self._progress: Progress | None = None
        view.progress.cancel_requested.connect(self._on_cancel)

    def write(self, folder: str, asked: FindingFilter) -> None:
        """Writes it into a folder; a former one there stays, this one has a number of its own."""
        self._progress = Progress()
        self._view.begin_pack(DOING)
        write = partial(self._inspections.write, Path(folder), asked, progress=self._progress)
        self._jobs.submit(
            self,
            write,
            then=self._on_written,
            failed=self._on_failed,
            about="pack",
            progress=self._progress,
            on_progress=lambda progress: self._view.progress.show_progress(
                progress.doing, progress.done, progress.total
            ),
        )

    def _on_written(self, written: Written) -> None:
        self._end()
        names = "、".join(path.name for path in written.paths)
        self._notify.done(f"督查材料 {written.number} 已写到“{written.paths[0].parent}”:{names}。日志里记下了这一次。")

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._end()
        self._notify.error(problem)

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._progress = None
        self._view.end_pack()
