"""从备份恢复: choose where the back-up is, see what it holds, open it by passphrase or recovery words."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QPlainTextEdit, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.gate import GateSheet
from ui.widgets.lines_view import LinesView
from ui.widgets.passphrase_line import PassphraseLine
from ui.widgets.pieces import allow, button, column, label, row, say
from ui.widgets.progress_panel import ProgressPanel

MOST_LINES: Final = 4
WORDS_PX: Final = 66


class RestoreView(GateSheet):
    """Signals:
    place_chosen: a folder or file in which back-ups are to be looked for.
    offer_chosen: the back-up that the user stands on.
    restore_requested: staff id, passphrase, recovery words as typed; either the passphrase or the words are empty.
    cancel_requested: stop what is running. closed: back to where one came from. ended: on to the sign-in.
    """

    place_chosen = Signal(str)
    offer_chosen = Signal(str)
    restore_requested = Signal(str, str, str)
    cancel_requested = Signal()
    closed = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__("restore", "从备份恢复", wide=46)
        self.setWindowTitle(self.title.text())
        self._folder = button("选放备份的文件夹(&O)…", name="restore_folder")
        self._folder.clicked.connect(self._pick_folder)
        self._file = button("选加密副本文件(&I)…", name="restore_file")
        self._file.clicked.connect(self._pick_file)
        columns = [Column("时间", 11), Column("是谁的", 10), Column("户", 4), Column("没做完", 4), Column("佐证", 4)]
        self.table = LinesView(LinesTable(columns), name="restore_table", spoken="找到的备份")
        self.table.chosen.connect(self.offer_chosen)
        self._trouble = label(role="problem", name="restore_trouble", wrap=True)
        self._note = label(role="soft", name="restore_note", wrap=True)
        self._key = self._make_key()
        self._problem = label(role="problem", name="restore_problem", wrap=True)
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._back = button("返回(&Q)", name="restore_back", role="plain")
        self._back.clicked.connect(self.closed)
        self._restore = button("恢复(&R)", name="restore_button", role="main")
        self._restore.clicked.connect(self._on_restore)
        self.body.addLayout(row(self._folder, self._file, 1))
        for part in (self.table, self._trouble, self._note, self._key, self._problem, self.progress):
            self.body.addWidget(part)
        self._go_on = button("去登录(&L)", name="restore_go_on", role="main")
        self._go_on.clicked.connect(self.ended)
        self._go_on.hide()
        self.body.addLayout(row(self._back, 1, self._restore, self._go_on))
        self.show_offers([])

    def show_home(self, told: str) -> None:
        """What will become of the data that is here."""
        self.told.setText(told)

    def show_offers(self, lines: Sequence[Line]) -> None:
        """The back-ups found; the newest is chosen."""
        self.table.table.show(lines)
        self.table.hold(max(1, min(len(lines), MOST_LINES)))
        self.table.setVisible(bool(lines))
        self._key.setVisible(bool(lines))
        say(self._trouble, "")
        say(self._note, "")
        allow(self._restore, bool(lines), first="请先选放备份的文件夹或加密副本文件")
        if lines:
            self.table.selectRow(0)

    def show_offer(self, staff: Sequence[tuple[str, str]], *, is_sealed: bool, trouble: str, note: str = "") -> None:
        """Who may open the chosen one, and what else to know of it; a sealed copy opens by words only."""
        say(self._trouble, trouble)
        say(self._note, note)
        self._key.setVisible(not trouble)
        allow(self._restore, not trouble, first="这一份不能用,请选另一份")
        self._staff.clear()
        for staff_id, name in staff:
            self._staff.addItem(name, staff_id)
        self._by_words.setVisible(not is_sealed)
        self._words.setVisible(is_sealed)
        self._person.setVisible(not is_sealed)
        self._by_words.setText("忘了口令,用恢复词(&F)")

    def show_problem(self, sentence: str) -> None:
        """Why it did not go."""
        say(self._problem, sentence)

    def set_working(self, *, is_working: bool) -> None:
        """Nothing can be pressed twice."""
        for part in (self._folder, self._file, self.table, self._key, self._back, self._restore):
            part.setEnabled(not is_working)

    def show_done(self, told: str) -> None:
        """The home is there: what was restored, and where the old data lies."""
        self.title.setText("已恢复")
        self.told.setText(told)
        for part in (self._folder, self._file, self.table, self._note, self._key, self._back, self._restore):
            part.hide()
        self._go_on.show()
        self._go_on.setFocus()

    def forget(self) -> None:
        """Lets go of what was typed."""
        self._passphrase.clear()
        self._words.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card inside the window."""
        super().resizeEvent(event)
        self.fit(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard stands at the first thing to do."""
        super().showEvent(event)
        self._folder.setFocus()

    def _make_key(self) -> QWidget:
        box = QWidget()
        self._staff = QComboBox()
        self._staff.setObjectName("restore_staff")
        self._staff.setAccessibleName("人员")
        self._passphrase = PassphraseLine("做备份时的口令", name="restore_passphrase", key="S")
        self._passphrase.entered_passphrase.connect(self._on_restore)
        self._person = QWidget()
        line = row(
            label("人员", role="label"), self._staff, label("口令", role="label"), self._passphrase, into=self._person
        )
        line.setStretch(3, 1)
        self._words = QPlainTextEdit()
        self._words.setObjectName("restore_words")
        self._words.setAccessibleName("总部的恢复词")
        self._words.setTabChangesFocus(True)
        self._words.setPlaceholderText("总部的恢复词:依次写二十四个词,中间可以不加空格")
        self._words.setFixedHeight(WORDS_PX)
        self._by_words = button("忘了口令,用恢复词(&F)", name="restore_by_words", role="plain")
        self._by_words.clicked.connect(lambda: self._set_by_words(is_by_words=self._words.isHidden()))
        column(self._person, self._words, row(self._by_words, 1), into=box, gap=6)
        self._words.hide()
        return box

    def _set_by_words(self, *, is_by_words: bool) -> None:
        self._words.setVisible(is_by_words)
        self._person.setVisible(not is_by_words)
        (self._words if is_by_words else self._passphrase).setFocus()
        self._by_words.setText("用口令(&F)" if is_by_words else "忘了口令,用恢复词(&F)")

    def _on_restore(self) -> None:
        if not self._words.isHidden():
            self.restore_requested.emit("", "", self._words.toPlainText())
        else:
            self.restore_requested.emit(str(self._staff.currentData() or ""), self._passphrase.text, "")

    def _pick_folder(self) -> None:
        dialog = QFileDialog(self, "选放备份的文件夹", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._open(dialog)

    def _pick_file(self) -> None:
        dialog = QFileDialog(self, "选加密副本文件", str(Path.home()), "加密副本 (*.fsb.age)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.place_chosen)
        dialog.open()
