"""Editors that choose: a code of a table, a member of the household, yes or no."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPushButton

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.parse import parse, show
from fieldsurvey.case.values import GAP_LABELS
from ui.theme import ems, set_state
from ui.widgets.choice_line import Choice, ChoiceLine
from ui.widgets.pieces import button, label, row
from ui.wizard.editors.editor import Editor

_YES_KEYS: Final = {Qt.Key.Key_Y, Qt.Key.Key_1, Qt.Key.Key_S}
_NO_KEYS: Final = {Qt.Key.Key_N, Qt.Key.Key_0, Qt.Key.Key_F}
NO_MEMBER: Final = "(已不在成员里)"


def named(field: Field, choices: Iterable[tuple[str, str]], initials: Mapping[str, str]) -> list[Choice]:
    """Codes and labels as a line offers them, with the other names that the field's table has for them."""
    names = field.choices.names
    return [
        Choice(
            code, text, initials.get(text, ""), tuple((name, initials.get(name, "")) for name in names.get(code, ()))
        )
        for code, text in choices
    ]


class ChoiceEditor(Editor):
    """A code chosen by initials; of a MEMBER field the rows of the household."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self.line = ChoiceLine(limit=field.max_length)
        self._watch(self.line)
        self._unknown = NO_MEMBER if field.sort is Sort.MEMBER else ""
        self.set_choices(field.choices.offered.items(), {})
        row(self.line, 1, into=self, gap=0).setStretch(0, 20)
        self.line.setPlaceholderText(self._placeholder())
        self.line.setMaximumWidth(ems(self.line, 18))

    def set_choices(self, choices: Iterable[tuple[str, str]], initials: dict[str, str]) -> None:
        """Gives what can be chosen; the value in view stays."""
        held = self._read()
        self.line.set_choices(named(self.field, choices, initials))
        if not self.is_writing and not self._gap:
            self._show(held)

    def settle(self) -> None:
        """Takes what is marked."""
        self.line.settle()

    def _show(self, value: object) -> None:
        if isinstance(value, str):
            # A code that is no longer offered still says what it said.
            self.line.show_code(value, unknown=self._unknown or self.field.choices.label_of(value))
        else:
            self.line.show_text(show(self.field, value))

    def _read(self) -> Value:
        text = self.line.text().strip()
        if self.field.sort is not Sort.MEMBER:
            return self.line.code or parse(self.field, text)
        code = self.line.code
        return code if code is not None or not text else {"typed": text}

    def _placeholder(self) -> str:
        return "打首字母选,↓ 看全部"


class FlagEditor(Editor):
    """Yes or no in one stop of the keyboard: Y or 1, N or 0, arrows; Delete takes the answer back."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._answer: bool | None = None
        self._typed = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(field.label)
        self._yes = self._half("是(Y)", "yes", is_yes=True)
        self._no = self._half("否(N)", "no", is_yes=False)
        self._gap_shown = label(role="warn", name="gap")
        row(self._yes, self._no, self._gap_shown, 1, into=self, gap=0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answers by one key."""
        key = Qt.Key(event.key())
        if key in _YES_KEYS or key == Qt.Key.Key_Left:
            self._say(is_yes=True)
        elif key in _NO_KEYS or key == Qt.Key.Key_Right:
            self._say(is_yes=False)
        elif key == Qt.Key.Key_Space:
            self._say(is_yes=self._answer is not True)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._say(is_yes=None)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows where the keyboard is."""
        super().focusInEvent(event)
        self._mark_focus("yes")
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the mark away."""
        super().focusOutEvent(event)
        self._mark_focus("")
        self.left.emit()

    def _half(self, text: str, name: str, *, is_yes: bool) -> QPushButton:
        made = button(text, name=f"flag_{name}", role="choice")
        made.setAccessibleName(f"{self.field.label}:{text[0]}")
        made.setCheckable(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda: self._on_clicked(is_yes=is_yes))
        return made

    def _on_clicked(self, *, is_yes: bool) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._say(is_yes=is_yes)

    def _say(self, *, is_yes: bool | None) -> None:
        self._show(is_yes)
        self._gap = ""
        self._show_gap()
        self.typed.emit()

    def _show(self, value: object) -> None:
        self._answer = value if isinstance(value, bool) else None
        self._typed = show(self.field, value) if self._answer is None else ""
        self._yes.setChecked(self._answer is True)
        self._no.setChecked(self._answer is False)
        self._gap_shown.setText(self._typed)

    def _read(self) -> Value:
        return {"typed": self._typed} if self._typed else self._answer

    def _show_gap(self) -> None:
        self._gap_shown.setText("  " + GAP_LABELS[self._gap] if self._gap else self._typed)

    def _mark_focus(self, state: str) -> None:
        for half in (self._yes, self._no):
            set_state(half, "focused", state)
