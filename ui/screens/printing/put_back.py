"""Between the passes of printing by hand: how the stack goes back into the printer, in words and as a picture."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.theme import COLOURS, ems
from ui.widgets.pieces import button, column, label, row, scrolled

# The picture is drawn on this many units and scaled to its room.
WIDE, HIGH = 320.0, 150.0


class StackPicture(QWidget):
    """A printer from the front, a sheet before it, and an arrow into its tray; lines show the printed side."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stack_picture")
        self._is_face_up = False
        self.show_face(is_up=False)

    def show_face(self, *, is_up: bool) -> None:
        """Which way the printed side lies."""
        self._is_face_up = is_up
        face = "上" if is_up else "下"
        self.setAccessibleName(f"图:把纸放回纸盒,印好的一面朝{face},字头朝打印机里")
        self.update()

    def sizeHint(self) -> QSize:
        """As large as about twelve lines of words are wide."""
        wide = ems(self, 22)
        return QSize(wide, round(wide * HIGH / WIDE))

    def minimumSizeHint(self) -> QSize:
        """The picture may be small."""
        hint = self.sizeHint()
        return QSize(hint.width() // 2, hint.height() // 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt calls it.
        """Draws everything anew."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self.width() / WIDE, self.height() / HIGH)
        painter.translate((self.width() - WIDE * scale) / 2, 0)
        painter.scale(scale, scale)
        self._draw_printer(painter)
        self._draw_sheet(painter)
        painter.end()

    def _draw_printer(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(COLOURS["label"]), 2))
        painter.setBrush(QColor(COLOURS["line"]))
        painter.drawRoundedRect(QRectF(8, 30, 120, 92), 8, 8)
        painter.setBrush(QColor(COLOURS["ground"]))
        painter.drawRect(QRectF(20, 92, 112, 18))
        painter.setBrush(QColor(COLOURS["label"]))
        painter.drawRect(QRectF(22, 42, 60, 4))

    def _draw_sheet(self, painter: QPainter) -> None:
        painter.setPen(QPen(QColor(COLOURS["blue"]), 4))
        painter.drawLine(QPointF(178, 101), QPointF(146, 101))
        painter.setBrush(QColor(COLOURS["blue"]))
        painter.drawPolygon(QPolygonF([QPointF(138, 101), QPointF(150, 94), QPointF(150, 108)]))
        # The sheet lies before the printer, its head towards it.
        sheet = QPolygonF([QPointF(186, 84), QPointF(296, 84), QPointF(312, 122), QPointF(192, 122)])
        painter.setPen(QPen(QColor(COLOURS["ink"]), 1.5))
        for lift in (6, 3, 0):
            painter.setBrush(QColor(COLOURS["paper"]))
            painter.drawPolygon(sheet.translated(0, lift))
        painter.setPen(QPen(QColor(COLOURS["ink" if self._is_face_up else "hair"]), 2))
        if self._is_face_up:
            for number in range(5):
                left = 200.0 + number * 18
                painter.drawLine(QPointF(left, 90), QPointF(left + 4, 116))
        font = painter.font()
        font.setPixelSize(14)
        painter.setFont(font)
        painter.setPen(QColor(COLOURS["ink"]))
        told = "有字的一面朝上" if self._is_face_up else "白的一面朝上,有字的朝下"
        painter.drawText(QRectF(140, 132, 180, 18), Qt.AlignmentFlag.AlignCenter, told)
        painter.drawText(QRectF(150, 56, 170, 20), Qt.AlignmentFlag.AlignCenter, "字头朝打印机里")


class PutBackPage(QWidget):
    """Signals:
    go_on_requested: the stack lies in the printer again. given_up: the other sides are not wanted.
    """

    go_on_requested = Signal()
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("put_back")
        self._title = label(role="title", name="put_back_title", wrap=True)
        self._told = label(name="put_back_told", wrap=True)
        self._picture = StackPicture()
        self.go_on = button("继续打印背面(&P)", name="print_backs", role="main")
        self.go_on.clicked.connect(self.go_on_requested)
        stop = button("背面不打了(&Z)…", name="drop_backs", role="plain")
        stop.clicked.connect(self.given_up)
        sheet = QWidget()
        column(self._title, self._told, self._picture, row(self.go_on, stop, 1), 1, into=sheet, margin=2, gap=12)
        column(scrolled(sheet, name="put_back_area"), into=self)

    def show_stack(self, title: str, *, is_face_up: bool) -> None:
        """What has been printed, and how it goes back."""
        self._title.setText(title)
        face = "有字的一面朝上" if is_face_up else "有字的一面朝下"
        self._told.setText(
            f"1. 等打印机停下,把这一叠纸拿起来,不要打乱次序。\n2. {face},字头朝打印机里,放回纸盒。\n"
            "3. 纸盒里不要再放别的纸,按“继续打印背面”。"
        )
        self._picture.show_face(is_up=is_face_up)
