"""A line in which one chooses by pinyin: “lh” and “lihun” find 离婚, the code and any part of the label find it too."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import QModelIndex, QPoint, QStringListModel, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from fieldsurvey.case.half_width import plain
from ui.widgets.limited_line import LIMIT, LimitedLine

MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its code, its label, and how the label is spelled, such as `lh lihun hun`.

    `names` are what people say instead of the label, with how they are spelled.
    """

    code: str
    label: str
    spelled: str = ""
    names: tuple[tuple[str, str], ...] = ()

    def rank(self, typed: str) -> int:
        """How well what was typed names this choice; 0 is best, -1 is not at all."""
        if typed.lower() == self.code.lower():
            return 0
        ranks = [_rank(typed, *name) for name in ((self.label, self.spelled), *self.names)]
        return min((rank for rank in ranks if rank >= 0), default=-1)


def _rank(typed: str, name: str, spelled: str) -> int:
    lowered = typed.lower().replace("ü", "v")
    if plain(typed) == plain(name):
        return 0
    if name.startswith(typed):
        return 1
    initials, _, sounds = spelled.partition(" ")
    if initials.startswith(lowered):
        return 2
    if sounds.startswith(lowered):
        return 3
    is_within = len(lowered) > 1 and (lowered in initials or f" {lowered}" in sounds)
    return 4 if typed in name or is_within else -1


def matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """The choices that a typed text may mean, best first; all of them when nothing was typed."""
    stripped = typed.strip()
    if not stripped:
        return list(choices)
    ranked = [(choice.rank(stripped), choice) for choice in choices]
    return [choice for rank, choice in sorted(ranked, key=lambda pair: pair[0]) if rank >= 0]


class ChoiceList(QListView):
    """The list that opens under a line. It lies over the page instead of being a window, so the keyboard stays."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("choices")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.owner: QWidget | None = None
        self._labels = QStringListModel(self)
        self.setModel(self._labels)
        self._taken: Callable[[QModelIndex], None] | None = None
        self.clicked.connect(self._on_clicked)
        self.hide()

    def open_under(
        self, line: QWidget, labels: list[str], *, marked: int, taken: Callable[[QModelIndex], None]
    ) -> None:
        """Shows labels under a line, or above it where there is more room; `taken` hears of a click."""
        self.owner, self._taken = line, taken
        self._labels.setStringList(labels)
        self.setCurrentIndex(self._labels.index(marked, 0))
        height = (self.sizeHintForRow(0) or 24) * min(len(labels), MOST_SHOWN) + 6
        over = cast("QWidget", self.parent())
        below = line.mapTo(over, QPoint(0, line.height() + 1))
        if below.y() + height > over.height():
            below.setY(max(0, line.mapTo(over, QPoint(0, 0)).y() - height - 1))
        width = max(line.width(), self.sizeHintForColumn(0) + 36)
        self.setGeometry(below.x(), below.y(), min(width, over.width() - below.x()), min(height, over.height()))
        self.show()
        self.raise_()

    def _on_clicked(self, index: QModelIndex) -> None:
        if self._taken is not None:
            self._taken(index)


class ChoiceLine(LimitedLine):
    """Shows the label of what is chosen; text that names nothing is kept as it was typed."""

    def __init__(self, *, limit: int = LIMIT) -> None:
        super().__init__(limit=limit, is_plain=True)
        self._choices: list[Choice] = []
        self._found: list[Choice] = []
        self._chosen: Choice | None = None
        self.textEdited.connect(self._on_written)

    def set_choices(self, choices: Iterable[Choice]) -> None:
        """Gives what can be chosen."""
        self._choices = list(choices)

    @property
    def code(self) -> str | None:
        """The code that was chosen, or that the label in the line names; None when it names nothing."""
        text = self.text().strip()
        if self._chosen is not None and self._chosen.label.strip() == text:
            return self._chosen.code
        return next((choice.code for choice in self._choices if choice.label.strip() == text), None)

    def show_code(self, code: str, *, unknown: str = "") -> None:
        """Shows the label of a code; of one that cannot be chosen here the code itself, or what is to stand for it."""
        known = (choice for choice in self._choices if choice.code == code)
        chosen = next(known, Choice(code, unknown or code))
        self.show_text(chosen.label)
        self._chosen = chosen

    def show_text(self, text: str) -> None:
        """Puts a text in; which of several equal labels was meant before no longer counts."""
        self._chosen = None
        super().show_text(text)

    def open_list(self) -> None:
        """Shows everything that can be chosen."""
        # A list that was opened only to look marks nothing new, so that leaving it chooses nothing.
        self._offer(self._choices, first=-1)

    def settle(self) -> None:
        """Takes what is marked, or what the text in the line means for sure."""
        opened = self._opened()
        if opened is not None:
            self._take(opened.currentIndex())
        elif self.text().strip() and self.code is None:
            found = matching(self._choices, self.text())
            if len(found) == 1:
                self._put(found[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move in the list, Enter takes what is marked and goes on, Esc closes the list."""
        opened = self._opened()
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape and opened:
            opened.hide()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            super().keyPressEvent(event)
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows what can be chosen."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Takes what is marked, so that Tab chooses as Enter does; a click elsewhere only what is meant for sure."""
        if event.reason() not in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.PopupFocusReason):
            self._close()
        self.settle()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes with the line."""
        self._close()
        super().hideEvent(event)

    def _on_written(self) -> None:
        self._chosen = None
        self._offer(matching(self._choices, self.text()) if self.text().strip() else [])

    def _offer(self, found: list[Choice], *, first: int = 0) -> None:
        self._found = found
        if not found:
            self._close()
            return
        listed = self._list()
        code = self.code
        marked = next((number for number, choice in enumerate(found) if choice.code == code), first)
        listed.open_under(self, [choice.label for choice in found], marked=marked, taken=self._take)

    def _move(self, step: int) -> None:
        opened = self._opened()
        if opened is None:
            self.open_list()
            return
        number = (opened.currentIndex().row() + step) % len(self._found)
        opened.setCurrentIndex(opened.model().index(number, 0))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid() and index.row() < len(self._found):
            self._put(self._found[index.row()])
        self._close()

    def _put(self, choice: Choice) -> None:
        is_other = self.text() != choice.label or self.code != choice.code
        self.show_text(choice.label)
        self._chosen = choice
        if is_other:
            self.typed.emit()

    def _list(self) -> ChoiceList:
        window = self.window()
        return window.findChild(ChoiceList) or ChoiceList(window)

    def _opened(self) -> ChoiceList | None:
        listed = self.window().findChild(ChoiceList)
        return listed if listed is not None and listed.isVisible() and listed.owner is self else None

    def _close(self) -> None:
        opened = self._opened()
        if opened is not None:
            opened.hide()
