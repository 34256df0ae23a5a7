"""Under the list while households are marked: how many, and what is done with them together."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from ui.widgets.pieces import button, label, row


class MarksBar(QFrame):
    """Signals:
    print_requested, later_requested, entry_requested, clear_requested: the buttons.
    """

    print_requested = Signal()
    later_requested = Signal()
    entry_requested = Signal()
    clear_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("marks_bar")
        self.setProperty("role", "notice")
        self._told = label(name="marked_count")
        go = button("打印(&R)…", name="print_marked", role="main", tip="Ctrl+P")
        later = button("稍后打印(&Y)", name="print_later", tip="Ctrl+Shift+P:放到“打印”里的“稍后打印”")
        self.entry = button("录入助手(&Z)", name="entry_marked", tip="Ctrl+G:一户接一户录入全国系统")
        clear = button("取消(&W)", name="clear_marks", role="plain", tip="一户也不勾")
        go.clicked.connect(self.print_requested)
        later.clicked.connect(self.later_requested)
        self.entry.clicked.connect(self.entry_requested)
        clear.clicked.connect(self.clear_requested)
        row(self._told, 1, go, later, self.entry, clear, into=self, margin=6)
        self.show_count(0)

    def show_count(self, marked: int) -> None:
        """How many are marked; without any there is no bar."""
        self._told.setText(f"勾了 {marked:,} 户")
        self.setVisible(bool(marked))
