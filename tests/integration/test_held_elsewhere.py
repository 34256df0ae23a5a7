"""One identity number in two households is pointed out wherever one sees it, and never of one household itself."""

from pathlib import Path
from typing import Any

from fieldsurvey.case.document import ROW
from fieldsurvey.services.life_events import LifeEvents
from tests.integration.conftest import MakeDesktop
from tests.integration.seats import Desktop, household, write_lines

MOTHER = {"type": "id_card", "number": "11010519491231002X"}
SON = {"type": "id_card", "number": "34052419800101001X"}
TOLD = "这个号码已在 L1-000001(王桂兰)那一户,请核对"


def recorded(desktop: Desktop, name: str, identity: object, *members: dict[str, Any]) -> str:
    """A household that was visited; its members after the worker."""
    draft = desktop.visits.start(None)
    answers = {"name": name, "identity": identity}
    for address, value in answers.items():
        desktop.visits.answer(draft.draft_id, address, value)  # type: ignore[arg-type]  # both are values
    for member in members:
        desktop.visits.add_row(draft.draft_id, "members", member)
    desktop.visits.finish(draft.draft_id, later=False)
    return draft.case_id


def pointed_out(desktop: Desktop, case: str) -> list[tuple[str, str, str]]:
    """What the open points of a visit to a household say of numbers held elsewhere."""
    found = desktop.visits.problems(desktop.visits.start(case).draft_id)
    return [(point.address, point.sentence, point.blocks) for point in found if "这个号码已在" in point.sentence]


def test_a_worker_who_has_a_file_already_is_pointed_out_without_blocking(laptop: Desktop) -> None:
    first, second = recorded(laptop, "王桂兰", MOTHER), recorded(laptop, "李建国", MOTHER)
    assert pointed_out(laptop, second) == [("identity", TOLD, "")]
    assert pointed_out(laptop, first) == [("identity", TOLD.replace("000001(王桂兰)", "000002(李建国)"), "")]
    assert [point.sentence for point in laptop.cases.look(second).problems if point.address == "identity"] == [TOLD]


def test_a_member_here_who_is_worker_or_member_there_is_pointed_out(laptop: Desktop) -> None:
    recorded(laptop, "王桂兰", MOTHER, {"name": "王小明", "relation": "10", "identity": SON})
    asked = [MOTHER, SON]
    rows = [{"name": f"成员{place}", "relation": "99", "identity": each} for place, each in enumerate(asked)]
    case = recorded(laptop, "李建国", None, *rows)
    members = [row[ROW] for row in laptop.document(case)["members"]][1:]
    assert pointed_out(laptop, case) == [(f"members/{row}/identity", TOLD, "") for row in members]


def test_it_goes_when_the_number_changes(laptop: Desktop) -> None:
    recorded(laptop, "王桂兰", MOTHER)
    case = recorded(laptop, "李建国", MOTHER)
    draft = laptop.visits.start(case).draft_id
    laptop.visits.answer(draft, "identity", SON)
    assert pointed_out(laptop, case) == []


def test_who_counts_elsewhere_is_settled(laptop: Desktop) -> None:
    recorded(laptop, "王桂兰", MOTHER, {"name": "王小明", "identity": SON, "counts_in_household": False})
    case = recorded(laptop, "王小明", SON, {"name": "王桂兰", "identity": MOTHER, "counts_in_household": False})
    assert pointed_out(laptop, case) == []


def test_a_telephone_number_is_no_identity_and_no_number_is_nobodys(laptop: Desktop) -> None:
    recorded(laptop, "王桂兰", {"type": "other", "number": "无"}, {"name": "王小明", "mobile": "13800000000"})
    case = recorded(laptop, "李建国", {"type": "other", "number": "无"})
    assert pointed_out(laptop, case) == []
    assert laptop.visits.held_elsewhere(case, ["13800000000", "L1-000001", "无"]) == {}


def test_three_households_are_named_at_most(laptop: Desktop) -> None:
    cases = [recorded(laptop, f"王某{place}", MOTHER) for place in range(5)]
    assert pointed_out(laptop, cases[0]) == [
        ("identity", "这个号码已在 L1-000005(王某4)、L1-000004(王某3)、L1-000003(王某2)那几户,请核对", "")
    ]


def test_households_that_were_merged_and_files_that_ended_are_no_doubles(make_desktop: MakeDesktop) -> None:
    laptop = make_desktop("L1")
    gone, stays = recorded(laptop, "王桂兰", MOTHER), recorded(laptop, "李建国", SON)
    LifeEvents(laptop.seat).merge(stays, gone, relation="99")
    assert pointed_out(laptop, stays) == []
    assert pointed_out(laptop, gone) == []
    third = recorded(laptop, "赵秀英", MOTHER)
    assert pointed_out(laptop, third) == [("identity", TOLD.replace("000001(王桂兰)", "000002(李建国)"), "")]


def test_the_same_household_imported_again_is_no_double(laptop: Desktop, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", [household(1, identity=MOTHER)])
    for _ in range(2):
        laptop.cases.import_lines(lines, source="台账")
    (row,) = laptop.cases.find("").rows
    assert pointed_out(laptop, row.case_id) == []
