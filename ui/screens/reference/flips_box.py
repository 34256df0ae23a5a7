"""What a change would turn, before it is stored: the households whose verdict becomes another one, 存下 or 不存."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row, say
from ui.widgets.progress_panel import ProgressPanel


class FlipsBox(QWidget):
    """Signals:
    accepted: it shall be stored; the reason, where one is asked for.
    declined: it shall not. cancel_requested: nobody wants to wait for the list.
    """

    accepted = Signal(str)
    declined = Signal()
    cancel_requested = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._title = label(role="heading", name="flips_title", wrap=True)
        self._told = label(role="quiet", name="flips_told", wrap=True)
        columns = [
            Column("编号", 6, goes=1),
            Column("姓名", 4),
            Column("原来", 5),
            Column("改后", 5),
            Column("测算日", 6, goes=3),
            Column("已认定", 5, goes=2),
        ]
        self.flips = LinesView(LinesTable(columns), name="flips", spoken="测算会改变的户")
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._reason = LimitedLine(limit=400)
        self._reason.setObjectName("flips_reason")
        self._reason.setAccessibleName("为什么重新认定")
        self._reason.setPlaceholderText("为什么重新认定,如 低保标准 7 月起调整")
        self._yes = button("存下(&S)", name="flips_yes", role="main")
        self._no = button("不存(&N)", name="flips_no")
        self._yes.clicked.connect(lambda: self.accepted.emit(self._reason.text().strip()))
        self._no.clicked.connect(self.declined)
        parts = (self._title, self._told, self.progress, self.flips, self._reason, row(self._yes, self._no, 1))
        column(*parts, into=self).setStretch(3, 1)

    def begin(self, title: str) -> None:
        """The households are being gone through."""
        self._show(title, "", [])
        self._yes.setEnabled(False)
        self._reason.hide()
        self.progress.begin("正在逐户测算")

    def ask(self, told: str, lines: Sequence[Line], *, yes: str, wants_reason: bool = False) -> None:
        """Shows what turns and asks; `yes` is the button that stores."""
        self._show(self._title.text(), told, lines)
        self._reason.show_text("")
        self._reason.setVisible(wants_reason)
        self._yes.setText(yes)
        self._yes.setAccessibleName(yes.partition("(")[0])
        self._yes.setEnabled(True)
        (self._reason if wants_reason else self._yes).setFocus()

    def _show(self, title: str, told: str, lines: Sequence[Line]) -> None:
        self.progress.end()
        self._title.setText(title)
        say(self._told, told)
        self.flips.table.show(lines)
        self.flips.fit()
        self.flips.setVisible(bool(lines))
