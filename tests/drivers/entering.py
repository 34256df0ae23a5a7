"""A whole household typed into the wizard, page by page, from its document: the way from paper to file by hand."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.in_force import SHIPPED
from fieldsurvey.case.money import yuan
from fieldsurvey.case.values import is_gap
from fieldsurvey.case.worker import SHARED, is_worker
from tests.drivers.app import type_into
from tests.drivers.wizard import WizardPage
from ui.wizard.cell import GAP_OF_KEY, FieldCell

Row = Mapping[str, Any]
KEY_OF_GAP: Final = {gap: Qt.Key(key) for key, gap in GAP_OF_KEY.items()}
# What the wizard knows by itself of the row that a list begins with.
BEGUN: Final = {"members": (*SHARED, "relation", "unit_or_school")}


class Entering:
    """Types what a document says; `known` names its members by row for the fields that choose one."""

    def __init__(self, wizard: WizardPage, document: Row) -> None:
        self.wizard = wizard
        self.document = document
        self.known = {str(member[ROW]): str(member["name"]) for member in document["members"]}
        self.catalogue = SHIPPED.catalogue

    def enter(self) -> None:
        """All pages in their order."""
        steps = {field.step for field in self.catalogue.fields} | {group.step for group in self.catalogue.groups}
        for step in sorted(steps - {0}):
            fields = [field for field in self.catalogue.fields if field.step == step and field.id in self.document]
            groups = [group for group in self.catalogue.groups if group.step == step and group.id in self.document]
            if fields or groups:
                self.wizard.to_step(step).unfold()
                self._answer(fields, self.document, "")
                for group in groups:
                    self._list(group.id, group.fields, self.document[group.id])

    def _list(self, group: str, fields: Sequence[Field], rows: Sequence[Row]) -> None:
        begun = len(self.wizard.rows(group))
        for number, row in enumerate(rows):
            skipped = BEGUN.get(group, ()) if number < begun else ()
            if number < begun:
                self.wizard.choose_row(group, number + 1)
                assert group != "members" or is_worker(row)
            else:
                self.wizard.add(group).unfold()
            section = self.wizard.section(group)
            said = [field for field in fields if field.id in row and field.id not in skipped]
            self._answer(said, row, f"{group}/{section.row_id}/")

    def _answer(self, fields: Sequence[Field], said: Row, prefix: str) -> None:
        for field in fields:
            cell = self.wizard.cell_at(prefix + field.id)
            # What was read off another answer is looked at and left.
            if cell.value() != said[field.id]:
                self._type(cell, said[field.id])
                # What is asked next may depend on the answer.
                self.wizard.leave_field()

    def _type(self, cell: FieldCell, value: Any) -> None:  # noqa: ANN401  # Whatever a document holds.
        app, field = self.wizard.app, cell.field
        cell.write()
        if isinstance(app.focus, QLineEdit):
            app.focus.selectAll()
        if is_gap(value):
            app.key(KEY_OF_GAP[value["gap"]])
        elif field.sort is Sort.FLAG:
            app.key(Qt.Key.Key_Y if value else Qt.Key.Key_N)
        elif field.sort is Sort.CODES:
            for code in value:
                app.key(Qt.Key(ord("1") + list(field.choices.offered).index(code)))
        elif field.sort is Sort.MONTHS and value.count(value[0]) == len(value):
            type_into(app.focus, yuan(value[0]))
            app.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        elif field.sort is Sort.MONTHS:
            for place, fen in zip(cell.stops, value, strict=False):
                place.setFocus()
                type_into(app.focus, yuan(fen))
        else:
            type_into(app.focus, self._text(field, value))

    def _text(self, field: Field, value: Any) -> str:  # noqa: ANN401  # As above.
        if field.sort is Sort.CODE:
            return field.choices.label_of(value)
        if field.sort is Sort.MONEY:
            return yuan(value)
        if field.sort is Sort.MEMBER:
            return self.known[value]
        return str(value["number"]) if field.sort is Sort.IDENTITY else str(value)
