"""What a form shows of one document: each address with its text, so that paper and file can be compared later."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import rows_read
from fieldsurvey.forms.figures import Figures
from fieldsurvey.forms.layout import FIGURE_MARK, LAST, Answer, Column, Derived, Row, Section, Table

FILING_ORG: Final = "filing_org"


class Answers:
    """The texts of one document, which stays as it is meanwhile; None is a form that says nothing yet.

    `to_fill` offers boxes to tick and room to write wherever there is no answer. `known` are fields already found,
    shared by the forms of one job. `org` is who files it where the file itself does not say.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        document: Mapping[str, Any] | None,
        *,
        to_fill: bool = False,
        org: str = "",
        known: dict[str, Field] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.document: Mapping[str, Any] = document or {}
        self.to_fill = to_fill or document is None
        self._org = org
        self._figures = Figures(self.document)
        self._known = {} if known is None else known
        self._rows: dict[str, list[Mapping[str, Any]]] = {}

    def field(self, address: str) -> Field:
        """The catalogue's field at an address of a layout, where `*` stands for any row."""
        found = self._known.get(address)
        if found is None:
            found = self._known[address] = field_at(self.catalogue, address)
        return found

    def rows(self, group: str) -> list[Mapping[str, Any]]:
        """The rows of a list as people read them."""
        found = self._rows.get(group)
        if found is None:
            found = self._rows[group] = rows_read(self.document, group)
        return found

    def text(self, address: str) -> str:
        """The text of the answer at a layout's address; empty when there is none."""
        group, star, _ = address.partition(f"/{LAST}/")
        if not star:
            text = self._shown(self.field(address), self.document.get(address))
            return text or (self._org if address == FILING_ORG else "")
        rows = self.rows(group)
        field = self.field(address)
        return self._shown(field, rows[-1].get(field.id)) if rows else ""

    def figure(self, name: str) -> str:
        """A figure of the household."""
        return self._figures.told(name) if self.document else ""

    def in_row(self, table: Table, name: str, row: Mapping[str, Any]) -> str:
        """The text of a table's field, or `=figure`, in a row."""
        return self.in_list(table.group, name, row)

    def in_list(self, group: str, name: str, row: Mapping[str, Any]) -> str:
        """The same of a list, whatever table it stands in.

        Raises:
            KeyError, UnknownFieldError: no such figure or field.
        """
        if name.startswith(FIGURE_MARK):
            return self._figures.of_row(name.removeprefix(FIGURE_MARK), row)
        return self.cell(f"{group}/{LAST}/{name}", row)

    def cell(self, place: str, row: Mapping[str, Any]) -> str:
        """The text of a field in a row of a list; `place` is the list and the field, `members/*/name`."""
        field = self.field(place)
        return self._shown(field, row.get(field.id))

    def label(self, address: str) -> str:
        """A field's label as printed."""
        return label_text(self.catalogue, address)

    def row_label(self, table: Table, column: Column, name: str, number: int) -> str:
        """What a field in row `number`, from 0, is called: 成员3·单位或学校."""
        group = self.catalogue.group(table.group)
        words = column.words if name.startswith(FIGURE_MARK) else self.label(f"{table.group}/{LAST}/{name}")
        return f"{group.row_label if group else table.group}{number + 1}·{words}"

    def shown(self, section: Section) -> Iterator[tuple[str, str]]:
        """Every address of a section with its text."""
        for part in section.parts:
            if isinstance(part, Table):
                yield from self._shown_table(part)
            else:
                yield from self._shown_row(part)

    def _shown_table(self, table: Table) -> Iterator[tuple[str, str]]:
        names = [name for column in table.columns for name in column.fields]
        for row in self.rows(table.group):
            for name in names:
                yield f"{table.group}/{row.get(ROW, '')}/{name}", self.in_row(table, name, row)

    def _shown_row(self, row: Row) -> Iterator[tuple[str, str]]:
        for cell in row.cells:
            if isinstance(cell, Answer):
                yield actual_address(self.document, cell.address), self.text(cell.address)
            elif isinstance(cell, Derived):
                yield FIGURE_MARK + cell.figure, self.figure(cell.figure)

    def _shown(self, field: Field, value: object) -> str:
        if field.sort is Sort.MEMBER and isinstance(value, str):
            return self._member_name(value)
        return show(field, value)

    def _member_name(self, row_id: str) -> str:
        """A member's name instead of the row's id; the id itself when that row is gone."""
        for row in self.rows("members"):
            if row.get(ROW) == row_id:
                return self.cell(f"members/{LAST}/name", row) or row_id
        return row_id


def field_at(catalogue: Catalogue, address: str) -> Field:
    """The catalogue's field at an address of a layout, where `*` stands for any row.

    A question that an office no longer asks keeps its place on paper, for what was answered.
    """
    known = address.replace(f"/{LAST}/", "/a/")
    return catalogue.find(known) or CASE.field(known)


def label_text(catalogue: Catalogue, address: str) -> str:
    """A field's label with its measure, as printed before its value."""
    field = field_at(catalogue, address)
    return f"{field.label}（{field.measure}）" if field.measure else field.label


def actual_address(document: Mapping[str, Any], address: str) -> str:
    """The address that a layout's address means in this document: `*` is the newest row, if there is one."""
    group, star, field = address.partition(f"/{LAST}/")
    rows = rows_of(document, group) if star else []
    return f"{group}/{rows[-1].get(ROW, '')}/{field}" if rows else address
