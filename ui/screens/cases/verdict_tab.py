"""判定: how a household stands to the rules, step by step, on which numbers; and what the committee decided."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QStackedWidget, QWidget

from fieldsurvey.case.money import yuan
from fieldsurvey.rules.wording import Explanation, ToldSum
from ui.theme import ems
from ui.widgets.pieces import button, column, label, row, say, scrolled
from ui.widgets.steps_tree import StepsTree

_IN_FORCE: Final = "按执行的规则"


class VerdictTab(QStackedWidget):
    """Signals:
    rules_chosen: the code of a rule set, empty for the one in force.
    sheet_requested, notice_requested: the file that the paper is to be written to.
    decide_requested: category and reason. exempt_requested: situation and reason.
    point_opened: the address of a field.
    """

    rules_chosen = Signal(str)
    sheet_requested = Signal(str)
    notice_requested = Signal(str)
    decide_requested = Signal(str, str)
    exempt_requested = Signal(str, str)
    point_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("verdict")
        self._number = self._what = self._told = self._came_to = ""
        self._choices: dict[str, list[tuple[str, str]]] = {}
        self._headline = label(role="label", name="verdict_headline", wrap=True)
        self._rules = self._combo("verdict_rules", "按哪一套规则测算")
        self._rules.activated.connect(lambda number: self.rules_chosen.emit(self._rules.itemData(number)))
        self.steps = StepsTree(name="verdict_steps")
        self.steps.point_opened.connect(self.point_opened)
        self._sheet = button("测算表(&S)…", name="verdict_sheet", role="plain", tip="写成 PDF,存进档案")
        self._notice = button("告知书(&G)…", name="verdict_notice", role="plain", tip="不符合的户:给户主的政策讲解,PDF")
        self.decide = button("认定(&R)…", name="decide", role="plain", tip="记下会议的认定")
        self.exempt = button("例外(&X)…", name="exempt", role="plain", tip="批准排除情形的例外,要写理由")
        self._sheet.clicked.connect(lambda: self._ask_file("测算表", self.sheet_requested.emit))
        self._notice.clicked.connect(lambda: self._ask_file("告知书", self.notice_requested.emit))
        self.decide.clicked.connect(lambda: self._open_form("认定"))
        self.exempt.clicked.connect(lambda: self._open_form("例外"))
        self.steps.setMinimumHeight(ems(self.steps, 12))
        page = QWidget()
        papers = row(self._sheet, self._notice, self.exempt, 1, gap=4)
        top = row(self._rules, self.decide, gap=4)
        top.setStretch(0, 1)
        column(self._headline, top, self.steps, papers, into=page, margin=6, gap=4).setStretch(2, 1)
        self.addWidget(scrolled(page, name="verdict_area"))
        self.addWidget(scrolled(self._make_form(), name="decision_area"))

    def offer(self, *, decide: bool, sheet: bool, notice: bool) -> None:
        """Shows the buttons of what the person signed in may do."""
        for made, is_offered in ((self.decide, decide), (self.exempt, decide), (self._sheet, sheet)):
            made.setVisible(is_offered)
        self._notice.setVisible(notice)

    def show_verdict(
        self,
        number: str,
        told: Explanation,
        *,
        rule_sets: Sequence[tuple[str, str]],
        code: str,
        decisions: Sequence[tuple[str, str]],
    ) -> None:
        """Shows how one household stands; `code` is the rule set that was asked for, empty for the one in force.

        A decision is what was decided when, and why.
        """
        if number != self._number:
            self.setCurrentIndex(0)
        self._number = number
        self._told = told.headline
        # What another rule set came to is no proposal.
        self._came_to = "" if code else told.category
        self._form_told.setText(f"测算:{told.headline}")
        say(self._headline, told.headline)
        self._headline.setToolTip(told.sentence)
        self._rules.clear()
        self._rules.addItem(_IN_FORCE, "")
        for each, title in rule_sets:
            self._rules.addItem(f"{each} {title}", each)
        self._rules.setCurrentIndex(max(0, self._rules.findData(code)))
        notes = [(title, [why]) for title, why in decisions]
        standards = list(told.standards) or ["还没有可用的标准"]
        under = [f"规则 {told.rule_set_title}({told.rule_set})", f"按 {told.on} 的标准,{told.place or '本单位'}"]
        gaps = [f"{gap.label}:{gap.sentence}" for gap in told.missing]
        notes += [("所用规则和标准", [*under, *standards])] + ([(f"还缺 {len(gaps)} 处", gaps)] if gaps else [])
        notes += [(f"{sum_.title}:{sum_.year}", _lines(sum_)) for sum_ in told.sums]
        self.steps.show_steps(told.steps, notes)

    def show_choices(self, categories: Sequence[tuple[str, str]], situations: Sequence[tuple[str, str]]) -> None:
        """What can be decided, and from what exempted, as pairs of code and label."""
        self._choices = {"认定": list(categories), "例外": list(situations)}

    def close_form(self) -> None:
        """Back to the verdict."""
        self.setCurrentIndex(0)
        self.steps.setFocus()

    def _make_form(self) -> QWidget:
        self._form_title = label(role="heading", name="decision_title")
        self._form_told = label(role="quiet", name="decision_told", wrap=True)
        self._choice = self._combo("decision_choice", "认定为")
        self._choice.setPlaceholderText("请选")
        self._why = QLineEdit()
        self._why.setObjectName("decision_reason")
        self._why.setAccessibleName("理由")
        self._why.setMaxLength(1_000)
        self._why.setPlaceholderText("理由(和测算不一样的必须写,永远留在档案里)")
        self._why.returnPressed.connect(self._on_agreed)
        agree = button("记下(&O)", name="decision_agree", role="main")
        back = button("返回(&B)", name="decision_back", role="plain", tip="Esc")
        agree.clicked.connect(self._on_agreed)
        back.clicked.connect(self.close_form)
        form = QWidget()
        parts = (self._form_title, self._form_told, self._choice, self._why, row(agree, back, 1), 1)
        column(*parts, into=form, margin=10, gap=8)
        return form

    def _combo(self, name: str, spoken: str) -> QComboBox:
        made = QComboBox()
        made.setObjectName(name)
        made.setAccessibleName(spoken)
        made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        made.setMinimumContentsLength(8)
        return made

    def _open_form(self, what: str) -> None:
        self._what = what
        is_decision = what == "认定"
        self._form_title.setText("记下会议的认定" if is_decision else "批准排除情形的例外")
        self._form_told.setText(f"测算:{self._told}")
        self._choice.clear()
        for code, called in self._choices.get(what, []):
            self._choice.addItem(called, code)
        if is_decision:
            self._choice.setCurrentIndex(self._choice.findData(self._came_to) if self._came_to else -1)
        self._why.clear()
        self.setCurrentIndex(1)
        self._choice.setFocus()

    def _on_agreed(self) -> None:
        code = self._choice.currentData()
        if not isinstance(code, str):
            say(self._form_told, "请先选认定为哪一类。")
            self._choice.setFocus()
        else:
            wanted = self.decide_requested if self._what == "认定" else self.exempt_requested
            wanted.emit(code, self._why.text().strip())

    def _ask_file(self, what: str, then: object) -> None:
        dialog = QFileDialog(self, f"{what}写到哪里", f"{what}-{self._number}.pdf", "PDF (*.pdf)")
        dialog.setObjectName("verdict_file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(then)
        dialog.open()


def _lines(sum_: ToldSum) -> list[str]:
    """The lines of a sum, and what it comes to for each head and month."""
    told = [f"{' '.join(part for part in (line.who, line.what) if part)}  {yuan(line.fen)} 元" for line in sum_.lines]
    return [*told, f"每人每月 {sum_.month} 元"] if sum_.month else told
