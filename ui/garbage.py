"""Collects garbage on the GUI thread only: a Qt object that dies on the worker takes the program with it."""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY_MS: Final = 2_000


class GarbageTimer(QObject):
    """Switches the automatic collection off and does it from a timer of the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        gc.freeze()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Collects the youngest generations that have filled up; a full sweep only when it is due."""
        due = [count > limit for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        if due[0]:
            gc.collect(max(generation for generation, is_due in enumerate(due) if is_due))

    def close(self) -> None:
        """Stops the timer and gives the collection back to Python."""
        self._timer.stop()
        gc.enable()
        gc.unfreeze()
