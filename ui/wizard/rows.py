"""A list of the household, such as its members: a table of rows and one open editor, however many rows there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field, Group, Sort, Tier
from fieldsurvey.case.identity import masked
from fieldsurvey.case.money import yuan
from fieldsurvey.case.parse import show
from fieldsurvey.case.sums import fen_in
from fieldsurvey.case.values import is_gap, is_typed
from fieldsurvey.case.worker import SHARED, is_worker
from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, frame, label, row, say
from ui.wizard.cell import FieldCell
from ui.wizard.grid import CellGrid, in_order
from ui.wizard.removal import RemovalBar

MOST_COLUMNS: Final = 6
MOST_LINES: Final = 7
_EMS: Final = {Sort.IDENTITY: 11, Sort.LONG_TEXT: 10, Sort.MONTHS: 7, Sort.MONEY: 7, Sort.FLAG: 7, Sort.FILE: 10}


class RowsSection(QFrame):
    """One list on a page.

    Signals:
        row_chosen: group and row whose fields are now in the editor.
        add_requested: the group that wants another row.
        remove_requested: group, row, and the reason, empty for a row that is new in this draft.
        restore_requested: group and row.
    """

    row_chosen = Signal(str, str)
    add_requested = Signal(str)
    remove_requested = Signal(str, str, str)
    restore_requested = Signal(str, str)

    def __init__(
        self,
        group: Group,
        *,
        keys: str,
        made: Callable[[FieldCell], None],
        order: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__()
        self._order = order
        self.group = group
        self.setObjectName(f"rows:{group.id}")
        self.setProperty("role", "card")
        self.row_id = ""
        self.tags: dict[str, str] = {}
        self._members: dict[str, str] = {}
        at_table = sorted(group.fields, key=lambda field: field.tier is not Tier.TABLE)
        self._shown_fields = [field for field in at_table if field.sort is not Sort.LONG_TEXT][:MOST_COLUMNS]
        self._title = label(group.label, role="heading", name="rows_title")
        self.table = LinesView(
            LinesTable([Column("", 2.4), *(_column(field, place) for place, field in enumerate(self._shown_fields))]),
            name=f"table:{group.id}",
            spoken=group.label,
        )
        self._made = made
        self._values: Mapping[str, Any] = {}
        self._workers: set[str] = set()
        self._row_title = label(role="number", name="row_title")
        self._editor = self._make_editor(keys)
        self._nothing = label(f"还没有{group.row_label}。", role="quiet", name="nothing")
        self.add = button(f"添加{group.row_label}(&{keys[0]})", name=f"add:{group.id}")
        self.add.clicked.connect(lambda: self.add_requested.emit(group.id))
        column(row(self._title, 1, self.add), self._nothing, self.table, self._editor, into=self, margin=10, gap=8)
        self.table.chosen.connect(self.open_row)
        self.table.opened.connect(self._on_opened)

    def show_rows(self, rows: Sequence[Mapping[str, Any]], removed: Mapping[str, str], *, open_row: str = "") -> None:
        """Shows the rows, those that can be brought back, and opens one of them."""
        self._title.setText(f"{self.group.label}({len(rows)})")
        self._workers = {str(row[ROW]) for row in rows if is_worker(row)}
        self._lines_of(rows)
        self._removal.show_removed(removed)
        self._nothing.setVisible(not rows)
        self.table.setVisible(bool(rows))
        self._editor.setVisible(bool(rows) or bool(removed))
        self._fields.setVisible(bool(rows))
        self._fit()
        wanted = open_row or self.row_id
        known = [str(found[ROW]) for found in rows]
        self.row_id = ""
        if wanted in known or known:
            # Of several visits the one that is being made is the last.
            row = wanted if wanted in known else known[-1 if self.group.id == "visits" else 0]
            self.table.choose(row)
            # Where the keyboard is in the table it may have stood on that line already, and choosing told nothing.
            self.open_row(row)

    def show_row(self, values: Mapping[str, Any], number: int) -> None:
        """Puts the values of the row that was chosen into the editor."""
        self._values = values
        for cell in self.cells():
            self._bind(cell)
        is_self = self.group.id == "members" and is_worker(values)
        told = ",姓名、证件、健康等在第 1 步填写" if is_self else ""
        self._row_title.setText(f"{self.group.row_label} {number}{told}")
        self.mind(values)

    def show_values(self, own: Mapping[str, Any]) -> None:
        """Shows what the open row holds now; what is being typed stays."""
        self._values = own
        for cell in self.cells():
            cell.show_value(own.get(cell.field.id))
        self.mind(own)

    def renew_line(self, shown: Mapping[str, Any], number: int, *, own: Mapping[str, Any]) -> None:
        """Shows in the table what was answered in the editor; `own` is what the row itself holds."""
        self.table.table.put(number - 1, self._line(shown, number))
        (self._workers.add if is_worker(own) else self._workers.discard)(str(own[ROW]))
        if str(own[ROW]) == self.row_id:
            self._values = own
            self.mind(own)

    def renew_lines(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Shows in the table what is said of other lists' rows, such as the names of members."""
        for number, values in enumerate(rows, start=1):
            line = self._line(values, number)
            if self.table.table.line(number - 1) not in (None, line):
                self.table.table.put(number - 1, line)

    def mind(self, values: Mapping[str, Any]) -> None:
        """Shows or hides fields that are asked only with certain answers of others."""
        silent = {field.id for field in self.group.fields if not field.is_asked(values)}
        if self.group.id == "members" and is_worker(values):
            # The household is filed under this row; another worker comes by 户的变动 alone.
            silent |= {"relation"} if self._workers == {str(values.get(ROW))} else set()
            # Asked once, on the first page; what a file brought along for this row stays in view, to be put right.
            silent |= {name for name in (*SHARED, "unit_or_school") if self._values.get(name) is None}
        self._fields.set_silent(silent)

    def name_members(self, members: Mapping[str, str]) -> None:
        """The names behind the rows that MEMBER fields hold."""
        self._members = dict(members)

    def open_row(self, row_id: str) -> None:
        """Turns the editor to a row; what was written before is offered first."""
        if row_id != self.row_id:
            self.offer()
            self.row_id = row_id
            self.row_chosen.emit(self.group.id, row_id)

    def write(self, field_id: str = "") -> None:
        """Brings the keyboard to a field of the row that is open."""
        cell = self._fields.reveal(field_id) or next((cell for cell in self.cells() if not cell.isHidden()), None)
        if cell is not None:
            cell.write()

    def write_new(self, begun: Set[str]) -> None:
        """Brings the keyboard to the first field of a new row that did not begin with an answer."""
        empty = (cell.field.id for cell in self.cells() if not cell.isHidden() and cell.field.id not in begun)
        self.write(next(empty, ""))

    def cells(self) -> Iterator[FieldCell]:
        """Every field of the open row that has been made."""
        return self._fields.cells()

    def _make_editor(self, keys: str) -> QFrame:
        box = frame("", name=f"editor:{self.group.id}")
        self._removal = RemovalBar(self.group.row_label, keys=keys)
        self._removal.remove_requested.connect(lambda why: self.remove_requested.emit(self.group.id, self.row_id, why))
        self._removal.restore_requested.connect(lambda row_id: self.restore_requested.emit(self.group.id, row_id))
        fields = in_order(self.group.fields, self._order, before=f"{self.group.id}/")
        is_unfolded = self._order is not None
        name = f"fields:{self.group.id}"
        self._fields = CellGrid(fields, name=name, made=self._take_in, is_unfolded=is_unfolded)
        column(self._row_title, self._fields, self._removal, into=box, gap=6)
        return box

    def offer(self) -> None:
        """Hands over what is being typed in the open row."""
        for cell in self.cells():
            cell.offer()

    def hold(self, *, is_held: bool) -> None:
        """Lets nothing be typed in the open row while it is being removed."""
        focus = QApplication.focusWidget()
        if is_held and focus is not None and self._editor.isAncestorOf(focus):
            # What can no longer be written in must not keep the keyboard, or the keys of the page go nowhere.
            self.table.setFocus()
        self._editor.setEnabled(not is_held)

    def forget(self) -> None:
        """Lets go of what is being typed in the open row."""
        for cell in self.cells():
            cell.forget()

    def ask_why(self) -> None:
        """Asks for the reason of removing a row that the file had before."""
        self._removal.ask_why()

    def _take_in(self, cell: FieldCell) -> None:
        self._bind(cell)
        self._made(cell)

    def _bind(self, cell: FieldCell) -> None:
        cell.bind(f"{self.group.id}/{self.row_id}/", self._values.get(cell.field.id))

    def _on_opened(self, row_id: str) -> None:
        self.open_row(row_id)
        self.write()

    def _lines_of(self, rows: Sequence[Mapping[str, Any]]) -> None:
        self.table.table.show([self._line(values, number) for number, values in enumerate(rows, start=1)])

    def _line(self, values: Mapping[str, Any], number: int) -> Line:
        texts = [self._text(field, values.get(field.id)) for field in self._shown_fields]
        tag = self.tags.get(str(values[ROW]), "")
        return Line(str(values[ROW]), (f"{number} {tag}".strip(), *texts), "done" if tag else "")

    def _text(self, field: Field, value: object) -> str:
        if field.sort is Sort.MEMBER and isinstance(value, str):
            return self._members.get(value, "")
        if isinstance(value, list):
            return yuan(sum(fen_in(cell) for cell in value))
        if field.sort is Sort.IDENTITY and isinstance(value, dict) and not is_gap(value) and not is_typed(value):
            return masked(str(value.get("number", "")))
        return show(field, value).replace("\n", " ")

    def _fit(self) -> None:
        self.table.hold(min(max(self.table.table.rowCount(), 1), MOST_LINES))
        say(self._nothing, "" if self.table.table.rowCount() else self._nothing.text())


def _column(field: Field, place: int) -> Column:
    is_sum = field.sort in (Sort.MONTHS, Sort.MONEY)
    title = "全年合计" if field.sort is Sort.MONTHS else field.label
    return Column(title, _EMS.get(field.sort, 6), goes=place if place > 1 else 0, is_right=is_sum)
