"""The editor of long texts: grows with what is written; Enter goes on, Shift+Enter begins a new line."""

from typing import Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPlainTextEdit

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from fieldsurvey.case.parse import parse, show
from fieldsurvey.case.values import GAP_LABELS
from ui.theme import set_state
from ui.widgets.limited_line import TOO_LONG
from ui.widgets.pieces import column
from ui.wizard.editors.editor import Editor

FEWEST_LINES: Final = 3
MOST_LINES: Final = 9


class LimitedText(QPlainTextEdit):
    """Takes a text whole or not at all; signals as in `LimitedLine`."""

    typed = Signal()
    refused = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit
        self._is_showing = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._on_changed)
        self._fit()

    def show_text(self, text: str) -> None:
        """Puts a text in without it counting as typed."""
        if text == self.toPlainText():
            return
        self._is_showing = True
        self.setPlainText(text)
        self._is_showing = False
        self._fit()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802  # Qt calls it back.
        """Refuses a paste or drop that would not fit before Qt begins to lay it out."""
        chosen = len(self.textCursor().selectedText())
        if self.document().characterCount() - 1 - chosen + len(source.text()) > self._limit:
            self.refused.emit(TOO_LONG.format(limit=self._limit))
            return
        super().insertFromMimeData(source)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter without Shift is not for the text: the page goes to the next field."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Has its height from now on: before, the style sheet had not yet said which type it is written in."""
        super().showEvent(event)
        self._fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tells that the keyboard came."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tells that the keyboard went, except into the field's own menu."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()

    def _on_changed(self) -> None:
        if self._is_showing:
            return
        if len(self.toPlainText()) > self._limit:
            self.undo()
            self.refused.emit(TOO_LONG.format(limit=self._limit))
            return
        self._fit()
        self.typed.emit()

    def _fit(self) -> None:
        lines = min(max(self.document().lineCount() + 1, FEWEST_LINES), MOST_LINES)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 2 * self.fontMetrics().descent() + 16)


class LongTextEditor(Editor):
    """A text of several lines."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.text = LimitedText(field.max_length)
        self.text.setAccessibleName(field.label)
        self.text.typed.connect(self._on_typed)
        self.text.refused.connect(self.refused)
        self.text.entered.connect(self._on_entered)
        self.text.left.connect(self._on_left)
        self.setFocusProxy(self.text)
        column(self.text, into=self)

    def _show(self, value: object) -> None:
        self.text.show_text(show(self.field, value))

    def _read(self) -> Value:
        return parse(self.field, self.text.toPlainText())

    def _show_gap(self) -> None:
        self.text.setPlaceholderText(GAP_LABELS.get(self._gap, "换行按 Shift+Enter"))
        set_state(self.text, "state", "gap" if self._gap else "")
