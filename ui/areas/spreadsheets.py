"""表格导入与导出: workbooks in and out."""

from collections.abc import Sequence

from ui.areas.ground import Ground
from ui.screens.spreadsheets.presenter import SpreadsheetsPresenter
from ui.screens.spreadsheets.view import SpreadsheetsView


class SpreadsheetsArea:
    """A page beside the line of the navigation that one came from."""

    def __init__(self, ground: Ground) -> None:
        home = ground.home
        self.view = SpreadsheetsView()
        self.view.setWindowTitle("表格导入与导出")
        self.presenter = SpreadsheetsPresenter(
            self.view,
            jobs=ground.jobs,
            notify=ground.notify,
            spreadsheets=home.spreadsheets,
            exports=home.sheet_exports,
        )

    def choose(self, cases: Sequence[str] | None) -> None:
        """The households to export, None for all; reads the rest anew."""
        self.presenter.choose(cases)
        self.presenter.refresh()
