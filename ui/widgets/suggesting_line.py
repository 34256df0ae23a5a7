"""A line of free text that offers what was written elsewhere; nothing is taken that was not chosen with an arrow."""

from collections.abc import Iterable, Mapping
from typing import Final

from PySide6.QtCore import Qt

from ui.widgets.choice_line import Choice, ChoiceLine, matching
from ui.widgets.limited_line import LIMIT

MOST_OFFERED: Final = 20


class SuggestingLine(ChoiceLine):
    """The text as typed counts; ↓ goes into the offered ones, Enter or Tab then takes the one that is marked."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        super().__init__(limit=limit)
        # Choices are typed by initials; a free text is typed in Chinese.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, True)

    def suggest(self, texts: Iterable[str], initials: Mapping[str, str]) -> None:
        """Gives the texts to offer and their initials."""
        self.set_choices(Choice(text, text, initials.get(text, "")) for text in texts)

    def open_list(self) -> None:
        """Shows what fits what is written so far; of very many the first twenty."""
        self._offer(matching(self._choices, self.text())[:MOST_OFFERED], first=-1)

    def _on_written(self) -> None:
        self._chosen = None
        found = matching(self._choices, self.text()) if self.text().strip() else []
        self._offer(found[:MOST_OFFERED], first=-1)

    def settle(self) -> None:
        opened = self._opened()
        if opened is not None:
            self._take(opened.currentIndex())
