"""Everything a person has in front of them once signed in: the areas of work, and the ways between them."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ui.areas.cases import CasesArea
from ui.areas.companion import ABOVE, CompanionArea
from ui.areas.comparison import ComparisonArea
from ui.areas.entry import EntryArea
from ui.areas.ground import Area, Ground
from ui.areas.printing import PrintingArea
from ui.areas.quiet import QuietWork
from ui.areas.reference import ReferenceArea
from ui.areas.selfcheck import SelfCheckArea
from ui.areas.settings import SettingsArea
from ui.areas.spreadsheets import SpreadsheetsArea
from ui.areas.stick import StickArea
from ui.areas.visit import VisitArea
from ui.areas.worktop import WorktopArea
from ui.main_window import Entry, MainWindow

if TYPE_CHECKING:
    from fieldsurvey.case.case_filter import CaseFilter
    from fieldsurvey.services.describing import HomeCard
    from fieldsurvey.services.draft_views import Finished
    from ui.screens.backups.presenter import BackupsPresenter
    from ui.wizard.presenter import WizardPresenter

# The screens to which one comes back from a household.
COMING_BACK: Final = ("worktop", "cases", "selfcheck")


class Desk(QObject):
    """Signals:
    arrived: the first screen is in view.
    scale_chosen: the size of type in per cent.
    lock_requested: the window is to be locked now.
    """

    arrived = Signal()
    scale_chosen = Signal(int)
    lock_requested = Signal()

    def __init__(self, window: MainWindow, ground: Ground) -> None:
        super().__init__(window)
        self._window = window
        self._home = ground.home
        self._came_from = self._sheets_came_from = "cases"
        navigation = self._make_areas(ground)
        self._offered = {area.name: area for area in navigation if ground.home.may(area.needed)}
        window.set_screens([Entry(name, area.title, area.view) for name, area in self._offered.items()])
        for page in (self._visit.view, self._reference.view, self._sheets.view):
            window.add_page(page)
        window.show_person(f"{ground.home.staff_name}  {_place(ground.home.card)}")
        window.screen_requested.connect(self.show_screen)
        if ground.home.may("companions.choose"):
            self._companion = CompanionArea(ground)
            window.set_bar(self._companion.bar, ABOVE, self._companion.bar.stops)
            self._about.staff.people_changed.connect(self._companion.presenter.refresh)
        self._connect_households()
        self._connect_office()
        self.quiet = QuietWork(ground, self)
        self.quiet.went_on.connect(self._selfcheck.presenter.show_waiting)
        self.quiet.caught_up.connect(self._selfcheck.presenter.show_checked)

    def open(self) -> None:
        """The first screen: what there is to do today."""
        self._worktop.open()

    def show_screen(self, name: str) -> None:
        """Turns to a screen of the navigation."""
        if name in COMING_BACK:
            self._came_from = name
        area = self._offered[name]
        self._window.show_page(area.view, entry=name)
        area.turned_to()

    def flush(self) -> None:
        """Hands over what is being typed, and takes away what shows numbers beside the window."""
        self._visit.flush()
        self._entry.close()

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not on disk."""
        return self._visit.has_unsaved

    @property
    def wizard(self) -> "WizardPresenter":
        """The visit in view."""
        return self._visit.presenter

    @property
    def backups(self) -> "BackupsPresenter":
        """What is backed up, and when."""
        return self._about.backups

    def _make_areas(self, ground: Ground) -> list[Area]:
        """Makes every area; the lines of the navigation in their order."""
        self._worktop, self._cases, self._stick = WorktopArea(ground), CasesArea(ground), StickArea(ground)
        self._print, self._about = PrintingArea(ground), SettingsArea(ground)
        self._selfcheck = SelfCheckArea(ground)
        self._visit, self._reference, self._sheets = VisitArea(ground), ReferenceArea(ground), SpreadsheetsArea(ground)
        self._entry = EntryArea(ground, self)
        self._comparison = ComparisonArea(ground)
        households: list[Area] = [self._worktop, self._cases, self._selfcheck, self._comparison]
        return [*households, self._stick, self._print, self._about]

    def _connect_households(self) -> None:
        """The ways from household to visit and back."""
        worktop, cases, wizard = self._worktop.presenter, self._cases.presenter, self.wizard
        self._worktop.arrived.connect(self._on_arrived)
        worktop.resume_requested.connect(wizard.resume)
        worktop.new_requested.connect(partial(wizard.start, None))
        worktop.visit_requested.connect(wizard.start)
        worktop.list_requested.connect(self._on_list_requested)
        cases.visit_requested.connect(lambda case_id: wizard.start(case_id or None))
        cases.field_requested.connect(lambda case_id, at: wizard.start(case_id, at=at))
        cases.print_requested.connect(self.show_print)
        cases.later_requested.connect(self._on_print_later)
        cases.entry_requested.connect(self._on_entry)
        self._entry.view.help_requested.connect(partial(self._window.help_requested.emit, "entry"))
        self._entry.presenter.number_saved.connect(lambda case_id: cases.refresh(stand_on=case_id))
        wizard.told.connect(self._window.show_saved)
        wizard.opened.connect(lambda: self._window.show_page(self._visit.view))
        wizard.left.connect(lambda: self.show_screen("selfcheck" if self._came_from == "selfcheck" else "worktop"))
        self._selfcheck.presenter.visit_requested.connect(lambda case_id, at: wizard.start(case_id, at=at))
        self._selfcheck.presenter.household_requested.connect(self._on_household_requested)
        wizard.finished.connect(self._on_finished)

    def _connect_office(self) -> None:
        """The ways from the office's own work to the households and back."""
        about, cases = self._about, self._cases.presenter
        self._stick.presenter.cases_changed.connect(cases.refresh)
        self._comparison.presenter.cases_changed.connect(cases.refresh)
        self._comparison.national.cases_changed.connect(cases.refresh)
        self._comparison.doubles.cases_changed.connect(cases.refresh)
        self._print.presenter.closed.connect(lambda: self.show_screen(self._came_from))
        about.scale_chosen.connect(self.scale_chosen)
        about.lock_requested.connect(self.lock_requested)
        about.presenter.enrolled.connect(self._on_enrolled)
        if "print" in self._offered:
            about.view.offer_printers()
        about.view.printers_requested.connect(self._on_printers)
        about.view.reference_requested.connect(self._show_reference)
        about.view.spreadsheets_requested.connect(partial(self.show_spreadsheets, "about"))
        self._reference.view.closed.connect(lambda: self.show_screen("about"))
        self._sheets.presenter.cases_changed.connect(cases.refresh)
        self._sheets.presenter.closed.connect(lambda: self.show_screen(self._sheets_came_from))

    def show_print(self, households: Sequence[tuple[str, str]]) -> None:
        """Shows how the form of one household will look, or how those of several are to be printed."""
        self._window.show_page(self._print.view, entry="print")
        self._print.show(households)

    def _on_entry(self, households: Sequence[tuple[str, str]]) -> None:
        if self._home.may("national.entries"):
            self._entry.presenter.open(households)

    def show_spreadsheets(self, came_from: str, cases: Sequence[str] | None = None) -> None:
        """Shows 表格导入与导出 beside a line of the navigation; `cases` are those to export, None for all."""
        self._sheets_came_from = came_from
        self._sheets.choose(cases)
        self._window.show_page(self._sheets.view, entry=came_from)
        self._sheets.view.setFocus()

    def _show_reference(self) -> None:
        self._window.show_page(self._reference.view, entry="about")
        self._reference.shown()

    def _on_arrived(self) -> None:
        self._window.show_page(self._worktop.view, entry="worktop")
        self._came_from = "worktop"
        self._worktop.view.to_work()
        self.backups.start()
        self.quiet.start()
        self.arrived.emit()

    def _on_printers(self) -> None:
        self._came_from = "about"
        self._window.show_page(self._print.view, entry="print")
        self._print.presenter.show_settings(is_from_elsewhere=True)

    def _on_print_later(self, households: Sequence[tuple[str, str]]) -> None:
        self._print.presenter.print_later([case_id for case_id, _ in households])
        self._cases.presenter.clear_marks()

    def _on_list_requested(self, asked: "CaseFilter") -> None:
        self._came_from = "cases"
        self._window.show_page(self._cases.view, entry="cases")
        self._cases.show_list(asked)

    def _on_household_requested(self, case_id: str) -> None:
        self._came_from = "cases"
        self._window.show_page(self._cases.view, entry="cases")
        self._cases.stand_on(case_id)

    def _on_enrolled(self, card: "HomeCard") -> None:
        self._window.show_person(f"{self._home.staff_name}  {_place(card)}")
        self._stick.presenter.be_known_as(card.code)

    def _on_finished(self, done: "Finished", later: bool) -> None:
        if self._came_from == "selfcheck":
            # To the next finding.
            self.show_screen("selfcheck")
        elif done.outcome:
            # To the next door.
            self.show_screen("worktop")
        else:
            self._window.show_page(self._cases.view, entry="cases")
            self._cases.stand_on(done.case_id)
        self._visit.tell_end(done, later=later)


def _place(card: "HomeCard") -> str:
    if card.kind == "headquarters":
        return card.organisation
    return f"{card.code} {card.organisation}".strip()
