"""How many errors and doubts stood open day by day: simple bars, and the same in words for who cannot see them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.theme import COLOURS, ems

MOST_DAYS: Final = 14
HEIGHT_EMS: Final = 3.6
WIDTH_EMS: Final = 17
LEAST_BAR_PX: Final = 2
SMALLER: Final = 0.85


class ProgressChart(QWidget):
    """The last days that were counted; the newest is on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress_chart")
        self.setAccessibleName("整改进度")
        self._days: Sequence[tuple[str, int, int]] = ()
        self.show_days([])

    def show_days(self, days: Sequence[tuple[str, int, int]]) -> None:
        """Shows day, open errors and open doubts, the oldest first."""
        self._days = list(days)[-MOST_DAYS:]
        told = ";".join(f"{day[5:]} 错误 {errors} 疑点 {doubts}" for day, errors, doubts in self._days)
        self.setAccessibleDescription(told or "还没有记录")
        self.setToolTip(told.replace(";", "\n"))
        self.setVisible(len(self._days) > 1)
        self.update()

    def sizeHint(self) -> QSize:
        """Enough to see which way it goes."""
        return QSize(ems(self, WIDTH_EMS), ems(self, HEIGHT_EMS))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Red bars are errors, amber ones doubts."""
        if not self._days:
            return
        painter = QPainter(self)
        small = painter.font()
        small.setPixelSize(round(painter.fontInfo().pixelSize() * SMALLER))
        painter.setFont(small)
        line = painter.fontMetrics().height()
        foot, room = self.height() - line, self.height() - 2 * line
        most = max(max(errors, doubts) for _, errors, doubts in self._days) or 1
        step = self.width() / len(self._days)
        wide = max(LEAST_BAR_PX, step * 0.36)
        for number, (_day, errors, doubts) in enumerate(self._days):
            left = number * step + (step - 2 * wide) / 2
            for count, colour, at in ((errors, "stop", left), (doubts, "soft_line", left + wide)):
                high = max(LEAST_BAR_PX, room * count / most) if count else 0
                painter.fillRect(QRectF(at, foot - high, wide - 1, high), QColor(COLOURS[colour]))
        painter.setPen(QColor(COLOURS["line"]))
        painter.drawLine(0, foot, self.width(), foot)
        painter.setPen(QColor(COLOURS["quiet"]))
        self._write(painter, QRectF(0, foot, self.width(), line))

    def _write(self, painter: QPainter, foot: QRectF) -> None:
        first, last = self._days[0], self._days[-1]
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, first[0][5:])
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, last[0][5:])
        head = QRectF(0, 0, self.width(), foot.height())
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft, f"错误 {first[1]} 疑点 {first[2]}")
        painter.drawText(head, Qt.AlignmentFlag.AlignRight, f"错误 {last[1]} 疑点 {last[2]}")
