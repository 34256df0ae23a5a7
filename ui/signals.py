"""Lets SIGTERM and SIGINT end the program as closing the window would, where the system has such signals."""

import signal
import socket
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication


class SignalDoor(QObject):
    """Calls `end` when the system asks the program to go, then leaves the event loop."""

    def __init__(self, parent: QObject, *, end: Callable[[], None]) -> None:
        super().__init__(parent)
        self._end = end
        self._reader, self._writer = socket.socketpair()
        for side in (self._reader, self._writer):
            side.setblocking(False)
        signal.set_wakeup_fd(self._writer.fileno())
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)

    def close(self) -> None:
        """Lets go of the signals."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        self._reader.close()
        self._writer.close()

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        """Python calls this in the main thread as soon as the event loop is awake."""

    def _on_woken(self) -> None:
        self._reader.recv(64)
        self._end()
        QApplication.exit(0)
