"""How a visit ends: left or finished, and either only when everything typed is on disk."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.draft_views import Finished
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.notify import Notify
from ui.wizard.saving import NOT_SAFE, Saving
from ui.wizard.view import WizardView


class Ending(QObject):
    """Ends the visit in view. Somebody may go on typing while the last of it goes to disk: then that is waited for too.

    Signals:
        ended: no visit is in view any more; `left` or `finished` follows.
        left: the user went back to the list; everything is on disk.
        finished: what came of it, and whether it was put off as 待补.
    """

    ended = Signal()
    left = Signal()
    finished = Signal(object, bool)

    def __init__(
        self,
        view: WizardView,
        *,
        jobs: Jobs,
        notify: Notify,
        visits: Visits,
        saving: Saving,
        flush: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._visits = visits
        self._saving = saving
        self._flush = flush
        self._draft_id = ""
        view.leave_requested.connect(self.leave)
        view.finish_requested.connect(self.finish)

    def begin(self, draft_id: str) -> None:
        """This visit is in view now."""
        self._draft_id = draft_id

    def leave(self) -> None:
        """Back to the list, as soon as everything is on disk."""
        self.when_safe(self._leave)

    def finish(self, later: bool) -> None:
        """Seals the visit, as soon as everything is on disk; `later` when it is put off as 待补."""
        self.when_safe(partial(self._finish, later=later))

    def when_safe(self, call: Callable[[], None]) -> None:
        """Calls when everything typed is on disk, and otherwise says that one must not go on yet."""
        self._flush()
        self._saving.when_safe(call, otherwise=self._stay)

    def _leave(self) -> None:
        if self._has_more():
            self.leave()
        elif self._draft_id:
            self._view.setEnabled(False)
            leave = partial(self._visits.leave, self._draft_id)
            self._jobs.submit(self, leave, then=self._on_left, failed=self._on_left)

    def _finish(self, *, later: bool) -> None:
        if self._has_more():
            self.finish(later)
        elif self._draft_id:
            finish = partial(self._visits.finish, self._draft_id, later=later)
            self._view.setEnabled(False)
            self._jobs.submit(
                self, finish, then=partial(self._on_finished, later), failed=self._on_failed, doing="正在封存…"
            )

    def _has_more(self) -> bool:
        """Whether something was typed while the last of it went to disk."""
        self._flush()
        return bool(self._saving.on_their_way)

    def _end(self) -> None:
        self._draft_id = ""
        self.ended.emit()

    def _stay(self) -> None:
        self._notify.warn(NOT_SAFE, until=self._saving.safe)

    def _on_left(self, _: object) -> None:
        # Whether or not an empty draft could be ended: nothing typed hangs on it, and people want to go on.
        self._end()
        self._view.setEnabled(True)
        self.left.emit()

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.setEnabled(True)
        self._notify.error(problem)

    def _on_finished(self, later: bool, done: Finished) -> None:
        self._end()
        self._view.setEnabled(True)
        self.finished.emit(done, later)
