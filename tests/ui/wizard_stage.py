"""The wizard alone in a window, over visits in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from fieldsurvey.app import OpenHome
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.evidence import Evidence
from fieldsurvey.services.visits import Visits
from tests.conftest import FixedClock
from tests.drivers.app import Stage
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import DRAFT_ID, FakeEvidence, FakeVisits
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.theme import load_fonts
from ui.wizard.presenter import WizardPresenter
from ui.wizard.view import WizardView


class WizardStage(Stage):
    """What a test of the wizard looks at."""

    def __init__(self, visits: Visits | FakeVisits, evidence: Evidence | None = None) -> None:
        load_fonts()
        self.visits = cast("FakeVisits", visits)
        self.evidence = FakeEvidence(self.visits)
        self.errors: list[FieldSurveyError] = []
        self.bugs: list[BaseException] = []
        self.finished: list[tuple[str, bool]] = []
        self.left: list[bool] = []
        window = MainWindow()
        super().__init__(window, Jobs(tell_error=self.errors.append, tell_bug=self.bugs.append))
        notify = Notify()
        notify.said.connect(window.messages.say)
        notify.taken_back.connect(window.messages.take_back)
        self.jobs.made_good.connect(window.messages.take_back)
        self.view = WizardView()
        self.presenter = WizardPresenter(
            self.view,
            jobs=self.jobs,
            notify=notify,
            visits=cast("Visits", visits),
            evidence=evidence or cast("Evidence", self.evidence),
            now=FixedClock(),
        )
        window.add_page(self.view)
        window.show_page(self.view)
        self.presenter.told.connect(window.show_saved)
        self.presenter.finished.connect(lambda done, later: self.finished.append((done.case_id, later)))
        self.presenter.left.connect(lambda: self.left.append(True))


@contextmanager
def wizard_over(visits: FakeVisits, *, size: tuple[int, int] = (1093, 614)) -> Iterator[tuple[WizardStage, WizardPage]]:
    """The wizard with the one draft opened."""
    stage = WizardStage(visits)
    stage.show(size=size)
    stage.presenter.resume(DRAFT_ID)
    stage.settle()
    try:
        yield stage, WizardPage(stage)
    finally:
        visits.gate.set()
        stage.evidence.gate.set()
        stage.jobs.close()
        stage.view.blockSignals(True)
        stage.close()
    assert not stage.bugs, stage.bugs


@contextmanager
def wizard_at(
    home: OpenHome, draft_id: str, *, size: tuple[int, int] = (1093, 614)
) -> Iterator[tuple[WizardStage, WizardPage]]:
    """The wizard over a real home, with a draft opened."""
    stage = WizardStage(home.visits, home.evidence)
    stage.show(size=size)
    stage.presenter.resume(draft_id)
    stage.settle()
    try:
        yield stage, WizardPage(stage)
    finally:
        stage.jobs.close()
        stage.view.blockSignals(True)
        stage.close()
    assert not stage.bugs, stage.bugs
