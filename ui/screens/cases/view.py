"""The files of households: search as you type, one table, the household beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.cases.panel import HouseholdPanel
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row

REST_MS: Final = 60
COLUMNS: Final = (
    Column("调查编号", 6.5, goes=3),
    Column("姓名", 4.5),
    Column("住址", 11),
    Column("工作单位", 9, goes=5),
    Column("身份证件", 10.5, goes=6),
    Column("手机", 7, goes=7),
    Column("状态", 5.5, goes=1),
    Column("人口", 2.5, goes=8, is_right=True),
    Column("最近更新", 9.5, goes=4),
)


class CasesView(QWidget):
    """Signals:
    search_wanted: the text, when typing has rested for a moment.
    more_wanted: the next page of the list.
    case_chosen, case_opened: the id of a household, looked at or to be visited.
    new_requested: a household that has no file yet.
    """

    search_wanted = Signal(str)
    more_wanted = Signal()
    case_chosen = Signal(str)
    case_opened = Signal(str)
    print_requested = Signal(str)
    new_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cases")
        self.search = LimitedLine(limit=200)
        self.search.setObjectName("search")
        self.search.setProperty("role", "search")
        self.search.setAccessibleName("查找")
        self.search.setPlaceholderText("查找(F2):姓名、拼音、首字母、身份证尾号、电话、单位、地址、编号")
        self.search.setClearButtonEnabled(True)
        self._count = label(role="quiet", name="count")
        new = button("新开一户(&N)", name="new_case")
        new.clicked.connect(self.new_requested)
        self.table = LinesView(LinesTable(COLUMNS), name="case_table", spoken="户档案")
        self.panel = HouseholdPanel()
        self._nothing = label(role="quiet", name="no_cases", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left = QWidget()
        column(self.table, self._nothing, into=left)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(self.panel)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 3)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        head = row(self.search, self._count, new, gap=12)
        head.setStretch(0, 1)
        column(head, self._split, into=self, margin=14, gap=10).setStretch(1, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.search_wanted.emit(self.search.text()))
        self._connect()

    def show_cases(self, lines: Sequence[Line], total: int, told: str) -> None:
        """Shows the first page of what was found, and keeps standing on the household one stood on."""
        before = self.table.chosen_id
        self.table.table.show(lines, total)
        self.table.fit()
        self._count.setText(told)
        self.table.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        if self.search.text().strip():
            self._nothing.setText("没有找到。换个说法试试,例如只写姓,或身份证后四位。")
        else:
            self._nothing.setText("这里还没有户档案。\n\n按“新开一户”开始入户,或到“U盘同步”读入总部带来的档案。")
        if before:
            self.table.choose(before)
        if not self.table.chosen_id:
            self.panel.show_nothing()

    def add_cases(self, lines: Sequence[Line]) -> None:
        """Appends the next page."""
        self.table.table.add(lines)

    def ask_more_again(self) -> None:
        """The next page did not come; scrolling asks for it once more."""
        self.table.table.ask_again()

    def stand_on(self, case_id: str) -> None:
        """Stands on a household, if it is in the list."""
        self.table.choose(case_id)
        self.table.setFocus()

    def clear_search(self) -> None:
        """Shows all households again."""
        self.search.show_text("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ in the search line goes into the list; Enter there takes the first household."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.search.hasFocus():
            self.table.setFocus()
            if not self.table.chosen_id:
                self.table.selectRow(0)
            return
        super().keyPressEvent(event)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _: self._rest.start())
        self.table.table.more_wanted.connect(self.more_wanted)
        self.table.chosen.connect(self.case_chosen)
        self.table.opened.connect(self.case_opened)
        self.panel.visit_requested.connect(lambda: self.case_opened.emit(self.table.chosen_id))
        self.panel.print_requested.connect(self._on_print)
        for key, call in (("F2", self.to_search), ("Ctrl+P", self._on_print)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def to_search(self) -> None:
        """Brings the keyboard to the search line."""
        self.search.setFocus()
        self.search.selectAll()

    def _on_print(self) -> None:
        if self.table.chosen_id:
            self.print_requested.emit(self.table.chosen_id)
