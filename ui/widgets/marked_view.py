"""A table on screen whose lines can be marked: Space marks, Ctrl+A all, Enter opens as everywhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.models.marked_table import MarkedTable
from ui.widgets.lines_view import LinesView


class MarkedView(LinesView):
    """A `MarkedTable` in view.

    Signals:
        all_requested: Ctrl+A.
    """

    all_requested = Signal()
    box_ems = 1.8

    def __init__(self, table: MarkedTable, *, name: str, spoken: str) -> None:
        super().__init__(table, name=name, spoken=f"{spoken},空格键勾选,Ctrl+A 全选")
        self.marks = table
        table.modelReset.connect(self._span)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space marks the line one stands on, Ctrl+A all of them."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Space and plain:
            if not event.isAutoRepeat():
                self.marks.toggle(self.currentIndex().row())
            return
        if event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.all_requested.emit()
            return
        super().keyPressEvent(event)

    def _span(self) -> None:
        self.clearSpans()
        for number in self.marks.headings:
            self.setSpan(number, 0, 1, len(self.marks.columns))
