"""The small parts every screen is made of, each with a name for tests and for screen readers."""

from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import set_state

MARGIN_PX: Final = 48

Box = TypeVar("Box", QHBoxLayout, QVBoxLayout)


class Button(QPushButton):
    """Pressed by Enter as well as by Space; outside a dialog Qt knows Space only."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter without a modifier presses."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


def label(text: str = "", *, role: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """A text that is only read. Plain text always: what households say is never markup."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(wrap)
    _named(made, role, name)
    return made


def say(shown: QLabel, text: str) -> None:
    """Puts a text into a label that takes no room while it has none."""
    shown.setText(text)
    shown.setVisible(bool(text))


def button(text: str, *, name: str, role: str = "", tip: str = "") -> QPushButton:
    """A button; its text carries the mnemonic (`写入(&W)`)."""
    made = Button(text)
    made.setAutoDefault(False)
    made.setAccessibleName(spoken(text))
    _tell_at(made, tip)
    made.setProperty("tip", tip)
    _named(made, role, name)
    return made


def allow(pressed: QPushButton, is_allowed: bool, *, first: str) -> None:
    """Lets a button be pressed, or says at it what is to be done `first`."""
    pressed.setEnabled(is_allowed)
    _tell_at(pressed, str(pressed.property("tip") or "") if is_allowed else first)


def frame(role: str, *, name: str = "") -> QFrame:
    """A box with the look of its role."""
    made = QFrame()
    _named(made, role, name)
    return made


def row(*parts: QWidget | QLayout | int, into: QWidget | None = None, margin: int = 0, gap: int = 8) -> QHBoxLayout:
    """Parts side by side; a number is stretch."""
    return _filled(QHBoxLayout(into) if into else QHBoxLayout(), parts, margin, gap)


def column(*parts: QWidget | QLayout | int, into: QWidget | None = None, margin: int = 0, gap: int = 8) -> QVBoxLayout:
    """Parts under each other; a number is stretch."""
    return _filled(QVBoxLayout(into) if into else QVBoxLayout(), parts, margin, gap)


def emptied(layout: QLayout) -> None:
    """Takes everything out of a layout, widgets for good."""
    while layout.count():
        item = layout.takeAt(0)
        if isinstance(old := item.widget(), QWidget):
            old.hide()
            old.deleteLater()


class FollowingScroll(QScrollArea):
    """Keeps what the keyboard is in in view, however it came there."""

    def __init__(self) -> None:
        super().__init__()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _: QWidget | None, now: QWidget | None) -> None:
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, MARGIN_PX)


def scrolled(inner: QWidget, *, name: str) -> QScrollArea:
    """What may be taller than the window; it follows the keyboard and takes none itself."""
    area = FollowingScroll()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner.setProperty("role", "sheet")
    area.setWidget(inner)
    return area


def spoken(text: str) -> str:
    """A button's text as a screen reader says it: without the mnemonic."""
    cut = text.split("(&", 1)
    return (cut[0] + cut[1][2:] if len(cut) == 2 else text).replace("&", "").strip()


def _tell_at(part: QWidget, tip: str) -> None:
    part.setToolTip(tip)
    part.setAccessibleDescription(tip)


def _named(made: QWidget, role: str, name: str) -> None:
    if name:
        made.setObjectName(name)
    if role:
        set_state(made, "role", role)


def _filled(layout: Box, parts: tuple[QWidget | QLayout | int, ...], margin: int, gap: int) -> Box:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part)
        else:
            layout.addWidget(part)
    return layout
