"""自查自纠: what the checks found, read group by group; a reason for a doubt, and the way to each field."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.case_filter import EVERYBODY
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.rules.check import Check, Severity
from fieldsurvey.services.case_rows import CaseCount
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.finding_lines import DayOfProgress, FindingFilter, FindingLine, FindingPage, Group
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.inspections import Inspections
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.selfcheck.packing import Packing
from ui.screens.selfcheck.view import SelfCheckView
from ui.screens.selfcheck.words import finding_id, finding_line, finding_shown, group_key, group_lines, standing, told
from ui.widgets.coalesced import Coalesced

PAGE: Final = 200
DAYS: Final = 42
_NONE: Final = "没有发现问题。\n\n档案一改,就会自动再核查。"
_NONE_SO: Final = "没有这样的问题。\n\n按 F4 看全部轻重、清除查找;已说明的疑点,去掉“只看没处理的”就能看到。"


class Asked(NamedTuple):
    """What the groups are to show."""

    by: str
    filter: FindingFilter


class SelfCheckPresenter(QObject):
    """Signals:
    visit_requested: a household, and the address to go to. household_requested: a household in 户档案.
    """

    visit_requested = Signal(str, str)
    household_requested = Signal(str)

    def __init__(
        self,
        view: SelfCheckView,
        *,
        jobs: Jobs,
        notify: Notify,
        findings: Findings,
        inspections: Inspections,
        cases: Cases,
        checks: Mapping[str, Check],
        may: Callable[[str], bool],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._findings = findings
        self._cases = cases
        self._checks = checks
        self._may_visit, self._may_explain = may("visits.start"), may("findings.explain")
        self._by = "check"
        self._rows: dict[str, FindingLine] = {}
        self._shown: FindingLine | None = None
        self._listed = FindingFilter()
        self._total = self._waiting = 0
        self._open_groups: list[Group] = []
        self._told = ""
        self._grouping = Coalesced[Asked](self._group)
        self._listing = Coalesced[FindingFilter](self._list)
        self._packing = Packing(view, jobs=jobs, notify=notify, inspections=inspections)
        self._connect()

    def refresh(self) -> None:
        """Reads everything anew. What waits is looked at by itself; `show_waiting` and `show_checked` tell of it."""
        self._jobs.submit(self, self._findings.waiting, then=self.show_waiting)
        self._jobs.submit(self, partial(self._cases.count, "", asked=EVERYBODY), then=self._on_count)
        self._read()

    def _connect(self) -> None:
        view = self._view
        view.bar.by_chosen.connect(self._on_by)
        view.bar.changed.connect(self._want_groups)
        view.group_chosen.connect(lambda _: self._want_list())
        view.finding_chosen.connect(self._on_chosen)
        view.finding_opened.connect(self._on_opened)
        view.more_wanted.connect(self._on_more)
        view.refresh_requested.connect(self.refresh)
        view.pack_requested.connect(lambda folder: self._packing.write(folder, self._filter()))
        view.detail.household_requested.connect(self._on_household)
        view.detail.reason_given.connect(self._on_reason)

    def _read(self) -> None:
        self._want_groups()
        for is_open in (True, None):
            whole = partial(self._findings.summary, "check", FindingFilter(is_open=is_open))
            self._jobs.submit(self, whole, then=partial(self._on_whole, is_open))
        self._jobs.submit(self, partial(self._findings.progress, DAYS), then=self._on_progress)

    def _filter(self) -> FindingFilter:
        bar = self._view.bar
        severity = Severity(bar.severity) if bar.severity else None
        return FindingFilter(severity=severity, is_open=True if bar.is_open else None, text=bar.text)

    def _of_group(self, asked: FindingFilter) -> FindingFilter:
        key = group_key(self._view.groups.chosen_id)
        if key is None:
            return asked
        if self._by == "check":
            return replace(asked, check=key)
        return replace(asked, org=key) if self._by == "org" else replace(asked, person=key)

    def _want_groups(self) -> None:
        self._grouping.want(Asked(self._by, self._filter()))

    def _group(self, asked: Asked) -> None:
        summary = partial(self._findings.summary, asked.by, asked.filter)
        then = partial(self._on_groups, asked)
        self._jobs.submit(self, summary, then=then, failed=self._on_no_groups, about="groups")

    def _on_groups(self, asked: Asked, groups: list[Group]) -> None:
        if self._grouping.answered():
            self._view.show_groups(group_lines(asked.by, groups))
            self._want_list()

    def _on_no_groups(self, problem: FieldSurveyError) -> None:
        self._grouping.answered()
        self._notify.error(problem)

    def _on_whole(self, is_open: bool | None, groups: list[Group]) -> None:
        if is_open:
            self._open_groups = groups
        else:
            self._tell(told(self._open_groups, groups))

    def _tell(self, found: str) -> None:
        self._told = found
        self._view.show_standing(standing(self._waiting, self._total), found)

    def show_waiting(self, waiting: int) -> None:
        """So many households wait to be looked at."""
        self._waiting = waiting
        self._tell(self._told)

    def _on_count(self, count: CaseCount) -> None:
        self._total = count.total
        self._tell(self._told)

    def _on_progress(self, days: list[DayOfProgress]) -> None:
        self._view.chart.show_days([(day.day, day.errors, day.doubts) for day in days])

    def show_checked(self) -> None:
        """Nobody waits any more: shows what was found, unless that would disturb somebody who writes a reason."""
        self.show_waiting(0)
        if self._view.isVisible() and not self._view.detail.reason.is_writing:
            self._read()

    def _on_by(self, by: str) -> None:
        self._by = by
        self._want_groups()

    def _want_list(self) -> None:
        self._listing.want(self._of_group(self._filter()))

    def _list(self, asked: FindingFilter) -> None:
        page = partial(self._findings.list, asked, limit=PAGE, offset=0)
        self._jobs.submit(self, page, then=partial(self._on_list, asked), failed=self._on_no_list, about="findings")

    def _on_list(self, asked: FindingFilter, page: FindingPage) -> None:
        if not self._listing.answered():
            return
        self._listed = asked
        self._rows = {finding_id(row): row for row in page.rows}
        is_narrow = bool(asked.text or asked.severity)
        empty = _NONE_SO if is_narrow else _NONE
        self._view.show_findings([finding_line(row) for row in page.rows], total=page.total, empty=empty)

    def _on_no_list(self, problem: FieldSurveyError) -> None:
        self._listing.answered()
        self._notify.error(problem)

    def _on_more(self) -> None:
        offset = len(self._view.findings.table.lines)
        page = partial(self._findings.list, self._listed, limit=PAGE, offset=offset)
        then = partial(self._on_more_found, self._listed, offset)
        self._jobs.submit(self, page, then=then, failed=self._on_no_more, about="more")

    def _on_more_found(self, asked: FindingFilter, offset: int, page: FindingPage) -> None:
        if asked == self._listed and offset == len(self._view.findings.table.lines):
            self._rows |= {finding_id(row): row for row in page.rows}
            self._view.add_findings([finding_line(row) for row in page.rows])

    def _on_no_more(self, problem: FieldSurveyError) -> None:
        self._view.findings.table.ask_again()
        self._notify.error(problem)

    def _on_chosen(self, line_id: str) -> None:
        line = self._rows.get(line_id)
        # Read anew, the same finding must not take away what is being written of it.
        if line is not None and (line != self._shown or self._view.detail.isHidden()):
            self._shown = line
            self._view.detail.show_finding(finding_shown(line, self._checks, may_explain=self._may_explain))

    def _on_opened(self, line_id: str) -> None:
        line = self._rows.get(line_id)
        if line is None:
            return
        if self._may_visit:
            self.visit_requested.emit(line.case_id, line.finding.address)
        else:
            self.household_requested.emit(line.case_id)

    def _on_household(self) -> None:
        if self._shown is not None:
            self.household_requested.emit(self._shown.case_id)

    def _on_reason(self, why: str) -> None:
        line = self._shown
        if line is not None:
            found = line.finding
            explain = partial(self._findings.explain, line.case_id, found.check, found.address, why, saw=found.print)
            self._jobs.submit(self, explain, then=self._on_explained, about="explain")

    def _on_explained(self, _: str) -> None:
        self._notify.done("说明已记下,存成一张修改单;看到的内容变了才会再问。")
        self._shown = None
        self._view.to_work()
        self.refresh()
