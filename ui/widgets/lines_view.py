"""The table on screen: one choice at a time, Enter opens, columns that go when there is no room for them."""

from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.models.lines_table import LinesTable
from ui.theme import ems

# Names, numbers and days have a length of their own; the room that is left over goes to what may be longer.
LONG_EMS: Final = 8
# Of the edge around it, when the keyboard is there.
EDGE_PX: Final = 2


class LinesView(QTableView):
    """A `LinesTable` in view.

    Signals:
        chosen: the id of the line that the user stands on.
        opened: the id of the line that was double-clicked, or on which Enter was pressed.
    """

    chosen = Signal(str)
    opened = Signal(str)
    # Room for the box beside a text.
    box_ems: float = 0

    def __init__(self, table: LinesTable, *, name: str, spoken: str) -> None:
        super().__init__()
        self.table = table
        self._held = 0
        self.setModel(table)
        table.setParent(self)
        self.setObjectName(name)
        self.setAccessibleName(spoken)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(False)
        table.modelReset.connect(self._stand_somewhere)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    @property
    def chosen_id(self) -> str:
        """The line that the user stands on, or nothing."""
        line = self.table.line(self.currentIndex().row())
        return line.id if line else ""

    def choose(self, line_id: str) -> None:
        """Stands on a line."""
        number = self.table.number_of(line_id)
        if number >= 0:
            self.selectRow(number)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802  # Qt calls it.
        """Tells which line was chosen."""
        super().selectionChanged(selected, deselected)
        rows = self.selectionModel().selectedRows()
        line = self.table.line(rows[0].row()) if rows else None
        if line is not None:
            self.chosen.emit(line.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; held down, it opens once."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:  # Qt calls it.
        """Room for the headings and two lines: a page with less than that scrolls instead."""
        hint = super().minimumSizeHint()
        return QSize(hint.width(), max(hint.height(), self.height_of(2)))

    def height_of(self, lines: int) -> int:
        """How high the view is that shows the headings and so many lines whole."""
        headings = self.horizontalHeader().sizeHint().height()
        return headings + lines * self.verticalHeader().defaultSectionSize() + 2 * EDGE_PX

    def hold(self, lines: int) -> None:
        """Is as high as so many lines from now on, at every size of type, and fits the columns."""
        self._held = lines
        self.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard always stands on a line that is seen to be chosen; Qt would stand there without showing it."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self._stand_somewhere()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the columns to the room, and keeps the chosen line in view where that has become less."""
        super().resizeEvent(event)
        self.fit()
        if event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        """Another size of type makes other lines; before it is first shown, a view does not know its own."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Gives columns their width, lets those go that have no room, and hands out what is left over."""
        self.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        if self._held:
            self.setFixedHeight(self.height_of(self._held))
        columns = self.table.columns
        widths = [ems(self, column.ems) + 14 for column in columns]
        widths[self.table.box_column] += ems(self, self.box_ems)
        room = self.viewport().width()
        shown = set(range(len(columns)))
        for number in sorted(shown, key=lambda number: columns[number].goes, reverse=True):
            if sum(widths[other] for other in shown) <= room or columns[number].goes == 0:
                break
            shown.discard(number)
        least = sum(widths[number] for number in shown)
        if least > room > 0:
            widths = [width * room // least for width in widths]
        spare = max(0, room - sum(widths[number] for number in shown))
        long = {number for number in shown if columns[number].ems >= LONG_EMS}
        taking = long or {number for number in shown if not columns[number].is_right}
        share = sum(columns[number].ems for number in taking) or 1
        for number, column in enumerate(columns):
            self.setColumnHidden(number, number not in shown)
            extra = int(spare * column.ems / share) if number in taking else 0
            self.setColumnWidth(number, widths[number] + extra)

    def _stand_somewhere(self) -> None:
        if self.hasFocus() and not self.selectionModel().hasSelection() and self.table.rowCount():
            self.selectRow(max(0, self.currentIndex().row()))

    def _open(self, number: int) -> None:
        line = self.table.line(number)
        if line is not None:
            self.opened.emit(line.id)
