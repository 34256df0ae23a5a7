"""情况属实,说明原因: a line for the reason that settles a doubt, and the button that keeps it."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import allow, button, row

REASON_LENGTH: Final = 1_000
_FIRST: Final = "请先写原因,如“女方离家多年,居委会有证明”"


class ReasonLine(QWidget):
    """Signals:
    given: the reason; Enter says it too. left: Esc.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, *, name: str, key: str, hint: str) -> None:
        """`key` brings the keyboard here; `hint` says how long a reason counts."""
        super().__init__()
        self.line = LimitedLine(limit=REASON_LENGTH)
        self.line.setObjectName(name)
        self.line.setAccessibleName("情况属实,说明原因")
        self.line.setPlaceholderText(f"情况属实,说明原因({key}){hint}")
        self._keep = button("记下说明(&Y)", name=f"{name}_keep", tip="Enter")
        self._keep.clicked.connect(self._say)
        self.line.textChanged.connect(lambda _: self._look())
        row(self.line, self._keep, into=self).setStretch(0, 1)
        self._look()

    @property
    def is_writing(self) -> bool:
        """Whether a reason has been begun."""
        return self.isVisible() and bool(self.line.text().strip())

    def clear(self) -> None:
        """Is empty again."""
        self.line.show_text("")
        self._look()

    def write(self) -> None:
        """Brings the keyboard here, where a reason is wanted."""
        if self.isVisible():
            self.line.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves; Enter in the line keeps the reason."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.line.hasFocus():
            self._say()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        allow(self._keep, bool(self.line.text().strip()), first=_FIRST)

    def _say(self) -> None:
        why = self.line.text().strip()
        if why:
            self.given.emit(why)
