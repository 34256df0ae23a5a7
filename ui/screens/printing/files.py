"""Papers into PDF files: one for all of them, or one for each household in a folder."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_errors import NothingChangedError
from fieldsurvey.services.papers import Printed
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.printing.view import PrintingView
from ui.screens.printing.wanted import Wanted, save_one

HOW = "打印时请选 A4、双面、实际大小(不要缩放)。"


class PdfFiles(QObject):
    """Signals:
    saved: ids of the subjects whose papers are in a file now; said before anything is told of it.
    """

    saved = Signal(list)

    def __init__(self, view: PrintingView, *, jobs: Jobs, notify: Notify, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._progress: Progress | None = None
        self._is_stopped = False
        self._written: list[str] = []
        self._passed = 0
        view.cancel_requested.connect(self._on_cancel)

    @property
    def is_busy(self) -> bool:
        """Whether files are being written."""
        return self._progress is not None

    def save(self, wanted: Wanted, form: str, copies: int, path: str) -> None:
        """One PDF of everything, whole or not at all."""
        if self.is_busy:
            return
        progress = self._begin()
        progress.begin("正在排版…", len(wanted.subjects))
        file = partial(wanted.source.file, form=form, copies=copies, part=wanted.part)
        work = partial(file, wanted.ids, Path(path), progress=progress)
        then = partial(self._on_saved, wanted)
        self._jobs.submit(
            self, work, then=then, failed=self._on_failed, progress=progress, on_progress=self._on_progress
        )

    def save_each(self, wanted: Wanted, form: str, copies: int, folder: str) -> None:
        """One PDF for each, named by its number alone."""
        if not self.is_busy:
            self._begin()
            self._written, self._passed = [], 0
            save = partial(save_one, wanted.source.file, form=form, copies=copies, part=wanted.part)
            self._next(wanted, save, Path(folder))

    def _begin(self) -> Progress:
        self._progress, self._is_stopped = Progress(), False
        self._view.set_working(is_working=True)
        self._view.progress.begin("正在排版…")
        return self._progress

    def _next(self, wanted: Wanted, save: "partial[Path]", folder: Path) -> None:
        number, total = len(self._written), len(wanted.subjects)
        reached = number + self._passed
        self._view.progress.show_progress("正在写 PDF…", reached, total)
        if self._is_stopped or reached == total:
            self._end()
            self.saved.emit(self._written)
            if reached == total:
                passed = f"{self._passed} {wanted.counted_in}和档案已经一致,没有写。" if self._passed else ""
                self._notify.done(f"已在 {folder} 写好 {number} 个 PDF。{passed}{HOW}")
            else:
                left = f"其余 {total - reached} {wanted.counted_in}没有写,也没有编号。"
                self._notify.tell(f"已停止:写好 {number} 个 PDF,{left}")
            return
        subject = wanted.subjects[reached]
        then = partial(self._on_one, wanted, save, folder)
        failed = partial(self._on_one_failed, wanted, save, folder)
        self._jobs.submit(self, partial(save, subject, folder), then=then, failed=failed)

    def _on_one(self, wanted: Wanted, save: "partial[Path]", folder: Path, _: Path) -> None:
        self._written.append(wanted.subjects[len(self._written) + self._passed].id)
        self._next(wanted, save, folder)

    def _on_one_failed(self, wanted: Wanted, save: "partial[Path]", folder: Path, problem: FieldSurveyError) -> None:
        if isinstance(problem, NothingChangedError):
            # The page of a plan, when its paper was written whole before it.
            self._passed += 1
            self._next(wanted, save, folder)
            return
        self._end()
        number = len(self._written)
        if not number:
            self._notify.error(problem)
            return
        self.saved.emit(self._written)
        left = len(wanted.subjects) - number - self._passed
        self._notify.warn(f"{problem.told}已写好 {number} 个 PDF,其余 {left} {wanted.counted_in}没有写。")

    def _on_saved(self, wanted: Wanted, printed: Printed) -> None:
        self._end()
        self.saved.emit(wanted.ids)
        self._notify.done(f"已存为 {printed.path.name},共 {printed.pages} 页。{HOW}")

    def _on_progress(self, progress: Progress) -> None:
        self._view.progress.show_progress(progress.doing, progress.done, progress.total)

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._end()
        self._notify.error(problem)

    def _on_cancel(self) -> None:
        self._is_stopped = True
        if self._progress is not None:
            self._progress.cancel()

    def _end(self) -> None:
        self._progress = None
        self._view.progress.end()
        self._view.set_working(is_working=False)
