"""Papers by where they are: the lists at the left, their lines by building, and what is done with those marked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QSpinBox, QWidget

from ui.models.lines_table import Column
from ui.models.marked_table import HEADING, Group, MarkedTable
from ui.theme import ems
from ui.widgets.marked_view import MarkedView
from ui.widgets.pieces import allow, button, column, label, row, say, scrolled

LISTS: Final = {
    "to_print": "稍后打印",
    "printed": "二访签字",
    "signed": "待盖章",
    "returned": "已收回",
    "changed": "打印后又改过",
    "blanks": "空白表",
    "void": "作废的",
}
EMPTY: Final = {
    "to_print": "没有等着打印的。\n\n在“户档案”勾上几户(空格键),按“稍后打印”,就排到这里;也可以直接按“打印”。",
    "printed": "没有等着签字的。\n\n打出的表先在这里,按楼排好;户主签了字,勾上,按“标为已签”。",
    "signed": "没有等着盖章的。\n\n签了字的表在这里;盖好章收回来,勾上,按“已盖章、收回”。",
    "returned": "还没有收回的表。",
    "changed": "打出的表和档案一致,没有要重打的。",
    "blanks": "没有编了号的空白表。\n\n在下面写要几张,按“打印空白表”,带去手填;回来后在入户里选“照纸表录入”,写上纸号。",
    "void": "没有作废的表。",
}
_PAPERS: Final = (
    Column("门牌", 9), Column("姓名", 5), Column("纸号", 6), Column("打印于", 6, 1),
    Column("几天了", 4, 2, is_right=True), Column("各份", 8, 3),
)  # fmt: skip
_COLUMNS: Final[Mapping[str, Sequence[Column]]] = {
    "to_print": (Column("门牌", 10), Column("姓名", 6), Column("调查编号", 7, 1)),
    "changed": (Column("门牌", 9), Column("姓名", 5), Column("改了", 12, 1), Column("纸号", 6, 2)),
    "blanks": (Column("给谁", 10), Column("纸号", 6), Column("打印于", 6, 1)),
}
# The buttons under each list; the first is what Ctrl+P or a thumb would want.
_FEET: Final = {
    "to_print": ("print", "void"),
    "printed": ("sign", "void"),
    "signed": ("seal", "unsign", "void"),
    "returned": ("unseal", "void"),
    "changed": ("reprint", "void"),
    "blanks": ("blanks", "void"),
    "void": ("restore",),
}
_BUTTONS: Final = {
    "print": "打印(&P)…",
    "reprint": "重打改过的(&P)…",
    "blanks": "打印空白表(&P)…",
    "sign": "标为已签(&G)",
    "seal": "已盖章、收回(&G)",
    "unsign": "退回待签(&K)",
    "unseal": "退回待盖章(&K)",
    "restore": "恢复为待签(&K)",
    "void": "作废(&Z)",
}
MOST_BLANKS: Final = 200


@dataclass(frozen=True, slots=True)
class ListOfPapers:
    """A list in view: its lines by building, how many there are in all, and a sentence about them."""

    groups: Sequence[Group]
    total: int
    told: str = ""


class ListsPage(QWidget):
    """Signals:
    list_wanted: another list. more_wanted: one has come to its end. find_requested: the 纸号 of a paper.
    opened: the line whose paper is to be seen. chosen: the line one stands on.
    act_requested: one of the buttons of the list, by its name. settings_requested: how forms are printed.
    """

    list_wanted = Signal(str)
    more_wanted = Signal()
    find_requested = Signal(str)
    opened = Signal(str)
    chosen = Signal(str)
    act_requested = Signal(str)
    settings_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("paper_lists")
        self._shown = "to_print"
        self._is_working = False
        self._group = QButtonGroup(self)
        self._tabs = {name: self._tab(name, told) for name, told in LISTS.items()}
        self.table = MarkedView(MarkedTable(_COLUMNS["to_print"]), name="paper_table", spoken="纸表")
        self._nothing = label(role="quiet", name="no_papers", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._told = label(role="quiet", name="papers_told", wrap=True)
        self._advice = label(role="warn", name="paper_advice", wrap=True)
        lists = QWidget()
        right = column(self._told, self.table, self._nothing, self._advice, self._make_foot(), into=lists)
        right.setStretch(1, 1)
        right.setStretch(2, 1)
        body = row(self._make_tabs(), lists, gap=12)
        body.setStretch(1, 1)
        settings = button("打印机设置(&J)…", name="open_print_settings", role="plain")
        settings.clicked.connect(self.settings_requested)
        head = row(label("打印与回收", role="title"), 1, label("纸号", role="label"), self._make_find(), settings)
        column(head, body, into=self).setStretch(1, 1)
        self.table.opened.connect(self._on_opened)
        self.table.chosen.connect(self.chosen)
        self.table.all_requested.connect(self.table.marks.toggle_all)
        self.table.marks.marks_changed.connect(self._look)
        self.table.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._turn_to("to_print")

    @property
    def shown(self) -> str:
        """The list in view."""
        return self._shown

    @property
    def marked(self) -> list[str]:
        """What is marked; with nothing marked the line one stands on."""
        chosen = self.table.chosen_id
        return self.table.marks.marked or ([chosen] if chosen and not chosen.startswith(HEADING) else [])

    @property
    def blanks(self) -> int:
        """How many free blanks are wanted."""
        return self._count.value()

    @property
    def for_everybody(self) -> bool:
        """Whether each household that is still to be visited gets a blank of its own."""
        return self._for_visits.isChecked()

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many papers the lists have."""
        for name, count in counts.items():
            number = list(LISTS).index(name) + 1
            self._tabs[name].setText(f"&{number}. {LISTS[name]}  {count:,}")
            self._tabs[name].setAccessibleName(f"{LISTS[name]},{count} 份")

    def show_list(self, name: str, found: ListOfPapers) -> None:
        """Shows a list, if it is still the one in view."""
        if name != self._shown:
            return
        before, height = self.table.chosen_id, self.table.verticalScrollBar().value()
        self.table.marks.show_groups(found.groups)
        self.table.fit()
        self.table.choose(before)
        if before and before == self.table.chosen_id:
            # Lines that were fetched at the end leave in view what was.
            self.table.verticalScrollBar().setValue(height)
        if found.groups and not self.table.chosen_id:
            # The first line is the heading of a building.
            self.table.selectRow(1)
        self.table.setVisible(bool(found.groups))
        self._nothing.setVisible(not found.groups)
        self._nothing.setText(EMPTY[name])
        say(self._told, found.told)
        self._look()

    def stand_on(self, line_id: str) -> None:
        """Brings one line into view, and the keyboard to it."""
        self.table.choose(line_id)
        self.table.scrollTo(self.table.currentIndex())
        self.table.setFocus()
        self._find.clear()

    def show_advice(self, told: str) -> None:
        """What to do with the line one stands on."""
        say(self._advice, told)

    def turn_to(self, name: str) -> None:
        """Turns to a list."""
        self._tabs[name].setChecked(True)
        self._turn_to(name)

    def set_working(self, *, is_working: bool) -> None:
        """While something is being printed nothing else begins."""
        self._is_working = is_working
        self._look()

    def to_work(self) -> None:
        """Brings the keyboard to the list."""
        (self.table if self.table.isVisibleTo(self) else self._tabs[self._shown]).setFocus()

    def clear_marks(self) -> None:
        """What was marked has been done."""
        self.table.marks.mark(self.table.marks.marked, is_marked=False)

    def press_first(self) -> None:
        """Ctrl+P: what this list is printed by."""
        first = self._buttons[_FEET[self._shown][0]]
        if "(&P)" in first.text():
            first.click()

    def _make_find(self) -> QLineEdit:
        self._find = QLineEdit()
        self._find.setObjectName("paper_find")
        self._find.setAccessibleName("按纸号找一张纸表,回车")
        self._find.setPlaceholderText("纸脚上的 8 位")
        # The whole id that the code of a paper holds may be scanned into it.
        self._find.setMaxLength(64)
        self._find.setFixedWidth(ems(self, 9))
        self._find.returnPressed.connect(self._on_find)
        return self._find

    def _on_find(self) -> None:
        if number := self._find.text().strip():
            self.find_requested.emit(number)

    def _on_scrolled(self, height: int) -> None:
        if height and height == self.table.verticalScrollBar().maximum():
            self.more_wanted.emit()

    def _make_tabs(self) -> QWidget:
        tabs = QWidget()
        column(*self._tabs.values(), 1, into=tabs, gap=4)
        self._tabs["to_print"].setChecked(True)
        area = scrolled(tabs, name="paper_lists_area")
        area.setFixedWidth(tabs.sizeHint().width() + area.verticalScrollBar().sizeHint().width() + ems(self, 2.5))
        return area

    def _tab(self, name: str, told: str) -> QPushButton:
        made = button(f"&{list(LISTS).index(name) + 1}. {told}", name=f"papers_{name}", role="choice")
        made.setCheckable(True)
        made.clicked.connect(lambda: self._turn_to(name))
        self._group.addButton(made)
        return made

    def _make_foot(self) -> QWidget:
        self._buttons: dict[str, QPushButton] = {}
        mains = {names[0] for names in _FEET.values()} - {"unseal", "restore"}
        for name, told in _BUTTONS.items():
            role = "main" if name in mains else "plain" if name == "void" else ""
            made = button(told, name=f"papers_do_{name}", role=role, tip="Ctrl+P" if "(&P)" in told else "")
            made.clicked.connect(lambda _=False, name=name: self.act_requested.emit(name))
            self._buttons[name] = made
        self._count = QSpinBox()
        self._count.setObjectName("blank_count")
        self._count.setAccessibleName("空白表要几张")
        self._count.setRange(0, MOST_BLANKS)
        self._count.setValue(10)
        self._count.setSuffix(" 张")
        self._count.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._count.setMinimumWidth(ems(self, 5))
        self._for_visits = button("每个待入户的户一张(&Q)", name="blanks_for_visits", tip="印上姓名和住址")
        self._for_visits.setCheckable(True)
        self._for_visits.toggled.connect(lambda on: self._count.setEnabled(not on))
        self._some = label(role="quiet", name="papers_marked")
        foot = QWidget()
        row(*self._buttons.values(), 1, into=foot)
        both = QWidget()
        column(self._some, row(self._count, self._for_visits, 1), foot, into=both, gap=4)
        return both

    def _turn_to(self, name: str) -> None:
        self._shown = name
        self.clear_marks()
        self.table.marks.set_columns(_COLUMNS.get(name, _PAPERS))
        for part, made in self._buttons.items():
            made.setVisible(part in _FEET[name])
        for extra in (self._count, self._for_visits):
            extra.setVisible(name == "blanks")
        self.show_advice("")
        self.list_wanted.emit(name)

    def _look(self) -> None:
        marked = self.table.marks.marked
        say(self._some, f"勾了 {len(marked)} 份" if marked else "空格键勾选,Ctrl+A 全选,Enter 看样子")
        self._some.setVisible(self.table.isVisibleTo(self))
        for name, made in self._buttons.items():
            ready = name == "blanks" or bool(self.table.marks.lines)
            first = "正在打印,请等打完" if self._is_working else "请先选要做的纸表"
            allow(made, ready and not self._is_working, first=first)

    def _on_opened(self, line_id: str) -> None:
        if not line_id.startswith(HEADING):
            self.opened.emit(line_id)
