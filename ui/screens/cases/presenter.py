"""Finding households: what is searched for, filtered by, in which order, and in which columns."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.case_filter import EVERYBODY, NEWEST, CaseFilter, Order
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.case_rows import CaseCount, CasePage, CaseRow
from fieldsurvey.services.cases import Cases, Choices
from fieldsurvey.services.clashes import Clashes
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.saved_lists import ListLayout, SavedFilter, SavedLists
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.notify import Notify
from ui.screens.cases.checked import CheckedPresenter
from ui.screens.cases.columns import USUAL, known
from ui.screens.cases.filter_words import SHIPPED_TABLES, in_words
from ui.screens.cases.household import HouseholdPresenter
from ui.screens.cases.marking import Marking
from ui.screens.cases.verdict_presenter import VerdictPresenter
from ui.screens.cases.view import CasesView
from ui.widgets.coalesced import Coalesced

PAGE = 200
_NOBODY = "这里还没有户档案。\n\n按“新开一户”开始入户,或到“U盘同步”读取总部带来的档案。"
_NOBODY_AT_HEADQUARTERS = (
    "这里还没有户档案。\n\n到“U盘同步”读取笔记本带来的档案,或在“设置”的“表格导入与导出”导入名册;也可以按“新开一户”。"
)
_NOT_FOUND = "没有找到。换个说法试试,例如只写姓,或身份证后四位。"
_NONE_SO = "没有这样的户。按 F4 清除筛选,看全部户。"


class Wanted(NamedTuple):
    """What the list is to show."""

    text: str
    asked: CaseFilter
    order: Order


class CasesPresenter(QObject):
    """Signals:
    visit_requested: a household, or empty for a new one.
    field_requested: a household, and the address of the field that one wants to go to.
    print_requested, later_requested: households whose forms are wanted now, or later, as pairs of id and number.
    entry_requested: the same, to be typed into the national system.
    """

    visit_requested = Signal(str)
    field_requested = Signal(str, str)
    print_requested = Signal(list)
    later_requested = Signal(list)
    entry_requested = Signal(list)

    def __init__(
        self,
        view: CasesView,
        *,
        jobs: Jobs,
        notify: Notify,
        cases: Cases,
        saved_lists: SavedLists,
        clashes: Clashes,
        findings: Findings,
        at_headquarters: bool,
        determinations: Determinations,
        may: Callable[[str], bool],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._cases = cases
        self._saved_lists = saved_lists
        self._nobody = _NOBODY_AT_HEADQUARTERS if at_headquarters else _NOBODY
        self._shown = Wanted("", EVERYBODY, NEWEST)
        self._asked, self._order = EVERYBODY, NEWEST
        self._tables: Mapping[str, CodeTable] = SHIPPED_TABLES
        self._columns: tuple[str, ...] = USUAL
        self._rows: dict[str, CaseRow] = {}
        self._saved: dict[str, SavedFilter] = {}
        self._stand_on = ""
        self._is_laid_out = False
        self._household = HouseholdPresenter(
            view, jobs=jobs, notify=notify, cases=cases, clashes=clashes, can_settle=may("clashes.settle")
        )
        self._checked = CheckedPresenter(view.panel, jobs=jobs, findings=findings)
        self._verdict = VerdictPresenter(view.panel, jobs=jobs, notify=notify, determinations=determinations, may=may)
        self._finding = Coalesced[Wanted](self._find)
        self._marking = Marking(
            view, jobs=jobs, notify=notify, all_of_list=lambda limit: self._page(self._shown, 0, limit=limit)
        )
        self._connect()
        self._connect_panel()

    def refresh(self, *, stand_on: str = "") -> None:
        """Reads the list anew, for something has changed."""
        self._stand_on = stand_on
        self._jobs.submit(self, self._cases.code_tables, then=self._on_tables)
        if not self._is_laid_out:
            self._is_laid_out = True
            self._jobs.submit(self, self._saved_lists.layout, then=self._on_layout)
            self._jobs.submit(self, self._saved_lists.filters, then=self._show_saved)
        self._want()

    def show_filtered(self, asked: CaseFilter) -> None:
        """Shows the households of a filter, and nothing searched for."""
        self._view.clear_search()
        self._filter(asked)

    def clear(self) -> None:
        """No filter and no text any more."""
        self.show_filtered(EVERYBODY)

    def _connect(self) -> None:
        view = self._view
        view.search_wanted.connect(lambda _: self._want())
        view.more_wanted.connect(self._on_more)
        view.case_opened.connect(self.visit_requested)
        view.new_requested.connect(lambda: self.visit_requested.emit(""))
        self._marking.print_requested.connect(self.print_requested)
        self._marking.later_requested.connect(self.later_requested)
        self._marking.entry_requested.connect(self.entry_requested)
        view.order_wanted.connect(self._on_title)
        view.filter_opened.connect(self._on_filter_opened)
        view.bar.order_chosen.connect(self._order_by)
        view.bar.clear_requested.connect(self.clear)
        view.bar.saved_chosen.connect(self._on_saved_chosen)
        view.filters.filter_changed.connect(self._filter)
        view.filters.chosen.connect(self._on_saved_chosen)
        view.filters.save_requested.connect(self._on_save)
        view.filters.rename_requested.connect(self._on_rename)
        view.filters.remove_requested.connect(self._on_remove)
        view.column_sheet.columns_changed.connect(self._on_columns)

    def _connect_panel(self) -> None:
        household, verdict = self._household, self._verdict
        for changed in (household.settled, verdict.decided):
            changed.connect(lambda case_id: self.refresh(stand_on=case_id))
        for show in (verdict.show, self._checked.show):
            household.shown.connect(show)
        self._checked.field_requested.connect(self.field_requested)

    def _want(self) -> None:
        wanted = Wanted(self._view.search.text(), self._asked, self._order)
        self._show_words()
        self._finding.want(wanted)

    def _show_words(self) -> None:
        is_clear = self._asked.is_empty and not self._view.search.text().strip()
        self._view.bar.show_words(in_words(self._asked, self._tables), is_clear=is_clear)

    def _on_tables(self, tables: dict[str, CodeTable]) -> None:
        self._tables = tables
        self._view.filters.show_codes(tables)
        self._show_words()

    def _find(self, wanted: Wanted) -> None:
        then = partial(self._on_found, wanted)
        self._jobs.submit(self, self._page(wanted, 0), then=then, failed=self._on_no_list, about="list")

    def clear_marks(self) -> None:
        """What was marked has been done."""
        self._marking.clear()

    def _page(self, wanted: Wanted, offset: int, *, limit: int = PAGE) -> "partial[CasePage]":
        return partial(
            self._cases.find,
            wanted.text,
            asked=wanted.asked,
            order=wanted.order,
            offset=offset,
            limit=limit,
            counted=False,
        )

    def _on_found(self, wanted: Wanted, page: CasePage) -> None:
        if not self._finding.answered():
            return
        self._shown = wanted
        self._rows = {row.case_id: row for row in page.rows}
        self._marking.know(page.rows)
        told = "正在数…" if page.more else f"{page.total:,} 户"
        empty = _NONE_SO if not wanted.asked.is_empty else _NOT_FOUND if wanted.text.strip() else self._nobody
        self._view.show_cases(self._lines(page.rows), more=page.more, told=told, empty=empty)
        if page.more:
            # After the first rows, which nobody should wait for.
            count = partial(self._cases.count, wanted.text, asked=wanted.asked)
            self._jobs.submit(self, count, then=partial(self._on_counted, wanted))
        if self._stand_on:
            self._view.stand_on(self._stand_on)
            self._stand_on = ""
        self._household.refresh(self._view.table.chosen_id)

    def _on_counted(self, wanted: Wanted, found: CaseCount) -> None:
        if wanted == self._shown:
            self._view.show_count(f"{found.total:,} 户" + ("以上" if found.more else ""))

    def _on_no_list(self, problem: FieldSurveyError) -> None:
        self._finding.answered()
        self._notify.error(problem)

    def _on_more(self) -> None:
        offset = len(self._view.table.table.lines)
        then = partial(self._on_more_found, self._shown, offset)
        self._jobs.submit(self, self._page(self._shown, offset), then=then, failed=self._on_no_more, about="more")

    def _on_more_found(self, wanted: Wanted, offset: int, page: CasePage) -> None:
        if wanted == self._shown and offset == len(self._view.table.table.lines):
            self._rows |= {row.case_id: row for row in page.rows}
            self._marking.know(page.rows)
            self._view.add_cases(self._lines(page.rows), more=page.more)

    def _on_no_more(self, problem: FieldSurveyError) -> None:
        self._view.ask_more_again()
        self._notify.error(problem)

    def _filter(self, asked: CaseFilter) -> None:
        self._asked = asked
        if self._view.filters.filter != asked:
            self._view.filters.show_filter(asked)
        self._want()

    def _on_filter_opened(self) -> None:
        self._jobs.submit(self, self._cases.choices, then=self._on_choices, doing="正在读单位和调查人的名字")

    def _on_choices(self, found: Choices) -> None:
        names = {"employer": found.employers, "filing_org": found.filing_orgs, "surveyor": found.surveyors}
        self._view.filters.show_choices(names)

    def _on_title(self, by: str) -> None:
        is_again = self._order.by == by
        self._order_by(Order(by, descending=is_again and not self._order.descending))

    def _order_by(self, order: Order) -> None:
        self._order = order
        self._view.bar.show_order(order)
        self._keep_layout()
        self._want()

    def _on_layout(self, layout: ListLayout) -> None:
        self._order = Order(layout.by, layout.descending)
        self._view.bar.show_order(self._order)
        self._show_columns(known(layout.columns))
        self._want()

    def _on_columns(self, columns: tuple[str, ...]) -> None:
        self._show_columns(columns)
        self._keep_layout()
        self._want()

    def _show_columns(self, columns: tuple[str, ...]) -> None:
        if columns == self._columns:
            self._view.column_sheet.show_columns(columns)
            return
        self._columns = columns
        self._stand_on = self._stand_on or self._view.table.chosen_id
        self._view.show_columns(columns)

    def _keep_layout(self) -> None:
        layout = ListLayout(self._columns, self._order.by, self._order.descending)
        self._jobs.submit(self, partial(self._saved_lists.keep_layout, layout))

    def _show_saved(self, filters: list[SavedFilter]) -> None:
        self._saved = {one.name: one for one in filters}
        self._view.bar.show_saved(list(self._saved))
        self._view.filters.show_saved(list(self._saved))

    def _on_saved_chosen(self, name: str) -> None:
        saved = self._saved.get(name)
        if saved is not None:
            self._view.search.show_text(saved.text)
            self._filter(saved.asked)

    def _on_save(self, name: str) -> None:
        save = partial(self._saved_lists.save, name, self._view.search.text().strip(), self._asked)
        self._jobs.submit(self, save, then=self._show_saved, about="save filter")

    def _on_rename(self, name: str, new_name: str) -> None:
        rename = partial(self._saved_lists.rename, name, new_name)
        self._jobs.submit(self, rename, then=self._show_saved, about="rename filter")

    def _on_remove(self, name: str) -> None:
        remove = partial(self._saved_lists.remove, name)
        self._jobs.submit(self, remove, then=self._show_saved, about="remove filter")

    def _lines(self, rows: list[CaseRow]) -> list[Line]:
        return [
            Line(row.case_id, tuple(_cell(row, name) for name in self._columns), "soft" if row.clashes else "")
            for row in rows
        ]


def _cell(row: CaseRow, name: str) -> str:
    if name == "state":
        return f"冲突 {row.clashes} 处" if row.clashes else "入户未完" if row.has_draft else row.status
    if name == "updated_at":
        return row.updated_at[:16]
    value = getattr(row, name)
    return str(value or "")
