"""The editor of a telephone number: whole while it is written, covered when the keyboard has left it."""

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from fieldsurvey.case.identity import is_mobile, masked_phone
from fieldsurvey.case.parse import parse, show
from ui.wizard.editors.line import LineEditor


class PhoneEditor(LineEditor):
    """As identity numbers are: who writes sees what is written, who looks over a shoulder later does not.

    A number that is not right yet stays open, so that one sees what to put right.
    """

    def __init__(self, field: Field) -> None:
        self._written = ""
        super().__init__(field)
        # What is dropped would go in between the stars.
        self.line.setAcceptDrops(False)
        self.line.entered.connect(self._draw)

    def _show(self, value: object) -> None:
        self._written = show(self.field, value)
        self._draw()

    def _read(self) -> Value:
        return parse(self.field, self._written)

    def _draw(self) -> None:
        is_open = self.line.hasFocus() or not is_mobile(self._written)
        self.line.show_text(self._written if is_open else masked_phone(self._written))

    def _on_typed(self) -> None:
        self._written = self.line.text()
        super()._on_typed()
