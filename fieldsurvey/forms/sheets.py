"""Drawing the forms of many households into one PDF: the same input always gives the same bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Catalogue
from fieldsurvey.forms.answers import form_of, printed_values
from fieldsurvey.forms.cells import THIN, Box, Carried, put
from fieldsurvey.forms.code import modules, paper_code, side
from fieldsurvey.forms.continuation import ContinuationSheets
from fieldsurvey.forms.filling import Filling
from fieldsurvey.forms.frame import LEFT, draw_frame
from fieldsurvey.forms.ink import MM, PAGE_HEIGHT, PAGE_WIDTH, Ink
from fieldsurvey.forms.layout import BODY_WIDTH, Form, Stage
from fieldsurvey.forms.supplement import SUPPLEMENT, added
from fieldsurvey.forms.typefaces import REGULAR, bold, embedded, regular
from fieldsurvey.progress import Progress

# Text armour for seven-bit lines makes files a quarter larger and slower to write; sticks carry bytes.
rl_config.useA85 = 0

TITLE_SIZE: Final = 18.0
TITLE_BASELINE: Final = 17.5 * MM
CODE_SIDE: Final = 16.0 * MM
CODE_TOP: Final = 6.5 * MM
_NUMERALS: Final = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says besides the household's answers.

    `title` replaces the form's own. At stage "survey" the plan's section stays free, so that what is signed at the
    table covers nothing that was decided later. At `practice` every page says so, large.
    """

    org: str
    printed_on: date
    copies: int = 3
    title: str = ""
    stage: Stage = "plan"
    practice: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper to print; without a document it is a blank to be filled in by hand."""

    paper_id: str
    document: Mapping[str, Any] | None
    facts: PaperFacts


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came out: pages in all, and of each paper."""

    pages: int
    pages_of: dict[str, int]


def draw_forms(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    *,
    form: str = "F01",
    progress: Progress | None = None,
    catalogue: Catalogue = CASE,
) -> Drawn:
    """Writes the forms as one PDF; nothing is written to `target` before all of them are drawn.

    Raises:
        FormUnknownError: no such form.
        PaperIdMalformedError: a paper id that no code can hold.
        FontMissingError: the installation is not whole.
        CancelledError: the user wished to stop; `target` is untouched.
    """
    return _draw(sheets, _Press(target, form_of(form), catalogue=catalogue, binding=True), progress)


def preview(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    *,
    form: str = "F01",
    progress: Progress | None = None,
    catalogue: Catalogue = CASE,
) -> Drawn:
    """Writes the forms as they would print, marked 预览 and without codes, so that none can pass as a paper."""
    return _draw(sheets, _Press(target, form_of(form), catalogue=catalogue, binding=False), progress)


def printed_sections(
    form: str, document: Mapping[str, Any] | None, *, stage: Stage = "plan", catalogue: Catalogue = CASE
) -> dict[str, dict[str, str]]:
    """What a paper shows, by section and address, as kept with it; a section left free has no addresses.

    Raises:
        FormUnknownError: no such form.
    """
    chosen = form_of(form)
    sections = {
        section.id: printed_values(form, document, section.id, catalogue=catalogue)
        if document is not None and (stage == "plan" or section.stage != "plan")
        else {}
        for section in (chosen.header, *chosen.sections)
    }
    lines = added(chosen, catalogue, document) if document is not None else []
    return {**sections, SUPPLEMENT: {line.address: line.text for line in lines}}


def _draw(sheets: Iterable[Sheet], press: "_Press", progress: Progress | None) -> Drawn:
    pages_of: dict[str, int] = {}
    for sheet in sheets:
        pages_of[sheet.paper_id] = press.print(sheet)
        if progress is not None:
            progress.step()
    return Drawn(press.finish(), pages_of)


