"""How answers reach the disk: each is a job of its own, and nothing is called saved before it is."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from fieldsurvey.case.canonical import Value
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.visits import Visits
from ui.jobs import Jobs
from ui.wizard.ledger import Ledger

NOT_SAFE: Final = "还有内容没能存下,先不要离开。请看状态栏和标红的项,再按 Ctrl+S。"


class Saving(QObject):
    """Saves the answers of one draft, in the order they were given.

    Signals:
        told: state and sentence for the status bar, always true.
        saved: the address whose latest answer is on disk.
        refused: address and sentence; the answer is only on the screen.
    safe: everything offered so far is on disk.
    """

    told = Signal(str, str)
    saved = Signal(str)
    refused = Signal(str, str)
    safe = Signal()

    def __init__(self, jobs: Jobs, visits: Visits, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._visits = visits
        self._draft_id = ""
        self._ledger = Ledger()
        self._being_written: set[str] = set()
        self._turning = False
        self._place: tuple[int, str] | None = None

    def begin(self, draft_id: str, saved_at: str) -> None:
        """Turns to a draft; the last one has nothing left to save."""
        self._draft_id = draft_id
        self._ledger = Ledger(saved_at[-8:])
        self._being_written.clear()
        self._place = None
        self._tell()

    def note_kept(self, saved_at: str) -> None:
        """Notes when the draft was last written to, by whatever way."""
        self._ledger.kept(saved_at[-8:])
        self._tell()

    def note_writing(self, address: str, is_writing: bool) -> None:
        """Notes that something is being typed that has not been offered yet, or no longer."""
        (self._being_written.add if is_writing else self._being_written.discard)(address)
        self._tell()

    def save(self, address: str, value: Value) -> None:
        """Saves an answer; what failed before is tried again with it."""
        for failed, kept in self._ledger.unsaved().items():
            if failed != address:
                self._submit(failed, kept)
        self._submit(address, value)

    def retry(self) -> None:
        """Tries again what failed."""
        for address, value in self._ledger.unsaved().items():
            self._submit(address, value)

    def drop(self, prefix: str) -> None:
        """Forgets answers of a row that is gone."""
        self._ledger.drop(prefix)
        self._tell()

    def turn_to(self, page: int, address: str) -> None:
        """Remembers where the writer is; while one such note is on its way only the last place counts."""
        self._place = (page, address)
        if not self._turning and self._draft_id:
            self._turn()

    def when_safe(self, call: Callable[[], None], *, otherwise: Callable[[], None]) -> None:
        """Calls when everything offered so far has been tried: `call` if all of it is on disk."""
        self.retry()
        self._jobs.when_idle(lambda: otherwise() if self._ledger.pending() else call())

    @property
    def on_their_way(self) -> dict[str, Value]:
        """Answers that are not on disk yet."""
        return self._ledger.pending()

    def _submit(self, address: str, value: Value) -> None:
        number = self._ledger.offer(address, value)
        self._jobs.submit(
            self,
            partial(self._visits.answer, self._draft_id, address, value),
            then=partial(self._on_saved, self._ledger, address, number),
            failed=partial(self._on_failed, self._ledger, address, number),
        )
        self._tell()

    def _on_saved(self, ledger: Ledger, address: str, number: int, saved_at: str) -> None:
        is_latest = ledger.landed(address, number, saved_at)
        if ledger is self._ledger:
            self._tell()
            if is_latest:
                self.saved.emit(address)

    def _on_failed(self, ledger: Ledger, address: str, number: int, problem: FieldSurveyError) -> None:
        if ledger.failed(address, number) and ledger is self._ledger:
            self._tell()
            self.refused.emit(address, problem.told)

    def _turn(self) -> None:
        if self._place is None:
            self._turning = False
            return
        (page, address), self._place = self._place, None
        self._turning = True
        turn = partial(self._visits.turn_to, self._draft_id, page, address)
        # A place that could not be noted is no loss: the answers are what counts.
        self._jobs.submit(self, turn, then=lambda _: self._turn(), failed=lambda _: self._turn())

    def _tell(self) -> None:
        state, sentence = self._ledger.told()
        if self._being_written and state != "unsaved":
            state, sentence = "saving", "正在输入…"
        self.told.emit(state, sentence)
        if not self._ledger.pending():
            self.safe.emit()
