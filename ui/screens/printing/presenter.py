"""打印与回收: papers by where they are, marking them on, and what is to be printed, from here or from other screens."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.case_filter import CaseFilter, Order
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.blanks import Blanks
from fieldsurvey.services.case_rows import CasePage
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.form_templates import FormTemplates
from fieldsurvey.services.paper_lines import Marked, PaperCounts
from fieldsurvey.services.paper_lists import PaperLists
from fieldsurvey.services.papers import Papers
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.printing.files import PdfFiles
from ui.screens.printing.flow import PrintFlow
from ui.screens.printing.reading import ReadLists
from ui.screens.printing.sources import FREE, Changed, OfHouseholds, OfNobody, stages_of
from ui.screens.printing.view import PrintingView
from ui.screens.printing.wanted import Subject, Wanted
from ui.settings_kept import KeptSettings

if TYPE_CHECKING:
    from ui.screens.printing.printers import Printers

# So many households are shown at a look.
SEEN = 20
# What marks a paper on, what marks it back, and the words for it.
MARKS = {
    "sign": ("signed", "标为已签,等盖章"),
    "seal": ("returned", "标为已盖章、收回"),
    "unsign": ("printed", "退回待签"),
    "unseal": ("signed", "退回待盖章"),
    "restore": ("printed", "恢复为待签"),
    "void": ("void", "作废;在“作废的”里可以恢复"),
}
PREVIEWED = "这是预览。打印或存为 PDF 时才编号,打出的纸才有效。"


class PrintingPresenter(QObject):
    """Signals:
    closed: back to the screen from which households were to be printed.
    """

    closed = Signal()

    def __init__(
        self,
        view: PrintingView,
        *,
        jobs: Jobs,
        notify: Notify,
        papers: Papers,
        paper_lists: PaperLists,
        blanks: Blanks,
        cases: Cases,
        form_templates: FormTemplates,
        kept: KeptSettings,
        printers: "Printers | None" = None,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._papers = papers
        self._lists = paper_lists
        self._blanks = blanks
        self._cases = cases
        self._kept = kept
        self._flow_wanted: Wanted | None = None
        self._came_from_lists = True
        self._came_from_sheet = False
        self._flow = PrintFlow(view, jobs=jobs, notify=notify, cards=form_templates.cards, kept=kept, printers=printers)
        self._files = PdfFiles(view, jobs=jobs, notify=notify, parent=self)
        self._reading = ReadLists(
            view, jobs=jobs, notify=notify, lists=paper_lists, blanks=blanks, is_busy=self._is_busy
        )
        self._connect()

    def _is_busy(self) -> bool:
        return self._flow.is_busy or self._files.is_busy

    def _connect(self) -> None:
        view, flow = self._view, self._flow
        view.lists.opened.connect(self._on_opened)
        view.lists.chosen.connect(self._on_chosen)
        view.lists.act_requested.connect(self._on_act)
        view.lists.settings_requested.connect(partial(self.show_settings, is_from_elsewhere=False))
        view.preview.closed.connect(self._on_preview_closed)
        view.preview.print_requested.connect(self._on_print_seen)
        view.preview.save_requested.connect(self._on_save_seen)
        view.sheet.save_requested.connect(self._on_save)
        view.sheet.folder_requested.connect(self._on_folder)
        flow.closed.connect(self._on_closed)
        flow.preview_requested.connect(self._on_look)
        flow.printed.connect(self._on_done)
        self._files.saved.connect(self._on_saved)

    def show_lists(self) -> None:
        """Shows the lists, read anew; a run that waits for somebody, or a choice being made, stays in view."""
        if not self._is_busy():
            self._came_from_lists = True
            self._view.turn_to("lists")
        self.refresh()

    def show_household(self, subject: Subject) -> None:
        """Shows how the form of a household will look, to be printed from there."""
        wanted = self._households([subject])
        self._come_with(wanted)
        if self._flow.is_busy:
            self._flow.open(self._flow_wanted)
        else:
            # From the lists, whatever page was left in view.
            self._view.turn_to("lists")
            self._look(wanted)

    def show_households(self, subjects: Sequence[Subject]) -> None:
        """Shows the sheet on which the printing of these households is decided."""
        self._come_with(self._households(subjects))
        self._flow.open(self._flow_wanted)

    def show_settings(self, *, is_from_elsewhere: bool) -> None:
        """Shows how forms are printed on this machine."""
        self._came_from_lists = not is_from_elsewhere
        self._flow.open(None)

    def print_later(self, case_ids: Sequence[str]) -> None:
        """Puts households on the list 稍后打印."""
        put = partial(self._papers.print_later, list(case_ids))
        self._jobs.submit(self, put, then=lambda done: self._notify.done(_told_put(len(done.papers), done.already)))

    def refresh(self) -> None:
        """Reads counts and the list in view. What has changed is compared when somebody turns to it."""
        self._jobs.submit(self, self._lists.counts, then=self._on_counts)
        self._reading.read()

    def _come_with(self, wanted: Wanted) -> None:
        self._came_from_lists = False
        self._flow_wanted = wanted
        self._look_for_unfinished(wanted)

    def _look_for_unfinished(self, wanted: Wanted) -> None:
        """What was typed in a visit that is still open is on disk, and on no paper: whoever prints is told before."""
        look = partial(self._papers.unfinished, list(wanted.shown))
        self._jobs.submit(self, look, then=self._on_unfinished)

    def _on_unfinished(self, case_ids: list[str]) -> None:
        if case_ids:
            named = "这一户" if len(case_ids) == 1 else f"其中 {len(case_ids)} 户"
            self._notify.warn(f"{named}有没做完的入户,那里面写的不会印出来。请先“完成”或“存为待补”,再打印。")

    def _households(self, subjects: Sequence[Subject]) -> Wanted:
        shown = tuple(subject.id for subject in subjects)
        return Wanted(f"{len(subjects)} 户", tuple(subjects), OfHouseholds(self._papers), shown=shown)

    def _on_counts(self, counts: PaperCounts) -> None:
        names = ("to_print", "printed", "signed", "returned", "blanks", "void")
        self._view.lists.show_counts({name: getattr(counts, name) for name in names})

    def _on_chosen(self, line_id: str) -> None:
        row = self._reading.rows.get(line_id)
        self._view.lists.show_advice(row.advice if row else "")

    def _on_opened(self, line_id: str) -> None:
        row = self._reading.rows.get(line_id)
        if row is None or not row.case_id:
            return
        if self._view.lists.shown == "blanks":
            # Nothing is filled in that one could look at; what may be wanted is another blank of this household.
            self._open_blanks([Subject(row.case_id, row.number)])
        elif wanted := self._wanted_of([line_id]):
            self._came_from_lists = True
            self._look(wanted)

    def _on_look(self) -> None:
        if self._flow.wanted is not None:
            self._look(self._flow.wanted)

    def _look(self, wanted: Wanted) -> None:
        """Shows what would be printed: this part of the form, for so many copies."""
        self._came_from_sheet = self._view.page == "sheet"
        self._flow_wanted = wanted
        case_ids, (first, stage) = list(wanted.shown[:SEEN]), stages_of(wanted.part)
        copies = self._flow.copies if self._came_from_sheet else self._kept.print_choice(wanted.form).copies or None
        title = "看样子" if len(case_ids) == 1 else f"看样子(前 {len(case_ids)} 户)"
        self._view.preview.show_nothing(title)
        self._view.turn_to("preview")
        work = partial(self._papers.preview, case_ids, form=wanted.form, first=first, stage=stage, copies=copies)
        then = partial(self._on_preview, wanted, title)
        self._jobs.submit(self, work, then=then, failed=self._on_no_preview, doing="正在排版…")

    def _on_preview(self, wanted: Wanted | None, title: str, pdf: bytes) -> None:
        # Whoever has gone on to another household meanwhile is shown that one.
        if wanted is self._flow_wanted and self._view.page == "preview":
            self._view.preview.show_pdf(title, PREVIEWED, pdf)

    def _on_no_preview(self, problem: FieldSurveyError) -> None:
        self._on_preview_closed()
        self._notify.error(problem)

    def _on_print_seen(self) -> None:
        self._flow.open(self._flow_wanted)

    def _on_save_seen(self) -> None:
        self._flow.open(self._flow_wanted, then=self._view.sheet.ask_file)

    def _on_act(self, name: str) -> None:
        if name in MARKS:
            self._mark(name)
        elif name == "blanks":
            self._want_blanks()
        elif wanted := self._wanted_of(self._view.lists.marked):
            self._came_from_lists = True
            self._flow_wanted = wanted
            self._look_for_unfinished(wanted)
            self._flow.open(wanted)

    def _mark(self, name: str) -> None:
        chosen = [line_id for line_id in self._view.lists.marked if line_id in self._reading.rows]
        state, told = MARKS[name]
        mark = partial(self._lists.mark, chosen, state)
        self._jobs.submit(self, mark, then=partial(self._on_marked, told), doing="正在标记…")

    def _on_marked(self, told: str, marked: Marked) -> None:
        self._notify.done(f"{marked.papers} 张表{told}。")
        self._view.lists.clear_marks()
        self.refresh()

    def _wanted_of(self, line_ids: Sequence[str]) -> Wanted | None:
        """The papers of these lines: those that wait are printed for their household, those that changed anew."""
        rows = [self._reading.rows[line_id] for line_id in line_ids if line_id in self._reading.rows]
        if not rows:
            return None
        anew = self._view.lists.shown == "changed"
        source = Changed(self._papers) if anew else OfHouseholds(self._papers)
        subjects = tuple(Subject(row.id if anew else row.case_id, row.number, row.case_id) for row in rows)
        forms = {row.form for row in rows}
        if len(forms) > 1:
            self._notify.warn("选的纸表不是同一种表格。请一次选同一种。")
            return None
        part = rows[0].part
        # One look shows one part of the form: the papers of which this one is printed.
        shown = tuple(row.case_id for row in rows if row.part == part)
        title = f"{len(rows)} 张改过的" if anew else f"{len(rows)} 户"
        unit = "张" if anew else "户"
        return Wanted(
            title, subjects, source, forms.pop(), has_forms=False, shown=shown, is_anew=anew, counted_in=unit, part=part
        )

    def _want_blanks(self) -> None:
        if not self._view.lists.for_everybody:
            count = self._view.lists.blanks
            if not count:
                self._notify.warn("请先写要几张空白表。")
                return
            self._open_blanks([Subject(f"{FREE}{number}", f"空白表{number}") for number in range(1, count + 1)])
            return
        find = partial(
            self._cases.find, "", asked=CaseFilter(unvisited=True), order=Order("address"), limit=500, counted=False
        )
        self._jobs.submit(self, find, then=self._on_to_visit, doing="正在找待入户的户…")

    def _on_to_visit(self, page: CasePage) -> None:
        if page.rows:
            self._open_blanks([Subject(row.case_id, row.survey_no) for row in page.rows])
        else:
            self._notify.tell("本轮没有待入户的户了。要空白表,请写要几张。")

    def _open_blanks(self, subjects: Sequence[Subject]) -> None:
        self._came_from_lists = True
        title = f"{len(subjects)} 张空白表"
        self._flow_wanted = Wanted(title, tuple(subjects), OfNobody(self._blanks), is_blank=True, counted_in="张")
        self._flow.open(self._flow_wanted)

    def _on_save(self, path: str) -> None:
        self._to_files(self._files.save, path)

    def _on_folder(self, folder: str) -> None:
        self._to_files(self._files.save_each, folder)

    def _to_files(self, save: Callable[[Wanted, str, int, str], None], where: str) -> None:
        if self._flow.wanted is not None and not self._flow.is_busy:
            save(self._flow.wanted, self._flow.form, self._flow.copies, where)

    def _on_saved(self, done: list[str]) -> None:
        # A second print or file would be a second paper: whoever wants that, asks for it anew.
        self._on_closed()
        self._on_done(done)

    def _on_done(self, _: list[str]) -> None:
        self._view.lists.clear_marks()
        self.refresh()

    def _on_preview_closed(self) -> None:
        if self._came_from_sheet:
            self._flow.open(self._flow_wanted)
        else:
            self._on_closed()

    def _on_closed(self) -> None:
        self._view.turn_to("lists")
        if self._came_from_lists:
            self._view.lists.to_work()
        else:
            self._came_from_lists = True
            self.closed.emit()


def _told_put(put: int, already: int) -> str:
    parts = [f"已放到“打印”里的“稍后打印”:{put} 户。"] if put else []
    parts += [f"{already} 户本来就在里面。"] if already else []
    return "".join(parts)
