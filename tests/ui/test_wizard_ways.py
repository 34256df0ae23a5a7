"""Ways through a visit: by keyboard alone, back to where one was, never off the page by Enter."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from fieldsurvey.case.catalogue import STEPS
from tests.drivers.app import type_into
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def visits() -> FakeVisits:
    return FakeVisits({"name": "丁桂湘"})


@pytest.fixture
def opened(visits: FakeVisits) -> Iterator[tuple[WizardStage, WizardPage]]:
    with wizard_over(visits) as both:
        yield both


def test_enter_goes_through_the_page_and_never_leaves_it(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    been = []
    for _ in range(40):
        been.append(wizard.writing)
        stage.key(Qt.Key.Key_Return)
        assert wizard.step == 1
    fields = [address for address in dict.fromkeys(been) if address]
    assert fields[:3] == ["name", "identity", "sex"]
    assert "health" in fields
    assert "Ctrl+Enter" in stage.text("page_hint")


def test_ctrl_enter_and_alt_digits_turn_pages(opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    assert wizard.next().step == 2
    for step in reversed(STEPS):
        assert wizard.to_step(step).step == step


def test_help_is_asked_for_the_step_in_view(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    asked: list[str] = []
    stage.window.help_requested.connect(asked.append)
    stage.key(Qt.Key.Key_F1)
    wizard.to_step(8)
    stage.key(Qt.Key.Key_F1)
    assert asked == ["wizard-1", "wizard-8"]


def test_a_visit_opens_at_the_page_and_field_one_was_at(visits: FakeVisits) -> None:
    visits.page, visits.focus = 1, "employer_name"
    with wizard_over(visits) as (_, wizard):
        assert (wizard.step, wizard.writing) == (1, "employer_name")


def test_a_visit_opens_at_the_row_one_was_at(visits: FakeVisits) -> None:
    visits.document["members"] = [{"row": "a", "name": "甲"}, {"row": "b", "name": "乙"}]
    visits.page, visits.focus = 2, "members/b/relation"
    with wizard_over(visits) as (_, wizard):
        assert (wizard.step, wizard.writing) == (2, "members/b/relation")
        assert wizard.shown("成员·姓名") == "乙"


def test_a_visit_opens_at_a_field_that_was_folded_away(visits: FakeVisits) -> None:
    visits.page, visits.focus = 1, "filing_org"
    with wizard_over(visits) as (_, wizard):
        assert wizard.writing == "filing_org"


def test_where_one_is_is_remembered(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.cell("工作单位").write()
    opened[0].settle()
    assert (visits.page, visits.focus) == (1, "employer_name")
    wizard.to_step(5)
    assert visits.page == 5


def test_turning_the_page_keeps_what_was_typed(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.begin("工作单位", "云州轴承总厂").to_step(5)
    assert visits.answers == [("employer_name", "云州轴承总厂")]
    assert wizard.to_step(1).shown("工作单位") == "云州轴承总厂"


def test_the_last_page_leads_to_every_open_point(opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.to_step(10)
    labels = [texts[1] for texts in wizard.points]
    assert {"身份证件", "家庭住址", "帮扶责任人", "家庭成员"} <= set(labels)
    assert wizard.open_point("帮扶责任人").step == 9
    assert wizard.writing == "responsible_person"
    wizard.to_step(10)
    assert wizard.open_point("家庭住址").step == 1
    assert "还没有填" in wizard.problem("家庭住址")


@pytest.mark.parametrize("answer", ["F8", "陆"])
def test_not_filled_in_is_not_said_of_what_is(opened: tuple[WizardStage, WizardPage], answer: str) -> None:
    stage, wizard = opened
    wizard.to_step(10).open_point("帮扶责任人")
    assert "还没有填" in wizard.problem("帮扶责任人")
    if answer == "F8":
        wizard.press_key("帮扶责任人", Qt.Key.Key_F8)
    else:
        wizard.begin("帮扶责任人", answer)
    stage.wait_until(lambda: wizard.is_saved("帮扶责任人"))
    assert wizard.writing == "responsible_person"
    assert wizard.problem("帮扶责任人") == ""
    wizard.leave_field()
    assert wizard.problem("帮扶责任人") == ("尚缺,审定前请补上(影响审定)" if answer == "F8" else "")


def test_steps_count_what_is_open(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    before = stage.text("open:9")
    wizard.to_step(9).unfold().write("帮扶责任人", "陆明沅").write("帮扶联系人", "丁小蓉").leave_field()
    assert before == "2 处"
    assert stage.find(QLabel, "open:9").property("role") == "quiet"
    assert stage.text("open:9") == "2 空", "what is needed and how it is met were not asked yet"
    assert "2 项还没有答" in stage.find(QPushButton, "step:9").accessibleName()
    stage.key(Qt.Key.Key_9, Qt.KeyboardModifier.AltModifier)
    wizard.press_key("帮扶需求", Qt.Key.Key_1).leave_field()
    wizard.add("measures").write("具体措施", "申请医疗救助").leave_field()
    assert stage.text("open:9") == "✓"


def test_nothing_is_ticked_that_nobody_was_asked() -> None:
    visits = FakeVisits({"name": "丁桂湘", "members": [{"row": "a", "relation": "01", "counts_in_household": True}]})
    with wizard_over(visits) as (stage, wizard):
        (mark,) = stage.view.findChildren(QLabel, "open:2")
        assert mark.text() == ""
        wizard.to_step(2).add("members").write("成员·姓名", "丁小舟").leave_field()
        assert stage.text("open:2").endswith("空")


def test_a_tick_never_stands_beside_a_problem(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.write("手机号码", "139000").leave_for("家庭住址")
    assert wizard.problem("手机号码")
    assert wizard.is_saved("手机号码")
    assert wizard.cell("手机号码").tick == ""
    wizard.to_step(10).to_step(1)
    assert stage.find(QLabel, "open:1").property("role") == "problem"
    wizard.write("手机号码", "13900001234").leave_for("家庭住址")
    assert wizard.cell("手机号码").tick == "✓"


def test_another_household_begins_with_a_clean_sheet(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    wizard.write("手机号码", "1")
    assert wizard.problem("手机号码")
    visits.documents["another"] = {}
    stage.press("leave")
    stage.presenter.resume("another")
    stage.settle()
    assert wizard.shown("手机号码") == ""
    assert wizard.problem("手机号码") == ""
    assert wizard.shown("姓名") == ""


def test_what_others_changed_meanwhile_is_said(visits: FakeVisits) -> None:
    visits.arrived = ["mobile"]
    with wizard_over(visits) as (stage, wizard):
        assert "手机号码" in stage.text("wizard_notice")
        assert not wizard.is_saved("手机号码")


def test_what_was_wrong_before_is_named_again_and_what_was_not_asked_is_not(visits: FakeVisits) -> None:
    visits.document.update(mobile="123", members=[{"row": "a", "name": "甲", "relation": "nonsense"}])
    with wizard_over(visits) as (_, wizard):
        assert "11 位" in wizard.problem("手机号码")
        assert not wizard.problem("家庭住址")
        wizard.next()
        assert "可选项" in wizard.problem("成员·与本人关系")


def test_one_goes_on_writing_at_the_end_of_what_stands_there(visits: FakeVisits) -> None:
    visits.document["home_address"] = "河沿街"
    visits.focus = "home_address"
    with wizard_over(visits) as (stage, wizard):
        type_into(stage.focus, " 88")
        assert wizard.shown("家庭住址") == "河沿街 88"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_going_on_goes_to_what_is_asked_after_this_answer(key: Qt.Key) -> None:
    with wizard_over(FakeVisits({"name": "丁桂湘", "marital": "40"})) as (stage, wizard):
        assert wizard.cell("单亲").isVisible()
        wizard.begin("婚姻状况", "已婚")
        stage.key(key)
        assert wizard.writing not in ("is_single_parent", "is_single_person")
        assert not any(cell.field.label == "单亲" and cell.isVisible() for cell in wizard.page.cells())
        wizard.begin("婚姻状况", "未婚")
        stage.key(key)
        assert wizard.writing == "is_single_parent"


def test_a_question_that_fell_away_under_the_keyboard_goes_when_it_is_left() -> None:
    visits = FakeVisits({"name": "丁桂湘", "marital": "40"})
    with wizard_over(visits) as (stage, wizard):
        wizard.leave_for("单亲")
        wizard.page.mind({**visits.document, "marital": "20"})
        assert wizard.cell("单亲").isVisible()
        stage.key(Qt.Key.Key_Tab)
        assert not any(cell.field.label == "单亲" and cell.isVisible() for cell in wizard.page.cells())


def test_alt_with_a_letter_writes_nothing(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.begin("姓名", "丁桂湘")
    for key in (Qt.Key.Key_H, Qt.Key.Key_D, Qt.Key.Key_E):
        stage.key(key, Qt.KeyboardModifier.AltModifier)
    assert wizard.shown("姓名") == "丁桂湘"
    stage.key(Qt.Key.Key_H)
    assert wizard.shown("姓名").lower() == "丁桂湘h"
