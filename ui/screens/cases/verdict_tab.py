"""判定: how a household stands to the rules, step by step, on which numbers; and what the committee decided."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QStackedWidget, QWidget

from fieldsurvey.rules.wording import Explanation
from ui.models.lines_table import Column, Line, LinesTable
from ui.widgets.lines_view import LinesView
from ui.widgets.pieces import button, column, label, row, say
from ui.widgets.steps_tree import StepsTree

_IN_FORCE: Final = "按执行的规则"
_DECIDED: Final = (Column("日期", 5.5), Column("认定", 5), Column("测算", 5, 1), Column("理由", 8))
_MOST_DECISIONS: Final = 3


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
        self._number = self._what = ""
        self._choices: dict[str, list[tuple[str, str]]] = {}
        self._sentence = label(name="verdict_sentence", wrap=True)
        self._under = label(role="quiet", name="verdict_under", wrap=True)
        self._rules = self._combo("verdict_rules", "按哪一套规则测算")
        self._rules.activated.connect(lambda number: self.rules_chosen.emit(self._rules.itemData(number)))
        self.steps = StepsTree(name="verdict_steps")
        self.steps.point_opened.connect(self.point_opened)
        self.decisions = LinesView(LinesTable(_DECIDED), name="decisions", spoken="作出过的认定")
        self._sheet = button("测算表(&S)…", name="verdict_sheet", role="plain", tip="写成 PDF,存进档案")
        self._notice = button("告知书(&G)…", name="verdict_notice", role="plain", tip="不符合的户:给户主的政策讲解,PDF")
        self.decide = button("认定(&R)…", name="decide", role="plain", tip="记下会议的认定")
        self.exempt = button("例外(&X)…", name="exempt", role="plain", tip="批准排除情形的例外,要写理由")
        self._sheet.clicked.connect(lambda: self._ask_file("测算表", self.sheet_requested.emit))
        self._notice.clicked.connect(lambda: self._ask_file("告知书", self.notice_requested.emit))
        self.decide.clicked.connect(lambda: self._open_form("认定"))
        self.exempt.clicked.connect(lambda: self._open_form("例外"))
        page = QWidget()
        buttons = row(self._sheet, self._notice, self.decide, self.exempt, 1, gap=4)
        parts = (self._sentence, self._under, self._rules, self.steps, self.decisions, buttons)
        column(*parts, into=page, margin=6, gap=4).setStretch(3, 1)
        self.addWidget(page)
        self.addWidget(self._make_form())

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
        decisions: Sequence[Line],
    ) -> None:
        """Shows how one household stands; `code` is the rule set that was asked for, empty for the one in force."""
        self._number = number
        self.setCurrentIndex(0)
        say(self._sentence, told.sentence)
        standards = ";".join(told.standards) or "还没有可用的标准"
        say(self._under, f"{told.rule_set_title};{told.on};{standards}")
        self._rules.clear()
        self._rules.addItem(_IN_FORCE, "")
        for each, title in rule_sets:
            self._rules.addItem(f"{each} {title}", each)
        self._rules.setCurrentIndex(max(0, self._rules.findData(code)))
        self.steps.show_steps(told.steps)
        self.decisions.table.show(decisions)
        self.decisions.setVisible(bool(decisions))
        if decisions:
            self.decisions.hold(min(len(decisions), _MOST_DECISIONS))

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
        self._form_told.setText(self._sentence.text())
        self._choice.clear()
        for code, called in self._choices.get(what, []):
            self._choice.addItem(called, code)
        self._why.clear()
        self.setCurrentIndex(1)
        self._choice.setFocus()

    def _on_agreed(self) -> None:
        code = self._choice.currentData()
        if isinstance(code, str):
            wanted = self.decide_requested if self._what == "认定" else self.exempt_requested
            wanted.emit(code, self._why.text().strip())

    def _ask_file(self, what: str, then: object) -> None:
        dialog = QFileDialog(self, f"{what}写到哪里", f"{what}-{self._number}.pdf", "PDF (*.pdf)")
        dialog.setObjectName("verdict_file")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(then)
        dialog.open()
