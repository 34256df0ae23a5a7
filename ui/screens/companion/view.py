"""The bar at the top that says who goes along today, and lets one choose."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QWidget

from ui.theme import set_state
from ui.widgets.pieces import button, label, row, say

NAME_LIMIT = 64


class CompanionBar(QFrame):
    """Signals:
    chosen: the name that was chosen or typed; empty for nobody.
    choices_wanted: the bar is about to offer names.
    """

    chosen = Signal(str)
    choices_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("companion_bar")
        set_state(self, "role", "bar")
        self._told = label(name="companion_told")
        self._names = QComboBox()
        self._names.setObjectName("companion")
        self._names.setAccessibleName("今天的同行人")
        self._names.setEditable(True)
        self._names.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._names.setMinimumContentsLength(9)
        line = self._names.lineEdit()
        if line is not None:
            line.setObjectName("companion_name")
            line.setAccessibleName("今天的同行人")
            line.setMaxLength(NAME_LIMIT)
            line.setPlaceholderText("选或写姓名")
            line.returnPressed.connect(self._on_settle)
        self._settle = button("定下(&K)", name="companion_settle")
        self._settle.clicked.connect(self._on_settle)
        self._change = button("换同行人(&K)", name="companion_change", role="plain")
        self._change.clicked.connect(self._on_change)
        self._problem = label(role="problem", name="companion_problem", wrap=True)
        line_of_all = row(self._told, self._names, self._settle, self._change, self._problem, into=self, gap=10)
        line_of_all.setStretch(4, 1)
        line_of_all.addStretch(0)
        line_of_all.setContentsMargins(14, 4, 14, 4)
        self.show_companion("")

    def show_names(self, names: Sequence[str]) -> None:
        """The people to choose from; what is being typed stays."""
        typed = self._names.currentText()
        self._names.clear()
        self._names.addItems(list(names))
        self._names.setEditText(typed)

    def show_companion(self, name: str) -> None:
        """Who it is today; without one it asks."""
        self._names.setEditText(name)
        say(self._problem, "")
        self._show_asking(is_asking=not name)
        self._told.setText(f"今天同行:{name}" if name else "今天和谁一起入户?")

    def show_problem(self, sentence: str) -> None:
        """Why this one was not taken."""
        say(self._problem, sentence)
        self._names.setFocus()

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops, in the order one reads."""
        return [self._names, self._settle, self._change]

    def _show_asking(self, *, is_asking: bool) -> None:
        self._names.setVisible(is_asking)
        self._settle.setVisible(is_asking)
        self._change.setVisible(not is_asking)

    def _on_settle(self) -> None:
        self.chosen.emit(self._names.currentText().strip())

    def _on_change(self) -> None:
        self.choices_wanted.emit()
        self._told.setText("今天和谁一起入户?")
        self._show_asking(is_asking=True)
        self._names.setFocus()
        line = self._names.lineEdit()
        if line is not None:
            line.selectAll()
