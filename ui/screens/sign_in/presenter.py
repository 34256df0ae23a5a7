"""Signing in, and coming back in with the recovery words."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from ui.home import Home, words_in
from ui.jobs import Jobs
from ui.screens.sign_in.view import SignInView

if TYPE_CHECKING:
    from fieldsurvey.app import OpenHome
    from fieldsurvey.services.describing import HomeCard


class SignInPresenter(QObject):
    """Signals:
    signed_in: the open home.
    """

    signed_in = Signal(object)

    def __init__(self, view: SignInView, *, jobs: Jobs, home: Home) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._home = home
        view.sign_in_requested.connect(self.sign_in)
        view.recover_requested.connect(self._on_recover)

    def turn_to(self, home: Home) -> None:
        """Signs in to another home from now on."""
        self._home = home

    def show(self, card: "HomeCard", *, last_staff: str, known: str = "") -> None:
        """Shows who can sign in; `known` is a passphrase that is no secret."""
        place = card.organisation or (f"入户笔记本 {card.code}" if card.kind == "laptop" else "")
        staff = [(person.staff_id, person.name) for person in card.staff]
        if known:
            place = f"{place}\n练习口令已经填好,按回车就进去。".strip()
        self._view.show_staff(place, staff, last=last_staff, can_recover=card.recovery and not known, known=known)

    def sign_in(self, staff_id: str, passphrase: str) -> None:
        """Opens the home."""
        if not passphrase:
            self._view.show_problem("请输入口令。")
            return
        self._view.set_busy(is_busy=True)
        self._jobs.submit(
            self,
            partial(self._home.open, staff_id, passphrase),
            then=self._on_opened,
            failed=self._on_failed,
            doing="正在打开…",
        )

    def _on_opened(self, opened: "OpenHome") -> None:
        self._view.show_problem("")
        self._view.forget()
        self.signed_in.emit(opened)

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.show_problem(problem.told)

    def _on_recover(self, untrusted_words: str, staff_id: str, passphrase: str) -> None:
        self._view.set_busy(is_busy=True)
        self._jobs.submit(
            self,
            partial(self._home.recover, words_in(untrusted_words), staff_id, passphrase),
            then=lambda _: self._view.show_recovered(),
            failed=self._on_failed,
            doing="正在核对恢复词…",
        )
