"""The lines of a list of which it is doubtful who they are: both sides next to each other, and the choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, frame, label, row

PARTS: Final = {"name": "姓名", "number": "证件号", "birth_date": "出生日期", "address": "住址"}
DONE: Final = "这份名单没有要认定的行了。"
LINES_HELD: Final = 5
CANDIDATES_HELD: Final = 2


@dataclass(frozen=True, slots=True)
class Beside:
    """One candidate beside the line: whose file it is, by part what list and file say, and what speaks for it.

    `unlike` are the parts that differ, also where that is covered.
    """

    whose: str
    theirs: dict[str, str]
    ours: dict[str, str]
    told: str
    unlike: tuple[str, ...] = ()


class DoubtsPage(QWidget):
    """Signals:
    line_chosen, candidate_chosen: the id of what the user stands on.
    same_requested: this line is this candidate. nobody_requested: it is none of them.
    reveal_requested, closed: the buttons.
    """

    line_chosen = Signal(str)
    candidate_chosen = Signal(str)
    same_requested = Signal(str, str)
    nobody_requested = Signal(str)
    reveal_requested = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparison_doubts_page")
        self._title = label(role="heading", name="comparison_doubts_title", wrap=True)
        lines = [
            Column("行", 3, is_right=True),
            Column("姓名", 5),
            Column("名单写的内容", 16),
            Column("最像", 9, goes=1),
        ]
        self.lines = LinesView(LinesTable(lines), name="comparison_doubts", spoken="要认定的行")
        people = [
            Column("分", 2.5, is_right=True),
            Column("姓名", 5),
            Column("关系", 4, goes=2),
            Column("户", 8),
            Column("依据", 16, goes=1),
        ]
        self.people = LinesView(LinesTable(people), name="comparison_candidates", spoken="可能是哪一位")
        self._box = frame("card", name="comparison_beside")
        self._shown: dict[tuple[str, str], QLabel] = {}
        self._reasons = label(role="quiet", name="comparison_reasons", wrap=True)
        self._done = label(DONE, role="quiet", name="comparison_done", wrap=True)
        self._lay_out()
        self.lines.chosen.connect(self.line_chosen)
        self.people.chosen.connect(self.candidate_chosen)
        self.people.opened.connect(lambda _: self._on_same())

    def show_lines(self, title: str, lines: Sequence[Line]) -> None:
        """The lines that wait; the user stands on the first, or where the settled one was."""
        was = self.lines.currentIndex().row()
        self._title.setText(title)
        self.lines.table.show(lines)
        self.lines.hold(max(1, min(len(lines), LINES_HELD)))
        for part in (self.lines, self._box):
            part.setVisible(bool(lines))
        if not lines:
            self.people.table.show([])
            self.people.hide()
        self._done.setVisible(not lines)
        if lines:
            self.lines.selectRow(max(0, min(was, len(lines) - 1)))
        self._look()

    def show_candidates(self, lines: Sequence[Line]) -> None:
        """Who may be meant by the line in view, the likest first."""
        self.people.table.show(lines)
        self.people.hold(max(1, min(len(lines), CANDIDATES_HELD)))
        # One alone is told above its side.
        self.people.setVisible(len(lines) > 1)
        if lines:
            self.people.selectRow(0)
        self._look()

    def show_beside(self, beside: Beside) -> None:
        """Both sides; where they differ the text is set off."""
        self._whose.setText(beside.whose)
        for part in PARTS:
            theirs, ours = beside.theirs.get(part, ""), beside.ours.get(part, "")
            self._shown[part, "theirs"].setText(theirs or "(没有)")
            self._shown[part, "ours"].setText(ours or "(没有)")
            same = "不同" if part in beside.unlike else "相同"
            self._shown[part, "same"].setText(same if theirs and ours else "")
        self._reasons.setText(beside.told)

    def set_working(self, *, is_working: bool) -> None:
        """While something runs nothing else can be begun."""
        self._look(is_working=is_working)

    def to_work(self) -> None:
        """Brings the keyboard to the lines, or back where there are none."""
        (self.lines if self.lines.table.lines else self._back).setFocus()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        self._whose = label(role="label", name="comparison_whose", wrap=True)
        grid.addWidget(label("名单上写的", role="label"), 0, 1)
        grid.addWidget(self._whose, 0, 2)
        for line, (part, title) in enumerate(PARTS.items(), start=1):
            grid.addWidget(label(title, role="label"), line, 0)
            for place, side in enumerate(("theirs", "ours", "same"), start=1):
                role = "quiet" if side == "same" else "value"
                self._shown[part, side] = label(role=role, name=f"beside:{part}:{side}", wrap=side != "same")
                grid.addWidget(self._shown[part, side], line, place)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        column(grid, self._reasons, into=self._box, margin=10, gap=6)
        self._back = button("返回(&B)", name="comparison_doubts_back")
        self._back.clicked.connect(self.closed)
        self._same = button("是同一个人(&S)", name="comparison_same", role="main")
        self._same.clicked.connect(self._on_same)
        self._nobody = button("都不是(&F)", name="comparison_nobody")
        self._nobody.clicked.connect(lambda: self.nobody_requested.emit(self.lines.chosen_id))
        self._reveal = button("显示完整号码(&W)", name="comparison_reveal", tip="记入日志")
        self._reveal.clicked.connect(lambda: self.reveal_requested.emit(self.lines.chosen_id))
        head = row(self._title, self._back)
        head.setStretch(0, 1)
        buttons = row(self._same, self._nobody, self._reveal, 1)
        column(head, self._done, self.lines, self.people, self._box, buttons, 1, into=self, margin=12, gap=9)

    def _look(self, *, is_working: bool = False) -> None:
        has_line, has_person = bool(self.lines.chosen_id), bool(self.people.chosen_id)
        busy = "正在做上一件,请稍等" if is_working else ""
        allow(self._same, has_line and has_person and not busy, first=busy or "请先选一行,再选一位")
        for pressed in (self._nobody, self._reveal):
            allow(pressed, has_line and not busy, first=busy or "请先选一行")

    def _on_same(self) -> None:
        if self._same.isEnabled():
            self.same_requested.emit(self.lines.chosen_id, self.people.chosen_id)
