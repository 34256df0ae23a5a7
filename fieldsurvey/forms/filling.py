"""The answers of one household in the boxes of a form."""

from collections.abc import Container, Mapping
from functools import partial
from typing import Any, Final

from fieldsurvey.case.field import Field, Sort
from fieldsurvey.forms.answers import Answers
from fieldsurvey.forms.cells import BOX_MARK, Box, Carried, put_answer, put_choices, put_label
from fieldsurvey.forms.figures import EVIDENCE
from fieldsurvey.forms.frame import BODY_TOP, HEADER_TOP, LEFT, boxes, table_row_top
from fieldsurvey.forms.ink import MM, Ink
from fieldsurvey.forms.layout import BAND_WIDTH, Answer, Derived, Form, Page, Row, Section, Stage, Table

FIGURE_LABEL: Final = "金额"


class Filling:
    """Fills one sheet. A blank form has boxes to tick, and room to write.

    Without `carried` every text stands in full elsewhere and may be shortened on this sheet.
    """

    def __init__(self, ink: Ink, answers: Answers, carried: Carried | None) -> None:
        self._ink = ink
        self._answers = answers
        self._carried = carried

    def page(self, form: Form, page: Page, *, stages: Container[Stage]) -> None:
        """Everything on one page; sections of other stages stay free."""
        self.header(form)
        top = BODY_TOP
        for section in page.sections:
            if section.stage in stages:
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
        for column in table.columns:
            share = height / len(column.fields)
            for place, field in enumerate(column.fields):
                put_answer(
                    self._ink,
                    self._answers.in_row(table, field, row),
                    Box(left, top + place * share, column.width * MM, share),
                    label=partial(self._answers.row_label, table, column, field, number),
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
                for number, row in enumerate(self._answers.rows(part.group)[: part.rows]):
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
        if cell.figure.startswith(EVIDENCE) and self._answers.to_fill:
            put_label(self._ink, BOX_MARK, box)
            return
        put_answer(
            self._ink,
            self._answers.figure(cell.figure),
            box,
            label=lambda: FIGURE_LABEL,
            carried=self._carried,
            align=cell.align,
        )

    def _answer(self, cell: Answer, box: Box) -> None:
        text = self._answers.text(cell.address)
        if text:
            label = partial(self._answers.label, cell.address)
            put_answer(self._ink, text, box, label=label, carried=self._carried, align=cell.align)
        elif self._answers.to_fill:
            self.blank(self._answers.field(cell.address), box)

    def blank(self, field: Field, box: Box) -> None:
        """What a form to be filled in has in a field's box: boxes to tick, or room to write."""
        if field.sort in (Sort.CODE, Sort.CODES) and field.choices.offered:
            put_choices(self._ink, list(field.choices.offered.values()), box)
        elif field.sort is Sort.FLAG:
            put_choices(self._ink, ["是", "否"], box)
        elif field.sort is Sort.DATE:
            put_label(self._ink, "年    月    日", box)
