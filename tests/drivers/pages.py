"""Signing in, the list of households, open visits, the stick, the preview: one driver per page."""

from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QRadioButton, QTabWidget, QWidget

from tests.drivers.app import Stage, type_into
from tests.drivers.wizard import WizardPage
from ui.widgets.lines_view import LinesView

Landed = TypeVar("Landed", bound="Page")
ENTRIES = {"printing": "print"}


class Page:
    """A page of the window; `name` is its widget's."""

    name = ""

    def __init__(self, app: Stage) -> None:
        self.app = app
        app.settle()
        shown = app.window.page
        assert shown is not None
        assert shown.objectName() == self.name, f"expected {self.name}, landed on {shown.objectName()}"
        self.widget: QWidget = shown

    def go(self, kind: type[Landed]) -> Landed:
        """Turns to another screen by the navigation."""
        self.app.press(f"go_{ENTRIES.get(kind.name, kind.name)}")
        return kind(self.app)

    def lines(self, table: str) -> list[tuple[str, ...]]:
        """The texts of a table in view."""
        return [line.texts for line in self.app.find(LinesView, table, self.widget).table.lines]


class CasesPage(Page):
    """户档案."""

    name = "cases"

    def search(self, text: str) -> "CasesPage":
        """Types into the search line."""
        line = self.app.find(QLineEdit, "search")
        line.setFocus()
        line.selectAll()
        if text:
            type_into(line, text)
        else:
            QTest.keyClick(line, Qt.Key.Key_Delete)
        # The view waits for a moment whether more is typed.
        rests = self.widget.findChildren(QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly)
        self.app.wait_until(lambda: not any(rest.isActive() for rest in rests))
        self.app.settle()
        return self

    @property
    def names(self) -> list[str]:
        """The names in the list."""
        table = self.widget.findChild(LinesView, "case_table")
        assert table is not None
        return [line.texts[1] for line in table.table.lines]

    def choose(self, name: str) -> "CasesPage":
        """Stands on a household."""
        table = self.app.find(LinesView, "case_table")
        table.selectRow(self.names.index(name))
        self.app.settle()
        return self

    def visit(self, name: str) -> WizardPage:
        """Begins a visit, or goes on with one, by Enter in the list."""
        self.choose(name)
        QTest.keyClick(self.app.find(LinesView, "case_table"), Qt.Key.Key_Return)
        return WizardPage(self.app)

    def new(self) -> WizardPage:
        """Begins with a household that has no file yet."""
        self.app.press("new_case")
        return WizardPage(self.app)

    def mark(self, *names: str) -> "CasesPage":
        """Marks households by the space bar."""
        table = self.app.find(LinesView, "case_table")
        for name in names:
            table.selectRow(self.names.index(name))
            table.setFocus()
            self.app.key(Qt.Key.Key_Space)
        return self

    def ask_print(self, name: str) -> None:
        """Presses 打印 beside a household."""
        self.choose(name)
        self.app.press("print")

    def turn_to_points(self) -> "CasesPage":
        """The tab of what is open."""
        return self._turn_to(1)

    def turn_to_timeline(self) -> "CasesPage":
        """The tab of everything that happened."""
        return self._turn_to(2)

    def open_newest_change(self) -> "CasesPage":
        """Enter on the newest line that was saved."""
        table = self.app.find(LinesView, "history")
        number = next(n for n, line in enumerate(table.table.lines) if not line.id.startswith("#"))
        table.setFocus()
        table.selectRow(number)
        QTest.keyClick(table, Qt.Key.Key_Return)
        self.app.settle()
        return self

    def turn_to_findings(self) -> "CasesPage":
        """The tab of what the checks found."""
        return self._turn_to(5)

    def turn_to_clashes(self) -> "CasesPage":
        """The tab of the household that shows them."""
        return self._turn_to(3)

    def turn_to_verdict(self) -> "CasesPage":
        """The tab with what the rules say of the household."""
        return self._turn_to(4)

    def decide(self, category: str, why: str) -> "CasesPage":
        """Records what the committee decided."""
        self.app.press("decide")
        choice = self.app.find(QComboBox, "decision_choice")
        choice.setCurrentIndex(choice.findText(category))
        line = self.app.find(QLineEdit, "decision_reason")
        line.setFocus()
        type_into(line, why)
        self.app.press("decision_agree")
        self.app.press("question_yes")
        return self

    def _turn_to(self, number: int) -> "CasesPage":
        self.app.find(QTabWidget, "panel_tabs").setCurrentIndex(number)
        self.app.settle()
        return self

    def settle_clash(self, address: str, value: str, why: str) -> "CasesPage":
        """Chooses one of the values that clash, with its reason."""
        box = self.app.find(QWidget, f"clash:{address}")
        choice = next(each for each in box.findChildren(QRadioButton) if each.text().startswith(value))
        choice.click()
        line = self.app.find(QLineEdit, "settle_why", box)
        line.setFocus()
        type_into(line, why)
        self.app.press("settle", box)
        self.app.press("question_yes")
        return self


