"""Finding out with two sheets how a printer takes paper a second time."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.printing.view import PrintingView
from ui.settings_kept import KeptSettings

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Trying(QObject):
    """Signals:
    ended: what was found out is kept, or nobody wants to know.
    """

    ended = Signal()

    def __init__(self, view: PrintingView, *, jobs: Jobs, notify: Notify, kept: KeptSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._view = view
        self._jobs = jobs
        self._notify = notify
        self._kept = kept
        self._name = ""
        self._make: Callable[[], QPrinter] | None = None
        view.trial.answered.connect(self._on_answered)
        view.trial.closed.connect(self.ended)

    def begin(self, name: str, make: "Callable[[], QPrinter]") -> None:
        """Prints the fronts of two sheets."""
        self._name, self._make = name, make
        # Imported here to start faster.
        from ui.screens.printing.trial import FRONTS

        self._print(FRONTS, self._on_fronts)

    def go_on(self) -> None:
        """The two sheets lie in the printer again."""
        from ui.screens.printing.trial import BACKS

        self._print(BACKS, self._on_backs)

    def give_up(self) -> None:
        """Nobody wants to know."""
        self.ended.emit()

    def _print(self, words: tuple[str, ...], then: Callable[[None], None]) -> None:
        from ui.screens.printing.trial import print_marks

        if self._make is not None:
            work = partial(print_marks, self._make(), words)
            self._jobs.submit(self, work, then=then, failed=self._on_failed, doing="正在打印…")

    def _on_fronts(self, _: None) -> None:
        face = self._kept.refeed(self._name).face_up
        self._view.put_back.show_stack("试双面:两张正面已经打好", is_face_up=face)
        self._view.turn_to("put_back")

    def _on_backs(self, _: None) -> None:
        self._view.trial.ask()
        self._view.turn_to("trial")

    def _on_answered(self, back: str, same_arrows: bool) -> None:
        from ui.screens.printing.trial import learned

        found = learned(self._kept.refeed(self._name), back, same_arrows=same_arrows)
        self._kept.keep_refeed(self._name, found)
        self.ended.emit()
        if found.is_tried:
            self._notify.done("已记住这台打印机的放纸方法,以后照图放就行。")
        else:
            face = "上" if found.face_up else "下"
            self._notify.warn(f"两次印在了同一面:改成有字的一面朝{face}放,请再按一次“试双面”。")

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self.ended.emit()
        self._notify.error(problem)
