"""Everything a person has in front of them once signed in: the screens, and the ways between them."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.practice.sides import STICK, practice_of
from ui.jobs import Jobs
from ui.main_window import Entry, MainWindow
from ui.notify import Notify
from ui.screens.about.faces import FacesPresenter
from ui.screens.about.presenter import AboutPresenter
from ui.screens.about.view import AboutView
from ui.screens.backups.presenter import BackupsPresenter
from ui.screens.backups.view import BackupsView
from ui.screens.cases.presenter import CasesPresenter
from ui.screens.cases.view import CasesView
from ui.screens.companion.presenter import CompanionPresenter
from ui.screens.companion.view import CompanionBar
from ui.screens.printing.presenter import PrintingPresenter
from ui.screens.printing.view import PrintingView
from ui.screens.printing.wanted import Subject
from ui.screens.reference.presenter import ReferencePresenter, field_places, question_places, sorts, tiers
from ui.screens.reference.view import ReferenceView
from ui.screens.spreadsheets.presenter import SpreadsheetsPresenter
from ui.screens.spreadsheets.view import SpreadsheetsView
from ui.screens.staff.presenter import ROLES, StaffPresenter
from ui.screens.staff.view import StaffView
from ui.screens.stick.mounts import plugged_in
from ui.screens.stick.presenter import StickPresenter
from ui.screens.stick.view import StickView
from ui.screens.worktop.presenter import WorktopPresenter
from ui.screens.worktop.view import WorktopView
from ui.settings_kept import KeptSettings
from ui.wizard.cell import FieldCell
from ui.wizard.paper_number import PaperNumbers
from ui.wizard.presenter import WizardPresenter
from ui.wizard.view import WizardView

if TYPE_CHECKING:
    from fieldsurvey.app import OpenHome
    from fieldsurvey.case.case_filter import CaseFilter
    from fieldsurvey.services.describing import HomeCard
    from fieldsurvey.services.draft_views import Finished
    from fieldsurvey.settings import ChosenFace

NAMES: Final = {
    "worktop": "工作台(&H)",
    "cases": "户档案(&D)",
    "stick": "U盘同步(&U)",
    "print": "打印(&T)",
    "about": "设置(&E)",
}
# What a person has to be allowed for a screen to be any use to them; the others are for everybody.
NEEDED: Final = {"print": "papers.preview"}
# The screens from which one goes to a household; who goes along stands above them.
WITH_COMPANION: Final = frozenset({"worktop", "cases"})


class Desk(QObject):
    """Signals:
    arrived: the first screen is in view.
    scale_chosen: the size of type in per cent.
    stick_chosen: the folder of a stick, to be offered again next time.
    lock_requested: the window is to be locked now.
    idle_chosen: minutes until it locks itself while a visit is open, and elsewhere.
    faces_chosen: what forms are printed in: the faces of body and title, None for the program's own.
    """

    arrived = Signal()
    scale_chosen = Signal(int)
    stick_chosen = Signal(str)
    lock_requested = Signal()
    idle_chosen = Signal(int, int)
    faces_chosen = Signal(object, object)

    def __init__(self, window: MainWindow, home: "OpenHome", *, jobs: Jobs, notify: Notify, kept: KeptSettings) -> None:
        super().__init__(window)
        self._window = window
        self._home = home
        self._jobs = jobs
        self._notify = notify
        self._at_headquarters = home.card.kind == "headquarters"
        self._came_from = self._sheets_came_from = "cases"
        self._kept = kept
        self._make_screens(kept.scale, kept.stick)
        self._offered = [name for name in NAMES if home.may(NEEDED.get(name, "cases.find"))]
        window.set_screens([Entry(name, NAMES[name], self._screens[name]) for name in self._offered])
        window.add_page(self.wizard_view)
        window.add_page(self._reference_view)
        self._make_spreadsheets()
        window.show_person(f"{home.staff_name}  {_place(home.card)}")
        window.screen_requested.connect(self.show_screen)
        self._present_people()
        self._connect()

    def open(self) -> None:
        """The first screen: what there is to do today."""
        self._worktop.read.connect(self._on_first_read)
        self._worktop.refresh(failed=self._on_not_read)

    def show_screen(self, name: str) -> None:
        """Turns to a screen of the navigation."""
        if name in ("cases", "worktop"):
            self._came_from = name
        self._window.show_page(self._screens[name], entry=name)
        if name == "cases":
            self._cases.refresh()
            self._cases_view.to_search()
        elif name == "worktop":
            self._worktop.refresh()
        elif name == "print":
            self._print.show_lists()
            self._print_view.to_work()
        elif name == "about":
            self._about.refresh()
            if self._faces is not None:
                self._faces.refresh()
            self.backups.refresh()
            self._staff.refresh()
        if name in ("stick", "about"):
            self._screens[name].setFocus()

    def flush(self) -> None:
        """Hands over what is being typed."""
        if self.wizard.is_open:
            self.wizard.flush()

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not on disk."""
        return self.wizard.is_open and bool(self.wizard.saving.on_their_way)

    def _make_screens(self, scale: int, last_stick: str) -> None:
        self._cases_view, worktop, stick = CasesView(), WorktopView(), StickView()
        printing, about, self.wizard_view = PrintingView(), AboutView(), WizardView()
        self._about_view = about
        self._faces: FacesPresenter | None = None
        self._screens: dict[str, QWidget] = {
            "worktop": worktop, "cases": self._cases_view, "stick": stick, "print": printing, "about": about
        }  # fmt: skip
        about.show_scale(scale)
        self._staff_view = StaffView(ROLES if self._at_headquarters else ())
        about.add_part(self._staff_view)
        backups = BackupsView()
        about.add_part(backups)
        self.backups = BackupsPresenter(
            backups, jobs=self._jobs, notify=self._notify, backups=self._home.backups, may=self._home.may
        )
        self._present_files(self._cases_view, worktop)
        self._present_office(stick, printing, about, last_stick=last_stick)
        self.wizard = self._present_wizard()
        self._present_reference(about)

    def _present_files(self, cases: CasesView, worktop: WorktopView) -> None:
        home, jobs, notify = self._home, self._jobs, self._notify
        self._cases = CasesPresenter(
            cases,
            jobs=jobs,
            notify=notify,
            cases=home.cases,
            saved_lists=home.saved_lists,
            clashes=home.clashes,
            can_settle=home.may("clashes.settle"),
            at_headquarters=self._at_headquarters,
        )
        staff = {person.staff_id: person.name for person in home.card.staff}
        self._worktop_view = worktop
        self._worktop = WorktopPresenter(
            worktop,
            jobs=jobs,
            notify=notify,
            worktop=home.worktop,
            visits=home.visits,
            staff=staff,
            own_id=home.staff_id,
            at_headquarters=self._at_headquarters,
        )

    def _present_office(self, stick: StickView, printing: PrintingView, about: AboutView, *, last_stick: str) -> None:
        home, jobs, notify = self._home, self._jobs, self._notify
        self._stick = StickPresenter(
            stick,
            jobs=jobs,
            notify=notify,
            exchange=home.exchange,
            visits=home.visits,
            other_side="笔记本" if self._at_headquarters else "总部",
            own_code=home.card.code,
            last_folder=last_stick,
            look_for=_sticks_of(home.seat.paths.folder),
        )
        self._print_view = printing
        self._print = PrintingPresenter(
            printing,
            jobs=jobs,
            notify=notify,
            papers=home.papers,
            paper_lists=home.paper_lists,
            blanks=home.blanks,
            cases=home.cases,
            form_templates=home.form_templates,
            kept=self._kept,
        )
        self._about = AboutPresenter(
            about, jobs=jobs, notify=notify, exchange=home.exchange, card=home.card, folder=home.seat.paths.folder
        )

    def _present_people(self) -> None:
        home, view = self._home, self._staff_view
        self._staff = StaffPresenter(
            view, jobs=self._jobs, notify=self._notify, staff=home.staff, locking=home.locking, may=home.may
        )
        view.lock_requested.connect(self.lock_requested)
        view.idle_chosen.connect(self.idle_chosen)
        if not home.may("companions.choose"):
            return
        bar = CompanionBar()
        self._window.set_bar(bar, WITH_COMPANION, bar.stops)
        companion = CompanionPresenter(bar, jobs=self._jobs, companions=home.companions)
        companion.refresh()
        self._staff.people_changed.connect(companion.refresh)

    def show_faces(self, body: "ChosenFace | None", title: "ChosenFace | None") -> None:
        """What forms are printed in, and from now on may be chosen."""
        card = self._about_view.faces
        self._faces = FacesPresenter(card, jobs=self._jobs, notify=self._notify, body=body, title=title)
        self._faces.chosen.connect(self.faces_chosen)

    def show_idle(self, in_visit: int, elsewhere: int, *, least: int, most: int) -> None:
        """After how many minutes the window locks itself."""
        self._staff_view.show_idle(in_visit, elsewhere, least=least, most=most)

    def _present_reference(self, about: AboutView) -> None:
        self._reference_view = ReferenceView(
            can_edit=self._home.may("reference.edit_code"),
            sorts=sorts(),
            question_places=question_places(),
            field_places=field_places(),
            tiers=tiers(),
            preview=FieldCell,
        )
        self._reference = ReferencePresenter(
            self._reference_view,
            jobs=self._jobs,
            notify=self._notify,
            reference=self._home.reference,
            templates=self._home.form_templates,
        )
        about.reference_requested.connect(self._show_reference)
        self._reference_view.closed.connect(lambda: self.show_screen("about"))

    def _show_reference(self) -> None:
        self._window.show_page(self._reference_view, entry="about")
        self._reference.refresh()
        self._reference_view.setFocus()

    def _make_spreadsheets(self) -> None:
        home = self._home
        self._sheets_view = SpreadsheetsView()
        self._sheets_view.setWindowTitle("表格导入与导出")
        self._window.add_page(self._sheets_view)
        self._sheets = SpreadsheetsPresenter(
            self._sheets_view,
            jobs=self._jobs,
            notify=self._notify,
            spreadsheets=home.spreadsheets,
            exports=home.sheet_exports,
        )
        self._sheets.cases_changed.connect(self._cases.refresh)
        self._sheets.closed.connect(lambda: self.show_screen(self._sheets_came_from))
        self._about_view.spreadsheets_requested.connect(partial(self.show_spreadsheets, "about"))

    def show_spreadsheets(self, came_from: str, cases: Sequence[str] | None = None) -> None:
        """Shows 表格导入与导出 beside a line of the navigation; `cases` are those to export, None for all."""
        self._sheets_came_from = came_from
        self._sheets.choose(cases)
        self._sheets.refresh()
        self._window.show_page(self._sheets_view, entry=came_from)
        self._sheets_view.setFocus()

    def _present_wizard(self) -> WizardPresenter:
        home = self._home
        PaperNumbers(self.wizard_view.paper_number, jobs=self._jobs, notify=self._notify, blanks=home.blanks)
        return WizardPresenter(
            self.wizard_view,
            jobs=self._jobs,
            notify=self._notify,
            visits=home.visits,
            evidence=home.evidence,
            life_events=home.life_events,
            cases=home.cases,
            now=home.seat.now,
        )

    def _connect(self) -> None:
        self._cases.visit_requested.connect(lambda case_id: self.wizard.start(case_id or None))
        self._cases.print_requested.connect(self.show_print)
        self._cases.later_requested.connect(self._on_print_later)
        self._worktop.resume_requested.connect(self.wizard.resume)
        self._worktop.new_requested.connect(partial(self.wizard.start, None))
        self._worktop.visit_requested.connect(self.wizard.start)
        self._worktop.list_requested.connect(self._on_list_requested)
        self._stick.cases_changed.connect(self._cases.refresh)
        self._stick.stick_chosen.connect(self.stick_chosen)
        self._print.closed.connect(lambda: self.show_screen(self._came_from))
        self._about.scale_chosen.connect(self.scale_chosen)
        self._about.enrolled.connect(self._on_enrolled)
        if "print" in self._offered:
            self._about_view.offer_printers()
        self._about_view.printers_requested.connect(self._on_printers)
        self.wizard.told.connect(self._window.show_saved)
        self.wizard.opened.connect(lambda: self._window.show_page(self.wizard_view))
        self.wizard.left.connect(lambda: self.show_screen("worktop"))
        self.wizard.finished.connect(self._on_finished)

    def show_print(self, households: Sequence[tuple[str, str]]) -> None:
        """Shows how the form of one household will look, or how those of several are to be printed."""
        subjects = [Subject(case_id, number) for case_id, number in households]
        self._window.show_page(self._print_view, entry="print")
        if len(subjects) == 1:
            self._print.show_household(subjects[0])
        else:
            self._print.show_households(subjects)

    def _on_printers(self) -> None:
        self._came_from = "about"
        self._window.show_page(self._print_view, entry="print")
        self._print.show_settings(is_from_elsewhere=True)

    def _on_print_later(self, households: Sequence[tuple[str, str]]) -> None:
        self._print.print_later([case_id for case_id, _ in households])
        self._cases.clear_marks()

    def _on_not_read(self, problem: FieldSurveyError) -> None:
        # Whatever the open visits are, somebody who has signed in must not stand before the sign-in screen.
        self._on_first_read()
        self._notify.error(problem)

    def _on_first_read(self) -> None:
        self._worktop.read.disconnect(self._on_first_read)
        self._window.show_page(self._screens["worktop"], entry="worktop")
        self._came_from = "worktop"
        self._worktop_view.to_work()
        self.backups.start()
        self.arrived.emit()

    def _on_list_requested(self, asked: "CaseFilter") -> None:
        self._came_from = "cases"
        self._window.show_page(self._cases_view, entry="cases")
        self._cases.show_filtered(asked)
        self._cases.refresh()
        self._cases_view.table.setFocus()

    def _on_enrolled(self, card: "HomeCard") -> None:
        self._window.show_person(f"{self._home.staff_name}  {_place(card)}")
        self._stick.be_known_as(card.code)

    def _on_finished(self, done: "Finished", later: bool) -> None:
        if done.outcome:
            # To the next door.
            self.show_screen("worktop")
            self._notify.done(f"已记下“{done.outcome}”,存成一张修改单。请到“U盘同步”写给总部。")
            return
        self._window.show_page(self._cases_view, entry="cases")
        self._cases.clear()
        self._cases.refresh(stand_on=done.case_id)
        if not done.change_id:
            self._notify.tell("没有新的内容,没有另存修改单。")
            return
        said = "已存为待补" if later else "已完成"
        told = f"{said},存成一张修改单。可以按“打印”请户主签字,再到“U盘同步”写给总部。"
        if done.problems:
            blocking = sum(bool(problem.blocks) for problem in done.problems)
            self._notify.warn(f"{told}还有 {len(done.problems)} 处没填好,{blocking} 处影响审定,见右边“待补”。")
        else:
            self._notify.done(told)


def _sticks_of(home: Path) -> Callable[[], list[tuple[str, str]]]:
    """Where to look for sticks: one that practises has a folder for a stick, and real sticks are left in peace."""
    practice = practice_of(home)
    return partial(_practice_stick, practice / STICK) if practice else plugged_in


def _practice_stick(folder: Path) -> list[tuple[str, str]]:
    return [(str(folder), "练习U盘")] if folder.is_dir() else []


def _place(card: "HomeCard") -> str:
    if card.kind == "headquarters":
        return card.organisation
    return f"{card.code} {card.organisation}".strip()
