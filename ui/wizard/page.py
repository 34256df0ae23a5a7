"""One step of the wizard: the fields and lists of the catalogue that belong to it, made when first looked at."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Sort
from ui.widgets.pieces import column, frame
from ui.wizard.cell import FieldCell
from ui.wizard.evidence_view import EvidencePanel
from ui.wizard.grid import CellGrid
from ui.wizard.rows import RowsSection

KEYS: Final = ("ARH", "EMJ")
PASSED_BY_ENTER: Final = frozenset(
    {"remove_row", "fold", "identity_kind", "evidence_type", "evidence_member", "pick_file", "pick_folder"}
    | {"evidence_strip", "retake", "keep"}
)


class StepPage(QWidget):
    """Fields first, then lists.

    Signals:
        answered: address and value.
        writing: address, and whether something has been typed there that is not offered yet.
        entered, left: the address of the field that the keyboard came to, went from.
        end_reached: Enter in the last field; the page stays.
    """

    answered = Signal(str, object)
    writing = Signal(str, bool)
    entered = Signal(str)
    left = Signal(str)
    end_reached = Signal()

    def __init__(self, step: int) -> None:
        super().__init__()
        self.step = step
        self.setObjectName(f"page:{step}")
        self._fields = {field.id: FieldCell(field) for field in CASE.fields if field.step == step}
        self.sections = {
            group.id: RowsSection(group, keys=KEYS[place])
            for place, group in enumerate(group for group in CASE.groups if group.step == step)
        }
        self._grid = CellGrid(list(self._fields.values()), name=f"fields:{step}")
        self.body: QVBoxLayout = column(into=self, gap=12)
        if self._fields:
            card = frame("card", name=f"card:{step}")
            column(self._grid, into=card, margin=14)
            self.body.addWidget(card)
        self.evidence: EvidencePanel | None = None
        for section in self.sections.values():
            if section.group.id == "evidence":
                self.evidence = EvidencePanel()
                self.body.addWidget(self.evidence)
            self.body.addWidget(section)
        self.body.addStretch(1)
        for cell in self.cells():
            cell.answered.connect(self.answered)
            cell.writing.connect(self.writing)
            cell.entered.connect(self.entered)
            cell.left.connect(self.left)

    def cells(self) -> Iterator[FieldCell]:
        """Every field in view or folded away."""
        yield from self._fields.values()
        for section in self.sections.values():
            yield from section.cells.values()

    def cell(self, address: str) -> FieldCell | None:
        """The cell that now stands for an address."""
        return next((cell for cell in self.cells() if cell.address == address), None)

    def show_fields(self, document: Mapping[str, Any]) -> None:
        """Shows the values of the fields outside lists."""
        for field_id, cell in self._fields.items():
            cell.show_value(document.get(field_id))

    def set_choices(self, members: list[tuple[str, str]], initials: dict[str, str]) -> None:
        """Gives the members' names to the fields that name one, and the initials to all that choose."""
        for cell in self.cells():
            if cell.field.sort is Sort.MEMBER:
                cell.editor.set_choices(members, initials)
            elif cell.field.sort is Sort.CODE:
                cell.editor.set_choices(cell.codes, initials)

    def offer_all(self) -> None:
        """Hands over what is being typed."""
        for cell in self.cells():
            cell.offer()

    def write(self, address: str) -> bool:
        """Brings the keyboard to an address; False when the page does not have it."""
        parts = address.split("/")
        if len(parts) == 3 and parts[0] in self.sections:
            section = self.sections[parts[0]]
            section.table.choose(parts[1])
            section.write(parts[2])
            return True
        if address in self.sections:
            self.sections[address].add.setFocus()
            return True
        cell = self._fields.get(address)
        if cell is None:
            return False
        if cell.isHidden():
            self._grid.unfold()
        cell.write()
        return True

    def write_first(self) -> None:
        """Brings the keyboard to the first field."""
        stops = self.stops()
        if stops:
            stops[0].setFocus(Qt.FocusReason.TabFocusReason)

    def stops(self) -> list[QWidget]:
        """Where the keyboard stops on this page, in reading order."""
        found: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            can_stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
            if can_stop and self.isAncestorOf(widget) and widget.isVisibleTo(self) and widget.isEnabled():
                found.append(widget)
            widget = widget.nextInFocusChain()
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field; it never leaves the page. A button one stands on has taken it already."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or not plain:
            super().keyPressEvent(event)
            return
        focus = QApplication.focusWidget()
        # Who goes on with Enter must not stand on 移除 and press it with the next one, nor open what is folded away;
        # that a document is an identity card goes without saying.
        stops = [stop for stop in self.stops() if not isinstance(stop, QTableView)]
        # One row more is asked for with Alt+A: Enter, Enter must not leave an empty one behind.
        filled = {f"add:{name}" for name, section in self.sections.items() if section.table.table.rowCount()}
        stops = [stop for stop in stops if stop.objectName() not in PASSED_BY_ENTER | filled or stop is focus]
        number = stops.index(focus) if focus in stops else -1
        if number + 1 < len(stops):
            stops[number + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.end_reached.emit()
