"""判定 of the household beside the list, through jobs: read when it is looked at, decided by whoever may."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.decision_errors import VerdictMovedError
from fieldsurvey.services.determinations import Decision, Determinations, Judged
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.cases.panel import HouseholdPanel


class VerdictPresenter(QObject):
    """Signals:
    decided: the household of which something was recorded.
    """

    decided = Signal(str)

    def __init__(
        self,
        panel: HouseholdPanel,
        *,
        jobs: Jobs,
        notify: Notify,
        determinations: Determinations,
        may: Callable[[str], bool],
    ) -> None:
        super().__init__(panel)
        self._panel = panel
        self._tab = panel.verdict
        self._jobs = jobs
        self._notify = notify
        self._determinations = determinations
        self._case_id = ""
        self._code = ""
        self._shown: tuple[str, str] | None = None
        self._seen = ""
        self._tab.offer(
            decide=may("determinations.decide"),
            sheet=may("determinations.write_sheet"),
            notice=may("determinations.write_notice"),
        )
        self._tab.rules_chosen.connect(self._on_rules)
        self._tab.sheet_requested.connect(self._on_sheet)
        self._tab.notice_requested.connect(self._on_notice)
        self._tab.decide_requested.connect(self._on_decide)
        self._tab.exempt_requested.connect(self._on_exempt)
        panel.tab_turned.connect(self._read)

    def show(self, case_id: str) -> None:
        """Turns to a household; what it comes to is reckoned when the tab is looked at."""
        if case_id != self._case_id:
            self._code = ""
        self._case_id, self._shown = case_id, None
        self._read()

    def _read(self) -> None:
        wanted = (self._case_id, self._code)
        if not self._case_id or self._shown == wanted or not self._panel.shows_verdict:
            return
        self._shown = wanted
        explain = partial(self._determinations.explain, self._case_id, code=self._code)
        self._jobs.submit(self, explain, then=partial(self._on_judged, wanted), failed=self._on_failed)

    def _on_judged(self, wanted: tuple[str, str], judged: Judged) -> None:
        if wanted != (self._case_id, self._code):
            return
        self._seen = judged.seen
        number = judged.survey_no or judged.case_id[:8]
        lines = [_line(each) for each in reversed(judged.decisions)]
        self._tab.show_verdict(number, judged.explanation, rule_sets=judged.rule_sets, code=self._code, decisions=lines)
        self._tab.show_choices(judged.categories, judged.situations)

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._shown = None
        self._notify.error(problem)

    def _on_rules(self, code: str) -> None:
        self._code = code
        self._read()

    def _on_sheet(self, path: str) -> None:
        work = partial(self._determinations.write_sheet, self._case_id, Path(path), code=self._code)
        self._jobs.submit(self, work, then=partial(self._on_written, "测算表", path))

    def _on_notice(self, path: str) -> None:
        work = partial(self._determinations.write_notice, self._case_id, Path(path))
        self._jobs.submit(self, work, then=partial(self._on_written, "告知书", path))

    def _on_written(self, what: str, path: str, pages: int) -> None:
        self._notify.done(f"{what}已写到 {path}({pages} 页),日志已记下。")

    def _on_decide(self, category: str, reason: str) -> None:
        work = partial(self._determinations.decide, self._case_id, category, reason, seen=self._seen)
        question = "把这个认定记进档案?\n\n记下以后不能删,只能再作一次认定。"
        self._ask(question, "记下(&O)", work)

    def _on_exempt(self, situation: str, reason: str) -> None:
        work = partial(self._determinations.exempt, self._case_id, situation, reason)
        self._ask("把这个例外记进档案?", "记下(&O)", work)

    def _ask(self, question: str, yes: str, work: Callable[[], object]) -> None:
        done = partial(self._on_recorded, self._case_id)
        then = partial(self._jobs.submit, self, work, then=done, failed=self._on_refused)
        self._notify.ask(self._panel, question, yes=yes, then=then)

    def _on_refused(self, problem: FieldSurveyError) -> None:
        self._notify.error(problem)
        if isinstance(problem, VerdictMovedError):
            self._shown = None
            self._read()

    def _on_recorded(self, case_id: str, _: object) -> None:
        self._tab.close_form()
        self._notify.done("已记下,下次写入U盘时带给各笔记本。")
        if case_id == self._case_id:
            self._shown = None
            self._read()
        self.decided.emit(case_id)


def _line(each: Decision) -> tuple[str, str]:
    """What was decided when, and why; where it is otherwise than the rules came out, that too."""
    came_out = f"(测算:{each.computed})" if each.differs else ""
    return f"{each.decided_on} 认定:{each.label}{came_out}", f"理由:{each.reason or '同测算'}"
