"""Beside the list: the household, its open points, what happened to it, and the clashes that headquarters settles."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QTabWidget, QVBoxLayout, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.cases.checked_tab import CheckedTab
from ui.screens.cases.clash_box import ClashBox, ClashShown
from ui.screens.cases.timeline_tab import TimelineTab
from ui.screens.cases.verdict_tab import VerdictTab
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, emptied, label, row, say, scrolled

_OPEN_POINTS = (Column("项目", 7), Column("怎么办", 13), Column("卡住", 3, 1))


class HouseholdPanel(QFrame):
    """Signals:
    visit_requested, print_requested, entry_requested: the buttons.
    reveal_requested: the numbers are to be shown in full, or covered again.
    settle_requested: address, change id and reason.
    tab_turned: another tab is in view.
    finding_opened: the address of what a check found.
    """

    visit_requested = Signal()
    print_requested = Signal()
    entry_requested = Signal()
    reveal_requested = Signal()
    settle_requested = Signal(str, str, str)
    tab_turned = Signal()
    finding_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("household_panel")
        self.setProperty("role", "card")
        self._name = ElidingLabel(role="title", name="panel_name")
        self._about = label(role="quiet", name="panel_about", wrap=True)
        self._covered: dict[str, tuple[QLabel, str]] = {}
        self._make_buttons()
        self._tabs = self._make_tabs()
        self._body = QWidget()
        head, about = row(self._name, self.visit, self.print), row(self._about, column(self._reveal, self.entry, gap=0))
        head.setStretch(0, 1)
        about.setStretch(0, 1)
        column(head, about, self._tabs, into=self._body).setStretch(2, 1)
        self._nothing = label("在左边选一户,这里显示它的情况。", role="quiet", name="panel_nothing", wrap=True)
        column(self._nothing, self._body, into=self, margin=12).setStretch(1, 1)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No household is chosen."""
        self._body.hide()
        self._nothing.show()

    def show_household(self, name: str, about: str, facts: Sequence[tuple[str, str, str]]) -> None:
        """Shows one household; a fact is title, text, and the address of the number that is covered in it, if any."""
        self._nothing.hide()
        self._body.show()
        self._name.show_text(name)
        say(self._about, about)
        emptied(self._facts)
        self._covered.clear()
        for line, (title, text, address) in enumerate(facts):
            said = label(text, wrap=True, name=f"fact:{address or title}")
            self._facts.addWidget(label(title, role="label"), line, 0)
            self._facts.addWidget(said, line, 1)
            if address:
                self._covered[address] = (said, text)
        self.cover()

    @property
    def shows_verdict(self) -> bool:
        """Whether 判定 is in view."""
        return self._tabs.currentWidget() is self.verdict

    @property
    def covered(self) -> list[str]:
        """The addresses of the numbers that can be shown in full."""
        return list(self._covered)

    def show_in_full(self, numbers: Mapping[str, str]) -> None:
        """Shows these numbers in full until `cover`."""
        for address, text in numbers.items():
            if address in self._covered:
                self._covered[address][0].setText(text)
        self._reveal.setText("遮盖号码(&Q)")

    def cover(self) -> None:
        """Covers every number."""
        for said, text in self._covered.values():
            said.setText(text)
        self._reveal.setText("显示号码(&Q)")
        self._reveal.setVisible(bool(self._covered))

    def show_problems(self, lines: Sequence[Line]) -> None:
        """The open points: what is missing or odd, what to do, and what it holds up."""
        self._problems.table.show(lines)
        self._problems.fit()
        self._problems.setVisible(bool(lines))
        self._no_problems.setVisible(not lines)
        self._tabs.setTabText(1, f"待补({len(lines)})" if lines else "待补")

    def show_findings(self, lines: Sequence[Line], *, left: int) -> None:
        """What the checks found, of which so many are still to be done."""
        self._checked.show_findings(lines)
        self._tabs.setTabText(self._tabs.indexOf(self._checked), f"核查({left})" if left else "核查")

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
        self._tabs.setTabText(3, f"冲突({len(clashes)})" if clashes else "冲突")

    def _make_buttons(self) -> None:
        self.visit = button("入户(&V)", name="visit", role="main", tip="在列表里按 Enter 也可以")
        self.print = button("打印(&P)…", name="print", tip="Ctrl+P")
        self._reveal = button("显示号码(&Q)", name="reveal", role="plain", tip="F9:显示 30 秒;日志会记下这一次")
        self.entry = button("录入助手(&G)", name="entry_aid", role="plain", tip="Ctrl+G:把这一户录入全国系统")
        self.visit.clicked.connect(self.visit_requested)
        self.entry.clicked.connect(self.entry_requested)
        self.print.clicked.connect(self.print_requested)
        self._reveal.clicked.connect(self.reveal_requested)

    def _make_tabs(self) -> QTabWidget:
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(12)
        self._facts.setVerticalSpacing(6)
        self._facts.setColumnStretch(1, 1)
        facts = QWidget()
        column(self._facts, 1, into=facts, margin=10)
        self._problems = LinesView(LinesTable(_OPEN_POINTS), name="open_points", spoken="待补")
        self._no_problems = label("没有待补的。", role="quiet", name="no_open_points")
        points = QWidget()
        column(self._problems, self._no_problems, 1, into=points, margin=6).setStretch(0, 1)
        self.timeline = TimelineTab()
        self._clashes = QWidget()
        self._clash_lines: QVBoxLayout = column(into=self._clashes, margin=10, gap=14)
        tabs = QTabWidget()
        tabs.setObjectName("panel_tabs")
        tabs.addTab(scrolled(facts, name="facts_area"), "概况")
        tabs.addTab(points, "待补")
        tabs.addTab(self.timeline, "经过")
        tabs.addTab(scrolled(self._clashes, name="clash_area"), "冲突")
        self.verdict = VerdictTab()
        tabs.addTab(self.verdict, "判定")
        tabs.currentChanged.connect(lambda _: self.tab_turned.emit())
        self._checked = CheckedTab()
        self._checked.opened.connect(self.finding_opened)
        tabs.addTab(self._checked, "核查")
        return tabs
