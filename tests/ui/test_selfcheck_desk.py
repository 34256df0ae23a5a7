"""自查自纠 on a real laptop: from a finding to its field and back, a reason that is kept, and the same in 户档案."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.conftest import FixedClock
from tests.drivers.app import App, home_at, running
from tests.drivers.pages import CasesPage, SignInPage
from tests.drivers.selfcheck import SelfCheckPage
from tests.integration.homes import PASSPHRASE, Office, visit
from ui.widgets.lines_view import LinesView

pytestmark = pytest.mark.usefixtures("qapp")
MOBILE = "13912345678"
SHARED = "手机"


@pytest.fixture
def app(office: Office, clock: FixedClock) -> Iterator[App]:
    """The program on a laptop with two households that share a telephone."""
    for name in ("丁桂湘", "蒲少川"):
        visit(office.l1, name=name, mobile=MOBILE)
    office.l1.findings.catch_up()
    office.close()
    with running(home_at(office.folder("l1"), now=clock)) as made:
        yield made


def doubts(page: SelfCheckPage) -> list[int]:
    """The places in the list of what was found about the telephone."""
    return [number for number, texts in enumerate(page.findings) if SHARED in texts[3]]


def test_a_finding_leads_to_its_field_and_one_comes_back_to_the_next(app: App, tmp_path: Path) -> None:
    page = SignInPage(app).sign_in(PASSPHRASE, SelfCheckPage)
    first, _ = doubts(page)
    wizard = page.stand_on(first).open_field()
    assert (wizard.step, wizard.writing) == (1, "mobile")
    app.press("leave")
    page = SelfCheckPage(app)
    assert app.find(LinesView, "findings").chosen_id.endswith("|mobile")
    page.stand_on(doubts(page)[1]).explain("两家是邻居,合用一部手机")
    assert "说明已记下" in app.message
    assert len(doubts(page)) == 1
    page.widget.pack_requested.emit(str(tmp_path / "督查"))  # type: ignore[attr-defined]  # the view's own signal
    app.settle()
    assert sorted(path.suffix for path in (tmp_path / "督查").iterdir()) == [".pdf", ".xlsx"]
    cases = page.go(CasesPage).choose("丁桂湘").turn_to_findings()
    table = app.find(LinesView, "household_findings", cases.widget)
    number = next(number for number, line in enumerate(table.table.lines) if SHARED in line.texts[1])
    table.selectRow(number)
    QTest.keyClick(table, Qt.Key.Key_Return)
    app.settle()
    assert app.window.page is not None
    assert app.window.page.objectName() == "wizard"
