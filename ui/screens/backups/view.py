"""备份 in 设置: when the last verified back-up was, making one, a second folder, a sealed copy, and the drill."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QPushButton, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import set_state
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, label, row, say
from ui.widgets.progress_panel import ProgressPanel

MOST_LINES: Final = 4


class BackupsView(QFrame):
    """Signals:
    back_up_requested, drill_requested: now.
    folder_chosen: where every back-up is to be copied as well; empty for nowhere.
    seal_requested: the folder of a stick that a sealed copy is to go to.
    cancel_requested: what is running is to stop.
    """

    back_up_requested = Signal()
    drill_requested = Signal()
    folder_chosen = Signal(str)
    seal_requested = Signal(str)
    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("backups_card")
        set_state(self, "role", "card")
        self._newest = label(name="backup_newest", wrap=True)
        self._warning = label(role="soft", name="backup_warning", wrap=True)
        self._outcome = label(role="quiet", name="backup_outcome", wrap=True)
        self._outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        columns = [Column("时间", 11), Column("户", 4), Column("没做完", 4), Column("佐证", 4), Column("在哪里", 12)]
        self.table = LinesView(LinesTable(columns), name="backup_table", spoken="备份")
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._was_at: QWidget | None = None
        self._make_buttons()
        column(
            row(label("备份", role="heading"), 1, self._back_up, self._drill),
            self._newest,
            self._warning,
            self.progress,
            self._outcome,
            self.table,
            _spread(row(self._folder, self._choose, self._drop)),
            _spread(row(self._sealed, self._seal)),
            label(_HOW_TO_RESTORE, role="hint", wrap=True),
            into=self,
            margin=14,
        )
        for shown in (self._warning, self._outcome):
            shown.hide()

    def show_rights(self, *, may_choose: bool, may_seal: bool) -> None:
        """Offers only what the person signed in may do."""
        self._choose.setVisible(may_choose)
        self._drop.setVisible(may_choose)
        self._seal.setVisible(may_seal)

    def show_newest(self, told: str, warnings: Sequence[str]) -> None:
        """When the last back-up was, and what should be done."""
        self._newest.setText(told)
        say(self._warning, "\n".join(warnings))

    def show_elsewhere(self, folder: str, sealed: str, *, has_folder: bool, can_seal: bool) -> None:
        """Where else back-ups go."""
        self._folder.setText(folder)
        self._drop.setEnabled(has_folder)
        self._sealed.setText(sealed)
        allow(self._seal, can_seal, first="笔记本先入网,才知道总部的恢复词")

    def show_backups(self, lines: Sequence[Line]) -> None:
        """The back-ups that there are."""
        self.table.table.show(lines)
        self.table.hold(max(1, min(len(lines), MOST_LINES)))
        self.table.setVisible(bool(lines))

    def show_outcome(self, told: str) -> None:
        """What came of it; stays until the next."""
        say(self._outcome, told)

    def set_working(self, *, is_working: bool) -> None:
        """One thing at a time."""
        if is_working:
            self._was_at = self.focusWidget()
        for pressed in (self._back_up, self._drill, self._choose, self._drop, self._seal):
            pressed.setEnabled(not is_working)
        if not is_working and self._was_at is not None and self.focusWidget() is None:
            self._was_at.setFocus()

    def _make_buttons(self) -> None:
        self._back_up = button("现在备份(&K)", name="back_up", role="main")
        self._back_up.clicked.connect(self.back_up_requested)
        self._drill = button("恢复演练(&Y)", name="backup_drill", tip="把备份恢复到临时文件夹,打开比对,不留下内容")
        self._drill.clicked.connect(self.drill_requested)
        self._folder = label(role="quiet", name="backup_folder", wrap=True)
        self._choose = self._picking(
            "选备份文件夹(&O)…", "backup_choose", "选第二块硬盘或U盘上的文件夹", self.folder_chosen.emit
        )
        self._drop = button("不再复制(&Z)", name="backup_drop", role="plain")
        self._drop.clicked.connect(lambda: self.folder_chosen.emit(""))
        self._sealed = label(role="quiet", name="backup_sealed", wrap=True)
        self._seal = self._picking("加密副本写到U盘(&V)…", "backup_seal", "选U盘的文件夹", self.seal_requested.emit)

    def _picking(self, text: str, name: str, title: str, then: Callable[[str], None]) -> QPushButton:
        made = button(text, name=name)
        made.clicked.connect(lambda: self._pick_folder(title, then))
        return made

    def _pick_folder(self, title: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title, str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(then)
        dialog.open()


def _spread(line: QHBoxLayout) -> QHBoxLayout:
    """What is said takes the room that the buttons leave."""
    line.setStretch(0, 1)
    return line


_HOW_TO_RESTORE: Final = "要从备份恢复:关闭程序再打开,在登录页按“从备份恢复”。原来的数据不会删除,改名放在旁边。"
