"""Fields side by side: as many columns as the room allows, in reading order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from fieldsurvey.case.field import Field, Tier
from ui.theme import ems
from ui.widgets.pieces import button
from ui.wizard.cell import FieldCell

CELL_EMS: Final = 16.3
MOST_COLUMNS: Final = 4
GAP_PX: Final = 12


class CellGrid(QWidget):
    """Cells in columns; what is asked at the table is in view, the rest is folded under one line.

    What is folded away is made when it is first unfolded: a page must be there at once; `is_unfolded` shows all in
    the order given. `made` hears of every cell.
    """

    def __init__(
        self, fields: Sequence[Field], *, name: str, made: Callable[[FieldCell], None], is_unfolded: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._made = made
        self._columns = 0
        self._silent: set[str] = set()
        self._wanted: set[str] = set()
        later = [field for field in fields if field.tier is not Tier.TABLE and not is_unfolded]
        self._asked = {field.id: self._make(field) for field in fields if field not in later}
        self._fields_later = later
        self._later: dict[str, FieldCell] = {}
        self._fold = button("", name="fold", role="plain")
        # A part that is shown before it has a parent becomes a window of its own.
        self._fold.setParent(self)
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._on_fold)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_PX)
        self._grid.setVerticalSpacing(8)
        self._place_anew()

    def cells(self) -> Iterator[FieldCell]:
        """Every cell that has been made."""
        yield from self._asked.values()
        yield from self._later.values()

    def cell(self, field_id: str) -> FieldCell | None:
        """The cell of a field, if it has been made."""
        return self._asked.get(field_id) or self._later.get(field_id)

    def reveal(self, field_id: str) -> FieldCell | None:
        """The cell of a field, unfolded where it was folded away; None when it is no field of this grid."""
        if any(field.id == field_id for field in self._fields_later):
            self._fold.setChecked(True)
        return self.cell(field_id)

    def set_silent(self, field_ids: set[str]) -> None:
        """Hides fields that are not asked in this case; the one that the keyboard is in stays until it has gone on."""
        self._wanted = field_ids
        focus = QApplication.focusWidget()
        field_ids = field_ids - {cell.field.id for cell in self.cells() if focus and cell.isAncestorOf(focus)}
        if field_ids != self._silent:
            self._silent = field_ids
            self._place_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes as many columns as there is room for."""
        super().resizeEvent(event)
        if self._columns_now() != self._columns:
            self._place_anew()

    def _make(self, field: Field) -> FieldCell:
        cell = FieldCell(field)
        cell.setParent(self)
        cell.left.connect(lambda: self.set_silent(self._wanted))
        self._made(cell)
        return cell

    def _on_fold(self, is_open: bool) -> None:
        if is_open and not self._later:
            self._later = {field.id: self._make(field) for field in self._fields_later}
        self._place_anew()

    def _columns_now(self) -> int:
        cells = [cell for cell in self.cells() if not cell.is_wide and cell.field.id not in self._silent]
        # A number that one reads out must be seen whole, whatever the type and the machine make of its width.
        least = max([ems(self, CELL_EMS), *(cell.editor.minimumSizeHint().width() for cell in cells)])
        return max(1, min(MOST_COLUMNS, (self.width() + GAP_PX) // (least + GAP_PX)))

    def _place_anew(self) -> None:
        self._columns = self._columns_now()
        while self._grid.count():
            self._grid.takeAt(0)
        for number in range(MOST_COLUMNS):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)
            self._grid.setColumnMinimumWidth(number, 0)
        below = self._place(list(self._asked.values()), 0)
        later = [field for field in self._fields_later if field.id not in self._silent]
        self._fold.setVisible(bool(later))
        is_open = self._fold.isChecked()
        if later:
            self._fold.setText(f"回办公室再补的 {len(later)} 项(&O)")
            self._grid.addWidget(self._fold, below, 0, 1, self._columns, Qt.AlignmentFlag.AlignLeft)
            self._place(list(self._later.values()) if is_open else [], below + 1)
        for cell in self._later.values():
            cell.setVisible(is_open and cell.field.id not in self._silent)
        self._chain()

    def _place(self, cells: Sequence[FieldCell], line: int) -> int:
        place = 0
        for cell in cells:
            cell.setVisible(cell.field.id not in self._silent)
            if cell.field.id in self._silent:
                continue
            if cell.is_wide and place:
                line, place = line + 1, 0
            width = self._columns if cell.is_wide else 1
            self._grid.addWidget(cell, line, place, 1, width, Qt.AlignmentFlag.AlignTop)
            place += width
            if place >= self._columns:
                line, place = line + 1, 0
        return line + (1 if place else 0)

    def _chain(self) -> None:
        # The keyboard goes as the eye reads, whatever the order in which things were made.
        stops: list[QWidget] = [place for cell in self._asked.values() for place in cell.stops]
        stops += [self._fold, *(place for cell in self._later.values() for place in cell.stops)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


def in_order(fields: Sequence[Field], order: Mapping[str, int] | None, *, before: str = "") -> list[Field]:
    """Fields as a paper form asks them, those that it does not have behind; without an order as they are."""
    if order is None:
        return list(fields)
    return sorted(fields, key=lambda field: order.get(before + field.id, len(order)))
