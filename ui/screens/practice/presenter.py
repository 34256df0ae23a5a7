"""Making practice homes where they are not there yet, going to one of them, and setting them back."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.practice.sides import Side, sides
from fieldsurvey.progress import Progress
from ui.home import PracticePlace
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.practice.view import PracticeView

DOING = "正在准备练习用的户,要十来秒…"


class PracticePresenter(QObject):
    """Signals:
    side_chosen: the side, whose home is there.
    left: somebody wants back to the real home.
    """

    side_chosen = Signal(object)
    left = Signal()

    def __init__(self, view: PracticeView, *, jobs: Jobs, notify: Notify, place: PracticePlace) -> None:
        super().__init__(view)
        self.view = self._view = view
        self._jobs = jobs
        self._notify = notify
        self._place = place
        self._sides: dict[str, Side] = {side.code: side for side in sides(place.folder)}
        self._progress: Progress | None = None
        view.side_requested.connect(self._on_side)
        view.anew_requested.connect(self._on_anew)
        view.leave_requested.connect(self.left)
        view.cancel_requested.connect(self._on_cancel)

    def open(self, *, can_leave: bool) -> None:
        """The door, with the way back where there is a real home behind it."""
        self._view.show_ways(can_leave=can_leave)

    def _on_side(self, code: str) -> None:
        self._make(partial(self._on_there, code), anew=False)

    def _on_anew(self) -> None:
        self._notify.ask(
            self._view,
            "回到练习的第一天?三处练习里做过的都不要了;正式的数据不受影响。",
            yes="重新开始(&Y)",
            then=partial(self._make, self._on_made_anew, anew=True),
        )

    def _make(self, then: Callable[[None], None], *, anew: bool) -> None:
        progress = self._progress = Progress()
        self._view.begin(DOING)
        self._jobs.submit(
            self,
            partial(self._place.make, progress, anew=anew),
            then=then,
            failed=self._on_failed,
            progress=progress,
            on_progress=lambda now: self._view.show_progress(DOING, now.done, now.total),
        )

    def _on_there(self, code: str, _: None) -> None:
        self._view.show_problem("")
        self.side_chosen.emit(self._sides[code])

    def _on_made_anew(self, _: None) -> None:
        self._view.show_done("已经回到第一天。")

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.show_problem(problem.told)

    def _on_cancel(self) -> None:
        if self._progress is not None:
            self._progress.cancel()
