"""录入助手 as it looks: narrow, beside the browser and above it; the box in hand on top, all of them under it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import set_state
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, frame, label, row

USUAL: Final = QSize(380, 700)
_COLUMNS: Final = (Column("", 1.2), Column("栏目", 6.5), Column("内容", 9))
_HINT: Final = "按 Enter 复制这一栏,光标到下一栏;换到浏览器按 Ctrl+V,再换回来按 Enter。"


class EntryView(QWidget):
    """Signals:
    copy_requested: the box in hand is to go to the clipboard.
    stood_on: the user stands on another box.
    next_requested, previous_requested: another household.
    number_given: the number of the national system, as typed.
    help_requested: F1.
    closed: the window went.
    """

    copy_requested = Signal()
    stood_on = Signal(str)
    next_requested = Signal()
    previous_requested = Signal()
    number_given = Signal(str)
    help_requested = Signal()
    closed = Signal()

    def __init__(self, *, can_give: bool) -> None:
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("entry")
        self.setWindowTitle("录入助手")
        # The program ends with its own window, not with this one.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setProperty("role", "sheet")
        self._name = ElidingLabel(role="heading", name="entry_name")
        self._place = label(role="quiet", name="entry_place")
        self._previous = button("上一户(&B)", name="entry_previous", role="plain", tip="Ctrl+PgUp")
        self._next = button("下一户(&N)", name="entry_next", role="plain", tip="Ctrl+PgDn")
        self._section = ElidingLabel(role="label", name="entry_box")
        self._text = ElidingLabel(role="number", name="entry_text")
        self._copy = button("复制,到下一栏(&C)", name="entry_copy", role="main", tip="Enter 或 F8")
        self._said = label(_HINT, role="quiet", name="entry_said", wrap=True)
        self._counted = label(role="quiet", name="entry_counted")
        self.table = LinesView(LinesTable(_COLUMNS), name="entry_lines", spoken="要录入的各栏,Enter 复制")
        self._given = self._make_given()
        self._lay_out()
        self._given.setVisible(can_give)
        self._connect()

    def show_household(self, name: str, place: str, number: str, *, has_next: bool, has_previous: bool) -> None:
        """Whose boxes these are, and which of how many."""
        self._name.show_text(name)
        self._place.setText(place)
        self._next.setVisible(has_next or has_previous)
        self._previous.setVisible(has_next or has_previous)
        self._next.setEnabled(has_next)
        self._previous.setEnabled(has_previous)
        self.number.show_text(number)

    def show_lines(self, lines: Sequence[Line], stand_on: str) -> None:
        """All boxes, standing on one of them."""
        self.table.table.show(lines)
        self.table.fit()
        self.stand_on(stand_on)

    def put_line(self, line: Line) -> None:
        """One box stands otherwise now."""
        self.table.table.put(self.table.table.number_of(line.id), line)

    def stand_on(self, key: str) -> None:
        """Brings a box in hand, with what comes after it in view."""
        self.table.choose(key)
        self.table.scrollTo(self.table.currentIndex(), LinesView.ScrollHint.PositionAtCenter)

    def show_box(self, section: str, text: str) -> None:
        """The box in hand."""
        self._section.show_text(section)
        self._text.show_text(text.replace("\n", " "))

    def show_counted(self, told: str) -> None:
        """How far one has come."""
        self._counted.setText(told)

    def say(self, told: str, kind: str = "quiet") -> None:
        """What has just happened: `quiet`, `done`, `warn` or `problem`."""
        set_state(self._said, "role", kind)
        self._said.setText(told or _HINT)

    def to_copy(self) -> None:
        """Brings the keyboard to the boxes."""
        self.table.setFocus()

    def to_number(self) -> None:
        """Brings the keyboard to the number of the national system, or on to the next household."""
        if self._given.isVisible():
            self.number.setFocus()
            self.number.selectAll()
        else:
            self.to_next()

    def to_next(self) -> None:
        """Brings the keyboard to the next household, where there is one."""
        if self._next.isVisible() and self._next.isEnabled():
            self._next.setFocus()

    def open_beside(self) -> None:
        """Shows itself at the right edge of the screen, where a browser leaves room."""
        if not self.isVisible():
            room = self.screen().availableGeometry()
            size = USUAL.expandedTo(self.minimumSizeHint()).boundedTo(room.size())
            self.resize(size)
            self.move(room.right() - size.width(), room.top())
        self.show()
        self.activateWindow()
        self.to_copy()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tells that it went."""
        super().closeEvent(event)
        self.closed.emit()

    def _make_given(self) -> QWidget:
        self.number = LimitedLine(limit=60, is_plain=True)
        self.number.setObjectName("entry_number")
        self.number.setAccessibleName("全国系统给的职工编号")
        self.number.setPlaceholderText("系统给的编号")
        self._save = button("存下(&S)", name="entry_save", tip="Enter:作为一张修改单存进档案")
        title: QLabel = label("职工编号(&I)", role="label", name="entry_number_label")
        title.setTextFormat(Qt.TextFormat.AutoText)
        title.setBuddy(self.number)
        box = frame("foot", name="entry_given")
        row(title, self.number, self._save, into=box, margin=6).setStretch(1, 1)
        return box

    def _lay_out(self) -> None:
        head = row(self._name, self._place)
        head.setStretch(0, 1)
        ways = row(self._counted, 1, self._previous, self._next, gap=2)
        body = column(head, ways, self._section, self._text, self._copy, self._said, self.table, gap=6)
        body.setContentsMargins(10, 8, 10, 4)
        body.setStretch(6, 1)
        whole = column(into=self, gap=0)
        whole.addLayout(body, 1)
        whole.addWidget(self._given)

    def _connect(self) -> None:
        self._copy.clicked.connect(self.copy_requested)
        self._next.clicked.connect(self.next_requested)
        self._previous.clicked.connect(self.previous_requested)
        self.table.opened.connect(lambda _: self.copy_requested.emit())
        self.table.chosen.connect(self.stood_on)
        self._save.clicked.connect(self._on_number)
        self.number.returnPressed.connect(self._on_number)
        keys = {
            "F8": self.copy_requested.emit,
            "Ctrl+PgDown": self._next.click,
            "Ctrl+PgUp": self._previous.click,
            "F1": self.help_requested.emit,
            "Esc": self.close,
        }
        for key, call in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(call)

    def _on_number(self) -> None:
        self.number_given.emit(self.number.text())
