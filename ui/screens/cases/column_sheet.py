"""Beside the list: which columns it has, and in which order."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem

from ui.screens.cases.columns import COLUMNS, USUAL
from ui.widgets.pieces import button, column, label, row


class ColumnSheet(QFrame):
    """Signals:
    columns_changed: the ids of the columns from left to right.
    closed: back to the household.
    """

    columns_changed = Signal(tuple)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("column_sheet")
        self.setProperty("role", "card")
        self._quiet = False
        self._list = QListWidget()
        self._list.setObjectName("columns")
        self._list.setMinimumHeight(40)
        self._list.setAccessibleName("列表的各列,空格键显示或隐藏")
        self._list.itemChanged.connect(self._on_changed)
        self._up = button("上移(&O)", name="column_up")
        self._down = button("下移(&J)", name="column_down")
        usual = button("恢复原样(&Y)", name="usual_columns", role="plain")
        close = button("收起(&R)", name="close_columns", role="plain", tip="Esc")
        self._up.clicked.connect(lambda: self._move(-1))
        self._down.clicked.connect(lambda: self._move(1))
        usual.clicked.connect(lambda: self.columns_changed.emit(USUAL))
        close.clicked.connect(self.closed)
        told = label("打勾的列显示,从上到下就是从左到右。窗口窄时,放不下的列会让出位置。", role="quiet", wrap=True)
        head = row(label("各列", role="heading"), 1, usual, close)
        buttons = row(self._up, self._down, 1)
        column(head, told, self._list, buttons, into=self, margin=12).setStretch(2, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the household."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def to_first(self) -> None:
        """Brings the keyboard to the list."""
        self._list.setFocus()

    def show_columns(self, columns: Sequence[str]) -> None:
        """Shows the columns in their order, behind them those that are not shown."""
        self._quiet = True
        stood = self._list.currentRow()
        stood_on = self._list.item(stood).data(Qt.ItemDataRole.UserRole) if stood >= 0 else columns[0]
        self._list.clear()
        for name in (*columns, *(other for other in COLUMNS if other not in columns)):
            item = QListWidgetItem(COLUMNS[name].title)
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if name in columns else Qt.CheckState.Unchecked)
            self._list.addItem(item)
            if name == stood_on:
                self._list.setCurrentItem(item)
        self._quiet = False

    def _move(self, step: int) -> None:
        number = self._list.currentRow()
        if not 0 <= number + step < self._list.count():
            return
        self._quiet = True
        item = self._list.takeItem(number)
        self._list.insertItem(number + step, item)
        self._list.setCurrentItem(item)
        self._quiet = False
        self._on_changed()

    def _on_changed(self) -> None:
        if self._quiet:
            return
        items = [self._list.item(number) for number in range(self._list.count())]
        shown = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        # A list without columns shows nobody; the last one stays.
        self.columns_changed.emit(tuple(item.data(Qt.ItemDataRole.UserRole) for item in shown) or ("name",))
