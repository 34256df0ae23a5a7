"""Whether anybody still touches the window: what the system sends it is looked at before any widget hears of it."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

LOOK_MS: Final = 5_000
_TOUCHES: Final = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress,
})  # fmt: skip


class IdleWatch(QObject):
    """Counts from the last key, click or movement in any window of the program.

    Both clocks count: the steady one does not run while a laptop sleeps, the wall clock may be set back.

    Signals:
        idle: nobody has touched anything for `limit_s()` seconds.
        lock_requested: Ctrl+L, wherever the keyboard is.
    """

    idle = Signal()
    lock_requested = Signal()

    def __init__(
        self,
        limit_s: Callable[[], float],
        *,
        parent: QObject,
        steady: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._limit_s = limit_s
        self._steady, self._wall = steady, wall
        self._touched = (steady(), wall())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # Dialogs are windows of their own.
            application.focusWindowChanged.connect(self._watch)

    def start(self, window: QWindow) -> None:
        """Begins to count, from now on."""
        self._touch()
        self._watch(window)
        self._timer.start()

    def stop(self) -> None:
        """Counts no more."""
        self._timer.stop()

    def look(self) -> None:
        """Tells when it has been too long."""
        steady, wall = self._touched
        idle_s = max(self._steady() - steady, self._wall() - wall)
        if self._timer.isActive() and idle_s >= self._limit_s():
            self.idle.emit()

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Looks at what comes to a window; takes nothing away but Ctrl+L."""
        if event.type() in _TOUCHES and self._timer.isActive():
            self._touch()
            if isinstance(event, QKeyEvent) and _is_lock(event):
                self.lock_requested.emit()
                return True
        return False

    def _touch(self) -> None:
        self._touched = (self._steady(), self._wall())

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)


def _is_lock(event: QKeyEvent) -> bool:
    return event.key() == Qt.Key.Key_L and event.modifiers() == Qt.KeyboardModifier.ControlModifier
