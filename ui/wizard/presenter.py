"""The visit: what was answered goes to the draft at once, and one comes back to the field one was at."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.divisions import division_note
from fieldsurvey.case.worker import SHARED
from fieldsurvey.clock import business_date, system_now
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.draft_views import DraftView
from fieldsurvey.services.evidence import Evidence
from fieldsurvey.services.life_events import LifeEvents
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.notify import Notify
from ui.wizard.cell import FieldCell
from ui.wizard.checked import Checked
from ui.wizard.counting import Counting
from ui.wizard.elsewhere import Elsewhere
from ui.wizard.ending import Ending
from ui.wizard.evidence import EVIDENCE_STEP, EvidencePart
from ui.wizard.judging import Judging
from ui.wizard.life_presenter import LifePresenter
from ui.wizard.lists import Lists
from ui.wizard.marks import Marks, news
from ui.wizard.page import StepPage
from ui.wizard.saving import Saving
from ui.wizard.sheet import Sheet
from ui.wizard.spelling import Spelling
from ui.wizard.stairs import Switching
from ui.wizard.view import WizardView
from ui.wizard.visiting import Visiting


class WizardPresenter(QObject):
    """Carries one visit at a time between the view and the services.

    Signals:
        told: state and sentence for the status bar.
        opened: a visit is in view.
        left: the user went back to the list; everything is on disk.
        finished: what came of it, and whether it was put off as 待补.
    """

    told = Signal(str, str)
    opened = Signal()
    left = Signal()
    finished = Signal(object, bool)

    def __init__(
        self,
        view: WizardView,
        *,
        jobs: Jobs,
        notify: Notify,
        visits: Visits,
        evidence: Evidence,
        life_events: LifeEvents | None = None,
        cases: Cases | None = None,
        now: Callable[[], datetime] = system_now,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._visits = visits
        self._now = now
        self._draft: DraftView | None = None
        self._is_opening = False
        self._sheet = Sheet()
        self._marks = Marks()
        self._spelling = Spelling(jobs, visits, self._sheet, self)
        self._elsewhere = Elsewhere(jobs, visits, self._sheet, self)
        self._judging = Judging(self._sheet, self._marks, today=self._today, cell=self._cell, elsewhere=self._elsewhere)
        self._make_parts(evidence)
        self._connect()
        self._events: LifePresenter | None = None
        if life_events is not None and cases is not None:
            self._events = LifePresenter(view.events, jobs=jobs, notify=notify, life_events=life_events, cases=cases)
            self._events.done.connect(self._on_event_done)
            view.offer_events()

    def start(self, case_id: str | None, *, at: str = "") -> None:
        """Begins a visit to a household, or a new household; goes on with its draft if there is one.

        `at` is the address of the field to open it at, instead of where one was.
        """
        self._open(partial(self._visits.start, case_id), at=at)

    def resume(self, draft_id: str) -> None:
        """Goes on with a draft at the page and the field one was at."""
        self._open(partial(self._visits.view, draft_id))

    def flush(self) -> None:
        """Hands over what is being typed; at a change of page, at leaving, at the end of the program."""
        for page in self._view.pages():
            page.offer_all()
        self.saving.retry()

    @property
    def is_open(self) -> bool:
        """True while a visit is in view."""
        return self._draft is not None

    def _make_parts(self, evidence: Evidence) -> None:
        view, jobs, notify, visits, sheet = self._view, self._jobs, self._notify, self._visits, self._sheet
        self.saving = saving = Saving(jobs, visits, self)
        self._lists = Lists(jobs, visits, saving=saving, sheet=sheet, marks=self._marks, notify=notify, parent=self)
        self._checked = Checked(view, jobs=jobs, visits=visits, sheet=sheet, today=self._today, parent=self)
        self._counting = Counting(
            view, sheet, today=self._today, elsewhere=self._elsewhere, checked=self._checked, parent=self
        )
        self._evidence = EvidencePart(
            view, jobs=jobs, evidence=evidence, sheet=sheet, notify=notify, today=self._today, parent=self
        )
        self._switching = Switching(
            view.doors, jobs=jobs, notify=notify, visits=visits, saving=saving, flush=self.flush, parent=self
        )
        self._ending = Ending(
            view, jobs=jobs, notify=notify, visits=visits, saving=saving, flush=self.flush, parent=self
        )
        self._visiting = Visiting(
            view, sheet=sheet, lists=self._lists, saving=saving, notify=notify, now=self._now, parent=self
        )

    def _connect(self) -> None:
        self._spelling.spelled.connect(self._on_spelled)
        self._counting.counted.connect(self._on_counted)
        view = self._view
        view.page_made.connect(self._on_page_made)
        view.step_requested.connect(self._go)
        view.point_opened.connect(self._on_point)
        view.save_requested.connect(self.flush)
        self._ending.ended.connect(self._on_ended)
        self._ending.left.connect(self.left)
        self._ending.finished.connect(self.finished)
        view.events_requested.connect(self._on_events)
        view.events.left.connect(lambda: self._go(view.step))
        self._visiting.ended.connect(partial(self._ending.finish, later=False))
        self._visiting.turned.connect(lambda at: self._go(self._sheet.step_of(at) or self._view.step, focus=at))
        self._switching.arrived.connect(self._on_opened)
        self.saving.told.connect(self.told)
        self.saving.saved.connect(self._on_saved)
        self.saving.refused.connect(self._on_refused)
        self._lists.renewal_wanted.connect(self._renew)
        self._evidence.renewal_wanted.connect(self._renew)
        self._lists.changed.connect(self._on_rows_changed)
        self._lists.row_shown.connect(lambda section: self._judging.judge_answered(section.cells()))

    def _open(self, opening: "partial[DraftView]", *, at: str = "") -> None:
        # A second press must neither begin another household nor throw away what is being typed in this one.
        if self._is_opening or self.is_open:
            return
        self._is_opening = True
        # The list of divisions is read once, and not when the first number is judged: somebody is typing then.
        self._jobs.submit(self, partial(division_note, "110101"))
        then = partial(self._on_opened, at=at)
        self._jobs.submit(self, opening, then=then, failed=self._on_not_opened, doing="正在打开…")

    def _on_not_opened(self, problem: FieldSurveyError) -> None:
        self._is_opening = False
        self._notify.error(problem)

    def _on_opened(self, draft: DraftView, at: str = "") -> None:
        self._is_opening = False
        self._draft = draft
        self._sheet.take(draft.document, draft.in_force, draft.rules)
        self._judging.begin(draft.case_id)
        self.saving.begin(draft.draft_id, draft.saved_at)
        self._view.reset(draft.name, draft.survey_no, self._sheet.text("home_address"))
        self._view.catalogue = draft.in_force.catalogue
        self._marks.begin(draft)
        self._lists.begin(draft)
        self._checked.begin(draft)
        self._evidence.begin(draft)
        self._visiting.begin(draft.case_id)
        self._view.show_notice(news(draft))
        self.opened.emit()
        self._switching.begin(draft.draft_id)
        self._ending.begin(draft.draft_id)
        self._go(draft.page if draft.page in STEPS else 1, focus=draft.focus)
        if at:
            self._on_point(at)
        self._spelling.remember()

    def _go(self, step: int, *, focus: str = "") -> None:
        if self._draft is None:
            return
        self.flush()
        self._view.show_step(step)
        page = self._view.page(step)
        if page is None:
            self._counting.show()
            self.saving.turn_to(step, "")
            self._view.write_first()
        else:
            page.look_back_from(self._sheet.visited_on(self._today()))
            if not (focus and page.write(focus)):
                page.write_first()
                self.saving.turn_to(step, focus)
        self._counting.note()

    def _on_page_made(self, page: StepPage) -> None:
        page.set_choices(self._sheet.members(), self._spelling.initials, self._spelling.texts)
        page.show_fields(self._sheet.document)
        for section in page.sections.values():
            self._lists.take_in(section)
        self._evidence.take_in(page)
        page.answered.connect(self._on_answered)
        page.writing.connect(self.saving.note_writing)
        page.entered.connect(partial(self.saving.turn_to, page.step))
        page.left.connect(self._on_left)
        page.cell_made.connect(lambda cell: self._judging.judge_answered([cell]))
        page.section_made.connect(self._lists.take_in)
        self._judging.judge_answered(page.cells())
        self._marks.mark_news(page.cells())

    def _on_answered(self, address: str, value: Value) -> None:
        self._sheet.put(address, value)
        self.saving.save(address, value)
        cell = self._cell(address)
        if cell is not None:
            self._judging.mark([cell])
            self._judging.relieve(cell)
        self._counting.note_answer()
        if address.count("/") == 2:
            self._lists.renew_line(address)
        else:
            self._mind(address)
        if address in ("name", "home_address"):
            self._view.show_name(
                self._sheet.text("name"), self._sheet.text("survey_no"), self._sheet.text("home_address")
            )
            self._switching.refresh()

    def _mind(self, address: str) -> None:
        """Another answer may make other fields a question; and the worker is one of the members."""
        for page in self._view.pages():
            page.mind(self._sheet.document)
        if address in SHARED:
            self._lists.show("members")

    def _on_left(self, address: str) -> None:
        cell = self._cell(address)
        if cell is None:
            return
        self._judging.judge(cell)
        if address.endswith("/name") and address.startswith("members/"):
            self._spelling.spell()
        self._counting.note()

    def _on_rows_changed(self) -> None:
        self._judging.compare()
        self._spelling.spell()
        self._counting.note()
        # When that reached the disk, the draft knows.
        self._renew("")

    def _on_saved(self, address: str) -> None:
        cell = self._cell(address)
        was_refused = self._judging.take_back(address)
        if cell is not None:
            cell.show_saved(is_right=self._judging.is_right(cell))
            if was_refused:
                self._judging.judge(cell)
        if address.rpartition("/")[2] in ("identity", "relation"):
            # The service reads off what follows from it, where that is still empty.
            self._renew("")

    def _on_refused(self, address: str, sentence: str) -> None:
        told = self._judging.refuse(address, sentence)
        cell = self._cell(address)
        if cell is not None:
            self._judging.judge(cell)
        else:
            self._notify.warn(told)

    def _renew(self, open_row: str) -> None:
        if self._draft is not None:
            view = partial(self._visits.view, self._draft.draft_id)
            self._jobs.submit(self, view, then=partial(self._on_renewed, open_row))

    def _on_renewed(self, open_row: str, draft: DraftView) -> None:
        if self._draft is None or draft.draft_id != self._draft.draft_id:
            return
        self._draft = draft
        self.saving.note_kept(draft.saved_at)
        self._marks.begin(draft)
        self._sheet.take(draft.document, draft.in_force, draft.rules)
        for address, value in self.saving.on_their_way.items():
            self._sheet.put(address, value)
        for page in self._view.pages():
            page.show_fields(self._sheet.document)
        self._lists.show_open_rows()
        if open_row:
            self._lists.show_all(open_row)
        for page in self._view.pages():
            self._judging.mark(page.cells())
        self._spelling.spell()
        self._view.show_notice(news(draft))
        self._judging.compare()
        self._counting.note()

    def _on_point(self, address: str) -> None:
        step = self._sheet.step_of(address)
        if step:
            self._go(step, focus=address)
            self._on_left(address)

    def _on_ended(self) -> None:
        self._draft = None
        self._switching.begin("")

    def _on_counted(self) -> None:
        if self._view.step == EVIDENCE_STEP:
            self._evidence.renew()

    def _on_events(self) -> None:
        self._ending.when_safe(self._show_events)

    def _show_events(self) -> None:
        # Pressed once more, it must not begin anew what is being filled in there.
        if self._draft is not None and self._events is not None and not self._view.events.isVisible():
            self._events.begin(self._draft.case_id, self._sheet)
            self._view.show_events()

    def _on_event_done(self) -> None:
        # Whole rows have come and gone: everything is shown anew, at the step one was at.
        if self._draft is not None:
            view = partial(self._visits.view, self._draft.draft_id)
            self._jobs.submit(self, view, then=self._on_opened)

    def _on_spelled(self) -> None:
        spelling = self._spelling
        self._evidence.set_initials(spelling.initials)
        for page in self._view.pages():
            page.set_choices(self._sheet.members(), spelling.initials, spelling.texts)
        self._lists.name_members()

    def _cell(self, address: str) -> FieldCell | None:
        return next((cell for page in self._view.pages() if (cell := page.cell(address)) is not None), None)

    def _today(self) -> date:
        return business_date(self._now())
