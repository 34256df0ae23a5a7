"""Nobody was met: what happened at the door in three key strokes, without walking through the pages."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QWidget

from ui.theme import set_state
from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, column, label, row

OUTCOMES: Final = {"absent": "未遇", "refused": "拒访", "moved": "迁出", "died": "去世"}


class DoorBar(QFrame):
    """Under the head of the wizard while it is open: a digit chooses, a sentence may follow, Enter records.

    Choosing alone records nothing: that somebody has died or moved away must not be a slip of the finger.

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
        self._told = label(name="door_told", wrap=True)
        self._choices = {code: self._choice(number, code) for number, code in enumerate(OUTCOMES, start=1)}
        self._group = QButtonGroup(self)
        for made in self._choices.values():
            self._group.addButton(made)
        self.said = LimitedLine(limit=500)
        self.said.installEventFilter(self)
        self.said.setObjectName("door_said")
        self.said.setAccessibleName("一句话")
        self.said.setPlaceholderText("一句话(可不写),如:邻居说回老家了")
        self._record = button("记下并结束(回车)", name="door_record", role="main")
        self._record.clicked.connect(self._answer)
        back = button("返回(Esc)", name="door_back", role="plain")
        back.clicked.connect(self.closed)
        choices = row(*self._choices.values(), 1, back, gap=6)
        column(self._told, choices, row(self.said, self._record), 1, into=self, margin=10, gap=6)
        self.hide()

    def open(self) -> None:
        """Shows itself with nothing chosen and the keyboard on the first outcome."""
        self.said.show_text("")
        self._group.setExclusive(False)
        for made in self._choices.values():
            made.setChecked(False)
        self._group.setExclusive(True)
        self._show_told()
        self.show()
        next(iter(self._choices.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A digit chooses, Esc goes back, Enter in the sentence records."""
        number = event.key() - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif plain and 0 <= number < len(self._choices) and not event.isAutoRepeat():
            list(self._choices.values())[number].click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self._answer()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit held down chooses once; what the key repeats is no part of the sentence."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.isAutoRepeat():
            return event.text().isdecimal()
        return super().eventFilter(watched, event)

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in order."""
        return [*self._choices.values(), self.said, self._record]

    def _choice(self, number: int, code: str) -> QPushButton:
        made = button(f"{number} {OUTCOMES[code]}", name=f"door:{code}", role="choice")
        made.setCheckable(True)
        made.clicked.connect(self._on_chosen)
        return made

    def _on_chosen(self) -> None:
        self._show_told()
        self.said.setFocus()

    def _show_told(self) -> None:
        chosen = self._chosen()
        set_state(self._told, "role", "label")
        self._told.setText(
            f"记为“{OUTCOMES[chosen]}”:可以写一句话,按回车记下并结束这次入户。"
            if chosen
            else "没见到人:按数字选结果。选好后再按回车才记下。"
        )

    def _chosen(self) -> str:
        return next((code for code, made in self._choices.items() if made.isChecked()), "")

    def _answer(self) -> None:
        if chosen := self._chosen():
            self.answered.emit(chosen, self.said.text().strip())
            return
        set_state(self._told, "role", "problem")
        self._told.setText("还没有选结果:请按 1 到 4,或点一项。")
        next(iter(self._choices.values())).setFocus(Qt.FocusReason.TabFocusReason)
