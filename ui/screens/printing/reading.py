"""Reading the lists of papers: page after page, finding one by its number, and comparing with the files."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.blanks import Blanks
from fieldsurvey.services.paper_lines import BlankLine, ChangedPapers, PaperLine, PaperPage
from fieldsurvey.services.paper_lists import PaperLists
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.printing.lists_page import LISTS, ListOfPapers
from ui.screens.printing.shown_papers import Row, joined, of_blanks, of_changed, of_page
from ui.screens.printing.view import PrintingView

LISTED = 1_000


class ReadLists(QObject):
    """What is in the list in view; `rows` is behind its lines. `is_busy` says whether something is being printed."""

    def __init__(
        self,
        view: PrintingView,
        *,
        jobs: Jobs,
        notify: Notify,
        lists: PaperLists,
        blanks: Blanks,
        is_busy: Callable[[], bool],
    ) -> None:
        super().__init__(view)
        self.rows: dict[str, Row] = {}
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._lists = lists
        self._blanks = blanks
        self._is_busy = is_busy
        self._pages: list[PaperPage] = []
        self._is_fetching = False
        self._comparing: Progress | None = None
        # The paper to stand on, and the lists in which it may be.
        self._wanted: tuple[PaperLine, list[str]] | None = None
        view.lists.list_wanted.connect(lambda _: self.read())
        view.lists.more_wanted.connect(self._on_more)
        view.lists.find_requested.connect(self._on_find)
        view.cancel_requested.connect(self._on_cancel)

    def read(self) -> None:
        """Reads the list in view from its beginning."""
        name = self._view.lists.shown
        if name == "changed":
            self._compare()
        elif name == "blanks":
            self._jobs.submit(self, self._blanks.open, then=self._on_blanks)
        else:
            self._fetch(name, [])

    def _fetch(self, name: str, before: list[PaperPage]) -> None:
        self._is_fetching = True
        offset = sum(len(building.lines) for page in before for building in page.buildings)
        show = partial(self._lists.show, name, offset=offset, limit=LISTED)
        self._jobs.submit(self, show, then=partial(self._on_page, name, before))

    def _on_page(self, name: str, before: list[PaperPage], page: PaperPage) -> None:
        self._is_fetching = False
        if name == self._view.lists.shown:
            self._pages = [*before, page]
            self._show(name, *of_page(joined(self._pages)))

    def _on_more(self) -> None:
        name = self._view.lists.shown
        pages = [page for page in self._pages if page.state == name]
        if pages and pages[-1].more and not self._is_fetching:
            self._fetch(name, pages)

    def _on_blanks(self, lines: list[BlankLine]) -> None:
        self._show("blanks", *of_blanks(lines))

    def _show(self, name: str, found: ListOfPapers, rows: dict[str, Row]) -> None:
        if name == self._view.lists.shown:
            self.rows = rows
            self._view.lists.show_list(name, found)
            self._look_for_wanted()

    def _compare(self) -> None:
        if self._comparing is not None:
            return
        self._comparing = progress = Progress()
        work = partial(self._lists.changed_since_printed, progress=progress)
        self._jobs.submit(
            self,
            work,
            then=self._on_changed,
            failed=self._on_not_compared,
            doing="正在和档案比对…",
            progress=progress,
            on_progress=self._on_compared,
        )

    def _on_compared(self, progress: Progress) -> None:
        if progress.total and not self._is_busy():
            if not self._view.progress.isVisibleTo(self._view):
                self._view.progress.begin(progress.doing)
            if not progress.is_cancelled:
                self._view.progress.show_progress(progress.doing, progress.done, progress.total)

    def _on_changed(self, found: ChangedPapers) -> None:
        self._end_comparing()
        self._view.lists.show_counts({"changed": len(found.papers)})
        self._show("changed", *of_changed(found))

    def _on_not_compared(self, problem: FieldSurveyError) -> None:
        self._end_comparing()
        if isinstance(problem, CancelledError):
            self._notify.tell("已停止比对。再点“打印后又改过”,从停下的地方接着比。")
        else:
            self._notify.error(problem)

    def _end_comparing(self) -> None:
        self._comparing = None
        if not self._is_busy():
            self._view.progress.end()

    def _on_cancel(self) -> None:
        if self._comparing is not None:
            self._comparing.cancel()

    def _on_find(self, number: str) -> None:
        self._jobs.submit(self, partial(self._lists.find, number), then=self._on_found)

    def _on_found(self, line: PaperLine) -> None:
        # What was printed for the pen is a blank until it is typed in.
        places = ["blanks", line.state] if line.is_blank and line.state == "printed" else [line.state]
        self._wanted = line, [place for place in places if place in LISTS]
        self._turn_to_next_place()

    def _turn_to_next_place(self) -> None:
        if self._wanted is None:
            return
        line, places = self._wanted
        if places:
            self._view.lists.turn_to(places.pop(0))
        else:
            self._wanted = None
            self._notify.tell(f"纸号 {line.number}:{line.told}。")

    def _look_for_wanted(self) -> None:
        if self._wanted is None:
            return
        line, name = self._wanted[0], self._view.lists.shown
        if line.paper_id in self.rows:
            self._wanted = None
            self._view.lists.stand_on(line.paper_id)
        elif any(page.state == name for page in self._pages) and self._pages[-1].more:
            self._on_more()
        else:
            self._turn_to_next_place()
