"""Sending a finished PDF to a printer; runs on the worker, for pages are drawn large."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.papers import Papers

DRAWN_DPI: Final = 300


class PrinterFailedError(FieldSurveyError):
    """The system's printer did not take the pages."""

    code = "U101"
    sentence = "打印机没有接受这份表,请检查打印机后再打印;也可以先存为 PDF。"


def print_paper(papers: Papers, case_ids: tuple[str, ...], printer: QPrinter) -> int:
    """Makes the papers of record and prints them; returns the pages."""
    # Never by way of a file: a readable form of a household must not lie on this machine, not even for a moment.
    made = papers.print_pages(list(case_ids))
    draw(made.pdf, printer)
    return made.pages


def draw(pdf: bytes, printer: QPrinter) -> None:
    """Draws every page onto the printer's paper.

    Raises:
        PrinterFailedError: it did not begin or did not turn a page.
    """
    buffer, document = QBuffer(), QPdfDocument()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    painter = QPainter()
    if not painter.begin(printer):
        raise PrinterFailedError
    try:
        for page in range(document.pageCount()):
            if page and not printer.newPage():
                raise PrinterFailedError
            paper = printer.pageRect(QPrinter.Unit.DevicePixel).toRect()
            size = document.pagePointSize(page) * (DRAWN_DPI / 72)
            fitted = size.toSize().scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.drawImage(QRect(paper.topLeft(), fitted), document.render(page, size.toSize()))
    finally:
        painter.end()
        document.close()
