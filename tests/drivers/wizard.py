"""The visit at the table, field by field, in the words of the form."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from tests.drivers.app import Stage, type_into
from ui.widgets.lines_view import LinesView
from ui.wizard.cell import FieldCell
from ui.wizard.page import StepPage
from ui.wizard.rows import RowsSection
from ui.wizard.view import WizardView

if TYPE_CHECKING:
    from tests.drivers.pages import CasesPage, WorktopPage


class WizardPage:
    """One step of a visit in view."""

    def __init__(self, app: Stage) -> None:
        self.app = app
        app.settle()
        assert isinstance(app.window.page, WizardView), f"landed on {app.window.page}"
        self.view = app.window.page

    @property
    def step(self) -> int:
        """The number of the step in view."""
        return self.view.step

    @property
    def page(self) -> StepPage:
        """The page in view."""
        page = self.view.page(self.view.step)
        assert page is not None
        return page

    def to_step(self, number: int) -> "WizardPage":
        """Alt and a digit."""
        digits = "0123456789"
        key = Qt.Key(ord(digits[number % 10]))
        self.app.key(key, Qt.KeyboardModifier.AltModifier)
        # A button pressed by its mnemonic clicks a moment later.
        self.app.wait_until(lambda: self.step == number)
        self.app.settle()
        return self

    def unfold(self) -> "WizardPage":
        """Opens everything that is folded away on the page."""
        for name in ("fold", "fold_lists"):
            for button in self.page.findChildren(QPushButton, name):
                if button.isVisible() and not button.isChecked():
                    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                    self.app.settle()
        return self

    def next(self) -> "WizardPage":
        """Ctrl+Enter."""
        self.app.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        return self

    def cell(self, label: str) -> FieldCell:
        """The field with this label on the page in view; `成员·姓名` names one of a list."""
        group, _, name = label.rpartition("·")
        cells = [
            cell
            for cell in self.page.cells()
            if cell.field.label == name and cell.isVisible() and (not group or _group(cell).group.row_label == group)
        ]
        assert cells, f"no field {label} in view on step {self.step}"
        return cells[0]

    def cell_at(self, address: str) -> FieldCell:
        """The field with this address on the page in view."""
        found = [cell for cell in self.page.cells() if cell.address == address and cell.isVisible()]
        assert found, f"{address} is not in view on step {self.step}"
        return found[0]

    def write(self, label: str, text: str) -> "WizardPage":
        """Types into a field and goes on with Enter."""
        self.begin(label, text)
        self.app.key(Qt.Key.Key_Return)
        return self

    def begin(self, label: str, text: str) -> "WizardPage":
        """Types into a field and stays there."""
        self.cell(label).write()
        focus = self.app.focus
        if isinstance(focus, QLineEdit | QPlainTextEdit):
            focus.selectAll()
        type_into(focus, text)
        return self

    def paste(self, label: str, text: str) -> "WizardPage":
        """Pastes into a field and stays there."""
        self.cell(label).write()
        QGuiApplication.clipboard().setText(text)
        QTest.keySequence(self.app.focus, "Ctrl+V")
        return self

    def press_key(self, label: str, key: Qt.Key) -> "WizardPage":
        """Presses one key in a field."""
        self.cell(label).write()
        self.app.key(key)
        return self

    def leave_field(self) -> "WizardPage":
        """Tab."""
        self.app.key(Qt.Key.Key_Tab)
        return self

    def leave_for(self, label: str) -> "WizardPage":
        """Goes to another field, however many parts the one before has."""
        self.cell(label).write()
        self.app.settle()
        return self

    def shown(self, label: str) -> str:
        """What a field shows."""
        focus = self.cell(label).editor.focusProxy()
        if isinstance(focus, QPlainTextEdit):
            return focus.toPlainText()
        assert isinstance(focus, QLineEdit)
        return focus.text()

    def problem(self, label: str) -> str:
        """What is said to be wrong with a field."""
        return self.cell(label).problem

    def is_saved(self, label: str) -> bool:
        """Whether the field says that it is on disk."""
        return self.cell(label).is_saved

    @property
    def writing(self) -> str:
        """The address of the field that the keyboard is in."""
        focus = QApplication.focusWidget() or self.app.window.focusWidget()
        cell: QWidget | None = focus
        while cell is not None and not isinstance(cell, FieldCell):
            cell = cell.parentWidget()
        return cell.address if cell is not None else ""

    def add(self, group: str) -> "WizardPage":
        """Adds a row to a list; the keyboard is in its first field then."""
        self.app.press(f"add:{group}")
        return self

    def rows(self, group: str) -> list[tuple[str, ...]]:
        """The rows of a list as its table shows them."""
        return [line.texts for line in self.section(group).table.table.lines]

    def choose_row(self, group: str, number: int) -> "WizardPage":
        """Opens a row of a list in the editor."""
        self.app.find(LinesView, f"table:{group}").selectRow(number - 1)
        self.app.settle()
        return self

    def remove(self, group: str, why: str = "") -> "WizardPage":
        """Removes the open row; with a reason where one is asked for."""
        section = self.section(group)
        self.app.press("remove_row", section)
        if why:
            line = self.app.find(QLineEdit, "remove_why", section)
            type_into(line, why)
            self.app.press("remove_agree", section)
        return self

    def restore(self, group: str) -> "WizardPage":
        """Brings back the first row that this visit removed."""
        section = self.section(group)
        row = next(part for part in section.findChildren(QWidget) if part.objectName().startswith("restore:"))
        self.app.press(row.objectName(), section)
        return self

    def section(self, group: str) -> RowsSection:
        """A list on the page in view."""
        return self.page.sections[group]

    @property
    def points(self) -> list[tuple[str, ...]]:
        """The open points on the last page."""
        return [line.texts for line in self.view.review.points.table.lines]

    def open_point(self, label: str) -> "WizardPage":
        """Goes from an open point to its field."""
        labels = [texts[1] for texts in self.points]
        self.view.review.points.selectRow(labels.index(label))
        QTest.keyClick(self.view.review.points, Qt.Key.Key_Return)
        self.app.settle()
        return self

    def finish(self, *, later: bool = False) -> "CasesPage":
        """完成 or 存为待补."""
        from tests.drivers.pages import CasesPage  # The two drivers lead to each other.

        self.app.press("finish_later" if later else "finish")
        return CasesPage(self.app)

    def leave(self) -> "WorktopPage":
        """Back to the open visits."""
        from tests.drivers.pages import WorktopPage  # The two drivers lead to each other.

        self.app.press("leave")
        return WorktopPage(self.app)


def _group(cell: FieldCell) -> RowsSection:
    part: QWidget | None = cell
    while part is not None and not isinstance(part, RowsSection):
        part = part.parentWidget()
    assert part is not None
    return part
