"""Beside the list: the household, what happened to it, and the clashes that headquarters settles."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QRadioButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, emptied, frame, label, row, say, scrolled


@dataclass(frozen=True, slots=True)
class ClashShown:
    """One clash as it is shown: where, its label, and its values as (id of the change, value, by whom and when)."""

    address: str
    label: str
    values: tuple[tuple[str, str, str], ...]


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
            self._clash_lines.addWidget(self._clash_box(clash, can_settle=can_settle))
        if not clashes:
            self._clash_lines.addWidget(label("没有冲突。", role="quiet"))
        self._clash_lines.addStretch(1)
        self._tabs.setTabText(2, f"冲突({len(clashes)})" if clashes else "冲突")

    def open_clashes(self) -> None:
        """Turns to the clashes."""
        self._tabs.setCurrentIndex(2)

    def _clash_box(self, clash: ClashShown, *, can_settle: bool) -> QFrame:
        box = frame("soft", name=f"clash:{clash.address}")
        lines = column(label(f"{clash.label}:两个人填得不一样", role="number"), into=box, margin=10, gap=6)
        group = QButtonGroup(box)
        for change_id, value, by in clash.values:
            choice = QRadioButton(f"{value}\n{by}")
            choice.setObjectName(f"value:{change_id}")
            choice.setEnabled(can_settle)
            choice.setProperty("change", change_id)
            group.addButton(choice)
            lines.addWidget(choice)
        if not can_settle:
            lines.addWidget(label("由总部裁定;裁定之前两个值都留着。", role="quiet", wrap=True))
            return box
        why = LimitedLine(limit=500)
        why.setObjectName("settle_why")
        why.setPlaceholderText("为什么选它?例如:以低保证原件为准")
        why.setAccessibleName(f"{clash.label}:裁定的理由")
        settle = button("裁定", name="settle")
        settle.setEnabled(False)
        settle.clicked.connect(
            lambda: self.settle_requested.emit(
                clash.address, str(group.checkedButton().property("change")), why.text().strip()
            )
        )
        ready = _Ready(settle, group, why)
        why.typed.connect(ready.look)
        group.buttonClicked.connect(ready.look)
        lines.addWidget(why)
        lines.addLayout(row(1, settle))
        return box


class _Ready:
    """Lets one press the button when a value is chosen and a reason is given."""

    def __init__(self, settle: QWidget, group: QButtonGroup, why: LimitedLine) -> None:
        self._settle, self._group, self._why = settle, group, why

    def look(self, *_: object) -> None:
        self._settle.setEnabled(self._group.checkedId() != -1 and bool(self._why.text().strip()))
