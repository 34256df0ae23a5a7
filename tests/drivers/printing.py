"""打印与回收 as a person uses it: the lists, a paper as it will look, how it is printed, the stack put back."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QComboBox, QLineEdit, QRadioButton, QSpinBox

from tests.drivers.app import type_into
from tests.drivers.pages import Page
from ui.models.lines_table import Line
from ui.screens.printing.lists_page import LISTS
from ui.screens.printing.view import PrintingView
from ui.widgets.marked_view import MarkedView

INK = 100


class PrintingPage(Page):
    """打印."""

    name = "printing"

    @property
    def view(self) -> PrintingView:
        """The screen."""
        assert isinstance(self.widget, PrintingView)
        return self.widget

    @property
    def table(self) -> MarkedView:
        """The list in view."""
        return self.app.find(MarkedView, "paper_table", self.widget)

    @property
    def papers(self) -> list[Line]:
        """The lines that are papers."""
        return [line for line in self.view.lists.table.table.lines if not line.id.startswith("heading:")]

    @property
    def buildings(self) -> list[str]:
        """The headings."""
        return [line.texts[0] for line in self.view.lists.table.table.lines if line.id.startswith("heading:")]

    def turn_to(self, name: str) -> "PrintingPage":
        """Turns to a list."""
        self.app.press(f"papers_{name}")
        return self

    def count(self, name: str) -> int:
        """How many papers the button of a list says there are."""
        return int(self.app.text(f"papers_{name}").rsplit(" ", 1)[1].replace(",", ""))

    @property
    def counts(self) -> dict[str, int]:
        """The same of all lists but the one that has to compare first."""
        return {name: self.count(name) for name in LISTS if name != "changed"}

    def find_paper(self, number: str) -> "PrintingPage":
        """Types the number of a paper, and Enter."""
        place = self.app.find(QLineEdit, "paper_find")
        place.setFocus()
        type_into(place, number)
        self.app.key(Qt.Key.Key_Return)
        return self

    def mark(self, *names: str) -> "PrintingPage":
        """Marks households by the space bar, by their names."""
        for number, line in enumerate(self.table.table.lines):
            if any(name in line.texts for name in names):
                self.table.selectRow(number)
                self.table.setFocus()
                self.app.key(Qt.Key.Key_Space)
        return self

    def do(self, name: str) -> "PrintingPage":
        """Presses a button under the list."""
        self.app.press(f"papers_do_{name}")
        return self

    def choose(self, **choices: object) -> "PrintingPage":
        """Chooses how the form is printed: `part`, `printer`, `tray`, `duplex`, `copies`."""
        for name, value in choices.items():
            if name == "copies":
                self.app.find(QSpinBox, "print_copies").setValue(int(str(value)))
                continue
            box = self.app.find(QComboBox, f"print_{name}")
            box.setCurrentIndex(box.findData(value))
            assert box.currentData() == value, f"{value} is not offered"
            box.activated.emit(box.currentIndex())
        self.app.settle()
        return self

    def print(self) -> "PrintingPage":
        """Prints."""
        self.app.press("print_go")
        return self

    def go_on_with_backs(self) -> "PrintingPage":
        """The stack lies in the printer again."""
        self.app.press("print_backs")
        return self

    def answer_trial(self, back: str, arrow: str) -> "PrintingPage":
        """Says what the two sheets show."""
        for name in (f"trial_back:{back}", f"trial_arrow:{arrow}"):
            self.app.find(QRadioButton, name).setChecked(True)
        self.app.press("trial_keep")
        return self

    def save(self, path: Path) -> "PrintingPage":
        """Saves one PDF, as the dialog would hand the file over."""
        self.view.sheet.save_requested.emit(str(path))
        self.app.settle()
        return self

    def save_each(self, folder: Path) -> "PrintingPage":
        """Saves a PDF for each household, as the dialog would hand the folder over."""
        self.view.sheet.folder_requested.emit(str(folder))
        self.app.settle()
        return self


class PreviewPage(PrintingPage):
    """How a form will look."""

    @property
    def pages(self) -> int:
        """Pages in view."""
        return self._shown.document().pageCount()

    @property
    def is_drawn(self) -> bool:
        """Whether the first page is on the screen; Qt draws it behind, and its paper alone is all white."""
        picture = self._shown.viewport().grab().toImage()
        across = range(picture.width() // 8, picture.width() * 7 // 8, 3)
        down = range(picture.height() // 8, picture.height() * 7 // 8, 3)
        return any(picture.pixelColor(left, top).lightness() < INK for left in across for top in down)

    @property
    def text(self) -> str:
        """What the pages in view say."""
        document = self._shown.document()
        return "".join(document.getAllText(page).text() for page in range(document.pageCount()))

    def to_sheet(self) -> "PrintingPage":
        """On to how it is printed."""
        self.app.press("print_now")
        return self

    @property
    def _shown(self) -> QPdfView:
        return self.app.find(QPdfView, "preview_pages", self.widget)
