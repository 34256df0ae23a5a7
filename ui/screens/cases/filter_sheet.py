"""Beside the list: everything it can be filtered by, and the filters kept under a name."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QGridLayout, QListWidget, QWidget

from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.parse import parse_date
from ui.screens.cases.filter_words import CODES, MARKS, NO_NAME, NONE_RECORDED, SHIPPED_TABLES
from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import allow, button, column, label, row, say, scrolled

_NAMES: Final = {"employer": "工作单位", "filing_org": "建档单位", "surveyor": "调查人"}
_DAYS: Final = {"visited_from": "最近入户,从", "visited_to": "到"}
_ANY: Final = "(不限)"
_LINES: Final = 4


class FilterSheet(QFrame):
    """Signals:
    filter_changed: the filter as it stands now.
    save_requested: a name. rename_requested: a saved name and the new one. remove_requested, chosen: a saved name.
    closed: back to the household.
    """

    filter_changed = Signal(object)
    save_requested = Signal(str)
    rename_requested = Signal(str, str)
    remove_requested = Signal(str)
    chosen = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("filter_sheet")
        self.setProperty("role", "card")
        self._quiet = False
        self._tables: dict[str, CodeTable] = dict(SHIPPED_TABLES)
        self._marks = {name: self._mark(name, told) for name, told in MARKS.items()}
        self._codes = {name: self._code_list(name, title) for name, title in CODES.items()}
        self._names = {name: self._name_box(name, told) for name, told in _NAMES.items()}
        self._days = {name: self._day_line(name, told) for name, told in _DAYS.items()}
        self._day_problem = label(role="problem", name="filter_day_problem", wrap=True)
        self._day_problem.hide()
        close = button("收起(&R)", name="close_filter", role="plain", tip="Esc")
        close.clicked.connect(self.closed)
        sheet = QWidget()
        column(self._make_marks(), self._make_fields(), self._day_problem, self._make_saved(), 1, into=sheet, gap=10)
        head = row(label("筛选", role="heading"), 1, close)
        column(head, scrolled(sheet, name="filter_area"), into=self, margin=12).setStretch(1, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the household."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def to_first(self) -> None:
        """Brings the keyboard to the first filter."""
        next(iter(self._marks.values())).setFocus()

    def show_filter(self, asked: CaseFilter) -> None:
        """Shows a filter without it counting as changed."""
        self._quiet = True
        for name, box in self._marks.items():
            box.setChecked(getattr(asked, name))
        for name, codes in self._codes.items():
            _fill(codes, self._tables[name], getattr(asked, name))
        for name, names in self._names.items():
            value = getattr(asked, name)
            text = _ANY if value is None or (name == "surveyor" and not value) else value or NO_NAME
            if names.findText(text) < 0:
                names.addItem(text)
            names.setCurrentIndex(names.findText(text))
        for name, line in self._days.items():
            if parse_date(line.text()) != (getattr(asked, name) or None):
                line.show_text(getattr(asked, name))
        self._quiet = False
        self._look_at_days()

    def show_choices(self, choices: Mapping[str, Sequence[str]]) -> None:
        """The names that the files here hold, by filter."""
        self._quiet = True
        for name, names in self._names.items():
            before = names.currentText()
            names.clear()
            names.addItems([_ANY, *([] if name == "surveyor" else [NO_NAME]), *choices.get(name, [])])
            if before and names.findText(before) < 0:
                names.addItem(before)
            names.setCurrentIndex(max(0, names.findText(before)))
        self._quiet = False

    def show_codes(self, tables: Mapping[str, CodeTable]) -> None:
        """The codes in force, by filter; what is chosen stays chosen."""
        if tables == self._tables:
            return
        self._quiet = True
        self._tables = dict(tables)
        for name, codes in self._codes.items():
            _fill(codes, self._tables[name], _checked(codes))
        self._quiet = False

    def show_saved(self, names: Sequence[str]) -> None:
        """The names of the saved filters."""
        self._saved.clear()
        self._saved.addItems(list(names))
        for part in (self._saved, self._use, self._rename, self._remove):
            part.setVisible(bool(names))
        self._look_at_saved()

    @property
    def filter(self) -> CaseFilter:
        """What is asked for now; a day that cannot be read asks nothing."""
        asked: dict[str, Any] = {name: box.isChecked() for name, box in self._marks.items()}
        asked |= {name: tuple(_checked(codes)) for name, codes in self._codes.items()}
        for name, names in self._names.items():
            text = names.currentText()
            if text != _ANY:
                asked[name] = "" if text == NO_NAME else text
        asked |= {name: parse_date(line.text().strip()) or "" for name, line in self._days.items()}
        return CaseFilter(**asked)

    def _mark(self, name: str, told: str) -> QCheckBox:
        box = QCheckBox(told)
        box.setObjectName(f"filter:{name}")
        box.setAccessibleName(told)
        box.toggled.connect(self._on_changed)
        return box

    def _code_list(self, name: str, title: str) -> QListWidget:
        codes = QListWidget()
        codes.setObjectName(f"filter:{name}")
        codes.setAccessibleName(f"{title},空格键选中")
        _fill(codes, SHIPPED_TABLES[name], ())
        codes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        codes.setFixedHeight(codes.sizeHintForRow(0) * _LINES + 2 * codes.frameWidth())
        codes.itemChanged.connect(self._on_changed)
        return codes

    def _name_box(self, name: str, told: str) -> QComboBox:
        names = QComboBox()
        names.setObjectName(f"filter:{name}")
        names.setAccessibleName(told)
        names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        names.setMinimumContentsLength(8)
        names.addItem(_ANY)
        names.currentIndexChanged.connect(self._on_changed)
        return names

    def _day_line(self, name: str, told: str) -> LimitedLine:
        line = LimitedLine(limit=20, is_plain=True)
        line.setObjectName(f"filter:{name}")
        line.setAccessibleName(told)
        line.setPlaceholderText("20260101")
        line.setMinimumWidth(40)
        line.typed.connect(self._on_changed)
        return line

    def _make_marks(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        for number, box in enumerate(self._marks.values()):
            grid.addWidget(box, number // 2, number % 2)
        return grid

    def _make_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        titles = CODES | _NAMES | _DAYS
        for number, (name, part) in enumerate((self._codes | self._names | self._days).items()):
            grid.addWidget(label(titles[name], role="label"), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(part, number, 1)
        return grid

    def _make_saved(self) -> QWidget:
        self._name = LimitedLine(limit=30)
        self._name.setObjectName("filter_name")
        self._name.setAccessibleName("筛选的名字")
        self._name.setPlaceholderText("名字,如:城东待入户")
        self._saved = QListWidget()
        self._saved.setObjectName("saved_filters")
        self._saved.setAccessibleName("存过的筛选")
        self._save = button("存为(&S)", name="save_filter")
        self._use = button("用它(&I)", name="use_filter")
        self._rename = button("改名(&M)", name="rename_filter")
        self._remove = button("删除(&X)", name="remove_filter", role="plain")
        self._saved.setFixedHeight(self._saved.fontMetrics().height() * _LINES + 16)
        self._saved.currentRowChanged.connect(self._look_at_saved)
        self._saved.itemActivated.connect(lambda item: self.chosen.emit(item.text()))
        self._name.textChanged.connect(self._look_at_saved)
        self._save.clicked.connect(lambda: self.save_requested.emit(self._name.text()))
        self._use.clicked.connect(lambda: self.chosen.emit(self._current))
        self._rename.clicked.connect(lambda: self.rename_requested.emit(self._current, self._name.text()))
        self._remove.clicked.connect(lambda: self.remove_requested.emit(self._current))
        whole = QWidget()
        named = row(self._name, self._save)
        named.setStretch(0, 1)
        titled = label("存下这个筛选(连同查找的文字)", role="label", wrap=True)
        column(titled, named, self._saved, row(self._use, self._rename, self._remove, 1), into=whole, gap=6)
        self.show_saved([])
        return whole

    @property
    def _current(self) -> str:
        number = self._saved.currentRow()
        return self._saved.item(number).text() if number >= 0 else ""

    def _look_at_saved(self) -> None:
        is_named, is_chosen = bool(self._name.text().strip()), bool(self._current)
        allow(self._save, is_named, first="请先写这个筛选的名称")
        for part in (self._use, self._remove):
            allow(part, is_chosen, first="请先在上面选一个存下的筛选")
        allow(self._rename, is_named and is_chosen, first="请先选一个存下的筛选,再写新的名称")

    def _look_at_days(self) -> None:
        odd = [
            line.text() for line in self._days.values() if line.text().strip() and not parse_date(line.text().strip())
        ]
        say(self._day_problem, f"看不懂这个日期:{odd[0]}。请写八位数字,如 20261123。" if odd else "")

    def _on_changed(self) -> None:
        if not self._quiet:
            self._look_at_days()
            self.filter_changed.emit(self.filter)


def _fill(codes: QListWidget, table: CodeTable, chosen: Collection[str]) -> None:
    """The codes of a table, the chosen ones ticked; one that the table lacks is listed as it is while chosen."""
    labels = {**table.labels, **{code: code for code in chosen if code and code not in table.labels}, "": NONE_RECORDED}
    place = max(0, codes.currentRow())
    if [codes.item(number).data(Qt.ItemDataRole.UserRole) for number in range(codes.count())] != list(labels):
        codes.clear()
        codes.addItems(list(labels.values()))
        codes.setCurrentRow(min(place, codes.count() - 1))
    for number, (code, told) in enumerate(labels.items()):
        item = codes.item(number)
        item.setText(told)
        item.setData(Qt.ItemDataRole.UserRole, code)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if code in chosen else Qt.CheckState.Unchecked)


def _checked(codes: QListWidget) -> list[str]:
    items = [codes.item(number) for number in range(codes.count())]
    return [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() is Qt.CheckState.Checked]
