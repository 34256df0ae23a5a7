"""The bar that says who goes along today, above the screens from which one goes to a household."""

from typing import Final

from ui.areas.ground import Ground
from ui.screens.companion.presenter import CompanionPresenter
from ui.screens.companion.view import CompanionBar

ABOVE: Final = frozenset({"worktop", "cases"})


class CompanionArea:
    """The bar, read once it is made."""

    def __init__(self, ground: Ground) -> None:
        self.bar = CompanionBar()
        self.presenter = CompanionPresenter(self.bar, jobs=ground.jobs, companions=ground.home.companions)
        self.presenter.refresh()
