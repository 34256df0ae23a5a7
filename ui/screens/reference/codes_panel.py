"""代码表: the tables on the left, the codes of one on the right, and under them what can be done with a code."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row

LABEL: Final = 60  # Characters of a label, and of each other name; more would not be kept.
NAMES: Final = 600  # Of all other names together.


class CodesPanel(QWidget):
    """Signals:
    search_changed: what the tables and their codes are looked through for.
    table_chosen: a table.
    add_requested: a label for a new code. rename_requested: a code, its label, and what else it is called.
    retire_requested: a code, to be retired or restored. move_requested: a code, and -1 up or 1 down.
    refused: a sentence that says why a text was not taken.
    """

    search_changed = Signal(str)
    table_chosen = Signal(str)
    add_requested = Signal(str)
    rename_requested = Signal(str, str, str)
    retire_requested = Signal(str)
    move_requested = Signal(str, int)
    refused = Signal(str)

    def __init__(self, *, can_edit: bool) -> None:
        super().__init__()
        self.setObjectName("codes_panel")
        self.search = _line("table_search", "找代码表或含义", LABEL)
        self.search.typed.connect(lambda: self.search_changed.emit(self.search.text().strip()))
        tables = [Column("代码表", 9), Column("可选", 3, is_right=True), Column("停用", 3, is_right=True, goes=1)]
        self.tables = LinesView(LinesTable(tables), name="tables", spoken="代码表")
        self.tables.chosen.connect(self.table_chosen)
        self._title = label(role="heading", name="codes_title")
        codes = [Column("含义", 14), Column("代码", 8, goes=1), Column("状态", 4), Column("也叫", 12, goes=2)]
        self.codes = LinesView(LinesTable(codes), name="codes", spoken="代码")
        left = column(self.search, self.tables)
        right = column(self._title, self.codes)
        if can_edit:
            right.addLayout(self._make_edit())
            self.codes.chosen.connect(self._on_code)
        body = row(left, right, into=self, margin=10, gap=14)
        body.setStretch(0, 2)
        body.setStretch(1, 3)

    def show_tables(self, lines: Sequence[Line], chosen: str) -> None:
        """Shows the tables and stands on one."""
        self.tables.table.show(lines)
        self.tables.fit()
        if lines:
            self.tables.choose(chosen if any(line.id == chosen for line in lines) else lines[0].id)

    def show_codes(self, title: str, lines: Sequence[Line], chosen: str) -> None:
        """Shows the codes of a table and stands on one."""
        self._title.setText(title)
        self.codes.table.show(lines)
        self.codes.fit()
        if lines:
            self.codes.choose(chosen if any(line.id == chosen for line in lines) else lines[0].id)

    def clear_new(self) -> None:
        """The new code has been taken in."""
        self._new.show_text("")

    def _make_edit(self) -> QVBoxLayout:
        self._label = _line("code_label", "含义", LABEL)
        self._retire = button("停用(&R)", name="code_retire")
        self._names = _line("code_names", "也叫:别人的写法,几个用顿号隔开", NAMES)
        rename = button("改名(&M)", name="code_rename")
        up, down = button("上移(&Y)", name="code_up"), button("下移(&J)", name="code_down")
        for line in (self._label, self._names):
            line.refused.connect(self.refused)
        rename.clicked.connect(self._on_rename)
        self._retire.clicked.connect(lambda: self.retire_requested.emit(self.codes.chosen_id))
        up.clicked.connect(lambda: self.move_requested.emit(self.codes.chosen_id, -1))
        down.clicked.connect(lambda: self.move_requested.emit(self.codes.chosen_id, 1))
        self._new = _line("code_new", "新代码的含义", LABEL)
        self._new.refused.connect(self.refused)
        add = button("添加(&A)", name="code_add", role="main")
        add.clicked.connect(lambda: self.add_requested.emit(self._new.text().strip()))
        self._new.returnPressed.connect(add.click)
        return column(row(self._label, self._names, rename), row(self._retire, up, down, 1), row(self._new, add))

    def _on_rename(self) -> None:
        self.rename_requested.emit(self.codes.chosen_id, self._label.text().strip(), self._names.text())

    def _on_code(self, code: str) -> None:
        number = self.codes.table.number_of(code)
        line = self.codes.table.line(number)
        if line is not None:
            self._label.show_text(line.texts[0])
            self._names.show_text(line.texts[3])
            self._retire.setText("恢复(&R)" if line.texts[2] else "停用(&R)")


def _line(name: str, spoken: str, limit: int) -> LimitedLine:
    made = LimitedLine(limit=limit)
    made.setObjectName(name)
    made.setPlaceholderText(spoken)
    made.setAccessibleName(spoken)
    return made
