"""The line above the list: what it is filtered by, in which order it is, and the ways to change that."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from fieldsurvey.case.case_filter import Order
from ui.screens.cases.columns import ORDERS
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.pieces import button, row

_SAVED: Final = "存过的筛选…"


class ListBar(QWidget):
    """Signals:
    filter_requested, columns_requested: open or close the sheet. clear_requested: no filter and no text any more.
    saved_chosen: the name of a saved filter. order_chosen: what to order by.
    """

    filter_requested = Signal()
    columns_requested = Signal()
    clear_requested = Signal()
    saved_chosen = Signal(str)
    order_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("list_bar")
        open_filter = button("筛选(&F)", name="open_filter", tip="按状态、结果、单位、原因、日期……筛选")
        open_filter.clicked.connect(self.filter_requested)
        self._clear = button("清除(&L)", name="clear_filter", role="plain", tip="F4:不再筛选,也清空查找")
        self._clear.clicked.connect(self.clear_requested)
        self._words = ElidingLabel(role="quiet", name="filter_words")
        self._saved = self._box("saved_box", "存过的筛选", 6)
        self._saved.activated.connect(self._on_saved)
        self._orders = self._box("order_box", "排序", 8)
        for by, told in ORDERS.items():
            self._orders.addItem(told, Order(by))
            self._orders.addItem(f"{told}(倒过来)", Order(by, True))
        self._orders.activated.connect(lambda number: self.order_chosen.emit(Order(*self._orders.itemData(number))))
        columns = button("各列(&C)", name="open_columns", role="plain")
        columns.clicked.connect(self.columns_requested)
        line = row(open_filter, self._saved, self._words, self._clear, self._orders, columns, into=self)
        line.setStretch(2, 1)
        self.show_words("", is_clear=True)
        self.show_saved([])

    def show_words(self, words: str, *, is_clear: bool) -> None:
        """The filter in words; with nothing searched for nor filtered there is nothing to clear."""
        self._words.show_text(words or "全部户")
        self._clear.setVisible(not is_clear)

    def show_saved(self, names: Sequence[str]) -> None:
        """The saved filters to choose from."""
        self._saved.clear()
        self._saved.addItems([_SAVED, *names])
        self._saved.setVisible(bool(names))

    def show_order(self, order: Order) -> None:
        """What the list is ordered by."""
        for number in range(self._orders.count()):
            if Order(*self._orders.itemData(number)) == order:
                self._orders.setCurrentIndex(number)

    def _box(self, name: str, spoken: str, ems: int) -> QComboBox:
        box = QComboBox()
        box.setObjectName(name)
        box.setAccessibleName(spoken)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(ems)
        return box

    def _on_saved(self, number: int) -> None:
        if number:
            self.saved_chosen.emit(self._saved.itemText(number))
        self._saved.setCurrentIndex(0)