class WorktopPage(Page):
    """工作台."""

    name = "worktop"

    @property
    def question(self) -> str:
        """继续上次 … 的填写?"""
        return self.app.text("last_question", self.widget) if self.app.find(QWidget, "last_visit").isVisible() else ""

    @property
    def names(self) -> list[str]:
        """The households of the open visits."""
        table = self.widget.findChild(LinesView, "draft_table")
        assert table is not None
        return [line.texts[1] for line in table.table.lines]

    def go_on(self) -> WizardPage:
        """Yes."""
        self.app.press("go_on")
        return WizardPage(self.app)

    def new(self) -> WizardPage:
        """Begins with a household that has no file yet."""
        self.app.press("new_visit")
        return WizardPage(self.app)

    def discard(self) -> "WorktopPage":
        """Gives the first one up."""
        self.app.press("list_drafts")
        self.app.press("discard")
        self.app.press("question_yes")
        return self

    def turn_to(self, name: str) -> "WorktopPage":
        """Turns to one of the lists."""
        self.app.press(f"list_{name}")
        return self

    def count(self, name: str) -> str:
        """What stands on the button of a list."""
        return self.app.text(f"list_{name}", self.widget)

    def start(self) -> WizardPage:
        """开始入户."""
        self.app.press("start_visit")
        return WizardPage(self.app)

    def see_all(self, name: str) -> "CasesPage":
        """Opens the whole list in 户档案."""
        self.turn_to(name)
        self.app.press("see_all")
        return CasesPage(self.app)


class StickPage(Page):
    """U盘同步."""

    name = "stick"

    def choose(self, folder: Path) -> "StickPage":
        """Chooses the folder of the stick, as the dialog would hand it over."""
        self.widget.folder_chosen.emit(str(folder))  # type: ignore[attr-defined]  # The view's own signal.
        self.app.settle()
        return self

    def write(self) -> "StickPage":
        """The big button."""
        self.app.press("write")
        return self

    def read(self) -> "StickPage":
        """The other big button."""
        self.app.press("read")
        return self

    @property
    def receipts(self) -> list[tuple[str, ...]]:
        """What the other side has, one line for each."""
        self.app.find(QTabWidget, "stick_tabs").setCurrentIndex(1)
        return self.lines("receipts")

    @property
    def outcome(self) -> list[tuple[str, ...]]:
        """What was just written or read."""
        return self.lines("outcome")


class AboutPage(Page):
    """设置."""

    name = "about"

    def scale(self, percent: int) -> "AboutPage":
        """Chooses the size of type."""
        scale = self.app.find(QComboBox, "scale")
        scale.setCurrentIndex(scale.findData(percent))
        scale.activated.emit(scale.currentIndex())
        self.app.settle()
        return self

    def spreadsheets(self) -> "SheetsPage":
        """Goes to 表格导入与导出."""
        self.app.press("to_spreadsheets")
        return SheetsPage(self.app)