class _Press:
    """One PDF being made."""

    def __init__(self, target: BinaryIO, form: Form, *, catalogue: Catalogue, binding: bool) -> None:
        self._form = form
        self._catalogue = catalogue
        self._binding = binding
        self._pages = 0
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
        # The door that reportlab offers its own text objects; it has no other.
        self._document: PDFDocument = vars(self._canvas)["_doc"]
        self._canvas.setTitle(form.title)
        self._canvas.setSubject(form.template)
        self._canvas.setAuthor("Fieldsurvey")
        self._canvas.setCreator("Fieldsurvey")
        self._shared = f"frame-{form.id}"
        self._frame_drawn = False

    def print(self, sheet: Sheet) -> int:
        """Draws one paper; returns how many pages it has."""
        pages = [self._ink()]
        carried = Carried()
        plan = sheet.facts.stage == "plan"
        Filling(pages[0], sheet.document, carried, catalogue=self._catalogue).first_sheet(self._form, plan=plan)

        def new_sheet() -> Ink:
            pages.append(self._ink())
            return pages[-1]

        rest = ContinuationSheets(self._form, sheet.document, carried, new_sheet, catalogue=self._catalogue)
        rest.draw(plan=plan)
        for number, ink in enumerate(pages, start=1):
            self._margins(ink, sheet, number, len(pages))
            self._page(ink, first=number == 1, practice=sheet.facts.practice)
        return len(pages)

    def finish(self) -> int:
        """Writes the PDF; returns how many pages it has."""
        self._canvas.save()
        return self._pages

    def _ink(self) -> Ink:
        return Ink(self._document)

    def _page(self, ink: Ink, *, first: bool, practice: bool) -> None:
        if not self._frame_drawn:
            self._draw_shared()
        # A paper that was only practised says so above all, also where it is looked at beforehand.
        if practice or not self._binding:
            self._canvas.addLiteral(ink.watermark("练习,无效" if practice else "预览", bold()))
        if first:
            self._canvas.doForm(self._shared)
        self._canvas.addLiteral(ink.operators())
        self._canvas.showPage()
        self._pages += 1

    def _draw_shared(self) -> None:
        ink = self._ink()
        draw_frame(ink, self._form, self._catalogue)
        self._canvas.beginForm(self._shared)
        self._canvas.addLiteral(ink.operators())
        self._canvas.endForm()
        self._frame_drawn = True

    def _margins(self, ink: Ink, sheet: Sheet, number: int, pages: int) -> None:
        facts = sheet.facts
        if number == 1:
            box = Box(LEFT + 20 * MM, TITLE_BASELINE - 6 * MM, (BODY_WIDTH - 40) * MM, 8 * MM)
            put(ink, facts.title or self._form.title, box, face=bold(), size=TITLE_SIZE)
        copies = _NUMERALS[facts.copies] if 0 < facts.copies < len(_NUMERALS) else str(facts.copies)
        told = f"本表一式{copies}份 · 第{number}页/共{pages}页 · 版式 {self._form.template}"
        printed = facts.printed_on
        foot = PAGE_HEIGHT - 11.5 * MM
        side_width = 56 * MM
        left = Box(LEFT, foot, side_width, 5 * MM)
        middle = Box(LEFT + side_width, foot, BODY_WIDTH * MM - 2 * side_width, 5 * MM)
        right = Box(LEFT + BODY_WIDTH * MM - side_width, foot, side_width, 5 * MM)
        put(ink, facts.org, left, face=regular(), size=8, align="left")
        put(ink, told, middle, face=regular(), size=8)
        day = f"{printed.year}年{printed.month}月{printed.day}日打印"
        marked = f"{day} 纸号 {sheet.paper_id[:8]}" if self._binding else day
        put(ink, marked, right, face=regular(), size=8, align="right")
        self._code(ink, sheet.paper_id, number)

    def _code(self, ink: Ink, paper_id: str, number: int) -> None:
        left = LEFT + BODY_WIDTH * MM - CODE_SIDE
        if not self._binding:
            ink.frame(left=left, top=CODE_TOP, width=CODE_SIDE, height=CODE_SIDE, line_width=THIN)
            put(ink, "预览\n无编号", Box(left, CODE_TOP, CODE_SIDE, CODE_SIDE), face=regular(), size=9)
            return
        code = paper_code(paper_id, number)
        module = CODE_SIDE / side(code)
        # A little overlap keeps printers from leaving hairlines between the rows.
        ink.blocks(
            [
                (left + column * module, CODE_TOP + row * module, length * module, module * 1.02)
                for row, column, length in modules(code)
            ]
        )
