"""Papers on their way through a printer, one household at a time; its methods run on the worker, in turn.

One at a time, so that answers typed meanwhile are saved in between, that no more than one household's pages are in
memory, and that stopping leaves exactly those without a paper of record whose pages were not drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtPrintSupport import QPrinter

from fieldsurvey.services.paper_errors import NothingChangedError
from fieldsurvey.services.papers import PrintedPages
from fieldsurvey.settings import PrintChoice, Refeed
from ui.screens.printing.errors import PrinterFailedError
from ui.screens.printing.page_order import Side, backs, fronts, in_order
from ui.screens.printing.pages import Pages, Press

# So many households are one job of the system: the first come out while the next are drawn, and a jam costs little.
JOB_HOUSEHOLDS: Final = 20
# What goes through by hand in one stack; more does not lie straight in a tray.
STACK_SHEETS: Final = 40

Make = Callable[[str], PrintedPages]
# Of these subjects, those that need paper, in their order; and what is done once a printer has taken papers whole.
Needed = Callable[[Sequence[str]], list[str]]
Taken = Callable[[Sequence[str]], object]


@dataclass(slots=True)
class Counted:
    """How far a run has come: who was handed over whole, who has a paper of record and was not, who needs none any
    more, sheets drawn.
    """

    done: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    sheets: int = 0


class PrintRun:
    """One wish to print. `make` makes the paper of record of one subject; each job gets a printer of its own.

    `needed` says who needs paper and in which order, `taken` hears of papers that a printer has taken whole: until then
    a jam, or the end of the program, leaves what they were printed for as it was.

    Every method raises PrinterFailedError when the printer does not go on; `counted` then says whose papers are unsure.
    """

    def __init__(
        self,
        make: Make,
        subjects: Sequence[str],
        choice: PrintChoice,
        refeed: Refeed,
        *,
        needed: Needed = list,
        taken: Taken = len,
    ) -> None:
        self.counted = Counted()
        self._make = make
        self._needed = needed
        self._taken = taken
        self._papers: list[str] = []
        self._waiting = list(subjects)
        self._choice = choice
        self._refeed = refeed
        self._press: Press | None = None
        # As many as the papers of this run are made in, which is the same for all of them.
        self._copies = choice.copies
        self._in_job = 0
        self._stack: list[tuple[Pages, list[Side]]] = []
        self._stack_sheets = 0

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody turns the sheets."""
        return self._choice.duplex == "manual"

    @property
    def is_over(self) -> bool:
        """Whether nobody waits any more."""
        return not self._waiting

    @property
    def needs_printer(self) -> bool:
        """Whether the next household begins a new job."""
        return self._press is None

    @property
    def ends_job(self) -> bool:
        """Whether what has been drawn is to be handed over before the next household."""
        if self._press is None:
            return False
        return self.is_over or (
            self._stack_sheets >= STACK_SHEETS if self.is_by_hand else self._in_job >= JOB_HOUSEHOLDS
        )

    def begin(self) -> None:
        """Finds who needs paper at all, and the order in which they are printed."""
        asked, self._waiting = self._waiting, self._needed(self._waiting)
        self.counted.passed += [subject for subject in asked if subject not in set(self._waiting)]

    def print_next(self, printer: QPrinter | None) -> None:
        """Makes the paper of the next subject and draws it; by hand, its fronts. `printer` begins a new job.

        Whoever needs none any more, when the turn comes, is passed over.
        """
        press = self._press = Press(printer) if printer is not None else self._press
        if press is None:
            raise PrinterFailedError
        subject = self._waiting[0]
        try:
            made = self._make(subject)
        except NothingChangedError:
            self.counted.passed.append(self._waiting.pop(0))
            return
        self._waiting.pop(0)
        self.counted.unsure.append(subject)
        self._papers += made.papers
        self._in_job += 1
        pages = Pages(made.pdf, made.copies)
        self._copies = made.copies
        sides = in_order([pages.count], copies=made.copies, two_sided=self._choice.duplex != "single")
        for side in fronts(sides) if self.is_by_hand else sides:
            press.put(pages, side)
        sheets = len(sides) // (1 if self._choice.duplex == "single" else 2)
        self.counted.sheets += sheets
        if self.is_by_hand:
            pages.forget()
            self._stack.append((pages, sides))
            self._stack_sheets += sheets
        else:
            pages.close()

    def end_job(self) -> bool:
        """Hands over what has been drawn; True when backs are still to come."""
        press, self._press = self._press, None
        self._in_job = self._stack_sheets = 0
        if press is not None:
            press.end()
        if self._backs():
            return True
        self._all_done()
        return False

    def print_backs(self, printer: QPrinter) -> None:
        """Draws the other sides of the stack, when it lies in the printer again."""
        press, before = Press(printer), -1
        for side in self._backs():
            if before >= 0 and side.paper != before:
                self._stack[before][0].forget()
            before = side.paper
            press.put(self._stack[side.paper][0], side)
        press.end()
        self._all_done()

    def drop_stack(self) -> None:
        """Nobody prints the backs of the stack any more: its papers are unsure."""
        for pages, _ in self._stack:
            pages.close()
        self._stack.clear()

    def _backs(self) -> list[Side]:
        counts = [pages.count for pages, _ in self._stack]
        return backs(in_order(counts, copies=self._copies, two_sided=True), self._refeed)

    def _all_done(self) -> None:
        self.drop_stack()
        self.counted.done += self.counted.unsure
        self.counted.unsure = []
        papers, self._papers = self._papers, []
        if papers:
            self._taken(papers)
