"""What the answers come to so far, line by line: 测算,非结论. The eighth step, and the same as a panel on the right."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from fieldsurvey.case.account import Account, Part, account
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.money import yuan
from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import column, label

TITLE: Final = "测算,非结论"
WARNING: Final = "这些只是已填各数之和,不是结论;按工会规定判定,等以后的版本。"
MOST_MISSING_SHOWN: Final = 5
LEAST_EMS: Final = 3.2


class SumSheet(QFrame):
    """Shows an account; it judges nothing. A line leads to the field that it comes from.

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
        wide = [Column("谁", 6), Column("项目", 8), Column("怎么算的", 9)]
        narrow = [Column("项目", 7)]
        columns = [*(narrow if is_narrow else wide), Column("元", 7.5, is_right=True)]
        self.lines = LinesView(LinesTable(columns), name=f"{name}_lines", spoken=TITLE)
        self.lines.opened.connect(self._on_opened)
        self._missing_title = label(role="label", name="missing_title")
        shown = [Column("缺什么", 7, is_marked=False), Column("", 10)]
        self.missing = LinesView(LinesTable(shown), name=f"{name}_missing", spoken="还缺什么")
        self.missing.opened.connect(self.point_opened)
        for table in (self.lines, self.missing):
            # What they would like is more than a small screen with large type has.
            table.setMinimumHeight(ems(table, LEAST_EMS))
        # It takes what is left; asking for more, it would push the foot under the fold.
        self.lines.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        body = column(title, told, self.lines, self._missing_title, self.missing, into=self, gap=6)
        body.setStretch(2, 1)
        if is_narrow:
            body.setContentsMargins(10, 10, 10, 8)

    def show_sums(self, document: Mapping[str, Any], catalogue: Catalogue) -> None:
        """Shows what a document comes to; whoever stands on a line stays on it."""
        found = account(document, catalogue)
        self._show(self.lines, self._lines_of(found))
        missing = [Line(point.address, (point.label, point.sentence), "soft") for point in found.missing]
        self._show(self.missing, missing)
        self._missing_title.setText(f"还缺 {len(missing)} 处" if missing else "算得出来的都有了。")
        self.missing.setVisible(bool(missing))
        self.missing.setMaximumHeight(self.missing.height_of(min(len(missing), MOST_MISSING_SHOWN)))

    def write_first(self) -> None:
        """Brings the keyboard to what is missing, else to the sum."""
        wanted: QWidget = self.missing if self.missing.table.rowCount() else self.lines
        wanted.setFocus()

    def _show(self, view: LinesView, lines: list[Line]) -> None:
        if lines != list(view.table.lines):
            stood = view.chosen_id
            view.table.show(lines)
            view.choose(stood)
            view.fit()

    def _on_opened(self, address: str) -> None:
        if not address.startswith("="):
            self.point_opened.emit(address)

    def _lines_of(self, found: Account) -> list[Line]:
        counted, uncounted = "、".join(found.counted), "、".join(found.uncounted)
        lines = [self._line("=counted", ("", "计入人口", counted, f"{len(found.counted)} 人"))]
        if uncounted:
            lines.append(self._line("=uncounted", ("", "不计入", uncounted, f"{len(found.uncounted)} 人"), "quiet"))
        lines += [self._part(part) for part in found.income]
        lines.append(self._line("=income", ("", "全年收入", "", yuan(found.income_year)), "done"))
        lines += [self._part(part) for part in found.expenses]
        lines.append(self._line("=expenses", ("", "全年刚性支出(报销后)", "", yuan(found.expense_year)), "done"))
        net = found.income_year - found.expense_year
        heads = f"÷ {len(found.counted)} 人 ÷ 12 月"
        for name, title, fen in (("=head", "月人均收入", found.income_year), ("=net", "月人均收入减支出", net)):
            share = found.per_head_month(fen)
            told = f"{yuan(fen)} {heads}" if share else ""
            lines.append(self._line(name, ("", title, told, share or "—"), "done"))
        return lines

    def _part(self, part: Part) -> Line:
        return self._line(part.address, (part.who, part.what, part.told, yuan(part.fen)))

    def _line(self, address: str, texts: tuple[str, str, str, str], mark: str = "") -> Line:
        if not self._is_narrow:
            return Line(address, texts, mark)
        who, what, _, amount = texts
        return Line(address, (" ".join(text for text in (who, what) if text), amount), mark)
