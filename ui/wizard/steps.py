"""The steps of a visit on the left, each with its state; they can be taken in any order."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame

from ui.theme import set_state
from ui.widgets.pieces import Button, column, label, row

GAP_PX = 10


@dataclass(frozen=True, slots=True)
class StepState:
    """What is open on a step: points to be put right, whether one of them stops 审定, questions without an answer."""

    problems: int = 0
    is_stopped: bool = False
    unanswered: int = 0

    @property
    def mark(self) -> tuple[str, str]:
        """The words in view and their look. ✓ has one meaning: everything asked is answered, and nothing is wrong."""
        if self.problems:
            return f"{self.problems} 处", "problem" if self.is_stopped else "warn"
        return (f"{self.unanswered} 空", "quiet") if self.unanswered else ("✓", "done")

    @property
    def told(self) -> str:
        """The same in full."""
        stops = "(影响审定)" if self.is_stopped else ""
        parts = [f"{self.problems} 处要补要改{stops}"] if self.problems else []
        parts += [f"{self.unanswered} 项还没有答"] if self.unanswered else []
        return "、".join(parts) or "现场要问的都答了,没有要改的"


class StepButton(Button):
    """The title of a step, and at the right what is open there."""

    def __init__(self, number: int, title: str) -> None:
        super().__init__(f"{number // 10 or ''}&{number % 10}  {title}")
        self._spoken = f"第 {number} 步 {title}"
        self._key = f"Alt+{number % 10}"
        self.setObjectName(f"step:{number}")
        self.setAutoDefault(False)
        self.setCheckable(True)
        self._open = label(name=f"open:{number}")
        self._open.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row(1, self._open, into=self).setContentsMargins(0, 0, GAP_PX, 0)

    def show_state(self, state: StepState | None) -> None:
        """Shows what is open; None where nothing was begun."""
        text, role = state.mark if state is not None else ("", "quiet")
        told = f",{state.told}" if state is not None else ""
        set_state(self._open, "role", role)
        self._open.setText(text)
        self.setAccessibleName(self._spoken + told)
        self.setToolTip(self._key + told)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for both."""
        beside = self._open.sizeHint().width() if self._open.text() else 0
        return super().sizeHint() + QSize(beside, 0)


class StepList(QFrame):
    """Alt and a digit goes to a step.

    Signals:
        chosen: the number of the step.
    """

    chosen = Signal(int)

    def __init__(self, steps: Mapping[int, str]) -> None:
        super().__init__()
        self.setObjectName("steps")
        self._group = QButtonGroup(self)
        self._buttons = {number: StepButton(number, title) for number, title in steps.items()}
        lines = column(into=self, gap=0)
        lines.setContentsMargins(0, 2, 0, 2)
        for number, made in self._buttons.items():
            made.clicked.connect(lambda _=False, number=number: self.chosen.emit(number))
            self._group.addButton(made)
            lines.addWidget(made)
        lines.addStretch(1)
        self.show_open({})

    def mark(self, number: int) -> None:
        """Marks the step in view."""
        self._buttons[number].setChecked(True)

    def show_open(self, states: Mapping[int, StepState]) -> None:
        """What is open on each step that was begun."""
        for number, made in self._buttons.items():
            made.show_state(states.get(number))
        # Where there is no room the list scrolls; Qt would rather squeeze every line a little first.
        self.setMinimumHeight(self.sizeHint().height())
