"""The quiet sheet in the middle of the window on which one stands before being signed in."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from fieldsurvey.resources import resource
from ui.theme import ems
from ui.widgets.pieces import column, frame, label, row, scrolled

MARK_PX = 40


class GateSheet(QWidget):
    """A card with the mark and a title; what is asked goes into `body`."""

    def __init__(self, name: str, title: str, *, wide: float = 30) -> None:
        super().__init__()
        self.setObjectName(name)
        self._card: QFrame = frame("card", name="gate_card")
        self._wide = wide
        self.title = label(title, role="title", name="gate_title")
        self.told = label(role="quiet", name="gate_told", wrap=True)
        head = row(_mark(), self.title, 1, gap=12)
        self.body: QVBoxLayout = column(gap=10)
        column(head, self.told, self.body, into=self._card, margin=22, gap=10)
        middle = QWidget()
        beside = row(1, self._card, 1, into=middle)
        beside.setContentsMargins(16, 16, 16, 16)
        beside.setAlignment(self._card, Qt.AlignmentFlag.AlignVCenter)
        self._area = scrolled(middle, name="gate_area")
        column(self._area, into=self)
        self._card.setFixedWidth(ems(self, wide))

    def reveal(self, part: QWidget) -> None:
        """Scrolls to a part, once its layout has made room for it: what is said below the fold is not said."""
        QTimer.singleShot(0, part, lambda: self._area.ensureWidgetVisible(part))

    def fit(self, room: int) -> None:
        """Keeps the card inside the window at every size of type."""
        self._card.setFixedWidth(min(ems(self, self._wide), max(320, room - 32)))


def _mark() -> QLabel:
    # The SVG would pull in another Qt module before the window is up; the PNG is the same drawing.
    mark = QLabel()
    picture = QPixmap(str(resource("icons", "fieldsurvey.png")))
    mark.setPixmap(
        picture.scaled(MARK_PX, MARK_PX, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
    )
    mark.setAccessibleName("困难职工入户调查")
    return mark
