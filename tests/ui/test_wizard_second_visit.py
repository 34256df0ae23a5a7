"""A second visit: what differs from the file is marked with what stood there, and removed rows come back by name."""

import pytest
from PySide6.QtWidgets import QPushButton

from fieldsurvey.app import OpenHome
from tests.drivers.wizard import WizardPage
from tests.integration.homes import Office
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import wizard_at, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")
NUMBER = "99010119710517096" + "6"


def household(home: OpenHome, members: int) -> tuple[str, list[str]]:
    """A file with so many further members; returns it and their rows."""
    draft = home.visits.start(None)
    home.visits.answer(draft.draft_id, "name", "丁桂湘")
    home.visits.answer(draft.draft_id, "marital", "20")
    home.visits.answer(draft.draft_id, "identity", {"type": "id_card", "number": NUMBER})
    rows = []
    for number in range(members):
        row = home.visits.add_row(draft.draft_id, "members")
        home.visits.answer(draft.draft_id, f"members/{row}/name", f"蒲{number}")
        home.visits.answer(draft.draft_id, f"members/{row}/relation", "20")
        rows.append(row)
    return home.visits.finish(draft.draft_id, later=False).case_id, rows


def restoring(wizard: WizardPage) -> list[str]:
    """The buttons that bring members back."""
    buttons = wizard.section("members").findChildren(QPushButton)
    return [each.text() for each in buttons if each.objectName().startswith("restore:") and each.isVisible()]


def test_a_changed_field_says_what_stood_there_to_eye_and_ear(office: Office) -> None:
    case, _ = household(office.l1, 1)
    draft = office.l1.visits.start(case).draft_id
    with wizard_at(office.l1, draft) as (_, wizard):
        assert not any(cell.before for cell in wizard.page.cells())
        wizard.write("婚姻状况", "ly").write("家庭住址", "河沿街 88 号").write("身份证件", NUMBER[:-1])
        wizard.leave_for("婚姻状况")
        assert wizard.cell("婚姻状况").before == "改 原:已婚"
        assert wizard.cell("家庭住址").before == "改 原:没有填"
        assert wizard.cell("身份证件").before == "改 原:990101********0966"
        assert "已改,原:已婚" in wizard.cell("婚姻状况").editor.places[0].accessibleDescription()
        wizard.write("婚姻状况", "已婚").leave_for("家庭住址")
        assert wizard.cell("婚姻状况").before == ""


def test_the_marks_are_there_again_when_the_visit_is_opened_again(office: Office) -> None:
    case, rows = household(office.l1, 1)
    draft = office.l1.visits.start(case).draft_id
    office.l1.visits.answer(draft, "marital", "40")
    office.l1.visits.answer(draft, f"members/{rows[0]}/health", "good")
    with wizard_at(office.l1, draft) as (_, wizard):
        assert wizard.cell("婚姻状况").before == "改 原:已婚"
        wizard.to_step(2).choose_row("members", 2)
        assert wizard.cell("成员·健康状况").before == "改 原:没有填"
        assert [texts[0] for texts in wizard.rows("members")] == ["1", "2 改"]


def test_rows_that_are_new_in_this_visit_are_marked(office: Office) -> None:
    case, _ = household(office.l1, 1)
    draft = office.l1.visits.start(case).draft_id
    with wizard_at(office.l1, draft) as (_, wizard):
        wizard.to_step(2).add("members").write("成员·姓名", "蒲小舟")
        assert [texts[0] for texts in wizard.rows("members")] == ["1", "2", "3 新"]
        assert wizard.cell("成员·姓名").before == ""


def test_a_household_without_a_file_has_nothing_marked(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (_, wizard):
        wizard.write("姓名", "丁桂湘")
        assert wizard.cell("姓名").before == ""
        assert [texts[0] for texts in wizard.to_step(2).rows("members")] == ["1"]


def test_removed_rows_come_back_by_name_the_last_few_at_once(office: Office) -> None:
    case, rows = household(office.l1, 6)
    first = office.l1.visits.start(case).draft_id
    for row in rows[:4]:
        office.l1.visits.remove_row(first, "members", row, "录重了")
    office.l1.visits.finish(first, later=False)
    second = office.l1.visits.start(case).draft_id
    office.l1.visits.remove_row(second, "members", rows[5], "户口已迁出")
    with wizard_at(office.l1, second) as (stage, wizard):
        wizard.to_step(2)
        assert len(restoring(wizard)) == 3
        assert restoring(wizard)[0].startswith("恢复 蒲5 子")
        assert "以前移除" in restoring(wizard)[1]
        stage.press("more_removed")
        assert len(restoring(wizard)) == 5
        wizard.app.press(f"restore:{rows[2]}", wizard.section("members"))
        assert "蒲2" in [texts[1] for texts in wizard.rows("members")]
        assert len(restoring(wizard)) == 4


def test_marks_follow_what_others_brought_meanwhile() -> None:
    visits = FakeVisits({"name": "丁桂湘", "mobile": "13900000000"})
    visits.before = {"name": "丁桂湘", "mobile": "13800000000"}
    with wizard_over(visits) as (stage, wizard):
        assert wizard.cell("手机号码").before == "改 原:138****0000"
        visits.before["mobile"] = "13900000000"
        wizard.write("身份证件", "1").leave_for("姓名")
        stage.settle()
        assert wizard.cell("手机号码").before == ""
