"""The paper that is printed is the one that was looked at, and it never lies readable on the disk."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from fieldsurvey.errors import FieldSurveyError, InputError
from fieldsurvey.services.papers import Papers, Printed, PrintedPages
from tests.integration.homes import Office, visit
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.print_preview.presenter import PrintPreviewPresenter
from ui.screens.print_preview.printing import print_paper
from ui.screens.print_preview.view import PrintPreviewView


class FakePapers:
    """Draws blank pages, but none of a household in `broken`."""

    def __init__(self) -> None:
        self.broken: set[str] = set()
        self.printed: list[str] = []

    def preview(self, case_ids: Sequence[str]) -> bytes:
        """A page."""
        if self.broken & set(case_ids):
            raise InputError(what="这一户排不出来")
        return b"%PDF-1.4 " + case_ids[0].encode()

    def print_forms(self, case_ids: Sequence[str], target: Path) -> Printed:
        """Notes whose it was."""
        self.printed += case_ids
        return Printed(target, list(case_ids), 1)


@pytest.fixture
def told() -> list[FieldSurveyError]:
    return []


@pytest.fixture
def jobs(qtbot: QtBot, told: list[FieldSurveyError]) -> Iterator[Jobs]:
    made = Jobs(tell_error=told.append, tell_bug=told.append)  # type: ignore[arg-type]  # Bugs would be seen in it too.
    yield made
    made.close()


def test_what_is_printed_was_looked_at(qtbot: QtBot, jobs: Jobs, told: list[FieldSurveyError], tmp_path: Path) -> None:
    papers, view = FakePapers(), PrintPreviewView()
    qtbot.addWidget(view)
    presenter = PrintPreviewPresenter(view, jobs=jobs, notify=Notify(), papers=cast("Papers", papers))
    presenter.show("a")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert not view.save.isHidden()
    papers.broken = {"b"}
    presenter.show("b")
    assert view.save.isHidden()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert [str(problem) for problem in told] == ["这一户排不出来"]
    assert view.save.isHidden()
    assert view.print.isHidden()
    presenter.show("a")
    presenter.show("c")
    qtbot.waitUntil(lambda: jobs.is_idle)
    view.save_requested.emit(str(tmp_path / "form.pdf"))
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert papers.printed == ["c"]


@pytest.mark.usefixtures("qapp")
def test_printing_records_the_paper_and_leaves_no_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = visit(office.l1, name="丁桂湘")
    named: list[str] = []
    made: list[PrintedPages] = []
    monkeypatch.setattr(Path, "replace", lambda path, target: named.append(str(target)))
    monkeypatch.setattr("tempfile.mkdtemp", lambda *_, **__: named.append("temporary folder"))
    monkeypatch.setattr("ui.screens.print_preview.printing.draw", lambda pdf, _: made.append(PrintedPages(pdf, [], 0)))
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    pages = print_paper(office.l1.papers, (case,), printer)
    assert named == []
    assert made[0].pdf.startswith(b"%PDF")
    assert [(paper.form, paper.pages) for paper in office.l1.papers.of_case(case)] == [("F01", pages)]
