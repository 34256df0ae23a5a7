"""Everything a person has in front of them once signed in: the screens, and the ways between them."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldsurvey.errors import FieldSurveyError
from ui.jobs import Jobs
from ui.main_window import Entry, MainWindow
from ui.notify import Notify
from ui.screens.about.presenter import AboutPresenter
from ui.screens.about.view import AboutView
from ui.screens.cases.presenter import CasesPresenter
from ui.screens.cases.view import CasesView
from ui.screens.drafts.presenter import DraftsPresenter
from ui.screens.drafts.view import DraftsView
from ui.screens.print_preview.presenter import PrintPreviewPresenter
from ui.screens.print_preview.view import PrintPreviewView
from ui.screens.stick.presenter import StickPresenter
from ui.screens.stick.view import StickView
from ui.wizard.presenter import WizardPresenter
from ui.wizard.view import WizardView

if TYPE_CHECKING:
    from fieldsurvey.app import OpenHome
    from fieldsurvey.services.describing import HomeCard

NAMES: Final = {
    "drafts": "入户(&H)",
    "cases": "户档案(&D)",
    "stick": "U盘同步(&U)",
    "print": "打印(&T)",
    "about": "设置(&E)",
}


class Desk(QObject):
    """Signals:
    scale_chosen: the size of type in per cent.
    stick_chosen: the folder of a stick, to be offered again next time.
    """

    scale_chosen = Signal(int)
    stick_chosen = Signal(str)

    def __init__(
        self, window: MainWindow, home: "OpenHome", *, jobs: Jobs, notify: Notify, scale: int, stick: str = ""
    ) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._jobs = jobs
        self._notify = notify
        self._at_headquarters = home.card.kind == "headquarters"
        self._came_from = "cases"
        self._make_screens(scale, stick)
        window.set_screens([Entry(id_, text, self._screens[id_]) for id_, text in NAMES.items()])
        window.add_page(self.wizard_view)
        window.show_person(f"{home.staff_name}  {_place(home.card)}")
        window.show_practice(home.card.practice)
        window.screen_requested.connect(self.show_screen)
        self._connect()

    def open(self) -> None:
        """The first screen: open visits if there are any, else the list of households."""
        self._drafts.counted.connect(self._on_first_count)
        self._drafts.refresh(failed=self._on_no_count)

    def show_screen(self, name: str) -> None:
        """Turns to a screen of the navigation."""
        if name in ("cases", "drafts"):
            self._came_from = name
        self._window.show_page(self._screens[name], entry=name)
        if name == "cases":
            self._cases.refresh()
            self._cases_view.to_search()
        elif name == "drafts":
            self._drafts.refresh()
        elif name == "about":
            self._about.refresh()
        if name in ("stick", "about"):
            self._screens[name].setFocus()

    def flush(self) -> None:
        """Hands over what is being typed."""
        if self.wizard.is_open:
            self.wizard.flush()

    def _make_screens(self, scale: int, last_stick: str) -> None:
        self._cases_view, drafts, stick = CasesView(), DraftsView(), StickView()
        preview, about, self.wizard_view = PrintPreviewView(), AboutView(), WizardView()
        self._screens: dict[str, QWidget] = {
            "drafts": drafts, "cases": self._cases_view, "stick": stick, "print": preview, "about": about
        }  # fmt: skip
        about.show_scale(scale)
        self._present_files(self._cases_view, drafts)
        self._present_office(stick, preview, about, last_stick=last_stick)
        self.wizard = self._present_wizard()

    def _present_files(self, cases: CasesView, drafts: DraftsView) -> None:
        home, jobs, notify = self._home, self._jobs, self._notify
        self._cases = CasesPresenter(
            cases,
            jobs=jobs,
            notify=notify,
            cases=home.cases,
            clashes=home.clashes,
            can_settle=self._at_headquarters,
        )
        staff = {home.staff_id: home.staff_name}
        self._drafts = DraftsPresenter(drafts, jobs=jobs, notify=notify, visits=home.visits, staff=staff)

    def _present_office(
        self, stick: StickView, preview: PrintPreviewView, about: AboutView, *, last_stick: str
    ) -> None:
        home, jobs, notify = self._home, self._jobs, self._notify
        self._stick = StickPresenter(
            stick,
            jobs=jobs,
            notify=notify,
            exchange=home.exchange,
            other_side="笔记本" if self._at_headquarters else "总部",
            own_code=home.card.code,
            last_folder=last_stick,
        )
        self._print = PrintPreviewPresenter(preview, jobs=jobs, notify=notify, papers=home.papers)
        self._about = AboutPresenter(
            about, jobs=jobs, notify=notify, exchange=home.exchange, card=home.card, folder=home.seat.paths.folder
        )

    def _present_wizard(self) -> WizardPresenter:
        home = self._home
        return WizardPresenter(
            self.wizard_view,
            jobs=self._jobs,
            notify=self._notify,
            visits=home.visits,
            evidence=home.evidence,
            now=home.seat.now,
        )

    def _connect(self) -> None:
        self._cases.visit_requested.connect(lambda case_id: self.wizard.start(case_id or None))
        self._cases.print_requested.connect(self.show_print)
        self._drafts.resume_requested.connect(self.wizard.resume)
        self._drafts.new_requested.connect(partial(self.wizard.start, None))
        self._stick.cases_changed.connect(self._cases.refresh)
        self._stick.stick_chosen.connect(self.stick_chosen)
        self._print.closed.connect(lambda: self.show_screen(self._came_from))
        self._about.scale_chosen.connect(self.scale_chosen)
        self._about.enrolled.connect(self._on_enrolled)
        self.wizard.told.connect(self._window.show_saved)
        self.wizard.opened.connect(lambda: self._window.show_page(self.wizard_view))
        self.wizard.left.connect(lambda: self.show_screen("drafts"))
        self.wizard.finished.connect(self._on_finished)

    def show_print(self, case_id: str) -> None:
        """Shows the form of a household."""
        self._print.show(case_id)
        self.show_screen("print")

    def _on_no_count(self, problem: FieldSurveyError) -> None:
        # Whatever the open visits are, somebody who has signed in must not stand before the sign-in screen.
        self._on_first_count(0)
        self._notify.error(problem)

    def _on_first_count(self, count: int) -> None:
        self._drafts.counted.disconnect(self._on_first_count)
        self.show_screen("drafts" if count else "cases")

    def _on_enrolled(self, card: "HomeCard") -> None:
        self._window.show_person(f"{self._home.staff_name}  {_place(card)}")
        self._stick.be_known_as(card.code)

    def _on_finished(self, case_id: str, later: bool) -> None:
        self._window.show_page(self._cases_view, entry="cases")
        self._cases_view.clear_search()
        self._cases.refresh(stand_on=case_id)
        said = "已存为待补" if later else "已完成"
        self._notify.done(f"{said},存成一张修改单。可以按“打印”请户主签字,再到“U盘同步”写给总部。")


def _place(card: "HomeCard") -> str:
    if card.kind == "headquarters":
        return card.organisation
    return f"{card.code} {card.organisation}".strip()
