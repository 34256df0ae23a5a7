"""From the wish to print to paper in hand: choices, the printer household by household, both passes by hand, a PDF."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.form_templates import TemplateCard
from fieldsurvey.settings import PrintChoice
from ui.jobs import ClosingError, Jobs
from ui.notify import Notify
from ui.screens.printing.errors import PrinterFailedError
from ui.screens.printing.print_sheet import NO_PRINTER
from ui.screens.printing.trying import Trying
from ui.screens.printing.view import PrintingView
from ui.screens.printing.wanted import Part, Wanted
from ui.settings_kept import KeptSettings

if TYPE_CHECKING:
    from ui.screens.printing.print_run import PrintRun
    from ui.screens.printing.printers import Printers

BY_HAND = "手动双面:先打所有正面,再按图把纸放回,接着打背面。每户从新的一张纸开始。"
UNTRIED = "这台打印机还没有试过手动双面,请先按“试双面”,用两张纸试一次。"
NO_TURNING = "系统说这台打印机不会自己翻面;若打出来是单面,请改选“手动双面”。"


class PrintFlow(QObject):
    """Signals:
    printed: ids of the subjects that were handed to the printer or written into a file.
    closed: back to where one came from. preview_requested: how it will look.
    """

    printed = Signal(list)
    closed = Signal()
    preview_requested = Signal()

    def __init__(
        self,
        view: PrintingView,
        *,
        jobs: Jobs,
        notify: Notify,
        cards: Callable[[], list[TemplateCard]],
        kept: KeptSettings,
        printers: "Printers | None",
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._kept = kept
        self._given = printers
        self._wanted: Wanted | None = None
        self._cards = cards
        self._forms: dict[str, TemplateCard] = {}
        self._form = "F01"
        self._run: PrintRun | None = None
        self._is_stopped = False
        self._problem: FieldSurveyError | None = None
        self._trying = Trying(view, jobs=jobs, notify=notify, kept=kept, parent=self)
        self._trying.ended.connect(self._show_sheet)
        sheet = view.sheet
        sheet.choice_changed.connect(self._on_choice)
        sheet.form_chosen.connect(self._on_form)
        sheet.part_chosen.connect(self._on_part)
        sheet.print_requested.connect(self.print)
        sheet.dialog_requested.connect(self._ask_system)
        sheet.trial_requested.connect(self._on_trial)
        sheet.preview_requested.connect(self.preview_requested)
        sheet.closed.connect(self.closed)
        view.cancel_requested.connect(self._on_cancel)
        view.put_back.go_on_requested.connect(self._on_put_back)
        view.put_back.given_up.connect(self._on_given_up)

    @property
    def wanted(self) -> Wanted | None:
        """What is to be printed."""
        return self._wanted

    @property
    def form(self) -> str:
        """The form that is chosen."""
        return self._form

    @property
    def is_busy(self) -> bool:
        """Whether a run is on its way, or its stack lies before the printer."""
        return self._run is not None

    @property
    def _printers(self) -> "Printers":
        if self._given is None:
            # Imported here to start faster: printing is rare.
            from ui.screens.printing.printers import Printers

            self._given = Printers()
        return self._given

    def open(self, wanted: Wanted | None, *, then: Callable[[], None] | None = None) -> None:
        """Shows the sheet on which printing is decided; with nothing wanted, for its choices alone.

        The forms of the office are read first; `then` is called when the sheet is in view.
        """
        if self.is_busy:
            self._notify.warn("上一批还没有打完。请等它打完,或先按“停止”。")
            return
        self._wanted = wanted
        if wanted is not None:
            self._form = wanted.form
        self._jobs.submit(self, self._cards, then=partial(self._on_cards, then))

    @property
    def copies(self) -> int:
        """How many of each paper will lie on the table."""
        return self._choice().copies

    def print(self) -> None:
        """Prints as chosen; a printer that has gone is said, and the system asks for another."""
        names = self._printers.names()
        choice = self._choice()
        if not names:
            self._notify.warn(NO_PRINTER)
        elif choice.printer and choice.printer not in names:
            self._notify.warn(f"上次用的打印机“{choice.printer}”找不到了,请在对话框里另选一台。")
            self._ask_system()
        else:
            self._begin(choice)

    def _on_cards(self, then: Callable[[], None] | None, cards: list[TemplateCard]) -> None:
        self._forms = {card.form: card for card in cards}
        if not self.is_busy:
            self._show_sheet()
            if then is not None:
                then()

    def _show_sheet(self) -> None:
        wanted = self._wanted
        forms = {form: card.title for form, card in self._forms.items()}
        if wanted is None:
            self._view.sheet.show_wanted("打印机设置", can_print=False, is_many=False, is_seen=False)
        else:
            self._view.sheet.show_wanted(
                f"打印:{wanted.title}",
                can_print=True,
                is_many=len(wanted.subjects) > 1,
                is_seen=bool(wanted.shown),
                has_parts=wanted.has_parts,
                part=wanted.part,
            )
            if not wanted.has_forms:
                forms = {self._form: forms[self._form]}
        self._view.sheet.show_forms(forms, self._form)
        self._show_choice()
        self._view.turn_to("sheet")
        self._view.sheet.to_first()

    @property
    def _kept_as(self) -> str:
        """Blanks are printed in another way than what is signed."""
        return f"{self._form}/blank" if self._wanted is not None and self._wanted.is_blank else self._form

    @property
    def _usual_copies(self) -> int:
        if self._kept_as != self._form:
            return 1
        return self._forms[self._form].copies if self._form in self._forms else 1

    def _choice(self) -> PrintChoice:
        choice = self._kept.print_choice(self._kept_as)
        return choice if choice.copies else msgspec.structs.replace(choice, copies=self._usual_copies)

    def _keep(self, choice: PrintChoice) -> None:
        # What the form says is not kept, so that it goes on saying it.
        copies = 0 if choice.copies == self._usual_copies else choice.copies
        self._kept.keep_print_choice(self._kept_as, msgspec.structs.replace(choice, copies=copies))

    def _show_choice(self) -> None:
        choice, names = self._choice(), self._printers.names()
        name = choice.printer or self._printers.usual()
        told = NO_PRINTER
        if names:
            told = ""
            if choice.duplex == "manual":
                told = BY_HAND if self._kept.refeed(name).is_tried else f"{BY_HAND}\n{UNTRIED}"
            elif choice.duplex == "auto" and not self._printers.can_turn(name):
                told = NO_TURNING
        trays = self._printers.trays(name) if name in names else {}
        self._view.sheet.show_choice(choice, printers=names, trays=trays, told=told)

    def _on_choice(self, choice: PrintChoice) -> None:
        self._keep(choice)
        self._show_choice()

    def _on_form(self, form: str) -> None:
        self._form = form
        if self._wanted is not None:
            self._wanted = replace(self._wanted, form=form)
        self._show_choice()

    def _on_part(self, part: Part) -> None:
        if self._wanted is not None:
            self._wanted = replace(self._wanted, part=part)

    def _ask_system(self) -> None:
        self._printers.ask(self._choice(), self._view, self._on_chosen, self._notify.error)

    def _on_chosen(self, choice: PrintChoice) -> None:
        self._keep(choice)
        self._show_choice()
        self._begin(choice)

    def _on_trial(self) -> None:
        choice = self._choice()
        name = choice.printer or self._printers.usual()
        self._trying.begin(name, partial(self._printers.make, choice))

    def _begin(self, choice: PrintChoice) -> None:
        # Imported here to start faster: it draws pages.
        from ui.screens.printing.print_run import PrintRun

        wanted = self._wanted
        if wanted is None or self.is_busy:
            return
        make = partial(wanted.source.pages, form=self._form, copies=choice.copies, part=wanted.part)
        refeed = self._kept.refeed(choice.printer or self._printers.usual())
        source = wanted.source
        self._run = PrintRun(make, wanted.ids, choice, refeed, needed=source.needed, taken=source.taken)
        self._problem, self._is_stopped = None, False
        self._view.set_working(is_working=True)
        self._view.progress.begin("正在打印…")
        self._jobs.submit(self, self._run.begin, then=self._on_drawn, failed=self._on_failed)

    def _go_on(self) -> None:
        run = self._run
        if run is None:
            return
        if self._is_stopped or run.ends_job or run.is_over:
            self._jobs.submit(self, run.end_job, then=self._on_job_ended, failed=self._on_failed)
            return
        printer = self._printers.make(self._choice()) if run.needs_printer else None
        self._jobs.submit(self, partial(run.print_next, printer), then=self._on_drawn, failed=self._on_failed)

    def _on_drawn(self, _: None) -> None:
        self._show_progress()
        self._go_on()

    def _show_progress(self) -> None:
        if self._run is not None and self._wanted is not None:
            counted = self._run.counted
            reached = len(counted.done) + len(counted.unsure) + len(counted.passed)
            total = len(self._wanted.subjects)
            self._view.progress.show_progress(f"正在打印,已用 {counted.sheets} 张纸", reached, total)

    def _on_job_ended(self, backs_to_come: bool) -> None:
        run = self._run
        if run is None:
            return
        if backs_to_come:
            name = self._choice().printer or self._printers.usual()
            title = f"{len(run.counted.unsure)} 户的正面已经打好"
            self._view.put_back.show_stack(title, is_face_up=self._kept.refeed(name).face_up)
            self._view.progress.end()
            self._view.turn_to("put_back")
        elif self._is_stopped or run.is_over:
            self._end(self._problem)
        else:
            self._go_on()

    def _on_put_back(self) -> None:
        run = self._run
        if run is None:
            self._trying.go_on()
            return
        self._view.turn_to("sheet")
        self._view.progress.begin("正在打印背面…")
        backs = partial(run.print_backs, self._printers.make(self._choice()))
        self._jobs.submit(self, backs, then=self._on_backs, failed=self._on_failed)

    def _on_backs(self, _: None) -> None:
        self._show_progress()
        self._on_job_ended(False)

    def _on_given_up(self) -> None:
        run = self._run
        if run is None:
            self._trying.give_up()
            return
        question = f"这一叠 {len(run.counted.unsure)} 户只打了正面。背面不打,这些纸要作废重打。确定吗?"
        self._notify.ask(self._view, question, yes="背面不打了(&Y)", then=self._give_up)

    def _give_up(self) -> None:
        if self._run is not None:
            self._is_stopped = True
            self._jobs.submit(
                self, self._run.drop_stack, then=lambda _: self._end(self._problem), failed=self._on_failed
            )

    def _on_cancel(self) -> None:
        self._is_stopped = True

    def _on_failed(self, problem: FieldSurveyError) -> None:
        run, first = self._run, self._problem is None
        is_printer = isinstance(problem, PrinterFailedError | ClosingError)
        if run is not None and run.counted.unsure and first and not is_printer:
            # The printer goes on well: what was drawn before is handed over, and only then the run ends.
            self._problem, self._is_stopped = problem, True
            self._go_on()
            return
        self._end(problem)

    def _end(self, problem: FieldSurveyError | None) -> None:
        run, wanted = self._run, self._wanted
        self._run = None
        self._view.progress.end()
        self._view.set_working(is_working=False)
        if run is None or wanted is None:
            return
        self._lead_back(problem, run)
        done, unsure, passed = run.counted.done, run.counted.unsure, run.counted.passed
        rest = len(wanted.subjects) - len(done) - len(unsure) - len(passed)
        if problem is None and not done and passed:
            self._notify.tell(f"{len(passed)} {wanted.counted_in}都和档案一致了,不用重打。")
        elif problem is None and not rest and not unsure:
            told = f"已交给打印机:{wanted.title},共 {run.counted.sheets} 张纸。"
            self._notify.done(told + _told_passed(passed, wanted))
        elif problem is not None and not done and not unsure:
            self._notify.error(problem)
        else:
            self._notify.warn(_told(problem, wanted, run, rest))
        self.printed.emit(done)

    def _lead_back(self, problem: FieldSurveyError | None, run: "PrintRun") -> None:
        """Where one goes on; before anything is said, for a page that turns takes away what was said on it."""
        if problem is None and not run.counted.unsure:
            self.closed.emit()
        elif self._wanted is not None:
            # Pressed once more, it prints what was not printed, and nothing twice.
            self._wanted = self._wanted.without({*run.counted.done, *run.counted.passed})
            self._show_sheet()


def _told(problem: FieldSurveyError | None, wanted: Wanted, run: "PrintRun", rest: int) -> str:
    """How far it came, and what is to be done with the papers of which nobody knows."""
    parts = [problem.told if problem is not None else "已停止。"]
    if run.counted.done:
        parts.append(f"已交给打印机 {len(run.counted.done)} {wanted.counted_in}。")
    if run.counted.unsure:
        parts.append(f"没有打全、要作废重打的:{wanted.numbers(run.counted.unsure)}。")
        if wanted.is_anew:
            parts.append("它们原来的纸表仍然有效。")
    parts.append(_told_passed(run.counted.passed, wanted))
    if rest:
        parts.append(f"其余 {rest} {wanted.counted_in}没有打印,也没有编号。")
    return "".join(parts)


def _told_passed(passed: list[str], wanted: Wanted) -> str:
    return f"其中 {len(passed)} {wanted.counted_in}和档案已经一致,没有重打。" if passed else ""
