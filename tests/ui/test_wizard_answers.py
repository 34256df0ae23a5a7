"""At the table: every answer is kept at once, in words and in truth; nothing typed is ever lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from tests.drivers.wizard import WizardPage
from tests.ui.fakes import DRAFT_ID, FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")
GAPS = {"unknown": Qt.Key.Key_F6, "refused": Qt.Key.Key_F7, "later": Qt.Key.Key_F8}


@pytest.fixture
def visits() -> FakeVisits:
    return FakeVisits({"name": "丁桂湘", "survey_no": "L1-000001"})


@pytest.fixture
def opened(visits: FakeVisits) -> Iterator[tuple[WizardStage, WizardPage]]:
    with wizard_over(visits) as both:
        yield both


def test_an_answer_is_kept_when_its_field_is_left(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.write("家庭住址", "河沿街 88 号")
    assert visits.answers == [("home_address", "河沿街 88 号")]
    assert wizard.is_saved("家庭住址")
    assert stage.saved == "已存本机 14:02:31"


def test_an_answer_is_not_called_saved_before_it_is(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.begin("家庭住址", "河沿街 88 号")
    visits.gate.clear()
    QTest.keyClick(stage.focus, Qt.Key.Key_Tab)
    stage.wait_until(lambda: stage.saved == "正在存…")
    assert not wizard.is_saved("家庭住址")
    visits.gate.set()
    stage.settle()
    assert wizard.is_saved("家庭住址")
    assert stage.saved == "已存本机 14:02:31"


def test_half_typed_text_is_kept_when_typing_rests(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.begin("家庭住址", "河沿")
    stage.wait_until(lambda: bool(visits.answers))
    assert visits.answers == [("home_address", "河沿")]
    assert wizard.writing == "home_address"


def test_what_could_not_be_kept_is_said_and_kept_on_the_screen(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    visits.failing = {"answer"}
    wizard.write("家庭住址", "河沿街 88 号")
    assert "没有存下" in wizard.problem("家庭住址")
    assert "磁盘满了" in wizard.problem("家庭住址")
    assert stage.saved.startswith("有 1 处没能存下")
    assert wizard.shown("家庭住址") == "河沿街 88 号"
    visits.failing = set()
    stage.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert visits.answers == [("home_address", "河沿街 88 号")]
    assert stage.saved == "已存本机 14:02:31"


def test_one_does_not_leave_or_finish_with_something_unsaved(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    visits.failing = {"answer"}
    wizard.write("家庭住址", "河沿街 88 号")
    stage.press("finish")
    stage.press("leave")
    assert (visits.ended, stage.finished, stage.left) == ("", [], [])
    assert "没能存下" in stage.message
    stage.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "没能存下" in stage.message
    visits.failing = set()
    stage.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert stage.message == ""
    stage.press("finish")
    assert visits.answers == [("home_address", "河沿街 88 号")]
    assert visits.ended == "done"


def test_finishing_hands_over_what_is_still_being_typed(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    wizard.begin("家庭住址", "河沿街")
    stage.press("finish_later")
    assert visits.answers == [("home_address", "河沿街")]
    assert visits.ended == "later"
    assert stage.finished[0][1] is True


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize("label", ["家庭住址", "身份证件", "出生日期", "婚姻状况", "手机号码"])
def test_one_key_says_why_there_is_no_answer(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage], gap: str, label: str
) -> None:
    _, wizard = opened
    wizard.press_key(label, GAPS[gap]).leave_for("姓名")
    assert visits.answers[-1][1] == {"gap": gap}
    wizard.press_key(label, GAPS[gap]).leave_for("姓名")
    assert visits.answers[-1][1] is None


def test_a_gap_gives_way_to_what_is_typed(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.press_key("家庭住址", Qt.Key.Key_F6).begin("家庭住址", "河沿街").leave_field()
    assert visits.answers[-1] == ("home_address", "河沿街")


def test_code_tables_are_chosen_by_initials(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.write("婚姻状况", "ly")
    assert visits.answers == [("marital", "40")]
    assert wizard.shown("婚姻状况") == "离异"


@pytest.mark.parametrize("typed", ["xg", "dg", "xdg", "下岗", "下待岗"])
def test_a_choice_is_found_by_what_people_call_it(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage], typed: str
) -> None:
    _, wizard = opened
    wizard.paste("工作状态", typed).leave_field() if not typed.isascii() else wizard.write("工作状态", typed)
    assert visits.document["work_status"] == "laid_off"
    assert wizard.shown("工作状态") == "下(待)岗"


def test_a_choice_that_is_none_is_kept_as_typed_and_said(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    _, wizard = opened
    wizard.paste("婚姻状况", "同居").leave_field()
    assert visits.answers == [("marital", {"typed": "同居"})]
    assert "不在可选项里" in wizard.problem("婚姻状况")


def test_looking_at_a_list_chooses_nothing(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.cell("婚姻状况").editor.line.open_list()  # type: ignore[attr-defined]  # Only choices have a list.
    wizard.leave_field()
    assert visits.answers == []


def test_looking_at_a_list_leaves_what_could_not_be_understood(visits: FakeVisits) -> None:
    visits.document["marital"] = {"typed": "同居"}
    with wizard_over(visits) as (_, wizard):
        wizard.press_key("婚姻状况", Qt.Key.Key_Down).leave_field()
        assert wizard.shown("婚姻状况") == "同居"
        assert visits.answers == []


def test_a_date_is_eight_digits(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.write("出生日期", "19710517")
    assert visits.answers == [("birth_date", "1971-05-17")]
    assert wizard.shown("出生日期") == "1971年5月17日"


def test_problems_are_named_at_the_field_with_what_they_stop(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    _, wizard = opened
    wizard.write("身份证件", "9901011971")
    wizard.leave_for("家庭住址")
    assert "现有 10 位" in wizard.problem("身份证件")
    assert "审定" in wizard.problem("身份证件")
    wizard.write("手机号码", "12345")
    assert "11 位" in wizard.problem("手机号码")
    assert "影响" not in wizard.problem("手机号码")
    assert visits.answers[-1] == ("mobile", "12345")


@pytest.mark.parametrize(
    "text",
    ["😀👨‍👩‍👧丁", "مرحبا שלום", "a\u202eb\u200d", "=1+1", "<b>甲</b>&amp;", "\u0007\u0001x", "𡛟𠮷", "' OR 1=1 --"],
)
def test_any_text_is_kept_as_it_is(visits: FakeVisits, opened: tuple[WizardStage, WizardPage], text: str) -> None:
    _, wizard = opened
    wizard.paste("家庭住址", text).leave_field()
    assert visits.answers[-1] == ("home_address", text)
    assert wizard.shown("家庭住址") == text


@pytest.mark.parametrize("label", ["家庭住址", "婚姻状况", "身份证件", "手机号码"])
def test_a_paste_of_ten_megabytes_is_refused_whole(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage], label: str
) -> None:
    _, wizard = opened
    wizard.begin(label, "13")
    wizard.paste(label, "长" * 3_500_000)
    assert "太长" in wizard.problem(label)
    assert len(wizard.shown(label)) <= 13
    wizard.leave_field()
    assert all(len(str(value)) < 100 for _, value in visits.answers)


def test_emoji_up_to_the_limit_are_not_cut(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.paste("家庭住址", "😀" * 19_999).leave_field()
    assert visits.answers[-1] == ("home_address", "😀" * 19_999)


def test_long_text_takes_lines_and_refuses_too_much(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.to_step(7)
    wizard.begin("困难职工陈述", "第一行")
    QTest.keyClick(stage.focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QGuiApplication.clipboard().setText("长" * 3_500_000)
    QTest.keySequence(stage.focus, "Ctrl+V")
    assert "太长" in wizard.problem("困难职工陈述")
    assert isinstance(stage.focus, QPlainTextEdit)
    wizard.leave_field()
    address, value = visits.answers[-1]
    assert address == "statement"
    assert str(value).startswith("第一行")
    assert len(str(value)) < 10


def test_typing_without_a_pause_is_kept_all_the_same(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    wizard.begin("家庭住址", "x")
    assert stage.saved == "正在输入…"

    def goes_on() -> bool:
        QTest.keyClick(stage.focus, Qt.Key.Key_X)
        return bool(visits.answers)

    stage.wait_until(goes_on)
    wizard.leave_field()
    stage.settle()
    assert visits.document["home_address"] == wizard.shown("家庭住址")
    assert stage.saved == "已存本机 14:02:31"


def test_typing_and_taking_it_back_leaves_nothing_to_save(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.begin("家庭住址", "x").press_key("家庭住址", Qt.Key.Key_Backspace).leave_field()
    assert stage.saved == "已存本机 14:02:31"


def test_a_key_hit_by_mistake_takes_no_text_away(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    wizard.write("家庭住址", "河沿街 88 号")
    wizard.press_key("家庭住址", Qt.Key.Key_F6).leave_for("姓名")
    assert visits.document["home_address"] == {"gap": "unknown"}
    wizard.press_key("家庭住址", Qt.Key.Key_F7).press_key("家庭住址", Qt.Key.Key_F7).leave_for("姓名")
    assert wizard.shown("家庭住址") == "河沿街 88 号"
    assert visits.document["home_address"] == "河沿街 88 号"


def test_what_was_set_aside_in_one_row_does_not_come_back_in_another(visits: FakeVisits) -> None:
    visits.page = 2
    visits.document["members"] = [{"row": "a", "name": "甲"}, {"row": "b", "name": {"gap": "unknown"}}]
    with wizard_over(visits) as (_, wizard):
        wizard.choose_row("members", 1).press_key("成员·姓名", Qt.Key.Key_F6)
        wizard.choose_row("members", 2).press_key("成员·姓名", Qt.Key.Key_F6).leave_for("成员·与本人关系")
        assert wizard.shown("成员·姓名") == ""
        assert visits.document["members"][1]["name"] is None


def test_not_saved_is_said_until_it_is_saved_and_no_longer(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, wizard = opened
    visits.failing = {"answer"}
    wizard.write("手机号码", "12345").leave_for("姓名")
    assert "没有存下" in wizard.problem("手机号码")
    visits.failing = set()
    stage.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert wizard.is_saved("手机号码")
    assert "没有存下" not in wizard.problem("手机号码")
    assert "11 位" in wizard.problem("手机号码")


def test_a_second_opening_takes_nothing_away(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.begin("家庭住址", "河沿")
    stage.presenter.start(None)
    stage.presenter.resume(DRAFT_ID)
    stage.settle()
    assert wizard.shown("家庭住址") == "河沿"
    assert list(visits.documents) == [DRAFT_ID]


def test_two_presses_begin_one_household(visits: FakeVisits, opened: tuple[WizardStage, WizardPage]) -> None:
    stage, _ = opened
    stage.press("leave")
    stage.presenter.start(None)
    stage.presenter.start(None)
    stage.settle()
    assert len(visits.documents) == 2


def test_a_household_that_could_not_be_opened_can_be_opened_again(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    stage, _ = opened
    stage.press("leave")
    visits.failing = {"start"}
    stage.presenter.start(None)
    stage.settle()
    assert "磁盘满了" in stage.message
    visits.failing = set()
    stage.presenter.start(None)
    stage.settle()
    assert stage.presenter.is_open


def test_a_very_long_name_leaves_everything_in_the_window(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.paste("姓名", "长" * 1_800)
    wizard.leave_for("家庭住址")
    assert stage.window.width() == 1093
    assert stage.window.minimumSizeHint().width() <= 1093
