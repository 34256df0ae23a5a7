"""Below the list: one finding in full, its basis, how to mend it, and for a doubt the place for its reason."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.widgets.fitted_area import FittedArea
from ui.widgets.pieces import button, column, label, row, say
from ui.widgets.reason_line import ReasonLine


@dataclass(frozen=True, slots=True)
class FindingShown:
    """One finding in words. `may_be_explained` says whether a reason settles it, for whoever sits here."""

    title: str
    sentence: str
    basis: str
    mend: str
    reason: str
    may_be_explained: bool


class FindingDetail(QFrame):
    """Signals:
    field_requested, household_requested: the buttons. reason_given: the text. left: Esc, back to the list.
    """

    field_requested = Signal()
    household_requested = Signal()
    reason_given = Signal(str)
    left = Signal()

    def __init__(self, *, may_visit: bool) -> None:
        super().__init__()
        self.setObjectName("finding_detail")
        self.setProperty("role", "card")
        # As tall as the finding needs; the list has the rest.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._title = label(role="label", name="finding_title", wrap=True)
        self._sentence = label(name="finding_sentence", wrap=True)
        self._basis = label(role="quiet", name="finding_basis", wrap=True)
        self._mend = label(name="finding_mend", wrap=True)
        self._said = label(role="done", name="finding_reason", wrap=True)
        go = button("去改这一格(&G)" if may_visit else "看这一户(&G)", name="finding_go", tip="Enter,或双击")
        household = button("户档案(&K)", name="finding_household", role="plain", tip="在户档案里看这一户")
        if not may_visit:
            # The other button leads there already.
            household.hide()
        self.reason = ReasonLine(name="finding_why", key="F8", hint=";永久保留,看到的内容变了才再问")
        texts = QWidget()
        column(self._title, self._sentence, self._mend, self._basis, self._said, into=texts, gap=4)
        self._texts = FittedArea(texts, name="finding_texts")
        lines = column(self._texts, self.reason, row(1, household, go), into=self, margin=10, gap=6)
        lines.setStretch(0, 1)
        go.clicked.connect(self.field_requested)
        household.clicked.connect(self.household_requested)
        self.reason.given.connect(self.reason_given)
        self.reason.left.connect(self.left)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No finding is chosen."""
        self.hide()

    def show_finding(self, shown: FindingShown) -> None:
        """Shows one; what was being written for another is not taken over."""
        self._title.setText(shown.title)
        self._sentence.setText(shown.sentence)
        say(self._mend, f"怎么改:{shown.mend}" if shown.mend else "")
        say(self._basis, f"依据:{shown.basis}" if shown.basis else "")
        say(self._said, f"已说明:{shown.reason}" if shown.reason else "")
        self.reason.setVisible(shown.may_be_explained)
        self.reason.clear()
        self._texts.fit()
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
