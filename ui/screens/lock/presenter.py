"""Locking the open home behind its cover, and bringing it back."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.errors import NoPinError
from fieldsurvey.services.locking import LockCard, Locking
from ui.jobs import Jobs
from ui.screens.lock.view import LockView

ALL_SAFE = "填到一半的内容都已存好,解锁后从原处接着做。"
NOT_ALL_SAFE = "有内容没能存下,还留在窗口里;解锁后请按 Ctrl+S 再存。"


class LockPresenter(QObject):
    """Signals:
    unlocked: the home is open again.
    """

    unlocked = Signal()

    def __init__(self, view: LockView, *, jobs: Jobs, locking: Locking) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._locking = locking
        self._name = ""
        view.pin_given.connect(self._on_pin)
        view.passphrase_given.connect(self._on_passphrase)

    def lock(self, *, is_safe: bool) -> None:
        """Puts the keys away; everything asked for before has been done."""
        self._jobs.submit(self, self._locking.lock, then=partial(self._on_locked, is_safe))

    def _on_locked(self, is_safe: bool, card: LockCard) -> None:
        self._name = card.staff_name
        self._view.ask(card.staff_name, by_pin=card.by_pin, told=ALL_SAFE if is_safe else NOT_ALL_SAFE)

    def _on_pin(self, pin: str) -> None:
        unlock = partial(self._locking.unlock_by_pin, pin)
        self._jobs.submit(self, unlock, then=self._on_unlocked, failed=self._on_failed)

    def _on_passphrase(self, passphrase: str) -> None:
        unlock = partial(self._locking.unlock_by_passphrase, passphrase)
        self._jobs.submit(self, unlock, then=self._on_unlocked, failed=self._on_failed)

    def _on_unlocked(self, _: None) -> None:
        self._view.show_waiting()
        self.unlocked.emit()

    def _on_failed(self, problem: FieldSurveyError) -> None:
        if isinstance(problem, NoPinError):
            self._view.ask(self._name, by_pin=False, told="")
        self._view.show_problem(problem.told)
