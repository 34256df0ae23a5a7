"""信息比对 as a reviewer uses it: a file, its columns, what would happen, the doubts, the way back."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLineEdit

from tests.drivers.app import type_into
from tests.drivers.pages import Page
from ui.screens.comparison.new_page import NewListPage
from ui.widgets.lines_view import LinesView


class ComparisonPage(Page):
    """信息比对."""

    name = "comparison"

    @property
    def lists(self) -> list[tuple[str, ...]]:
        """The lists that were taken."""
        return self.lines("comparison_lists")

    def new(self, path: Path, *, agency: str, item: str = "") -> "ComparisonPage":
        """Begins with a file; without an item the one that is offered stays."""
        self.app.press("compare_new")
        box = self.app.find(QComboBox, "comparison_agency")
        box.setCurrentIndex(box.findText(agency))
        if item:
            line = self.app.find(QLineEdit, "comparison_item")
            line.setFocus()
            line.selectAll()
            type_into(line, item)
        self.app.find(NewListPage, "comparison_new_page").choose(str(path))
        self.app.settle()
        return self

    @property
    def columns(self) -> dict[str, str]:
        """What each column of the file is taken for."""
        page = self.app.find(NewListPage, "comparison_new_page")
        return page.columns

    def say(self, place: int, what: str) -> "ComparisonPage":
        """Says what a column is."""
        box = self.app.find(QComboBox, f"column:{place}")
        box.setCurrentIndex(box.findText(what))
        return self

    def look(self) -> str:
        """看看会怎样."""
        self.app.press("comparison_look")
        return self.app.text("comparison_outcome")

    def take(self) -> str:
        """采用; what was said of it."""
        self.app.press("comparison_take")
        return self.app.message

    def open_doubts(self) -> "ComparisonPage":
        """The doubts of the first list, by Enter."""
        table = self.app.find(LinesView, "comparison_lists")
        table.selectRow(0)
        self.app.press("compare_settle")
        return self

    def beside(self, part: str) -> tuple[str, str, str]:
        """What the list and the file say of a part, and whether that is the same."""
        theirs, ours, same = (self.app.text(f"beside:{part}:{side}") for side in ("theirs", "ours", "same"))
        return theirs, ours, same

    def undo(self) -> str:
        """Takes the first list back."""
        self.app.find(LinesView, "comparison_lists").selectRow(0)
        self.app.press("compare_undo")
        self.app.press("question_yes")
        return self.app.message
