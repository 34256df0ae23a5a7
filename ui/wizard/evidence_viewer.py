"""One file of evidence, large: next and previous, pages, zoom, all by keyboard."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget

from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.pieces import button, column, frame, label, row, say

STEP: Final = 1.25
SMALLEST: Final = 0.1
LARGEST: Final = 4.0


class PictureArea(QScrollArea):
    """The picture, fitted to the room or at a zoom, moved by the arrow keys.

    Signals:
        next_wanted: Left is -1, Right is 1, where nothing is left to be moved that way.
        page_wanted: PgUp is -1, PgDn is 1.
        zoom_wanted: + is 1, - is -1, 0 is fitting again.
        closed: Esc.
    """

    next_wanted = Signal(int)
    page_wanted = Signal(int)
    zoom_wanted = Signal(int)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("viewer_picture")
        self.setAccessibleName("材料图片")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown = QLabel()
        self._shown.setObjectName("viewer_pixels")
        self.setWidget(self._shown)
        self._picture = QPixmap()
        # None is fitted to the room.
        self._zoom: float | None = None

    def show_image(self, image: QImage | None) -> None:
        """Shows a picture fitted to the room, or nothing."""
        self._picture = QPixmap() if image is None else QPixmap.fromImage(image)
        self._zoom = None
        self._draw()

    def zoom(self, way: int) -> None:
        """Larger, smaller, or with 0 fitted again."""
        now = self.scale
        self._zoom = None if way == 0 else min(max(now * STEP**way, SMALLEST), LARGEST)
        self._draw()

    @property
    def scale(self) -> float:
        """How large the picture is shown; 1 is pixel for pixel."""
        if self._zoom is not None:
            return self._zoom
        size = self._picture.size()
        if size.isEmpty():
            return 1.0
        room = self.maximumViewportSize()
        return min(room.width() / size.width(), room.height() / size.height(), 1.0)

    def is_drawn(self) -> bool:
        """Whether a picture is in view."""
        return not self._picture.isNull()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits again."""
        super().resizeEvent(event)
        if self._zoom is None:
            self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a viewer of pictures."""
        bar = self.horizontalScrollBar()
        match event.key():
            case Qt.Key.Key_Left if bar.value() == bar.minimum():
                self.next_wanted.emit(-1)
            case Qt.Key.Key_Right if bar.value() == bar.maximum():
                self.next_wanted.emit(1)
            case Qt.Key.Key_PageUp:
                self.page_wanted.emit(-1)
            case Qt.Key.Key_PageDown:
                self.page_wanted.emit(1)
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom_wanted.emit(1)
            case Qt.Key.Key_Minus:
                self.zoom_wanted.emit(-1)
            case Qt.Key.Key_0:
                self.zoom_wanted.emit(0)
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)

    def _draw(self) -> None:
        if self._picture.isNull():
            self._shown.setPixmap(QPixmap())
            self._shown.resize(QSize(0, 0))
            return
        size = self._picture.size() * self.scale
        mode = Qt.TransformationMode.SmoothTransformation
        self._shown.setPixmap(self._picture.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, mode))
        self._shown.resize(size)


class EvidenceViewer(QWidget):
    """Stands in the page's place while one looks.

    Signals:
        next_wanted: 1 for the next file, -1 for the one before.
        page_wanted: 1 for the next page of a PDF, -1 for the one before.
        retake_requested: the file in view is to be taken again.
        closed: back to the page.
    """

    next_wanted = Signal(int)
    page_wanted = Signal(int)
    retake_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("evidence_viewer")
        self._title = ElidingLabel(role="heading", name="viewer_title")
        self._place = label(role="quiet", name="viewer_place")
        self._page = label(role="quiet", name="viewer_page")
        self._told = label(role="problem", name="viewer_told", wrap=True)
        self.area = PictureArea()
        close = button("关闭(&Q)", name="viewer_close", role="plain", tip="Esc")
        self._before = button("上一份(&Z)", name="viewer_before", tip="←")
        self._after = button("下一份(&Y)", name="viewer_after", tip="→")
        self._page_up = button("上一页(&U)", name="viewer_page_up", tip="PgUp")
        self._page_down = button("下一页(&D)", name="viewer_page_down", tip="PgDn")
        larger = button("放大(&G)", name="viewer_larger", tip="+;按 0 回到整页")
        smaller = button("缩小(&S)", name="viewer_smaller", tip="-")
        retake = button("重拍(&K)…", name="viewer_retake", tip="选重拍的文件,换下这一份;原来那份仍在历史里")
        head = row(close, self._title, self._place, self._page, smaller, larger, gap=6)
        head.setStretch(1, 1)
        self._bar = frame("", name="viewer_bar")
        ways = (self._before, self._after, self._page_up, self._page_down)
        row(*ways, 1, retake, into=self._bar, gap=6)
        column(head, self._told, self.area, self._bar, into=self, gap=6).setStretch(2, 1)
        close.clicked.connect(self.closed)
        self._before.clicked.connect(lambda: self.next_wanted.emit(-1))
        self._after.clicked.connect(lambda: self.next_wanted.emit(1))
        self._page_up.clicked.connect(lambda: self.page_wanted.emit(-1))
        self._page_down.clicked.connect(lambda: self.page_wanted.emit(1))
        larger.clicked.connect(lambda: self.area.zoom(1))
        smaller.clicked.connect(lambda: self.area.zoom(-1))
        retake.clicked.connect(self.retake_requested)
        self.area.next_wanted.connect(self.next_wanted)
        self.area.page_wanted.connect(self.page_wanted)
        self.area.zoom_wanted.connect(self.area.zoom)
        self.area.closed.connect(self.closed)

    def show_heading(self, title: str, *, number: int, count: int) -> None:
        """Which file it is, while its picture is on its way."""
        self._title.show_text(title)
        self._place.setText(f"第 {number}/{count} 份")
        self._before.setEnabled(number > 1)
        self._after.setEnabled(number < count)
        self._show_pages(0, 1)
        say(self._told, "")
        self.area.show_image(None)

    def show_page(self, image: QImage, *, page: int, pages: int) -> None:
        """Shows a page."""
        say(self._told, "")
        self._show_pages(page, pages)
        self.area.show_image(image)

    def show_trouble(self, sentence: str) -> None:
        """Says why there is nothing to see."""
        say(self._told, sentence)
        self.area.show_image(None)

    def clear(self) -> None:
        """Lets go of the picture: nobody looks any more."""
        self.area.show_image(None)
        self._title.show_text("")

    def _show_pages(self, page: int, pages: int) -> None:
        say(self._page, f"第 {page + 1}/{pages} 页" if pages > 1 else "")
        for part, way in ((self._page_up, -1), (self._page_down, 1)):
            part.setVisible(pages > 1)
            part.setEnabled(0 <= page + way < pages)
