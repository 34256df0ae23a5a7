"""The number at the foot of the blank that is being typed in: the paper belongs to this household from then on."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from fieldsurvey.services.blanks import Blanks
from fieldsurvey.services.paper_lines import BlankLine
from ui.jobs import Jobs
from ui.notify import Notify
from ui.wizard.paper_line import PaperNumberLine

KEPT: Final = "已记下:纸号 {number} 的空白表是这一户的,等签字。"


class PaperNumbers(QObject):
    """Says for which household a numbered blank was filled in."""

    def __init__(self, line: PaperNumberLine, *, jobs: Jobs, notify: Notify, blanks: Blanks) -> None:
        super().__init__(line)
        self._line = line
        self._jobs = jobs
        self._notify = notify
        self._blanks = blanks
        line.given.connect(self._on_given)

    def _on_given(self, number: str, case_id: str) -> None:
        used = partial(self._blanks.blank_used, number, case_id)
        self._jobs.submit(self, used, then=self._on_used, doing="正在记纸号…", about="paper number")

    def _on_used(self, blank: BlankLine) -> None:
        self._line.show_text("")
        self._notify.done(KEPT.format(number=blank.number))
