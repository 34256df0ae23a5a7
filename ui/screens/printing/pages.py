"""The pages of a finished PDF as a printer draws them: one at a time, in black and white, as sharp as its dots."""

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument, QPdfDocumentRenderOptions
from PySide6.QtPrintSupport import QPrinter

from ui.screens.printing.errors import PrinterFailedError
from ui.screens.printing.page_order import Side

# QtPdf draws pictures only. Black and white at the dots of a laser printer is sharper on paper than grey at half of
# them, and smaller: 0.37 MB a page against 0.75 MB in grey, 2.8 MB in colour.
DRAWN_DPI: Final = 600
POINTS_PER_INCH: Final = 72
# A whole page in colour takes 139 MB at that size; a strip of it at a time does with a sixteenth.
STRIPS: Final = 16


class Pages:
    """The pages of one paper in memory: a PDF that has all its copies, one after the other."""

    def __init__(self, pdf: bytes, copies: int = 1) -> None:
        self._copies = copies
        self._buffer, self._document = QBuffer(), QPdfDocument()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._drawn: dict[int, QImage] = {}

    @property
    def count(self) -> int:
        """How many a copy has."""
        return self._document.pageCount() // self._copies

    def points(self, page: int) -> QSizeF:
        """The size of a page."""
        return self._document.pagePointSize(page)

    def picture(self, page: int) -> QImage:
        """A page in black and white at `DRAWN_DPI`."""
        if page not in self._drawn:
            self._drawn[page] = self._draw(page)
        return self._drawn[page]

    def forget(self) -> None:
        """Lets go of the pictures, which are large; drawn again when they are wanted again."""
        self._drawn.clear()

    def close(self) -> None:
        """Lets go of everything."""
        self.forget()
        self._document.close()
        self._buffer.close()

    def _draw(self, page: int) -> QImage:
        size = (self.points(page) * (DRAWN_DPI / POINTS_PER_INCH)).toSize()
        step = -(-size.height() // STRIPS)
        dots: list[bytes] = []
        wide, colours = 0, [0]
        for top in range(0, size.height(), step):
            strip = self._strip(page, size, QRect(0, top, size.width(), min(step, size.height() - top)))
            wide, colours = strip.bytesPerLine(), strip.colorTable()
            dots.append(bytes(strip.constBits()))
        made = QImage(b"".join(dots), size.width(), size.height(), wide, QImage.Format.Format_Mono)
        made.setColorTable(colours)
        # A copy of its own: the bytes above end with this method.
        return made.copy()

    def _strip(self, page: int, size: QSize, part: QRect) -> QImage:
        options = QPdfDocumentRenderOptions()
        options.setScaledSize(size)
        options.setScaledClipRect(part)
        paper = QImage(part.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, self._document.render(page, part.size(), options))
        painter.end()
        flags = Qt.ImageConversionFlag.MonoOnly | Qt.ImageConversionFlag.ThresholdDither
        return paper.convertToFormat(QImage.Format.Format_Mono, flags)


def prepared(printer: QPrinter, *, tray: int = -1, duplex: QPrinter.DuplexMode) -> QPrinter:
    """Sets a printer up for forms: A4 to its edges at its natural size, black and white, each side as it is told."""
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setResolution(DRAWN_DPI)
    printer.setColorMode(QPrinter.ColorMode.GrayScale)
    printer.setDuplex(duplex)
    # Copies are drawn: those of one household lie on each other, and every one begins on a sheet of its own.
    printer.setCopyCount(1)
    # Seen in the queue of a shared printer: never a name.
    printer.setDocName("入户调查表")
    if tray >= 0:
        printer.setPaperSource(QPrinter.PaperSource(tray))
    return printer


class Press:
    """One job at a printer: sides in the order in which they are given.

    Raises:
        PrinterFailedError: it did not begin.
    """

    def __init__(self, printer: QPrinter) -> None:
        # First the painter: when nobody ends the job, it goes before the printer it draws on.
        self._painter = QPainter()
        self._printer = printer
        self._sides = 0
        if not self._painter.begin(printer):
            raise PrinterFailedError
        # Without it the pages would go as JPEG, with a grey haze around every stroke.
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)

    def put(self, pages: Pages, side: Side) -> None:
        """Draws one side at its natural size; without a page it stays empty.

        Raises:
            PrinterFailedError: it did not turn the page.
        """
        painter = self.begin_side(is_turned=side.is_turned)
        if side.page is not None:
            page = side.copy * pages.count + side.page
            dots = self._printer.resolution() / POINTS_PER_INCH
            painter.drawImage(QRectF(QPointF(0, 0), pages.points(page) * dots), pages.picture(page))

    def begin_side(self, *, is_turned: bool = False) -> QPainter:
        """Turns to a new side and hands out what draws on it, upside down if it must."""
        if self._sides and not self._printer.newPage():
            raise PrinterFailedError
        self._sides += 1
        self._painter.resetTransform()
        if is_turned:
            paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
            self._painter.translate(paper.width(), paper.height())
            self._painter.rotate(180)
        return self._painter

    def end(self) -> None:
        """Hands the job over to the printer; one without a side is dropped."""
        if not self._sides:
            self._printer.abort()
            self._painter.end()
            return
        if not self._painter.end():
            raise PrinterFailedError
