"""Amounts known per month are kept per year, and a card number that looks wrong is typed twice."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from tests.drivers.app import type_into
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")
LABEL = "支出项目·总费用"


@pytest.fixture
def visits() -> FakeVisits:
    expenses = [{"row": "a", "bill": 120_000}, {"row": "b"}]
    return FakeVisits({"name": "丁桂湘", "expenses": expenses}, page=4)


@pytest.fixture
def opened(visits: FakeVisits) -> Iterator[tuple[WizardStage, WizardPage]]:
    with wizard_over(visits) as both:
        yield both


def by_month(stage: WizardStage) -> None:
    """Ctrl+M."""
    stage.key(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)


def test_an_amount_per_month_is_kept_per_year(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.choose_row("expenses", 2).cell(LABEL).write()
    by_month(stage)
    type_into(stage.focus, "100.50")
    assert stage.text("year_sum", wizard.cell(LABEL)) == "全年 1,206.00"
    stage.key(Qt.Key.Key_Return)
    assert visits.answers[-1] == ("expenses/b/bill", 120_600)
    assert wizard.shown(LABEL) == "100.50"
    assert wizard.rows("expenses")[1][3] == "1,206.00"


def test_what_to_write_of_a_bill_stands_at_it_while_one_is_there(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    (hint,) = wizard.cell(LABEL).findChildren(QLabel, "hint")
    assert not hint.isVisible()
    wizard.cell(LABEL).write()
    assert hint.isVisible()
    assert hint.text().startswith("只知道自付,就填自付的")
    wizard.leave_for("支出项目·报销与赔付")
    assert not hint.isVisible()
    assert stage.text("hint", wizard.cell("支出项目·报销与赔付")).startswith("上面填了自付就填 0")


@pytest.mark.parametrize(
    ("day", "told", "name"),
    [
        (None, "近12个月:2025 年 11 至 12 月,2026 年 1 至 10 月", "2025 年 12 月"),
        ("2026-12-05", "近12个月:2025 年 12 月,2026 年 1 至 11 月", "2025 年 12 月"),
        ("2026-01-05", "近12个月:2025 年 1 至 12 月", "2025 年 12 月"),
        ("不清楚", "近12个月:2025 年 11 至 12 月,2026 年 1 至 10 月", "2025 年 12 月"),
    ],
)
def test_of_which_year_each_month_is_asked_follows_from_the_visit(
    visits: FakeVisits, day: str | None, told: str, name: str
) -> None:
    visits.document |= {"income": [{"row": "a"}], "visits": [{"row": "v", "visited_on": day}]}
    with wizard_over(visits) as (stage, wizard):
        wizard.to_step(3)
        assert stage.text("which_months") == told
        assert stage.find(QLineEdit, "month12").accessibleName() == f"十二个月金额:{name}"


def test_another_row_begins_per_year_again(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.choose_row("expenses", 2).cell(LABEL).write()
    by_month(stage)
    wizard.choose_row("expenses", 1)
    assert wizard.shown(LABEL) == "1,200.00"
    assert stage.text("per_month", wizard.cell(LABEL)) == "元/年"
    wizard.begin(LABEL, "300").leave_for("支出项目·支出类型")
    assert visits.answers[-1] == ("expenses/a/bill", 30_000)


def test_turning_reads_what_stands_there_anew_and_back(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    wizard.choose_row("expenses", 1).cell(LABEL).write()
    by_month(stage)
    wizard.leave_for("支出项目·支出类型")
    assert visits.answers[-1] == ("expenses/a/bill", 120_000 * 12)
    wizard.cell(LABEL).write()
    by_month(stage)
    wizard.leave_for("支出项目·支出类型")
    assert visits.answers[-1] == ("expenses/a/bill", 120_000)


def test_what_is_no_amount_is_kept_as_typed(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.choose_row("expenses", 2).cell(LABEL).write()
    by_month(stage)
    type_into(stage.focus, "about")
    wizard.leave_for("支出项目·支出类型")
    assert visits.answers[-1] == ("expenses/b/bill", {"typed": "about"})


def test_more_paid_back_than_the_bill_is_said_at_the_field_until_it_is_put_right(
    opened: tuple[WizardStage, WizardPage],
) -> None:
    _, wizard = opened
    back = "支出项目·报销与赔付"
    wizard.choose_row("expenses", 1).begin(back, "1500").leave_for("支出项目·支出类型")
    assert "比总费用还多" in wizard.problem(back)
    wizard.write(LABEL, "1600").leave_for("支出项目·支出类型")
    assert wizard.problem(back) == ""
    wizard.write(LABEL, "1400").choose_row("expenses", 2)
    assert wizard.problem(back) == ""
    assert "比总费用还多" in wizard.choose_row("expenses", 1).problem(back)


def test_a_card_number_that_looks_wrong_is_asked_for_again(visits: FakeVisits) -> None:
    visits.page = 1
    with wizard_over(visits) as (stage, wizard):
        wizard.unfold()
        cell = wizard.cell("银行卡")
        number, again = (part for part in cell.editor.places if part.objectName() in ("number", "number_again"))
        assert not again.isVisible()
        number.setFocus()
        type_into(number, "6222020200112230009")
        QTest.keyClick(number, Qt.Key.Key_Tab)
        stage.settle()
        assert again.isVisible()
        again.setFocus()
        type_into(again, "6222020200112230008")
        wizard.leave_for("姓名")
        assert "不一样" in stage.text("compared", cell)
        assert "校验位" in cell.problem
        assert isinstance(number, QLineEdit)
        number.setFocus()
        number.selectAll()
        type_into(number, "6222020200112230008")
        wizard.leave_for("姓名")
        assert visits.document["bank"]["number"] == "6222020200112230008"
        assert stage.text("compared", cell) == "两次输入的卡号一样"


def test_an_amount_that_cannot_be_is_said_at_its_field(opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.choose_row("expenses", 2)
    for text, told in (("-5", "金额是负数,请核对"), ("1000000000000", "金额超过一千万元,请核对"), ("10000000", "")):
        wizard.write(LABEL, text)
        assert wizard.problem(LABEL).removesuffix("(影响审定)") == told
