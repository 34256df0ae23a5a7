"""What is said of the present visit itself: that nobody was met, or that a filled-in sheet of paper is typed in."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from fieldsurvey.case.canonical import Value
from fieldsurvey.clock import shown, stamp
from fieldsurvey.services.paper_order import paper_order
from ui.notify import Notify
from ui.wizard.door import OUTCOMES
from ui.wizard.lists import Lists
from ui.wizard.saving import Saving
from ui.wizard.sheet import Sheet
from ui.wizard.view import WizardView

NO_VISIT = "这次还没有入户记录。请先在第 7 步添加一次入户,再记。"


class Visiting(QObject):
    """Writes into the row of this visit.

    Signals:
        ended: nobody was met; the visit is to be finished.
        turned: pages are to be made anew, and the keyboard belongs at this address; empty where it may stay.
    """

    ended = Signal()
    turned = Signal(str)

    def __init__(
        self,
        view: WizardView,
        *,
        sheet: Sheet,
        lists: Lists,
        saving: Saving,
        notify: Notify,
        now: Callable[[], datetime],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._sheet = sheet
        self._lists = lists
        self._saving = saving
        self._notify = notify
        self._now = now
        view.door.answered.connect(self._on_nobody_met)
        view.paper_toggled.connect(self._on_paper)
        view.pages_dropped.connect(lists.drop_sections)

    def begin(self, case_id: str) -> None:
        """A draft of this household has come into view: one that was begun from paper is gone on with from paper."""
        self._view.paper_number.begin(case_id)
        row = self._lists.new_row("visits")
        is_paper = bool(row) and self._sheet.row("visits", row).get("is_paper_first") is True
        self._view.show_paper(paper_order(self._sheet.in_force) if is_paper else None)

    def _on_nobody_met(self, outcome: str, sentence: str) -> None:
        row = self._row()
        if not row:
            self._view.close_door()
            return
        for page in self._view.pages():
            page.offer_all()
        told = f"{shown(stamp(self._now()))[11:16]} {OUTCOMES[outcome]}" + (f":{sentence}" if sentence else "")
        before = self._sheet.row("visits", row).get("finding")
        self._say(row, "outcome", outcome)
        self._say(row, "finding", f"{before}\n{told}" if isinstance(before, str) and before else told)
        self._lists.show_open_rows()
        self._view.close_door()
        self.ended.emit()

    def _on_paper(self, is_paper: bool) -> None:
        row = self._row()
        if is_paper and not row:
            self._view.show_paper(None)
            return
        for page in self._view.pages():
            page.offer_all()
        if row:
            self._say(row, "is_paper_first", is_paper or None)
        self._view.show_paper(paper_order(self._sheet.in_force) if is_paper else None)
        # The day comes first: a sheet is seldom typed on the day it was written.
        self.turned.emit(f"visits/{row}/visited_on" if is_paper else "")
        focus = QApplication.focusWidget()
        if is_paper and isinstance(focus, QLineEdit):
            # The day on the paper takes the place of today's.
            focus.selectAll()

    def _row(self) -> str:
        row = self._lists.new_row("visits")
        if not row:
            self._notify.warn(NO_VISIT)
        return row

    def _say(self, row: str, name: str, value: Value) -> None:
        self._sheet.put(f"visits/{row}/{name}", value)
        self._saving.save(f"visits/{row}/{name}", value)
