"""The files of households: search as you type, one table, the household beside it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from ui.models.lines_table import Line
from ui.models.marked_table import MarkedTable
from ui.screens.cases.bar import ListBar
from ui.screens.cases.column_sheet import ColumnSheet
from ui.screens.cases.columns import COLUMNS, ORDERED_BY, USUAL
from ui.screens.cases.filter_sheet import FilterSheet
from ui.screens.cases.marks_bar import MarksBar
from ui.screens.cases.panel import HouseholdPanel
from ui.widgets.limited_line import LimitedLine
from ui.widgets.marked_view import MarkedView
from ui.widgets.pieces import button, column, label, row

REST_MS: Final = 60


class CasesView(QWidget):
    """Signals:
    search_wanted: the text, when typing has rested for a moment.
    more_wanted: the next page of the list.
    case_chosen, case_opened: the id of a household, looked at or to be visited.
    new_requested: a household that has no file yet.
    print_requested, later_requested: the marked households are to be printed, or the one that one stands on.
    entry_requested: the same are to be typed into the national system.
    order_wanted: what a click on a title orders by.
    filter_opened: the sheet of the filters came into view. hidden: another screen did.
    """

    search_wanted = Signal(str)
    more_wanted = Signal()
    case_chosen = Signal(str)
    case_opened = Signal(str)
    print_requested = Signal()
    later_requested = Signal()
    entry_requested = Signal()
    new_requested = Signal()
    order_wanted = Signal(str)
    filter_opened = Signal()
    hidden = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cases")
        self.search = self._make_search()
        self._count = label(role="quiet", name="count")
        new = button("新开一户(&N)", name="new_case")
        new.clicked.connect(self.new_requested)
        self.bar = ListBar()
        self._columns: tuple[str, ...] = USUAL
        shown = [COLUMNS[name] for name in USUAL]
        self.table = MarkedView(MarkedTable(shown), name="case_table", spoken="户档案")
        self.table.horizontalHeader().setSectionsClickable(True)
        self.panel, self.filters, self.column_sheet = HouseholdPanel(), FilterSheet(), ColumnSheet()
        self._side = QStackedWidget()
        for part in (self.panel, self.filters, self.column_sheet):
            self._side.addWidget(part)
        self._nothing = label(role="quiet", name="no_cases", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        left = QWidget()
        self.marks_bar = MarksBar()
        column(self.table, self._nothing, into=left)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.addWidget(left)
        self._split.addWidget(self._side)
        self._split.setStretchFactor(0, 5)
        self._split.setStretchFactor(1, 3)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        head = row(self.search, self._count, new, gap=12)
        head.setStretch(0, 1)
        column(head, self.bar, self.marks_bar, self._split, into=self, margin=14, gap=8).setStretch(3, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.search_wanted.emit(self.search.text()))
        self._connect()

    def _make_search(self) -> LimitedLine:
        line = LimitedLine(limit=200)
        line.setObjectName("search")
        line.setProperty("role", "search")
        line.setAccessibleName("查找")
        line.setPlaceholderText("查找(F2):姓名、拼音、首字母、身份证尾号、电话、单位、地址、编号")
        line.setClearButtonEnabled(True)
        return line

    def show_columns(self, columns: tuple[str, ...]) -> None:
        """Gives the list these columns; it is empty until it is shown anew."""
        self._columns = columns
        self.table.table.set_columns([COLUMNS[name] for name in columns])
        self.table.fit()
        self.column_sheet.show_columns(columns)

    def show_cases(self, lines: Sequence[Line], *, more: bool, told: str, empty: str) -> None:
        """Shows the first page of what was found, and keeps standing on the household one stood on."""
        before = self.table.chosen_id
        self.table.table.show(lines, len(lines) + more)
        self.table.fit()
        self._count.setText(told)
        self.table.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
        self._nothing.setText(empty)
        if before:
            self.table.choose(before)
        if not self.table.chosen_id:
            self.panel.show_nothing()

    def show_count(self, told: str) -> None:
        """How many there are, when they have been counted."""
        self._count.setText(told)

    def add_cases(self, lines: Sequence[Line], *, more: bool) -> None:
        """Appends the next page."""
        self.table.table.add(lines, more=more)

    def show_filters(self) -> None:
        """Turns the side to the filters, or back to the household."""
        self._turn_to(self.filters)
        if self._side.currentWidget() is self.filters:
            self.filters.to_first()
            self.filter_opened.emit()

    def show_column_sheet(self) -> None:
        """Turns the side to the columns, or back to the household."""
        self._turn_to(self.column_sheet)
        if self._side.currentWidget() is self.column_sheet:
            self.column_sheet.to_first()

    def show_household(self) -> None:
        """Turns the side to the household."""
        self._side.setCurrentWidget(self.panel)
        self.table.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tells that nobody sees this screen any more."""
        super().hideEvent(event)
        self.hidden.emit()

    def ask_more_again(self) -> None:
        """The next page did not come; scrolling asks for it once more."""
        self.table.table.ask_again()

    def stand_on(self, case_id: str) -> None:
        """Stands on a household, if it is in the list; the keyboard stays away from where Enter begins a visit."""
        self.table.choose(case_id)
        self.search.setFocus()

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
        for asking in (self.panel.print_requested, self.marks_bar.print_requested):
            asking.connect(self.print_requested)
        for asking in (self.panel.entry_requested, self.marks_bar.entry_requested):
            asking.connect(self.entry_requested)
        self.marks_bar.later_requested.connect(self.later_requested)
        self.bar.filter_requested.connect(self.show_filters)
        self.bar.columns_requested.connect(self.show_column_sheet)
        self.filters.closed.connect(self.show_household)
        self.column_sheet.closed.connect(self.show_household)
        self.table.horizontalHeader().sectionClicked.connect(self._on_title)
        keys = {
            "F2": self.to_search,
            "F4": self.bar.clear_requested.emit,
            "F9": self.panel.reveal_requested.emit,
            "Ctrl+P": self.print_requested.emit,
            "Ctrl+Shift+P": self.later_requested.emit,
            "Ctrl+G": self.entry_requested.emit,
        }
        for key, call in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def show_entry_aid(self, is_offered: bool) -> None:
        """Whether 录入助手 is there for this person."""
        self.panel.entry.setVisible(is_offered)
        self.marks_bar.entry.setVisible(is_offered)

    def to_search(self) -> None:
        """Brings the keyboard to the search line."""
        self.search.setFocus()
        self.search.selectAll()

    def _turn_to(self, part: QWidget) -> None:
        if self._side.currentWidget() is part:
            self.show_household()
        else:
            self._side.setCurrentWidget(part)

    def _on_title(self, number: int) -> None:
        by = ORDERED_BY.get(self._columns[number])
        if by:
            self.order_wanted.emit(by)
