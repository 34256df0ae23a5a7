"""打印与回收: one page at a time (the lists, a paper as it will look, how it is printed), progress above them."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from ui.screens.printing.lists_page import ListsPage
from ui.screens.printing.preview import PreviewPage
from ui.screens.printing.print_sheet import PrintSheet
from ui.screens.printing.put_back import PutBackPage
from ui.screens.printing.trial_page import TrialPage
from ui.widgets.pieces import column
from ui.widgets.progress_panel import ProgressPanel

PAGES: Final = ("lists", "preview", "sheet", "put_back", "trial")


class PrintingView(QWidget):
    """Signals:
    cancel_requested: what is being printed or written is to stop.
    """

    cancel_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("printing")
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self.lists, self.preview, self.sheet = ListsPage(), PreviewPage(), PrintSheet()
        self.put_back, self.trial = PutBackPage(), TrialPage()
        # Under each other, all but one hidden: a stack would ask for the room of the largest.
        self._pages = dict(zip(PAGES, (self.lists, self.preview, self.sheet, self.put_back, self.trial), strict=True))
        lines = column(self.progress, *self._pages.values(), into=self, margin=14, gap=8)
        for number in range(len(PAGES)):
            lines.setStretch(number + 1, 1)
        self.page = "lists"
        self.turn_to("lists")
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_print_key)

    def turn_to(self, page: str) -> None:
        """Shows a page."""
        self.page = page
        for name, other in self._pages.items():
            other.setVisible(name == page)
        if page == "put_back":
            self.put_back.go_on.setFocus()

    def set_working(self, *, is_working: bool) -> None:
        """While papers are being made nothing is pressed twice."""
        self.lists.set_working(is_working=is_working)
        for page in (self.sheet, self.preview):
            page.setEnabled(not is_working)

    def to_work(self) -> None:
        """Brings the keyboard to what one most likely does next."""
        if self.page == "lists":
            self.lists.to_work()
        elif self.page == "sheet":
            self.sheet.to_first()
        elif self.page == "put_back":
            self.put_back.go_on.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        back = {"preview": self.preview.closed, "sheet": self.sheet.closed, "trial": self.trial.closed}
        if event.key() == Qt.Key.Key_Escape and self.page in back:
            back[self.page].emit()
            return
        super().keyPressEvent(event)

    def _on_print_key(self) -> None:
        if self.page == "lists":
            self.lists.press_first()
        elif self.page == "preview":
            self.preview.print.click()
        elif self.page == "sheet":
            self.sheet.print.click()
