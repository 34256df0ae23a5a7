"""自查自纠: what the checks found, and the pack for an inspection."""

from typing import Final

from fieldsurvey.rules.catalogue import CHECKS
from ui.areas.ground import Ground
from ui.screens.selfcheck.presenter import SelfCheckPresenter
from ui.screens.selfcheck.view import SelfCheckView


class SelfCheckArea:
    """The screen of the findings; where one may not visit, they lead to the file of the household."""

    name: Final = "selfcheck"
    title: Final = "自查自纠(&9)"
    needed: Final = "findings.list"

    def __init__(self, ground: Ground) -> None:
        home = ground.home
        self.view = SelfCheckView(may_visit=home.may("visits.start"))
        self.presenter = SelfCheckPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            findings=home.findings,
            inspections=home.inspections,
            cases=home.cases,
            checks=CHECKS,
            may=home.may,
        )

    def turned_to(self) -> None:
        """Reads how things stand, checks what waits, with the keyboard on the findings."""
        self.presenter.refresh()
        self.view.to_work()
