"""What there is to do today: going on with a visit, beginning one, giving one up, and the ways to every list."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.doors import door_order
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.case_rows import CaseRow
from fieldsurvey.services.draft_views import DraftCard
from fieldsurvey.services.visits import Visits
from fieldsurvey.services.worktop import Coverage, ShortList, Unsent, Work, Worktop
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.worktop.view import ListShown, WorktopView

_EMPTY: Final = {
    "to_visit": "没有要入户的了。\n\n按“新开一户”登记新的一户,或到“U盘同步”读取总部带来的档案。",
    "returned": "没有退回的。",
    "overdue": "没有复核到期的。在档的户,最近一次入户满一年就列在这里。",
    "unchanged": "没有一年未改的。",
    "unwritten": "都已写入U盘。",
    "unconfirmed": "都已有回执。",
}
_EMPTY_AT_HEADQUARTERS: Final = {
    **_EMPTY,
    "to_visit": "没有要入户的户。\n\n先在“设置”接纳各台笔记本;笔记本的U盘带回来后,到“U盘同步”读取。"
    "已有名册的,可在“设置”的“表格导入与导出”导入。",
}
_NO_UNIT: Final = "(没有填单位)"

# What is more to know of a household to visit than that it is being surveyed.
GO_AGAIN: Final = ("未遇", "拒访")


class WorktopPresenter(QObject):
    """Signals:
    resume_requested: a draft. new_requested: a household that has no file yet. visit_requested: a known household.
    list_requested: a filter whose households are to be seen whole.
    read: the first lists are here, or could not be read.
    """

    resume_requested = Signal(str)
    new_requested = Signal()
    visit_requested = Signal(str)
    list_requested = Signal(object)
    read = Signal()

    def __init__(
        self,
        view: WorktopView,
        *,
        jobs: Jobs,
        notify: Notify,
        worktop: Worktop,
        visits: Visits,
        staff: Mapping[str, str],
        own_id: str,
        at_headquarters: bool,
    ) -> None:
        """`staff` are the names by id of those who sign in here, `own_id` is who did."""
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._worktop = worktop
        self._visits = visits
        self._staff = staff
        self._own_id = own_id
        self._empty = _EMPTY_AT_HEADQUARTERS if at_headquarters else _EMPTY
        self._by = "employer"
        self._cards: dict[str, DraftCard] = {}
        self._asked: dict[str, CaseFilter] = {"to_visit": CaseFilter(unvisited=True)}
        view.resume_requested.connect(self.resume_requested)
        view.new_requested.connect(self.new_requested)
        view.visit_requested.connect(self.visit_requested)
        view.discard_requested.connect(self._on_discard)
        view.all_requested.connect(lambda name: self.list_requested.emit(self._asked[name]))
        view.unit_requested.connect(self._on_unit)
        view.by_chosen.connect(self._on_by)

    def refresh(self, *, failed: Callable[[FieldSurveyError], None] | None = None) -> None:
        """Reads everything anew, the quickest first; without `failed`, a failure is told."""
        self._jobs.submit(self, self._visits.open_drafts, then=self._on_drafts, failed=failed, about="drafts")
        self._jobs.submit(self, self._worktop.show, then=self._on_work, about="work")
        self._ask_coverage()
        self._jobs.submit(self, self._worktop.unsent, then=self._on_unsent, about="unsent")

    def _ask_coverage(self) -> None:
        self._jobs.submit(self, partial(self._worktop.coverage, by=self._by), then=self._on_coverage, about="coverage")

    def _on_drafts(self, cards: list[DraftCard]) -> None:
        self._cards = {card.draft_id: card for card in cards}
        # Several doors of one stairwell are open at once; one finds them by their doors.
        lines = [self._line(card) for card in sorted(cards, key=lambda card: door_order(card.address))]
        self._view.show_list("drafts", ListShown(len(cards), lines, "没有做完一半的入户。"))
        if cards:
            # One's own is offered; of somebody else's one is told, and finds it in its list.
            self._show_last(next((card for card in cards if card.author == self._own_id), cards[0]))
        else:
            self._view.show_last("", "", "")
        self.read.emit()

    def _show_last(self, last: DraftCard) -> None:
        about = "  ".join(part for part in (_whose(last), last.address, f"停在“{_step(last)}”") if part)
        at = last.saved_at[11:16]
        if last.author == self._own_id:
            self._view.show_last(last.draft_id, f"继续上次 {at} 的填写?", about)
            self._view.turn_to("drafts")
        else:
            told = f"{about}。要接着填,请在“没做完”里选这一户。"
            self._view.show_last("", f"{self._author(last)} {at} 还没有写完", told)

    def _author(self, card: DraftCard) -> str:
        return self._staff.get(card.author, "其他人员")

    def _on_work(self, work: Work) -> None:
        self._view.show_day(f"{_day(work.today)},本轮自 {_day(work.round_from)} 起")
        self._view.show_coverage(work.visited, work.total, half_done=len(self._cards))
        whys = {one.case_id: one.why for one in work.whys}
        returned = [Line(r.case_id, (r.address, r.name, whys.get(r.case_id, "")), "stop") for r in work.returned.rows]
        self._show("to_visit", work.to_visit)
        self._show("returned", work.returned, returned)
        self._show("overdue", work.overdue)
        self._show("unchanged", work.unchanged)

    def _on_unsent(self, unsent: Unsent) -> None:
        self._show("unwritten", unsent.unwritten)
        self._show("unconfirmed", unsent.unconfirmed)

    def _on_coverage(self, found: Coverage) -> None:
        lines = [
            Line(
                f"unit:{one.unit}",
                (one.unit or _NO_UNIT, f"{one.visited:,}", f"{one.total - one.visited:,}"),
                "" if one.visited < one.total else "done",
            )
            for one in found.units
        ]
        self._view.show_list("units", ListShown(found.total, lines, "还没有户档案。"))

    def _show(self, name: str, found: ShortList, lines: list[Line] | None = None) -> None:
        self._asked[name] = found.asked
        shown = [_household(row) for row in found.rows] if lines is None else lines
        self._view.show_list(name, ListShown(found.total, shown, self._empty[name]))

    def _on_unit(self, line_id: str) -> None:
        unit = line_id.removeprefix("unit:")
        is_employer = self._by == "employer"
        asked = (
            CaseFilter(unvisited=True, employer=unit) if is_employer else CaseFilter(unvisited=True, filing_org=unit)
        )
        self.list_requested.emit(asked)

    def _on_by(self, by: str) -> None:
        self._by = by
        self._ask_coverage()

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
        texts = (card.address, _whose(card), card.survey_no, _step(card), card.saved_at[:16], self._author(card))
        return Line(card.draft_id, texts)


def _household(row: CaseRow) -> Line:
    state = "入户未完" if row.has_draft else row.outcome if row.outcome in GO_AGAIN else row.status
    return Line(row.case_id, (row.address, row.name, row.employer, state, row.visited_on))


def _whose(card: DraftCard) -> str:
    return card.name or "(未填姓名)"


def _step(card: DraftCard) -> str:
    return STEPS.get(card.page, STEPS[1])


def _day(day: str) -> str:
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
