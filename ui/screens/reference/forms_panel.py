"""表样: the printed forms on the left, what the chosen one looks like on the right, and what can be changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Signal
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row

LONGEST_TITLE: Final = 40
MOST_COPIES: Final = 9
_FILES: Final = "表样 (*.json)"


class FormsPanel(QWidget):
    """Signals:
    form_chosen: a form.
    rename_requested: the form, its title and how many copies. restore_requested: the form as it ships.
    export_requested, import_requested: the form and the file of its layout.
    refused: a sentence that says why a text was not taken.
    """

    form_chosen = Signal(str)
    rename_requested = Signal(str, str, int)
    restore_requested = Signal(str)
    export_requested = Signal(str, str)
    import_requested = Signal(str, str)
    refused = Signal(str)

    def __init__(self, *, can_edit: bool) -> None:
        super().__init__()
        self.setObjectName("forms_panel")
        self._can_edit = can_edit
        columns = [
            Column("表格", 14),
            Column("版式", 6),
            Column("份数", 3, is_right=True, goes=1),
            Column("", 4, goes=2),
        ]
        self.forms = LinesView(LinesTable(columns), name="forms", spoken="表格")
        self.forms.chosen.connect(self.form_chosen)
        self._document, self._buffer = QPdfDocument(self), QBuffer(self)
        self._pages = QPdfView()
        self._pages.setObjectName("form_pages")
        self._pages.setAccessibleName("空白表的样子")
        self._pages.setPageMode(QPdfView.PageMode.MultiPage)
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._pages.setDocument(self._document)
        left = column(self.forms, self._make_edit() if can_edit else 0, self._make_files())
        left.setStretch(0, 1)
        body = row(left, self._pages, into=self, margin=10, gap=14)
        body.setStretch(0, 2)
        body.setStretch(1, 3)

    def show_forms(self, lines: Sequence[Line], chosen: str) -> None:
        """Shows the forms and stands on one."""
        self.forms.table.show(lines)
        self.forms.fit()
        if lines:
            self.forms.choose(chosen if any(line.id == chosen for line in lines) else lines[0].id)

    def show_form(self, title: str, copies: int, *, is_own: bool) -> None:
        """What the chosen form is called and how many copies there are."""
        if self._can_edit:
            self._title.show_text(title)
            self._copies.setCurrentIndex(self._copies.findData(copies))
            self._restore.setEnabled(is_own)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return self._document.pageCount()

    def show_pages(self, pdf: bytes) -> None:
        """A blank of the chosen form."""
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)

    def _make_edit(self) -> QVBoxLayout:
        self._title = LimitedLine(limit=LONGEST_TITLE)
        self._title.setObjectName("form_title")
        self._title.setAccessibleName("表名")
        self._title.refused.connect(self.refused)
        self._copies = QComboBox()
        self._copies.setObjectName("form_copies")
        self._copies.setAccessibleName("一式几份")
        for copies in range(1, MOST_COPIES + 1):
            self._copies.addItem(f"{copies} 份", copies)
        save = button("存下表名和份数(&S)", name="form_save", role="main")
        save.clicked.connect(self._on_save)
        self._restore = button("恢复随程序的(&R)", name="form_restore")
        self._restore.clicked.connect(lambda: self.restore_requested.emit(self.forms.chosen_id))
        many = row(label("一式"), self._copies, 1)
        return column(label("表名"), self._title, many, row(save, self._restore, 1))

    def _make_files(self) -> QHBoxLayout:
        export = button("表样另存为(&O)…", name="form_export")
        export.clicked.connect(self._on_export)
        if not self._can_edit:
            return row(export, 1)
        take = button("用文件里的表样(&I)…", name="form_import")
        take.clicked.connect(self._on_import)
        return row(export, take, 1)

    def _on_save(self) -> None:
        self.rename_requested.emit(self.forms.chosen_id, self._title.text().strip(), self._copies.currentData())

    def _on_export(self) -> None:
        form = self.forms.chosen_id
        dialog = QFileDialog(self, "表样另存为", str(Path.home() / f"{form}.json"), _FILES)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("json")
        dialog.fileSelected.connect(lambda path: self.export_requested.emit(form, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_import(self) -> None:
        form = self.forms.chosen_id
        dialog = QFileDialog(self, "用文件里的表样", str(Path.home()), _FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.import_requested.emit(form, path))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
