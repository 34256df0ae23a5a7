"""Open visits: going on with one, beginning one, giving one up."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.draft_views import DraftCard
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.drafts.view import DraftsView


class DraftsPresenter(QObject):
    """Signals:
    resume_requested: a draft. new_requested: a household that has no file yet.
    counted: how many visits are open.
    """

    resume_requested = Signal(str)
    new_requested = Signal()
    counted = Signal(int)

    def __init__(
        self, view: DraftsView, *, jobs: Jobs, notify: Notify, visits: Visits, staff: Mapping[str, str]
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._visits = visits
        self._staff = staff
        self._cards: dict[str, DraftCard] = {}
        view.resume_requested.connect(self.resume_requested)
        view.new_requested.connect(self.new_requested)
        view.discard_requested.connect(self._on_discard)

    def refresh(self, *, failed: Callable[[FieldSurveyError], None] | None = None) -> None:
        """Reads the open visits anew; without `failed`, a failure is told."""
        self._jobs.submit(self, self._visits.open_drafts, then=self._on_drafts, failed=failed)

    def _on_drafts(self, cards: list[DraftCard]) -> None:
        self._cards = {card.draft_id: card for card in cards}
        self._view.show_drafts([self._line(card) for card in cards])
        if cards:
            last = cards[0]
            about = "  ".join(part for part in (_whose(last), last.address, f"停在“{_step(last)}”") if part)
            self._view.show_last(last.draft_id, f"继续上次 {last.saved_at[11:16]} 的填写?", about)
        self.counted.emit(len(cards))

    def _on_discard(self, draft_id: str) -> None:
        card = self._cards.get(draft_id)
        if card is None:
            return
        self._notify.ask(
            self._view,
            f"作废“{_whose(card)}”这次的填写?\n\n这次填的内容不会进入档案,也找不回来;以前存过的档案不受影响。",
            yes="作废(&Y)",
            then=partial(
                self._jobs.submit, self, partial(self._visits.discard, draft_id), then=lambda _: self.refresh()
            ),
        )

    def _line(self, card: DraftCard) -> Line:
        author = self._staff.get(card.author, "其他人员")
        return Line(
            card.draft_id, (_whose(card), card.address, card.survey_no, _step(card), card.saved_at[:16], author)
        )


def _whose(card: DraftCard) -> str:
    return card.name or "(未填姓名)"


def _step(card: DraftCard) -> str:
    return STEPS.get(card.page, STEPS[1])
