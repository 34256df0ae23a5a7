"""A4 pages that fill from top to bottom: headings, sentences, tables that go on overleaf, bars; numbered at the end."""

from collections.abc import Sequence
from typing import BinaryIO, Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.forms.cells import PADDING as EDGE
from fieldsurvey.forms.cells import THIN, Box, place
from fieldsurvey.forms.fitting import LEADING, Fitted, wrap
from fieldsurvey.forms.ink import ASCENT, MM, PAGE_HEIGHT, PAGE_WIDTH, Ink
from fieldsurvey.forms.layout import Align
from fieldsurvey.forms.typefaces import REGULAR, Faces, Typeface, embedded, shipped_faces
from fieldsurvey.progress import Progress
from fieldsurvey.reports.tables import Cell, Column, Table

# Text armour for seven-bit lines makes files a quarter larger; sticks carry bytes.
rl_config.useA85 = 0

LEFT: Final = 18.0 * MM
TOP: Final = 18.0 * MM
WIDTH: Final = PAGE_WIDTH - 2 * LEFT
BOTTOM: Final = PAGE_HEIGHT - 18.0 * MM
BODY: Final = 10.5
SMALL: Final = 9.0
PADDING: Final = 1.2 * MM
MOST_LINES: Final = 12  # of one cell; a longer text is told in the workbook
BAR_HEIGHT: Final = 34 * MM


