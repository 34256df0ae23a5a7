"""A line to write in that takes a text whole or not at all."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QLineEdit, QStyle, QStyleOptionFrame, QWidget

LIMIT: Final = 20_000
AROUND_TEXT_PX: Final = 5  # Qt's own margin left and right of a text, and the cursor behind it.
TOO_LONG: Final = "太长了:最多 {limit:,} 字。没有采用这次输入,原来的内容没有动。"


class LimitedLine(QLineEdit):
    """Refuses what is too long as a whole and keeps what was there, however the text came: typed, pasted, dropped.

    Signals:
        typed: the user changed the text.
        refused: a sentence that says why a text was not taken.
        entered, left: the keyboard came, went.
    """

    typed = Signal()
    refused = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, *, limit: int = LIMIT, is_plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._limit = limit
        self._kept = ""
        self._room_for = ""
        # Qt counts UTF-16 units and cuts silently; with room for two per character nothing allowed is ever cut.
        self.setMaxLength(2 * limit + 2)
        if is_plain:
            # Digits and letters reach the field at once, though an input method is on.
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.textEdited.connect(self._on_edited)

    def keep_room_for(self, text: str) -> None:
        """Is never narrower than this text, at whatever size of type."""
        self._room_for = text
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As Qt reckons it, but for the text that is to be seen whole."""
        least = super().minimumSizeHint()
        if not self._room_for:
            return least
        option = QStyleOptionFrame()
        self.initStyleOption(option)
        text = QSize(self.fontMetrics().horizontalAdvance(self._room_for) + AROUND_TEXT_PX, 1)
        room = self.style().sizeFromContents(QStyle.ContentsType.CT_LineEdit, option, text, self)
        return QSize(max(least.width(), room.width()), least.height())

    def show_text(self, text: str) -> None:
        """Puts a text in without it counting as typed; it is shown from its beginning."""
        self._kept = text
        if text != self.text():
            self.setText(text)
            if not self.hasFocus():
                self.setCursorPosition(0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells that the keyboard came."""
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.OtherFocusReason:
            self.end(False)  # Brought here to go on writing.
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tells that the keyboard went, except into the field's own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _on_edited(self, text: str) -> None:
        if len(text) <= self._limit:
            self._kept = text
            self.typed.emit()
            return
        self.setText(self._kept)
        self.refused.emit(TOO_LONG.format(limit=self._limit))
