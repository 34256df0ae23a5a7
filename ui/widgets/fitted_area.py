"""Texts that are as tall as they need while there is room, and scroll where there is none."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.theme import ems
from ui.widgets.pieces import FollowingScroll

LEAST_EMS = 3.4


class FittedArea(FollowingScroll):
    """Takes no keyboard: what is in it is only read."""

    def __init__(self, inner: QWidget, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        inner.setProperty("role", "sheet")
        self.setWidget(inner)

    def fit(self) -> None:
        """The texts are others now."""
        self.widget().updateGeometry()
        self.updateGeometry()
        self.verticalScrollBar().setValue(0)

    def sizeHint(self) -> QSize:
        """As tall as the texts are at this width."""
        layout = self.widget().layout()
        width = self.viewport().width()
        tall = layout.heightForWidth(width) if layout is not None and layout.hasHeightForWidth() else 0
        return QSize(width, max(tall, ems(self, LEAST_EMS)))

    def minimumSizeHint(self) -> QSize:
        """Two lines and the beginning of a third, so that one sees that there is more."""
        return QSize(0, min(self.sizeHint().height(), ems(self, LEAST_EMS)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width makes other lines."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()
