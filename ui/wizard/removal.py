"""Taking a row out of a list with its reason, and bringing it back."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, column, emptied, label, row


class RemovalBar(QFrame):
    """Under the editor of a row.

    Signals:
        remove_requested: the reason, empty on the first press; whoever hears it may call `ask_why`.
        restore_requested: the row to bring back.
    """

    remove_requested = Signal(str)
    restore_requested = Signal(str)

    def __init__(self, row_label: str, *, keys: str) -> None:
        super().__init__()
        self._row_label = row_label
        self._keys = keys
        self._remove = button(f"移除这个{row_label}(&{keys[1]})", name="remove_row", role="plain")
        self._remove.clicked.connect(lambda: self.remove_requested.emit(""))
        self._why = LimitedLine(limit=500)
        self._why.setObjectName("remove_why")
        self._why.setPlaceholderText("为什么移除?例如:录重了、户口已迁出")
        self._why.setAccessibleName("移除的原因")
        self._agree = button("确定移除", name="remove_agree")
        self._agree.setEnabled(False)
        self._back = button("不移除", name="remove_back", role="plain")
        self._why.typed.connect(lambda: self._agree.setEnabled(bool(self._why.text().strip())))
        self._agree.clicked.connect(lambda: self.remove_requested.emit(self._why.text().strip()))
        self._back.clicked.connect(self._put_away)
        self._asking = QFrame()
        row(self._why, self._agree, self._back, into=self._asking)
        self._removed = QFrame()
        self._removed_line: QHBoxLayout = row(into=self._removed)
        column(row(self._remove, 1), self._asking, self._removed, into=self, gap=4)
        self._put_away()

    def ask_why(self) -> None:
        """Opens the line for the reason."""
        self._asking.show()
        self._remove.hide()
        self._why.show_text("")
        self._agree.setEnabled(False)
        self._why.setFocus()

    def show_removed(self, removed: Mapping[str, str]) -> None:
        """Offers the rows that this visit removed; the names are shown on their buttons."""
        self._put_away()
        emptied(self._removed_line)
        if removed:
            self._removed_line.addWidget(label(f"本次移除的{self._row_label}:", role="warn"))
        last = self._remove
        for number, (row_id, name) in enumerate(removed.items()):
            key = f"(&{self._keys[2]})" if number == 0 else ""
            made = button(f"恢复 {name}{key}", name=f"restore:{row_id}", role="plain")
            made.clicked.connect(lambda _=False, row_id=row_id: self.restore_requested.emit(row_id))
            self._removed_line.addWidget(made)
            QWidget.setTabOrder(last, made)
            last = made
        self._removed_line.addStretch(1)
        self._removed.setVisible(bool(removed))

    def _put_away(self) -> None:
        self._asking.hide()
        self._remove.show()
