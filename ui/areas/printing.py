"""打印: forms of households before the eye and on paper, and the lists of what was printed."""

from collections.abc import Sequence
from typing import Final

from ui.areas.ground import Ground
from ui.screens.printing.presenter import PrintingPresenter
from ui.screens.printing.view import PrintingView
from ui.screens.printing.wanted import Subject


class PrintingArea:
    """The screen of printing, at its lists or at the households it was handed."""

    name: Final = "print"
    title: Final = "打印(&T)"
    needed: Final = "papers.preview"

    def __init__(self, ground: Ground) -> None:
        self.view = PrintingView()
        home = ground.home
        self.presenter = PrintingPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            papers=home.papers,
            paper_lists=home.paper_lists,
            blanks=home.blanks,
            cases=home.cases,
            form_templates=home.form_templates,
            kept=ground.kept,
        )

    def turned_to(self) -> None:
        """Shows the lists."""
        self.presenter.show_lists()
        self.view.to_work()

    def show(self, households: Sequence[tuple[str, str]]) -> None:
        """Shows how the form of one household will look, or how those of several are to be printed."""
        subjects = [Subject(case_id, number) for case_id, number in households]
        if len(subjects) == 1:
            self.presenter.show_household(subjects[0])
        else:
            self.presenter.show_households(subjects)
