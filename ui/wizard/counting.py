"""What the answers come to: open points on each step, the review, the sum; counted once when an event is over."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.problems import Problem, problems, unanswered
from fieldsurvey.rules.evidence import asked_of
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.wording import explained
from ui.wizard.checked import Checked
from ui.wizard.elsewhere import Elsewhere
from ui.wizard.evidence import EVIDENCE_STEP
from ui.wizard.sheet import Sheet
from ui.wizard.steps import StepState
from ui.wizard.view import REVIEW, SUMS, WizardView


class Counting(QObject):
    """Looks at every field, so only once, when the present event is over, however often it is due.

    Signals:
        counted: the document has been looked at anew.
    """

    counted = Signal()

    def __init__(
        self,
        view: WizardView,
        sheet: Sheet,
        *,
        today: Callable[[], date],
        elsewhere: Elsewhere,
        checked: Checked,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._sheet = sheet
        self._today = today
        self._elsewhere = elsewhere
        self._checked = checked
        checked.answered.connect(self.note)
        elsewhere.known.connect(self.note)
        self._due = QTimer(self)
        self._due.setSingleShot(True)
        self._due.timeout.connect(self.show)
        self._sums_due = QTimer(self)
        self._sums_due.setSingleShot(True)
        self._sums_due.timeout.connect(self._show_sums)
        view.sums_toggled.connect(lambda _: self._show_sums())

    def note(self) -> None:
        """Something changed that open points depend on."""
        self._due.start()

    def note_answer(self) -> None:
        """An answer was given; only a sum in view has to follow at once."""
        if self._view.shows_sums:
            self._sums_due.start()

    def show(self) -> None:
        """Counts now and shows it."""
        found = self.problems()
        counts = Counter(point.step for point in found)
        stopped = {point.step for point in found if point.blocks}
        blank = self._unanswered(found)
        pages = [step for step in STEPS if step not in (SUMS, REVIEW)]
        begun = [step for step in pages if counts[step] or self._sheet.has_answers(step)]
        self._view.show_open({step: StepState(counts[step], step in stopped, blank[step]) for step in begun})
        if self._view.step == REVIEW:
            self._view.show_review(self._sheet, *self._checked.told(found))
        self._show_sums()
        self.counted.emit()

    def problems(self) -> list[Problem]:
        """The open points of the pages."""
        found = problems(self._sheet.document, self._today(), self._sheet.catalogue)
        pages = [point for point in (*found, *self._elsewhere.points()) if point.step in STEPS]
        return sorted(pages, key=lambda point: point.step)

    def _unanswered(self, found: list[Problem]) -> Counter[int]:
        """By step what was asked and not answered, as far as it is no open point already; also papers to be taken."""
        named = {point.address for point in found}
        asked = unanswered(self._sheet.document, self._sheet.catalogue)
        blank = Counter(step for step, address in asked if address not in named)
        papers = asked_of(self._sheet.document, self._today(), self._sheet.rules, self._sheet.catalogue)
        blank[EVIDENCE_STEP] += sum(paper.is_required and not paper.is_there for paper in papers)
        return blank

    def _show_sums(self) -> None:
        if self._view.shows_sums:
            catalogue = self._sheet.catalogue
            told = explained(judge(self._sheet.document, self._sheet.rules, self._today()), catalogue)
            self._view.show_sums(self._sheet.document, catalogue, told)
