"""What the checks found in the household: each line a way to its field."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import column, label

_COLUMNS = (Column("项目", 6, 2), Column("问题", 13), Column("卡住", 3, 1))


class CheckedTab(QWidget):
    """Signals:
    opened: the address of a finding that the user wants to go to; empty for the household as a whole.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines = LinesView(LinesTable(_COLUMNS), name="household_findings", spoken="核查发现的问题")
        self._lines.opened.connect(lambda line_id: self.opened.emit(line_id.split("|", 2)[2]))
        self._nothing = label("核查没有发现问题。", role="quiet", name="no_household_findings", wrap=True)
        column(self._lines, self._nothing, 1, into=self, margin=6).setStretch(0, 1)
        self.show_findings([])

    def show_findings(self, lines: Sequence[Line]) -> None:
        """Shows them; the id of a line is its check, its print and its address."""
        self._lines.table.show(lines)
        self._lines.fit()
        self._lines.setVisible(bool(lines))
        self._nothing.setVisible(not lines)
