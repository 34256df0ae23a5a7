"""Looking at a form and printing it; what is printed becomes a paper of record."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.papers import Papers, Printed
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.print_preview.view import PrintPreviewView


class PrintPreviewPresenter(QObject):
    """Signals:
    closed: back to where one came from.
    """

    closed = Signal()

    def __init__(self, view: PrintPreviewView, *, jobs: Jobs, notify: Notify, papers: Papers) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._papers = papers
        self._wanted = ""
        # Whose form is in view: what is printed or saved is what was looked at.
        self._case_ids: tuple[str, ...] = ()
        view.save_requested.connect(self._on_save)
        view.print_requested.connect(self._on_print)
        view.close_requested.connect(self.closed)

    def show(self, case_id: str) -> None:
        """Shows the form of a household."""
        self._wanted = case_id
        self._case_ids = ()
        self._view.show_nothing()
        preview = partial(self._papers.preview, [case_id])
        self._jobs.submit(self, preview, then=partial(self._on_preview, case_id), doing="正在排版…")

    def _on_preview(self, case_id: str, pdf: bytes) -> None:
        if case_id != self._wanted:
            return
        self._case_ids = (case_id,)
        self._view.show_pdf("困难职工家庭状况调查表", "这是预览。打印或存为 PDF 时才编号,打出的纸才有效。", pdf)

    def _on_save(self, path: str) -> None:
        self._view.set_working(is_working=True)
        save = partial(self._papers.print_forms, list(self._case_ids), Path(path))
        self._jobs.submit(self, save, then=self._on_saved, failed=self._on_failed, doing="正在存为 PDF…")

    def _on_saved(self, printed: Printed) -> None:
        self._view.set_working(is_working=False)
        self._notify.done(f"已存为 {printed.path.name},共 {printed.pages} 页。打印时请用双面,一式三份。")

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.set_working(is_working=False)
        self._notify.error(problem)

    def _on_print(self) -> None:
        # Imported here to start faster: printing is rare.
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self._notify.warn("这台电脑没有装打印机。可以先“存为 PDF”,拿到别的电脑打印。")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
        printer.setCopyCount(3)
        dialog = QPrintDialog(printer, self._view)
        dialog.accepted.connect(lambda: self._send(printer))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setModal(True)
        dialog.show()

    def _send(self, printer: object) -> None:
        from PySide6.QtPrintSupport import QPrinter

        from ui.screens.print_preview.printing import print_paper

        if isinstance(printer, QPrinter):
            self._view.set_working(is_working=True)
            work = partial(print_paper, self._papers, self._case_ids, printer)
            self._jobs.submit(self, work, then=self._on_printed, failed=self._on_failed, doing="正在打印…")

    def _on_printed(self, pages: int) -> None:
        self._view.set_working(is_working=False)
        self._notify.done(f"已交给打印机,共 {pages} 页。")
