"""One field on a page: its label, its editor, whether it is safe on disk, and what is wrong with it."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QWidget

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Field
from fieldsurvey.case.values import GAP_LABELS, is_gap
from ui.theme import set_state
from ui.widgets.eliding_label import ElidingLabel
from ui.widgets.pieces import column, label, row, say
from ui.wizard.editors.editor import GAP_KEYS
from ui.wizard.editors.making import WIDE, editor_for

REST_MS: Final = 600
GAP_OF_KEY: Final = {
    Qt.Key.Key_F6.value: "unknown",
    Qt.Key.Key_F7.value: "refused",
    Qt.Key.Key_F8.value: "later",
}


class FieldCell(QFrame):
    """Offers an answer when the field is left, and what has been typed so far every moment while typing goes on.

    Signals:
        answered: address and value, each time the value is another than the one offered before.
        writing: address, and whether something has been typed there that is not offered yet.
        entered, left: the address of the field that the keyboard came to, went from.
    """

    answered = Signal(str, object)
    writing = Signal(str, bool)
    entered = Signal(str)
    left = Signal(str)

    def __init__(self, field: Field, prefix: str = "") -> None:
        super().__init__()
        self.field = field
        self._prefix = prefix
        self._offered: Value = None
        self._is_changed = False
        self._is_kept, self._is_right = False, True
        self.setProperty("role", "cell")
        self.editor = editor_for(field)
        self._saved = label(role="done", name="cell_saved")
        mark = " *" if field.required else ""
        self._label = label(field.label + mark, role="label", name="label")
        self._label.setToolTip("\n".join(part for part in (field.hint, field.rule) if part))
        self._problem = label(role="problem", name="problem", wrap=True)
        self._problem.hide()
        self._before = ElidingLabel(role="warn", name="before")
        self._before.hide()
        self._hint = ElidingLabel(role="quiet", name="hint")
        self._hint.show_text(field.hint)
        self._hint.hide()
        head = row(self._label, self._saved, self._before, self._hint, gap=6)
        head.setStretch(2, 1)
        head.setStretch(3, 1)
        head.addStretch(0)
        column(head, self.editor, self._problem, into=self, gap=2)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.offer)
        self.editor.typed.connect(self._on_typed)
        self.editor.refused.connect(self._on_refused)
        self.editor.entered.connect(self._on_entered)
        self.editor.left.connect(self._on_left)
        self.setObjectName(f"cell:{self.address}")
        for line in self.editor.places:
            line.installEventFilter(self)

    @property
    def address(self) -> str:
        """Where the answer goes."""
        return self._prefix + self.field.id

    @property
    def is_wide(self) -> bool:
        """True for what needs a line of its own."""
        return self.field.sort in WIDE

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Codes and labels that the field's table offers."""
        return list(self.field.choices.offered.items())

    @property
    def stops(self) -> list[QWidget]:
        """Where the keyboard stops in this cell, in order."""
        proxy = self.editor.focusProxy()
        return list(self.editor.places) or [proxy or self.editor]

    def bind(self, prefix: str, value: object) -> None:
        """Turns the cell to another row of its list."""
        self.offer()
        self._prefix = prefix
        self.setObjectName(f"cell:{self.address}")
        self.show_problem("", "")
        self._untick()
        # A row's own value, even where it equals the last one's: nothing that was set aside there comes along.
        self._put_in(value)

    def show_value(self, value: object) -> None:
        """Shows a value of the document, except over what is being typed just now."""
        is_there = value == self._offered and (self.editor.is_writing or is_gap(value))
        if not self._is_changed and not is_there:
            self._put_in(value)

    def offer(self) -> None:
        """Hands the answer over if it is another than before; safe to call at any time."""
        self._rest.stop()
        if not self._is_changed:
            return
        self._is_changed = False
        value = self.editor.value()
        if value != self._offered:
            self._offered = value
            self._untick()
            self.answered.emit(self.address, value)
        # After the answer: at no moment may it seem that there is nothing left to save.
        self.writing.emit(self.address, False)

    def settle(self) -> None:
        """Takes what is marked and hands the answer over; before the keyboard goes on, for it may raise questions."""
        self.editor.settle()
        self.offer()

    def forget(self) -> None:
        """Lets go of what is being typed; the row it belongs to is being removed."""
        self._rest.stop()
        self._is_changed = False
        self.writing.emit(self.address, False)

    def value(self) -> Value:
        """What the editor holds."""
        return self.editor.value()

    def show_saved(self, *, is_right: bool = True) -> None:
        """The answer in view is on disk; not said while it is being changed again, nor of one that is not right."""
        if not self._is_changed:
            self._is_kept, self._is_right = True, is_right
            self._show_tick()

    def show_problem(self, sentence: str, blocks: str) -> None:
        """What is wrong, in words that say what to do, and what it stops; empty takes it away."""
        told = f"{sentence}(影响{blocks})" if sentence and blocks else sentence
        self._is_right = not sentence
        self._show_tick()
        set_state(self._problem, "role", "problem" if blocks else "warn")
        say(self._problem, told)
        self._describe()
        for line in self.editor.places[:1]:
            if line.property("state") != "gap":
                set_state(line, "state", "problem" if sentence and blocks else "")

    def show_notice(self, text: str) -> None:
        """Something beside the label: changed by others meanwhile, two values stand."""
        self._is_kept = False
        set_state(self._saved, "role", "warn")
        self._saved.setText(text)

    def _show_tick(self) -> None:
        # It stands for "on disk and nothing wrong with it", and never beside a sentence that says otherwise.
        if self._is_kept:
            set_state(self._saved, "role", "done")
            self._saved.setText("✓" if self._is_right else "")
            self._saved.setAccessibleName("已存")

    def _untick(self) -> None:
        self._is_kept = False
        self._saved.setText("")

    def show_before(self, text: str | None) -> None:
        """What the file said before this visit, where the answer is another now; None where it is the same."""
        told = "" if text is None else f"改 原:{text}"
        if told != self._before.text():
            self._before.show_text(told)
            self._before.setVisible(bool(told))
            self._describe()

    @property
    def before(self) -> str:
        """The mark in view, for tests."""
        return self._before.text()

    def _describe(self) -> None:
        before = self._before.text().replace("改 ", "已改,")
        told = "。".join(part for part in (self._problem.text(), before, self.field.hint) if part)
        for place in (self.editor, *self.editor.places[:1]):
            place.setAccessibleDescription(told)

    @property
    def problem(self) -> str:
        """The sentence in view, for tests and screen readers."""
        return self._problem.text() if not self._problem.isHidden() else ""

    @property
    def is_saved(self) -> bool:
        """True when the answer in view is on disk."""
        return self._is_kept

    @property
    def tick(self) -> str:
        """What stands beside the label, for tests."""
        return self._saved.text()

    def write(self) -> None:
        """Brings the keyboard here."""
        self.editor.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F6 不知道, F7 拒答, F8 待补."""
        gap = GAP_OF_KEY.get(event.key())
        if gap is None:
            super().keyPressEvent(event)
        else:
            self.editor.set_gap(gap)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the field: the three ways of not answering."""
        self._open_menu(QMenu(self), event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Adds the three ways of not answering to the menu of a line."""
        if isinstance(event, QContextMenuEvent) and isinstance(watched, QLineEdit):
            menu = watched.createStandardContextMenu()
            menu.addSeparator()
            self._open_menu(menu, event)
            return True
        return super().eventFilter(watched, event)

    def _open_menu(self, menu: QMenu, event: QContextMenuEvent) -> None:
        for gap, key in GAP_KEYS.items():
            action = menu.addAction(f"{GAP_LABELS[gap]}\t{key}")
            action.setObjectName(f"gap_{gap}")
            action.triggered.connect(partial(self.editor.set_gap, gap))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def _on_typed(self) -> None:
        if not self._is_changed:
            self._is_changed = True
            self.writing.emit(self.address, True)
        self._untick()
        # Not put off by the next key: who types without a pause would never be saved.
        if not self._rest.isActive():
            self._rest.start()

    def _put_in(self, value: object) -> None:
        self.editor.show_value(value)
        self._offered = self.editor.value()

    def _on_entered(self) -> None:
        self._hint.setVisible(bool(self.field.hint))
        self._describe()
        self.entered.emit(self.address)

    def _on_left(self) -> None:
        self._hint.hide()
        self.offer()
        self.left.emit(self.address)

    def _on_refused(self, sentence: str) -> None:
        self.show_problem(sentence, "")
