"""The steps of a visit on the left, each with its state; they can be taken in any order."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton

from ui.widgets.pieces import button, column


class StepList(QFrame):
    """Alt and a digit goes to a step.

    Signals:
        chosen: the number of the step.
    """

    chosen = Signal(int)

    def __init__(self, steps: Mapping[int, str]) -> None:
        super().__init__()
        self.setObjectName("steps")
        self._titles = dict(steps)
        self._group = QButtonGroup(self)
        self._buttons: dict[int, QPushButton] = {}
        lines = column(into=self, gap=0)
        lines.setContentsMargins(0, 2, 0, 2)
        for number in steps:
            made = button("", name=f"step:{number}")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, number=number: self.chosen.emit(number))
            self._group.addButton(made)
            self._buttons[number] = made
            lines.addWidget(made)
        lines.addStretch(1)
        self.show_open({})

    def mark(self, number: int) -> None:
        """Marks the step in view."""
        self._buttons[number].setChecked(True)

    def show_open(self, counts: Mapping[int, int]) -> None:
        """How many points are open on each step; 0 is a tick, unknown is nothing."""
        for number, made in self._buttons.items():
            count = counts.get(number)
            state = "" if count is None else f"  {count} 处" if count else "  ✓"
            told = "" if count is None else f",还有 {count} 处" if count else ",已填好"
            digits = f"{number // 10 or ''}&{number % 10}"
            made.setText(f"{digits}  {self._titles[number]}{state}")
            made.setAccessibleName(f"第 {number} 步 {self._titles[number]}{told}")
            made.setToolTip(f"Alt+{number % 10}{told}")
        # Where there is no room the list scrolls; Qt would rather squeeze every line a little first.
        self.setMinimumHeight(self.sizeHint().height())
