"""户档案: the list of households, and the file of one beside it."""

from typing import TYPE_CHECKING, Final

from ui.areas.ground import Ground
from ui.screens.cases.presenter import CasesPresenter
from ui.screens.cases.view import CasesView

if TYPE_CHECKING:
    from fieldsurvey.case.case_filter import CaseFilter


class CasesArea:
    """The list, and what others make it show."""

    name: Final = "cases"
    title: Final = "户档案(&D)"
    needed: Final = "cases.find"

    def __init__(self, ground: Ground) -> None:
        self.view = CasesView()
        home = ground.home
        self.presenter = CasesPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            cases=home.cases,
            saved_lists=home.saved_lists,
            clashes=home.clashes,
            findings=home.findings,
            at_headquarters=ground.at_headquarters,
            determinations=home.determinations,
            may=home.may,
        )

        self.view.show_entry_aid(home.may("national.entries"))

    def turned_to(self) -> None:
        """Reads the list anew, ready for a search."""
        self.presenter.refresh()
        self.view.to_search()

    def show_list(self, asked: "CaseFilter") -> None:
        """Shows the households that another screen counted."""
        self.presenter.show_filtered(asked)
        self.presenter.refresh()
        self.view.table.setFocus()

    def stand_on(self, case_id: str) -> None:
        """Shows the whole list with the keyboard on one household."""
        self.presenter.clear()
        self.presenter.refresh(stand_on=case_id)
