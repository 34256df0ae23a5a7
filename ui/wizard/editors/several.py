"""The editor of a field with several answers: boxes to tick, one stop of the keyboard."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QPushButton

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import GAP_LABELS
from ui.theme import set_state
from ui.widgets.pieces import button, column, label
from ui.wizard.editors.editor import Editor

MOST_COLUMNS: Final = 4
GAP_PX: Final = 4


class SeveralEditor(Editor):
    """Arrows go from box to box, Space ticks; a digit ticks the box of that number; Delete takes all answers back."""

    def __init__(self, field: Field) -> None:
        super().__init__(field)
        self._ticked: list[str] = []
        self._kept: Value = None
        self._at = 0
        self._columns = 1
        self._boxes: dict[str, QPushButton] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(field.label)
        self._grid = QGridLayout()
        self._grid.setSpacing(GAP_PX)
        self._told = label(role="warn", name="gap")
        self._told.hide()
        column(self._grid, self._told, into=self, gap=2)
        self._offer(field.choices.offered.items())

    def set_choices(self, choices: Iterable[tuple[str, str]], initials: dict[str, str]) -> None:
        """The boxes are those of the field's table; initials are of no use to them."""

    def minimumSizeHint(self) -> QSize:
        """One column is enough; how many there are follows from the room, and not the other way round."""
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes as many columns as there is room for."""
        super().resizeEvent(event)
        if self._columns_now() != self._columns:
            self._place_anew()
            self.updateGeometry()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves and ticks."""
        codes, key = list(self._boxes), event.key()
        wide = self._columns
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -wide, Qt.Key.Key_Down: wide}.get(Qt.Key(key))
        number = key - Qt.Key.Key_1
        if step is not None and 0 <= self._at + step < len(codes):
            self._at += step
            self._mark_focus()
        elif key == Qt.Key.Key_Space and codes:
            self._tick(codes[self._at])
        elif 0 <= number < min(9, len(codes)) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._at = number
            self._tick(codes[number])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._say([])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows where the keyboard is."""
        super().focusInEvent(event)
        self._mark_focus()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes the mark away."""
        super().focusOutEvent(event)
        self._mark_focus()
        self.left.emit()

    def _offer(self, choices: Iterable[tuple[str, str]]) -> None:
        for number, (code, text) in enumerate(choices):
            made = button(f"{number + 1} {text}" if number < 9 else text, name=f"tick:{code}", role="choice")
            made.setCheckable(True)
            made.setAccessibleName(f"{self.field.label}:{text}")
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(lambda _=False, code=code: self._on_clicked(code))
            self._boxes[code] = made
        self._place_anew()

    def _columns_now(self) -> int:
        widest = max((box.sizeHint().width() for box in self._boxes.values()), default=1)
        return max(1, min(MOST_COLUMNS, (self.width() + GAP_PX) // (widest + GAP_PX)))

    def _place_anew(self) -> None:
        self._columns = self._columns_now()
        for number, box in enumerate(self._boxes.values()):
            self._grid.addWidget(box, number // self._columns, number % self._columns)

    def _on_clicked(self, code: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._at = list(self._boxes).index(code)
        self._tick(code)

    def _tick(self, code: str) -> None:
        self._say([each for each in self._ticked if each != code] if code in self._ticked else [*self._ticked, code])

    def _say(self, ticked: list[str]) -> None:
        order = list(self.field.choices.labels)
        self._gap, self._kept = "", None
        self._ticked = sorted(ticked, key=lambda code: order.index(code) if code in order else len(order))
        self._draw()
        self._mark_focus()
        self._show_gap()
        self.typed.emit()

    def _show(self, value: object) -> None:
        is_list = isinstance(value, list) and all(isinstance(code, str) for code in value)
        self._ticked = list(value) if isinstance(value, list) and is_list else []
        # What is no list of codes is shown, and stays as long as nobody answers anew.
        self._kept = {"typed": show(self.field, value)} if value is not None and not is_list else None
        self._draw()
        self._show_gap()

    def _read(self) -> Value:
        return self._kept if self._kept is not None else (list(self._ticked) or None)

    def _draw(self) -> None:
        for code, box in self._boxes.items():
            box.setChecked(code in self._ticked)

    def _show_gap(self) -> None:
        gone = [self.field.choices.label_of(code) for code in self._ticked if code not in self._boxes]
        told = str(self._kept["typed"]) if isinstance(self._kept, dict) else ""
        text = GAP_LABELS[self._gap] if self._gap else told or (f"另有:{'、'.join(gone)}" if gone else "")
        self._told.setText(text)
        self._told.setVisible(bool(text))

    def _mark_focus(self) -> None:
        for number, box in enumerate(self._boxes.values()):
            set_state(box, "focused", "yes" if self.hasFocus() and number == self._at else "")
