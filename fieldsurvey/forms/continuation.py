"""Continuation sheets: rows that a table on the first sheet has no room for, and texts too long for their box."""

from collections.abc import Callable, Container
from typing import Final

from fieldsurvey.case.field import Sort
from fieldsurvey.forms.answers import Answers
from fieldsurvey.forms.cells import THICK, THIN, Box, Carried, put_answer, put_label
from fieldsurvey.forms.filling import Filling
from fieldsurvey.forms.fitting import LEADING, wrap
from fieldsurvey.forms.frame import BODY_TOP, LEFT, draw_halves, draw_header_labels, draw_heading
from fieldsurvey.forms.ink import ASCENT, MM, PAGE_HEIGHT, Ink
from fieldsurvey.forms.layout import BAND_WIDTH, BODY_WIDTH, STAGES, Form, Section, Stage, Table
from fieldsurvey.forms.signatures import STRIP_HEIGHT, draw_strip
from fieldsurvey.forms.supplement import TITLE, Added, added

STRIP_TOP: Final = PAGE_HEIGHT - 13.4 * MM - STRIP_HEIGHT
_ROW_HEIGHT: Final = 7.0 * MM
_CAPTION_HEIGHT: Final = 7.0 * MM
_NOTE_SIZE: Final = 9.0
_NAME_WIDTH: Final = 52.0 * MM
_LONG_HEIGHT: Final = 14.0 * MM
_LONG: Final = frozenset({Sort.LONG_TEXT, Sort.CODES})


