"""Looking at the files of a household one after the other, page by page."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.pictures.darkroom import Developed
from fieldsurvey.services.evidence import Evidence
from ui.jobs import Jobs
from ui.widgets.thumbs import image_of
from ui.wizard.evidence_viewer import EvidenceViewer
from ui.wizard.view import WizardView


class Looking(QObject):
    """Carries pages from the service to the viewer; only the last page that was wanted is shown.

    Signals:
        retake_requested: the row whose file is to be taken again.
        closed: the row that was in view last.
    """

    retake_requested = Signal(str)
    closed = Signal(str)

    def __init__(
        self, view: WizardView, *, jobs: Jobs, evidence: Evidence, told: Callable[[str], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._jobs = jobs
        self._evidence = evidence
        self._told = told
        self._viewer: EvidenceViewer | None = None
        self._rows: list[tuple[str, str]] = []
        self._row = ""
        self._page = 0
        self._pages = 1
        self._wanted: tuple[str, int] = ("", 0)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """The rows that can be looked at, each with the hash of its file."""
        self._rows = list(rows)
        if self.is_open and self._row and self._sha256() != self._wanted[0]:
            self._show(self._row)

    def open(self, row: str) -> None:
        """Shows the file of a row."""
        viewer = self._viewer or self._made()
        self._view.show_instead(viewer)
        viewer.area.setFocus()
        self._show(row)

    def forget(self, row: str) -> None:
        """The file of this row is another now; what is on its way of the old one is not shown."""
        if row == self._row:
            self._wanted = ("", 0)

    def close(self) -> None:
        """Lets go of what is in view, without a word."""
        self._row, self._wanted = "", ("", 0)
        if self._viewer is not None:
            self._viewer.clear()

    @property
    def is_open(self) -> bool:
        """Whether somebody is looking."""
        return self._viewer is not None and self._viewer.isVisible()

    def _made(self) -> EvidenceViewer:
        # Made when somebody looks for the first time: most of a visit nobody does.
        viewer = self._viewer = EvidenceViewer()
        viewer.next_wanted.connect(self._on_next)
        viewer.page_wanted.connect(self._on_page)
        viewer.closed.connect(self._on_closed)
        viewer.retake_requested.connect(lambda: self.retake_requested.emit(self._row))
        return viewer

    def _show(self, row: str) -> None:
        number = self._number(row)
        if self._viewer is None or number < 0:
            return
        self._row, self._page, self._pages = row, 0, 1
        self._viewer.show_heading(self._told(row), number=number + 1, count=len(self._rows))
        self._ask()

    def _ask(self) -> None:
        self._wanted = wanted = (self._sha256(), self._page)
        work = partial(self._evidence.page, *wanted)
        then, failed = partial(self._on_developed, wanted), partial(self._on_failed, wanted)
        self._jobs.submit(self, work, then=then, failed=failed, doing="正在打开材料…")

    def _on_developed(self, wanted: tuple[str, int], seen: Developed) -> None:
        if wanted != self._wanted or self._viewer is None:
            return
        self._pages = seen.pages
        image = image_of(seen.picture.width, seen.picture.height, seen.picture.pixels)
        self._viewer.show_page(image, page=wanted[1], pages=seen.pages)

    def _on_failed(self, wanted: tuple[str, int], problem: FieldSurveyError) -> None:
        if wanted == self._wanted and self._viewer is not None:
            self._viewer.show_trouble(problem.told)

    def _on_next(self, way: int) -> None:
        number = self._number(self._row) + way
        if 0 <= number < len(self._rows):
            self._show(self._rows[number][0])

    def _on_page(self, way: int) -> None:
        if 0 <= self._page + way < self._pages:
            self._page += way
            self._ask()

    def _on_closed(self) -> None:
        row = self._row
        self.close()
        self._view.show_step(self._view.step)
        self.closed.emit(row)

    def _number(self, row: str) -> int:
        return next((number for number, (known, _) in enumerate(self._rows) if known == row), -1)

    def _sha256(self) -> str:
        return dict(self._rows).get(self._row, "")
