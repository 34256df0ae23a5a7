"""Standards and rule sets as an office edits them: what flips is told before and listed after, decisions stay."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import Address
from fieldsurvey.case.kinds import Desk
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.practice.report_three import SOURCE, documents
from fieldsurvey.rules.announced import Entered
from fieldsurvey.rules.errors import ParameterUnusableError, RuleSetUnusableError
from fieldsurvey.rules.rule_set import rule_set_bytes, shipped
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.errors import NotAllowedError, RuleSetKeptError, RuleSetUnknownError, StandardUnfitError
from fieldsurvey.services.local_standards import LocalStandards
from fieldsurvey.services.redecisions import Redecided, Redecisions
from fieldsurvey.services.rule_sets import RuleSets, Variant
from fieldsurvey.services.seat import Said, seal
from fieldsurvey.store import folding
from tests.conftest import FixedClock
from tests.integration.seats import Desktop, open_seat, write_lines

URBAN = Entered("", "dibao_urban_month", 66_400, "2026-01-01", "2025-12-20", "云政发〔2025〕9号")
TIMES = "categories.relative_hardship.any.relative_net.times"
VARIANT = Variant("深度、相对、意外致困(云州市)", "2026-01-01", "云工办〔2026〕3号")


@dataclass
class Hq:
    desk: Desktop
    standards: LocalStandards
    rule_sets: RuleSets
    determinations: Determinations
    redecisions: Redecisions


@pytest.fixture
def hq(tmp_path: Path) -> Iterator[Hq]:
    desk = open_seat(tmp_path / "hq", FixedClock(), desk=Desk.HEADQUARTERS)
    decisions = Determinations(desk.seat)
    made = Hq(desk, LocalStandards(desk.seat), RuleSets(desk.seat), decisions, Redecisions(desk.seat, decisions))
    desk.cases.import_lines(write_lines(tmp_path / "36.jsonl", documents()), source=SOURCE)
    yield made
    desk.close()


def decide(hq: Hq, case_id: str, category: str) -> None:
    """Looks at a household and decides."""
    hq.determinations.decide(case_id, category, seen=hq.determinations.explain(case_id).seen)


def say(hq: Hq, case_id: str, said: dict[str, Value]) -> None:
    """Saves one change of a household."""
    with hq.desk.database.begin() as session:
        state = folding.state_of(session, "case", case_id)
        cells = {name: entry(value, state.standing(Address(name))) for name, value in said.items()}
        seal(session, hq.desk.seat, [Said("case", case_id, cells)])


def test_a_late_standard_tells_what_flips_and_decided_households_wait_for_a_new_decision(hq: Hq) -> None:
    told = hq.standards.flips(URBAN)
    assert told
    assert all(flip.before == "" for flip in told)
    record = hq.standards.add(URBAN)
    assert hq.standards.flips(replace(URBAN, document_no="云政发〔2025〕10号"), record=record) == []
    higher = replace(URBAN, amount_fen=99_900, effective_on="2026-06-01", announced_on="2026-08-30")
    turned = hq.standards.flips(higher)
    assert {(flip.before, flip.after) for flip in turned} >= {("relative_hardship", "deep_hardship")}
    chosen = next(flip for flip in turned if flip.before == "relative_hardship")
    decide(hq, chosen.case_id, chosen.before)
    assert hq.redecisions.waiting() == []

    hq.standards.add(higher)
    (waiting,) = hq.redecisions.waiting()
    assert (waiting.case_id, waiting.decided, waiting.after) == (chosen.case_id, "relative_hardship", "deep_hardship")
    assert hq.desk.document(chosen.case_id)["determinations"][-1]["category"] == "relative_hardship"
    with pytest.raises(FieldSurveyError, match="写明"):
        hq.redecisions.decide([waiting], " ")
    gone = replace(waiting, case_id="gone")
    assert hq.redecisions.decide([waiting, gone], "低保标准自 2026-06-01 起调整") == Redecided(done=1, left=1)
    assert hq.desk.document(chosen.case_id)["determinations"][-1]["category"] == "deep_hardship"
    assert hq.redecisions.waiting() == []


def test_who_turned_because_the_family_changed_waits_for_no_rules(hq: Hq) -> None:
    hq.standards.add(URBAN)
    higher = replace(URBAN, amount_fen=66_600, effective_on="2026-06-01", announced_on="2026-08-30")
    assert hq.standards.flips(higher) == []
    case_id = next(
        row.case_id for row in hq.desk.cases.find("").rows
        if hq.determinations.explain(row.case_id).explanation.category == "relative_hardship"
    )  # fmt: skip
    decide(hq, case_id, "relative_hardship")
    hq.standards.add(higher)
    say(hq, case_id, {"has_business": True})
    assert hq.determinations.explain(case_id).explanation.category == "not_qualified"
    assert hq.redecisions.waiting() == []


def test_what_has_changed_since_it_was_listed_is_not_decided(hq: Hq) -> None:
    hq.standards.add(URBAN)
    higher = replace(URBAN, amount_fen=99_900, effective_on="2026-06-01", announced_on="2026-08-30")
    chosen = next(flip for flip in hq.standards.flips(higher) if flip.before == "relative_hardship")
    decide(hq, chosen.case_id, "relative_hardship")
    record = hq.standards.add(higher)
    listed = hq.redecisions.waiting()
    say(hq, chosen.case_id, {"has_business": True})
    assert hq.redecisions.decide(listed, "低保标准调整") == Redecided(done=0, left=1)
    say(hq, chosen.case_id, {"has_business": False})
    listed = hq.redecisions.waiting()
    hq.standards.correct(record, replace(higher, amount_fen=66_500))
    assert hq.redecisions.decide(listed, "低保标准调整") == Redecided(done=0, left=1)
    assert len(hq.desk.document(chosen.case_id)["determinations"]) == 1


def test_what_a_committee_meant_otherwise_is_not_undone_unless_it_is_named(hq: Hq) -> None:
    hq.standards.add(URBAN)
    higher = replace(URBAN, amount_fen=99_900, effective_on="2026-06-01", announced_on="2026-08-30")
    usual, meant = [flip for flip in hq.standards.flips(higher) if flip.before == "relative_hardship"][:2]
    decide(hq, usual.case_id, "relative_hardship")
    seen = hq.determinations.explain(meant.case_id).seen
    hq.determinations.decide(meant.case_id, "accident_hardship", "火灾后尚未安置", seen=seen)
    hq.standards.add(higher)
    listed = hq.redecisions.waiting()
    assert [(each.case_id, each.is_deliberate) for each in listed] == [(usual.case_id, False), (meant.case_id, True)]
    done = hq.redecisions.decide(listed, "低保标准调整")
    assert (done, "1 户会议写明理由" in done.told) == (Redecided(done=1, left=0, kept=1), True)
    assert hq.desk.document(meant.case_id)["determinations"][-1]["category"] == "accident_hardship"
    assert hq.redecisions.decide(hq.redecisions.waiting(), "低保标准调整", named=[meant.case_id]).done == 1


def test_what_has_ended_stays_ended_while_somebody_only_looks(hq: Hq) -> None:
    hq.standards.add(URBAN)
    hq.rule_sets.save("RS2020", {TIMES: "3"}, VARIANT)
    hq.rule_sets.end("RS2020-2", "2026-01-01")
    other_place = replace(URBAN, place="110000")
    assert hq.standards.flips(other_place) == []
    voided = hq.standards.add(replace(URBAN, amount_fen=99_900, effective_on="2026-06-01"))
    hq.standards.end(voided, "2026-06-01")
    assert hq.standards.flips(replace(URBAN, amount_fen=99_800, effective_on="2026-06-01"), record=voided) == []


def test_a_standard_is_corrected_ended_and_entered_once(hq: Hq) -> None:
    record = hq.standards.add(URBAN)
    with pytest.raises(StandardUnfitError, match="已经有了"):
        hq.standards.add(replace(URBAN, amount_fen=70_000))
    hq.standards.correct(record, replace(URBAN, amount_fen=66_500, remark="抄错了"))
    (line,) = hq.standards.lines()
    assert (line.standard.amount_fen, line.remark, line.state) == (66_500, "抄错了", "在用")
    with pytest.raises(StandardUnfitError, match="早于执行日"):
        hq.standards.end(record, "2025-01-01")
    assert hq.standards.flips_of_end(record, "2026-01-01")
    hq.standards.end(record, "2026-01-01")
    assert [line.state for line in hq.standards.lines()] == ["作废"]
    assert hq.standards.add(URBAN) != record
    hq.standards.end(record, "")
    assert len(hq.standards.lines()) == 2


def test_a_sheet_is_looked_at_and_taken_once(hq: Hq, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("文号", "执行日", "城市低保", "最低工资", "地区"),
        ("云政发〔2025〕9号", "2026-01-01", 664, 1160, "全部"),
        ("云政发〔2026〕1号", "2026-07-01", 66400, None, "全部"),
        ("云政发〔2026〕2号", "2026-01-01", 700, None, "全部"),
    ):
        sheet.append(row)
    book.save(tmp_path / "s.xlsx")
    look = hq.standards.look(tmp_path / "s.xlsx")
    assert (len(look.new), look.known, [each.where for each in look.refused]) == (
        2, 0, ["Sheet 第 3 行", "Sheet 第 4 行"],
    )  # fmt: skip
    assert "已经有了,是 664.00" in look.refused[1].problem
    assert look.doubts == ()
    assert hq.standards.lines() == []
    assert hq.standards.flips_of_sheet(look)
    assert hq.standards.take(look) == 2
    assert hq.standards.take(look) == 0
    again = hq.standards.look(tmp_path / "s.xlsx")
    assert (len(again.new), again.known) == (0, 2)
    hq.standards.write_template(tmp_path / "t.xlsx")
    assert hq.standards.look(tmp_path / "t.xlsx").new == ()


def test_a_variant_is_a_new_version_that_flips_verdicts_and_can_be_ended(hq: Hq, tmp_path: Path) -> None:
    hq.standards.add(URBAN)
    turned = hq.rule_sets.flips("RS2020", {TIMES: "3"}, VARIANT)
    assert {(flip.before, flip.after) for flip in turned} == {("not_qualified", "relative_hardship")}
    line = hq.rule_sets.save("RS2020", {TIMES: "3"}, VARIANT)
    assert (line.name, line.is_shipped, line.is_in_force) == ("RS2020-2", False, True)
    assert [each.name for each in hq.rule_sets.lines()] == ["RS2020-2", "RS2020-1", "RS2016-1"]
    value = {each.path: each.value for each in hq.rule_sets.parameters("RS2020", {"income.imputed.on": "是"})}
    assert (value[TIMES], value["income.imputed.on"]) == ("3", "是")
    with pytest.raises(ParameterUnusableError, match="大于零"):
        hq.rule_sets.parameters("RS2020", {TIMES: "三"})

    hq.rule_sets.write("RS2020-2", tmp_path / "RS2020-2.json")
    assert hq.rule_sets.take(tmp_path / "RS2020-2.json").name == "RS2020-2"
    assert len(hq.rule_sets.lines()) == 3
    hq.rule_sets.end("RS2020-2", "2026-11-01")
    assert [each.name for each in hq.rule_sets.lines() if each.is_in_force] == ["RS2020-1"]
    assert hq.desk.seat.rules.by_key(line.rule_set.key) is not None
    for name, told in (("RS2020-2", "已从"), ("RS2020-1", "随程序来")):
        with pytest.raises(RuleSetKeptError, match=told):
            hq.rule_sets.end(name, "2026-12-01")
    with pytest.raises(RuleSetUnknownError):
        hq.rule_sets.end("RS2099", "2026-12-01")


def test_another_way_into_a_category_comes_by_file(hq: Hq, tmp_path: Path) -> None:
    hq.standards.add(URBAN)
    own = rule_set_bytes(shipped()[1]).decode()
    wanted = '"id": "deep_orphan", "is": "answer", "field": "on_dibao", "among": [true], "title": "享受低保的"'
    at = own.index('"any": [', own.index('"categories"')) + len('"any": [')
    (tmp_path / "own.json").write_text(f"{own[:at]}{{{wanted}}},{own[at:]}", encoding="utf-8")
    assert hq.rule_sets.flips_of_file(tmp_path / "own.json")
    line = hq.rule_sets.take(tmp_path / "own.json")
    assert (line.name, line.is_in_force) == ("RS2020-2", True)
    assert line.rule_set.categories[0].any[0].id == "deep_orphan"
    (tmp_path / "own.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RuleSetUnusableError):
        hq.rule_sets.take(tmp_path / "own.json")
    (tmp_path / "own.json").write_text(own.replace('"limits": {', '"limits": {"reveiw_months": {"value": 3},'))
    with pytest.raises(RuleSetUnusableError, match="reveiw_months"):
        hq.rule_sets.take(tmp_path / "own.json")
    for variant, told in (
        (replace(VARIANT, title=" "), "名称"),
        (replace(VARIANT, effective_on="开春"), "执行日"),
        (replace(VARIANT, place="云州"), "6 位"),
    ):
        with pytest.raises(RuleSetKeptError, match=told):
            hq.rule_sets.save("RS2020", {}, variant)


def test_a_laptop_only_looks(tmp_path: Path) -> None:
    desk = open_seat(tmp_path / "l1", FixedClock(), desk=Desk.LAPTOP)
    try:
        for forbidden in (
            lambda: LocalStandards(desk.seat).add(URBAN),
            lambda: RuleSets(desk.seat).save("RS2020", {}, VARIANT),
        ):
            with pytest.raises(NotAllowedError):
                forbidden()
        assert RuleSets(desk.seat).parameters("RS2020")
    finally:
        desk.close()
