"""Life events on real encrypted files: one event is one change, nobody is lost, and only real disagreement clashes."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW
from fieldsurvey.case.errors import SplitUnfitError
from fieldsurvey.case.kinds import Desk
from fieldsurvey.case.worker import SELF, members_of
from fieldsurvey.services.errors import (
    EventClashingError,
    NothingToMoveError,
    OtherHouseholdError,
    PlanStaleError,
)
from fieldsurvey.services.life_events import LifeEvents
from tests.integration.seats import Desktop

MakeDesktop = Callable[..., Desktop]
BANK = {"bank": "某行", "holder": "赵甲", "number": "6222020200112233445"}


def events(home: Desktop) -> LifeEvents:
    return LifeEvents(home.seat)


def family(home: Desktop, name: str = "赵甲") -> tuple[str, dict[str, str]]:
    """A household of three, finished; its members' rows by name."""
    draft = home.visits.start(None)
    say = home.visits.answer
    told: dict[str, Value] = {"name": name, "sex": "1", "mobile": "13800000000", "bank": dict(BANK), "disease": "旧病"}
    for address, value in told.items():
        say(draft.draft_id, address, value)
    own = draft.document["members"][0][ROW]
    rows = {name: own}
    for kin, relation, sex in ((f"{name}妻", "10", "2"), (f"{name}子", "20", "1")):
        row = home.visits.add_row(draft.draft_id, "members")
        rows[kin] = row
        for field, value in {"name": kin, "relation": relation, "sex": sex, "unit_or_school": f"{kin}单位"}.items():
            say(draft.draft_id, f"members/{row}/{field}", value)
        item = home.visits.add_row(draft.draft_id, "income")
        say(draft.draft_id, f"income/{item}/member", row)
        say(draft.draft_id, f"income/{item}/months", [100] * 12)
    home.visits.finish(draft.draft_id, later=False)
    return draft.case_id, rows


def member(document: dict[str, Any], row: str) -> dict[str, Any]:
    return next((each for each in document["members"] if each[ROW] == row), {})


def named(document: dict[str, Any], name: str) -> dict[str, Any]:
    return next(row for row in document["members"] if row.get("name") == name)


def test_a_new_worker_within_the_visit_is_one_change(laptop: Desktop) -> None:
    case, rows = family(laptop)
    before = laptop.document(case)
    draft = laptop.visits.start(case)
    plan = events(laptop).plan_worker(case, rows["赵甲妻"], reason="retired")
    assert "建档职工由“赵甲”改为“赵甲妻”" in plan.lines[0]
    assert any("银行卡" in line for line in plan.lines)
    done = events(laptop).change_worker(case, rows["赵甲妻"], reason="retired", seen=plan.seen)
    assert done.in_draft
    assert laptop.document(case) == before
    laptop.visits.finish(draft.draft_id, later=False)
    document = laptop.document(case)
    assert (document["name"], document["employer_name"]) == ("赵甲妻", "赵甲妻单位")
    assert "bank" not in document
    former = member(document, rows["赵甲"])
    assert (former["name"], former["relation"], former["bank"]) == ("赵甲", "10", BANK)
    assert member(document, rows["赵甲子"])["relation"] == "20"
    assert document["income"] == before["income"]
    history = laptop.cases.history(case)
    assert {line.why for line in history if line.label == "姓名" and line.after == "赵甲妻"} >= {
        "更换建档职工:赵甲 → 赵甲妻(退休)"
    }


def test_a_worker_who_died_leaves_and_can_come_back_whole(laptop: Desktop) -> None:
    case, rows = family(laptop)
    events(laptop).change_worker(case, rows["赵甲妻"], reason="death", leaves=True)
    document = laptop.document(case)
    assert [row[ROW] for row in document["members"]] == [rows["赵甲妻"], rows["赵甲子"]]
    draft = laptop.visits.start(case)
    laptop.visits.restore_row(draft.draft_id, "members", rows["赵甲"])
    back = member(laptop.visits.view(draft.draft_id).document, rows["赵甲"])
    assert (back["name"], back["mobile"], back["bank"]) == ("赵甲", "13800000000", BANK)