class ContinuationSheets:
    """Fills as many further sheets as it takes; `new_sheet` gives the ink of the next one."""

    def __init__(self, form: Form, answers: Answers, carried: Carried, new_sheet: Callable[[], Ink]) -> None:
        self._form = form
        self._answers = answers
        self._carried = carried
        self._new_sheet = new_sheet
        self._ink: Ink | None = None
        self._top = 0.0
        # Two tables of one section on one sheet stand under one title.
        self._captioned: tuple[Ink, str] | None = None

    def draw(self, *, stages: Container[Stage], on_pages: Container[str]) -> None:
        """Draws everything that is left over; no sheet is begun when nothing is.

        `on_pages` are the sections whose pages are printed; of the others every row stands here.
        """
        for section in self._form.sections:
            for part in section.parts:
                if isinstance(part, Table) and section.stage in stages:
                    self._rows(section, part, begin=part.rows if section.id in on_pages else 0)
        if STAGES[0] in stages:
            self._supplement()
        self._notes()

    def _room(self, height: float) -> Ink:
        """The ink to draw on, a new sheet when `height` does not fit under what is there."""
        if self._ink is None or self._top + height > STRIP_TOP - 2 * MM:
            self._ink = self._new_sheet()
            draw_sheet_heading(self._ink, self._form, self._answers)
            self._top = BODY_TOP + 8 * MM
        return self._ink

    def _rows(self, section: Section, table: Table, *, begin: int) -> None:
        rows = self._answers.rows(table.group)
        height = max(_ROW_HEIGHT, table.row_height * MM)
        sheet: Ink | None = None
        # A sheet that stands for the form's own page has its empty rows too, to be written on.
        last = len(rows) if begin else max(len(rows), table.rows)
        for number in range(begin, last):
            ink = self._room(height if sheet else _CAPTION_HEIGHT + table.heading_height * MM + height)
            if ink is not sheet:
                sheet = ink
                title = f"{section.title}（续）" if begin else section.title
                if self._captioned != (ink, title):
                    self._caption(ink, title)
                    self._captioned = (ink, title)
                self._grid_line(ink, table, table.heading_height * MM, first=True)
                width = _number_width(table)
                catalogue = self._answers.catalogue
                draw_heading(ink, table, left=LEFT, top=self._top, catalogue=catalogue, number_width=width)
                self._top += table.heading_height * MM
            self._grid_line(ink, table, height)
            draw_halves(ink, table, LEFT + _number_width(table), self._top + height / 2)
            put_label(ink, str(number + 1), Box(LEFT, self._top, _number_width(table), height))
            if number < len(rows):
                left = LEFT + _number_width(table)
                filling = Filling(ink, self._answers, self._carried)
                filling.table_row(table, number, rows[number], left=left, top=self._top, height=height)
            self._top += height
        if sheet is not None:
            self._top += 3 * MM

    def _supplement(self) -> None:
        """Questions and own fields: on a household's form when any is answered, on a blank one always."""
        lines = added(self._form, self._answers)
        if not self._answers.to_fill and not any(line.text for line in lines):
            return
        sheet: Ink | None = None
        for line in lines:
            height = _LONG_HEIGHT if line.field.sort in _LONG else _ROW_HEIGHT
            ink = self._room(height if sheet else _CAPTION_HEIGHT + height)
            if ink is not sheet:
                self._caption(ink, TITLE if sheet is None else f"{TITLE}（续）")
                sheet = ink
                right = LEFT + BODY_WIDTH * MM
                ink.line(left=LEFT, top=self._top, right=right, bottom=self._top, width=THIN)
            self._added(ink, line, height)
        if sheet is not None:
            self._top += 3 * MM

    def _added(self, ink: Ink, line: Added, height: float) -> None:
        name = Box(LEFT, self._top, _NAME_WIDTH, height)
        value = Box(LEFT + _NAME_WIDTH, self._top, BODY_WIDTH * MM - _NAME_WIDTH, height)
        put_label(ink, line.label, name)
        if self._answers.to_fill and not line.text:
            Filling(ink, self._answers, None).blank(line.field, value)
        else:
            put_answer(ink, line.text, value, label=lambda: line.label, carried=self._carried, align="left")
        bottom = self._top + height
        for left in (LEFT, value.left, value.left + value.width):
            ink.line(left=left, top=self._top, right=left, bottom=bottom, width=THIN)
        ink.line(left=LEFT, top=bottom, right=value.left + value.width, bottom=bottom, width=THIN)
        self._top = bottom

    def _grid_line(self, ink: Ink, table: Table, height: float, *, first: bool = False) -> None:
        right, bottom = LEFT + BODY_WIDTH * MM, self._top + height
        if first:
            ink.line(left=LEFT, top=self._top, right=right, bottom=self._top, width=THIN)
        ink.line(left=LEFT, top=bottom, right=right, bottom=bottom, width=THIN)
        left = LEFT
        for width in (0.0, _number_width(table), *(column.width * MM for column in table.columns)):
            left += width
            ink.line(left=left, top=self._top, right=left, bottom=bottom, width=THIN)

    def _caption(self, ink: Ink, words: str) -> None:
        ink.text(words, ink.faces.title, left=LEFT, baseline=self._top + 4.8 * MM, size=10)
        self._top += _CAPTION_HEIGHT

    def _notes(self) -> None:
        step = _NOTE_SIZE * LEADING * 1.1
        width = BODY_WIDTH * MM / _NOTE_SIZE
        for number, (label, text) in enumerate(self._carried.notes, start=1):
            ink = self._room(2 * step + _CAPTION_HEIGHT)
            self._caption(ink, f"〔续{number}〕{label}")
            for line in wrap(text, ink.faces.body, width):
                if self._room(step) is not ink:
                    ink = self._room(step)
                    self._caption(ink, f"〔续{number}〕{label}（接上页）")
                ink.text(line, ink.faces.body, left=LEFT, baseline=self._top + _NOTE_SIZE * ASCENT, size=_NOTE_SIZE)
                self._top += step
            self._top += 2 * MM


def draw_sheet_heading(ink: Ink, form: Form, answers: Answers) -> None:
    """Header line, name and the strip for signatures of a continuation sheet."""
    draw_header_labels(ink, form, answers.catalogue)
    Filling(ink, answers, None).header(form)
    put_label(ink, "困难职工：", Box(LEFT, BODY_TOP, 17 * MM, 6 * MM))
    shown = Box(LEFT + 17 * MM, BODY_TOP, 140 * MM, 6 * MM)
    put_answer(ink, answers.text("name"), shown, label=str, carried=None, align="left")
    draw_strip(ink, form, LEFT, STRIP_TOP)
    ink.line(left=LEFT, top=BODY_TOP + 6.5 * MM, right=LEFT + BODY_WIDTH * MM, bottom=BODY_TOP + 6.5 * MM, width=THICK)


def _number_width(table: Table) -> float:
    return (table.number_width + BAND_WIDTH) * MM
