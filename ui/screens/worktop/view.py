"""The first screen: what there is to do today, one list at a time, and how far the round has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QFrame, QProgressBar, QPushButton, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, frame, label, row, say, scrolled

LISTS: Final = {
    "to_visit": "待入户",
    "drafts": "没做完",
    "returned": "退回补正",
    "overdue": "复核到期",
    "unchanged": "一年未改",
    "unwritten": "未写入U盘",
    "unconfirmed": "没有回执",
    "units": "各单位",
}
_HOUSEHOLDS: Final = (
    Column("住址", 12), Column("姓名", 5), Column("工作单位", 8, 2), Column("状态", 5, 1), Column("上次入户", 6, 3)
)  # fmt: skip
_COLUMNS: Final[Mapping[str, Sequence[Column]]] = {
    "drafts": (
        Column("住址", 12), Column("户", 5), Column("调查编号", 7, 1), Column("停在", 8), Column("存于", 9, 3),
        Column("填写人", 5, 2),
    ),
    "returned": (Column("住址", 10, 1), Column("姓名", 5), Column("审核人的话", 16)),
    "units": (Column("单位", 14), Column("已访", 4, is_right=True), Column("未访", 4, is_right=True)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListShown:
    """One list: how many there are, those in view, and what it says when it is empty."""

    total: int
    lines: Sequence[Line]
    empty: str


class WorktopView(QWidget):
    """Signals:
    resume_requested, discard_requested: a draft. new_requested: a household that has no file yet.
    visit_requested: a household to be visited now. all_requested: a list, to be seen whole.
    unit_requested: a unit whose missing households are wanted. by_chosen: what the units are.
    """

    resume_requested = Signal(str)
    discard_requested = Signal(str)
    new_requested = Signal()
    visit_requested = Signal(str)
    all_requested = Signal(str)
    unit_requested = Signal(str)
    by_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("worktop")
        self._last_id = ""
        self._lists: dict[str, ListShown] = {}
        self._shown = "to_visit"
        self._group = QButtonGroup(self)
        self._buttons = {name: self._tab(name, told) for name, told in LISTS.items()}
        self.tables = {name: self._table(name) for name in LISTS}
        self._nothing = label(role="quiet", name="nothing_to_do", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        lists = QWidget()
        right = column(*self.tables.values(), self._nothing, self._make_foot(), into=lists)
        for number in range(right.count() - 1):
            right.setStretch(number, 1)
        body = row(self._make_tabs(), lists, gap=12)
        body.setStretch(1, 1)
        column(self._make_head(), self._make_last(), self._make_bar(), body, into=self, margin=14, gap=8).setStretch(
            3, 1
        )
        self._turn_to("to_visit")

    def show_day(self, told: str) -> None:
        """The day and since when the round goes."""
        say(self._day, told)

    def show_coverage(self, visited: int, total: int, *, half_done: int) -> None:
        """How far the round has come; while visits are half done nobody is told that none is missing."""
        rest = total - visited
        told = [f"还差 {rest:,} 户"] if rest else []
        told += [f"{half_done:,} 户没做完"] if half_done else []
        ending = "," + ",".join(told) if told else "  不漏一户" if total else ""
        self._covered.setText(f"已访 {visited:,}/{total:,}{ending}")
        self._progress.setRange(0, max(total, 1))
        self._progress.setValue(visited)

    def show_last(self, draft_id: str, question: str, about: str) -> None:
        """Asks whether to go on with a visit; without a draft it only tells, and nothing tells nothing."""
        self._last_id = draft_id
        self._question.setText(question)
        say(self._about, about)
        self._last.setVisible(bool(question))
        self.go_on.setVisible(bool(draft_id))
        if draft_id:
            self.go_on.setFocus()

    def show_list(self, name: str, shown: ListShown) -> None:
        """Shows one list with its count."""
        self._lists[name] = shown
        self._buttons[name].setText(f"&{list(LISTS).index(name) + 1}. {LISTS[name]}  {shown.total:,}")
        self._buttons[name].setAccessibleName(f"{LISTS[name]},{shown.total} 户")
        self.tables[name].table.show(shown.lines)
        self.tables[name].fit()
        if name == self._shown:
            self._turn_to(name)

    def turn_to(self, name: str) -> None:
        """Turns to a list."""
        self._buttons[name].setChecked(True)
        self._turn_to(name)

    @property
    def shown(self) -> str:
        """The list in view."""
        return self._shown

    def to_work(self) -> None:
        """Brings the keyboard to what one most likely does next."""
        if self.go_on.isVisible():
            self.go_on.setFocus()
        elif self.tables[self._shown].isVisible():
            self.tables[self._shown].setFocus()
        else:
            self._start.setFocus()

    def _make_head(self) -> QWidget:
        self._day = label(role="quiet", name="worktop_day", wrap=True)
        new = button("新开一户(&N)", name="new_visit")
        new.clicked.connect(self.new_requested)
        self._start = button("开始入户(&V)", name="start_visit", role="main", tip="选中的这一户;没有选就是最前面的一户")
        self._start.clicked.connect(self._on_start)
        head = QWidget()
        line = row(label("工作台", role="title"), self._day, new, self._start, into=head, gap=12)
        line.setStretch(1, 1)
        return head

    def _make_last(self) -> QFrame:
        self._last = frame("notice", name="last_visit")
        self._question = label(role="heading", name="last_question")
        self._about = label(role="quiet", name="last_about", wrap=True)
        self.go_on = button("继续填写(&J)", name="go_on", role="main")
        self.go_on.clicked.connect(lambda: self.resume_requested.emit(self._last_id))
        line = row(column(self._question, self._about, gap=2), self.go_on, into=self._last)
        line.setStretch(0, 1)
        line.setContentsMargins(16, 8, 16, 8)
        self._last.hide()
        return self._last

    def _make_bar(self) -> QWidget:
        self._covered = label(role="number", name="covered")
        self._progress = QProgressBar()
        self._progress.setObjectName("coverage")
        self._progress.setAccessibleName("本轮入户覆盖")
        self._progress.setTextVisible(False)
        missing = button("看没访的(&M)", name="see_missing", role="plain")
        missing.clicked.connect(lambda: self.all_requested.emit("to_visit"))
        bar = QWidget()
        row(self._covered, self._progress, missing, into=bar, gap=12).setStretch(1, 1)
        return bar

    def _make_tabs(self) -> QWidget:
        tabs = QWidget()
        column(*self._buttons.values(), 1, into=tabs, gap=4)
        self._buttons["to_visit"].setChecked(True)
        area = scrolled(tabs, name="lists_area")
        area.setFixedWidth(tabs.sizeHint().width() + area.verticalScrollBar().sizeHint().width() + ems(self, 3))
        return area

    def _make_foot(self) -> QWidget:
        self._all = button("在户档案里看全部(&A)", name="see_all")
        self._all.clicked.connect(self._on_all)
        self._resume = button("继续这一户(&G)", name="resume")
        self._resume.clicked.connect(lambda: self.resume_requested.emit(self.tables["drafts"].chosen_id))
        self._discard = button("作废(&Z)…", name="discard", role="plain")
        self._discard.clicked.connect(lambda: self.discard_requested.emit(self.tables["drafts"].chosen_id))
        self._by = QComboBox()
        self._by.setObjectName("units_by")
        self._by.setAccessibleName("按什么分")
        for told, by in (("按工作单位", "employer"), ("按建档单位", "filing_org")):
            self._by.addItem(told, by)
        self._by.activated.connect(lambda number: self.by_chosen.emit(self._by.itemData(number)))
        self._capped = label(role="quiet", name="capped")
        foot = QWidget()
        row(self._all, self._resume, self._discard, self._by, self._capped, 1, into=foot)
        return foot

    def _tab(self, name: str, told: str) -> QPushButton:
        made = button(f"&{list(LISTS).index(name) + 1}. {told}", name=f"list_{name}", role="choice")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._turn_to(name))
        self._group.addButton(made)
        return made

    def _table(self, name: str) -> LinesView:
        columns = _COLUMNS.get(name, _HOUSEHOLDS)
        called = "draft_table" if name == "drafts" else f"{name}_table"
        made = LinesView(LinesTable(columns), name=called, spoken=LISTS[name])
        signal = {"drafts": self.resume_requested, "units": self.unit_requested}.get(name, self.visit_requested)
        made.opened.connect(signal)
        return made

    def _turn_to(self, name: str) -> None:
        self._shown = name
        shown = self._lists.get(name, ListShown(0, (), ""))
        for other, table in self.tables.items():
            table.setVisible(other == name and bool(shown.lines))
        self.tables[name].fit()
        if shown.lines and not self.tables[name].chosen_id:
            self.tables[name].selectRow(0)
        self._nothing.setVisible(not shown.lines)
        self._nothing.setText(shown.empty)
        self._all.setVisible(name not in ("drafts", "units") and bool(shown.lines))
        for part in (self._resume, self._discard):
            part.setVisible(name == "drafts" and bool(shown.lines))
        self._by.setVisible(name == "units")
        capped = len(shown.lines) < shown.total
        say(self._capped, f"这里是前 {len(shown.lines)} 个,共 {shown.total:,} 个" if capped else "")

    def _on_start(self) -> None:
        if self._shown not in ("drafts", "units") and self.tables[self._shown].chosen_id:
            self.visit_requested.emit(self.tables[self._shown].chosen_id)
        elif lines := self._lists["to_visit"].lines if "to_visit" in self._lists else ():
            self.visit_requested.emit(lines[0].id)
        else:
            self.new_requested.emit()

    def _on_all(self) -> None:
        self.all_requested.emit(self._shown)
