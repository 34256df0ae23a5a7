"""A table of lines that can be marked one by one, by group, or all together; marks are kept by id."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QApplication

from ui.models.lines_table import Column, Index, Line, LinesTable
from ui.theme import COLOURS

HEADING: Final = "heading:"


class Group(NamedTuple):
    """Lines under one heading."""

    title: str
    lines: Sequence[Line]


class MarkedTable(LinesTable):
    """Check boxes in the first column that never goes; the heading of a group is a line whose box stands for all of it.

    Signals:
        marks_changed: another set of lines is marked.
    """

    marks_changed = Signal()

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
        # In the order in which they were marked; a dict is a set that keeps it.
        self._marked: dict[str, None] = {}
        self._groups: dict[int, list[str]] = {}

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Replaces everything by groups under their headings; marks on lines that are gone are gone."""
        lines: list[Line] = []
        headings: dict[int, list[str]] = {}
        for group in groups:
            headings[len(lines)] = [line.id for line in group.lines]
            blank = ("",) * (len(self.columns) - 1)
            lines.append(Line(f"{HEADING}{group.title}", (f"{group.title}({len(group.lines)})", *blank)))
            lines += group.lines
        self._groups = headings
        here = {line.id for line in lines}
        self._marked = {line_id: None for line_id in self._marked if line_id in here}
        self.show(lines)
        self.marks_changed.emit()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Takes other columns; lines and groups go, marks stay for the lines that come back."""
        self._groups = {}
        super().set_columns(columns)

    @property
    def marked(self) -> list[str]:
        """The ids that are marked; those in the table in its order, then those that a search has left out."""
        here = [line.id for line in self.lines if line.id in self._marked]
        return [*here, *(line_id for line_id in self._marked if line_id not in set(here))]

    @property
    def headings(self) -> list[int]:
        """Where the headings are."""
        return list(self._groups)

    def mark(self, line_ids: Iterable[str], *, is_marked: bool = True) -> None:
        """Marks these, or takes their marks away."""
        for line_id in line_ids:
            if is_marked:
                self._marked[line_id] = None
            else:
                self._marked.pop(line_id, None)
        self._tell()

    def toggle(self, number: int) -> None:
        """Marks a line or a whole group, or takes the mark away."""
        line = self.line(number)
        if line is not None:
            ids = self._groups.get(number, [line.id])
            self.mark(ids, is_marked=not all(line_id in self._marked for line_id in ids))

    def toggle_all(self) -> None:
        """Marks every line that is here; when all are, none."""
        ids = [line.id for number, line in enumerate(self.lines) if number not in self._groups]
        self.mark(ids, is_marked=not all(line_id in self._marked for line_id in ids))

    def flags(self, index: Index) -> Qt.ItemFlag:
        """One column has a box."""
        has_box = index.column() == self.box_column
        box = Qt.ItemFlag.ItemIsUserCheckable if has_box else Qt.ItemFlag.NoItemFlags
        return super().flags(index) | box

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The box beside what a line says."""
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == self.box_column:
            return self._state(index.row())
        if index.row() in self._groups and role == Qt.ItemDataRole.FontRole:
            return _bold()
        if index.row() in self._groups and role == Qt.ItemDataRole.BackgroundRole:
            return QColor(COLOURS["ground"])
        return super().data(index, role)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ARG002, N802  # Qt's.
        """A click on the box."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        self.toggle(index.row())
        return True

    def _state(self, number: int) -> Qt.CheckState:
        ids = self._groups.get(number, [self.lines[number].id])
        marked = sum(line_id in self._marked for line_id in ids)
        if not marked:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if marked == len(ids) else Qt.CheckState.PartiallyChecked

    def _tell(self) -> None:
        if self.lines:
            last = len(self.lines) - 1
            self.dataChanged.emit(self.index(0, self.box_column), self.index(last, self.box_column))
        self.marks_changed.emit()


def _bold() -> QFont:
    font = QApplication.font()
    font.setBold(True)
    return font
