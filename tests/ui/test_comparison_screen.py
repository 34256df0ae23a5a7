"""信息比对 in the real window: a list with odd columns is looked at, taken, settled side by side and taken back."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTabWidget

from tests.drivers.app import home_at, running
from tests.drivers.comparison import ComparisonPage
from tests.drivers.pages import CasesPage, SignInPage, WorktopPage
from tests.integration.homes import PASSPHRASE, Office
from tests.integration.seats import write_lines
from tests.integration.sheets import all_documents, journal
from tests.integration.test_comparisons import GAN, HOUSEHOLDS, STRANGER
from tests.unit.exchange.books import book

pytestmark = pytest.mark.usefixtures("qapp")
ROWS: list[list[Any]] = [
    ["低保名册"],
    ["序号", "低保金", "大名", "号码", "住址"],
    [1, 700, "甘棠", GAN, ""],
    [2, 650, "甘堂", GAN[:-2] + "34", "和平路1号201室"],
    [3, 600, "余怀瑾", STRANGER, ""],
    ["合计", 1950],
]


@pytest.fixture
def low_income(office: Office, tmp_path: Path) -> Path:
    """A list of civil affairs with headings of its own, and the households that it meets."""
    office.hq.cases.import_lines(write_lines(tmp_path / "h.jsonl", HOUSEHOLDS), source="台账")
    office.close()
    return book(tmp_path / "低保.xlsx", {"x": ROWS})


def test_our_people_are_compared_with_each_other_under_a_tab_of_their_own(office: Office, low_income: Path) -> None:
    with running(home_at(office.folder("hq"), office.now)) as app:
        SignInPage(app).sign_in(PASSPHRASE, WorktopPage).go(ComparisonPage)
        app.find(QTabWidget, "comparison_tabs").setCurrentIndex(2)
        app.press("doubles_search")
        assert app.text("doubles_summary") == "没有找到还没处理的重复。"


def test_a_list_goes_in_and_out_through_the_window(office: Office, low_income: Path) -> None:
    with running(home_at(office.folder("hq"), office.now)) as app:
        page = SignInPage(app).sign_in(PASSPHRASE, WorktopPage).go(ComparisonPage)
        assert "还没有采用过名单" in app.text("comparison_nothing")
        page.new(low_income, agency="民政")
        assert page.columns == {"序号": "-", "低保金": "detail", "大名": "name", "号码": "identity", "住址": "address"}
        page.say(2, "写进内容").say(3, "写进内容").look()
        assert "没有认出哪一列是姓名" in app.message
        assert not app.find(QPushButton, "comparison_take").isEnabled()
        page.say(2, "姓名").say(3, "证件号")
        assert page.look().startswith("名单 3 行,与 3 户 4 人比对,对上 1 行(1 户),1 行要您认定,1 行不是我们的人")
        assert [line[2] for line in page.lines("comparison_samples")] == ["对上", "要认定", "没有比对"]
        assert page.take() == "已记入 1 户的比对结果 1 条,1 行要您认定。"
        assert page.beside("name") == ("甘堂", "甘棠", "不同")
        assert page.beside("number")[:2] == ("990101********0034", "990101********0024")
        assert page.beside("address")[2] == "相同"
        app.press("comparison_reveal")
        assert page.beside("number") == (GAN[:-2] + "34", GAN, "不同")
        app.press("comparison_same")
        assert "没有要认定的行" in app.text("comparison_done")
        app.press("comparison_doubts_back")
        assert [(line[1], line[2], line[7], line[8]) for line in page.lists] == [("民政", "低保", "0", "采用")]
        page.new(low_income, agency="民政")
        assert page.columns["大名"] == "name"
        assert "以前采用过" in page.look()
        app.press("comparison_back")
        cases = page.go(CasesPage)
        facts = {name: app.text("fact:信息比对", cases.choose(name).widget) for name in ("甘棠", "蒲秀芩")}
        assert facts == {
            "甘棠": "2026-11-23 民政 低保:甘棠在名单上,低保金:700。"
            "和档案不一致:民政查到甘棠在低保名单上,档案没有写清,请核实",
            "蒲秀芩": "2026-11-23 民政 低保:核对无(这一户没有人在名单上)",
        }
        page = cases.go(ComparisonPage)
        assert page.undo() == "已撤销:从 1 户去掉 2 条比对结果。"
        assert page.lists[0][8] == "2026-11-23 撤销"
        assert not app.find(QPushButton, "compare_settle").isEnabled()
        assert page.go(CasesPage).names
    assert all("verifications" not in document for document in all_documents(office.hq).values())
    assert len(journal(office.hq, "reveal")) == 3


def test_another_answer_takes_back_what_was_reckoned(office: Office, low_income: Path) -> None:
    with running(home_at(office.folder("hq"), office.now)) as app:
        page = SignInPage(app).sign_in(PASSPHRASE, WorktopPage).go(ComparisonPage)
        page.new(low_income, agency="民政").say(2, "姓名").look()
        assert app.find(QPushButton, "comparison_take").isEnabled()
        page.say(3, "不要")
        assert not app.find(QPushButton, "comparison_take").isEnabled()
        app.find(QPushButton, "comparison_look").setFocus()
        app.key(Qt.Key.Key_Return)
        assert app.find(QPushButton, "comparison_take").isEnabled()
