"""What the checks find in the answers in hand: told on the last page, where a doubt gets its reason at once."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.document import ROW
from fieldsurvey.case.problems import Problem
from fieldsurvey.rules.catalogue import findings_of, told_once
from fieldsurvey.rules.check import Finding, Severity
from fieldsurvey.rules.look import Look
from fieldsurvey.services.draft_views import DraftView
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.wizard.sheet import Sheet
from ui.wizard.view import WizardView

REASONS = "reasons"


class Checked(QObject):
    """Looks at the whole household, and so only while the last page is in view.

    Signals:
        answered: a doubt has its reason.
    """

    answered = Signal()

    def __init__(
        self,
        view: WizardView,
        *,
        jobs: Jobs,
        visits: Visits,
        sheet: Sheet,
        today: Callable[[], date],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._visits = visits
        self._sheet = sheet
        self._today = today
        self._draft_id = ""
        self._found: list[Finding] = []
        view.review.reason_given.connect(self._on_reason)

    def begin(self, draft: DraftView) -> None:
        """Turns to a draft."""
        self._draft_id, self._found = draft.draft_id, []

    def told(self, points: Sequence[Problem]) -> tuple[list[Problem], list[Finding]]:
        """The open points, and beside them open errors and doubts; each matter once."""
        look = Look(self._sheet.document, self._today(), self._sheet.rules, self._sheet.catalogue)
        left, found = told_once(points, findings_of(look))
        self._found = [one for one in found if one.severity is not Severity.NOTE]
        return left, self._found

    def _on_reason(self, check: str, saw: str, why: str) -> None:
        found = next((one for one in self._found if (one.check, one.print) == (check, saw)), None)
        if found is None:
            return
        said = {
            "check": check,
            "subject": found.address,
            "saw": saw,
            "reason": why,
            "said_on": self._today().isoformat(),
        }
        add = partial(self._visits.add_row, self._draft_id, REASONS, said)
        self._jobs.submit(self, add, then=partial(self._on_kept, self._draft_id, said), about=f"reason:{saw}")

    def _on_kept(self, draft_id: str, said: dict[str, str], row: str) -> None:
        if draft_id == self._draft_id:
            self._sheet.rows(REASONS).append({ROW: row, **said})
            self.answered.emit()
