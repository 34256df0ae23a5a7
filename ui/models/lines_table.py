"""A table of texts over plain lines, fetched by page when the list is long."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ui.theme import COLOURS

Index = QModelIndex | QPersistentModelIndex
TOP: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title, its width in characters, and how soon it goes when there is little room (0 never).

    `is_marked` says whether the mark of a line colours this column too.
    """

    title: str
    ems: float
    goes: int = 0
    is_right: bool = False
    is_marked: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    """One line: whom it stands for, its texts, and its mark: "", `soft`, `stop`, `done` or `quiet`."""

    id: str
    texts: tuple[str, ...]
    mark: str = ""


_MARKS: Final = {"soft": "soft_ink", "stop": "stop", "done": "done", "quiet": "quiet"}


class LinesTable(QAbstractTableModel):
    """Shows what it is given.

    Signals:
        more_wanted: the user has scrolled to the end of what is here, and there is more.
    """

    more_wanted = Signal()

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._lines: list[Line] = []
        self._total = 0
        self._asked = False

    def show(self, lines: Sequence[Line], total: int | None = None) -> None:
        """Replaces everything. `total` is how many there are beyond these."""
        self.beginResetModel()
        self._lines = list(lines)
        self._total = len(lines) if total is None else total
        self._asked = False
        self.endResetModel()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Takes other columns; the lines go, for their texts were those of the former ones."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._lines, self._total, self._asked = [], 0, False
        self.endResetModel()

    def add(self, lines: Sequence[Line], *, more: bool | None = None) -> None:
        """Appends the next page. Where nobody has counted, `more` says whether there is another behind it."""
        self._asked = False
        if more is not None:
            self._total = len(self._lines) + len(lines) + more
        if not lines:
            self._total = len(self._lines)
            return
        first = len(self._lines)
        self.beginInsertRows(TOP, first, first + len(lines) - 1)
        self._lines.extend(lines)
        self.endInsertRows()

    def ask_again(self) -> None:
        """The next page did not come: whoever scrolls to the end asks for it once more."""
        self._asked = False

    def put(self, number: int, line: Line) -> None:
        """Replaces one line."""
        self._lines[number] = line
        self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def line(self, number: int) -> Line | None:
        """The line at a place, or None."""
        return self._lines[number] if 0 <= number < len(self._lines) else None

    def number_of(self, line_id: str) -> int:
        """The place of a line, or -1."""
        return next((number for number, line in enumerate(self._lines) if line.id == line_id), -1)

    @property
    def box_column(self) -> int:
        """The first column that is always in view: a box beside its text can always be seen."""
        return next((number for number, column in enumerate(self.columns) if column.goes == 0), 0)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that are here."""
        return self._lines

    def rowCount(self, parent: Index = TOP) -> int:
        """Lines that are here."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = TOP) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def canFetchMore(self, parent: Index = TOP) -> bool:
        """Whether there is more than is here, and nobody has asked for it yet."""
        return not parent.isValid() and not self._asked and len(self._lines) < self._total

    def fetchMore(self, parent: Index = TOP) -> None:
        """Asks for the next page."""
        if self.canFetchMore(parent):
            self._asked = True
            self.more_wanted.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell and how it looks."""
        line, column = self._lines[index.row()], self.columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.texts[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole and line.mark and column.is_marked:
            return QColor(COLOURS[_MARKS[line.mark]])
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The titles."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_right = self.columns[section].is_right
            side = Qt.AlignmentFlag.AlignRight if is_right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None
