"""自查自纠: groups on the left, the findings of one on the right, one in full below, and how far it has come."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QSplitter, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.selfcheck.bar import SelfCheckBar
from ui.screens.selfcheck.chart import ProgressChart
from ui.screens.selfcheck.detail import FindingDetail
from ui.theme import ems
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, label, row, say
from ui.widgets.progress_panel import ProgressPanel

_GROUPS: Final = (
    Column("分组", 8), Column("错误", 2.6, is_right=True), Column("疑点", 2.6, is_right=True),
    Column("提示", 2.6, 2, is_right=True), Column("户", 2.6, 1, is_right=True),
)  # fmt: skip
_LINES: Final = (
    Column("轻重", 3.2, 3), Column("调查编号", 5.5, is_marked=False), Column("姓名", 3.2, is_marked=False),
    Column("问题", 12), Column("卡住", 2.8, 2), Column("单位", 6, 4, is_marked=False),
    Column("责任人", 4, 5, is_marked=False),
)  # fmt: skip
LEAST_EMS: Final = 5
SHARES: Final = (3, 5)


class SelfCheckView(QWidget):
    """Signals:
    group_chosen: the id of a group. finding_chosen, finding_opened: the id of a finding. more_wanted: the next page.
    refresh_requested: F5. pack_requested: the folder into which the pack for an inspection goes.
    """

    group_chosen = Signal(str)
    finding_chosen = Signal(str)
    finding_opened = Signal(str)
    more_wanted = Signal()
    refresh_requested = Signal()
    pack_requested = Signal(str)

    def __init__(self, *, may_visit: bool) -> None:
        super().__init__()
        self.setObjectName("selfcheck")
        self.bar, self.detail, self.chart = SelfCheckBar(), FindingDetail(may_visit=may_visit), ProgressChart()
        self.progress = ProgressPanel()
        self.groups = LinesView(LinesTable(_GROUPS), name="finding_groups", spoken="分组")
        self.findings = LinesView(LinesTable(_LINES), name="findings", spoken="问题")
        for table in (self.groups, self.findings):
            table.setMinimumHeight(ems(table, LEAST_EMS))
        self._nothing = label(role="quiet", name="no_findings", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        right = QWidget()
        lines = column(self.findings, self._nothing, self.detail, into=right)
        for number in (0, 1):
            lines.setStretch(number, 1)
        for part, share in zip((self.groups, right), SHARES, strict=True):
            self._split.addWidget(part)
            self._split.setStretchFactor(self._split.count() - 1, share)
        self._split.setSizes([1000 * share for share in SHARES])
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(12)
        column(self._make_head(), self.progress, self.bar, self._split, into=self, margin=14, gap=8).setStretch(3, 1)
        self._is_to_work = False
        self._connect()
        self.show_findings([], total=0, empty="")

    def show_standing(self, checked: str, found: str) -> None:
        """How many households have been looked at, and what is open in them."""
        self._checked.setText(checked)
        say(self._found, found)

    def show_groups(self, lines: Sequence[Line]) -> None:
        """Shows the groups, standing where one stood, or on the first."""
        before = self.groups.chosen_id
        self.groups.table.show(lines)
        self.groups.fit()
        self.groups.choose(before)
        if not self.groups.chosen_id:
            self.groups.selectRow(0)

    def show_findings(self, lines: Sequence[Line], *, total: int, empty: str) -> None:
        """Shows the first page of the findings, standing where one stood, or at the same place in the list."""
        before, place = self.findings.chosen_id, self.findings.currentIndex().row()
        self.findings.table.show(lines, total)
        self.findings.fit()
        self.findings.choose(before)
        if lines and not self.findings.chosen_id:
            self.findings.selectRow(min(max(place, 0), len(lines) - 1))
        if not lines:
            self.detail.show_nothing()
        self.findings.setVisible(bool(lines))
        if lines and self._is_to_work and self.groups.hasFocus():
            self.findings.setFocus()
        self._is_to_work = self._is_to_work and not lines
        self._nothing.setVisible(not lines)
        self._nothing.setText(empty)

    def add_findings(self, lines: Sequence[Line]) -> None:
        """Appends the next page."""
        self.findings.table.add(lines)

    def to_work(self) -> None:
        """Brings the keyboard to the findings; while there are none to the groups, and on when they have come."""
        self._is_to_work = not self.findings.table.lines
        (self.groups if self._is_to_work else self.findings).setFocus()

    def begin_pack(self, doing: str) -> None:
        """The pack is being written: nobody begins a second one meanwhile."""
        allow(self._pack, is_allowed=False, first="正在写督查材料,请稍等")
        self.progress.begin(doing)

    def end_pack(self) -> None:
        """It is written, or not."""
        allow(self._pack, is_allowed=True, first="")
        self.progress.end()

    def _make_head(self) -> QWidget:
        self._checked = label("正在核查…", role="quiet", name="selfcheck_checked", wrap=True)
        self._found = label(role="number", name="selfcheck_found", wrap=True)
        self._pack = button("督查材料(&P)…", name="write_pack", role="main", tip="选一个文件夹,写一份 PDF 和一个表格")
        self._pack.clicked.connect(self._on_pack)
        head = QWidget()
        told = column(self._found, self._checked, gap=2)
        row(told, self.chart, self._pack, into=head, gap=14).setStretch(0, 1)
        return head

    def _connect(self) -> None:
        self.groups.chosen.connect(self.group_chosen)
        self.groups.opened.connect(lambda _: self.to_work())
        self.findings.chosen.connect(self.finding_chosen)
        self.findings.opened.connect(self.finding_opened)
        self.findings.table.more_wanted.connect(self.more_wanted)
        self.detail.field_requested.connect(lambda: self.finding_opened.emit(self.findings.chosen_id))
        self.detail.left.connect(self.to_work)
        keys = {
            "F2": self._to_search,
            "F5": self.refresh_requested.emit,
            "F8": self.detail.reason.write,
            "F4": self.bar.ask_for_everything,
        }
        for key, call in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(call)

    def _to_search(self) -> None:
        self.bar.search.setFocus()
        self.bar.search.selectAll()

    def _on_pack(self) -> None:
        dialog = QFileDialog(self, "选文件夹,写督查材料", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.pack_requested)
        dialog.open()
