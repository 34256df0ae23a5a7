"""Nobody was met: what happened at the door in two key strokes, without walking through the pages."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, column, label, row

OUTCOMES: Final = {"absent": "未遇", "refused": "拒访", "moved": "迁出", "died": "去世"}


class DoorBar(QFrame):
    """Under the head of the wizard while it is open. A digit answers; a sentence may be written before.

    Signals:
        answered: the outcome and the sentence.
        closed: the user went back without an answer.
    """

    answered = Signal(str, str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("door_bar")
        self.setProperty("role", "soft")
        told = label("没见到人:按数字记下并结束这次入户", role="label", name="door_told", wrap=True)
        self._choices: list[QPushButton] = []
        for number, (code, text) in enumerate(OUTCOMES.items(), start=1):
            made = button(f"{number} {text}", name=f"door:{code}")
            made.clicked.connect(lambda _=False, code=code: self._answer(code))
            self._choices.append(made)
        self.said = LimitedLine(limit=500)
        self.said.setObjectName("door_said")
        self.said.setAccessibleName("一句话")
        self.said.setPlaceholderText("一句话(可不写),如:邻居说回老家了")
        back = button("返回(Esc)", name="door_back", role="plain")
        back.clicked.connect(self.closed)
        choices = row(*self._choices, 1, back, gap=6)
        column(told, choices, self.said, 1, into=self, margin=10, gap=6)
        self.hide()

    def open(self) -> None:
        """Shows itself with the keyboard on the first answer."""
        self.said.show_text("")
        self.show()
        self._choices[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit answers, Esc goes back, Enter in the sentence goes to the answers."""
        number = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif plain and 0 <= number < len(self._choices) and not event.isAutoRepeat():
            self._choices[number].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choices[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [*self._choices, self.said]

    def _answer(self, code: str) -> None:
        self.answered.emit(code, self.said.text().strip())
