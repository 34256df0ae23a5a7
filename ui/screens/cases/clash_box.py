"""One clash: the values that stand, by whom, and at headquarters the choice with its reason."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QRadioButton

from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import allow, button, column, label, row


@dataclass(frozen=True, slots=True)
class ClashShown:
    """One clash as it is shown: where, its label, and its values as (id of the change, value, by whom and when)."""

    address: str
    label: str
    values: tuple[tuple[str, str, str], ...]


class ClashBox(QFrame):
    """Signals:
    settle_requested: address, change id and reason.
    """

    settle_requested = Signal(str, str, str)

    def __init__(self, clash: ClashShown, *, can_settle: bool) -> None:
        super().__init__()
        self.setObjectName(f"clash:{clash.address}")
        self.setProperty("role", "soft")
        self._address = clash.address
        self._group = QButtonGroup(self)
        self._why = LimitedLine(limit=500)
        self._settle = button("裁定(&K)", name="settle")
        lines = column(label(f"{clash.label}:两个人填得不一样", role="number"), into=self, margin=10, gap=6)
        for change_id, value, by in clash.values:
            choice = QRadioButton(f"{value}\n{by}")
            choice.setObjectName(f"value:{change_id}")
            choice.setEnabled(can_settle)
            choice.setProperty("change", change_id)
            self._group.addButton(choice)
            lines.addWidget(choice)
        if not can_settle:
            lines.addWidget(label("由总部裁定;裁定之前两个值都留着。", role="quiet", wrap=True))
            return
        self._why.setObjectName("settle_why")
        self._why.setPlaceholderText("为什么选它?例如:以低保证原件为准")
        self._why.setAccessibleName(f"{clash.label}:裁定的理由")
        self._look()
        self._settle.clicked.connect(self._on_settle)
        self._why.typed.connect(self._look)
        self._group.buttonClicked.connect(self._look)
        lines.addWidget(self._why)
        lines.addLayout(row(1, self._settle))

    def _look(self) -> None:
        is_ready = self._group.checkedButton() is not None and bool(self._why.text().strip())
        allow(self._settle, is_ready, first="请先选一个值,再写为什么选它")

    def _on_settle(self) -> None:
        chosen = str(self._group.checkedButton().property("change"))
        self.settle_requested.emit(self._address, chosen, self._why.text().strip())
