"""Taking a row out of a list with its reason, and bringing it back."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, column, emptied, label, row

FEW: Final = 3


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
        self._removed_line: QVBoxLayout = column(into=self._removed, gap=0)
        self._offered: dict[str, str] = {}
        self._shows_all = False
        self._more = button("更多", name="more_removed", role="plain", tip="还有以前移除的")
        self._more.setParent(self._removed)
        self._more.clicked.connect(self._show_more)
        column(row(self._remove, 1), self._asking, self._removed, into=self, gap=4)
        self._put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter behind the reason removes."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._why.hasFocus():
            self._agree.click()
            return
        super().keyPressEvent(event)

    def ask_why(self) -> None:
        """Opens the line for the reason."""
        self._asking.show()
        self._remove.hide()
        self._why.show_text("")
        self._agree.setEnabled(False)
        self._why.setFocus()

    def show_removed(self, removed: Mapping[str, str]) -> None:
        """Offers the rows that were removed, the last few at once; their names are shown on the buttons."""
        self._put_away()
        self._removed_line.removeWidget(self._more)
        emptied(self._removed_line)
        if removed:
            self._removed_line.addWidget(label(f"移除的{self._row_label}:", role="warn"))
        last = self._remove
        self._more.setVisible(len(removed) > FEW and not self._shows_all)
        self._more.setText(f"更多({len(removed) - FEW})")
        self._offered = dict(removed)
        # What was removed last comes last; people take back what they have just done.
        newest = list(removed.items())[::-1]
        for number, (row_id, name) in enumerate(newest if self._shows_all else newest[:FEW]):
            key = f"(&{self._keys[2]})" if number == 0 else ""
            made = button(f"恢复 {name}{key}", name=f"restore:{row_id}", role="plain")
            made.clicked.connect(lambda _=False, row_id=row_id: self.restore_requested.emit(row_id))
            self._removed_line.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
            QWidget.setTabOrder(last, made)
            last = made
        self._removed_line.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(last, self._more)
        self._removed.setVisible(bool(removed))

    def _show_more(self) -> None:
        self._shows_all = True
        self.show_removed(self._offered)

    def _put_away(self) -> None:
        self._asking.hide()
        self._remove.show()
