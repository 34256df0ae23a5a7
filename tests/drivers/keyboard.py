"""A person at the table with nothing but a keyboard: types what is asked, goes on with Enter, counts the questions."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.case.field import Sort, Tier
from tests.drivers.app import Stage, type_into
from tests.drivers.wizard import WizardPage
from ui.wizard.cell import FieldCell

MOST_STOPS = 80
YES, NO = "是", "否"


class KeyboardOnly:
    """`seen` holds by step every field that stood in view to be answered at the table, `typed` those answered."""

    def __init__(self, wizard: WizardPage) -> None:
        self.wizard = wizard
        self.stage: Stage = wizard.app
        self.seen: dict[int, dict[str, str]] = {}
        self.typed: set[str] = set()

    def step(self, number: int) -> "KeyboardOnly":
        """Ctrl+Enter until the step is reached."""
        while self.wizard.step != number:
            self._note()
            before = self.wizard.step
            self.wizard.next()
            assert self.wizard.step != before, "Ctrl+Enter does not go on"
        self._note()
        return self

    def new_row(self, key: Qt.Key, group: str) -> "KeyboardOnly":
        """Alt and the letter of the list's button; the keyboard is in the new row then."""
        self._note()
        rows = len(self.wizard.rows(group))
        QTest.keyClick(self.stage.window.windowHandle(), key, Qt.KeyboardModifier.AltModifier)
        self.stage.wait_until(lambda: len(self.wizard.rows(group)) > rows)
        self.stage.settle()
        return self

    def fill(self, answers: Mapping[str, str]) -> "KeyboardOnly":
        """Goes from field to field with Enter and types what there is to say; ends behind the last answer."""
        left = dict(answers)
        for _ in range(MOST_STOPS):
            address = self.wizard.writing
            field = address.rpartition("/")[2]
            if field in left:
                self._type(self.wizard.cell_at(address), left.pop(field))
                self.typed.add(address)
            self.stage.key(Qt.Key.Key_Return)
            if not left and (self.wizard.writing != address or self.stage.text("page_hint")):
                self._note()
                return self
        raise AssertionError(f"the keyboard never came to {sorted(left)}; it is in {self.wizard.writing}")

    def questions(self, value_at: Callable[[str], object]) -> dict[int, dict[str, str]]:
        """What a person had to answer: derived and prefilled fields, which hold a value nobody typed, do not count."""
        return {
            step: {a: label for a, label in seen.items() if a in self.typed or value_at(a) is None}
            for step, seen in self.seen.items()
        }

    def _type(self, cell: FieldCell, text: str) -> None:
        focus = self.stage.focus
        if cell.field.sort is Sort.FLAG:
            self.stage.key(Qt.Key.Key_Y if text == YES else Qt.Key.Key_N)
        elif cell.field.sort is Sort.MONTHS:
            type_into(focus, text)
            self.stage.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        else:
            type_into(focus, text)

    def _note(self) -> None:
        page = self.wizard.view.page(self.wizard.step)
        if page is None:
            return
        seen = self.seen.setdefault(page.step, {})
        for cell in page.cells():
            if cell.isVisible() and cell.field.tier is Tier.TABLE:
                seen[cell.address] = cell.field.label
