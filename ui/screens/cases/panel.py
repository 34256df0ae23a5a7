"""Beside the list: the household, what happened to it, and the clashes that headquarters settles."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.cases.clash_box import ClashBox, ClashShown
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, emptied, label, row, say, scrolled


class HouseholdPanel(QFrame):
    """Signals:
    visit_requested, print_requested: the buttons.
    settle_requested: address, change id and reason.
    """

    visit_requested = Signal()
    print_requested = Signal()
    settle_requested = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("household_panel")
        self.setProperty("role", "card")
        self._name = label(role="title", name="panel_name")
        self._about = label(role="quiet", name="panel_about", wrap=True)
        self.visit = button("入户(&V)", name="visit", role="main", tip="在列表里按 Enter 也可以")
        self.print = button("打印(&P)…", name="print", tip="Ctrl+P")
        self.visit.clicked.connect(self.visit_requested)
        self.print.clicked.connect(self.print_requested)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        facts = QWidget()
        column(self._facts, 1, into=facts, margin=10)
        columns = [Column("时间", 7.5), Column("项目", 6), Column("改为", 8), Column("原来", 6, 2), Column("谁", 4, 1)]
        self._history = LinesView(LinesTable(columns), name="history", spoken="变更历史")
        self._clashes = QWidget()
        self._clash_lines: QVBoxLayout = column(into=self._clashes, margin=10, gap=14)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("panel_tabs")
        self._tabs.addTab(scrolled(facts, name="facts_area"), "概况")
        self._tabs.addTab(self._history, "变更历史")
        self._tabs.addTab(scrolled(self._clashes, name="clash_area"), "冲突")
        self._body = QWidget()
        column(self._name, self._about, row(self.visit, self.print, 1), self._tabs, into=self._body).setStretch(3, 1)
        self._nothing = label("在左边选一户,这里显示它的情况。", role="quiet", name="panel_nothing", wrap=True)
        column(self._nothing, self._body, into=self, margin=12).setStretch(1, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No household is chosen."""
        self._body.hide()
        self._nothing.show()

    def show_household(self, name: str, about: str, facts: Sequence[tuple[str, str]], history: Sequence[Line]) -> None:
        """Shows one household."""
        self._nothing.hide()
        self._body.show()
        self._name.setText(name)
        say(self._about, about)
        emptied(self._facts)
        for line, (title, text) in enumerate(facts):
            self._facts.addWidget(label(title, role="label"), line, 0)
            self._facts.addWidget(label(text, wrap=True, name=f"fact:{title}"), line, 1)
        self._history.table.show(history)
        self._history.fit()

    def show_clashes(self, clashes: Sequence[ClashShown], *, can_settle: bool) -> None:
        """Shows where two people wrote different values; at headquarters one of them is chosen."""
        emptied(self._clash_lines)
        for clash in clashes:
            box = ClashBox(clash, can_settle=can_settle)
            box.settle_requested.connect(self.settle_requested)
            self._clash_lines.addWidget(box)
        if not clashes:
            self._clash_lines.addWidget(label("没有冲突。", role="quiet"))
        self._clash_lines.addStretch(1)
        self._tabs.setTabText(2, f"冲突({len(clashes)})" if clashes else "冲突")
