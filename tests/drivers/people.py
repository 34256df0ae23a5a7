"""The cover over the window, the people of a machine, and who goes along: one driver per part."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from tests.drivers.app import App, type_into
from tests.drivers.pages import Page, SignInPage
from ui.widgets.lines_view import LinesView


class LockPage(Page):
    """已锁定."""

    name = "lock"

    @staticmethod
    def lock(app: App) -> "LockPage":
        """Ctrl+L."""
        app.key(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        return LockPage(app)

    @property
    def asks_for(self) -> str:
        """PIN or 口令."""
        return self.app.text("lock_asked", self.widget)

    @property
    def problem(self) -> str:
        """Why it stays locked."""
        return self.app.text("lock_problem", self.widget)

    def try_by(self, text: str) -> "LockPage":
        """Types where the keyboard is and presses Enter, expecting to stay locked."""
        self._type(text)
        return LockPage(self.app)

    def unlock(self, text: str) -> None:
        """The same, expecting the work to be back."""
        self._type(text)
        page = self.app.window.page
        assert page is not None
        assert page.objectName() != "lock", self.problem

    def back_to_line(self) -> "LockPage":
        """Goes back by Shift+Tab from a button to where one types."""
        for _ in range(5):
            if isinstance(self.app.focus, QLineEdit):
                break
            self.app.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        return self

    def other_way(self) -> "LockPage":
        """The other of PIN and passphrase."""
        self.app.press("lock_way")
        return self

    def somebody_else(self) -> SignInPage:
        """换人登录."""
        self.app.press("lock_other")
        return SignInPage(self.app)

    def _type(self, text: str) -> None:
        focus = self.app.focus
        assert isinstance(focus, QLineEdit), focus
        assert focus.text() == ""
        type_into(focus, text)
        self.app.key(Qt.Key.Key_Return)


class StaffCard:
    """设置 · 人员, by the keyboard where it matters."""

    def __init__(self, app: App) -> None:
        self.app = app
        app.settle()
        self.card = app.find(QWidget, "staff_card")

    @property
    def people(self) -> list[tuple[str, ...]]:
        """Names and roles."""
        return [line.texts for line in self.app.find(LinesView, "staff_table").table.lines]

    def stand_on(self, name: str) -> "StaffCard":
        """Chooses a person in the list."""
        table = self.app.find(LinesView, "staff_table")
        table.selectRow([texts[0] for texts in self.people].index(name))
        return self

    def open(self, what: str) -> "StaffCard":
        """Opens a form by its button."""
        self.app.press(what, self.card)
        return self

    def write(self, *texts: str) -> "StaffCard":
        """Types line by line; Enter goes on, and from the last line agrees."""
        for text in texts:
            focus = self.app.focus
            assert isinstance(focus, QLineEdit), focus
            type_into(focus, text)
            QTest.keyClick(focus, Qt.Key.Key_Return)
        self.app.settle()
        return self

    def mark(self, *roles: str, within: str = "new_person") -> "StaffCard":
        """Marks these roles and no others."""
        for box in self.card.findChildren(QCheckBox):
            if box.isVisible() and box.objectName().startswith(f"{within}_"):
                box.setChecked(box.objectName().removeprefix(f"{within}_") in roles)
        return self

    def text(self, name: str) -> str:
        """The text of a label of the card."""
        return self.app.text(name, self.card)

    def is_open(self, form: str) -> bool:
        """Whether a form is in view."""
        found = self.card.findChild(QWidget, form)
        return found is not None and found.isVisible()


class Companion:
    """The bar at the top: who goes along today."""

    def __init__(self, app: App) -> None:
        self.app = app
        app.settle()
        self.bar = app.find(QWidget, "companion_bar")

    @property
    def told(self) -> str:
        """Who it is, or the question."""
        return self.app.text("companion_told", self.bar)

    @property
    def problem(self) -> str:
        """Why somebody was not taken."""
        found = self.app.text("companion_problem", self.bar)
        return found if self.bar.findChild(QWidget, "companion_problem").isVisible() else ""  # type: ignore[union-attr]

    def choose(self, name: str) -> "Companion":
        """Types a name and presses Enter."""
        line = self.app.find(QLineEdit, "companion_name")
        line.setFocus()
        line.selectAll()
        type_into(line, name)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.app.settle()
        return self

    def change(self) -> "Companion":
        """换同行人."""
        self.app.press("companion_change")
        return self
