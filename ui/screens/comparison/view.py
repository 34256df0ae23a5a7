"""信息比对: the lists of other offices, a new one, what is left to settle; a place for what else compares."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from ui.screens.comparison.doubts_page import DoubtsPage
from ui.screens.comparison.lists_page import ListsPage
from ui.screens.comparison.new_page import NewListPage
from ui.widgets.pieces import column, label, scrolled
from ui.widgets.progress_panel import ProgressPanel


class ComparisonView(QWidget):
    """Three pages under one tab; other tabs may be added beside it."""

    def __init__(self, agencies: Sequence[tuple[str, str]], targets: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName("comparison")
        self.progress = ProgressPanel()
        self.lists, self.new, self.doubts = ListsPage(), NewListPage(agencies, targets), DoubtsPage()
        self._pages = QStackedWidget()
        self._pages.setObjectName("comparison_pages")
        self._areas: dict[QWidget, QWidget] = {}
        for page, name in ((self.lists, "lists"), (self.new, "new"), (self.doubts, "doubts")):
            self._areas[page] = scrolled(page, name=f"comparison_area_{name}")
            self._pages.addWidget(self._areas[page])
        self.tabs = QTabWidget()
        self.tabs.setObjectName("comparison_tabs")
        self.tabs.setTabBarAutoHide(True)
        self.tabs.setAccessibleName("比对名单或一户多档")
        self.tabs.addTab(self._pages, "比对名单(&L)")
        sheet = label("信息比对", role="title")
        column(sheet, self.progress, self.tabs, into=self, margin=14, gap=9).setStretch(2, 1)

    def add_tab(self, page: QWidget, title: str) -> None:
        """One more way of comparing people, beside the lists."""
        self.tabs.addTab(page, title)

    def turn_to(self, page: QWidget) -> None:
        """Shows one of the pages of the lists."""
        self._pages.setCurrentWidget(self._areas[page])

    def set_working(self, *, is_working: bool) -> None:
        """While something runs nothing else can be begun."""
        self.lists.setEnabled(not is_working)
        self.new.set_working(is_working=is_working)
        self.doubts.set_working(is_working=is_working)
