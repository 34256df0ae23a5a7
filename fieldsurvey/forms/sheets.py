"""Drawing the forms of many households into one PDF: the same input always gives the same bytes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Catalogue, Field
from fieldsurvey.forms.answers import Answers
from fieldsurvey.forms.cells import THIN, Box, Carried, put
from fieldsurvey.forms.code import modules, paper_code, side
from fieldsurvey.forms.continuation import ContinuationSheets
from fieldsurvey.forms.filling import Filling
from fieldsurvey.forms.frame import LEFT, draw_frame
from fieldsurvey.forms.ink import MM, PAGE_HEIGHT, PAGE_WIDTH, Ink
from fieldsurvey.forms.layout import BODY_WIDTH, STAGES, Form, Stage
from fieldsurvey.forms.supplement import SUPPLEMENT, added
from fieldsurvey.forms.templates import form_of
from fieldsurvey.forms.typefaces import REGULAR, Faces, embedded, shipped_faces
from fieldsurvey.progress import Progress

# Text armour for seven-bit lines makes files a quarter larger and slower to write; sticks carry bytes.
rl_config.useA85 = 0

TITLE_SIZE: Final = 20.0
FURTHER_TITLE_SIZE: Final = 14.0
TITLE_BASELINE: Final = 17.5 * MM
WHOSE: Final = "name"
CODE_SIDE: Final = 16.0 * MM
CODE_TOP: Final = 6.5 * MM
_NUMERALS: Final = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What a paper says besides the household's answers, and how much of them it shows.

    `copies` is how many there are, 0 for as many as the form has. `title` replaces the form's own. Only the stages from
    `first` to `stage` are filled: at "survey" the plan stays free, so that what is signed at the table covers nothing
    that was decided later; from "plan" on the survey's page is left out, and "record" alone is an appended sheet.
    `to_fill` offers boxes to tick wherever there is no answer. `is_numbered` draws every copy, each under its number.
    `is_practice` marks the paper so that none can pass as one.
    """

    org: str
    printed_on: date
    copies: int = 0
    title: str = ""
    stage: Stage = "record"
    first: Stage = "survey"
    to_fill: bool = False
    is_numbered: bool = False
    is_practice: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Those that are filled."""
        return STAGES[STAGES.index(self.first) : STAGES.index(self.stage) + 1]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper to print; without a document it is a blank to be filled in by hand."""

    paper_id: str
    document: Mapping[str, Any] | None
    facts: PaperFacts


@dataclass(frozen=True, slots=True)
class Drawn:
    """What came out: pages in all, and of one copy of each paper."""

    pages: int
    pages_of: dict[str, int]


def draw_forms(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    *,
    form: Form | str = "F01",
    progress: Progress | None = None,
    catalogue: Catalogue = CASE,
    faces: Faces | None = None,
) -> Drawn:
    """Writes the forms as one PDF; nothing is written to `target` before all of them are drawn.

    `faces` are the machine's where they were chosen; without them the program's own.

    Raises:
        FormUnknownError: no such form.
        PaperIdMalformedError: a paper id that no code can hold.
        FontMissingError: the installation is not whole.
        CancelledError: the user wished to stop; `target` is untouched.
    """
    return _draw(sheets, _Press(target, form_of(form), catalogue=catalogue, faces=faces, binding=True), progress)


def preview(
    sheets: Iterable[Sheet],
    target: BinaryIO,
    *,
    form: Form | str = "F01",
    progress: Progress | None = None,
    catalogue: Catalogue = CASE,
    faces: Faces | None = None,
) -> Drawn:
    """Writes the forms as they would print, marked 预览 and without codes, so that none can pass as a paper."""
    return _draw(sheets, _Press(target, form_of(form), catalogue=catalogue, faces=faces, binding=False), progress)


def printed_sections(
    form: Form | str,
    document: Mapping[str, Any] | None,
    *,
    stage: Stage = "record",
    first: Stage = "survey",
    org: str = "",
    catalogue: Catalogue = CASE,
) -> dict[str, dict[str, str]]:
    """What a paper shows, by section and address, as kept with it; a section left free has no addresses.

    `org` files it where the file itself does not say.

    Raises:
        FormUnknownError: no such form.
    """
    chosen = form_of(form)
    sections: dict[str, dict[str, str]] = {section.id: {} for section in (chosen.header, *chosen.sections)}
    if document is None:
        return {**sections, SUPPLEMENT: {}}
    answers = Answers(catalogue, document, org=org)
    stages = STAGES[STAGES.index(first) : STAGES.index(stage) + 1]
    for section in (chosen.header, *chosen.sections):
        if section.stage in stages:
            sections[section.id] = dict(answers.shown(section))
    lines = added(chosen, answers) if STAGES[0] in stages else []
    return {**sections, SUPPLEMENT: {line.address: line.text for line in lines}}


def _draw(sheets: Iterable[Sheet], press: "_Press", progress: Progress | None) -> Drawn:
    pages_of: dict[str, int] = {}
    for sheet in sheets:
        pages_of[sheet.paper_id] = press.print(sheet)
        if progress is not None:
            progress.step()
    return Drawn(press.finish(), pages_of)


@dataclass(frozen=True, slots=True)
class Place:
    """Which page of which copy (0: any of them) is drawn; `is_further` is a continuation sheet."""

    page: int
    pages: int
    copy: int
    is_further: bool


def _numeral(number: int) -> str:
    return _NUMERALS[number] if 0 < number < len(_NUMERALS) else str(number)


