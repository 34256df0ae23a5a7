"""The lists that were taken: from whom, about what, what they said, and what is left to settle."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, label, row

HOW: Final = (
    "民政、车管、市场监管、不动产、其他工会给的名单,在这里和在档的人逐行比对:对上的记入档案,像的留给您认定,不是我们的人不保存。"
    "同一份名单再采用不会重复,整份可以撤销。"
)
NOTHING: Final = "还没有采用过名单。点“比对新名单”,选对方给的表格。"


class ListsPage(QWidget):
    """Signals:
    new_requested: a file is to be compared.
    doubts_requested, undo_requested: the id of a list.
    """

    new_requested = Signal()
    doubts_requested = Signal(str)
    undo_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("comparison_lists_page")
        self._open: dict[str, bool] = {}
        columns = [
            Column("收到", 5.5),
            Column("来源", 5),
            Column("项目", 8),
            Column("文件", 9, goes=3),
            Column("行数", 3.5, goes=2, is_right=True),
            Column("对上户", 3.5, is_right=True),
            Column("比对户", 3.5, goes=1, is_right=True),
            Column("待认定", 3.5, is_right=True),
            Column("状态", 5),
        ]
        self.table = LinesView(LinesTable(columns), name="comparison_lists", spoken="采用过的比对名单")
        self.table.chosen.connect(lambda _: self._look())
        self.table.opened.connect(self.doubts_requested)
        self._nothing = label(NOTHING, role="quiet", name="comparison_nothing", wrap=True)
        self._new = button("比对新名单(&N)…", name="compare_new", role="main")
        self._new.clicked.connect(self.new_requested)
        self._settle = button("认定(&J)", name="compare_settle")
        self._settle.clicked.connect(lambda: self.doubts_requested.emit(self.table.chosen_id))
        self._undo = button("撤销(&Z)…", name="compare_undo", tip="它记入各户的比对结果全部去掉,有人改过的留着")
        self._undo.clicked.connect(lambda: self.undo_requested.emit(self.table.chosen_id))
        how = label(HOW, role="quiet", name="comparison_how", wrap=True)
        buttons = row(self._new, self._settle, self._undo, 1)
        column(how, buttons, self._nothing, self.table, 1, into=self, margin=12, gap=9).setStretch(3, 100)
        self.show_lists([], {})

    def show_lists(self, lines: Sequence[Line], is_open: dict[str, bool]) -> None:
        """The lists, and of each whether it is in force; one that was taken back can be neither settled nor undone."""
        self._open = is_open
        chosen = self.table.chosen_id
        self.table.table.show(lines)
        self.table.fit()
        self._nothing.setVisible(not lines)
        self.table.setVisible(bool(lines))
        if lines:
            self.table.choose(chosen if self.table.table.number_of(chosen) >= 0 else lines[0].id)
        self._look()

    def to_work(self) -> None:
        """Brings the keyboard to the lists, or to the button that begins one."""
        (self.table if self.table.table.lines else self._new).setFocus()

    def _look(self) -> None:
        chosen = self.table.chosen_id
        first = "这份名单已经撤销" if chosen else "请先选一份名单"
        for pressed in (self._settle, self._undo):
            allow(pressed, self._open.get(chosen, False), first=first)
