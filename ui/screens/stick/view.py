"""U盘同步: which stick, two big buttons, what is on it, and what headquarters has confirmed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QTabWidget, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, label, row, say, scrolled
from ui.widgets.progress_panel import ProgressPanel


class StickView(QWidget):
    """Signals:
    folder_chosen: the folder of a stick.
    write_requested, read_requested, cancel_requested: the buttons.
    came, went: the screen is in view, or not any more.
    """

    folder_chosen = Signal(str)
    write_requested = Signal()
    read_requested = Signal()
    cancel_requested = Signal()
    came = Signal()
    went = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("stick")
        which = self._make_choice()
        self.write = button("写入U盘(&W)", name="write", role="big", tip="把还没有回执的修改单打成加密包,写入U盘")
        self.read = button("读取U盘(&R)", name="read", role="big", tip="读取U盘上给本机的包")
        self.write.clicked.connect(self.write_requested)
        self.read.clicked.connect(self.read_requested)
        self._waiting = label(role="quiet", name="waiting", wrap=True)
        self._about_stick = label(role="quiet", name="about_stick", wrap=True)
        self._warnings = label(role="warn", name="stick_warnings", wrap=True)
        self._warnings.hide()
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._tabs = self._make_tables()
        self._tabs.setMinimumHeight(ems(self, 11))
        sheet = QWidget()
        parts = (which, self._about_stick, self._warnings, row(self.write, self.read, gap=16), self._waiting)
        column(*parts, self.progress, self._tabs, into=sheet, margin=14, gap=9).setStretch(6, 1)
        column(scrolled(sheet, name="stick_area"), into=self)
        self.setFocusProxy(self.write)
        self.show_sticks([], "")

    def show_sticks(self, sticks: Sequence[tuple[str, str]], chosen: str) -> None:
        """Shows the sticks that are plugged in, and the folder that was chosen."""
        listed = list(sticks)
        if chosen and chosen not in (folder for folder, _ in listed):
            listed.append((chosen, chosen))
        self._sticks.clear()
        for folder, name in listed:
            self._sticks.addItem(name, folder)
        if not listed:
            self._sticks.addItem("没有看到U盘;请插上,或选一个文件夹", "")
        self._sticks.setCurrentIndex(max(0, self._sticks.findData(chosen)))
        self._sticks.setEnabled(bool(listed))
        for big in (self.write, self.read):
            allow(big, bool(chosen), first="请先插上U盘,或选一个文件夹")

    def show_stick(self, told: str, warnings: Sequence[str], lines: Sequence[Line]) -> None:
        """Shows what is on the stick."""
        self._about_stick.setText(told)
        say(self._warnings, "\n".join(warnings))
        self._files.table.show(lines)
        self._files.fit()

    def show_receipts(self, told: str, lines: Sequence[Line]) -> None:
        """Shows what the other side has confirmed."""
        self._waiting.setText(told)
        self._receipts.table.show(lines)
        self._receipts.fit()

    def show_outcome(self, lines: Sequence[Line]) -> None:
        """Shows what was just written or read."""
        self._outcome.table.show(lines)
        self._tabs.setCurrentWidget(self._outcome)
        self._outcome.fit()

    def set_working(self, *, is_working: bool) -> None:
        """While packages are written or read nothing else is begun."""
        for part in (self.write, self.read, self._pick, self._sticks):
            part.setEnabled(not is_working)
        if not is_working:
            self.progress.end()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on sticks are looked for."""
        super().showEvent(event)
        self.came.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Sticks are not looked for any more."""
        super().hideEvent(event)
        self.went.emit()

    def _make_choice(self) -> QHBoxLayout:
        self._sticks = QComboBox()
        self._sticks.setObjectName("sticks")
        self._sticks.setAccessibleName("U盘")
        self._sticks.activated.connect(self._on_stick)
        self._pick = button("选文件夹(&O)…", name="pick_stick")
        self._pick.clicked.connect(self._on_pick)
        which = row(label("U盘", role="label"), self._sticks, self._pick)
        which.setStretch(1, 1)
        return which

    def _make_tables(self) -> QTabWidget:
        self._outcome = LinesView(
            LinesTable([Column("结果", 6), Column("包", 16, 1), Column("说明", 24)]), name="outcome", spoken="结果"
        )
        self._files = LinesView(
            LinesTable(
                [Column("包", 16), Column("来自", 5), Column("序号", 4, 2), Column("状态", 6), Column("说明", 16, 1)]
            ),
            name="stick_files",
            spoken="U盘上的包",
        )
        self._receipts = LinesView(
            LinesTable(
                [
                    Column("对方", 6),
                    Column("未写入", 5),
                    Column("已写入", 5),
                    Column("对方已确认", 6),
                    Column("等回执", 5),
                    Column("最近回执", 10, 1),
                ]
            ),
            name="receipts",
            spoken="回执",
        )
        tabs = QTabWidget()
        tabs.setObjectName("stick_tabs")
        for part, title in ((self._files, "U盘上的包"), (self._receipts, "回执"), (self._outcome, "刚才的结果")):
            tabs.addTab(part, title)
        return tabs

    def _on_stick(self, number: int) -> None:
        folder = str(self._sticks.itemData(number) or "")
        if folder:
            self.folder_chosen.emit(folder)

    def _on_pick(self) -> None:
        dialog = QFileDialog(self, "选U盘的文件夹", str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.folder_chosen)
        dialog.open()
