"""Making the home of this machine, and seeing to it that the recovery words are on paper."""

import secrets
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldsurvey.errors import FieldSurveyError
from ui.home import Home
from ui.jobs import Jobs
from ui.screens.first_run.view import FirstRunView

if TYPE_CHECKING:
    from fieldsurvey.new_homes import NewHome


class FirstRunPresenter(QObject):
    """Signals:
    words_given: the home is there, and its words are on the screen and nowhere else.
    made: the staff id and the passphrase of the first person; the home is there and the words are on paper.
    """

    words_given = Signal()
    made = Signal(str, str)

    def __init__(self, view: FirstRunView, *, jobs: Jobs, home: Home) -> None:
        super().__init__(view)
        self.view = self._view = view
        self._jobs = jobs
        self._home = home
        self._words: list[str] = []
        self._asked = (0, 0)
        self._key = ("", "")
        view.headquarters_requested.connect(self._on_headquarters)
        view.laptop_requested.connect(self._on_laptop)
        view.words_written.connect(self._on_written)
        view.words_confirmed.connect(self._on_confirmed)

    @property
    def has_words_unconfirmed(self) -> bool:
        """True while the only second way to the household files may not be on paper yet."""
        return bool(self._words)

    def _on_headquarters(self, organisation: str, name: str, passphrase: str) -> None:
        self._make(partial(self._home.make_headquarters, organisation, name, passphrase), passphrase)

    def _on_laptop(self, code: str, name: str, passphrase: str) -> None:
        self._make(partial(self._home.make_laptop, code, name, passphrase), passphrase)

    def _make(self, make: "partial[NewHome]", passphrase: str) -> None:
        self._view.set_busy()
        self._jobs.submit(
            self, make, then=partial(self._on_made, passphrase), failed=self._on_failed, doing="正在建立…"
        )

    def _on_made(self, passphrase: str, new: "NewHome") -> None:
        self._key = (new.staff_id, passphrase)
        self._words = new.words
        if new.words:
            self.words_given.emit()
            self._view.show_words(new.words)
        else:
            self._done()

    def _on_failed(self, problem: FieldSurveyError) -> None:
        self._view.show_problem(problem.told)

    def _on_written(self) -> None:
        first, second = sorted(secrets.SystemRandom().sample(range(1, len(self._words) + 1), 2))
        self._asked = (first, second)
        self._view.ask_words(first, second)

    def _on_confirmed(self, first: str, second: str) -> None:
        if (first, second) == tuple(self._words[number - 1] for number in self._asked):
            self._view.forget_words()
            self._words = []
            self._done()
        else:
            self._view.back_to_words("和抄下的对不上。请再对一遍纸上的词,一个也不能错。")

    def _done(self) -> None:
        key, self._key = self._key, ("", "")
        self.made.emit(*key)
