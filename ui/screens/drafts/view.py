"""Visits that are open on this laptop: one stairwell, many doors."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, frame, label, row


class DraftsView(QWidget):
    """Signals:
    resume_requested, discard_requested: a draft.
    new_requested: a household that has no file yet.
    """

    resume_requested = Signal(str)
    discard_requested = Signal(str)
    new_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("drafts")
        self._last_id = ""
        self._last = self._make_last()
        new = button("新开一户(&N)", name="new_visit")
        new.clicked.connect(self.new_requested)
        title = label("没有做完的入户", role="title")
        columns = [
            Column("户", 6),
            Column("住址", 14),
            Column("调查编号", 7, goes=1),
            Column("停在", 8),
            Column("存于", 10),
            Column("填写人", 5, goes=2),
        ]
        self.table = LinesView(LinesTable(columns), name="draft_table", spoken="没有做完的入户")
        self.table.opened.connect(self.resume_requested)
        self._nothing = label(
            "没有做完一半的入户。\n\n按“新开一户”登记新的一户,或到“户档案”里选一户再入户。",
            role="quiet",
            name="no_drafts",
        )
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._foot = self._make_foot()
        column(
            row(title, 1, new), self._last, self.table, self._nothing, self._foot, into=self, margin=14, gap=12
        ).setStretch(2, 1)
        self.show_drafts([])

    def show_last(self, draft_id: str, question: str, about: str) -> None:
        """Asks whether to go on with the visit one was at; nothing asks nothing."""
        self._last_id = draft_id
        self._question.setText(question)
        self._about.setText(about)
        self._last.setVisible(bool(draft_id))
        if draft_id:
            self.go_on.setFocus()

    def show_drafts(self, lines: Sequence[Line]) -> None:
        """Shows the open visits, the one last written to first."""
        self.table.table.show(lines)
        self.table.fit()
        for part in (self.table, self._foot):
            part.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        if lines:
            self.table.selectRow(0)
        else:
            self.show_last("", "", "")

    def _make_last(self) -> QFrame:
        last = frame("notice", name="last_visit")
        self._question = label(role="heading", name="last_question")
        self._about = label(role="quiet", name="last_about", wrap=True)
        self.go_on = button("继续填写(&J)", name="go_on", role="main")
        self.go_on.clicked.connect(lambda: self.resume_requested.emit(self._last_id))
        line = row(column(self._question, self._about, gap=2), self.go_on, into=last)
        line.setStretch(0, 1)
        line.setContentsMargins(16, 12, 16, 12)
        return last

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        go_on = button("继续这一户(&G)", name="resume")
        go_on.clicked.connect(lambda: self.resume_requested.emit(self.table.chosen_id))
        discard = button("作废这次填写(&Z)…", name="discard", role="plain")
        discard.clicked.connect(lambda: self.discard_requested.emit(self.table.chosen_id))
        row(go_on, discard, 1, into=foot)
        return foot
