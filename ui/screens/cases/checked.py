"""What the checks found in the household beside the list."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from fieldsurvey.rules.check import Finding, Severity
from fieldsurvey.services.findings import Findings
from ui.jobs import Jobs
from ui.models.lines_table import Line
from ui.screens.cases.panel import HouseholdPanel


class CheckedPresenter(QObject):
    """Signals:
    field_requested: a household, and the address of what a check found in it.
    """

    field_requested = Signal(str, str)

    def __init__(self, panel: HouseholdPanel, *, jobs: Jobs, findings: Findings) -> None:
        super().__init__(panel)
        self._panel = panel
        self._jobs = jobs
        self._findings = findings
        self._case_id = ""
        panel.finding_opened.connect(lambda address: self.field_requested.emit(self._case_id, address))

    def show(self, case_id: str) -> None:
        """Shows what is found in a household now."""
        self._case_id = case_id
        found = partial(self._findings.of_case, case_id)
        self._jobs.submit(self, found, then=partial(self._on_found, case_id), about="of case")

    def _on_found(self, case_id: str, found: list[Finding]) -> None:
        if case_id == self._case_id:
            left = sum(one.is_open and one.severity is not Severity.NOTE for one in found)
            self._panel.show_findings([_line(one) for one in found], left=left)


def _line(found: Finding) -> Line:
    told = f"{found.sentence}(已说明:{found.reason})" if found.reason else found.sentence
    mark = "done" if found.reason else "stop" if found.severity is Severity.ERROR else "soft"
    return Line(f"{found.check}|{found.print}|{found.address}", (found.label, told, found.blocks), mark)
