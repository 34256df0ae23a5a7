"""Alt with a letter is a shortcut or nothing: Qt's lines would write the letter where no shortcut has it."""

import sys
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow

_WRITING: Final = sys.platform == "darwin"  # There Option with a letter writes a letter of its own.
_CHORD: Final = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.MetaModifier


class AltKeys(QObject):
    """Takes away, before any widget sees it, what is held with Alt and no shortcut of the window has taken."""

    def __init__(self, window: QWindow) -> None:
        super().__init__(window)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """With Control as well it is AltGr, which writes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not _WRITING:
            is_alt = event.modifiers() & _CHORD == Qt.KeyboardModifier.AltModifier
            return is_alt and event.text().isprintable() and event.text() != ""
        return super().eventFilter(watched, event)
