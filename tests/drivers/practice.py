"""The door to 练习模式, and the banner that leads to it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton

from fieldsurvey.practice.sides import PASSPHRASE
from tests.drivers.app import App
from tests.drivers.pages import Page, SignInPage, WorktopPage


class PracticePage(Page):
    """练习模式."""

    name = "practice_door"

    @staticmethod
    def begin(app: App) -> "PracticePage":
        """By the button on the sheet on which one stands before signing in."""
        app.press("practise")
        return PracticePage(app)

    @staticmethod
    def by_banner(app: App) -> "PracticePage":
        """By F12, from wherever one is."""
        app.key(Qt.Key.Key_F12)
        return PracticePage(app)

    def go_to(self, code: str) -> SignInPage:
        """To a side; its homes are made where they are not there yet."""
        QTest.mouseClick(self.app.find(QPushButton, f"side_{code}"), Qt.MouseButton.LeftButton)
        self._wait()
        return SignInPage(self.app)

    def enter(self, code: str) -> WorktopPage:
        """To a side, and in: the passphrase is filled in, Enter is all."""
        self.go_to(code)
        line = self.app.find(QLineEdit, "passphrase")
        assert self.app.focus is line
        assert line.text() == PASSPHRASE
        QTest.keyClick(line, Qt.Key.Key_Return)
        return WorktopPage(self.app)

    def start_anew(self) -> "PracticePage":
        """重新开始练习, and yes."""
        self.app.press("practice_anew")
        QTest.mouseClick(self.app.find(QPushButton, "question_yes"), Qt.MouseButton.LeftButton)
        self._wait()
        return PracticePage(self.app)

    def leave(self) -> None:
        """离开练习."""
        self.app.press("practice_leave")

    def stop(self, code: str) -> "PracticePage":
        """Presses a side and stops what is being made at once."""
        QTest.mouseClick(self.app.find(QPushButton, f"side_{code}"), Qt.MouseButton.LeftButton)
        QTest.mouseClick(self.app.find(QPushButton, "progress_cancel"), Qt.MouseButton.LeftButton)
        self.app.settle()
        return PracticePage(self.app)

    def _wait(self) -> None:
        """For the homes: as long as there is progress, one has patience."""
        bar = self.widget.findChild(QProgressBar, "progress_bar")
        assert bar is not None
        seen: list[int] = []

        def has_moved() -> bool:
            return self.app.jobs.is_idle or bar.value() != seen[-1]

        while not self.app.jobs.is_idle:
            seen.append(bar.value())
            self.app.wait_until(has_moved)
        self.app.settle()

    @property
    def problem(self) -> str:
        """Why it did not go."""
        return self.app.text("practice_problem", self.widget)

    @property
    def done(self) -> str:
        """What has been done."""
        return self.app.text("practice_done", self.widget)
