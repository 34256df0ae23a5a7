"""The visit: what was answered goes to the draft at once, and one comes back to the field one was at."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.checks import division_note
from fieldsurvey.case.problems import field_note, field_problem
from fieldsurvey.case.worker import SHARED
from fieldsurvey.clock import business_date, system_now
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.draft_views import DraftView, Finished
from fieldsurvey.services.evidence import Evidence
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.models.initials import initials_of
from ui.notify import Notify
from ui.wizard.cell import FieldCell
from ui.wizard.counting import Counting
from ui.wizard.lists import Lists
from ui.wizard.marks import Marks, news
from ui.wizard.page import StepPage
from ui.wizard.saving import Saving
from ui.wizard.sheet import Sheet, labels_of
from ui.wizard.stairs import Switching
from ui.wizard.view import WizardView
from ui.wizard.visiting import Visiting


class WizardPresenter(QObject):
    """Carries one visit at a time between the view and the services.

    Signals:
        told: state and sentence for the status bar.
        opened: a visit is in view.
        left: the user went back to the list; everything is on disk.
        finished: the case, and whether it was put off as 待补.
    """

    told = Signal(str, str)
    opened = Signal()
    left = Signal()
    finished = Signal(str, bool)

    def __init__(
        self,
        view: WizardView,
        *,
        jobs: Jobs,
        notify: Notify,
        visits: Visits,
        evidence: Evidence,
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
        self._refused: dict[str, str] = {}
        self._sheet = Sheet()
        self._marks = Marks()
        self._initials: dict[str, str] = {}
        self._texts: dict[str, list[str]] = {}
        self._make_parts(evidence)
        self._connect()

    def start(self, case_id: str | None) -> None:
        """Begins a visit to a household, or a new household; goes on with its draft if there is one."""
        self._open(partial(self._visits.start, case_id))

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
        self.saving = Saving(self._jobs, self._visits, self)
        self._lists = Lists(
            self._jobs,
            self._visits,
            evidence=evidence,
            saving=self.saving,
            sheet=self._sheet,
            marks=self._marks,
            notify=self._notify,
            parent=self,
        )
        self._counting = Counting(self._view, self._sheet, today=self._today, parent=self)
        self._switching = Switching(
            self._view.doors,
            jobs=self._jobs,
            notify=self._notify,
            visits=self._visits,
            saving=self.saving,
            flush=self.flush,
            parent=self,
        )
        self._visiting = Visiting(
            self._view,
            sheet=self._sheet,
            lists=self._lists,
            saving=self.saving,
            notify=self._notify,
            now=self._now,
            parent=self,
        )

    def _connect(self) -> None:
        view = self._view
        view.page_made.connect(self._on_page_made)
        view.step_requested.connect(self._go)
        view.point_opened.connect(self._on_point)
        view.save_requested.connect(self.flush)
        view.leave_requested.connect(self._on_leave)
        view.finish_requested.connect(self._on_finish)
        view.file_chosen.connect(self._lists.add_file)
        self._visiting.ended.connect(partial(self._on_finish, later=False))
        self._visiting.turned.connect(lambda at: self._go(self._sheet.step_of(at) or self._view.step, focus=at))
        self._switching.arrived.connect(self._on_opened)
        self.saving.told.connect(self.told)
        self.saving.saved.connect(self._on_saved)
        self.saving.refused.connect(self._on_refused)
        self._lists.renewal_wanted.connect(self._renew)
        self._lists.changed.connect(self._on_rows_changed)
        self._lists.row_shown.connect(lambda section: self._judge_answered(section.cells()))

    def _open(self, opening: "partial[DraftView]") -> None:
        # A second press must neither begin another household nor throw away what is being typed in this one.
        if self._is_opening or self.is_open:
            return
        self._is_opening = True
        # The list of divisions is read once, and not when the first number is judged: somebody is typing then.
        self._jobs.submit(self, partial(division_note, "110101"))
        self._jobs.submit(self, opening, then=self._on_opened, failed=self._on_not_opened, doing="正在打开…")

    def _on_not_opened(self, problem: FieldSurveyError) -> None:
        self._is_opening = False
        self._notify.error(problem)

    def _on_opened(self, draft: DraftView) -> None:
        self._is_opening = False
        self._refused.clear()
        self._draft = draft
        self._sheet.take(draft.document, draft.in_force)
        self.saving.begin(draft.draft_id, draft.saved_at)
        self._view.reset(draft.name, draft.survey_no, self._text("home_address"))
        self._view.catalogue = draft.in_force.catalogue
        self._marks.begin(draft)
        self._lists.begin(draft)
        self._visiting.begin()
        self._view.show_notice(news(draft))
        self.opened.emit()
        self._switching.begin(draft.draft_id)
        self._go(draft.page if draft.page in STEPS else 1, focus=draft.focus)
        self._jobs.submit(self, self._visits.remembered, then=self._on_remembered)

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
        elif not (focus and page.write(focus)):
            page.write_first()
            self.saving.turn_to(step, focus)
        self._counting.note()

    def _on_page_made(self, page: StepPage) -> None:
        page.set_choices(self._sheet.members(), self._initials, self._texts)
        page.show_fields(self._sheet.document)
        for section in page.sections.values():
            self._lists.take_in(section)
        page.answered.connect(self._on_answered)
        page.writing.connect(self.saving.note_writing)
        page.entered.connect(partial(self._on_entered, page.step))
        page.left.connect(self._on_left)
        page.cell_made.connect(self._on_cell_made)
        page.section_made.connect(self._lists.take_in)
        self._judge_answered(page.cells())
        self._marks.mark_news(page.cells())

    def _on_cell_made(self, cell: FieldCell) -> None:
        self._judge_answered([cell])

    def _on_entered(self, step: int, address: str) -> None:
        self.saving.turn_to(step, address)

    def _on_answered(self, address: str, value: Value) -> None:
        self._sheet.put(address, value)
        self.saving.save(address, value)
        self._mark([cell for cell in [self._cell(address)] if cell is not None])
        self._counting.note_answer()
        if address.count("/") == 2:
            self._lists.renew_line(address)
        else:
            self._mind(address)
        if address in ("name", "home_address"):
            self._view.show_name(self._text("name"), self._text("survey_no"), self._text("home_address"))
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
        self._judge(cell)
        if address.endswith("/name") and address.startswith("members/"):
            self._spell()
        self._counting.note()

    def _on_rows_changed(self) -> None:
        self._spell()
        self._counting.note()

    def _judge(self, cell: FieldCell) -> None:
        refused = self._refused.get(cell.address)
        if refused is not None:
            cell.show_problem(refused, "")
            return
        value, row = self._sheet.value(cell.address), self._sheet.beside(cell.address)
        sentence = field_problem(cell.field, value, self._today(), row)
        cell.show_problem(sentence or field_note(cell.field, value), cell.field.blocks if sentence else "")

    def _judge_answered(self, cells: Iterable[FieldCell]) -> None:
        # What was never answered is no reproach to somebody who has just opened the page.
        present = list(cells)
        self._mark(present)
        for cell in present:
            if self._sheet.value(cell.address) is not None:
                self._judge(cell)

    def _mark(self, cells: Iterable[FieldCell]) -> None:
        for cell in cells:
            self._marks.mark(cell, self._sheet.value(cell.address))

    def _on_saved(self, address: str) -> None:
        cell = self._cell(address)
        was_refused = self._refused.pop(address, None) is not None
        if cell is not None:
            cell.show_saved()
            if was_refused:
                self._judge(cell)
        if address.rpartition("/")[2] in ("identity", "relation"):
            # The service reads off what follows from it, where that is still empty.
            self._renew("")

    def _on_refused(self, address: str, sentence: str) -> None:
        self._refused[address] = f"没有存下:{sentence}"
        cell = self._cell(address)
        if cell is not None:
            self._judge(cell)
        else:
            self._notify.warn(self._refused[address])

    def _renew(self, open_row: str) -> None:
        if self._draft is not None:
            view = partial(self._visits.view, self._draft.draft_id)
            self._jobs.submit(self, view, then=partial(self._on_renewed, open_row))

    def _on_renewed(self, open_row: str, draft: DraftView) -> None:
        if self._draft is None or draft.draft_id != self._draft.draft_id:
            return
        self._draft = draft
        self._marks.begin(draft)
        self._sheet.take(draft.document, draft.in_force)
        for address, value in self.saving.on_their_way.items():
            self._sheet.put(address, value)
        for page in self._view.pages():
            page.show_fields(self._sheet.document)
        self._lists.show_open_rows()
        if open_row:
            self._lists.show_all(open_row)
        for page in self._view.pages():
            self._mark(page.cells())
        self._spell()
        self._view.show_notice(news(draft))
        self._counting.note()

    def _on_point(self, address: str) -> None:
        step = self._sheet.step_of(address)
        if step:
            self._go(step, focus=address)
            self._on_left(address)

    def _on_leave(self) -> None:
        self.flush()
        self.saving.when_safe(self._leave, otherwise=self._stay)

    def _leave(self) -> None:
        if self._has_more():
            self._on_leave()
            return
        self._draft = None
        self._switching.begin("")
        self.left.emit()

    def _stay(self) -> None:
        self._notify.warn("还有内容没能存下,先不要离开。请看状态栏和标红的项,再按 Ctrl+S。")

    def _on_finish(self, later: bool) -> None:
        self.flush()
        self.saving.when_safe(partial(self._finish, later=later), otherwise=self._stay)

    def _has_more(self) -> bool:
        """Whether something was typed while the last of it went to disk."""
        self.flush()
        return bool(self.saving.on_their_way)

    def _finish(self, *, later: bool) -> None:
        if self._has_more():
            self._on_finish(later)
        elif self._draft is not None:
            finish = partial(self._visits.finish, self._draft.draft_id, later=later)
            self._view.setEnabled(False)
            self._jobs.submit(
                self, finish, then=partial(self._on_finished, later), failed=self._on_not_finished, doing="正在封存…"
            )

    def _on_not_finished(self, problem: FieldSurveyError) -> None:
        self._view.setEnabled(True)
        self._notify.error(problem)

    def _on_finished(self, later: bool, done: Finished) -> None:
        self._draft = None
        self._switching.begin("")
        self._view.setEnabled(True)
        self.finished.emit(done.case_id, later)

    def _on_remembered(self, texts: dict[str, list[str]]) -> None:
        self._texts = texts
        self._spell()

    def _spell(self) -> None:
        texts = [text for texts in self._texts.values() for text in texts]
        names = [name for name in (*texts, *(name for _, name in self._sheet.members())) if name not in self._initials]
        if not self._initials:
            names += labels_of(self._sheet.catalogue)
        if names:
            self._jobs.submit(self, partial(initials_of, names), then=self._on_spelled)
        else:
            self._on_spelled({})

    def _on_spelled(self, initials: dict[str, str]) -> None:
        self._initials.update(initials)
        self._view.set_initials(self._initials)
        for page in self._view.pages():
            page.set_choices(self._sheet.members(), self._initials, self._texts)
        self._lists.name_members()

    def _cell(self, address: str) -> FieldCell | None:
        return next((cell for page in self._view.pages() if (cell := page.cell(address)) is not None), None)

    def _text(self, address: str) -> str:
        value = self._sheet.value(address)
        return value if isinstance(value, str) else ""

    def _today(self) -> date:
        return business_date(self._now())