class Pages:
    """One PDF being written; everything is drawn below what was drawn before."""

    def __init__(
        self, target: BinaryIO, *, title: str, foot: str, is_practice: bool, faces: Faces | None = None
    ) -> None:
        self._faces = faces or shipped_faces()
        self._foot = foot
        self._is_practice = is_practice
        self._canvas = Canvas(
            target,
            pagesize=(PAGE_WIDTH, PAGE_HEIGHT),
            pageCompression=1,
            invariant=1,
            # Left alone, every page would begin with Helvetica, which no file embeds.
            initialFontName=embedded(REGULAR[0]).fontName,  # type: ignore[arg-type]  # the stub takes names for numbers
            initialFontSize=9,
            lang="zh-CN",
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("Fieldsurvey")
        self._canvas.setCreator("Fieldsurvey")
        self._document: PDFDocument = vars(self._canvas)["_doc"]
        self._inks = [Ink(self._document, self._faces)]
        self._top = TOP

    def turn(self) -> None:
        """Goes on at the top of a fresh page."""
        self._inks.append(Ink(self._document, self._faces))
        self._top = TOP

    def skip(self, millimetres: float) -> None:
        """Leaves room."""
        self._top += millimetres * MM

    def heading(self, text: str, *, size: float = 13.0, is_centred: bool = False) -> None:
        """A line that stands out, never the last on its page."""
        lines = wrap(text, self._faces.title, WIDTH / size)
        self._need(len(lines) * size * 1.4 + 16 * MM)
        for line in lines:
            left = LEFT + (WIDTH - self._faces.title.width(line) * size) / 2 if is_centred else LEFT
            self._line(line, self._faces.title, left=left, size=size)
        self._top += 2 * MM

    def sentence(self, text: str, *, size: float = BODY) -> None:
        """A paragraph over the whole width."""
        for line in wrap(text, self._faces.body, WIDTH / size):
            self._need(size * LEADING)
            self._line(line, self._faces.body, left=LEFT, size=size)
        self._top += 1 * MM

    def pairs(self, lines: Sequence[tuple[str, str]], *, size: float = BODY) -> None:
        """Titles with what they say beside them."""
        width = max((self._faces.body.width(title) for title, _ in lines), default=0) * size + 6 * MM
        for title, text in lines:
            texts = wrap(text, self._faces.body, (WIDTH - width) / size)
            for number, line in enumerate(texts):
                self._need(size * 1.5)
                if not number:
                    self._ink.text(title, self._faces.body, left=LEFT, baseline=self._top + size * ASCENT, size=size)
                self._line(line, self._faces.body, left=LEFT + width, size=size)
            self._top += size * 0.3

    def table(self, table: Table, progress: Progress | None = None) -> None:
        """A table; its headings are repeated on every page that it reaches."""
        self.heading(table.title, size=12.0)
        if table.told:
            self.sentence(table.told, size=SMALL)
        if not table.rows:
            self.sentence(table.empty)
            return
        shown = [number for number in range(len(table.columns)) if number != table.band]
        widths = _widths([table.columns[number] for number in shown])
        headings = [table.columns[number].heading for number in shown]
        self._headings(headings, widths)
        band: Cell | None = None
        for row in table.rows:
            if progress is not None:
                progress.step()
            cells = self._wrapped([row[number] for number in shown], widths)
            height = _height(cells)
            if table.band is not None and row[table.band] != band:
                band = row[table.band]
                self._band(str(band), height, headings, widths)
            elif self._top + height > BOTTOM:
                self.turn()
                self._headings(headings, widths)
                if band is not None:
                    self._band(f"{band}(续)", height, headings, widths)
            self._row(cells, widths, height, right=[type(row[number]) is int for number in shown])
        self.skip(5)

    def bars(self, days: Sequence[tuple[str, int, int]], *, solid: str, hollow: str) -> None:
        """Two bars for each day, the first full, the second empty, with their figures above them."""
        self._need(BAR_HEIGHT + 16 * MM)
        most = max((max(first, second) for _, first, second in days), default=0) or 1
        step = WIDTH / max(len(days), 1)
        wide = min(step * 0.34, 9 * MM)
        foot = self._top + 5 * MM + BAR_HEIGHT
        for number, (day, first, second) in enumerate(days):
            left = LEFT + number * step + (step - 2 * wide) / 2
            for place_, count in enumerate((first, second)):
                high = BAR_HEIGHT * count / most
                box = (left + place_ * wide, foot - high, wide * 0.9, high)
                if place_:
                    self._ink.frame(left=box[0], top=box[1], width=box[2], height=box[3], line_width=THIN)
                elif high:
                    self._ink.blocks([box])
                self._centred(str(count), Box(box[0] - wide, box[1] - 4.2 * MM, box[2] + 2 * wide, 4 * MM), size=7.0)
            self._centred(day[5:], Box(LEFT + number * step, foot + 0.6 * MM, step, 4 * MM), size=7.5)
        self._ink.line(left=LEFT, top=foot, right=LEFT + WIDTH, bottom=foot, width=THIN)
        self._top = foot + 6 * MM
        self.sentence(f"实心为{solid},空心为{hollow}。", size=SMALL)

    def signatures(self, places: Sequence[str]) -> None:
        """Places to sign, side by side, kept together."""
        self._need(22 * MM)
        self._top += 10 * MM
        step = WIDTH / len(places)
        for number, told in enumerate(places):
            left = LEFT + number * step
            baseline = self._top + BODY
            self._ink.text(told, self._faces.body, left=left, baseline=baseline, size=BODY)
            start = left + self._faces.body.width(told) * BODY + 1 * MM
            end = left + step - 4 * MM
            self._ink.line(left=start, top=baseline + 1.5, right=end, bottom=baseline + 1.5, width=THIN)
        self._top += 12 * MM

    def finish(self) -> int:
        """Numbers the pages and writes the PDF; returns how many there are."""
        for number, ink in enumerate(self._inks, start=1):
            foot = BOTTOM + 5 * MM
            ink.text(self._foot, self._faces.body, left=LEFT, baseline=foot, size=8.0)
            told = f"第 {number} 页 共 {len(self._inks)} 页"
            left = LEFT + WIDTH - self._faces.body.width(told) * 8.0
            ink.text(told, self._faces.body, left=left, baseline=foot, size=8.0)
            if self._is_practice:
                self._canvas.addLiteral(ink.watermark("练习,无效", self._faces.title))
            self._canvas.addLiteral(ink.operators())
            self._canvas.showPage()
        self._canvas.save()
        return len(self._inks)

    @property
    def _ink(self) -> Ink:
        return self._inks[-1]

    def _need(self, height: float) -> None:
        if self._top + height > BOTTOM and self._top > TOP:
            self.turn()

    def _line(self, text: str, face: Typeface, *, left: float, size: float) -> None:
        self._ink.text(text, face, left=left, baseline=self._top + size * ASCENT, size=size)
        self._top += size * 1.4

    def _centred(self, text: str, box: Box, *, size: float) -> None:
        place(self._ink, Fitted((text,), size), box, face=self._faces.body, align="center")

    def _headings(self, texts: Sequence[str], widths: Sequence[float]) -> None:
        cells = self._wrapped(texts, widths, face=self._faces.title)
        self._row(cells, widths, _height(cells), face=self._faces.title)

    def _band(self, text: str, height: float, headings: Sequence[str], widths: Sequence[float]) -> None:
        tall = SMALL * 1.4 + 2 * PADDING
        if self._top + tall + height > BOTTOM:
            self.turn()
            self._headings(headings, widths)
        lines = wrap(text, self._faces.title, (WIDTH - 2 * PADDING) / SMALL)[:1]
        self._row([list(lines)], [WIDTH], tall, face=self._faces.title)

    def _wrapped(self, cells: Sequence[Cell], widths: Sequence[float], face: Typeface | None = None) -> list[list[str]]:
        face = face or self._faces.body
        found = []
        for cell, width in zip(cells, widths, strict=True):
            lines = list(wrap(str(cell), face, (width - 2 * PADDING) / SMALL))
            found.append(lines if len(lines) <= MOST_LINES else [*lines[: MOST_LINES - 1], "…(见表格文件)"])
        return found

    def _row(
        self,
        cells: Sequence[Sequence[str]],
        widths: Sequence[float],
        height: float,
        *,
        face: Typeface | None = None,
        right: Sequence[bool] = (),
    ) -> None:
        left = LEFT
        for number, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            self._ink.frame(left=left, top=self._top, width=width, height=height, line_width=THIN)
            box = Box(left + PADDING - EDGE, self._top, width - 2 * (PADDING - EDGE), height)
            align: Align = "right" if right and right[number] else "left"
            place(self._ink, Fitted(tuple(lines), SMALL), box, face=face or self._faces.body, align=align)
            left += width
        self._top += height


def _widths(columns: Sequence[Column]) -> list[float]:
    total = sum(column.share for column in columns)
    return [WIDTH * column.share / total for column in columns]


def _height(cells: Sequence[Sequence[str]]) -> float:
    most = max(len(lines) for lines in cells)
    return SMALL * (1 + (most - 1) * LEADING) + 2 * PADDING
