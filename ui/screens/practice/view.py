"""The door to 练习模式: at which side one practises, what one needs to know there, and the ways back."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QPushButton

from fieldsurvey.practice.sides import Side
from ui.widgets.gate import GateSheet
from ui.widgets.pieces import button, label, row, say
from ui.widgets.progress_panel import ProgressPanel

ABOUT = (
    "36 户都是编的,怎么填、怎么删都不要紧:练习的内容进不了正式的数据,正式的数据也进不来。"
    "一个人就能练完一天:在笔记本甲入户、写入U盘,再换到总部读取。"
)
_KEYS = "JKH"


class PracticeView(GateSheet):
    """Signals:
    side_requested: the code of the side where somebody wants to practise.
    anew_requested: back to the first day.
    leave_requested: back to the real home.
    cancel_requested: whatever is being made is not wanted any more.
    """

    side_requested = Signal(str)
    anew_requested = Signal()
    leave_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, sides: Sequence[Side], *, passphrase: str, stick: Path) -> None:
        super().__init__("practice_door", "练习模式", wide=44)
        self.setWindowTitle(self.title.text())
        self.setProperty("help", "practice")
        self.told.setText(ABOUT)
        self._sides = [self._side(side, key) for side, key in zip(sides, _KEYS, strict=True)]
        known = f"三个人的口令都是 {passphrase},登录时已经替您填好。\n当作U盘用的文件夹:{stick}"
        self._known = label(known, name="practice_known", wrap=True)
        self._problem = label(role="problem", name="practice_problem", wrap=True)
        self._done = label(role="done", name="practice_done", wrap=True)
        self._panel = ProgressPanel()
        self._panel.cancel_requested.connect(self.cancel_requested)
        self._anew = button("重新开始练习(&R)", name="practice_anew")
        self._anew.clicked.connect(self.anew_requested)
        self._leave = button("离开练习(&L)", name="practice_leave")
        self._leave.clicked.connect(self.leave_requested)
        self.body.addWidget(label("到哪一边练习", role="heading"))
        self.body.addLayout(row(*self._sides, gap=10))
        for part in (self._known, self._problem, self._done, self._panel):
            self.body.addWidget(part)
        self.body.addLayout(row(self._anew, 1, self._leave))

    def show_ways(self, *, can_leave: bool) -> None:
        """Whether there is a real home to go back to; the keyboard stands at the first side."""
        self._leave.setVisible(can_leave)
        self.show_problem("")
        self._to_first()

    def begin(self, doing: str) -> None:
        """Homes are being made: one can only stop it."""
        for part in (*self._sides, self._anew, self._leave):
            part.setEnabled(False)
        say(self._problem, "")
        say(self._done, "")
        self._panel.begin(doing)

    def show_progress(self, doing: str, done: int, total: int) -> None:
        """How far it is."""
        self._panel.show_progress(doing, done, total)

    def show_problem(self, sentence: str) -> None:
        """Why it did not go; empty when it went."""
        self._end()
        say(self._problem, sentence)
        say(self._done, "")

    def show_done(self, sentence: str) -> None:
        """What has been done."""
        self._end()
        say(self._done, sentence)
        self._to_first()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the card inside the window."""
        super().resizeEvent(event)
        self.fit(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard stands at the first side."""
        super().showEvent(event)
        self._to_first()

    def _side(self, side: Side, key: str) -> QPushButton:
        made = button(f"{side.called} {side.staff}(&{key})", name=f"side_{side.code}")
        made.clicked.connect(lambda: self.side_requested.emit(side.code))
        return made

    def _to_first(self) -> None:
        self._sides[0].setFocus()

    def _end(self) -> None:
        self._panel.end()
        for part in (*self._sides, self._anew, self._leave):
            part.setEnabled(True)
