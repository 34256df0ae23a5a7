"""Fields side by side: as many columns as the room allows, in reading order."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from fieldsurvey.case.field import Tier
from ui.theme import ems
from ui.widgets.pieces import button
from ui.wizard.cell import FieldCell

CELL_EMS: Final = 16.3
MOST_COLUMNS: Final = 4
GAP_PX: Final = 20


class CellGrid(QWidget):
    """Cells in columns; what is asked at the table is in view, the rest is folded under one line."""

    def __init__(self, cells: Sequence[FieldCell], *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.cells = list(cells)
        self._columns = 0
        self._silent: set[str] = set()
        later = sum(cell.field.tier is not Tier.TABLE for cell in cells)
        self._fold = button(f"回办公室再补的 {later} 项(&O)", name="fold", role="plain")
        # A part that is shown before it has a parent becomes a window of its own.
        self._fold.setParent(self)
        self._fold.setCheckable(True)
        self._fold.toggled.connect(self._place_anew)
        self._fold.setVisible(bool(later))
        self._has_later = bool(later)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_PX)
        self._grid.setVerticalSpacing(8)
        for cell in self.cells:
            cell.setParent(self)
        self._in_order = [cell for cell in cells if cell.field.tier is Tier.TABLE]
        self._later = [cell for cell in cells if cell.field.tier is not Tier.TABLE]
        self._place_anew()

    def set_silent(self, field_ids: set[str]) -> None:
        """Hides fields that are not asked in this case."""
        if field_ids != self._silent:
            self._silent = field_ids
            self._place_anew()

    def unfold(self) -> None:
        """Shows what is folded away."""
        self._fold.setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes as many columns as there is room for."""
        super().resizeEvent(event)
        if self._columns_now() != self._columns:
            self._place_anew()

    def _columns_now(self) -> int:
        return max(1, min(MOST_COLUMNS, (self.width() + GAP_PX) // (ems(self, CELL_EMS) + GAP_PX)))

    def _place_anew(self) -> None:
        self._columns = self._columns_now()
        while self._grid.count():
            self._grid.takeAt(0)
        for number in range(MOST_COLUMNS):
            self._grid.setColumnStretch(number, 1 if number < self._columns else 0)
            self._grid.setColumnMinimumWidth(number, 0)
        below = self._place(self._in_order, 0)
        if self._has_later:
            self._grid.addWidget(self._fold, below, 0, 1, self._columns, Qt.AlignmentFlag.AlignLeft)
            self._place(self._later if self._fold.isChecked() else [], below + 1)
        for cell in self._later:
            cell.setVisible(self._fold.isChecked() and cell.field.id not in self._silent)
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
        stops: list[QWidget] = [place for cell in self._in_order for place in cell.stops]
        stops += [self._fold, *(place for cell in self._later for place in cell.stops)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
