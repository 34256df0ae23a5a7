"""Starts the program as its user does, and says when the passphrase can be typed."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from ui.launch import main  # The tree has to be found first.

LOOK_EVERY_MS: Final = 2


def watch() -> None:
    """Looks, once the event loop runs, until a window stands there with the keyboard in an enabled passphrase line."""
    # Imported here, so that the program's own imports run in their own order.
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    run: Callable[[], int] = QApplication.exec

    def exec_watched(*_: object) -> int:
        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(LOOK_EVERY_MS)
        return run()

    QApplication.exec = exec_watched  # type: ignore[method-assign]  # The door through which the loop is entered.


def look() -> None:
    """Says so and ends when it is so."""
    from PySide6.QtWidgets import QApplication, QLineEdit

    for window in QApplication.topLevelWidgets():
        line = window.focusWidget()
        if not isinstance(line, QLineEdit) or line.echoMode() is not QLineEdit.EchoMode.Password:
            continue
        if line.isEnabled() and line.isVisible() and window.windowHandle().isExposed():
            QApplication.processEvents()
            print("ready", flush=True)
            # The program's own leave-taking is no part of its start.
            os._exit(0)


if __name__ == "__main__":
    watch()
    sys.exit(main())
