"""What the answers come to so far, and how that stands to the rules: 测算,非结论. The eighth step, and a panel."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QTabWidget, QWidget

from fieldsurvey.case.account import Account, Part, account
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.money import yuan
from fieldsurvey.rules.wording import Explanation
from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import column, label
from ui.widgets.steps_tree import StepsTree

TITLE: Final = "测算,非结论"
WARNING: Final = "由已填的内容按规则测算,供参考;结论由会议认定。"
MOST_MISSING_SHOWN: Final = 5
LEAST_EMS: Final = 3.2
NOT_COUNTED: Final = "(不计)"


class SumSheet(QFrame):
    """Shows an explanation; it judges nothing. A line leads to the field that it comes from.

    Signals:
        point_opened: the address of the field that the user wants to go to.
    """

    point_opened = Signal(str)

    def __init__(self, *, name: str, is_narrow: bool = False) -> None:
        super().__init__()
        self.setObjectName(name)
        self._is_narrow = is_narrow
        title = label(TITLE, role="heading", name="sums_title")
        # On the panel the title says it; there is no room to say it twice.
        told = label("" if is_narrow else WARNING, role="quiet", name="sums_told", wrap=True)
        if is_narrow:
            told.hide()
        self._verdict = label(name=f"{name}_verdict", wrap=True)
        self._under = label(role="quiet", name=f"{name}_under", wrap=True)
        wide = [Column("谁", 6), Column("项目", 8), Column("怎么算的", 9)]
        narrow = [Column("项目", 7)]
        columns = [*(narrow if is_narrow else wide), Column("元", 7.5, is_right=True)]
        self.lines = LinesView(LinesTable(columns), name=f"{name}_lines", spoken=TITLE)
        self.lines.opened.connect(self._on_opened)
        self._missing_title = label(role="label", name="missing_title")
        shown = [Column("缺什么", 7, is_marked=False), Column("", 10)]
        self.missing = LinesView(LinesTable(shown), name=f"{name}_missing", spoken="还缺什么")
        self.missing.opened.connect(self._on_opened)
        for table in (self.lines, self.missing):
            # What they would like is more than a small screen with large type has.
            table.setMinimumHeight(ems(table, LEAST_EMS))
        self.steps = StepsTree(name=f"{name}_steps")
        self.steps.point_opened.connect(self.point_opened)
        self._tabs = QTabWidget()
        self._tabs.setObjectName(f"{name}_tabs")
        middle = self._middle()
        # It takes what is left; asking for more, it would push the foot under the fold.
        middle.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        below = (self._missing_title, self.missing) if is_narrow else ()
        body = column(title, told, self._verdict, self._under, middle, *below, into=self, gap=6)
        body.setStretch(4, 1)
        if is_narrow:
            self._under.hide()
            body.setContentsMargins(10, 10, 10, 8)

    def show_sums(self, document: Mapping[str, Any], catalogue: Catalogue, told: Explanation) -> None:
        """Shows what a document comes to; whoever stands on a line stays on it."""
        found = account(document, catalogue)
        self._verdict.setText(told.headline if self._is_narrow else told.sentence)
        self._verdict.setToolTip(told.sentence)
        standards = ";".join(told.standards) or "还没有可用的标准"
        self._under.setText(f"按《{told.rule_set_title}》和 {told.on} 的标准:{standards}")
        self._show(self.lines, list(self._lines_of(found, told)))
        missing = list(_missing_of(found, told))
        self._show(self.missing, missing)
        if not self._is_narrow:
            self._tabs.setTabText(self._tabs.indexOf(self.missing), f"还缺({len(missing)})" if missing else "还缺")
            self.steps.show_steps(told.steps)
            return
        self._missing_title.setText(f"还缺 {len(missing)} 处" if missing else "算得出来的都有了。")
        self.missing.setVisible(bool(missing))
        self.missing.setMaximumHeight(self.missing.height_of(min(len(missing), MOST_MISSING_SHOWN)))

    def write_first(self) -> None:
        """Brings the keyboard to what is missing, else to the sum."""
        wanted: QWidget = self.missing if self.missing.table.rowCount() else self.lines
        self._tabs.setCurrentWidget(wanted)
        wanted.setFocus()

    def _middle(self) -> QWidget:
        if self._is_narrow:
            for part in (self.steps, self._tabs):
                part.setParent(self)
                part.hide()
            return self.lines
        self._missing_title.setParent(self)
        self._missing_title.hide()
        self._tabs.addTab(self.lines, "收支")
        self._tabs.addTab(self.steps, "逐条对照规则")
        self._tabs.addTab(self.missing, "还缺")
        return self._tabs

    def _show(self, view: LinesView, lines: list[Line]) -> None:
        if lines != list(view.table.lines):
            stood = view.chosen_id
            view.table.show(lines)
            view.choose(stood)
            view.fit()

    def _on_opened(self, address: str) -> None:
        if not address.startswith("="):
            self.point_opened.emit(address)

    def _lines_of(self, found: Account, told: Explanation) -> Iterator[Line]:
        yield self._line("=counted", ("", "计入人口", "、".join(told.counted), f"{told.persons} 人"))
        if told.uncounted:
            uncounted = "、".join(told.uncounted)
            yield self._line("=uncounted", ("", "不计入", uncounted, f"{len(told.uncounted)} 人"), "quiet")
        first, *others = told.sums
        counted = {line.address for line in first.lines}
        deducted = {line.address for sum_ in others for line in sum_.lines}
        for part in found.income:
            yield self._part(part, is_in=_whole(part.address) in counted | deducted)
        for line in first.lines:
            if line.address.startswith("members/"):
                yield self._line(line.address, (line.who, line.what, "", yuan(line.fen)))
        yield self._line("=income", ("", "全年收入(计入的)", "", first.year), "done")
        for part in found.expenses:
            yield self._part(part, is_in=part.address in deducted or part.address.startswith("reimbursements/"))
        for sum_ in others:
            yield self._line(f"=sum:{sum_.id}", ("", sum_.title, "", sum_.year), "done")
        for sum_ in told.sums:
            shared = f"{sum_.year} ÷ {told.persons} 人 ÷ 12 月" if sum_.month else ""
            yield self._line(f"=head:{sum_.id}", ("", f"月人均:{sum_.title}", shared, sum_.month or "—"), "done")

    def _part(self, part: Part, *, is_in: bool) -> Line:
        what = part.what if is_in else f"{part.what}{NOT_COUNTED}"
        return self._line(part.address, (part.who, what, part.told, yuan(part.fen)), "" if is_in else "quiet")

    def _line(self, address: str, texts: tuple[str, str, str, str], mark: str = "") -> Line:
        if not self._is_narrow:
            return Line(address, texts, mark)
        who, what, _, amount = texts
        return Line(address, (" ".join(text for text in (who, what) if text), amount), mark)


def _whole(address: str) -> str:
    """The line of a sum holds the whole row of income, what comes in kind too."""
    return f"{address.rpartition('/')[0]}/months"


def _missing_of(found: Account, told: Explanation) -> Iterator[Line]:
    """What the outcome depends on first, then what else is open, each place once."""
    named: set[str] = set()
    for gap in told.missing:
        named.add(gap.address)
        yield Line(gap.address, (gap.label, gap.sentence), "stop" if gap.is_decisive else "soft")
    for point in found.missing:
        if point.address not in named:
            yield Line(point.address, (point.label, point.sentence), "soft")