def test_there_and_back_is_the_document_before(laptop: Desktop) -> None:
    case, rows = family(laptop)
    before = laptop.document(case)
    events(laptop).change_worker(case, rows["赵甲子"])
    events(laptop).change_worker(case, rows["赵甲"])
    after = laptop.document(case)
    assert len(after.pop("life_events")) == 2
    assert after == before


def test_two_laptops_that_change_the_worker_alike_agree(make_desktop: MakeDesktop) -> None:
    one, two = make_desktop("L1"), make_desktop("L2")
    headquarters = make_desktop("HQ", Desk.HEADQUARTERS)
    case, rows = family(one)
    two.receive(one)
    events(one).change_worker(case, rows["赵甲妻"], reason="death", leaves=True)
    events(two).change_worker(case, rows["赵甲妻"], reason="death", leaves=True)
    headquarters.receive(one)
    headquarters.receive(two)
    assert headquarters.clashes.open(case) == []
    assert headquarters.document(case) == one.document(case)


def test_what_another_laptop_wrote_elsewhere_simply_meets(make_desktop: MakeDesktop) -> None:
    one, two = make_desktop("L1"), make_desktop("L2")
    case, rows = family(one)
    two.receive(one)
    draft = two.visits.start(case)
    two.visits.answer(draft.draft_id, "home_address", "和平路 9 号")
    two.visits.finish(draft.draft_id, later=False)
    mine = one.visits.start(case)
    one.receive(two)
    events(one).change_worker(case, rows["赵甲妻"])
    one.visits.finish(mine.draft_id, later=False)
    assert one.clashes.open(case) == []
    assert one.document(case)["home_address"] == "和平路 9 号"


def test_a_value_that_came_meanwhile_moves_with_its_person(make_desktop: MakeDesktop) -> None:
    one, two = make_desktop("L1"), make_desktop("L2")
    case, rows = family(one)
    two.receive(one)
    mine = one.visits.start(case)
    draft = two.visits.start(case)
    two.visits.answer(draft.draft_id, "mobile", "13900000000")
    two.visits.finish(draft.draft_id, later=False)
    one.receive(two)
    events(one).change_worker(case, rows["赵甲妻"])
    one.visits.finish(mine.draft_id, later=False)
    assert [clash.address for clash in one.clashes.open(case) if "status" not in clash.address] == []
    assert member(one.document(case), rows["赵甲"])["mobile"] == "13900000000"


def test_two_different_workers_are_a_clash(make_desktop: MakeDesktop) -> None:
    one, two = make_desktop("L1"), make_desktop("L2")
    case, rows = family(one)
    two.receive(one)
    events(one).change_worker(case, rows["赵甲妻"])
    events(two).change_worker(case, rows["赵甲子"])
    one.receive(two)
    assert "name" in {clash.address for clash in one.clashes.open(case)}
    with pytest.raises(EventClashingError):
        events(one).plan_worker(case, rows["赵甲"])


def test_a_plan_that_is_no_longer_true_is_not_done(laptop: Desktop) -> None:
    case, rows = family(laptop)
    plan = events(laptop).plan_worker(case, rows["赵甲妻"])
    draft = laptop.visits.start(case)
    laptop.visits.answer(draft.draft_id, "mobile", "13900000000")
    with pytest.raises(PlanStaleError):
        events(laptop).change_worker(case, rows["赵甲妻"], seen=plan.seen)


def test_a_split_is_two_households_at_once(laptop: Desktop) -> None:
    case, rows = family(laptop)
    before = laptop.document(case)
    draft = laptop.visits.start(case)
    laptop.visits.answer(draft.draft_id, f"members/{rows['赵甲子']}/mobile", "13700000000")
    plan = events(laptop).plan_split(case, [rows["赵甲子"]], rows["赵甲子"])
    done = events(laptop).split(case, [rows["赵甲子"]], rows["赵甲子"], reason="married", seen=plan.seen)
    here, there = laptop.document(case), laptop.document(done.other)
    assert (there["name"], there["mobile"], there["came_from"]) == ("赵甲子", "13700000000", case)
    assert there["survey_no"] != here["survey_no"]
    assert member(there, rows["赵甲子"])["relation"] == SELF
    assert here["income"] + there["income"] == before["income"]
    assert [row[ROW] for row in here["members"]] == [rows["赵甲"], rows["赵甲妻"]]
    laptop.visits.discard(done.draft_id)
    laptop.visits.finish(draft.draft_id, later=False)
    assert laptop.document(done.other)["name"] == "赵甲子"
    assert len(laptop.document(case)["members"]) == 2


