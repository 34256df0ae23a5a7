"""自查自纠: one finding after the other, a reason, the field."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox

from tests.drivers.app import type_into
from tests.drivers.pages import Page
from tests.drivers.wizard import WizardPage
from ui.widgets.lines_view import LinesView


class SelfCheckPage(Page):
    """自查自纠."""

    name = "selfcheck"

    @property
    def findings(self) -> list[tuple[str, ...]]:
        """The findings in view: how grave, survey number, name, what is wrong, what it blocks."""
        table = self.widget.findChild(LinesView, "findings")
        assert table is not None
        return [line.texts[:5] for line in table.table.lines]

    def stand_on(self, number: int) -> "SelfCheckPage":
        """Stands on a finding."""
        table = self.app.find(LinesView, "findings")
        table.setFocus()
        table.selectRow(number)
        self.app.settle()
        return self

    def only(self, severity: str) -> "SelfCheckPage":
        """Only errors, doubts or notes; empty for all of them."""
        box = self.app.find(QComboBox, "selfcheck_severity")
        box.setCurrentIndex(box.findData(severity))
        box.activated.emit(box.currentIndex())
        self.app.settle()
        return self

    def group_by(self, name: str) -> "SelfCheckPage":
        """按规则, 按单位 or 按责任人."""
        self.app.press(f"by_{name}")
        return self

    def explain(self, why: str) -> "SelfCheckPage":
        """F8, the reason, Enter."""
        self.app.key(Qt.Key.Key_F8)
        type_into(self.app.focus, why)
        self.app.key(Qt.Key.Key_Return)
        return self

    def open_field(self) -> WizardPage:
        """Enter on the finding that one stands on."""
        self.app.find(LinesView, "findings").setFocus()
        self.app.key(Qt.Key.Key_Return)
        return WizardPage(self.app)
