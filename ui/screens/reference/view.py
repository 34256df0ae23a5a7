"""基础数据: what this office asks and offers. At headquarters it is edited, on a laptop it is only looked at."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QTabWidget, QWidget

from fieldsurvey.case.field import Field
from ui.screens.reference.codes_panel import CodesPanel
from ui.screens.reference.forms_panel import FormsPanel
from ui.screens.reference.questions_panel import QuestionsPanel
from ui.screens.reference.rules_panel import RulesPanel
from ui.screens.reference.standards_panel import StandardsPanel
from ui.widgets.pieces import button, column, label, row

Named = Sequence[tuple[str, str]]
_EDITED = "改好就存下,下次写入U盘时带给每台笔记本;停用的不再可选,旧答案仍可读。"
_LOOKED_AT = "由总部统一改,随数据包发来;这里只能看。"


class ReferenceView(QWidget):
    """Signals:
    closed: back to 设置.
    """

    closed = Signal()

    def __init__(
        self,
        *,
        can_edit: bool,
        can_decide: bool,
        standard_items: Sequence[tuple[str, str, str]],
        sorts: Named,
        question_places: Named,
        field_places: Named,
        tiers: Named,
        preview: Callable[[Field], QWidget],
    ) -> None:
        super().__init__()
        self.setObjectName("reference")
        self.setWindowTitle("基础数据")
        self.codes = CodesPanel(can_edit=can_edit)
        self.questions = QuestionsPanel(
            "questions", noun="问题", sorts=sorts, places=question_places, tiers=tiers, can_edit=can_edit,
            preview=preview,
        )  # fmt: skip
        self.fields = QuestionsPanel(
            "own_fields", noun="名称", sorts=sorts, places=field_places, tiers=tiers, can_edit=can_edit, preview=preview
        )
        self.forms = FormsPanel(can_edit=can_edit)
        self.standards = StandardsPanel(can_edit=can_edit, can_decide=can_decide, items=standard_items)
        self.rules = RulesPanel(can_edit=can_edit)
        self.tabs = self._make_tabs()
        told = _EDITED if can_edit else _LOOKED_AT
        back = button("‹ 设置(&B)", name="reference_back", role="plain", tip="Esc")
        back.clicked.connect(self.closed)
        head = row(back, label("基础数据", role="title"), label(told, role="quiet", wrap=True), gap=12)
        head.setStretch(2, 1)
        column(head, self.tabs, into=self, margin=12).setStretch(1, 1)
        away = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self.closed)
        self.setFocusProxy(self.codes.search)

    def _make_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setObjectName("reference_tabs")
        tabs.addTab(self.codes, "代码表(&C)")
        tabs.addTab(self.questions, "问卷(&W)")
        tabs.addTab(self.fields, "补充字段(&F)")
        tabs.addTab(self.forms, "表样(&L)")
        tabs.addTab(self.standards, "标准(&Z)")
        tabs.addTab(self.rules, "规则(&G)")
        return tabs
