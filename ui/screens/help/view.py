"""帮助 as it looks: the chapters on the left, the chosen one on the right; a window of its own, beside the work."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QImage, QKeyEvent, QTextDocument
from PySide6.QtWidgets import QListWidget, QSplitter, QTextBrowser, QWidget

from ui.theme import ems
from ui.widgets.pieces import button, column, label, row

USUAL_SIZE: Final = QSize(900, 600)
EDGE_PX: Final = 60
MARGIN_PX: Final = 14


class GuideText(QTextBrowser):
    """Shows Markdown with pictures that it was given; it opens nothing else, neither files nor addresses."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("guide_text")
        self.setAccessibleName("手册正文")
        self.setOpenLinks(False)
        self._pictures: dict[str, QImage] = {}
        self.document().setDocumentMargin(MARGIN_PX)

    def show_chapter(self, text: str, pictures: dict[str, QImage]) -> None:
        """Shows one chapter from its beginning."""
        self._pictures = pictures
        self.document().clear()
        self.document().setMarkdown(text, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        self.moveCursor(self.textCursor().MoveOperation.Start)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802  # Qt calls it back.
        """A picture as wide as the room allows; nothing for what was not given."""
        picture = self._pictures.get(name.toString() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or picture is None:
            return None
        width = max(200, self.viewport().width() - EDGE_PX)
        if picture.width() <= width:
            return picture
        return picture.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)


class HelpView(QWidget):
    """Signals:
    chapter_chosen: the number of the chapter, from 0.
    """

    chapter_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("help")
        self.setWindowTitle("帮助 - 用户手册")
        self.chapters = QListWidget()
        self.chapters.setObjectName("guide_chapters")
        self.chapters.setAccessibleName("手册各章")
        self.chapters.currentRowChanged.connect(self._on_row)
        self.text = GuideText()
        close = button("关闭(&C)", name="close_help", tip="Esc")
        close.clicked.connect(self.close)
        hint = label("↑↓ 换一章,Tab 到正文,Esc 关闭,回到刚才的地方", role="hint", name="help_hint")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.chapters)
        split.addWidget(self.text)
        split.setStretchFactor(1, 1)
        split.setSizes([ems(self, 14), USUAL_SIZE.width()])
        column(split, row(hint, 1, close), into=self, margin=10, gap=8).setStretch(0, 1)
        self.resize(USUAL_SIZE)

    def show_chapters(self, titles: Sequence[str]) -> None:
        """Fills the list."""
        self.chapters.blockSignals(True)
        self.chapters.clear()
        self.chapters.addItems(list(titles))
        self.chapters.blockSignals(False)

    def choose(self, number: int) -> None:
        """Opens a chapter."""
        self.chapters.setCurrentRow(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and F1 close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
            return
        super().keyPressEvent(event)

    def _on_row(self, number: int) -> None:
        if number >= 0:
            self.chapter_chosen.emit(number)
