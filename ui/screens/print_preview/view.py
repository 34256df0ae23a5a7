"""The form as it will be printed."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.widgets.pieces import button, column, label, row


class PrintPreviewView(QWidget):
    """Signals:
    save_requested: the PDF file to write.
    print_requested, close_requested: the buttons.
    """

    save_requested = Signal(str)
    print_requested = Signal()
    close_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("print_preview")
        self._title = label(role="title", name="preview_title")
        self._told = label(role="quiet", name="preview_told", wrap=True)
        self.print = button("打印(&P)…", name="print_now", role="main", tip="Ctrl+P")
        self.save = button("存为 PDF(&S)…", name="save_pdf")
        self._close = button("‹ 返回(&B)", name="close_preview", role="plain")
        self.print.clicked.connect(self.print_requested)
        self.save.clicked.connect(self._on_save)
        self._close.clicked.connect(self.close_requested)
        self._document = QPdfDocument(self)
        self._buffer = QBuffer(self)
        self._pages = QPdfView()
        self._pages.setObjectName("preview_pages")
        self._pages.setAccessibleName("打印预览")
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._pages.setDocument(self._document)
        self._nothing = label("到“户档案”里选一户,按“打印”,这里就显示它的表。", role="quiet", name="nothing_to_print")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lines = column(
            row(self._close, self._title, 1, self.save, self.print),
            self._told,
            self._pages,
            self._nothing,
            into=self,
            margin=14,
        )
        lines.setStretch(2, 1)
        lines.setStretch(3, 1)
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.print.click)
        self.show_nothing()

    def show_nothing(self) -> None:
        """Nothing has been chosen."""
        self._title.setText("打印")
        self._told.setText("")
        for part in (self._pages, self.print, self.save, self._close):
            part.setVisible(False)
        self._nothing.show()

    def show_pdf(self, title: str, told: str, pdf: bytes) -> None:
        """Shows the pages."""
        self._title.setText(title)
        self._told.setText(told)
        self._nothing.hide()
        for part in (self._pages, self.print, self.save, self._close):
            part.setVisible(True)
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        self._pages.setFocus()

    def set_working(self, *, is_working: bool) -> None:
        """While a paper is being made nothing is pressed twice."""
        self.print.setEnabled(not is_working)
        self.save.setEnabled(not is_working)

    def _on_save(self) -> None:
        dialog = QFileDialog(self, "存为 PDF", str(Path.home() / "调查表.pdf"), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile("调查表.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_requested)
        dialog.open()
