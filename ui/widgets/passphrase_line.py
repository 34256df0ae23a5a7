"""A line for a passphrase: hidden, shown on demand, with a warning when Caps Lock seems to be on."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.pieces import button, column, label, row, say

# The digits of the longest PIN there is.
PIN_LENGTH: Final = 8


class _HiddenLine(QLineEdit):
    """Tells from the letters whether Caps Lock is on; Qt does not say it on every system."""

    caps_seen = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Looks at each letter before it is written."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isalpha():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_seen.emit(text.isupper() != has_shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps_seen.emit(False)
        super().keyPressEvent(event)


class PassphraseLine(QWidget):
    """Signals: entered_passphrase: Enter was pressed."""

    entered_passphrase = Signal()

    def __init__(self, spoken: str, *, name: str, key: str = "") -> None:
        super().__init__()
        self.line = _HiddenLine()
        self.line.setObjectName(name)
        self.line.setAccessibleName(spoken)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setMaxLength(1_000)
        self.setFocusProxy(self.line)
        show = button(f"显示(&{key})" if key else "显示", name=f"{name}_show", role="plain")
        show.setCheckable(True)
        show.toggled.connect(self._on_show)
        self._caps = label(role="warn", name=f"{name}_caps")
        line = row(self.line, show, gap=4)
        line.setStretch(0, 1)
        column(line, self._caps, into=self, gap=2)
        self._caps.hide()
        self.line.caps_seen.connect(lambda is_on: say(self._caps, "大写锁定可能开着" if is_on else ""))
        self.line.returnPressed.connect(self.entered_passphrase)

    @property
    def text(self) -> str:
        """The passphrase."""
        return self.line.text()

    def fill(self, text: str) -> None:
        """Puts in a passphrase that everybody knows; whoever types all the same, replaces it."""
        self.line.setText(text)
        self.line.selectAll()

    def clear(self) -> None:
        """Lets go of the passphrase."""
        self.line.clear()

    def _on_show(self, is_shown: bool) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password)
