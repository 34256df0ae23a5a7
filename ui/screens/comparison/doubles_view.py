"""一户多档: the pairs that may be one person, both sides next to each other, and what can be done with a pair."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.limited_line import LimitedLine
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import allow, button, column, frame, label, row, say
from ui.widgets.progress_panel import ProgressPanel

PARTS: Final = {
    "household": "户", "name": "姓名", "relation": "在户里", "number": "证件号", "birth_date": "出生日期",
    "address": "住址", "mobile": "手机", "employer": "单位或学校",
}  # fmt: skip
SIDES: Final = ("one", "other")
_OF_THE_HOUSEHOLD: Final = ("household", "relation")
LINES_HELD: Final = 4
REASON_LIMIT: Final = 500
NOT_YET: Final = "还没有查找。查找会把本机每一户的每一个人互相比对,一万户大约要几秒钟。"
NONE: Final = "没有找到还没处理的重复。"


@dataclass(frozen=True, slots=True)
class PairShown:
    """A pair as it is shown: by part what each side says, what speaks for one person, and what cannot be done.

    `unlike` are the parts that differ, also where that is covered.
    """

    id: str
    one: dict[str, str]
    other: dict[str, str]
    told: str
    unlike: tuple[str, ...] = ()
    not_in_one: str = ""
    not_in_other: str = ""


class DoublesView(QWidget):
    """Signals:
    search_requested, cancel_requested, undo_requested: the buttons.
    chosen: the pair that the user stands on. case_opened: a household of it, `one` or `other`.
    apart_requested: a pair and why they are two people. count_requested: a pair and the side that counts.
    merge_requested: a pair whose households are one. reveal_requested: a pair that is to be shown in full.
    """

    search_requested = Signal()
    cancel_requested = Signal()
    undo_requested = Signal()
    chosen = Signal(str)
    apart_requested = Signal(str, str)
    count_requested = Signal(str, str)
    merge_requested = Signal(str)
    reveal_requested = Signal(str)

    def __init__(self, *, can_settle: bool) -> None:
        super().__init__()
        self.setObjectName("doubles")
        self._can_settle = can_settle
        self._is_working = False
        self._pair: PairShown | None = None
        self.progress = ProgressPanel()
        self.progress.cancel_requested.connect(self.cancel_requested)
        self._summary = label(NOT_YET, role="quiet", name="doubles_summary", wrap=True)
        columns = [
            Column("情形", 6),
            Column("分", 2.5, is_right=True),
            Column("左边", 9),
            Column("右边", 9),
            Column("依据", 14, goes=1),
        ]
        self.pairs = LinesView(LinesTable(columns), name="doubles_pairs", spoken="可能是同一个人的各对")
        self.pairs.chosen.connect(self.chosen)
        self._box = frame("card", name="doubles_beside")
        self._shown: dict[tuple[str, str], QLabel] = {}
        self._told = label(role="quiet", name="doubles_told", wrap=True)
        self._why = LimitedLine(limit=REASON_LIMIT)
        self._lay_out()
        self._show_box(is_shown=False)

    def show_pairs(self, lines: Sequence[Line], summary: str = "") -> None:
        """All pairs that are open; the user stands where the settled one was."""
        was = self.pairs.currentIndex().row()
        self.pairs.table.show(lines)
        self.pairs.hold(max(1, min(len(lines), LINES_HELD)))
        self._summary.setText(summary if lines else NONE)
        self._show_box(is_shown=bool(lines))
        if lines:
            self.pairs.selectRow(max(0, min(was, len(lines) - 1)))
        self._look()

    def show_pair(self, pair: PairShown) -> None:
        """Both sides of a pair; the reason that was being written for another one goes."""
        if self._pair is None or self._pair.id != pair.id:
            self._why.clear()
        self._pair = pair
        for part in PARTS:
            one, other = pair.one.get(part, ""), pair.other.get(part, "")
            self._shown[part, "one"].setText(one or "(没有)")
            self._shown[part, "other"].setText(other or "(没有)")
            is_told = part not in _OF_THE_HOUSEHOLD and one and other
            self._shown[part, "same"].setText(("不同" if part in pair.unlike else "相同") if is_told else "")
        self._told.setText(pair.told)
        self._look()

    def show_undo(self, told: str) -> None:
        """Offers to take back what was done last; nothing where there is nothing."""
        self._undo.setVisible(bool(told))
        say(self._done, told)

    def set_working(self, *, is_working: bool) -> None:
        """While something runs nothing else can be begun."""
        self._is_working = is_working
        self._look()

    def to_work(self) -> None:
        """Brings the keyboard to the pairs, or to the search where there are none."""
        (self.pairs if self.pairs.table.lines else self._search).setFocus()

    def _lay_out(self) -> None:
        self._search = button("查找重复(&Z)", name="doubles_search", role="main", tip="比对本机每一户的每一个人")
        self._search.clicked.connect(self.search_requested)
        self._done = label(role="quiet", name="doubles_done", wrap=True)
        self._undo = button("撤回这一步(&R)", name="doubles_undo")
        self._undo.clicked.connect(self.undo_requested)
        self._undo.hide()
        self._done.hide()
        top = row(self._summary, self._search)
        top.setStretch(0, 1)
        undone = row(self._done, self._undo)
        undone.setStretch(0, 1)
        self._reveal = button("显示完整号码(&W)", name="doubles_reveal", role="plain", tip="记入日志")
        self._reveal.clicked.connect(lambda: self.reveal_requested.emit(self.pairs.chosen_id))
        if not self._can_settle:
            self._reveal.hide()
        told = row(self._told, self._reveal)
        told.setStretch(0, 1)
        column(self._grid(), told, into=self._box, margin=10, gap=6)
        self._lower = QWidget()
        column(self._box, self._buttons(), into=self._lower, gap=9)
        column(top, self.progress, undone, self.pairs, self._lower, 1, into=self, margin=12, gap=9)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setVerticalSpacing(2)
        for place, title in enumerate(("", "左边", "右边", "")):
            grid.addWidget(label(title, role="label"), 0, place)
        for line, (part, title) in enumerate(PARTS.items(), start=1):
            grid.addWidget(label(title, role="label"), line, 0)
            for place, side in enumerate((*SIDES, "same"), start=1):
                role = "quiet" if side == "same" else "value"
                self._shown[part, side] = label(role=role, name=f"doubles:{part}:{side}", wrap=side != "same")
                grid.addWidget(self._shown[part, side], line, place)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        return grid

    def _buttons(self) -> QWidget:
        self._in_one = button("是同一人,计入左边这户(&1)", name="doubles_in_one", tip="在右边这户改为不计入人口")
        self._in_other = button("是同一人,计入右边这户(&2)", name="doubles_in_other", tip="在左边这户改为不计入人口")
        self._merge = button("是同一户,并户(&M)…", name="doubles_merge", tip="右边的档案并进左边,先看会改什么")
        self._apart = button("不是同一人(&X)", name="doubles_apart", tip="说明记在两户里,以后不再列出")
        for pressed, side in ((self._in_one, "one"), (self._in_other, "other")):
            pressed.clicked.connect(lambda _=False, side=side: self.count_requested.emit(self.pairs.chosen_id, side))
        self._merge.clicked.connect(lambda: self.merge_requested.emit(self.pairs.chosen_id))
        self._apart.clicked.connect(lambda: self.apart_requested.emit(self.pairs.chosen_id, self._why.text().strip()))
        self._why.setObjectName("doubles_why")
        self._why.setAccessibleName("为什么不是同一人")
        self._why.setPlaceholderText("为什么不是同一人?例如:双胞胎,已看两人的身份证")
        self._why.typed.connect(self._look)
        held = QWidget()
        why = row(self._why, self._apart)
        why.setStretch(0, 1)
        column(row(self._in_one, self._in_other, self._merge, 1), why, into=held, gap=6)
        if not self._can_settle:
            # Shown before it has a place, it would be a window of its own for a moment and take the keyboard.
            held.hide()
        return held

    def _show_box(self, *, is_shown: bool) -> None:
        self.pairs.setVisible(is_shown)
        self._lower.setVisible(is_shown)

    def _look(self) -> None:
        busy = "正在做上一件,请稍等" if self._is_working else ""
        none = "" if self._pair is not None and self.pairs.chosen_id else "请先选一对"
        pair = self._pair or PairShown("", {}, {}, "")
        allow(self._search, not busy, first=busy)
        allow(self._undo, not busy, first=busy)
        for pressed, why_not in (
            (self._in_one, pair.not_in_one),
            (self._in_other, pair.not_in_other),
            (self._merge, ""),
            (self._reveal, ""),
            (self._apart, "" if self._why.text().strip() else "请先写为什么不是同一人"),
        ):
            stops = busy or none or why_not
            allow(pressed, not stops, first=stops)
