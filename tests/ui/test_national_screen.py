"""三方比对 in the real window: a list is chosen, what differs stands side by side, the outcome goes into the files."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QTabWidget

from tests.drivers.app import home_at, running
from tests.drivers.comparison import ComparisonPage
from tests.drivers.pages import SignInPage, WorktopPage
from tests.integration.homes import PASSPHRASE, Office
from tests.integration.seats import write_lines
from tests.integration.test_national_comparing import HOUSEHOLDS, ROWS, with_number
from tests.unit.exchange.books import book
from ui.screens.comparison.national_view import NationalView

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_national_list_is_compared_and_kept(office: Office, tmp_path: Path) -> None:
    office.hq.cases.import_lines(write_lines(tmp_path / "h.jsonl", HOUSEHOLDS), source="台账")
    office.close()
    listed = book(tmp_path / "n.xlsx", {"x": with_number(ROWS, "ZG1")})
    with running(home_at(office.folder("hq"), office.now)) as app:
        page = SignInPage(app).sign_in(PASSPHRASE, WorktopPage).go(ComparisonPage)
        app.find(QTabWidget, "comparison_tabs").setCurrentIndex(1)
        view = app.find(NationalView, "national")
        view.choose(str(tmp_path / "no.xlsx"))
        app.settle()
        assert "[" in app.message
        view.choose(str(listed))
        app.settle()
        told = "名单 3 行,比对 6 栏:有不同 2 户,只在全国系统 1 户,只在本程序 1 户。"
        assert app.text("national_told").startswith(told)
        assert [(line[0], line[2]) for line in page.lines("national_households")] == [
            ("有不同", "甘棠"), ("有不同", "余怀谨"), ("只在全国系统", "外乡人"), ("只在本程序", "白新文"),
        ]  # fmt: skip
        assert page.lines("national_boxes") == [("手机号码", "139****1234", "138****1234", "")]
        app.find(QCheckBox, "national_numbers").setChecked(True)
        app.press("national_take")
        assert app.message == "已记入 3 户的比对结果,采用 1 个职工编号。"
        view.export_chosen.emit(str(tmp_path / "out.xlsx"))
        app.settle()
        assert "out.xlsx" in app.message
