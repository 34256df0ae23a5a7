"""The running window, and how a person at it waits for it: never a fixed time, always for the fact itself."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from fieldsurvey.clock import Now, system_now
from tests.integration.homes import COST
from ui.app import Program
from ui.home import Home
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.theme import dress

Found = TypeVar("Found", bound=QObject)
PATIENCE_S = 20
LOOK_MS = 5


class Stage:
    """A window with something in it, and the worker behind it."""

    def __init__(self, window: MainWindow, jobs: Jobs) -> None:
        self.window = window
        self.jobs = jobs

    def show(self, *, size: tuple[int, int] = (1093, 614), scale: int = 100) -> None:
        """Shows the window at a size, as the one that has the keyboard."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dress(application, scale)
        self.window.resize(*size)
        self.window.show()
        QTest.qWaitForWindowExposed(self.window)
        self.window.activateWindow()
        QTest.qWaitForWindowActive(self.window)

    def close(self) -> None:
        """Lets go of the window."""
        self.window.leave()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def settle(self) -> None:
        """Waits until everything that was asked for has been done and shown."""
        QApplication.processEvents()
        self.wait_until(lambda: self.jobs.is_idle)
        QApplication.processEvents()
        # What was shown may have asked for more, one small picture after the other.
        while not self.jobs.is_idle:
            self.wait_until(lambda: self.jobs.is_idle)
            QApplication.processEvents()

    def wait_until(self, fact: Callable[[], bool]) -> None:
        """Waits for a fact, with the window alive meanwhile."""
        loop, look = QEventLoop(), QTimer()
        end = time.monotonic() + PATIENCE_S
        # Once seen it counts: what comes next may already have made it untrue again.
        seen = [fact()]

        def look_again() -> None:
            seen.append(fact())
            if seen[-1] or time.monotonic() > end:
                loop.quit()

        look.timeout.connect(look_again)
        look.start(LOOK_MS)
        if not seen[0]:
            loop.exec()
        look.stop()
        assert any(seen), f"it never came true; {self.window.page}"

    def find(self, kind: type[Found], name: str, within: QWidget | None = None) -> Found:
        """The part in view with this name."""
        found = [part for part in (within or self.window).findChildren(kind, name) if _in_view(part)]
        assert found, f"nothing named {name} is in view"
        return found[0]

    def press(self, name: str, within: QWidget | None = None) -> None:
        """Presses a button."""
        button = self.find(QPushButton, name, within)
        assert button.isEnabled(), f"{name} cannot be pressed now"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key; it comes to the window as from the system, so that shortcuts hear it first."""
        QTest.keyClick(self.window.windowHandle(), key, modifier)
        self.settle()

    @property
    def focus(self) -> QWidget:
        """Where the keyboard is."""
        focus = self.window.focusWidget()
        assert focus is not None, "the keyboard is nowhere"
        return focus

    @property
    def saved(self) -> str:
        """What the status bar says about what is on disk."""
        return self.text("saved")

    @property
    def message(self) -> str:
        """The sentence in the message bar; empty when there is none."""
        return self.text("message") if self.window.messages.isVisible() else ""

    def text(self, name: str, within: QWidget | None = None) -> str:
        """The text of a label."""
        found: list[QWidget] = (within or self.window).findChildren(QWidget, name)
        shown = [part for part in found if _in_view(part)] or found
        return str(shown[0].property("text")) if shown else ""


class App(Stage):
    """One run of the program in this process."""

    def __init__(self, home: Home) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self.bugs: list[str] = []
        self.program = Program(application, home, tell_bug=self.bugs.append)
        super().__init__(self.program.window, self.program.jobs)

    def start(self, *, size: tuple[int, int] = (1093, 614), scale: int = 100) -> None:
        """Opens the window and waits until it is usable."""
        self.program.start(size)
        self.show(size=size, scale=scale)
        self.settle()

    def end(self) -> None:
        """Ends the program in its own order."""
        self.program.end()
        self.close()


@contextmanager
def running(home: Home, *, size: tuple[int, int] = (1093, 614), scale: int = 100) -> Iterator[App]:
    """The program on a home, ended in its own order whatever happens."""
    app = App(home)
    try:
        app.start(size=size, scale=scale)
        yield app
    finally:
        app.end()
    assert not app.bugs, app.bugs


def type_into(place: QWidget, text: str) -> None:
    """Types by keys; what no key carries comes as from an input method, or is pasted where there is none."""
    if text.isascii():
        QTest.keyClicks(place, text)
    elif place.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled):
        typed = QInputMethodEvent()
        typed.setCommitString(text)
        QApplication.sendEvent(place, typed)
    else:
        QGuiApplication.clipboard().setText(text)
        QTest.keySequence(place, QKeySequence("Ctrl+V"))


def _in_view(part: QObject) -> bool:
    return not isinstance(part, QWidget) or part.isVisible()


def home_at(folder: Path, now: Now = system_now) -> Home:
    """A home that opens quickly, for tests."""
    return Home(folder, cost=COST, now=now)
