"""三方比对 as it looks: the national list's file, each household's outcome, and the three values of what differs."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, label, row, say
from ui.widgets.progress_panel import ProgressPanel

WORKBOOKS: Final = "表格 (*.xlsx *.xlsm *.csv *.xls *.et)"
HOW: Final = "选从全国系统导出的名单(表头顺序不限):逐户比对名单、本程序和最后一张纸表,不同的三个值并排给出。"
_FIRST: Final = "先选名单,看了结果再做"
_HOUSEHOLDS: Final = (
    Column("结果", 6.5), Column("调查编号", 5.5, 2), Column("姓名", 4.5), Column("职工编号", 7, 1), Column("说明", 14),
)  # fmt: skip
_BOXES: Final = (Column("栏目", 6), Column("全国系统", 9), Column("本程序", 9), Column("纸表", 9))


class NationalView(QWidget):
    """Signals:
    file_chosen: the list to compare. export_chosen: where the outcome is to be written.
    take_requested: whether the 职工编号 are taken over as well.
    outcome_chosen: which outcomes are to be shown, empty for all.
    household_chosen: the line that the user stands on.
    """

    file_chosen = Signal(str)
    export_chosen = Signal(str)
    take_requested = Signal(bool)
    outcome_chosen = Signal(str)
    household_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("national")
        self.progress = ProgressPanel()
        self._pick = button("选名单(&O)…", name="national_pick", role="main")
        self._take = button("记入各户(&J)", name="national_take", tip="结果和日期记入对上的各户,在户档案里看得到")
        self._export = button("导出(&X)…", name="national_export", tip="写成表格,号码遮盖")
        self._numbers = QCheckBox("同时采用职工编号(&M)")
        self._numbers.setObjectName("national_numbers")
        self._numbers.setAccessibleName("同时采用职工编号")
        self._outcomes = QComboBox()
        self._outcomes.setObjectName("national_outcomes")
        self._outcomes.setAccessibleName("看哪些结果")
        self._told = label(HOW, role="quiet", name="national_told", wrap=True)
        self._households = LinesView(LinesTable(_HOUSEHOLDS), name="national_households", spoken="各户的比对结果")
        self._boxes = LinesView(LinesTable(_BOXES), name="national_boxes", spoken="不同的栏,三个值并排")
        self._told.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = row(self._pick, self._outcomes, 1, self._export)
        parts = (head, self._told, self.progress, self._households, self._boxes, row(self._take, self._numbers, 1))
        whole = column(*parts, into=self, margin=12, gap=8)
        whole.setStretch(3, 3)
        whole.setStretch(4, 2)
        self._pick.clicked.connect(self._on_pick)
        self._export.clicked.connect(self._on_export)
        self._take.clicked.connect(lambda: self.take_requested.emit(self._numbers.isChecked()))
        self._outcomes.activated.connect(lambda _: self.outcome_chosen.emit(str(self._outcomes.currentData() or "")))
        self._households.table.modelReset.connect(lambda: self._boxes.table.show([]))
        self._households.chosen.connect(self.household_chosen)
        self.show_found("", [], can_give=False)

    def show_found(self, told: str, outcomes: Sequence[tuple[str, str]], *, can_give: bool) -> None:
        """The outcome in a sentence, and the outcomes there are with their counts; without any there is nothing yet."""
        say(self._told, told or HOW)
        self._outcomes.clear()
        self._outcomes.addItem("全部", "")
        for code, text in outcomes:
            self._outcomes.addItem(text, code)
        self._numbers.setVisible(can_give)
        for part in (self._take, self._export):
            allow(part, bool(outcomes), first=_FIRST)
        for shown in (self._outcomes, self._households, self._boxes):
            shown.setVisible(bool(outcomes))

    def show_households(self, lines: Sequence[Line]) -> None:
        """One line for each household, standing on the first."""
        self._households.table.show(lines)
        self._households.fit()
        if lines:
            self._households.selectRow(0)

    def show_boxes(self, lines: Sequence[Line]) -> None:
        """What differs of the household that one stands on."""
        self._boxes.table.show(lines)
        self._boxes.fit()

    def set_working(self, *, is_working: bool) -> None:
        """While something runs nothing else can be begun."""
        self._pick.setEnabled(not is_working)
        has_some = self._outcomes.count() > 1
        for part in (self._take, self._export):
            allow(part, has_some and not is_working, first=_FIRST)

    def to_work(self) -> None:
        """Brings the keyboard to the households, or to where one begins."""
        (self._households if self._households.isVisible() else self._pick).setFocus()

    def choose(self, path: str) -> None:
        """Takes a file as if it had been picked."""
        self.file_chosen.emit(path)

    def _on_pick(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "全国系统的名单", "", WORKBOOKS)
        if path:
            self.choose(path)

    def _on_export(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, "导出三方比对", "三方比对.xlsx", "表格 (*.xlsx)")
        if path:
            self.export_chosen.emit(path)
