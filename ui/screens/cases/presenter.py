"""Finding households, showing one, and settling what two people wrote differently."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Sort
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.money import yuan
from fieldsurvey.case.parse import show
from fieldsurvey.case.sums import expense_year, income_year, persons
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.cases import CasePage, CaseRow, Cases, CaseView, HistoryLine
from fieldsurvey.services.clashes import Clashes, OpenClash
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.cases.clash_box import ClashShown
from ui.screens.cases.view import CasesView
from ui.widgets.coalesced import Coalesced

PAGE = 200
MOST_HISTORY = 500
_FACTS = ("identity", "mobile", "home_address", "employer_name", "work_status", "health", "housing", "on_dibao")


class CasesPresenter(QObject):
    """Signals:
    visit_requested: a household, or empty for a new one.
    print_requested: a household whose form is wanted.
    """

    visit_requested = Signal(str)
    print_requested = Signal(str)

    def __init__(
        self, view: CasesView, *, jobs: Jobs, notify: Notify, cases: Cases, clashes: Clashes, can_settle: bool
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._cases = cases
        self._clashes = clashes
        self._can_settle = can_settle
        self._text = ""
        self._case_id = ""
        self._stand_on = ""
        self._finding = Coalesced[str](self._find)
        self._showing = Coalesced[str](self._show)
        view.search_wanted.connect(self._finding.want)
        view.more_wanted.connect(self._on_more)
        view.case_chosen.connect(self._on_chosen)
        view.case_opened.connect(self.visit_requested)
        view.new_requested.connect(lambda: self.visit_requested.emit(""))
        view.print_requested.connect(self.print_requested)
        view.panel.settle_requested.connect(self._on_settle)

    def refresh(self, *, stand_on: str = "") -> None:
        """Reads the list anew, for something has changed."""
        self._stand_on = stand_on
        self._finding.want(self._view.search.text())

    def _find(self, text: str) -> None:
        find = partial(self._cases.find, text, offset=0, limit=PAGE)
        self._jobs.submit(self, find, then=partial(self._on_found, text), failed=self._on_find_failed)

    def _on_found(self, text: str, page: CasePage) -> None:
        if not self._finding.answered():
            return
        self._text = text
        told = f"{page.total:,} 户" + ("以上" if page.more else "")
        total = page.total + 1 if page.more else page.total
        self._view.show_cases([_line(found) for found in page.rows], total, told)
        if self._stand_on:
            self._view.stand_on(self._stand_on)
            self._stand_on = ""
        if self._case_id and self._case_id == self._view.table.chosen_id:
            self._showing.want(self._case_id)

    def _on_find_failed(self, problem: FieldSurveyError) -> None:
        self._finding.answered()
        self._notify.error(problem)

    def _on_more(self) -> None:
        shown = len(self._view.table.table.lines)
        find = partial(self._cases.find, self._text, offset=shown, limit=PAGE)
        self._jobs.submit(self, find, then=partial(self._on_more_found, self._text, shown), failed=self._on_more_failed)

    def _on_more_found(self, text: str, offset: int, page: CasePage) -> None:
        if text == self._text and offset == len(self._view.table.table.lines):
            self._view.add_cases([_line(found) for found in page.rows])

    def _on_more_failed(self, problem: FieldSurveyError) -> None:
        self._view.ask_more_again()
        self._notify.error(problem)

    def _on_chosen(self, case_id: str) -> None:
        self._case_id = case_id
        self._showing.want(case_id)

    def _show(self, case_id: str) -> None:
        show_case = partial(self._cases.show, case_id)
        self._jobs.submit(self, show_case, then=self._on_shown, failed=self._on_show_failed)

    def _on_shown(self, found: CaseView) -> None:
        if not self._showing.answered():
            return
        about = "  ".join(part for part in (found.row.survey_no, found.row.status, found.row.address) if part)
        history = [_history_line(line) for line in found.history[:MOST_HISTORY]]
        self._view.panel.show_household(found.row.name or "(未填姓名)", about, list(_facts(found.document)), history)
        if found.clashes:
            opened = partial(self._clashes.open, found.row.case_id)
            self._jobs.submit(self, opened, then=partial(self._on_clashes, found.row.case_id))
        else:
            self._view.panel.show_clashes([], can_settle=self._can_settle)

    def _on_show_failed(self, problem: FieldSurveyError) -> None:
        if self._showing.answered():
            # The list stands on this household: the panel must not go on showing another.
            self._view.panel.show_nothing()
        self._notify.error(problem)

    def _on_clashes(self, case_id: str, found: list[OpenClash]) -> None:
        if case_id == self._case_id:
            self._view.panel.show_clashes([_clash(clash) for clash in found], can_settle=self._can_settle)

    def _on_settle(self, address: str, change_id: str, why: str) -> None:
        settle = partial(self._clashes.settle, self._case_id, address, change_id, why)
        label = show_label(address)
        self._notify.ask(
            self._view,
            f"裁定“{label}”以选中的值为准?\n\n其他值会留在变更历史里。",
            yes="裁定(&Y)",
            then=partial(self._jobs.submit, self, settle, then=self._on_settled),
        )

    def _on_settled(self, _: str) -> None:
        self._notify.done("已裁定,下次写U盘时带给各笔记本。")
        self.refresh(stand_on=self._case_id)


def show_label(address: str) -> str:
    """The label of the field at an address."""
    field = CASE.find(address)
    return field.label if field is not None else address


def _line(row: CaseRow) -> Line:
    state = f"冲突 {row.clashes} 处" if row.clashes else "入户未完" if row.has_draft else row.status
    texts = (
        row.survey_no,
        row.name,
        row.address,
        row.employer,
        row.identity,
        row.mobile,
        state,
        str(row.persons or ""),
        row.updated_at[:16],
    )
    return Line(row.case_id, texts, "soft" if row.clashes else "")


def _history_line(line: HistoryLine) -> Line:
    by = f"{line.author}({line.device})" if line.device else line.author
    after = f"{line.after}({line.why})" if line.why else line.after
    return Line(line.address, (line.at[:16], line.label, after or "(清空)", line.before, by))


def _facts(document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    members = [str(member.get("name") or "?") for member in document.get("members", [])]
    yield "家庭人口", f"{persons(document)} 人:{'、'.join(members)}" if members else "还没有登记"
    yield "家庭年收入", f"{yuan(income_year(document))} 元"
    yield "刚性支出", f"{yuan(expense_year(document))} 元"
    causes = CASE.group("causes")
    cause = causes.field("cause") if causes else None
    if cause is not None:
        told = [show(cause, each.get("cause")) for each in document.get("causes", [])]
        yield "致困原因", "、".join(text for text in told if text) or "还没有填"
    for address in _FACTS:
        field = CASE.field(address)
        value = document.get(address)
        if value is None:
            continue
        if field.sort is Sort.IDENTITY and isinstance(value, dict) and value.get("number"):
            yield field.label, masked(str(value["number"]))
        elif field.sort is Sort.PHONE and isinstance(value, str):
            yield field.label, masked_phone(value)
        else:
            yield field.label, show(field, value)


def _clash(clash: OpenClash) -> ClashShown:
    values = tuple(
        (value.change_id, value.shown, f"{value.author}({value.device})\n{value.at[:16]}") for value in clash.values
    )
    return ClashShown(clash.address, clash.label, values)
