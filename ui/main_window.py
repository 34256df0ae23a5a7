"""The window around every screen: the way between them on the left, what is safe and who is here at the bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QMainWindow, QPushButton, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from ui.theme import ems, set_state
from ui.widgets.alt_keys import AltKeys
from ui.widgets.message_bar import MessageBar
from ui.widgets.pieces import button, column, label, row, say, scrolled, spoken

NAME: Final = "困难职工入户调查"
# What a system puts around a window, at most: its title bar above, its edges beside and below.
FRAME: Final = QSize(16, 48)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation: its id, its text with a mnemonic, and the screen it shows."""

    id: str
    text: str
    screen: QWidget


class PageStack(QStackedWidget):
    """Asks for the room of the page in view, not of the widest page there is."""

    def __init__(self) -> None:
        super().__init__()
        self.currentChanged.connect(self.updateGeometry)

    def minimumSizeHint(self) -> QSize:
        """As little as the page in view can do with."""
        return self.currentWidget().minimumSizeHint() if self.count() else super().minimumSizeHint()

    def heightForWidth(self, width: int) -> int:  # noqa: N802  # Qt calls it.
        """The least height that shows the page in view whole at this width; what is around scrolls below that."""
        layout = self.currentWidget().layout() if self.count() else None
        told = layout.minimumHeightForWidth(width) if layout and layout.hasHeightForWidth() else 0
        return max(told, self.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """As much as the page in view would like."""
        return self.currentWidget().sizeHint() if self.count() else super().sizeHint()


class MainWindow(QMainWindow):
    """Shows one page at a time.

    Signals:
        screen_requested: the id of the screen that the user wants to see.
        close_requested: the user wants to leave; whoever hears it saves first and then calls `leave`.
        practice_requested: F12 while the banner of practice is there: another side, the first day, or out of it.
    help_requested: F1; the name of the screen in view, of the wizard with its step.
    """

    screen_requested = Signal(str)
    close_requested = Signal()
    practice_requested = Signal()
    help_requested = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(NAME)
        self._may_close = False
        self._lasting: list[QWidget] = []
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self.messages = MessageBar()
        self._practice = self._make_practice()
        self._navigation = QFrame()
        self._navigation.setObjectName("navigation")
        self._entries = QVBoxLayout(self._navigation)
        self._entries.setContentsMargins(0, 12, 0, 12)
        self._entries.setSpacing(2)
        self._entries.addStretch(1)
        self._navigation.hide()
        self._stack = PageStack()
        self._stack.setObjectName("pages")
        self._status = self._make_status()
        self._bar: QFrame | None = None
        self._bar_entries: frozenset[str] = frozenset()
        self._cover: QWidget | None = None
        self._was_at: QWidget | None = None
        self._body = self._make_body()
        layers = QWidget()
        self._layers = column(self._practice, self._body, into=layers, gap=0)
        self.setCentralWidget(layers)
        QShortcut(QKeySequence("F1"), self).activated.connect(self._on_help)

    def _make_body(self) -> QWidget:
        body = QWidget()
        body.setObjectName("window_body")
        # Where type is so large that a page needs more room than the screen has, one scrolls; the window never grows.
        room = scrolled(self._stack, name="pages_room")
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._beside = column(room, gap=0)
        middle = row(self._navigation, self._beside, gap=0)
        middle.setStretch(1, 1)
        column(self.messages, middle, self._status, into=body, gap=0).setStretch(1, 1)
        return body

    def sizeHint(self) -> QSize:
        """Large enough for work, small enough for a 1366×768 screen at 125 %."""
        return QSize(1093, 614)

    def show_fitted(self, usual: QSize) -> None:
        """Shows the window at its usual size, or filling a screen that has no room for that."""
        room = self.screen().availableGeometry().size() - FRAME
        self.resize(usual.boundedTo(room))
        if usual.boundedTo(room) == usual:
            self.show()
        else:
            self.showMaximized()

    def set_screens(self, entries: Sequence[Entry]) -> None:
        """Fills the navigation."""
        for entry in entries:
            made = button(entry.text, name=f"go_{entry.id}")
            made.setCheckable(True)
            made.clicked.connect(lambda _=False, id_=entry.id: self.screen_requested.emit(id_))
            self._group.addButton(made)
            self._buttons[entry.id] = made
            self._entries.insertWidget(self._entries.count() - 1, made)
            entry.screen.setWindowTitle(spoken(entry.text))
            self.add_page(entry.screen)
        self._navigation.setMinimumWidth(ems(self._navigation, 8))

    def set_bar(self, bar: QFrame, entries: frozenset[str], stops: Sequence[QWidget]) -> None:
        """Puts a bar above these screens; the keyboard comes to its `stops` after the navigation."""
        self._bar, self._bar_entries = bar, entries
        self._beside.insertWidget(0, bar)
        bar.hide()
        for before, after in pairwise([*self._buttons.values(), *stops]):
            QWidget.setTabOrder(before, after)

    def clear_screens(self) -> None:
        """Takes away what belongs to the person who was signed in: screens, navigation, bar, messages."""
        self._navigation.hide()
        gone = [page for page in map(self._stack.widget, range(self._stack.count())) if page not in self._lasting]
        parts: list[QWidget] = [*gone, *self._buttons.values(), *([self._bar] if self._bar else [])]
        for part in parts:
            # Nothing that still ticks may ask a closed home for anything.
            for timer in part.findChildren(QTimer):
                timer.stop()
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._buttons.clear()
        self._bar, self._bar_entries = None, frozenset()
        self.messages.clear()
        self.show_person("")
        self.show_saved("saved", "")

    @property
    def is_covered(self) -> bool:
        """Whether a cover lies over everything."""
        return self._cover is not None

    def cover(self, cover: QWidget) -> None:
        """Covers everything, and keeps where the keyboard was; what lies under it does not notice."""
        if self._cover is not None:
            return
        self._cover = cover
        self._was_at = self.focusWidget()
        # Into the layout only when it has the room for itself: two at once would make the window grow.
        cover.setParent(self.centralWidget())
        cover.setGeometry(self._body.geometry())
        cover.show()
        cover.setFocus(Qt.FocusReason.PopupFocusReason)
        self._body.hide()
        # Whoever locked it comes back first: the way to another side would sign them out unasked.
        self._to_practice.setEnabled(False)
        self._layers.addWidget(cover)
        self._show_title()

    def uncover(self) -> None:
        """Shows what was there, with the keyboard where it was."""
        cover, was_at = self._cover, self._was_at
        if cover is None:
            return
        self._cover = self._was_at = None
        self._layers.removeWidget(cover)
        self._to_practice.setEnabled(True)
        self._body.show()
        if was_at is not None and isValid(was_at):
            was_at.setFocus(Qt.FocusReason.PopupFocusReason)
        cover.hide()
        self._show_title()

    def add_page(self, page: QWidget, *, is_lasting: bool = False) -> None:
        """Takes in a page; the title of the window names the page in view. A lasting one belongs to nobody."""
        if is_lasting:
            self._lasting.append(page)
        self._stack.addWidget(page)
        page.windowTitleChanged.connect(self._show_title)

    def show_page(self, page: QWidget, *, entry: str = "") -> None:
        """Shows a page, without what was said on another; with an `entry`, the navigation stands beside it."""
        self._navigation.setVisible(bool(entry))
        if self._bar is not None:
            self._bar.setVisible(entry in self._bar_entries)
        if entry:
            self._buttons[entry].setChecked(True)
        if page is not self._stack.currentWidget():
            # What was said belongs to the page where it was said.
            self.messages.clear()
        self._stack.setCurrentWidget(page)
        self._show_title()

    @property
    def page(self) -> QWidget | None:
        """The page in view, or what covers it."""
        return self._cover or self._stack.currentWidget()

    def show_person(self, text: str) -> None:
        """Who is signed in, and at which machine."""
        self._person.setText(text)

    def show_practice(self, is_practice: bool, *, passphrase: str = "") -> None:
        """Shows or hides the banner of 练习模式; with a passphrase that all may know, also the way out."""
        told = "练习模式:这里的户都是编的,不会进入正式档案。"
        self._practice_told.setText(f"{told}口令 {passphrase}" if passphrase else told)
        self._to_practice.setVisible(bool(passphrase))
        self._practice.setVisible(is_practice)

    def show_busy(self, doing: str) -> None:
        """What is going on behind; empty when nothing is."""
        say(self._busy, doing)

    def show_saved(self, state: str, text: str) -> None:
        """The truth about what is on disk: `saved`, `saving` or `unsaved`, in words; the title has a * meanwhile."""
        set_state(self._saved, "state", state)
        self.setWindowModified(state != "saved")
        self._saved.setText(text)

    def leave(self) -> None:
        """Closes without asking again."""
        self._may_close = True
        self.close()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on keys come in by the system's window."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle.findChild(AltKeys) is None:
            AltKeys(handle)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lets nobody go before their answers are on disk."""
        if self._may_close:
            event.accept()
            return
        event.ignore()
        self.close_requested.emit()

    def _on_help(self) -> None:
        page = self.page
        self.help_requested.emit(str(page.property("help") or page.objectName()) if page is not None else "")

    def _show_title(self) -> None:
        page = self.page
        # Never a person's name: titles are seen in the task bar and on shared screens.
        self.setWindowTitle(f"{page.windowTitle()}[*] - {NAME}" if page is not None and page.windowTitle() else NAME)

    def _make_practice(self) -> QFrame:
        banner = QFrame()
        banner.setObjectName("practice_banner")
        self._practice_told = label(name="practice", wrap=True)
        self._to_practice = button("换一边或离开 F12", name="to_practice", role="plain")
        # Its own key would press it as a finger does, and let a tenth of a second go by.
        QShortcut(QKeySequence("F12"), self._to_practice).activated.connect(self._to_practice.click)
        self._to_practice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._to_practice.clicked.connect(self.practice_requested)
        row(self._practice_told, self._to_practice, into=banner, gap=8).setStretch(0, 1)
        banner.hide()
        return banner

    def _make_status(self) -> QFrame:
        status = QFrame()
        status.setObjectName("status")
        self._saved = label(name="saved")
        self._saved.setAccessibleName("保存状态")
        self._busy = label(name="busy")
        self._busy.hide()
        self._person = label(name="person")
        ask = button("帮助 F1", name="open_help", role="plain")
        ask.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ask.clicked.connect(self._on_help)
        line = row(self._saved, self._busy, 1, self._person, ask, into=status, gap=16)
        line.setContentsMargins(16, 3, 16, 3)
        return status
