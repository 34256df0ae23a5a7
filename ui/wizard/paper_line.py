"""A small line for the number of a paper, in view while a sheet of paper is typed in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.widgets.limited_line import LimitedLine


class PaperNumberLine(LimitedLine):
    """Signals:
    given: the number, and the household that is in view.
    """

    given = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(limit=40, is_plain=True)
        self._case_id = ""
        self.setObjectName("paper_number")
        self.setAccessibleName("纸号")
        self.setPlaceholderText("纸号,回车记下")
        self.setToolTip("空白表页脚的 8 位纸号;没有编号的纸不用写")
        self.hide()

    def begin(self, case_id: str) -> None:
        """Another household is in view."""
        self._case_id = case_id
        self.show_text("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            number = self.text().strip()
            if number and self._case_id and not event.isAutoRepeat():
                self.given.emit(number, self._case_id)
            return
        super().keyPressEvent(event)
