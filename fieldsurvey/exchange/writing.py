"""Writing workbooks: every text as text, never as a formula or a link; identifiers never as numbers.

A workbook is put together in memory: no temporary file of it ever lies on a disk.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from fieldsurvey.case.document import Document
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.masking import HIDDEN
from fieldsurvey.case.values import rows_of
from fieldsurvey.exchange.columns import Column, Table
from fieldsurvey.exchange.covering import called_members, covered_cells
from fieldsurvey.exchange.gathering import name_of_row
from fieldsurvey.exchange.headings import HOUSEHOLD_KEY, ORIGIN, RECORD_KEY
from fieldsurvey.exchange.shown import Cell, cells_of, member_names, shortened

MOST_CELLS: Final = 1_200_000  # of one workbook: what an import takes again, and what fits into memory
MOST_FOOT: Final = 100  # a page's foot takes 255 characters, with every & doubled
CELL_CHARACTERS: Final = 16
HEADING_HEIGHT: Final = 30
_WIDTHS: Final[dict[Sort, int]] = {
    Sort.LONG_TEXT: 32, Sort.DATE: 12, Sort.MONEY: 13, Sort.DECIMAL: 10, Sort.WHOLE: 9, Sort.FLAG: 8, Sort.PHONE: 14,
    Sort.CODES: 22, Sort.MONTHS: 10, Sort.MEMBER: 12, Sort.FILE: 20,
}  # fmt: skip
_NUMBER_FORMATS: Final[dict[Sort, str]] = {
    Sort.MONEY: "#,##0.00", Sort.MONTHS: "#,##0.00", Sort.DATE: "yyyy-mm-dd", Sort.DECIMAL: "General",
    Sort.WHOLE: "0",
}  # fmt: skip
TEXT_FORMAT: Final = "@"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an export comes from, for its last sheet and the foot of every page."""

    number: str
    lines: Sequence[tuple[str, str]]