def test_a_row_that_left_is_offered_with_why_it_left(laptop: Desktop) -> None:
    case, rows = family(laptop)
    done = events(laptop).split(case, [rows["赵甲子"]], rows["赵甲子"])
    laptop.visits.discard(done.draft_id)
    names = laptop.visits.start(case).removed_names
    assert names[f"members/{rows['赵甲子']}"] == "赵甲子 子(以前移除:分户)"
    assert all(name.endswith("(以前移除:分户)") and not name.startswith("(") for name in names.values())


def test_who_comes_back_to_another_worker_is_asked_the_relation_again(laptop: Desktop) -> None:
    case, rows = family(laptop)
    draft = laptop.visits.start(case)
    laptop.visits.remove_row(draft.draft_id, "members", rows["赵甲子"], "搬走")
    laptop.visits.finish(draft.draft_id, later=False)
    draft = laptop.visits.start(case)
    laptop.visits.restore_row(draft.draft_id, "members", rows["赵甲子"])
    assert member(laptop.visits.view(draft.draft_id).document, rows["赵甲子"])["relation"] == "20"
    laptop.visits.discard(draft.draft_id)
    events(laptop).change_worker(case, rows["赵甲妻"], reason="retired")
    draft = laptop.visits.start(case)
    laptop.visits.restore_row(draft.draft_id, "members", rows["赵甲子"])
    back = member(laptop.visits.view(draft.draft_id).document, rows["赵甲子"])
    assert (back["name"], back["relation"]) == ("赵甲子", {"gap": "later"})


def test_a_household_that_split_comes_back_as_it_was(laptop: Desktop) -> None:
    case, rows = family(laptop)
    before = laptop.document(case)
    done = events(laptop).split(case, [rows["赵甲子"]], rows["赵甲子"])
    laptop.visits.discard(done.draft_id)
    events(laptop).merge(case, done.other)
    after = laptop.document(case)
    assert len(after.pop("life_events")) == 2
    assert after == before
    assert laptop.clashes.open() == []


def test_a_merge_adds_once_and_is_ended_by_headquarters(make_desktop: MakeDesktop) -> None:
    one, headquarters = make_desktop("L1"), make_desktop("HQ", Desk.HEADQUARTERS)
    case, rows = family(one)
    other, others = family(one, "钱乙")
    plan = events(one).plan_merge(case, other, relation="73")
    assert any("由总部注销" in line for line in plan.lines)
    events(one).merge(case, other, relation="73", seen=plan.seen)
    document = one.document(case)
    assert {row["name"] for row in members_of(document)} == {*rows, *others}
    assert named(document, "钱乙")["relation"] == "73"
    assert len(document["income"]) == 4
    assert one.document(other)["status"]["status"] == "surveyed"
    events(one).merge(case, other, relation="73")
    assert one.document(case) == document
    headquarters.receive(one)
    plan = events(headquarters).plan_merge(case, other)
    assert any("改为注销" in line for line in plan.lines)
    events(headquarters).merge(case, other)
    assert headquarters.document(case) == document
    assert headquarters.document(other)["status"]["status"] == "cancelled"
    assert headquarters.clashes.open() == []


def test_a_household_with_an_open_visit_is_not_merged(laptop: Desktop) -> None:
    case, _ = family(laptop)
    other, _ = family(laptop, "钱乙")
    laptop.visits.start(other)
    with pytest.raises(OtherHouseholdError):
        events(laptop).plan_merge(case, other)
    with pytest.raises(OtherHouseholdError):
        events(laptop).plan_merge(case, case)


def test_several_rows_go_to_another_member_at_once(laptop: Desktop) -> None:
    case, rows = family(laptop)
    items = [f"income/{row[ROW]}" for row in laptop.document(case)["income"]]
    plan = events(laptop).plan_move(case, items, rows["赵甲"])
    assert len(plan.lines) == 2
    events(laptop).move_rows(case, items, rows["赵甲"], seen=plan.seen)
    assert {row["member"] for row in laptop.document(case)["income"]} == {rows["赵甲"]}
    with pytest.raises(NothingToMoveError):
        events(laptop).move_rows(case, items, rows["赵甲"])


