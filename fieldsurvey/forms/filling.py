"""The answers of one household in the boxes of a form."""

from collections.abc import Mapping
from typing import Any

from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.worker import rows_read
from fieldsurvey.forms.answers import answer_text, cell_text, field_at, label_text
from fieldsurvey.forms.cells import BOX_MARK, Box, Carried, put_answer, put_choices, put_label
from fieldsurvey.forms.figures import EVIDENCE, Figures
from fieldsurvey.forms.frame import BODY_TOP, HEADER_TOP, LEFT, boxes, table_row_top
from fieldsurvey.forms.ink import MM, Ink
from fieldsurvey.forms.layout import BAND_WIDTH, LAST, Answer, Derived, Form, Row, Section, Table


class Filling:
    """Fills one sheet. A document of None is a blank form: boxes to tick, and room to write.

    Without `carried` every text stands in full elsewhere and may be shortened on this sheet.
    """

    def __init__(
        self, ink: Ink, document: Mapping[str, Any] | None, carried: Carried | None, *, catalogue: Catalogue
    ) -> None:
        self._ink = ink
        self._document = document
        self._figures = Figures(document or {})
        self._carried = carried
        self._catalogue = catalogue

    def first_sheet(self, form: Form, *, plan: bool) -> None:
        """Everything on the first sheet; without `plan` the sections of that stage stay free."""
        self.header(form)
        top = BODY_TOP
        for section in form.sections:
            if plan or section.stage != "plan":
                self._section(section, top)
            top += section.height * MM

    def header(self, form: Form) -> None:
        """The line under the title."""
        for part in form.header.parts:
            if isinstance(part, Row):
                self._row(part, LEFT, HEADER_TOP)

    def table_row(
        self, table: Table, number: int, row: Mapping[str, Any], *, left: float, top: float, height: float
    ) -> None:
        """A row of a list, its `number` from 0, from its first column on."""
        document = self._document or {}
        group = self._catalogue.group(table.group)
        before = f"{group.row_label if group else table.group}{number + 1}·"
        for column in table.columns:
            put_answer(
                self._ink,
                cell_text(self._catalogue, document, f"{table.group}/{LAST}/{column.field}", row),
                Box(left, top, column.width * MM, height),
                label=before + label_text(self._catalogue, f"{table.group}/*/{column.field}"),
                carried=self._carried,
                align=column.align,
            )
            left += column.width * MM

    def _section(self, section: Section, top: float) -> None:
        left = LEFT + BAND_WIDTH * MM
        for part in section.parts:
            if isinstance(part, Row):
                self._row(part, left, top)
            else:
                for number, row in enumerate(rows_read(self._document or {}, part.group)[: part.rows]):
                    self.table_row(
                        part,
                        number,
                        row,
                        left=left + part.number_width * MM,
                        top=table_row_top(part, top, number),
                        height=part.row_height * MM,
                    )
            top += part.height * MM

    def _row(self, row: Row, left: float, top: float) -> None:
        for cell, box in boxes(row, left, top):
            if isinstance(cell, Answer):
                self._answer(cell, box)
            elif isinstance(cell, Derived):
                self._derived(cell, box)

    def _derived(self, cell: Derived, box: Box) -> None:
        if self._document is not None:
            text = self._figures.told(cell.figure)
            put_answer(self._ink, text, box, label="金额", carried=self._carried)
        elif cell.figure.startswith(EVIDENCE):
            put_label(self._ink, BOX_MARK, box)

    def _answer(self, cell: Answer, box: Box) -> None:
        if self._document is None:
            self.blank(field_at(self._catalogue, cell.address), box)
            return
        text = answer_text(self._catalogue, self._document, cell.address)
        label = label_text(self._catalogue, cell.address)
        put_answer(self._ink, text, box, label=label, carried=self._carried, align=cell.align)

    def blank(self, field: Field, box: Box) -> None:
        """What a blank form has in a field's box: boxes to tick, or room to write."""
        if field.sort in (Sort.CODE, Sort.CODES) and field.choices.offered:
            put_choices(self._ink, list(field.choices.offered.values()), box)
        elif field.sort is Sort.FLAG:
            put_choices(self._ink, ["是", "否"], box)
        elif field.sort is Sort.DATE:
            put_label(self._ink, "年    月    日", box)
