"""A list to compare: which file, from whom, which column is what, and what taking it would do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QGridLayout, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, emptied, label, row, say

WORKBOOKS: Final = "表格 (*.xlsx *.xlsm *.csv *.xls *.et)"
MOST_COLUMNS: Final = 40
SAMPLES: Final = 8
# What is usually asked of each agency, offered until something else is written.
ITEMS: Final = {
    "civil_affairs": "低保",
    "vehicles": "机动车",
    "business": "营业执照",
    "housing": "房产",
    "union": "在册档案",
    "national": "外地在册档案",
}


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column of the file: its heading, what stands in it, and what it is taken for."""

    heading: str
    samples: str
    target: str


class NewListPage(QWidget):
    """Signals:
    file_chosen: a file, or another agency or sheet: its columns are wanted anew.
    look_requested, take_requested, closed: the buttons.
    """

    file_chosen = Signal()
    look_requested = Signal()
    take_requested = Signal()
    closed = Signal()

    def __init__(self, agencies: Sequence[tuple[str, str]], targets: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName("comparison_new_page")
        self._targets = targets
        self._columns: list[tuple[str, QComboBox]] = []
        self._path = ""
        self._is_looked = self._is_working = False
        self._file = ElidingLabel(role="value", name="comparison_file")
        self._pick = button("选文件(&O)…", name="comparison_pick", role="main")
        self._pick.clicked.connect(self._on_pick)
        self._agency = self._box("comparison_agency", "来源部门")
        for code, text in agencies:
            self._agency.addItem(text, code)
        self._sheet = self._box("comparison_sheet", "工作表")
        self._sheet.hide()
        self._item = self._line("comparison_item", "比对项目", "如 机动车、营业执照、低保", 60)
        self._day = self._line("comparison_day", "收到日期", "如 2026-11-23", 10)
        self._grid = QGridLayout()
        self._more = label(role="quiet", name="comparison_more", wrap=True)
        self._more.hide()
        self._outcome = label(role="heading", name="comparison_outcome", wrap=True)
        self._outcome.hide()
        self._samples = LinesView(
            LinesTable(
                [Column("行", 3, is_right=True), Column("名单上", 5), Column("结果", 6), Column("依据", 12, goes=1)]
            ),
            name="comparison_samples",
            spoken="会对上的和要认定的,前几行",
        )
        self._samples.hide()
        self._lay_out()
        self._connect()
        self._on_agency()
        self._look()

    @property
    def path(self) -> str:
        """The file."""
        return self._path

    @property
    def agency(self) -> str:
        """The code of the agency."""
        return str(self._agency.currentData() or "")

    @property
    def item(self) -> str:
        """What the list is about."""
        return self._item.text().strip()

    @property
    def day(self) -> str:
        """The day on which it was received, as written; empty for today."""
        return self._day.text().strip()

    @property
    def sheet(self) -> str:
        """The sheet of the file; empty for the one that is most likely meant."""
        return str(self._sheet.currentData() or "")

    @property
    def columns(self) -> dict[str, str]:
        """By heading what each column is to be."""
        return {heading: str(box.currentData()) for heading, box in self._columns}

    def begin(self, today: str) -> None:
        """Empty, for the next list."""
        self._path = ""
        self._file.show_text("还没有选文件")
        self._day.show_text(today)
        self.show_columns([], [], "")
        self._pick.setFocus()

    def choose(self, path: str) -> None:
        """Takes a file, as the dialog gives it."""
        self._path = path
        self._file.show_text(Path(path).name)
        self._sheet.clear()
        self._changed()
        self.file_chosen.emit()

    def show_columns(self, columns: Sequence[ColumnShown], sheets: Sequence[str], sheet: str) -> None:
        """The columns of the file, and where it has several sheets which of them is looked at."""
        emptied(self._grid)
        self._columns = []
        for place, shown in enumerate(columns[:MOST_COLUMNS]):
            self._add_column(place, shown)
        say(self._more, f"另有 {len(columns) - MOST_COLUMNS} 列照写进内容。" if len(columns) > MOST_COLUMNS else "")
        self._sheet.blockSignals(True)
        self._sheet.clear()
        for name in sheets:
            self._sheet.addItem(name, name)
        self._sheet.setCurrentIndex(self._sheet.findData(sheet))
        self._sheet.blockSignals(False)
        self._sheet.setVisible(len(sheets) > 1)
        self._sheet_label.setVisible(len(sheets) > 1)
        self._changed()

    def show_plan(self, told: str, samples: Sequence[Line]) -> None:
        """What taking the list would do; now it can be taken."""
        say(self._outcome, told)
        self._samples.table.show(samples)
        self._samples.setVisible(bool(samples))
        self._samples.hold(max(1, min(len(samples), SAMPLES)))
        self._is_looked = True
        self._look()
        self._take.setFocus()

    def set_working(self, *, is_working: bool) -> None:
        """While something runs nothing else can be begun."""
        self._is_working = is_working
        self._look()

    def _lay_out(self) -> None:
        fields = QGridLayout()
        self._sheet_label = label("工作表", role="label")
        self._sheet_label.hide()
        back = button("返回(&B)", name="comparison_back")
        back.clicked.connect(self.closed)
        self._view = button("看看会怎样(&V)", name="comparison_look", role="main")
        self._take = button("采用(&Y)", name="comparison_take")
        places: list[tuple[QWidget, QWidget, int, int]] = [
            (label("来源部门", role="label"), self._agency, 0, 0),
            (label("比对项目", role="label"), self._item, 0, 2),
            (label("收到日期", role="label"), self._day, 1, 0),
            (self._sheet_label, self._sheet, 1, 2),
        ]
        for title, part, line, place in places:
            fields.addWidget(title, line, place)
            fields.addWidget(part, line, place + 1)
        fields.setColumnStretch(1, 1)
        fields.setColumnStretch(3, 1)
        self._grid.setColumnStretch(1, 1)
        self._which = label("每一列是什么(记住了,下次不用再选):", role="heading", name="comparison_which", wrap=True)
        head = row(self._pick, self._file, back)
        head.setStretch(1, 1)
        column(
            head, fields, self._which, self._grid, self._more, row(self._view, 1), self._outcome, self._samples,
            row(self._take, 1), 1,
            into=self, margin=12, gap=9,
        )  # fmt: skip

    def _connect(self) -> None:
        self._agency.currentIndexChanged.connect(self._on_agency)
        self._sheet.currentIndexChanged.connect(self._on_other_columns)
        self._item.typed.connect(self._changed)
        self._day.typed.connect(self._changed)
        self._view.clicked.connect(self.look_requested)
        self._take.clicked.connect(self.take_requested)

    def _add_column(self, place: int, shown: ColumnShown) -> None:
        box = self._box(f"column:{place}", f"“{shown.heading}”是什么")
        for target, text in self._targets.items():
            box.addItem(text, target)
        box.setCurrentIndex(max(0, box.findData(shown.target)))
        box.currentIndexChanged.connect(self._changed)
        samples = ElidingLabel(role="quiet", name=f"column_samples:{place}")
        samples.show_text(shown.samples)
        heading = label(shown.heading, role="label", wrap=True)
        for at, part in enumerate((heading, samples, box)):
            self._grid.addWidget(part, place, at)
        self._columns.append((shown.heading, box))

    def _box(self, name: str, spoken: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        return made

    def _line(self, name: str, spoken: str, hint: str, limit: int) -> LimitedLine:
        made = LimitedLine(limit=limit)
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setPlaceholderText(hint)
        return made

    def _on_agency(self) -> None:
        if self._item.text().strip() in ("", *ITEMS.values()):
            self._item.show_text(ITEMS.get(self.agency, ""))
        self._on_other_columns()

    def _on_other_columns(self) -> None:
        self._changed()
        if self._path:
            self.file_chosen.emit()

    def _changed(self) -> None:
        """What was reckoned before does not hold any more."""
        self._is_looked = False
        say(self._outcome, "")
        self._samples.hide()
        self._look()

    def _look(self) -> None:
        missing = "请先选文件" if not self._path else "" if self.item else "请先写比对项目"
        self._which.setVisible(bool(self._columns))
        busy = "正在做上一件,请稍等" if self._is_working else ""
        allow(self._view, not missing and not busy, first=missing or busy)
        first = missing or busy or "请先点“看看会怎样”"
        allow(self._take, self._is_looked and not missing and not busy, first=first)
        self._pick.setEnabled(not self._is_working)

    def _on_pick(self) -> None:
        dialog = QFileDialog(
            self, "选要比对的名单", str(Path(self._path).parent if self._path else Path.home()), WORKBOOKS
        )
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.choose)
        dialog.open()
