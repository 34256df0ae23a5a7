"""The two sheets that find out how a printer takes paper a second time; drawn on the worker."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPolygonF
from PySide6.QtPrintSupport import QPrinter

from fieldsurvey.settings import Refeed
from ui.screens.printing.pages import Press
from ui.theme import FAMILY

FRONTS: Final = ("正面 1", "正面 2")
BACKS: Final = ("背面 1", "背面 2")
# Of the paper's width: the letters, and the arrow that points to the head of the sheet.
LETTERS, ARROW = 0.12, 0.16


def print_marks(printer: QPrinter, words: tuple[str, ...]) -> None:
    """Prints a side for each word: the word large, and above it an arrow to the head of the sheet.

    Raises:
        PrinterFailedError: the printer did not take it.
    """
    press = Press(printer)
    for word in words:
        _draw(press.begin_side(), printer.paperRect(QPrinter.Unit.DevicePixel), word)
    press.end()


def learned(before: Refeed, back: str, *, same_arrows: bool) -> Refeed:
    """What the two sheets tell; `none`: nothing was behind, so that the paper has to go in the other way up."""
    if back == "none":
        return Refeed(not before.face_up, before.is_reversed, before.is_turned)
    return Refeed(before.face_up, is_reversed=back == "other", is_turned=not same_arrows, is_tried=True)


def _draw(painter: QPainter, paper: QRectF, word: str) -> None:
    wide, middle = paper.width(), paper.width() / 2
    font = QFont(FAMILY)
    font.setPixelSize(round(wide * LETTERS))
    painter.setFont(font)
    painter.setPen(Qt.GlobalColor.black)
    painter.setBrush(Qt.GlobalColor.black)
    top, size = paper.height() * 0.2, wide * ARROW
    corners = ((middle, top), (middle + size / 2, top + size), (middle - size / 2, top + size))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
    below = QRectF(0, top + size, wide, wide * LETTERS * 2)
    painter.drawText(below, Qt.AlignmentFlag.AlignCenter, word)
