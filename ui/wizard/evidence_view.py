"""The evidence on the page of causes: what is asked for and why, what is there, and what should be taken again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, frame, label, row, say
from ui.widgets.progress_panel import ProgressPanel
from ui.widgets.thumbs import Thumb, Thumbs
from ui.wizard.evidence_choice import EvidenceChoice

MOST_LINES: Final = 5
NAME_FILTER: Final = "图片和 PDF (*.jpg *.jpeg *.png *.heic *.heif *.pdf);;所有文件 (*)"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One type that is asked for, in words, with its codes."""

    type: str
    member: str
    label: str
    whose: str
    why: str
    need: str
    mark: str
    is_there: bool


class EvidencePanel(QFrame):
    """Decides nothing: it shows lines and pictures, and says what the user wants.

    Signals:
        files_chosen: paths, type, member (empty for the whole household).
        folder_chosen: a folder to be looked through.
        picture_opened: the row whose file is to be looked at.
        picture_chosen: the row that the user stands on.
        retake_chosen: row and path of the file that takes its place.
        warning_kept: the row whose warning was seen and let be.
        stop_requested: what is being taken in is to stop.
    """

    files_chosen = Signal(list, str, str)
    folder_chosen = Signal(str)
    picture_opened = Signal(str)
    picture_chosen = Signal(str)
    retake_chosen = Signal(str, str)
    warning_kept = Signal(str)
    stop_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("evidence_panel")
        self.setProperty("role", "card")
        self._lines: dict[str, AskedLine] = {}
        self._warned = ""
        self._last_folder = str(Path.home())
        self._title = label("要收的材料", role="heading", name="asked_title")
        columns = [
            Column("", 2),
            Column("材料", 9),
            Column("谁的", 5, goes=1),
            Column("为什么要", 12, goes=3),
            Column("", 3, goes=2),
        ]
        self.asked = LinesView(LinesTable(columns), name="asked_list", spoken="要收的材料,有或缺")
        self._hint = label("在一行上按 Enter:为这一项选文件", role="hint", name="asked_hint", wrap=True)
        self.choice = EvidenceChoice("evidence")
        self.pick = button("选文件(&I)…", name="pick_file", tip="可以一次选几个文件")
        self.browse = button("从文件夹(&F)…", name="pick_folder", tip="手机插上后的相机文件夹,或拷好照片的文件夹")
        self.progress = ProgressPanel()
        self.strip = Thumbs(name="evidence_strip", spoken="已收的材料,按 Enter 放大看")
        self._make_warning()
        head = row(self._title, self._hint, gap=12)
        head.setStretch(1, 1)
        column(
            head,
            self.asked,
            row(self.choice, 1),
            row(self.pick, self.browse, 1),
            self.progress,
            self._warning,
            self.strip,
            into=self,
            margin=12,
            gap=8,
        )
        self.strip.hide()
        self._connect()
        self._on_choice()

    def show_asked(self, lines: Sequence[AskedLine], missing: int) -> None:
        """Shows the checklist, what is missing first; from a line that is now there one goes on to the next."""
        stood, number = self.asked.chosen_id, self.asked.currentIndex().row()
        was_missing = stood in self._lines and not self._lines[stood].is_there
        self._lines = {f"{line.type}/{line.member}": line for line in lines}
        self.asked.blockSignals(True)
        shown = [
            Line(key, ("有" if line.is_there else "缺", line.label, line.whose, line.why, line.need), line.mark)
            for key, line in self._lines.items()
        ]
        self.asked.table.show(shown)
        self.asked.choose(stood)
        self.asked.blockSignals(False)
        if was_missing and stood in self._lines and self._lines[stood].is_there:
            self.asked.selectRow(min(number, len(lines) - 1))
        self._title.setText(f"要收的材料(还缺 {missing} 项)" if missing else "要收的材料(必须的都齐了)")
        self._fit()

    def show_pictures(self, thumbs: Sequence[Thumb]) -> None:
        """Shows what is there."""
        self.strip.setVisible(bool(thumbs))
        self.strip.show_thumbs(thumbs)

    def set_choices(
        self, types: Mapping[str, str], members: Sequence[tuple[str, str]], initials: Mapping[str, str]
    ) -> None:
        """Gives types and members to choose from."""
        self.choice.set_choices(types, members, initials)

    def show_warning(self, row_id: str, text: str) -> None:
        """Shows what is doubtful about a file that was just taken in; without text nothing is."""
        self._warned = row_id
        say(self._warning_text, text)
        self._warning.setVisible(bool(text))

    def set_working(self, doing: str) -> None:
        """While files are being taken in, no others are chosen; with nothing to say it is over."""
        self._is_working = bool(doing)
        if doing:
            self.progress.begin(doing)
        else:
            self.progress.end()
        self._on_choice()

    def ask_retake(self, row_id: str) -> None:
        """Asks for the file that takes the place of another."""
        dialog = self._dialog("选重拍的文件", QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.retake_chosen.emit(row_id, path))
        dialog.open()

    def _connect(self) -> None:
        self.asked.chosen.connect(self._on_line)
        self.asked.opened.connect(self._on_line_opened)
        self.choice.changed.connect(self._on_choice)
        self.pick.clicked.connect(self._on_pick)
        self.browse.clicked.connect(self._on_browse)
        self.strip.opened.connect(self.picture_opened)
        self.strip.chosen.connect(self.picture_chosen)
        self.progress.cancel_requested.connect(self.stop_requested)

    def _make_warning(self) -> None:
        self._is_working = False
        self._warning = frame("soft", name="evidence_warning")
        self._warning_text = label(name="evidence_warning_text", wrap=True)
        retake = button("重拍(&K)…", name="retake", tip="选重拍的文件,换下这一份;原来那份仍在历史里")
        keep = button("保留(&O)", name="keep", tip="看得清,就用这一份")
        retake.clicked.connect(lambda: self.ask_retake(self._warned))
        keep.clicked.connect(lambda: self.warning_kept.emit(self._warned))
        line = row(self._warning_text, retake, keep, into=self._warning)
        line.setStretch(0, 1)
        line.setContentsMargins(10, 6, 10, 6)
        self._warning.hide()

    def _on_line(self, key: str) -> None:
        line = self._lines.get(key)
        if line is not None:
            self.choice.show_choice(line.type, line.member)
            self._on_choice()

    def _on_line_opened(self, key: str) -> None:
        self._on_line(key)
        if self.pick.isEnabled():
            self._on_pick()

    def _on_choice(self) -> None:
        self.pick.setEnabled(bool(self.choice.type_code) and not self._is_working)
        self.browse.setEnabled(not self._is_working)

    def _on_pick(self) -> None:
        kind, member = self.choice.type_code, self.choice.member_row
        dialog = self._dialog("选佐证材料的文件", QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(lambda paths: self.files_chosen.emit(list(paths), kind, member))
        dialog.open()

    def _on_browse(self) -> None:
        dialog = self._dialog("选手机的相机文件夹,或放照片的文件夹", QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()

    def _dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title, self._last_folder)
        dialog.setFileMode(mode)
        if mode is not QFileDialog.FileMode.Directory:
            dialog.setNameFilter(NAME_FILTER)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._remember(dialog))
        return dialog

    def _remember(self, dialog: QFileDialog) -> None:
        # Whoever went to the phone once goes there again for the next paper.
        self._last_folder = dialog.directory().absolutePath()

    def _fit(self) -> None:
        self.asked.hold(min(max(self.asked.table.rowCount(), 1), MOST_LINES))
