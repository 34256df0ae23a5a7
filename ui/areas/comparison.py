"""信息比对: our people beside the lists of other offices, and beside each other; headquarters' work."""

from typing import Final

from fieldsurvey.clock import business_date
from fieldsurvey.exchange.people_lists import TARGETS
from ui.areas.ground import Ground
from ui.screens.comparison.doubles_presenter import DoublesPresenter
from ui.screens.comparison.doubles_view import DoublesView
from ui.screens.comparison.national_presenter import NationalPresenter
from ui.screens.comparison.national_view import NationalView
from ui.screens.comparison.presenter import ComparisonPresenter
from ui.screens.comparison.view import ComparisonView
from ui.widgets.pieces import scrolled


class ComparisonArea:
    """The screen of comparison lists."""

    name: Final = "comparison"
    title: Final = "信息比对(&0)"
    needed: Final = "comparisons.look"

    def __init__(self, ground: Ground) -> None:
        home = ground.home
        agencies = home.seat.in_force.table("agency").offered
        self.view = ComparisonView(list(agencies.items()), TARGETS)
        self.presenter = ComparisonPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            comparisons=home.comparisons,
            today=lambda: business_date(home.seat.now()).isoformat(),
        )
        national = NationalView()
        self.view.add_tab(scrolled(national, name="comparison_area_national"), "三方比对(&G)")
        self.national = NationalPresenter(
            national,
            jobs=ground.jobs,
            notify=ground.notify,
            national=home.national,
            can_give=home.may("national.give_worker_no"),
        )
        doubles = DoublesView(can_settle=home.may("doubles.apart"))
        self.doubles = DoublesPresenter(
            doubles, jobs=ground.jobs, notify=ground.notify, doubles=home.doubles, life_events=home.life_events
        )
        self.view.add_tab(scrolled(doubles, name="doubles_area"), "一户多档(&K)")

    def turned_to(self) -> None:
        """Reads the lists anew, with the keyboard there."""
        self.presenter.refresh()
        self.view.lists.to_work()
