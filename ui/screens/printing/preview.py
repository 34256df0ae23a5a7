"""A form as it will be printed."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from ui.widgets.pieces import button, column, label, row


class PreviewPage(QWidget):
    """Signals:
    print_requested, save_requested, closed: the buttons.
    """

    print_requested = Signal()
    save_requested = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("preview_page")
        self._title = label(role="title", name="preview_title")
        self._told = label(role="quiet", name="preview_told", wrap=True)
        back = button("‹ 返回(&B)", name="close_preview", role="plain", tip="Esc")
        self.save = button("存为 PDF(&S)…", name="save_pdf")
        self.print = button("打印(&P)…", name="print_now", role="main", tip="Ctrl+P")
        back.clicked.connect(self.closed)
        self.save.clicked.connect(self.save_requested)
        self.print.clicked.connect(self.print_requested)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._pages = QPdfView()
        self._pages.setObjectName("preview_pages")
        self._pages.setAccessibleName("打印预览")
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._pages.setDocument(self._document)
        head = row(back, self._title, 1, self.save, self.print)
        column(head, self._told, self._pages, into=self).setStretch(2, 1)
        self.show_nothing("")

    def show_nothing(self, title: str) -> None:
        """What is to be seen is on its way; until it is here nothing can be printed unseen."""
        self._title.setText(title)
        self._told.setText("正在排版…")
        self._pages.hide()
        self.save.setEnabled(False)
        self.print.setEnabled(False)

    def show_pdf(self, title: str, told: str, pdf: bytes) -> None:
        """Shows the pages."""
        self._title.setText(title)
        self._told.setText(told)
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._pages.show()
        self.save.setEnabled(True)
        self.print.setEnabled(True)
        self._pages.setFocus()
