"""The one door through which the user meets errors and messages."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.log import LOGGER


class Notify(QObject):
    """Sentences go to the bar in the window, which never takes the keyboard away; only decisions are asked modally.

    Signals:
        said: kind (`told`, `done`, `soft`, `stop`) and sentence.
    taken_back: a sentence that does not hold any more.
    """

    said = Signal(str, str)
    taken_back = Signal(str)

    def tell(self, sentence: str) -> None:
        """Something worth knowing."""
        self.said.emit("told", sentence)

    def done(self, sentence: str) -> None:
        """Something that the user asked for has been done."""
        self.said.emit("done", sentence)

    def warn(self, sentence: str, *, until: SignalInstance | None = None) -> None:
        """Something to look at, that stops nobody; it holds until that signal comes, where one is given."""
        self.said.emit("soft", sentence)
        if until is not None:
            until.connect(partial(self.taken_back.emit, sentence), Qt.ConnectionType.SingleShotConnection)

    def error(self, problem: FieldSurveyError) -> None:
        """An expected failure, with its code."""
        LOGGER.info("told %s", problem.code)
        self.said.emit("stop", problem.told)

    def ask(self, parent: QWidget, question: str, *, yes: str, then: Callable[[], None]) -> None:
        """Asks before signing, deciding, sending or discarding; Esc means no, and no is the default."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "请确定", question, parent=parent)
        box.setObjectName("question")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        agreed = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        refused = box.addButton("取消(&C)", QMessageBox.ButtonRole.RejectRole)
        agreed.setObjectName("question_yes")
        refused.setObjectName("question_no")
        box.setDefaultButton(refused)
        box.setEscapeButton(refused)
        agreed.clicked.connect(then)
        box.open()


def close_dialogs() -> None:
    """Answers every open question with no, and closes what is open over the window: names may stand there."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()
