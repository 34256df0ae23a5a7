"""Households that are marked to be printed together; marks outlive a search, so that one can collect them."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.services.case_rows import CasePage, CaseRow
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.cases.view import CasesView

# More at once is no job for one printer and one afternoon.
MOST: Final = 2_000


class Marking(QObject):
    """Signals:
    print_requested, later_requested, entry_requested: pairs of a household's id and number, in the order of the list.
    """

    print_requested = Signal(list)
    later_requested = Signal(list)
    entry_requested = Signal(list)

    def __init__(
        self, view: CasesView, *, jobs: Jobs, notify: Notify, all_of_list: Callable[[int], "partial[CasePage]"]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._all_of_list = all_of_list
        self._numbers: dict[str, str] = {}
        marks = view.table.marks
        view.table.all_requested.connect(self._on_all)
        marks.marks_changed.connect(lambda: view.marks_bar.show_count(len(marks.marked)))
        view.marks_bar.clear_requested.connect(self.clear)
        view.print_requested.connect(lambda: self._tell(self.print_requested))
        view.later_requested.connect(lambda: self._tell(self.later_requested))
        view.entry_requested.connect(lambda: self._tell(self.entry_requested))

    def know(self, rows: Iterable[CaseRow]) -> None:
        """Learns the numbers of households that can be marked."""
        self._numbers |= {row.case_id: row.survey_no for row in rows}

    def clear(self) -> None:
        """Nothing is marked any more."""
        self._view.table.marks.mark(self._view.table.marks.marked, is_marked=False)

    def _tell(self, signal: object) -> None:
        marked = self._view.table.marks.marked
        chosen = marked or [line_id for line_id in [self._view.table.chosen_id] if line_id]
        if chosen:
            signal.emit([(case_id, self._numbers.get(case_id, "")) for case_id in chosen])  # type: ignore[attr-defined]  # Bound signals have no type of their own.

    def _on_all(self) -> None:
        self._jobs.submit(self, self._all_of_list(MOST), then=self._on_found, doing="正在勾选…")

    def _on_found(self, page: CasePage) -> None:
        self.know(page.rows)
        found = [row.case_id for row in page.rows]
        marks = self._view.table.marks
        marks.mark(found, is_marked=not set(found) <= set(marks.marked))
        if page.more:
            self._notify.tell(f"一次最多勾 {MOST:,} 户,只勾了前 {MOST:,} 户。")