class Workbook:
    """A workbook with the sheets of a layout, headings written."""

    def __init__(
        self, path: Path, tables: Sequence[Table], *, foot: str = "", known: Mapping[str, str] | None = None
    ) -> None:
        """`known`: what other households and staff go by, whom a covered household names by their ids."""
        # Here to start faster: only an export needs it.
        import xlsxwriter

        self._path = path
        # Packed in memory: a disk that is full half-way would leave XlsxWriter with an open file, which complains.
        self._packed = io.BytesIO()
        self.book = xlsxwriter.Workbook(
            self._packed,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "strip_control_characters": False,
            },
        )
        self.tables = tables
        self._known = known or {}
        self.cells = 0
        self.cut = 0
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.sheets = {table.id: self._sheet(table, foot) for table in tables}
        self._next = dict.fromkeys(self.sheets, 1)
        self._fields = {table.id: _fields_of(table) for table in tables}
        self._as_text = self.format(num_format=TEXT_FORMAT)
        self._places = {
            table.id: {
                (column.field.id, column.part): place for place, column in enumerate(table.columns) if column.field
            }
            for table in tables
        }

    def format(self, **about: object) -> Any:  # noqa: ANN401  # XlsxWriter ships no types
        """A format, made once."""
        key = tuple(sorted(about.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(about)
        return self._formats[key]

    def add(self, key: str, record: str, document: Document, *, is_full: bool) -> None:
        """One household: its row, and the rows of its lists; covered, ids stand for nothing there."""
        names = member_names(document.get("members")) if is_full else called_members(document)
        for table in self.tables:
            if table.id:
                for number, row in enumerate(rows_of(document, table.id), start=1):
                    own = name_of_row(row) if is_full else str(number)
                    self._row(table, key, own, row, names=names, is_full=is_full)
            else:
                own = record if is_full or not record else HIDDEN
                self._row(table, key, own, document, names=names, is_full=is_full)

    def close(self, origin: Origin | None = None) -> None:
        """Writes the file.

        Raises:
            OSError: the disk's own reason.
        """
        if origin is not None:
            self._origin(origin)
        self.book.close()
        self._path.write_bytes(self._packed.getbuffer())

    def put(self, sheet: Any, row: int, place: int, cell: Cell, *, number_format: str = "") -> None:  # noqa: ANN401
        """One cell, as what it is."""
        self.cells += 1
        if isinstance(cell, date):
            sheet.write_datetime(row, place, cell, self.format(num_format="yyyy-mm-dd"))
        elif isinstance(cell, str):
            # A long text weighs as much in the file as several cells.
            self.cells += len(cell) // CELL_CHARACTERS
            short = shortened(cell)
            self.cut += short is not None
            sheet.write_string(row, place, cell if short is None else short, self._as_text)
        else:
            sheet.write_number(row, place, cell, self.format(num_format=number_format or "General"))

    def _sheet(self, table: Table, foot: str) -> Any:  # noqa: ANN401  # XlsxWriter ships no types
        sheet = self.book.add_worksheet(table.label)
        sheet.freeze_panes(1, 1)
        sheet.set_row(0, HEADING_HEIGHT)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        if foot:
            sheet.set_footer(f"&L{foot[:MOST_FOOT].replace('&', '&&')}&R第 &P 页,共 &N 页")
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _width(column), self.format(num_format=_number_format(column)))
            sheet.write_string(0, place, _heading(column), self._heading_format(column))
        return sheet

    def _heading_format(self, column: Column) -> Any:  # noqa: ANN401  # XlsxWriter ships no types
        colour = "#FFE3D9" if is_required(column) else "#DCE6F5"
        about: dict[str, object] = {
            "bold": True,
            "bg_color": colour,
            "border": 1,
            "text_wrap": True,
            "valign": "vcenter",
        }
        return self.format(**about, num_format=TEXT_FORMAT)

    def _row(  # a row has a place, a name and what it says
        self, table: Table, key: str, own: str, values: Mapping[str, Any], *, names: Mapping[str, str], is_full: bool
    ) -> None:
        sheet, row, places = self.sheets[table.id], self._next[table.id], self._places[table.id]
        self._next[table.id] += 1
        for place, column in enumerate(table.columns):
            if column.field is None:
                text = key if column.heading == HOUSEHOLD_KEY else own
                if text and (table.id or column.heading in (HOUSEHOLD_KEY, RECORD_KEY)):
                    self.put(sheet, row, place, text)
        for field in self._fields[table.id]:
            value = values.get(field.id)
            if value is None:
                continue
            cells = cells_of(field, value, names) if is_full else covered_cells(field, value, names, self._known)
            for part, cell in cells.items():
                at = places.get((field.id, part))
                if at is not None and cell != "":
                    self.put(sheet, row, at, cell, number_format=_NUMBER_FORMATS.get(field.sort, ""))

    def _origin(self, origin: Origin) -> None:
        sheet = self.book.add_worksheet(ORIGIN)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 60)
        for row, (title, text) in enumerate(origin.lines):
            self.put(sheet, row, 0, title)
            self.put(sheet, row, 1, text)


def _fields_of(table: Table) -> list[Field]:
    """The fields of a sheet in order, each once."""
    return list({column.field.id: column.field for column in table.columns if column.field}.values())


def is_required(column: Column) -> bool:
    """Whether a row without it is not whole."""
    if column.field is None:
        return column.heading == HOUSEHOLD_KEY
    return column.field.required and column.part not in ("type", *(str(month) for month in range(1, 13)))


def _heading(column: Column) -> str:
    return f"*{column.heading}" if is_required(column) else column.heading


def _number_format(column: Column) -> str:
    return TEXT_FORMAT if column.field is None else _NUMBER_FORMATS.get(column.field.sort, TEXT_FORMAT)


def _width(column: Column) -> int:
    field = column.field
    if field is None:
        return 14 if column.heading != RECORD_KEY else 36
    widest = 21 if column.part == "number" else _WIDTHS.get(field.sort, 16)
    return max(widest, min(24, 2 * len(column.heading) + 2)) if not column.part.isdecimal() else widest
