"""Printers that write what they would print into files, and papers whose pages can be told apart."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QTransform
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from reportlab.pdfgen.canvas import Canvas

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.papers import PrintedPages
from fieldsurvey.settings import PrintChoice
from ui.screens.printing.errors import PrintedToFileError
from ui.screens.printing.pages import prepared
from ui.screens.printing.printers import Printers, duplex_of

A4 = (595.276, 841.89)
# Marks stand in a row of ten cells from here, each so wide, at this height above the foot of the page.
CELL, LEFT, HEIGHT = 40.0, 80.0, 700.0
INK = 128


def paper(subject: int, pages: int, copies: int = 1) -> bytes:
    """A paper whose every page bears two black marks: one for the subject, one for the page, left of the middle up."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    for page in list(range(pages)) * copies:
        canvas.rect(LEFT + subject * CELL, HEIGHT, CELL / 2, CELL / 2, fill=1)
        canvas.rect(LEFT + page * CELL, HEIGHT - CELL, CELL / 2, CELL / 2, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


@dataclass
class FilePrinters(Printers):
    """Every job becomes a PDF in `folder`; `made` are the printers that were asked for, `gone` those without paper."""

    folder: Path
    known: list[str] = field(default_factory=lambda: ["办公室激光"])
    made: list[QPrinter] = field(default_factory=list)
    asked: list[PrintChoice] = field(default_factory=list)
    gone: bool = False
    dialogs: int = 0
    is_to_file: bool = False

    def names(self) -> list[str]:
        """Printers there are."""
        return self.known

    def usual(self) -> str:
        """The first."""
        return self.known[0] if self.known else ""

    def trays(self, name: str) -> dict[int, str]:
        """Two trays."""
        return {QPrinter.PaperSource.Upper.value: "上层纸盒", QPrinter.PaperSource.Lower.value: "下层纸盒"}

    def can_turn(self, name: str) -> bool:
        """It does."""
        return True

    def make(self, choice: PrintChoice) -> QPrinter:
        """A printer whose paper is a file."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        target = self.folder / "nowhere" if self.gone else self.folder
        printer.setOutputFileName(str(target / f"job{len(self.made)}.pdf"))
        self.made.append(prepared(printer, tray=choice.tray, duplex=duplex_of(choice)))
        self.asked.append(choice)
        return printer

    def ask(
        self,
        choice: PrintChoice,
        parent: QWidget,
        then: Callable[[PrintChoice], None],
        refused: Callable[[FieldSurveyError], None],
    ) -> None:
        """Somebody chooses the first printer at once; or a file, where there is one."""
        self.dialogs += 1
        if self.is_to_file:
            refused(PrintedToFileError())
        else:
            then(PrintChoice(self.usual(), choice.tray, choice.duplex, choice.copies))

    @property
    def jobs(self) -> list[Path]:
        """What has been printed."""
        return sorted(self.folder.glob("job*.pdf"), key=lambda path: int(path.stem[3:]))


@dataclass
class Makes:
    """Makes papers with as many pages as `pages_of` says, and notes whose."""

    pages_of: dict[str, int]
    copies: int = 1
    made: list[str] = field(default_factory=list)

    def make(self, subject: str) -> PrintedPages:
        """A paper of record."""
        self.made.append(subject)
        pages = self.pages_of[subject]
        drawn = paper(list(self.pages_of).index(subject), pages, self.copies)
        return PrintedPages(drawn, [f"paper of {subject}"], pages * self.copies, self.copies)


def sides_of(job: Path) -> list[tuple[int, int] | None]:
    """What a printed job shows on each side: subject and page by their marks, nothing on an empty one."""
    return [found and found[:2] for found in marks_of(job)]


def marks_of(job: Path) -> list[tuple[int, int, bool] | None]:
    """The same with whether the side is upside down."""
    document = QPdfDocument()
    document.load(str(job))
    found = [_marks(_drawn(document, page)) for page in range(document.pageCount())]
    document.close()
    return found


def _drawn(document: QPdfDocument, page: int) -> QImage:
    drawn = document.render(page, document.pagePointSize(page).toSize())
    paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawImage(0, 0, drawn)
    painter.end()
    return paper


def _marks(side: QImage) -> tuple[int, int, bool] | None:
    for is_turned in (False, True):
        seen = side.transformed(QTransform().rotate(180)) if is_turned else side
        cells = [_cell(seen, row) for row in (0, 1)]
        if None not in cells:
            return (*(cell for cell in cells if cell is not None), is_turned)  # type: ignore[return-value]  # Two of them.
    return None


def _cell(seen: QImage, row: int) -> int | None:
    middle = round(A4[1] - HEIGHT + (row - 0.25) * CELL)
    columns = {at: round(LEFT + (at + 0.25) * CELL) for at in range(10)}
    return next((at for at, left in columns.items() if seen.pixelColor(left, middle).lightness() < INK), None)
