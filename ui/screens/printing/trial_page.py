"""Two sheets through a printer by hand, and what they tell about it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from ui.widgets.pieces import allow, button, column, label, row, scrolled

BACKS: Final = {
    "same": "背面 1",
    "other": "背面 2",
    "none": "什么也没有(两次印在了同一面)",
}
ARROWS: Final = {"same": "朝同一边", "other": "一个朝上、一个朝下"}


class TrialPage(QWidget):
    """Signals:
    answered: what is behind 正面 1 (`same`, `other` or `none`), and whether both arrows point the same way.
    closed: nobody answers.
    """

    answered = Signal(str, bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trial")
        self._backs, backs = self._group("trial_back", BACKS)
        self._arrows, arrows = self._group("trial_arrow", ARROWS)
        self._keep = button("记住(&K)", name="trial_keep", role="main")
        self._keep.clicked.connect(self._on_keep)
        back = button("返回(&B)", name="trial_back_button", role="plain", tip="Esc")
        back.clicked.connect(self.closed)
        sheet = QWidget()
        column(
            label("看看打出的两张纸", role="title", name="trial_title"),
            label("拿起写着“正面 1”的那张,翻过来,背面写着什么?", name="trial_question1", wrap=True),
            backs,
            label("还是那张纸,像翻书那样左右翻,正反两面的箭头朝哪边?", name="trial_question2", wrap=True),
            arrows,
            row(self._keep, back, 1),
            1,
            into=sheet,
            margin=2,
            gap=12,
        )
        column(scrolled(sheet, name="trial_area"), into=self)
        self._look()

    def ask(self) -> None:
        """Asks anew."""
        for group in (self._backs, self._arrows):
            group.setExclusive(False)
            for choice in group.buttons():
                choice.setChecked(False)
            group.setExclusive(True)
        self._look()
        self._backs.buttons()[0].setFocus()

    def _group(self, name: str, choices: dict[str, str]) -> tuple[QButtonGroup, QVBoxLayout]:
        group = QButtonGroup(self)
        made = []
        for key, told in choices.items():
            choice = QRadioButton(told)
            choice.setObjectName(f"{name}:{key}")
            choice.setAccessibleName(told)
            choice.setProperty("answer", key)
            choice.toggled.connect(lambda _: self._look())
            group.addButton(choice)
            made.append(choice)
        return group, column(*made, gap=4)

    def _answer(self, group: QButtonGroup) -> str:
        return next((str(choice.property("answer")) for choice in group.buttons() if choice.isChecked()), "")

    def _look(self) -> None:
        back = self._answer(self._backs)
        for choice in self._arrows.buttons():
            # With both prints on one side there are no two sides to compare.
            choice.setEnabled(back != "none")
        ready = back == "none" or bool(back and self._answer(self._arrows))
        allow(self._keep, ready, first="请先回答上面两问")

    def _on_keep(self) -> None:
        self.answered.emit(self._answer(self._backs), self._answer(self._arrows) == "same")
