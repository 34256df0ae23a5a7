"""Above the lists: by what the findings are grouped, how grave, whether answered ones too, and whose."""

from typing import Final

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QFrame, QPushButton

from ui.widgets.limited_line import LimitedLine
from ui.widgets.pieces import button, label, row

VIEWS: Final = {"check": "规则(&R)", "org": "单位(&I)", "person": "责任人(&S)"}
SEVERITIES: Final = {"": "轻重都看", "error": "错误", "doubt": "疑点", "note": "提示"}
REST_MS: Final = 60


class SelfCheckBar(QFrame):
    """Signals:
    by_chosen: by what the findings are to be grouped. changed: what is asked for is another thing now.
    """

    by_chosen = Signal(str)
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("selfcheck_bar")
        self._group = QButtonGroup(self)
        self._views = {name: self._view(name, told) for name, told in VIEWS.items()}
        self._views["check"].setChecked(True)
        self._severity = QComboBox()
        self._severity.setObjectName("selfcheck_severity")
        self._severity.setAccessibleName("轻重")
        for value, told in SEVERITIES.items():
            self._severity.addItem(told, value)
        self._open = QCheckBox("没处理的(&M)")
        self._open.setToolTip("只看没处理的;不勾选,也列出已说明的疑点")
        self._open.setObjectName("selfcheck_open")
        self._open.setChecked(True)
        self.search = LimitedLine(limit=200)
        self.search.setObjectName("selfcheck_search")
        self.search.setAccessibleName("查找")
        self.search.setPlaceholderText("查找(F2):姓名、编号、单位")
        self.search.setClearButtonEnabled(True)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.changed)
        self._severity.activated.connect(lambda _: self.changed.emit())
        self._open.toggled.connect(lambda _: self.changed.emit())
        self.search.textChanged.connect(lambda _: self._rest.start())
        row(
            label("按", role="label"), *self._views.values(), self._severity, self._open, self.search, into=self, gap=6
        ).setStretch(6, 1)

    @property
    def severity(self) -> str:
        """The one that is asked for; empty for all."""
        return str(self._severity.currentData())

    @property
    def is_open(self) -> bool:
        """Whether only what is still to be done is asked for."""
        return self._open.isChecked()

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.search.text().strip()

    def ask_for_everything(self) -> None:
        """No severity and no text any more."""
        with QSignalBlocker(self._severity), QSignalBlocker(self.search):
            self._severity.setCurrentIndex(0)
            self.search.show_text("")
        self.changed.emit()

    def _view(self, name: str, told: str) -> QPushButton:
        made = button(told, name=f"by_{name}", role="choice")
        made.setAccessibleName(f"按{made.accessibleName()}")
        made.setCheckable(True)
        made.clicked.connect(lambda: self.by_chosen.emit(name))
        self._group.addButton(made)
        return made
