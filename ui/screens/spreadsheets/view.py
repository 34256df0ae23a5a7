"""表格导入与导出: which file, from whom, what was taken and what was not, and what an export shows."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QRadioButton, QTabWidget, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, label, row, say, scrolled
from ui.widgets.progress_panel import ProgressPanel

WORKBOOKS: Final = "表格 (*.xlsx *.xlsm *.csv *.xls *.et)"
WRITTEN: Final = "表格 (*.xlsx)"
HOW: Final = (
    "先写一个模板,填好再导入;别的单位给的名册,选它的表头。导入两次不会重复;"
    "看不懂的格子按原样保留,要核对的逐处列在下面,其余照样导入。"
)


class SpreadsheetsView(QWidget):
    """Signals:
    import_requested: the file, the name of its source, the name of its column map (empty for our own headings).
    template_requested, report_requested: the file to write.
    export_requested: the file to write, whether numbers are written in full, and why.
    cancel_requested, closed: the buttons.
    """

    import_requested = Signal(str, str, str)
    template_requested = Signal(str)
    report_requested = Signal(str)
    export_requested = Signal(str, bool, str)
    cancel_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("spreadsheets")
        self._is_working = False
        back = button("返回(&B)", name="sheets_back")
        back.clicked.connect(self.closed)
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("sheets_tabs")
        self._tabs.setAccessibleName("导入或导出")
        self._tabs.addTab(self._make_import(), "导入(&I)")
        self._tabs.addTab(self._make_export(), "导出(&A)")
        sheet = QWidget()
        head = row(label("表格导入与导出", role="title"), 1, back)
        column(head, self.progress, self._tabs, into=sheet, margin=14, gap=9).setStretch(2, 1)
        column(scrolled(sheet, name="sheets_area"), into=self)
        self._source.textChanged.connect(self._look)
        self._why.textChanged.connect(self._look)
        self._look()
        self.setFocusProxy(self._source)

    def show_maps(self, names: Sequence[str]) -> None:
        """The column maps that may be chosen, after our own headings."""
        chosen = self._map.currentData()
        self._map.clear()
        self._map.addItem("本程序的模板", "")
        for name in names:
            self._map.addItem("困难职工档案表(F02)的次序" if name == "F02" else name, name)
        self._map.setCurrentIndex(max(0, self._map.findData(chosen)))

    def show_outcome(self, told: str, lines: Sequence[Line]) -> None:
        """What an import did, and each thing that it did not take as it stood."""
        say(self._outcome, told)
        self._problems.table.show(lines)
        self._problems.fit()
        self._problems.setVisible(bool(lines))
        self._report.setVisible(bool(lines))

    def show_which(self, told: str) -> None:
        """Which households an export would write."""
        self._which.setText(told)

    def show_exported(self, told: str) -> None:
        """What an export wrote."""
        say(self._exported, told)

    def set_working(self, *, is_working: bool) -> None:
        """While something runs nothing else can be begun."""
        self._is_working = is_working
        for part in (self._template, self._report):
            part.setEnabled(not is_working)
        self._look()

    def _make_import(self) -> QWidget:
        page = QWidget()
        page.setObjectName("import_page")
        how = label(HOW, role="quiet", name="sheets_how", wrap=True)
        self._source = LimitedLine(limit=100)
        self._source.setObjectName("sheet_source")
        self._source.setAccessibleName("来源的名称")
        self._source.setPlaceholderText("如 街道名册、旧台账;同一来源、同一户编号总是同一户")
        self._map = QComboBox()
        self._map.setObjectName("sheet_map")
        self._map.setAccessibleName("表头")
        self.show_maps([])
        fields = QGridLayout()
        for place, (title, part) in enumerate((("来源", self._source), ("表头", self._map))):
            fields.addWidget(label(title, role="label"), place, 0)
            fields.addWidget(part, place, 1)
        fields.setColumnStretch(1, 1)
        self._template = button("写一个空模板(&M)…", name="write_template")
        self._template.clicked.connect(self._on_template)
        self._choose = button("选表格并导入(&O)…", name="import_sheet", role="main")
        self._choose.clicked.connect(self._on_choose)
        self._outcome = label(role="heading", name="import_outcome", wrap=True)
        self._outcome.hide()
        self._problems = self._make_problems()
        self._report = button("把要核对的写成表格(&P)…", name="write_report")
        self._report.clicked.connect(self._on_report)
        self._report.hide()
        buttons = row(self._choose, self._template, 1)
        parts = (how, fields, buttons, self._outcome, self._problems, row(self._report, 1), 1)
        column(*parts, into=page, margin=12, gap=9).setStretch(4, 100)
        return page

    def _make_problems(self) -> LinesView:
        columns = [
            Column("表", 5),
            Column("行", 3, is_right=True),
            Column("列", 8),
            Column("户编号", 6, goes=3),
            Column("结果", 5),
            Column("原因", 18),
            Column("原文(号码遮盖)", 8, goes=2),
        ]
        made = LinesView(LinesTable(columns), name="sheet_problems", spoken="没有按原样采用的内容")
        made.setMinimumHeight(ems(self, 8))
        made.hide()
        return made

    def _make_export(self) -> QWidget:
        page = QWidget()
        page.setObjectName("export_page")
        self._which = label("导出全部户。", name="export_which", wrap=True)
        self._covered = QRadioButton("遮盖号码、病情、金额和说明文字(&V)")
        self._covered.setObjectName("export_covered")
        self._covered.setChecked(True)
        self._full = QRadioButton("不遮盖,写完整内容(&F)")
        self._full.setObjectName("export_full")
        self._full.toggled.connect(self._on_full)
        self._why = LimitedLine(limit=1_000)
        self._why.setObjectName("export_why")
        self._why.setAccessibleName("为什么要完整内容")
        self._why.setPlaceholderText("为什么要完整内容;会和编号一起记入日志")
        self._why.setEnabled(False)
        self._write = button("导出为表格(&W)…", name="export_sheet", role="main")
        self._write.clicked.connect(self._on_write)
        self._exported = label(role="heading", name="export_outcome", wrap=True)
        self._exported.hide()
        origin = "最后一张表“出处”写明谁在何时从哪台设备导出。完整的表格改好后可以再导入,遮盖的只供查看。"
        told = label(origin, role="quiet", wrap=True)
        parts = (self._which, told, self._covered, self._full, self._why, row(self._write, 1), self._exported, 1)
        column(*parts, into=page, margin=12, gap=9)
        return page

    def _look(self) -> None:
        """What is asked for first, before the file."""
        source = "" if self._source.text().strip() else "请先写来源的名称,如“街道名册”"
        why = "请先写为什么要完整内容" if self._full.isChecked() and not self._why.text().strip() else ""
        for pressed, missing in ((self._choose, source), (self._write, why)):
            allow(pressed, not missing and not self._is_working, first=missing or "正在做上一件,请稍等")

    def _on_full(self, is_full: bool) -> None:
        self._why.setEnabled(is_full)
        self._look()
        if is_full:
            self._why.setFocus()

    def _on_choose(self) -> None:
        source, map_name = self._source.text().strip(), str(self._map.currentData() or "")
        dialog = QFileDialog(self, "选要导入的表格", str(Path.home()), WORKBOOKS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog, lambda path: self.import_requested.emit(path, source, map_name))

    def _on_template(self) -> None:
        self._save("写模板", "入户调查模板.xlsx", self.template_requested.emit)

    def _on_report(self) -> None:
        self._save("把要核对的写成表格", "要核对的.xlsx", self.report_requested.emit)

    def _on_write(self) -> None:
        full, why = self._full.isChecked(), self._why.text().strip()
        self._save("导出为表格", "户档案.xlsx", lambda path: self.export_requested.emit(path, full, why))

    def _save(self, title: str, name: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title, str(Path.home() / name), WRITTEN)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        self._open(dialog, then)

    def _open(self, dialog: QFileDialog, then: Callable[[str], None]) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()
