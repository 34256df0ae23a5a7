"""入户向导: one visit at a time, and what is said when it has ended."""

from typing import TYPE_CHECKING

from ui.areas.ground import Ground
from ui.wizard.paper_number import PaperNumbers
from ui.wizard.presenter import WizardPresenter
from ui.wizard.view import WizardView

if TYPE_CHECKING:
    from fieldsurvey.services.draft_views import Finished


class VisitArea:
    """The page of the visit, whatever line of the navigation one came from."""

    def __init__(self, ground: Ground) -> None:
        self.view = WizardView()
        home, kept = ground.home, ground.kept
        self._notify = ground.notify
        PaperNumbers(self.view.paper_number, jobs=ground.jobs, notify=ground.notify, blanks=home.blanks)
        self.presenter = WizardPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            visits=home.visits,
            evidence=home.evidence,
            life_events=home.life_events,
            cases=home.cases,
            now=home.seat.now,
        )
        self.view.open_panel(is_open=kept.sums_open)
        self.view.sums_toggled.connect(lambda is_open: kept.keep(sums_open=is_open))

    def flush(self) -> None:
        """Hands over what is being typed."""
        if self.presenter.is_open:
            self.presenter.flush()

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed is not on disk."""
        return self.presenter.is_open and bool(self.presenter.saving.on_their_way)

    def tell_end(self, done: "Finished", *, later: bool) -> None:
        """Says what came of a visit, and what to do next."""
        if done.outcome:
            self._notify.done(f"已记下“{done.outcome}”,存成一张修改单。请到“U盘同步”写给总部。")
            return
        if not done.change_id:
            self._notify.tell("没有新的内容,没有另存修改单。")
            return
        said = "已存为待补" if later else "已完成"
        told = f"{said},存成一张修改单。可以按“打印”请户主签字,再到“U盘同步”写给总部。"
        if done.problems:
            blocking = sum(bool(problem.blocks) for problem in done.problems)
            self._notify.warn(f"{told}还有 {len(done.problems)} 处没填好,{blocking} 处影响审定,见右边“待补”。")
        else:
            self._notify.done(told)
