"""Evidence at the table: what is asked, taken in, looked at large, taken again, and chosen from a phone's folder."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QPushButton

from tests.drivers.evidence import EvidencePage
from tests.drivers.pace import slowness
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")
FRAME_S = 0.1


def kept(name: str, row: str, kind: str = "diagnosis", **more: str) -> dict[str, Any]:
    return {"row": row, "type": kind, "file": {"sha256": name, "size": 1, "name": name}, **more}


@pytest.fixture
def visits() -> FakeVisits:
    members = [{"row": "w", "relation": "01", "name": "丁桂湘"}, {"row": "s", "relation": "10", "name": "蒲少川"}]
    causes = [{"row": "c", "rank": "main", "cause": "6", "member": "s"}]
    return FakeVisits({"name": "丁桂湘", "members": members, "causes": causes}, page=6)


@pytest.fixture
def opened(visits: FakeVisits) -> Iterator[tuple[WizardStage, EvidencePage]]:
    with wizard_over(visits) as (stage, wizard):
        yield stage, EvidencePage(wizard)


def test_only_what_the_causes_ask_for_is_asked_and_the_reason_stands_beside(
    opened: tuple[WizardStage, EvidencePage],
) -> None:
    _, evidence = opened
    assert ("缺", "诊断书", "蒲少川", "致困原因:患重特大疾病", "必须") in evidence.asked
    assert not [line for line in evidence.asked if line[1] in ("残疾人证", "学费缴费票据", "低保证明")]
    assert evidence.asked[0][4] == "必须"
    assert evidence.asked[-1][4] == "可选"
    evidence.wizard.write("原因·原因", "子女上学")
    kinds = {line[1] for line in evidence.asked}
    assert "学费缴费票据" in kinds
    assert "诊断书" not in kinds


def test_enter_on_a_line_adds_files_of_that_type_for_that_person(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    before = stage.text("asked_title")
    evidence.stand_on("诊断书", "蒲少川").choose_files(["/x/a.jpg", "/x/b.jpg"])
    assert [(each.path, each.type, each.member) for each in stage.evidence.wanted] == [
        ("/x/a.jpg", "diagnosis", "s"),
        ("/x/b.jpg", "diagnosis", "s"),
    ]
    assert evidence.pictures == ["诊断书 蒲少川", "诊断书 蒲少川"]
    stood = evidence.panel.asked.chosen_id
    assert stood == "medical_bill/s", "one goes on to what is still missing"
    assert (evidence.panel.choice.type_code, evidence.panel.choice.member_row) == ("medical_bill", "s")
    assert ("有", "诊断书", "蒲少川", "致困原因:患重特大疾病", "必须") in evidence.asked
    assert evidence.asked[0][0] == "缺"
    assert stage.text("asked_title") != before
    assert [texts[1] for texts in evidence.wizard.rows("evidence")] == ["诊断书", "诊断书"]


def test_what_stands_in_place_of_a_paper_is_named(visits: FakeVisits) -> None:
    visits.document["work_status"] = "employed"
    visits.document["evidence"] = [kept("flow.pdf", "e", "bank_flow", member="w")]
    with wizard_over(visits) as (_, wizard):
        assert ("有", "收入证明", "丁桂湘", "已由近一年工资流水代替", "必须") in EvidencePage(wizard).asked


def test_a_refused_file_is_named_and_the_others_are_taken(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.refused = {"cut.jpg"}
    evidence.stand_on("诊断书", "蒲少川").choose_files(["/x/cut.jpg", "/x/b.jpg"])
    assert stage.message == "没有加入 cut.jpg:这张图片残缺或已损坏。 [I101]"
    assert len(evidence.pictures) == 1


def test_the_time_of_saving_is_also_that_of_files(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.visits.at = "2026-11-23 14:05:00"
    evidence.stand_on("诊断书", "蒲少川").choose_files(["/x/a.jpg"])
    assert stage.saved == "已存本机 14:05:00"


def test_a_doubtful_picture_is_kept_or_taken_again(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.blurred = {"a.jpg", "b.jpg"}
    evidence.stand_on("诊断书", "蒲少川").choose_files(["/x/a.jpg", "/x/b.jpg"])
    assert stage.text("evidence_warning_text") == "a.jpg:不清楚,请拿稳再拍。(还有 1 份要看)"
    evidence.retake("/x/better.jpg")
    assert stage.evidence.replaced == [("file0", "better.jpg")]
    assert stage.text("evidence_warning_text") == "b.jpg:不清楚,请拿稳再拍。"
    stage.press("keep")
    assert stage.view.findChildren(QFrame, "evidence_warning")[0].isHidden()
    assert [row["file"]["name"] for row in stage.visits.document["evidence"]] == ["better.jpg", "b.jpg"]


def test_a_picture_is_looked_at_large_and_one_goes_on_by_keyboard(visits: FakeVisits) -> None:
    visits.document["evidence"] = [kept("a.jpg", "e1", member="s"), kept("b.pdf", "e2"), {"row": "e3", "type": "other"}]
    with wizard_over(visits) as (stage, wizard):
        evidence = EvidencePage(wizard)
        stage.evidence.pages = {"b.pdf": 3}
        assert len(evidence.pictures) == 2
        evidence.open_picture(1)
        assert evidence.is_viewing()
        assert evidence.viewer.is_drawn()
        assert stage.text("viewer_title") == "诊断书  蒲少川  a.jpg"
        assert stage.text("viewer_place") == "第 1/2 份"
        stage.key(Qt.Key.Key_Right)
        stage.key(Qt.Key.Key_Right)
        stage.key(Qt.Key.Key_PageDown)
        assert stage.evidence.looked_at == [("a.jpg", 0), ("b.pdf", 0), ("b.pdf", 1)]
        assert stage.text("viewer_page") == "第 2/3 页"
        fitted = evidence.viewer.scale
        stage.key(Qt.Key.Key_Plus)
        assert evidence.viewer.scale > fitted
        stage.key(Qt.Key.Key_0)
        assert evidence.viewer.scale == fitted
        stage.key(Qt.Key.Key_Left)
        assert stage.text("viewer_place") == "第 1/2 份"
        stage.key(Qt.Key.Key_Right)
        stage.key(Qt.Key.Key_Escape)
        assert not evidence.is_viewing()
        assert stage.focus is evidence.panel.strip
        assert evidence.panel.strip.chosen_id == "e2"


def test_a_retake_from_the_viewer_shows_the_new_picture(visits: FakeVisits) -> None:
    visits.document["evidence"] = [kept("a.jpg", "e1"), kept("b.jpg", "e2")]
    with wizard_over(visits) as (stage, wizard):
        evidence = EvidencePage(wizard).open_picture(2)
        evidence.retake("/x/better.jpg")
        assert stage.evidence.replaced == [("e2", "better.jpg")]
        assert stage.evidence.looked_at[-1] == ("better.jpg", 0)
        assert evidence.is_viewing()
        assert stage.text("viewer_title") == "诊断书  better.jpg"


def test_a_missing_or_broken_file_is_named_and_stops_nothing(visits: FakeVisits) -> None:
    visits.document["evidence"] = [kept("a.jpg", "e1"), kept("b.jpg", "e2"), kept("c.jpg", "e3")]
    with wizard_over(visits) as (stage, wizard):
        stage.evidence.states = {"a.jpg": "missing", "b.jpg": "broken"}
        wizard.to_step(5).to_step(6)
        stage.presenter._evidence._glances.clear()
        stage.presenter._evidence._panel.strip._drawn.clear()  # type: ignore[union-attr]  # the page is in view
        stage.presenter._evidence.renew()
        stage.settle()
        evidence = EvidencePage(wizard)
        assert evidence.pictures == ["诊断书 文件不在本机", "诊断书 文件损坏", "诊断书"]
        evidence.open_picture(1)
        assert "磁盘满了" in stage.text("viewer_told")
        assert not evidence.viewer.is_drawn()
        stage.key(Qt.Key.Key_Right)
        stage.key(Qt.Key.Key_Right)
        assert evidence.viewer.is_drawn()
        assert stage.text("viewer_told") == ""


def test_a_folder_is_shown_first_and_only_what_is_ticked_is_taken(visits: FakeVisits) -> None:
    visits.document["evidence"] = [kept("old.jpg", "e1")]
    with wizard_over(visits) as (stage, wizard):
        evidence = EvidencePage(wizard)
        stage.evidence.folder = ["old.jpg", "new3.jpg", "new2.jpg", "cut.jpg"]
        stage.evidence.refused, stage.evidence.blurred = {"cut.jpg"}, {"new2.jpg"}
        evidence.stand_on("医疗票据", "蒲少川").choose_folder("/phone/Camera")
        assert evidence.offered == ["new3.jpg 11-23 14:02", "new2.jpg 不清楚", "cut.jpg 打不开", "old.jpg 这一户已有"]
        assert "其中 1 份这一户已经有了;另有 2 个别的文件" in stage.text("intake_told")
        assert stage.evidence.wanted == []
        evidence.tick(1, 2, 3, 4)
        assert stage.text("intake_count") == "已勾 2 份"
        evidence.tick(2).take()
        assert [(each.type, each.member) for each in stage.evidence.wanted] == [("medical_bill", "s")]
        assert evidence.offered[0] == "new3.jpg 这一户已有"
        evidence.tick(2).name_type("zds").take()
        assert [each.type for each in stage.evidence.wanted] == ["medical_bill", "diagnosis"]
        stage.key(Qt.Key.Key_Escape)
        assert evidence.pictures == ["诊断书", "医疗票据 蒲少川", "诊断书 蒲少川"]
        assert stage.text("evidence_warning_text").startswith("new2.jpg:不清楚")


def test_all_that_can_be_is_ticked_by_one_key(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.folder = ["a.jpg", "b.jpg", "cut.jpg"]
    stage.evidence.refused = {"cut.jpg"}
    evidence.choose_folder("/phone")
    stage.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert stage.text("intake_count") == "已勾 2 份,请在左边选材料类型,再加入"
    stage.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert evidence.offer.ticked_ids == []


def test_why_nothing_can_be_taken_yet_stands_beside_the_button(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.folder = ["a.jpg"]
    evidence.choose_folder("/phone")
    assert stage.text("intake_count") == "按空格勾选,Ctrl+A 全选"
    evidence.tick(1).name_type("")
    take = stage.find(QPushButton, "intake_take")
    assert not take.isEnabled()
    assert stage.text("intake_count") == "已勾 1 份,请在左边选材料类型,再加入"
    assert take.toolTip() == "请在左边选材料类型,再加入"
    evidence.name_type("zds")
    assert take.isEnabled()
    assert stage.text("intake_count") == "已勾 1 份"


def test_looking_through_a_folder_can_be_stopped(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.folder = ["a.jpg"]
    stage.evidence.gate.clear()
    evidence.panel.folder_chosen.emit("/phone")
    stage.wait_until(lambda: stage.view.findChild(QLabel, "progress_doing") is not None)
    stage.find(type(evidence.panel.pick), "progress_cancel").click()
    assert evidence.wizard.next().step == 7, "answers do not wait for a folder"
    evidence.wizard.write("困难职工陈述", "家里老人长期服药")
    assert stage.saved.startswith("已存本机")
    evidence.wizard.to_step(6)
    stage.evidence.gate.set()
    evidence.wait_for_folder()
    assert "已按您的要求停止" in stage.message
    assert evidence.panel.isVisible()


def test_files_on_their_way_are_counted_and_can_be_stopped(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.gate.clear()
    evidence.panel.files_chosen.emit([f"/x/{number}.jpg" for number in range(5)], "identity", "w")
    assert evidence.panel.progress.isVisible()
    stage.find(type(evidence.panel.pick), "progress_cancel", evidence.panel).click()
    stage.evidence.gate.set()
    stage.settle()
    assert len(stage.evidence.wanted) == len(evidence.pictures) == 1
    assert not evidence.panel.progress.isVisible()


def test_a_full_disk_stops_all_and_is_told(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.is_full = True
    evidence.panel.files_chosen.emit(["/x/a.jpg", "/x/b.jpg"], "identity", "w")
    stage.settle()
    assert "磁盘满了" in stage.message
    assert stage.evidence.wanted == []
    assert evidence.panel.browse.isEnabled()


def test_enter_from_the_last_cause_does_not_press_what_chooses_files(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    evidence.wizard.cell("原因·原因").write()
    names = []
    for _ in range(4):
        stage.key(Qt.Key.Key_Return)
        names.append(stage.focus.objectName())
    assert not {"pick_file", "pick_folder", "asked_list", "evidence_strip", "evidence_type"} & set(names)


def test_nothing_of_one_household_is_left_for_the_next(visits: FakeVisits) -> None:
    visits.document["evidence"] = [kept("a.jpg", "e1", member="s")]
    with wizard_over(visits) as (stage, wizard):
        evidence = EvidencePage(wizard).open_picture(1)
        area = evidence.viewer
        stage.press("leave")
        stage.presenter.start(None)
        stage.settle()
        assert not area.is_drawn()
        assert EvidencePage(wizard.to_step(6)).pictures == []
        assert {line[2] for line in EvidencePage(wizard).asked} == {"全家"}


def test_a_wrong_turn_while_files_are_taken_in_loses_nothing(opened: tuple[WizardStage, EvidencePage]) -> None:
    stage, evidence = opened
    stage.evidence.gate.clear()
    evidence.panel.files_chosen.emit(["/x/a.jpg"], "identity", "w")
    assert not evidence.panel.pick.isEnabled()
    stage.view.step_requested.emit(7)
    stage.evidence.gate.set()
    stage.settle()
    assert EvidencePage(evidence.wizard.to_step(6)).pictures == ["身份证件 丁桂湘"]
    assert evidence.panel.browse.isEnabled()


def test_standing_on_a_picture_opens_its_row(visits: FakeVisits) -> None:
    visits.document["evidence"] = [kept("a.jpg", "e1"), kept("b.jpg", "e2", "identity")]
    with wizard_over(visits) as (stage, wizard):
        evidence = EvidencePage(wizard)
        evidence.panel.strip.setFocus()
        stage.key(Qt.Key.Key_Right)
        assert wizard.section("evidence").row_id == "e2"
        wizard.choose_row("evidence", 1)
        assert evidence.panel.strip.chosen_id == "e1"


def test_a_family_of_two_hundred_with_all_its_papers_stays_quick(visits: FakeVisits) -> None:
    members = [{"row": f"m{number}", "name": f"成员{number}", "work_status": "employed"} for number in range(200)]
    visits.document["members"] = members
    visits.document["evidence"] = [
        kept(f"{number}.jpg", f"e{number}", "identity", member=f"m{number}") for number in range(200)
    ]
    visits.page = 5
    with wizard_over(visits) as (stage, wizard):
        began = time.thread_time()
        wizard.view.step_requested.emit(6)
        turned = time.thread_time()
        QApplication.processEvents()
        assert turned - began < FRAME_S * slowness()
        assert time.thread_time() - turned < FRAME_S * slowness()
        stage.settle()
        began = time.thread_time()
        stage.presenter._evidence.renew()
        assert time.thread_time() - began < FRAME_S * slowness()
        assert len(EvidencePage(wizard).asked) > 400