def test_a_household_that_was_never_saved_takes_no_other_in(laptop: Desktop) -> None:
    other, _ = family(laptop, "钱乙")
    begun = laptop.visits.start(None)
    laptop.visits.answer(begun.draft_id, "name", "赵甲")
    with pytest.raises(OtherHouseholdError, match="还一次都没有存过"):
        events(laptop).merge(begun.case_id, other)
    assert "merged_into" not in laptop.document(other)


def test_people_are_told_apart_by_what_is_saved_and_not_by_what_is_typed_so_far(laptop: Desktop) -> None:
    case, _ = family(laptop)
    other, _ = family(laptop, "钱乙")
    number = {"type": "id_card", "number": "11010519491231002X"}
    visit = laptop.visits.start(other)
    laptop.visits.answer(visit.draft_id, "identity", number)
    laptop.visits.finish(visit.draft_id, later=False)
    draft = laptop.visits.start(case)
    laptop.visits.answer(draft.draft_id, "identity", number)
    events(laptop).merge(case, other)
    laptop.visits.discard(draft.draft_id)
    document = laptop.document(case)
    assert document["name"] == "赵甲"
    assert named(document, "钱乙")["identity"] == number


def test_marks_of_former_workers_stay_in_their_own_household(laptop: Desktop) -> None:
    case, rows = family(laptop)
    other, others = family(laptop, "钱乙")
    events(laptop).change_worker(case, rows["赵甲妻"], reason="retired")
    events(laptop).change_worker(other, others["钱乙妻"], reason="retired")
    events(laptop).merge(case, other)
    son = named(laptop.document(case), "钱乙子")[ROW]
    events(laptop).change_worker(case, son, reason="other")
    selves = [row for row in laptop.document(case)["members"] if row.get("relation") == SELF]
    assert [row[ROW] for row in selves] == [son]


def test_households_whose_rows_have_the_same_ids_lose_nothing(laptop: Desktop, tmp_path: Path) -> None:
    told = [
        {
            "key": name,
            "name": name,
            "members": [{ROW: "m1", "relation": SELF}, {ROW: "m2", "name": f"{name}子", "relation": "20"}],
            "income": [{ROW: "i1", "member": "m2", "type": "1", "months": [100] * 12}],
            "expenses": [{ROW: "e1", "member": "m2", "bill": bill}],
        }
        for name, bill in (("赵甲", 1000), ("钱乙", 2000))
    ]
    file = tmp_path / "in.jsonl"
    file.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in told), encoding="utf-8")
    laptop.cases.import_lines(file, source="旧台账")
    cases = {row.name: row.case_id for row in laptop.cases.find("").rows}
    events(laptop).merge(cases["赵甲"], cases["钱乙"])
    document = laptop.document(cases["赵甲"])
    assert {row["name"] for row in members_of(document)} == {"赵甲", "赵甲子", "钱乙", "钱乙子"}
    sons = [named(document, name)[ROW] for name in ("赵甲子", "钱乙子")]
    assert sorted(row["member"] for row in document["income"]) == sorted(sons)
    assert {row["member"]: row["bill"] for row in document["expenses"]} == dict(zip(sons, (1000, 2000), strict=True))
    events(laptop).merge(cases["赵甲"], cases["钱乙"])
    assert laptop.document(cases["赵甲"]) == document


def test_nobody_leaves_over_a_change_of_worker_that_may_be_given_up(laptop: Desktop) -> None:
    case, rows = family(laptop)
    draft = laptop.visits.start(case)
    events(laptop).change_worker(case, rows["赵甲妻"])
    before = laptop.document(case)
    with pytest.raises(SplitUnfitError):
        events(laptop).split(case, [rows["赵甲"]], rows["赵甲"])
    laptop.visits.discard(draft.draft_id)
    assert laptop.document(case) == before


def test_the_timeline_calls_an_event_by_its_name(laptop: Desktop) -> None:
    case, rows = family(laptop)
    events(laptop).split(case, [rows["赵甲妻"]], rows["赵甲妻"])
    newest = laptop.cases.timeline(case).happenings[0]
    assert newest.title == "分户"
