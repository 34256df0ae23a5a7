"""The household beside the list: what it is, what is open, what happened to it, its numbers, and its clashes."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.cases import Cases, Household
from fieldsurvey.services.clashes import Clashes, OpenClash
from fieldsurvey.services.timeline import Happening, HistoryLine, Timeline
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.cases.clash_box import ClashShown
from ui.screens.cases.facts import facts_of
from ui.screens.cases.view import CasesView
from ui.widgets.coalesced import Coalesced

REVEALED_MS: Final = 30_000
_MARKS: Final = {"settled": "soft", "confirmed": "done", "written": "quiet", "read": "quiet"}


class HouseholdPresenter(QObject):
    """Signals:
    settled: the household of which a clash was settled.
    shown: the household that is in view now.
    """

    settled = Signal(str)
    shown = Signal(str)

    def __init__(
        self, view: CasesView, *, jobs: Jobs, notify: Notify, cases: Cases, clashes: Clashes, can_settle: bool
    ) -> None:
        super().__init__(view)
        self._view = view
        self._panel = view.panel
        self._jobs = jobs
        self._notify = notify
        self._cases = cases
        self._clashes = clashes
        self._can_settle = can_settle
        self._case_id = ""
        self._field = ""
        self._before = 0
        self._happened: dict[str, Happening] = {}
        self._catalogue = CASE
        self._showing = Coalesced[str](self._show)
        self._revealed = QTimer(self)
        self._revealed.setSingleShot(True)
        self._revealed.setInterval(REVEALED_MS)
        self._revealed.timeout.connect(self._cover)
        view.case_chosen.connect(self._on_chosen)
        view.hidden.connect(self._cover)
        self._panel.reveal_requested.connect(self._on_reveal)
        self._panel.settle_requested.connect(self._on_settle)
        self._panel.timeline.field_chosen.connect(self._on_field)
        self._panel.timeline.more_wanted.connect(self._on_more)
        self._panel.timeline.change_opened.connect(self._on_change_opened)

    def refresh(self, chosen: str) -> None:
        """Reads the household anew when the list still stands on it."""
        if self._case_id and self._case_id == chosen:
            self._showing.want(chosen)

    def _on_chosen(self, case_id: str) -> None:
        if case_id != self._case_id:
            self._cover()
            self._field = ""
        self._case_id = case_id
        self._showing.want(case_id)

    def _show(self, case_id: str) -> None:
        look = partial(self._cases.look, case_id)
        self._jobs.submit(self, look, then=self._on_shown, failed=self._on_show_failed, about=f"show:{case_id}")

    def _on_shown(self, found: Household) -> None:
        if not self._showing.answered():
            return
        row = found.row
        self._catalogue = found.catalogue
        about = "  ".join(part for part in (row.survey_no, row.status, row.address) if part)
        facts = [(fact.title, fact.text, fact.address) for fact in facts_of(found.catalogue, found.document)]
        facts += [("信息比对", told, "") for told in found.compared]
        self._cover()
        self._panel.show_household(row.name or "(未填姓名)", about, facts)
        self._panel.show_problems(
            [
                Line(one.address, (one.label, one.sentence, one.blocks), "stop" if one.blocks else "")
                for one in found.problems
            ]
        )
        self._panel.timeline.show_fields(found.fields, self._field)
        self.shown.emit(row.case_id)
        self._ask_timeline(row.case_id)
        if row.clashes:
            opened = partial(self._clashes.open, row.case_id)
            self._jobs.submit(self, opened, then=partial(self._on_clashes, row.case_id))
        else:
            self._panel.show_clashes([], can_settle=self._can_settle)

    def _on_show_failed(self, problem: FieldSurveyError) -> None:
        if self._showing.answered():
            # The list stands on this household: the panel must not go on showing another.
            self._panel.show_nothing()
        self._notify.error(problem)

    def _ask_timeline(self, case_id: str) -> None:
        page = partial(self._cases.timeline, case_id, field=self._field)
        self._jobs.submit(self, page, then=partial(self._on_timeline, case_id, self._field))

    def _on_timeline(self, case_id: str, field: str, found: Timeline) -> None:
        if (case_id, field) == (self._case_id, self._field):
            self._happened.clear()
            self._before = found.before
            self._panel.timeline.show_happenings(self._lines(found), more=bool(found.before))

    def _on_more(self) -> None:
        page = partial(self._cases.timeline, self._case_id, field=self._field, before=self._before)
        then = partial(self._on_more_found, self._case_id, self._field, self._before)
        self._jobs.submit(self, page, then=then, failed=self._on_no_more, about=f"more:{self._case_id}")

    def _on_more_found(self, case_id: str, field: str, before: int, found: Timeline) -> None:
        if (case_id, field, before) == (self._case_id, self._field, self._before):
            self._before = found.before
            self._panel.timeline.add_happenings(self._lines(found), more=bool(found.before))

    def _on_no_more(self, problem: FieldSurveyError) -> None:
        self._panel.timeline.history.table.ask_again()
        self._notify.error(problem)

    def _on_field(self, field: str) -> None:
        self._field = field
        self._ask_timeline(self._case_id)

    def _on_change_opened(self, change_id: str) -> None:
        change = partial(self._cases.change, self._case_id, change_id)
        self._jobs.submit(self, change, then=partial(self._on_change, change_id))

    def _on_change(self, change_id: str, fields: list[HistoryLine]) -> None:
        happened = self._happened.get(change_id)
        if happened is None:
            return
        lines = [Line(one.address, (one.label, one.after or "(清空)", one.before)) for one in fields]
        self._panel.timeline.show_change(f"{happened.at[:16]}  {_by(happened)}  {happened.title}", lines)

    def _on_reveal(self) -> None:
        if self._revealed.isActive():
            self._cover()
            return
        reveal = partial(self._cases.reveal, self._case_id, self._panel.covered)
        if self._panel.covered:
            self._jobs.submit(self, reveal, then=partial(self._on_revealed, self._case_id))

    def _on_revealed(self, case_id: str, numbers: dict[str, str]) -> None:
        # Whoever has gone on meanwhile, or to another screen, is not shown them any more.
        if case_id == self._case_id and self._view.isVisible():
            self._panel.show_in_full(numbers)
            self._revealed.start()

    def _cover(self) -> None:
        self._revealed.stop()
        self._panel.cover()

    def _on_clashes(self, case_id: str, found: list[OpenClash]) -> None:
        if case_id == self._case_id:
            self._panel.show_clashes([_clash(clash) for clash in found], can_settle=self._can_settle)

    def _on_settle(self, address: str, change_id: str, why: str) -> None:
        settle = partial(self._clashes.settle, self._case_id, address, change_id, why)
        field = self._catalogue.find(address)
        self._notify.ask(
            self._view,
            f"裁定“{field.label if field else address}”以选中的值为准?\n\n其他值会留在变更历史里。",
            yes="裁定(&Y)",
            then=partial(self._jobs.submit, self, settle, then=self._on_settled),
        )

    def _on_settled(self, _: str) -> None:
        self._notify.done("已裁定,下次写入U盘时带给各笔记本。")
        self.settled.emit(self._case_id)

    def _lines(self, found: Timeline) -> list[Line]:
        self._happened |= {one.change_id: one for one in found.happenings if one.change_id}
        return [
            Line(
                one.change_id or f"#{one.seq}:{one.sort}",
                (one.at[:16], one.title, one.told, _by(one)),
                _MARKS.get(one.sort, ""),
            )
            for one in found.happenings
        ]


def _by(one: Happening) -> str:
    return f"{one.author}({one.device})" if one.device else one.author


def _clash(clash: OpenClash) -> ClashShown:
    values = tuple(
        (value.change_id, value.shown, f"{value.author}({value.device})\n{value.at[:16]}") for value in clash.values
    )
    return ClashShown(clash.address, clash.label, values)
