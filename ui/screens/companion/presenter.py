"""The companion of the day, between its bar and the service that remembers them."""

from functools import partial

from PySide6.QtCore import QObject

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.companions import Companions
from ui.jobs import Jobs
from ui.screens.companion.view import CompanionBar


class CompanionPresenter(QObject):
    """Asks once a day and lets it be changed."""

    def __init__(self, view: CompanionBar, *, jobs: Jobs, companions: Companions) -> None:
        super().__init__(view)
        self._view = view
        self._jobs = jobs
        self._companions = companions
        view.chosen.connect(self._on_chosen)
        view.choices_wanted.connect(self._offer)

    def refresh(self) -> None:
        """Reads who it is today, and who is known here."""
        self._offer()
        self._jobs.submit(self, self._companions.today, then=self._view.show_companion)

    def _offer(self) -> None:
        self._jobs.submit(self, self._companions.known, then=self._view.show_names)

    def _on_chosen(self, name: str) -> None:
        choose = partial(self._companions.choose, name)
        self._jobs.submit(self, choose, then=self._view.show_companion, failed=self._on_refused)

    def _on_refused(self, problem: FieldSurveyError) -> None:
        self._view.show_problem(problem.told)
