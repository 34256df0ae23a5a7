"""Everything that happened to a household, the newest first; one saved change opened to its fields."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row

_ALL: Final = "全部经过"
_HAPPENED: Final = (Column("时间", 7.5), Column("事情", 7), Column("内容", 8, 1), Column("谁", 5, 2))
_FIELDS: Final = (Column("项目", 7), Column("改为", 8), Column("原来", 7))


class TimelineTab(QStackedWidget):
    """Signals:
    field_chosen: the field to filter by, empty for none. more_wanted: the next page.
    change_opened: a saved change whose fields are wanted.
    """

    field_chosen = Signal(str)
    more_wanted = Signal()
    change_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self._fields = QComboBox()
        self._fields.setObjectName("timeline_field")
        self._fields.setAccessibleName("只看哪一栏的变化")
        self._fields.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._fields.setMinimumContentsLength(6)
        self._fields.activated.connect(lambda number: self.field_chosen.emit(self._fields.itemData(number)))
        self.history = LinesView(LinesTable(_HAPPENED), name="history", spoken="经过,按 Enter 看一张修改单的各栏")
        self.history.opened.connect(self._on_opened)
        self.history.table.more_wanted.connect(self.more_wanted)
        pages = QWidget()
        column(self._fields, self.history, into=pages, margin=6).setStretch(1, 1)
        self._title = label(role="label", name="change_title", wrap=True)
        back = button("返回(&B)", name="close_change", role="plain", tip="Esc")
        back.clicked.connect(self.close_change)
        self.change = LinesView(LinesTable(_FIELDS), name="change_fields", spoken="这张修改单的各栏")
        one = QWidget()
        column(self._title, self.change, row(back, 1), into=one, margin=6).setStretch(1, 1)
        self.addWidget(pages)
        self.addWidget(one)

    def show_fields(self, fields: Sequence[tuple[str, str]], chosen: str) -> None:
        """The fields to filter by, as (id, label)."""
        self._fields.clear()
        self._fields.addItem(_ALL, "")
        for field, told in fields:
            self._fields.addItem(told, field)
        self._fields.setCurrentIndex(max(0, self._fields.findData(chosen)))

    def show_happenings(self, lines: Sequence[Line], *, more: bool) -> None:
        """The first page."""
        self.setCurrentIndex(0)
        self.history.table.show(lines, len(lines) + more)
        self.history.fit()

    def add_happenings(self, lines: Sequence[Line], *, more: bool) -> None:
        """The next page."""
        self.history.table.add(lines, more=more)

    def show_change(self, title: str, lines: Sequence[Line]) -> None:
        """One saved change with all its fields."""
        self._title.setText(title)
        self.change.table.show(lines)
        self.change.fit()
        self.setCurrentIndex(1)
        self.change.setFocus()

    def close_change(self) -> None:
        """Back to everything that happened, where one stood."""
        self.setCurrentIndex(0)
        self.history.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes an opened change."""
        if event.key() == Qt.Key.Key_Escape and self.currentIndex() == 1:
            self.close_change()
            return
        super().keyPressEvent(event)

    def _on_opened(self, line_id: str) -> None:
        # What was not saved, such as a receipt, has no fields.
        if not line_id.startswith("#"):
            self.change_opened.emit(line_id)
