"""What every editor offers: a value in, a value out, and word of what the writer does."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from fieldsurvey.case.values import GAP_LABELS, is_gap
from ui.theme import set_state
from ui.widgets.limited_line import LimitedLine

GAP_KEYS: Final = {"unknown": "F6", "refused": "F7", "later": "F8"}


class Editor(QWidget):
    """The place where one field is answered.

    A subclass shows values (`_show`), reads them back (`_read`) and names its writing widgets to `_watch`.

    Signals:
        typed: the user changed something.
        refused: a sentence that says why what was typed or pasted was not taken.
        entered, left: the keyboard came into the editor, went out of it.
    """

    typed = Signal()
    refused = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self._gap = ""
        self._set_aside: Value = None
        self._lines: list[LimitedLine] = []

    def show_value(self, value: object) -> None:
        """Shows a value of the document; nothing counts as typed."""
        self._gap = str(value["gap"]) if isinstance(value, dict) and is_gap(value) else ""
        self._set_aside = None
        self._show(None if self._gap else value)
        self._show_gap()

    def value(self) -> Value:
        """What the editor holds now, understood or kept as typed."""
        return {"gap": self._gap} if self._gap else self._read()

    def set_gap(self, gap: str) -> None:
        """Answers 不知道, 拒答 or 待补; the same once more takes it back and shows what stood there."""
        if not self._gap:
            self._set_aside = self._read()
        self._gap = "" if gap == self._gap else gap
        self._show(None if self._gap else self._set_aside)
        self._show_gap()
        self.typed.emit()

    def set_choices(self, choices: Iterable[tuple[str, str]], initials: dict[str, str]) -> None:
        """Gives the codes and labels to choose from, and the labels' initials; only some editors choose."""

    def suggest(self, texts: Mapping[str, Sequence[str]], initials: Mapping[str, str]) -> None:
        """Offers what other households have named, by what it is; only some editors do."""

    def settle(self) -> None:
        """Takes what is marked in an open list, as going on would; only editors that choose have one."""

    def look_back_from(self, day: date) -> None:
        """Gives the day of the visit, for what is asked of the months before it; only some editors need it."""

    @property
    def is_writing(self) -> bool:
        """True while the keyboard is in this editor."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    @property
    def places(self) -> list[LimitedLine]:
        """The lines one writes in, in order; other editors have none."""
        return self._lines

    def _show(self, value: object) -> None:
        raise NotImplementedError

    def _read(self) -> Value:
        raise NotImplementedError

    def _watch(self, line: LimitedLine) -> LimitedLine:
        self._lines.append(line)
        line.typed.connect(self._on_typed)
        line.refused.connect(self.refused)
        line.entered.connect(self._on_entered)
        line.left.connect(self._on_left)
        line.setAccessibleName(self.field.label)
        if not self._lines[1:]:
            self.setFocusProxy(line)
        return line

    def _show_gap(self) -> None:
        for line in self._lines[:1]:
            line.setPlaceholderText(GAP_LABELS[self._gap] if self._gap else self._placeholder())
            if self._gap or line.property("state") == "gap":
                set_state(line, "state", "gap" if self._gap else "")

    def _placeholder(self) -> str:
        return ""

    def _on_typed(self) -> None:
        if self._gap:
            self._gap = ""
            self._show_gap()
        self.typed.emit()

    def _on_entered(self) -> None:
        self.entered.emit()

    def _on_left(self) -> None:
        # Between the parts of one editor the keyboard does not leave the field.
        if not self.is_writing:
            self.left.emit()
