"""What the lists and the stick say when something does not come: never one household in the place of another."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from fieldsurvey.case.case_filter import EVERYBODY, NEWEST, CaseFilter, Order
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.errors import InputError
from fieldsurvey.progress import Progress
from fieldsurvey.services.cards import ReceiptCard, StickView, WrittenCard
from fieldsurvey.services.case_rows import CaseCount, CasePage, CaseRow
from fieldsurvey.services.cases import Cases, Household
from fieldsurvey.services.clashes import Clashes
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.exchange import Exchange
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.saved_lists import ListLayout, SavedFilter, SavedLists
from fieldsurvey.services.timeline import Timeline
from fieldsurvey.services.visits import Visits
from tests.drivers.app import home_at, running
from tests.drivers.pages import SignInPage, WorktopPage
from tests.integration.homes import PASSPHRASE, Office
from tests.ui.fakes import FakeVisits
from tests.ui.finding_fakes import FakeFindings
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.cases.filter_words import SHIPPED_TABLES
from ui.screens.cases.presenter import CasesPresenter
from ui.screens.cases.view import CasesView
from ui.screens.stick import view as stick_view
from ui.screens.stick.presenter import StickPresenter
from ui.widgets.lines_view import LinesView


def a_row(case_id: str) -> CaseRow:
    """A line of the list."""
    return CaseRow(
        case_id, f"L1-{case_id}", f"户{case_id}", "", "", "", "", "", 1, "2026-11-23 14:02", 0, has_draft=False
    )


class FakeCases:
    """Three households of which `broken` cannot be shown; beyond the first two only when `has_more`."""

    def __init__(self) -> None:
        self.broken = "b"
        self.has_more = False

    def find(
        self,
        text: str,
        *,
        asked: CaseFilter = EVERYBODY,
        order: Order = NEWEST,
        offset: int = 0,
        limit: int = 200,
        counted: bool = True,
    ) -> CasePage:
        """Two, and then one more."""
        if offset and not self.has_more:
            raise InputError(what="读不出来")
        return CasePage([a_row("c")] if offset else [a_row("a"), a_row("b")], 3, more=not offset)

    def count(self, text: str, *, asked: CaseFilter = EVERYBODY) -> CaseCount:
        """Three."""
        return CaseCount(3, more=False)

    def code_tables(self) -> dict[str, CodeTable]:
        """As shipped."""
        return dict(SHIPPED_TABLES)

    def look(self, case_id: str) -> Household:
        """One of them."""
        if case_id == self.broken:
            raise InputError(what="读不出来")
        return Household(a_row(case_id), {}, CASE, [], [], [])

    def timeline(self, case_id: str, *, field: str = "", before: int = 0, limit: int = 200) -> Timeline:
        """Nothing happened."""
        return Timeline([], 0)


class FakeSavedLists:
    """Nobody has kept anything."""

    def layout(self) -> ListLayout:
        """As usual."""
        return ListLayout()

    def filters(self) -> list[SavedFilter]:
        """None."""
        return []


class FakeExchange:
    """A stick onto which only receipts are written."""

    def receipts(self) -> list[ReceiptCard]:
        """None."""
        return []

    def look(self, stick: Path) -> StickView:
        """Nothing is on it."""
        return StickView([], [])

    def write(self, stick: Path, *, progress: Progress | None = None) -> list[WrittenCard]:
        """One package without a change."""
        return [WrittenCard(name="a.fsp", path=stick / "a.fsp", changes=0, recipient="L1", already=False)]


def never() -> list[tuple[str, str]]:
    """No stick."""
    return []


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    problems: list[object] = []
    made = Jobs(tell_error=problems.append, tell_bug=problems.append)
    yield made
    made.close()
    assert problems == []


def cases_screen(qtbot: QtBot, jobs: Jobs, cases: FakeCases) -> tuple[CasesView, list[tuple[str, str]]]:
    """The list of households in view, and what was said."""
    view, notify = CasesView(), Notify()
    qtbot.addWidget(view)
    said: list[tuple[str, str]] = []
    notify.said.connect(lambda kind, text: said.append((kind, text)))
    presenter = CasesPresenter(
        view,
        jobs=jobs,
        notify=notify,
        cases=cast("Cases", cases),
        saved_lists=cast("SavedLists", FakeSavedLists()),
        clashes=cast("Clashes", None),
        findings=cast("Findings", FakeFindings([])),
        at_headquarters=False,
        determinations=cast("Determinations", None),
        may=lambda _: False,
    )
    presenter.refresh()
    qtbot.waitUntil(lambda: jobs.is_idle)
    return view, said


def test_a_household_that_cannot_be_shown_leaves_no_other_in_its_place(qtbot: QtBot, jobs: Jobs) -> None:
    view, said = cases_screen(qtbot, jobs, FakeCases())
    view.table.choose("a")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert view.panel.visit.isVisibleTo(view.panel)
    view.table.choose("b")
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert said[0][0] == "stop"
    assert not view.panel.visit.isVisibleTo(view.panel)


def test_a_page_that_did_not_come_is_asked_for_again(qtbot: QtBot, jobs: Jobs) -> None:
    cases = FakeCases()
    view, said = cases_screen(qtbot, jobs, cases)
    view.table.table.fetchMore()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert said[0] == ("stop", "读不出来 [X001]")
    cases.has_more = True
    view.table.table.fetchMore()
    qtbot.waitUntil(lambda: jobs.is_idle)
    assert [line.id for line in view.table.table.lines] == ["a", "b", "c"]


def test_a_package_without_changes_is_said_to_carry_receipts(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    view = stick_view.StickView()
    qtbot.addWidget(view)
    StickPresenter(
        view,
        jobs=jobs,
        notify=Notify(),
        exchange=cast("Exchange", FakeExchange()),
        visits=cast("Visits", FakeVisits({})),
        other_side="笔记本",
        own_code="HQ",
        look_for=never,
    )
    view.folder_chosen.emit(str(tmp_path))
    view.write_requested.emit()
    qtbot.waitUntil(lambda: jobs.is_idle)
    outcome = view.findChild(LinesView, "outcome")
    assert outcome is not None
    assert [line.texts[2] for line in outcome.table.lines] == ["给L1,只带回执"]


@pytest.mark.usefixtures("qapp")
def test_who_signs_in_gets_to_a_screen_whatever_fails(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.close()
    monkeypatch.setattr("fieldsurvey.services.visits.Visits.open_drafts", failing)
    with running(home_at(office.folder("l1"))) as app:
        SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
        assert "读不出来" in app.message


def failing(_: object) -> None:
    """What the store says when it cannot read."""
    raise InputError(what="读不出来")
