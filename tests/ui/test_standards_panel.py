"""标准 and 规则 in the window: what a change turns is seen before it is stored; on a laptop one only looks."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from fieldsurvey.case.kinds import Desk
from fieldsurvey.practice.report_three import SOURCE, STANDARDS, documents
from tests.conftest import FixedClock
from tests.integration.seats import open_seat, write_lines
from tests.ui.layout_checks import faults
from tests.ui.test_reference import ReferenceStage

pytestmark = pytest.mark.usefixtures("qapp")

STANDARDS_TAB, RULES_TAB = 4, 5
TIMES = "categories.relative_hardship.any.relative_net.times"
Make = Callable[[Desk], ReferenceStage]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[Make]:
    made: list[ReferenceStage] = []

    def _make(desk: Desk) -> ReferenceStage:
        desktop = open_seat(tmp_path / desk, FixedClock(), desk=desk)
        stage = ReferenceStage(desktop)
        made.append(stage)
        if desk is Desk.HEADQUARTERS:
            desktop.cases.import_lines(write_lines(tmp_path / "36.jsonl", documents()[:12]), source=SOURCE)
            for entered in STANDARDS:
                stage.standards.add(entered)
        return stage

    yield _make
    for stage in made:
        stage.jobs.close()
        stage.close()
        stage.desktop.close()
        assert not stage.bugs, stage.bugs


def shown(stage: ReferenceStage, number: int) -> list[str]:
    view = stage.view.standards if number == STANDARDS_TAB else stage.view.rules
    return [line.texts[3] for line in view.flips.flips.table.lines]


def test_a_standard_is_added_corrected_and_ended_after_a_look(make: Make) -> None:
    stage = make(Desk.HEADQUARTERS)
    stage.come(STANDARDS_TAB)
    assert next(line.texts[1] for line in stage.view.standards.list.table.lines) == "城市最低生活保障标准"
    QTest.keyClick(stage.view.standards.list, Qt.Key.Key_Return)
    assert stage.focus.objectName() == "standard_amount"
    stage.write("standard_amount", "九百")
    stage.press("standard_add")
    assert "九百" in stage.message
    stage.write("standard_amount", "999")
    stage.press("standard_add")
    stage.settle()
    assert "已经有了" in stage.message
    stage.write("standard_effective", "20260601")
    stage.press("standard_add")
    stage.settle()
    assert "深度困难" in shown(stage, STANDARDS_TAB)
    assert faults(stage.window, (1093, 614)) == []
    stage.press("flips_no")
    assert len(stage.standards.lines()) == len(STANDARDS)
    stage.press("standard_add")
    stage.settle()
    stage.press("flips_yes")
    stage.settle()
    assert "测算改变" in stage.message
    (new,) = [line for line in stage.standards.lines() if line.standard.amount_fen == 99_900]
    assert stage.view.standards.list.chosen_id == new.standard.record
    stage.write("standard_remark", "补录")
    stage.press("standard_correct")
    stage.settle()
    stage.press("flips_yes")
    stage.settle()
    assert next(line.remark for line in stage.standards.lines() if line.holds) == "补录"
    stage.write("standard_ended", "20260601")
    stage.press("standard_end")
    stage.settle()
    assert shown(stage, STANDARDS_TAB)
    stage.press("flips_yes")
    stage.settle()
    assert [line.state for line in stage.standards.lines() if line.standard.amount_fen == 99_900] == ["作废"]


def test_a_zero_too_many_is_asked_about_once(make: Make) -> None:
    stage = make(Desk.HEADQUARTERS)
    stage.come(STANDARDS_TAB)
    stage.write("standard_effective", "20260601")
    stage.write("standard_amount", "6640")
    stage.press("standard_add")
    stage.settle()
    assert "高 9 倍" in stage.message
    stage.press("standard_add")
    stage.settle()
    assert "本单位全部:城市最低生活保障标准 6,640.00" in stage.text("flips_title")
    stage.press("flips_yes")
    stage.settle()
    assert 664_000 in [line.standard.amount_fen for line in stage.standards.lines()]


def test_an_empty_sheet_goes_out_and_nothing_comes_of_it(make: Make, tmp_path: Path) -> None:
    stage = make(Desk.HEADQUARTERS)
    stage.come(STANDARDS_TAB)
    stage.view.standards.template_requested.emit(str(tmp_path / "t.xlsx"))
    stage.settle()
    stage.view.standards.import_requested.emit(str(tmp_path / "t.xlsx"))
    stage.settle()
    assert "没有可导入的" in stage.message


def test_what_was_decided_under_another_standard_is_decided_anew(make: Make) -> None:
    stage = make(Desk.HEADQUARTERS)
    higher = STANDARDS[0].__class__("", "dibao_urban_month", 99_900, "2026-06-01")
    flip = next(each for each in stage.standards.flips(higher) if each.before == "relative_hardship")
    stage.determinations.decide(flip.case_id, flip.before, seen=stage.determinations.explain(flip.case_id).seen)
    stage.come(STANDARDS_TAB)
    stage.press("standards_waiting")
    stage.settle()
    assert "没有认定之后" in stage.message
    stage.standards.add(higher)
    stage.press("standards_waiting")
    stage.settle()
    assert [line.texts[5] for line in stage.view.standards.flips.flips.table.lines] == ["相对困难"]
    stage.press("flips_yes", stage.view.standards)
    assert "写明" in stage.message
    stage.press("standards_waiting")
    stage.settle()
    stage.write("flips_reason", "低保标准自 2026-06-01 起调整")
    stage.press("flips_yes", stage.view.standards)
    stage.settle()
    assert stage.desktop.document(flip.case_id)["determinations"][-1]["category"] == flip.after


def test_a_variant_is_made_without_a_file(make: Make, tmp_path: Path) -> None:
    stage = make(Desk.HEADQUARTERS)
    stage.come(RULES_TAB)
    stage.write("rule_search", "几倍")
    stage.view.rules.parameters.choose(TIMES)
    QTest.keyClick(stage.view.rules.parameters, Qt.Key.Key_Return)
    assert stage.focus.objectName() == "rule_value"
    stage.write("rule_value", "三")
    stage.press("rule_change")
    stage.settle()
    assert "大于零" in stage.message
    stage.write("rule_value", "1.2 倍")
    QTest.keyClick(stage.focus, Qt.Key.Key_Return)
    stage.settle()
    assert "已改 1 处" in stage.text("rule_changes")
    assert faults(stage.window, (1093, 614)) == []
    stage.press("rule_save")
    stage.write("variant_title", "云州市的规则")
    stage.write("variant_effective", "20240101")
    stage.press("variant_look")
    stage.settle()
    assert "不符合" in shown(stage, RULES_TAB)
    stage.press("flips_yes", stage.view.rules)
    stage.settle()
    assert [line.name for line in stage.rule_sets.lines() if line.is_in_force] == ["RS2020-2"]
    assert stage.view.rules.versions.chosen_id == "RS2020-2"
    stage.view.rules.export_requested.emit("RS2020-2", str(tmp_path / "r.json"))
    stage.view.rules.import_requested.emit(str(tmp_path / "r.json"))
    stage.settle()
    stage.press("flips_yes", stage.view.rules)
    stage.settle()
    assert len(stage.rule_sets.lines()) == 3
    stage.write("rule_ended", "2024-01-01")
    stage.press("rule_end")
    stage.settle()
    assert [line.name for line in stage.rule_sets.lines() if line.is_in_force] == ["RS2020-1"]


def test_a_laptop_looks_and_does_not_change(make: Make) -> None:
    stage = make(Desk.LAPTOP)
    for tab in (STANDARDS_TAB, RULES_TAB):
        stage.come(tab)
        assert faults(stage.window, (1093, 614)) == []
    for name in ("standard_add", "standards_import", "standards_waiting", "rule_change", "rule_save", "rule_end"):
        assert stage.window.findChild(QPushButton, name) is None
    assert stage.view.rules.parameters.table.rowCount() > 250
