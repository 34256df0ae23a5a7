"""测算,非结论: the sum as a page and as a panel; one key opens it, and what is missing leads to its field."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.standards import Standard, Standards
from fieldsurvey.rules.wording import explained
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def opened() -> Iterator[tuple[WizardStage, WizardPage]]:
    members = [
        {"row": "m0", "name": "丁桂湘", "relation": "01", "counts_in_household": True},
        {"row": "m1", "name": "丁小舟", "relation": "20"},
    ]
    income = [{"row": "i0", "member": "m0", "months": [161_700] * 12}]
    with wizard_over(FakeVisits({"name": "丁桂湘", "members": members, "income": income})) as both:
        yield both


def lines(stage: WizardStage) -> dict[str, tuple[str, ...]]:
    """The lines of the panel by address."""
    return {line.id: line.texts for line in stage.view.panel.lines.table.lines}


def test_the_panel_is_closed_until_its_key_is_pressed(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    assert not stage.view.panel.isVisible()
    told: list[bool] = []
    stage.view.sums_toggled.connect(told.append)
    wizard.leave_for("家庭住址")
    stage.key(Qt.Key.Key_F4)
    assert stage.view.panel.isVisible()
    assert wizard.writing == "home_address"
    assert stage.find(QLabel, "sums_title").text() == "测算,非结论"
    stage.key(Qt.Key.Key_F4)
    assert not stage.view.panel.isVisible()
    assert told == [True, False]


def test_the_panel_follows_what_is_answered(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    stage.key(Qt.Key.Key_F4)
    assert lines(stage)["=head:income"] == ("月人均:家庭收入", "808.50")
    wizard.to_step(3).begin("收入项目·十二个月金额", "1717")
    wizard.leave_for("收入项目·收入类型")
    assert lines(stage)["=income"] == ("全年收入(计入的)", "19,504.00 元")
    wizard.to_step(2).choose_row("members", 2).press_key("成员·计入家庭人口", Qt.Key.Key_N)
    wizard.leave_for("成员·姓名")
    assert lines(stage)["=counted"] == ("计入人口", "1 人")
    assert lines(stage)["=head:income"] == ("月人均:家庭收入", "1,625.33")


def test_the_page_shows_the_same_and_leads_to_what_is_missing(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.to_step(8)
    sheet = stage.view.sums
    assert [line.id for line in sheet.lines.table.lines][-1] == "=head:net_with_work"
    assert {"=standard", "on_dibao"} <= {line.id for line in sheet.missing.table.lines}
    assert sheet.missing.hasFocus()
    sheet.missing.choose("members/m1/counts_in_household")
    stage.key(Qt.Key.Key_Return)
    assert (wizard.step, wizard.writing) == (2, "members/m1/counts_in_household")


def test_a_line_of_the_sum_leads_to_its_field(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.to_step(8)
    stage.view.sums.lines.choose("income/i0/months")
    QTest.keyClick(stage.view.sums.lines, Qt.Key.Key_Return)
    stage.settle()
    assert (wizard.step, wizard.writing) == (3, "income/i0/months")


def test_how_it_stands_to_the_rules_is_said_with_each_step_and_its_source(
    opened: tuple[WizardStage, WizardPage],
) -> None:
    stage, wizard = opened
    wizard.to_step(8)
    assert "还没有这项标准" in stage.text("sums_page_verdict")
    line = Standard("r", "", "dibao_urban_month", 66_400, "2020-01-01", document_no="云民发〔2020〕3号")
    document = {**stage.visits.document, "on_dibao": False, "homes_owned": 1}
    verdict = judge(document, RuleBook((), Standards([line])), date(2026, 11, 23))
    stage.view.show_sums(document, stage.view.catalogue, explained(verdict))
    assert "属于“相对困难”" in stage.text("sums_page_verdict")
    assert "云民发〔2020〕3号" in stage.text("sums_page_under")
    told = stage.view.sums.steps.texts()
    assert "相对困难 成立" in told
    assert any(text.startswith("须低于 城市最低生活保障标准 664.00 元/月 的 2 倍,即 1,328.00") for text in told)
    assert any(text.startswith("依据:平顶山市") for text in told)
