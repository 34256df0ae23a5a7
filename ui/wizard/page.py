"""One step of the wizard: the fields and lists of the catalogue that belong to it, made when first looked at."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget

from fieldsurvey.case.field import Catalogue, Group, Sort, Tier
from ui.widgets.pieces import button, column, frame
from ui.wizard.cell import FieldCell
from ui.wizard.evidence_view import EvidencePanel
from ui.wizard.grid import CellGrid, in_order
from ui.wizard.rows import RowsSection

KEYS: Final = ("ARH", "EMJ", "KQY", "GXZ")
PASSED_BY_ENTER: Final = frozenset(
    {"remove_row", "fold", "fold_lists", "identity_kind", "evidence_type", "evidence_member", "pick_file"}
    | {"pick_folder", "evidence_strip", "retake", "keep", "add:evidence"}
)


class StepPage(QWidget):
    """Fields first, then lists; lists that are no business of the table are folded away and made when unfolded.

    Signals:
        answered: address and value.
        writing: address, and whether something has been typed there that is not offered yet.
        entered, left: the address of the field that the keyboard came to, went from.
        cell_made, section_made: a field or list that has just come into view for the first time.
        end_reached: Enter in the last field; the page stays.
    """

    answered = Signal(str, object)
    writing = Signal(str, bool)
    entered = Signal(str)
    left = Signal(str)
    cell_made = Signal(object)
    section_made = Signal(object)
    end_reached = Signal()

    def __init__(self, step: int, catalogue: Catalogue, *, order: Mapping[str, int] | None = None) -> None:
        super().__init__()
        self.step = step
        self._order = order
        self.setObjectName(f"page:{step}")
        self._document: Mapping[str, Any] = {}
        self._members: list[tuple[str, str]] = []
        self._initials: dict[str, str] = {}
        self._texts: Mapping[str, Sequence[str]] = {}
        self._day: date | None = None
        self.sections: dict[str, RowsSection] = {}
        self.evidence: EvidencePanel | None = None
        self._fields = in_order([field for field in catalogue.fields if field.step == step], order)
        groups = [group for group in catalogue.groups if group.step == step]
        self._keys = {group.id: KEYS[place] for place, group in enumerate(groups)}
        self._later = [group for group in groups if group.tier is not Tier.TABLE]
        self._grid = CellGrid(self._fields, name=f"fields:{step}", made=self._take_in, is_unfolded=order is not None)
        self._lists: QVBoxLayout = column(gap=12)
        self.body: QVBoxLayout = column(into=self, gap=12)
        if self._fields:
            card = frame("card", name=f"card:{step}")
            column(self._grid, into=card, margin=10)
            self.body.addWidget(card)
        else:
            self._grid.setParent(self)
            self._grid.hide()
        self.body.addLayout(self._lists)
        for group in groups:
            if group.tier is Tier.TABLE:
                self._add_section(group)
        # Made after the lists above it: the keyboard goes in the order in which things were made.
        later = "、".join(group.label for group in self._later)
        self._fold = button(f"回办公室再补:{later}(&C)", name="fold_lists", role="plain")
        self._fold.clicked.connect(self.unfold_lists)
        self.body.addWidget(self._fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._fold.setVisible(bool(self._later))
        self.body.addStretch(1)
        if order is not None:
            self.unfold_lists()

    def cells(self) -> Iterator[FieldCell]:
        """Every field that has been made, in view or not."""
        yield from self._grid.cells()
        for section in self.sections.values():
            yield from section.cells()

    def cell(self, address: str) -> FieldCell | None:
        """The cell that now stands for an address."""
        return next((cell for cell in self.cells() if cell.address == address), None)

    def show_fields(self, document: Mapping[str, Any]) -> None:
        """Shows the values of the fields outside lists."""
        self._document = document
        for cell in self._grid.cells():
            cell.show_value(document.get(cell.field.id))
        self.mind(document)

    def mind(self, document: Mapping[str, Any]) -> None:
        """Shows or hides fields that are asked only with certain answers of others."""
        self._document = document
        self._grid.set_silent({field.id for field in self._fields if not field.is_asked(document)})

    def set_choices(
        self,
        members: list[tuple[str, str]],
        initials: dict[str, str],
        texts: Mapping[str, Sequence[str]] = MappingProxyType({}),
    ) -> None:
        """Gives the members' names to the fields that name one, the initials to all that choose, texts to offer."""
        self._members, self._initials, self._texts = members, initials, texts
        for cell in self.cells():
            self._give_choices(cell)

    def look_back_from(self, day: date) -> None:
        """Gives the day of the visit to what is asked of the months before it."""
        self._day = day
        for cell in self.cells():
            cell.editor.look_back_from(day)

    def offer_all(self) -> None:
        """Hands over what is being typed."""
        for cell in self.cells():
            cell.offer()

    def write(self, address: str) -> bool:
        """Brings the keyboard to an address; False when the page does not have it."""
        parts = address.split("/")
        if any(group.id == parts[0] for group in self._later):
            self.unfold_lists()
        if len(parts) == 3 and parts[0] in self.sections:
            section = self.sections[parts[0]]
            section.table.choose(parts[1])
            section.write(parts[2])
            return True
        if address in self.sections:
            self.sections[address].add.setFocus()
            return True
        cell = self._grid.reveal(address)
        if cell is None:
            return False
        cell.write()
        return True

    def write_first(self) -> None:
        """Brings the keyboard to the first field, behind what stands there: a stray key must not wipe it out."""
        stops = self._stops_of_enter(None) or self.stops()
        if stops:
            stops[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def unfold_lists(self) -> None:
        """Makes and shows the lists that were folded away."""
        later, self._later = self._later, []
        for group in later:
            self.section_made.emit(self._add_section(group))
        self._fold.hide()
        if later and self._fold.hasFocus():
            self.sections[later[0].id].add.setFocus()

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
        self._settle()
        focus = QApplication.focusWidget()
        stops = self._stops_of_enter(focus)
        number = stops.index(focus) if focus in stops else -1
        if number + 1 < len(stops):
            stops[number + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.end_reached.emit()

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802  # Qt calls it.
        """Tab goes to what is asked now, not to what was asked before this answer."""
        self._settle()
        return super().focusNextPrevChild(next)

    def _settle(self) -> None:
        """Hands over what is being typed before it is decided where the keyboard goes: it may raise other questions."""
        focus = QApplication.focusWidget()
        for cell in self.cells():
            if focus is not None and cell.isAncestorOf(focus):
                cell.settle()
                return

    def _stops_of_enter(self, focus: QWidget | None) -> list[QWidget]:
        # Who goes on with Enter must not stand on 移除 and press it with the next one, nor open what is folded away;
        # that a document is an identity card goes without saying.
        stops = [stop for stop in self.stops() if not isinstance(stop, QTableView)]
        # One row more is asked for with Alt+A: Enter, Enter must not leave an empty one behind.
        filled = {f"add:{name}" for name, section in self.sections.items() if section.table.table.rowCount()}
        return [stop for stop in stops if stop.objectName() not in PASSED_BY_ENTER | filled or stop is focus]

    def _add_section(self, group: Group) -> RowsSection:
        section = RowsSection(group, keys=self._keys[group.id], made=self._hear, order=self._order)
        self.sections[group.id] = section
        if group.id == "evidence":
            self.evidence = EvidencePanel()
            self._lists.addWidget(self.evidence)
        self._lists.addWidget(section)
        return section

    def _take_in(self, cell: FieldCell) -> None:
        cell.show_value(self._document.get(cell.field.id))
        self._hear(cell)

    def _hear(self, cell: FieldCell) -> None:
        cell.answered.connect(self.answered)
        cell.writing.connect(self.writing)
        cell.entered.connect(self.entered)
        cell.left.connect(self.left)
        self._give_choices(cell)
        if self._day is not None:
            cell.editor.look_back_from(self._day)
        self.cell_made.emit(cell)

    def _give_choices(self, cell: FieldCell) -> None:
        if cell.field.sort is Sort.MEMBER:
            cell.editor.set_choices(self._members, self._initials)
        elif cell.field.sort in (Sort.CODE, Sort.CODES, Sort.IDENTITY):
            cell.editor.set_choices(cell.codes, self._initials)
        else:
            cell.editor.suggest(self._texts, self._initials)
