"""户的变动: what was chosen goes to the service as a plan, and only a plan that was seen is done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox

from fieldsurvey.case.document import ROW
from fieldsurvey.case.parse import show
from fieldsurvey.case.splitting import lists_of_members
from fieldsurvey.case.worker import is_worker
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.case_rows import CasePage
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.event_lines import relations_offered
from fieldsurvey.services.life_events import EventDone, EventPlan, LifeEvents
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.wizard.life_events import LifeEventsView
from ui.wizard.sheet import Sheet

MOST_FOUND = 50


class LifePresenter(QObject):
    """Signals:
    done: an event has been done; the visit is to be read anew.
    """

    done = Signal()

    def __init__(
        self, view: LifeEventsView, *, jobs: Jobs, notify: Notify, life_events: LifeEvents, cases: Cases
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._events = life_events
        self._cases = cases
        self._case_id = ""
        self._seen = ""
        self._asked = 0
        view.plan_requested.connect(self._on_plan)
        view.apply_requested.connect(self._on_apply)
        view.search_requested.connect(self._on_search)
        view.changed.connect(self._forget)

    def begin(self, case_id: str, sheet: Sheet) -> None:
        """Turns to a household as it stands in the visit."""
        self._case_id = case_id
        worker = next((str(row[ROW]) for row in sheet.rows("members") if is_worker(row)), "")
        reason = sheet.catalogue.field("life_events/a/reason").choices
        self._view.begin(
            sheet.members(),
            worker=worker,
            reasons=list(reason.offered.items()),
            relations=list(relations_offered(sheet.catalogue).items()),
            rows=_rows(sheet),
        )

    def _forget(self) -> None:
        self._seen = ""
        self._asked += 1

    def _on_plan(self, kind: str) -> None:
        plan = self._plan(kind)
        if plan is not None:
            then, about = partial(self._on_planned, self._asked), f"plan:{self._case_id}:{kind}"
            self._jobs.submit(self, plan, then=then, doing="正在看会改什么…", about=about)

    def _on_planned(self, asked: int, plan: EventPlan) -> None:
        if asked != self._asked:
            return
        people = [(each.there, f"{each.name}:两户证件号相同,合成一人") for each in plan.doubles]
        self._view.show_doubles(people)
        self._seen = plan.seen
        self._view.show_plan(plan.lines)

    def _on_apply(self, kind: str) -> None:
        if self._seen:
            self._view.setEnabled(False)
            self._jobs.submit(self, self._order(kind), then=self._on_done, failed=self._on_failed, doing="正在办理…")

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.setEnabled(True)
        self._view.show_plan([])
        self._notify.error(problem)

    def _on_done(self, done: EventDone) -> None:
        self._view.setEnabled(True)
        if done.draft_id:
            self._notify.done("已分户,两户都已存下。新户在“工作台”的“没做完”里,接着问它的住址和住房。")
        elif done.in_draft:
            self._notify.done("已改好,和这次入户一起存成修改单。")
        else:
            self._notify.done("已办好,存成了修改单。")
        self.done.emit()

    def _plan(self, kind: str) -> Callable[[], EventPlan] | None:
        view, events, case = self._view, self._events, self._case_id
        if kind == "worker":
            reason, leaves = _chosen(view.worker_reason), view.leaves.isChecked()
            return partial(events.plan_worker, case, _chosen(view.new_worker), reason=reason, leaves=leaves)
        if kind == "split":
            return partial(events.plan_split, case, view.ticked("split"), _chosen(view.split_worker))
        if kind == "move":
            return partial(events.plan_move, case, view.ticked("move"), _chosen(view.move_to))
        if not view.found.chosen_id:
            self._notify.warn("请先找到另一户,再看会改什么。")
            return None
        relation, apart = _chosen(view.merge_relation), view.unticked("doubles")
        return partial(events.plan_merge, case, view.found.chosen_id, relation=relation, apart=apart)

    def _order(self, kind: str) -> Callable[[], EventDone]:
        view, events, case, seen = self._view, self._events, self._case_id, self._seen
        if kind == "worker":
            reason, leaves = _chosen(view.worker_reason), view.leaves.isChecked()
            return partial(
                events.change_worker, case, _chosen(view.new_worker), reason=reason, leaves=leaves, seen=seen
            )
        if kind == "split":
            members, worker, reason = view.ticked("split"), _chosen(view.split_worker), _chosen(view.split_reason)
            return partial(events.split, case, members, worker, reason=reason, seen=seen)
        if kind == "move":
            return partial(events.move_rows, case, view.ticked("move"), _chosen(view.move_to), seen=seen)
        return partial(
            events.merge,
            case,
            view.found.chosen_id,
            relation=_chosen(view.merge_relation),
            apart=view.unticked("doubles"),
            reason=_chosen(view.merge_reason),
            seen=seen,
        )

    def _on_search(self, text: str) -> None:
        self._forget()
        if text:
            self._jobs.submit(self, partial(self._cases.find, text, limit=MOST_FOUND), then=self._on_found)

    def _on_found(self, page: CasePage) -> None:
        rows = [row for row in page.rows if row.case_id != self._case_id]
        self._view.show_found([Line(row.case_id, (row.survey_no, row.name, row.identity, row.address)) for row in rows])


def _chosen(box: QComboBox) -> str:
    return str(box.currentData() or "")


def _rows(sheet: Sheet) -> list[tuple[str, str]]:
    """The rows that name a member, in words."""
    names = dict(sheet.members())
    found = []
    for group_id in lists_of_members(sheet.catalogue):
        group = sheet.catalogue.group(group_id)
        for number, own in enumerate(sheet.rows(group_id), start=1):
            told = next(
                (show(field, own[field.id]) for field in group.fields if field.codes and own.get(field.id) is not None),
                "",
            ) if group else ""  # fmt: skip
            whose = names.get(str(own.get("member")), "没有写明成员")
            label = group.row_label if group else group_id
            found.append((f"{group_id}/{own[ROW]}", f"{label}{number} {told}({whose})".replace("  ", " ")))
    return found