class _Press:
    """One PDF being made."""

    def __init__(
        self, target: BinaryIO, form: Form, *, catalogue: Catalogue, faces: Faces | None, binding: bool
    ) -> None:
        self._form = form
        self._faces = faces or shipped_faces()
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
        self._known: dict[str, Field] = {}
        self._frames: set[str] = set()

    def print(self, sheet: Sheet) -> int:
        """Draws one paper; returns how many pages a copy of it has."""
        facts = sheet.facts
        answers = Answers(self._catalogue, sheet.document, to_fill=facts.to_fill, org=facts.org, known=self._known)
        carried = Carried()
        pages: list[tuple[str, Ink]] = []
        on_pages: set[str] = set()
        for number, page in enumerate(self._form.pages):
            if STAGES.index(page.sections[0].stage) >= STAGES.index(facts.first):
                ink = self._ink()
                Filling(ink, answers, carried).page(self._form, page, stages=facts.stages)
                on_pages.update(section.id for section in page.sections)
                pages.append((self._frame(number), ink))

        def new_sheet() -> Ink:
            pages.append(("", self._ink()))
            return pages[-1][1]

        rest = ContinuationSheets(self._form, answers, carried, new_sheet)
        rest.draw(stages=facts.stages, on_pages=on_pages)
        for copy in range(1, self._copies(facts) + 1) if facts.is_numbered else (0,):
            for number, (frame, ink) in enumerate(pages, start=1):
                margin = self._ink()
                self._margins(margin, sheet, answers, place=Place(number, len(pages), copy, is_further=not frame))
                self._page(frame, ink, margin, is_practice=facts.is_practice)
        return len(pages)

    def finish(self) -> int:
        """Writes the PDF; returns how many pages it has."""
        self._canvas.save()
        return self._pages

    def _ink(self) -> Ink:
        return Ink(self._document, self._faces)

    def _copies(self, facts: PaperFacts) -> int:
        return facts.copies or self._form.copies

    def _page(self, frame: str, ink: Ink, margin: Ink, *, is_practice: bool) -> None:
        # A paper that was only practised says so above all, also where it is looked at beforehand.
        if is_practice or not self._binding:
            self._canvas.addLiteral(ink.watermark("练习,无效" if is_practice else "预览", ink.faces.title))
        if frame:
            self._canvas.doForm(frame)
        self._canvas.addLiteral(ink.operators())
        self._canvas.addLiteral(margin.operators())
        self._canvas.showPage()
        self._pages += 1

    def _frame(self, number: int) -> str:
        """The name of the grid that all copies of a page share, drawn when it is first wanted."""
        name = f"frame-{self._form.id}-{number + 1}"
        if name not in self._frames:
            ink = self._ink()
            draw_frame(ink, self._form, self._form.pages[number], self._catalogue)
            self._canvas.beginForm(name)
            self._canvas.addLiteral(ink.operators())
            self._canvas.endForm()
            self._frames.add(name)
        return name

    def _margins(self, ink: Ink, sheet: Sheet, answers: Answers, *, place: Place) -> None:
        facts = sheet.facts
        words = facts.title or self._form.title
        if place.is_further:
            words += "（附页）" if facts.first == STAGES[-1] else "（续页）"
        box = Box(LEFT + 17 * MM, TITLE_BASELINE - 6 * MM, (BODY_WIDTH - 34) * MM, 8.4 * MM)
        put(ink, words, box, face=ink.faces.title, size=FURTHER_TITLE_SIZE if place.is_further else TITLE_SIZE)
        if self._form.number:
            number = f"{answers.label(self._form.number)}：{answers.text(self._form.number)}"
            put(ink, number, Box(LEFT, CODE_TOP, 70 * MM, 5 * MM), face=ink.faces.body, size=9, align="left")
        if place.page > 1 or facts.first != STAGES[0]:
            # A sheet that comes loose says whose it is.
            name = f"{answers.label(WHOSE)}：{answers.text(WHOSE)}"
            box = Box(LEFT + 72 * MM, CODE_TOP, 90 * MM, 5 * MM)
            put(ink, name, box, face=ink.faces.body, size=9, align="left")
        foot = PAGE_HEIGHT - 11.5 * MM
        side_width = 56 * MM
        left = Box(LEFT, foot, side_width, 5 * MM)
        middle = Box(LEFT + side_width, foot, BODY_WIDTH * MM - 2 * side_width, 5 * MM)
        right = Box(LEFT + BODY_WIDTH * MM - side_width, foot, side_width, 5 * MM)
        put(ink, facts.org, left, face=ink.faces.body, size=8, align="left")
        put(ink, self._told(facts, place), middle, face=ink.faces.body, size=8)
        printed = facts.printed_on
        day = f"{printed.year}年{printed.month}月{printed.day}日打印"
        marked = f"{day} 纸号 {sheet.paper_id[:8]}" if self._binding else day
        put(ink, marked, right, face=ink.faces.body, size=8, align="right")
        self._code(ink, sheet.paper_id, place.page)

    def _told(self, facts: PaperFacts, place: Place) -> str:
        copies = f"本表一式{_numeral(self._copies(facts))}份"
        if place.copy:
            copies += f"之{_numeral(place.copy)}"
        return f"{copies} · 第{place.page}页/共{place.pages}页 · 版式 {self._form.template}"

    def _code(self, ink: Ink, paper_id: str, number: int) -> None:
        left = LEFT + BODY_WIDTH * MM - CODE_SIDE
        if not self._binding:
            ink.frame(left=left, top=CODE_TOP, width=CODE_SIDE, height=CODE_SIDE, line_width=THIN)
            put(ink, "预览\n无编号", Box(left, CODE_TOP, CODE_SIDE, CODE_SIDE), face=ink.faces.body, size=9)
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
