"""标准: what places have announced on the left, one of them on the right; what it turns is shown before storing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.lines_table import Column, Line, LinesTable
from ui.screens.reference.flips_box import FlipsBox
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row, scrolled

_SHEETS: Final = "表格 (*.xlsx *.csv)"
_TEXT: Final = 400
_LEAST_SHOWN: Final = 8  # Characters of a chosen item; what is longer is cut.


@dataclass(frozen=True, slots=True)
class StandardText:
    """One standard as texts."""

    item: str = ""
    amount: str = ""
    place: str = ""
    effective_on: str = ""
    announced_on: str = ""
    document_no: str = ""
    remark: str = ""
    ended_on: str = ""


class _EndShown(QStyledItemDelegate):
    """Of a place that has no room the end is shown: the county is what tells it from others."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:  # noqa: N802  # Qt calls it.
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft  # type: ignore[attr-defined]  # The stubs do not know it.


class StandardsPanel(QWidget):
    """Signals:
    chosen: a standard.
    add_requested: a new one. correct_requested: the chosen one, and what it should be. end_requested: it, and the day.
    import_requested, template_requested: a file to take standards from, or to write an empty sheet to.
    waiting_requested: who was decided under other standards.
    refused: a sentence that says why a text was not taken.
    """

    chosen = Signal(str)
    add_requested = Signal(StandardText)
    correct_requested = Signal(str, StandardText)
    end_requested = Signal(str, str)
    import_requested = Signal(str)
    template_requested = Signal(str)
    waiting_requested = Signal()
    refused = Signal(str)

    def __init__(self, *, can_edit: bool, can_decide: bool, items: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("standards_panel")
        self._can_edit = can_edit
        columns = [
            Column("适用地区", 6),
            Column("项目", 8),
            Column("数额(元)", 5.2, is_right=True),
            Column("执行日", 5.8),
            Column("文号", 9, goes=2),
            Column("状态", 3, goes=1),
        ]
        self.list = LinesView(LinesTable(columns), name="standards", spoken="标准")
        self.list.setItemDelegateForColumn(0, _EndShown(self.list))
        self.list.chosen.connect(self.chosen)
        self.list.opened.connect(lambda _: self._amount.setFocus())
        self._empty = ElidingLabel(role="hint", name="standards_empty")
        first = "先添加城市低保,或从表格导入。" if can_edit else "请读总部的数据包。"
        self._empty.show_text(f"还没有标准,不能测算。{first}")
        self.flips = FlipsBox("standards_flips")
        self._sides = QStackedWidget()
        self._sides.addWidget(scrolled(self._make_form(items), name="standard_area"))
        self._sides.addWidget(scrolled(self.flips, name="standards_flips_area"))
        left = column(self._empty, self.list, self._make_below(can_decide=can_decide))
        left.setStretch(1, 1)
        body = row(left, self._sides, into=self, margin=10, gap=14)
        body.setStretch(0, 4)
        body.setStretch(1, 3)

    def show_standards(self, lines: Sequence[Line], chosen: str) -> None:
        """Shows the standards and stands on one."""
        self._empty.setVisible(not lines)
        self.list.table.show(lines)
        self.list.fit()
        if lines:
            self.list.choose(chosen if any(line.id == chosen for line in lines) else lines[0].id)

    def show_standard(self, shown: StandardText) -> None:
        """Puts a standard into the form."""
        self._item.setCurrentIndex(max(0, self._item.findData(shown.item)))
        for line, text in zip(self._lines(), _texts_of(shown), strict=True):
            line.show_text(text)

    def show_flips(self, *, is_shown: bool) -> None:
        """What a change turns, in place of the form; or the form again."""
        self._sides.setCurrentIndex(int(is_shown))

    def _lines(self) -> tuple[LimitedLine, ...]:
        return (
            self._amount, self._place, self._effective, self._announced, self._number, self._remark, self._ended
        )  # fmt: skip

    def _make_form(self, items: Sequence[tuple[str, str, str]]) -> QWidget:
        sheet, grid = QWidget(), QGridLayout()
        self._item = QComboBox()
        self._item.setObjectName("standard_item")
        self._item.setAccessibleName("项目")
        self._item.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._item.setMinimumContentsLength(_LEAST_SHOWN)
        for code, text, _ in items:
            self._item.addItem(text, code)
        self._measures = [measure for _, _, measure in items]
        self._measure = label(self._measures[0], name="standard_measure")
        self._item.currentIndexChanged.connect(lambda number: self._measure.setText(self._measures[number]))
        self._amount = _line("standard_amount", "数额", "元,如 664")
        self._place = _line("standard_place", "适用地区", "代码或全名;空着是本单位全部")
        self._effective = _line("standard_effective", "执行日", "从哪天起按这个数,如 20260701")
        self._announced = _line("standard_announced", "公布日", "文件公布的日期")
        self._number = _line("standard_number", "文号", "如 云民发〔2026〕3号")
        self._remark = _line("standard_remark", "备注", "")
        self._ended = _line("standard_ended", "停用日期", "从哪天起不再用")
        for place, part in enumerate((self._item, *self._lines()[:-1])):
            grid.addWidget(label(part.accessibleName(), role="label"), place, 0)
            is_amount = part is self._amount
            grid.addWidget(part, place, 1, 1, 1 if is_amount else 2)
            if is_amount:
                grid.addWidget(self._measure, place, 2)
        grid.setColumnStretch(1, 1)
        for line in self._lines():
            line.refused.connect(self.refused)
            line.setReadOnly(not self._can_edit)
        self._item.setEnabled(self._can_edit)
        parts: list[QWidget | QGridLayout | QHBoxLayout] = [grid]
        if self._can_edit:
            parts += [self._make_buttons(), row(label("停用日期", role="label"), self._ended, self._make_end())]
        column(*parts, 1, into=sheet)
        if not self._can_edit:
            self._ended.setParent(sheet)
            self._ended.hide()
        return sheet

    def _make_buttons(self) -> QHBoxLayout:
        add = button("添加(&A)…", name="standard_add", role="main", tip="先列出哪些户的测算会改变,再存")
        correct = button("改选中的(&M)…", name="standard_correct")
        add.clicked.connect(lambda: self.add_requested.emit(self._now()))
        correct.clicked.connect(lambda: self.correct_requested.emit(self.list.chosen_id, self._now()))
        return row(add, correct, 1)

    def _make_end(self) -> QWidget:
        end = button("停用(&K)…", name="standard_end")
        end.clicked.connect(lambda: self.end_requested.emit(self.list.chosen_id, self._ended.text().strip()))
        return end

    def _make_below(self, *, can_decide: bool) -> QHBoxLayout:
        below = row()
        if self._can_edit:
            take = button("从表格导入(&I)…", name="standards_import")
            take.clicked.connect(self._on_import)
            template = button("空表(&O)…", name="standards_template", tip="存一份空表照着填")
            template.clicked.connect(self._on_template)
            below.addWidget(take)
            below.addWidget(template)
        if can_decide:
            waiting = button(
                "认定后标准有变(&Q)", name="standards_waiting", tip="认定之后标准或规则变了,结果会不同的户"
            )
            waiting.clicked.connect(self.waiting_requested)
            below.addWidget(waiting)
        below.addStretch(1)
        return below

    def _now(self) -> StandardText:
        return StandardText(str(self._item.currentData()), *(line.text().strip() for line in self._lines()))

    def _on_import(self) -> None:
        dialog = QFileDialog(self, "从表格导入标准", str(Path.home()), _SHEETS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.import_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_template(self) -> None:
        dialog = QFileDialog(self, "标准空表存到", str(Path.home() / "标准.xlsx"), "表格 (*.xlsx)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(self.template_requested)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _texts_of(shown: StandardText) -> tuple[str, ...]:
    names = ("amount", "place", "effective_on", "announced_on", "document_no", "remark", "ended_on")
    return tuple(getattr(shown, name) for name in names)


def _line(name: str, spoken: str, hint: str) -> LimitedLine:
    made = LimitedLine(limit=_TEXT)
    made.setObjectName(name)
    made.setAccessibleName(spoken)
    made.setPlaceholderText(hint)
    return made
