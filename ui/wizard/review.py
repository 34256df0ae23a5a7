"""The last page: what the household comes to, and every open point as a way to its field."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from fieldsurvey.case.money import yuan
from fieldsurvey.case.old_answers import OldAnswer
from fieldsurvey.case.problems import Problem
from fieldsurvey.case.sums import expense_year, income_year, persons
from fieldsurvey.rules.check import Finding, Severity
from ui.models.lines_table import Column, Line, LinesTable
from ui.theme import ems
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import column, frame, label
from ui.widgets.reason_line import ReasonLine

# What a line of a check begins with; no address does.
MARK: Final = "check|"
MOST_OLD_SHOWN: Final = 4
LEAST_EMS: Final = 3.2
LEAST_OLD_EMS: Final = 5
_COLUMNS: Final = (
    Column("步骤", 7, is_marked=False),
    Column("项目", 9, is_marked=False),
    Column("要做什么", 18),
    Column("影响", 4),
)


class ReviewPage(QWidget):
    """What is still open never keeps anybody from finishing.

    Signals:
        point_opened: the address of the field that the user wants to go to.
        reason_given: a doubt, as check and print, and the reason that settles it.
    """

    point_opened = Signal(str)
    reason_given = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page:review")
        self._sums: dict[str, QLabel] = {}
        self._doubts: dict[str, Finding] = {}
        self._chosen = ""
        card = frame("card", name="sums")
        grid = QGridLayout(card)
        grid.setContentsMargins(14, 12, 14, 12)
        grid.setHorizontalSpacing(14)
        for place, title in enumerate(("家庭人口", "家庭年收入", "支出(报销后)", "没有填完的")):
            shown = label(role="number", name=f"sum{place}")
            shown.setAccessibleName(title)
            self._sums[title] = shown
            grid.addWidget(label(title, role="label"), 0, place)
            grid.addWidget(shown, 1, place)
        self._told = label(role="quiet", name="review_told", wrap=True)
        self.points = LinesView(LinesTable(_COLUMNS), name="points", spoken="没有填完的各项")
        self.points.opened.connect(lambda line: self.point_opened.emit(_address(line)))
        self.points.chosen.connect(self._on_chosen)
        self.reason = ReasonLine(name="review_why", key="Tab", hint=";内容变了才再问")
        self.reason.given.connect(self._on_reason)
        self.reason.left.connect(self.points.setFocus)
        self.reason.hide()
        self.points.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._old_title = label("旧问卷的回答:现在不再问,或是别的版本填的,都还留着", role="label", name="old_title")
        asked = [Column("旧问卷", 9), Column("回答", 16)]
        self.old = LinesView(LinesTable(asked), name="old_answers", spoken="旧问卷的回答")
        for table in (self.points, self.old):
            # What they would like is more than a small screen with large type has.
            table.setMinimumHeight(ems(table, LEAST_EMS if table is self.points else LEAST_OLD_EMS))
        for part in (self._old_title, self.old):
            part.hide()
        lines = column(card, self._told, self.points, self.reason, self._old_title, self.old, into=self, gap=10)
        lines.setStretch(2, 2)
        lines.setStretch(5, 1)

    def show_review(
        self,
        document: Mapping[str, Any],
        open_points: Sequence[Problem],
        steps: Mapping[int, str],
        findings: Sequence[tuple[int, Finding]] = (),
    ) -> None:
        """Shows sums, open points, and behind them what the checks find, each with the step it is asked on."""
        self._sums["家庭人口"].setText(f"{persons(document)} 人")
        self._sums["家庭年收入"].setText(f"{yuan(income_year(document))} 元")
        self._sums["支出(报销后)"].setText(f"{yuan(expense_year(document))} 元")
        self._sums["没有填完的"].setText(f"{len(open_points)} 处")
        lines = [
            Line(point.address, (steps[point.step], point.label, point.sentence, point.blocks or "—"), _mark(point))
            for point in open_points
        ]
        self._doubts = {_line_id(one): one for _, one in findings if one.severity is Severity.DOUBT}
        lines += [
            Line(
                _line_id(one),
                (steps.get(step, "整户"), one.label, _told(one), one.blocks or "—"),
                "stop" if one.severity is Severity.ERROR else "soft",
            )
            for step, one in findings
        ]
        before = self.points.chosen_id
        self.points.table.show(lines)
        self.points.choose(before)
        self._on_chosen(self.points.chosen_id)
        self.points.setVisible(bool(lines))
        self.points.fit()
        if lines:
            self._told.setText("站在一行上按 Enter,就回到那一项。没填完也可以完成,或存为待补,带回总部再补。")
        else:
            self._told.setText("没有要补、要改的了。按“完成”存成一张修改单,然后打印、签字。")

    def show_old(self, answers: Sequence[OldAnswer]) -> None:
        """Shows what was answered to questions that are no longer asked."""
        self.old.table.show([Line(each.address, (each.label, each.text), "quiet") for each in answers])
        if not answers and self.old.isHidden():
            return
        # Both lists need the room more than the word about how to use them.
        self._told.setVisible(not answers)
        for part in (self._old_title, self.old):
            part.setVisible(bool(answers))
        self.old.fit()
        self.old.setMaximumHeight(self.old.height_of(min(len(answers), MOST_OLD_SHOWN)))

    def write_first(self) -> None:
        """Brings the keyboard to the list."""
        self.points.setFocus()
        if not self.points.chosen_id:
            self.points.selectRow(0)

    def _on_chosen(self, line: str) -> None:
        if self.reason.isHidden() != (line not in self._doubts):
            self.reason.setVisible(line in self._doubts)
        if line != self._chosen:
            self._chosen = line
            self.reason.clear()

    def _on_reason(self, why: str) -> None:
        found = self._doubts.get(self._chosen)
        if found is not None:
            self.points.setFocus()
            self.reason_given.emit(found.check, found.print, why)


def _line_id(found: Finding) -> str:
    # A check may find several things at one place; the print tells them apart.
    return f"{MARK}{found.check}|{found.print}|{found.address}"


def _address(line: str) -> str:
    """The address of a line: that of an open point, or behind the check that found it."""
    return line.split("|", 3)[3] if line.startswith(MARK) else line


def _told(found: Finding) -> str:
    return f"疑点:{found.sentence}" if found.severity is Severity.DOUBT else found.sentence


def _mark(point: Problem) -> str:
    return "stop" if point.blocks else ""
