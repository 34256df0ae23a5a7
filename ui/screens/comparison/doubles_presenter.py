"""一户多档 through jobs: search, settle a pair, take that back; a merger is shown before it is done."""

from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.doubles import Double, Doubles, Settled, Side
from fieldsurvey.services.life_events import EventDone, EventPlan, LifeEvents
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.comparison.doubles_view import PARTS, DoublesView, PairShown

CHECKS: Final = {"ID05": "证件号相同", "HH08": "两户都计入", "ID06": "疑似同一人"}
_WORKER: Final = "这个人是另一边的建档职工,总要计入那一户"


class DoublesPresenter(QObject):
    """Signals:
    cases_changed: something was settled, so that files of households are not what they were.
    """

    cases_changed = Signal()

    def __init__(
        self, view: DoublesView, *, jobs: Jobs, notify: Notify, doubles: Doubles, life_events: LifeEvents
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._doubles = doubles
        self._events = life_events
        self._pairs: dict[str, Double] = {}
        self._places: dict[str, int] = {}
        self._last: tuple[Settled, Double] | None = None
        self._progress: Progress | None = None
        view.search_requested.connect(self._on_search)
        view.cancel_requested.connect(self.stop)
        view.chosen.connect(self._on_chosen)
        view.apart_requested.connect(self._on_apart)
        view.count_requested.connect(self._on_count)
        view.merge_requested.connect(self._on_merge)
        view.undo_requested.connect(self._on_undo)
        view.reveal_requested.connect(self._on_reveal)

    def stop(self) -> None:
        """Stops a search that is running."""
        if self._progress is not None:
            self._progress.cancel()

    def _on_search(self) -> None:
        self._progress = progress = Progress()
        self._view.set_working(is_working=True)
        self._view.progress.begin("正在读取各户")
        self._jobs.submit(
            self,
            partial(self._doubles.open, progress),
            then=self._on_found,
            failed=self._on_search_failed,
            progress=progress,
            on_progress=lambda now: self._view.progress.show_progress(now.doing, now.done, now.total),
        )

    def _on_found(self, pairs: list[Double]) -> None:
        self._end_search()
        self._pairs = {pair.print: pair for pair in pairs}
        self._places = {pair.print: place for place, pair in enumerate(pairs)}
        self._show()
        self._view.to_work()

    def _on_search_failed(self, problem: FieldSurveyError) -> None:
        self._end_search()
        if isinstance(problem, CancelledError):
            self._notify.tell(problem.told)
        else:
            self._notify.error(problem)

    def _end_search(self) -> None:
        self._progress = None
        self._view.progress.end()
        self._view.set_working(is_working=False)

    def _show(self) -> None:
        sure = sum(pair.is_sure for pair in self._pairs.values())
        doubtful = len(self._pairs) - sure
        self._view.show_pairs(
            [_line(pair) for pair in sorted(self._pairs.values(), key=lambda pair: self._places[pair.print])],
            f"共 {len(self._pairs)} 对:{sure} 对可以确定是同一个人,{doubtful} 对有疑问,请看两边再定。",
        )

    def _on_chosen(self, pair: str) -> None:
        if found := self._pairs.get(pair):
            self._view.show_pair(_shown(found))

    def _on_reveal(self, pair: str) -> None:
        if found := self._pairs.get(pair):
            reveal = partial(self._doubles.reveal, found.one.case_id, pair)
            self._do(reveal, partial(self._on_revealed, found))

    def _on_revealed(self, pair: Double, told: tuple[dict[str, str], dict[str, str]]) -> None:
        # Covered again as soon as another pair is chosen.
        if pair.print == self._view.pairs.chosen_id:
            shown = _shown(pair)
            self._view.show_pair(replace(shown, one=shown.one | told[0], other=shown.other | told[1]))

    def _on_apart(self, pair: str, reason: str) -> None:
        if found := self._pairs.get(pair):
            self._do(partial(self._doubles.apart, found.one.case_id, pair, reason), partial(self._on_settled, found))

    def _on_count(self, pair: str, side: str) -> None:
        if found := self._pairs.get(pair):
            stays = found.one.case_id if side == "one" else found.other.case_id
            work = partial(self._doubles.count_in, found.one.case_id, pair, stays)
            self._do(work, partial(self._on_settled, found))

    def _on_settled(self, pair: Double, settled: Settled) -> None:
        self._last = settled, pair
        self._pairs.pop(pair.print, None)
        self._show()
        self._view.show_undo(f"{pair.one.name}({pair.one.survey_no} 与 {pair.other.survey_no}):{settled.reason}")
        self.cases_changed.emit()

    def _on_undo(self) -> None:
        if self._last is not None:
            settled, pair = self._last
            take_back = partial(self._doubles.take_back, settled.cases[0][0], settled.print)
            self._do(take_back, lambda _: self._on_undone(pair))

    def _on_undone(self, pair: Double) -> None:
        self._last = None
        self._pairs[pair.print] = pair
        self._view.show_undo("")
        self._show()
        self._view.pairs.choose(pair.print)
        self._notify.done("已撤回,这一对又列出来了。")
        self.cases_changed.emit()

    def _on_merge(self, pair: str) -> None:
        if found := self._pairs.get(pair):
            work = partial(self._events.plan_merge, found.one.case_id, found.other.case_id)
            self._do(work, partial(self._on_plan, found))

    def _on_plan(self, pair: Double, plan: EventPlan) -> None:
        head = f"把 {pair.other.survey_no} 并进 {pair.one.survey_no}?并户不能一键撤回,要分开得重新分户。"
        work = partial(self._events.merge, pair.one.case_id, pair.other.case_id, seen=plan.seen)
        self._notify.ask(
            self._view,
            "\n".join([head, "", *plan.lines]),
            yes="并户(&M)",
            then=lambda: self._do(work, partial(self._on_merged, pair)),
        )

    def _on_merged(self, pair: Double, _: EventDone) -> None:
        gone = pair.other.case_id
        self._pairs = {
            each.print: each for each in self._pairs.values() if gone not in (each.one.case_id, each.other.case_id)
        }
        self._show()
        self._notify.done(f"{pair.other.survey_no} 已并进 {pair.one.survey_no}。")
        self.cases_changed.emit()

    def _do(self, work: "partial[Any]", then: Callable[[Any], None]) -> None:
        def done(result: Any) -> None:  # noqa: ANN401 - whatever the service gave
            self._view.set_working(is_working=False)
            then(result)

        def failed(problem: FieldSurveyError) -> None:
            self._view.set_working(is_working=False)
            self._notify.error(problem)

        self._view.set_working(is_working=True)
        self._jobs.submit(self, work, then=done, failed=failed, about="doubles")


def _line(pair: Double) -> Line:
    texts = (CHECKS[pair.check], str(pair.score), _who(pair.one), _who(pair.other), "、".join(pair.told))
    return Line(pair.print, texts, "stop" if pair.check != "ID06" else "soft")


def _who(side: Side) -> str:
    return f"{side.name}({side.survey_no})"


def _shown(pair: Double) -> PairShown:
    told = f"{pair.score} 分:{'、'.join(pair.told)}。"
    if pair.shared > 1:
        told += f"这两户一共有 {pair.shared} 个人相同。"
    if pair.may_be_one_household:
        told += "两份档案看来是同一户。"
    return PairShown(
        pair.print,
        _parts(pair.one),
        _parts(pair.other),
        told,
        pair.unlike,
        not_in_one=_WORKER if pair.other.is_worker else "",
        not_in_other=_WORKER if pair.one.is_worker else "",
    )


def _parts(side: Side) -> dict[str, str]:
    said = asdict(side)
    household = f"{side.survey_no} {side.household}".strip()
    return {**{part: str(said[part]) for part in PARTS}, "household": household}
