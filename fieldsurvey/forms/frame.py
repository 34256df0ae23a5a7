"""The grid of a form: lines, labels and places for signatures, which every copy shares."""

from collections.abc import Iterator
from typing import Final

from fieldsurvey.case.field import Catalogue
from fieldsurvey.forms.answers import label_text
from fieldsurvey.forms.cells import THICK, THIN, Box, put_label, put_upright
from fieldsurvey.forms.ink import MM, Ink
from fieldsurvey.forms.layout import BAND_WIDTH, BODY_WIDTH, Cell, Column, Form, Label, Page, Row, Section, Table, Words
from fieldsurvey.forms.signatures import draw_signatures

LEFT: Final = 14.0 * MM
HEADER_TOP: Final = 24.0 * MM
BODY_TOP: Final = 30.6 * MM


def draw_frame(ink: Ink, form: Form, page: Page, catalogue: Catalogue) -> None:
    """Lines, labels, headings and places for signatures of one page: the same on every copy of the form."""
    draw_header_labels(ink, form, catalogue)
    top = BODY_TOP
    for section in page.sections:
        _section_frame(ink, section, top, catalogue=catalogue)
        top += section.height * MM
    draw_signatures(ink, page, LEFT, top)
    ink.frame(left=LEFT, top=BODY_TOP, width=BODY_WIDTH * MM, height=page.height * MM, line_width=THICK)


def _section_frame(ink: Ink, section: Section, top: float, *, catalogue: Catalogue) -> None:
    inner = LEFT + BAND_WIDTH * MM
    right = LEFT + BODY_WIDTH * MM
    bottom = top + section.height * MM
    put_upright(ink, section.title, Box(LEFT, top, BAND_WIDTH * MM, bottom - top), size=9.0)
    ink.line(left=inner, top=top, right=inner, bottom=bottom, width=THIN)
    for part in section.parts:
        for line_top, line_height, widths in _grid_lines(part, top):
            _verticals(ink, widths, left=inner, top=line_top, bottom=line_top + line_height)
            ink.line(left=inner, top=line_top + line_height, right=right, bottom=line_top + line_height, width=THIN)
        if isinstance(part, Table):
            _halves(ink, part, inner, top)
            draw_heading(ink, part, left=inner, top=top, catalogue=catalogue)
            for number in range(part.rows):
                box = Box(inner, table_row_top(part, top, number), part.number_width * MM, part.row_height * MM)
                put_label(ink, str(number + 1), box)
        else:
            _labels(ink, part, Box(inner, top, 0, 0), catalogue)
        top += part.height * MM
    ink.line(left=LEFT, top=bottom, right=right, bottom=bottom, width=THICK * 0.75)


def _grid_lines(part: Row | Table, top: float) -> Iterator[tuple[float, float, list[float]]]:
    """(top, height, widths of cells) of every line of the grid that a part has."""
    if isinstance(part, Row):
        yield top, part.height * MM, [cell.width * MM for cell in part.cells]
        return
    widths = [part.number_width * MM, *(column.width * MM for column in part.columns)]
    yield top, part.heading_height * MM, widths
    for number in range(part.rows):
        yield table_row_top(part, top, number), part.row_height * MM, widths


def _verticals(ink: Ink, widths: list[float], *, left: float, top: float, bottom: float) -> None:
    for width in widths[:-1]:
        left += width
        ink.line(left=left, top=top, right=left, bottom=bottom, width=THIN)


def _halves(ink: Ink, table: Table, left: float, top: float) -> None:
    """The lines that part two fields in one column."""
    for number in range(table.rows):
        line = table_row_top(table, top, number) + table.row_height * MM / 2
        draw_halves(ink, table, left + table.number_width * MM, line)


def draw_halves(ink: Ink, table: Table, left: float, line: float) -> None:
    """The same in one row, from its first column on; `line` is the middle of the row."""
    for column in table.columns:
        right = left + column.width * MM
        if column.under:
            ink.line(left=left, top=line, right=right, bottom=line, width=THIN / 2)
        left = right


def table_row_top(table: Table, top: float, number: int) -> float:
    """Where row `number` (from 0) of a table begins on the first sheet."""
    return top + (table.heading_height + number * table.row_height) * MM


def draw_heading(
    ink: Ink, table: Table, *, left: float, top: float, catalogue: Catalogue, number_width: float = 0.0
) -> None:
    """The labels above a table's columns."""
    width = number_width or table.number_width * MM
    put_label(ink, "序号", Box(left, top, width, table.heading_height * MM))
    left += width
    for column in table.columns:
        put_label(
            ink, column_words(table, column, catalogue), Box(left, top, column.width * MM, table.heading_height * MM)
        )
        left += column.width * MM


def column_words(table: Table, column: Column, catalogue: Catalogue) -> str:
    """What stands above a column."""
    return column.words or label_text(catalogue, f"{table.group}/*/{column.field}")


def _labels(ink: Ink, row: Row | Table, at: Box, catalogue: Catalogue) -> None:
    if isinstance(row, Row):
        for cell, box in boxes(row, at.left, at.top):
            if isinstance(cell, Label):
                put_label(ink, cell.words or label_text(catalogue, cell.address), box)
            elif isinstance(cell, Words):
                put_label(ink, cell.words, box)


def boxes(row: Row, left: float, top: float) -> Iterator[tuple[Cell, Box]]:
    """The cells of a row with their places."""
    for cell in row.cells:
        yield cell, Box(left, top, cell.width * MM, row.height * MM)
        left += cell.width * MM


def draw_header_labels(ink: Ink, form: Form, catalogue: Catalogue) -> None:
    """The labels of the line under the title."""
    for part in form.header.parts:
        if isinstance(part, Row):
            for cell, box in boxes(part, LEFT, HEADER_TOP):
                if isinstance(cell, Label):
                    put_label(ink, f"{cell.words or label_text(catalogue, cell.address)}：", box)