class SheetsPage(Page):
    """表格导入与导出."""

    name = "spreadsheets"

    def take(self, file: Path, *, source: str, map_name: str = "") -> "SheetsPage":
        """Imports a file, as the dialog would hand it over."""
        line = self.app.find(QLineEdit, "sheet_source")
        line.setFocus()
        line.selectAll()
        type_into(line, source)
        maps = self.app.find(QComboBox, "sheet_map")
        maps.setCurrentIndex(maps.findData(map_name))
        self.widget.import_requested.emit(str(file), line.text(), map_name)  # type: ignore[attr-defined]  # The view's own signal.
        self.app.settle()
        return self

    def to_export(self) -> "SheetsPage":
        """Turns to the export."""
        self.app.find(QTabWidget, "sheets_tabs").setCurrentIndex(1)
        self.app.settle()
        return self

    def export(self, file: Path, *, why: str = "") -> "SheetsPage":
        """Exports to a file; with a reason in full."""
        self.widget.export_requested.emit(str(file), bool(why), why)  # type: ignore[attr-defined]  # The view's own signal.
        self.app.settle()
        return self

    @property
    def problems(self) -> list[tuple[str, ...]]:
        """What was not taken as it stood."""
        return self.lines("sheet_problems")


class SignInPage(Page):
    """登录."""

    name = "sign_in"

    @property
    def names(self) -> list[str]:
        """Who can sign in here."""
        staff = self.app.find(QComboBox, "staff")
        return [staff.itemText(number) for number in range(staff.count())]

    def choose(self, name: str) -> "SignInPage":
        """Goes through the names by keys."""
        staff = self.app.find(QComboBox, "staff")
        staff.setFocus()
        QTest.keyClick(staff, Qt.Key.Key_Home)
        while staff.currentText() != name:
            before = staff.currentIndex()
            QTest.keyClick(staff, Qt.Key.Key_Down)
            assert staff.currentIndex() > before, f"nobody is called {name}"
        return self

    def sign_in(self, passphrase: str, landing: type[Landed]) -> Landed:
        """Types the passphrase and presses Enter, then turns to the screen that is wanted."""
        self.try_in(passphrase)
        worktop = WorktopPage(self.app)
        return landing(self.app) if landing.name == worktop.name else worktop.go(landing)

    def try_in(self, passphrase: str) -> "SignInPage":
        """The same, expecting to stay outside."""
        line = self.app.find(QLineEdit, "passphrase")
        line.setFocus()
        type_into(line, passphrase)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.app.settle()
        return self

    @property
    def problem(self) -> str:
        """Why it did not go."""
        return self.app.text("sign_in_problem", self.widget)


class FirstRunPage(Page):
    """第一次使用."""

    name = "first_run"

    def make_headquarters(self, organisation: str, name: str, passphrase: str, again: str = "") -> "FirstRunPage":
        """Fills the sheet and presses 建立."""
        QTest.mouseClick(self.app.find(QRadioButton, "is_headquarters"), Qt.MouseButton.LeftButton)
        return self._make(organisation, name, passphrase, again or passphrase)

    def make_laptop(self, code: str, name: str, passphrase: str, again: str = "") -> "FirstRunPage":
        """Fills the sheet and presses 建立."""
        QTest.mouseClick(self.app.find(QRadioButton, "is_laptop"), Qt.MouseButton.LeftButton)
        return self._make(code, name, passphrase, again or passphrase)

    @property
    def words(self) -> list[str]:
        """The recovery words as they are shown."""
        found = [self.app.text(f"word{number}", self.widget) for number in range(1, 25)]
        return [text.split(". ")[1] for text in found if text]

    def wrote_them_down(self) -> "FirstRunPage":
        """抄好了."""
        self._paper = self.words
        self.app.press("words_written")
        return self

    def confirm(self, *, wrongly: bool = False) -> "FirstRunPage":
        """Types the two words that are asked for."""
        for name in ("word_first", "word_second"):
            line = self.app.find(QLineEdit, name)
            number = int(line.placeholderText().split()[1])
            line.setText("错" if wrongly else self._paper[number - 1])
        self.app.press("words_agree")
        return self

    @property
    def problem(self) -> str:
        """Why nothing was made."""
        return self.app.text("first_run_problem", self.widget)

    def _make(self, place: str, name: str, passphrase: str, again: str) -> "FirstRunPage":
        texts = {"place": place, "name": name, "passphrase": passphrase, "passphrase_again": again}
        for part, text in texts.items():
            self.app.find(QLineEdit, part).setText(text)
        self.app.press("make")
        return self
