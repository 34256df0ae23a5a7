"""录入助手: the narrow window, and the clipboard that the browser beside it would paste from."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from tests.drivers.app import Stage, type_into
from ui.screens.entry.view import EntryView
from ui.widgets.lines_view import LinesView


class EntryWindow:
    """The window that stands beside the browser."""

    def __init__(self, app: Stage) -> None:
        self.app = app
        app.settle()
        shown = [each for each in QApplication.topLevelWidgets() if isinstance(each, EntryView) and each.isVisible()]
        assert len(shown) == 1, "录入助手 is not in view"
        self.view = shown[0]

    @property
    def is_open(self) -> bool:
        return self.view.isVisible()

    @property
    def lines(self) -> dict[str, tuple[str, str]]:
        """By label the tick and the text of each box; of boxes of one label the first."""
        table = self.app.find(LinesView, "entry_lines", self.view).table
        found: dict[str, tuple[str, str]] = {}
        for line in table.lines:
            found.setdefault(line.texts[1], (line.texts[0], line.texts[2]))
        return found

    @property
    def in_hand(self) -> tuple[str, str]:
        """Which box is in hand, and its text."""
        return self.text("entry_box"), self.text("entry_text")

    @property
    def said(self) -> str:
        return self.text("entry_said")

    def text(self, name: str) -> str:
        return self.app.text(name, self.view)

    def pasted(self) -> str:
        """What Ctrl+V would paste now."""
        return QGuiApplication.clipboard().text()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> "EntryWindow":
        """Presses a key in this window."""
        QTest.keyClick(self.view.windowHandle(), key, modifier)
        self.app.settle()
        return self

    def copy(self) -> str:
        """Enter; returns what Ctrl+V pastes then."""
        self.key(Qt.Key.Key_Return)
        return self.pasted()

    def stand_on(self, label: str) -> "EntryWindow":
        """Stands on a box by its label."""
        table = self.app.find(LinesView, "entry_lines", self.view)
        number = next(n for n, line in enumerate(table.table.lines) if line.texts[1].rstrip("*") == label)
        table.setFocus()
        table.selectRow(number)
        self.app.settle()
        return self

    def type_number(self, number: str) -> "EntryWindow":
        """Types the number that the system gave where the keyboard is, and Enter."""
        focus = self.view.focusWidget()
        assert focus is not None
        assert focus.objectName() == "entry_number"
        type_into(focus, number)
        return self.key(Qt.Key.Key_Return)

    def part(self, name: str) -> QWidget:
        return self.app.find(QPushButton, name, self.view)
