"""Lists of other offices compared on a real home: what is taken, what waits, what is kept of whom, the way back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.exchange.errors import ListUnmappedError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.comparison_errors import (
    AgencyUnknownError,
    CandidateWrongError,
    ColumnUnknownError,
    DoubtMissingError,
    ListMissingError,
    ListUndoneError,
    ResultChangedError,
)
from fieldsurvey.services.comparison_plan import Plan
from fieldsurvey.services.errors import ImportUnreadableError, NotAllowedError
from fieldsurvey.store import folding
from tests.integration.homes import Office, an_office, visit
from tests.integration.seats import write_lines
from tests.integration.sheets import all_documents, changes, journal
from tests.unit.exchange.books import book

GAN, XIAO, ZHU, STRANGER = "990101197503120024", "990101200102030014", "990101198801150031", "990101196607080042"
HOUSEHOLDS: list[dict[str, Any]] = [
    {
        "key": "1", "name": "甘棠", "identity": {"type": "id_card", "number": GAN}, "home_address": "和平路1号201室",
        "has_car": False,
        "members": [
            {"key": "1", "relation": "01"},
            {"key": "2", "relation": "20", "name": "甘小舟", "identity": {"type": "id_card", "number": XIAO}},
        ],
    },
    {
        "key": "2", "name": "祝云湘", "birth_date": "1988-01-15", "home_address": "建设街2号601室", "has_car": True,
        "members": [{"key": "1", "relation": "01"}],
    },
    {"key": "3", "name": "蒲秀芩", "home_address": "新华里3号", "members": [{"key": "1", "relation": "01"}]},
]  # fmt: skip
VEHICLES: list[list[Any]] = [
    ["车辆比对结果"],
    ["号牌", "车主", "身份证明号码", "住址", "出生日期"],
    ["云A1", "甘棠", GAN, None, None],
    ["云A2", "甘小舟", XIAO, None, None],
    ["云A3", "祝云相", None, "建设街2号601室", "1988-01-15"],
    ["云A4", "余怀瑾", STRANGER, "别处9号", None],
    ["合计", 4],
]


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Headquarters with three households."""
    with an_office(tmp_path / "homes", tmp_path_factory.getbasetemp()) as found:
        found.hq.cases.import_lines(write_lines(tmp_path / "h.jsonl", HOUSEHOLDS), source="台账")
        yield found


@pytest.fixture
def vehicles(tmp_path: Path) -> Path:
    """The list of the traffic police."""
    return book(tmp_path / "车辆.xlsx", {"结果": VEHICLES})


def looked(office: Office, path: Path, **more: Any) -> Plan:  # noqa: ANN401  # as `look` takes them
    """What taking the list would do."""
    return office.hq.comparisons.look(path, "车管所", "机动车", **more)


def case_of(office: Office, name: str) -> str:
    """A household by the name of its worker."""
    return next(record for record, document in all_documents(office.hq).items() if document.get("name") == name)


def test_sure_lines_enter_the_cases_and_doubtful_ones_wait(office: Office, vehicles: Path) -> None:
    plan = looked(office, vehicles, received_on="2026-11-20")
    assert (plan.lines, len(plan.sure), len(plan.doubtful), plan.outside, len(plan.compared)) == (4, 2, 1, 1, 3)
    assert plan.told == (
        "名单 4 行,与 3 户 4 人比对,对上 2 行(1 户),1 行要您认定,1 行不是我们的人,不保存。"
        "另有 1 行不是人,没有比对:第 7 行是合计行。"
    )
    took = office.hq.comparisons.take(plan)
    assert took.told == "已记入 1 户的比对结果 2 条,1 行要您认定。"
    case = case_of(office, "甘棠")
    rows = all_documents(office.hq)[case]["verifications"]
    members = {row["relation"]: row["row"] for row in all_documents(office.hq)[case]["members"]}
    assert sorted((row["detail"], row["member"], row["method"], row["score"], row["is_hit"]) for row in rows) == [
        ("号牌:云A1", members["01"], "number", 100, True),
        ("号牌:云A2", members["20"], "number", 100, True),
    ]
    assert {(row["agency"], row["item"], row["received_on"], row["list"]) for row in rows} == {
        ("vehicles", "机动车", "2026-11-20", plan.record)
    }
    (card,) = office.hq.comparisons.lists()
    assert (card.agency, card.item, card.lines, card.matched, card.outside, card.households, card.open_doubts) == (
        "车管所", "机动车", 4, 1, 1, 3, 1,
    )  # fmt: skip


def test_a_stranger_of_a_doubtful_line_is_kept_with_the_list_and_in_no_case(office: Office, tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "住址"], ["甘堂", GAN[:-2] + "34", "和平路1号201室"]]
    compare = office.hq.comparisons
    plan = compare.look(book(tmp_path / "a.xlsx", {"x": rows}), "民政", "低保")
    compare.take(plan)
    compare.settle(plan.record, compare.doubts(plan.record)[0].line, "none")
    slipped = rows[1][1].encode()
    with office.hq.seat.database.begin() as session:
        chosen = "SELECT kind FROM change WHERE instr(body, ?) > 0"
        assert set(session.exec_driver_sql(chosen, (slipped,)).scalars()) == {"comparison"}
    compare.undo(plan.record)
    with office.hq.seat.database.begin() as session:
        chosen = "SELECT count(*) FROM state WHERE instr(document, ?) > 0"
        assert session.exec_driver_sql(chosen, (slipped,)).scalar() == 0


def test_who_is_like_nobody_of_ours_is_kept_nowhere(office: Office, vehicles: Path) -> None:
    office.hq.comparisons.take(looked(office, vehicles))
    with office.hq.seat.database.begin() as session:
        kept = [bytes(each) for each in session.exec_driver_sql("SELECT body FROM change").scalars()]
        kept += [bytes(each) for each in session.exec_driver_sql("SELECT value FROM kept").scalars()]
    assert any(GAN.encode() in each for each in kept)
    assert not any(STRANGER.encode() in each or "余怀瑾".encode() in each for each in kept)


def test_results_say_what_differs_and_who_was_compared_and_is_not_on_it(office: Office, vehicles: Path) -> None:
    office.hq.comparisons.take(looked(office, vehicles, received_on="2026-11-20"))
    told = [result.told for result in office.hq.comparisons.results(case_of(office, "甘棠"))]
    against = "。和档案不一致:车管所查到{}名下有机动车,档案写无机动车,请核实"
    assert sorted(told) == [
        f"2026-11-20 车管所 机动车:甘小舟在名单上,号牌:云A2{against.format('甘小舟')}",
        f"2026-11-20 车管所 机动车:甘棠在名单上,号牌:云A1{against.format('甘棠')}",
    ]
    (none,) = office.hq.comparisons.results(case_of(office, "蒲秀芩"))
    assert none.told == "2026-11-20 车管所 机动车:核对无(这一户没有人在名单上)"
    late = visit(office.hq, None, name="后来的户")
    assert office.hq.comparisons.results(late) == []


def test_taking_a_list_twice_adds_nothing_and_only_what_is_new_after_that(
    office: Office, vehicles: Path, tmp_path: Path
) -> None:
    office.hq.comparisons.take(looked(office, vehicles))
    before = changes(office.hq)
    saved_anew = book(tmp_path / "另存.xlsx", {"结果": VEHICLES})
    again = looked(office, saved_anew)
    assert "以前采用过" in again.told
    assert office.hq.comparisons.take(again).told == "这份名单已经采用过,没有新增。"
    assert changes(office.hq) == before
    new = visit(office.hq, None, name="余怀瑾", identity={"type": "id_card", "number": STRANGER})
    took = office.hq.comparisons.take(looked(office, vehicles))
    assert (took.results, took.households) == (1, 1)
    assert [result.is_hit for result in office.hq.comparisons.results(new)] == [True]


def test_a_doubt_is_settled_and_settled_otherwise(office: Office, vehicles: Path) -> None:
    compare = office.hq.comparisons
    plan = looked(office, vehicles)
    compare.take(plan)
    before = all_documents(office.hq)
    (doubt,) = compare.doubts(plan.record)
    (candidate,) = doubt.candidates
    assert (doubt.line, doubt.name, candidate.household, candidate.relation) == (5, "祝云相", "祝云湘", "本人")
    assert candidate.theirs.address == candidate.ours.address == "建设街2号601室"
    with pytest.raises(CandidateWrongError):
        compare.settle(plan.record, 5, "nobody/here")
    with pytest.raises(DoubtMissingError):
        compare.settle(plan.record, 3, "none")
    compare.settle(plan.record, 5, candidate.key)
    (row,) = all_documents(office.hq)[candidate.case_id]["verifications"]
    assert (row["method"], row["detail"], row["score"]) == ("person", "号牌:云A3", candidate.score)
    assert compare.doubts(plan.record) == []
    compare.settle(plan.record, 5, "none")
    assert all_documents(office.hq) == before
    (settled,) = compare.doubts(plan.record, settled=True)
    assert (settled.settled, settled.settled_on) == ("none", "2026-11-23")
    # What a person has said stands when the list is taken again.
    assert compare.take(looked(office, vehicles)).results == 0


def test_undoing_gives_back_the_same_documents_and_the_list_can_be_taken_again(office: Office, vehicles: Path) -> None:
    compare = office.hq.comparisons
    before = all_documents(office.hq)
    plan = looked(office, vehicles)
    compare.take(plan)
    compare.settle(plan.record, 5, compare.doubts(plan.record)[0].candidates[0].key)
    taken = all_documents(office.hq)
    assert compare.undo(plan.record).told == "已撤销:从 2 户去掉 3 条比对结果。"
    assert all_documents(office.hq) == before
    assert compare.results(case_of(office, "蒲秀芩")) == []
    with office.hq.seat.database.begin() as session:
        kept = folding.document_of(session, "comparison", plan.record) or {}
    assert "doubts" not in kept
    with pytest.raises(ListUndoneError):
        compare.undo(plan.record)
    with pytest.raises(ListUndoneError):
        compare.settle(plan.record, 5, "none")
    assert compare.take(looked(office, vehicles)).results == 2
    again = all_documents(office.hq)
    assert again[case_of(office, "甘棠")] == taken[case_of(office, "甘棠")]
    assert len(compare.doubts(plan.record)) == 1
    assert compare.lists()[0].undone_on == ""


def test_a_result_that_somebody_changed_stays_and_is_named(office: Office, vehicles: Path) -> None:
    compare = office.hq.comparisons
    plan = looked(office, vehicles)
    compare.take(plan)
    case = case_of(office, "甘棠")
    row = next(each for each in all_documents(office.hq)[case]["verifications"] if each["detail"] == "号牌:云A1")
    visit(office.hq, case, **{f"verifications__{row['row']}__detail": "单位的车"})
    undone = compare.undo(plan.record)
    assert (undone.results, undone.households, len(undone.kept)) == (1, 1, 1)
    assert all_documents(office.hq)[case]["survey_no"] in undone.told
    (left,) = all_documents(office.hq)[case]["verifications"]
    assert left["detail"] == "单位的车"


def test_settling_a_line_otherwise_spares_what_a_person_wrote(office: Office, vehicles: Path) -> None:
    compare = office.hq.comparisons
    plan = looked(office, vehicles)
    compare.take(plan)
    (candidate,) = compare.doubts(plan.record)[0].candidates
    compare.settle(plan.record, 5, candidate.key)
    (row,) = all_documents(office.hq)[candidate.case_id]["verifications"]
    visit(office.hq, candidate.case_id, **{f"verifications__{row['row']}__detail": "亲戚的车"})
    before = all_documents(office.hq)
    with pytest.raises(ResultChangedError, match=before[candidate.case_id]["survey_no"]):
        compare.settle(plan.record, 5, "none")
    assert all_documents(office.hq) == before
    assert compare.doubts(plan.record) == []


def test_nobody_says_that_nothing_was_found_while_a_line_waits(
    office: Office, vehicles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = office.hq.comparisons
    plan = looked(office, vehicles, received_on="2026-11-20")
    compare.take(plan)
    case = case_of(office, "祝云湘")
    (result,) = compare.results(case)
    assert result.told == "2026-11-20 车管所 机动车:有 1 行可能是这一户的人,待认定"
    compare.settle(plan.record, 5, "none")
    (result,) = compare.results(case)
    assert result.told == "2026-11-20 车管所 机动车:核对无(这一户没有人在名单上)"

    compare.undo(plan.record)
    monkeypatch.setattr("fieldsurvey.services.comparison_plan.MOST_DOUBTS", 0)
    compare.take(looked(office, vehicles))
    assert compare.results(case) == []
    assert len(compare.results(case_of(office, "蒲秀芩"))) == 1


def test_a_hit_on_a_member_who_has_left_is_not_told_of_the_worker(office: Office, vehicles: Path) -> None:
    office.hq.comparisons.take(looked(office, vehicles, received_on="2026-11-20"))
    case = case_of(office, "甘棠")
    (son,) = [row for row in all_documents(office.hq)[case]["members"] if row["relation"] == "20"]
    draft = office.hq.visits.start(case)
    office.hq.visits.remove_row(draft.draft_id, "members", son["row"], "分家")
    office.hq.visits.finish(draft.draft_id, later=False)
    told = {result.member: result.against for result in office.hq.comparisons.results(case)}
    assert told == {"甘棠": "车管所查到甘棠名下有机动车,档案写无机动车,请核实", "已不在本户的成员": ""}


class StopsAt(Progress):
    """The user presses 停止 as soon as this begins."""

    def __init__(self, doing: str) -> None:
        super().__init__()
        self._at = doing

    def begin(self, doing: str, total: int) -> None:
        super().begin(doing, total)
        if doing == self._at:
            self.cancel()


@pytest.mark.parametrize("doing", ["读取我们的人", "逐行比对"])
def test_a_look_can_be_stopped(office: Office, vehicles: Path, doing: str) -> None:
    with pytest.raises(CancelledError):
        looked(office, vehicles, progress=StopsAt(doing))


def test_a_stopped_take_or_undo_leaves_nothing_half_done(office: Office, vehicles: Path) -> None:
    compare = office.hq.comparisons
    plan, before, count = looked(office, vehicles), all_documents(office.hq), changes(office.hq)
    with pytest.raises(CancelledError):
        compare.take(plan, progress=StopsAt("记入比对结果"))
    assert (all_documents(office.hq), changes(office.hq), compare.lists()) == (before, count, [])
    assert compare.take(plan).results == 2
    taken = all_documents(office.hq)
    with pytest.raises(CancelledError):
        compare.undo(plan.record, progress=StopsAt("撤销比对结果"))
    assert all_documents(office.hq) == taken
    assert compare.undo(plan.record).results == 2


def test_columns_are_remembered_by_agency_and_item(office: Office, tmp_path: Path) -> None:
    compare = office.hq.comparisons
    path = book(tmp_path / "a.xlsx", {"x": [["大名", "码", "备注"], ["甘棠", GAN, "x"]]})
    with pytest.raises(ListUnmappedError):
        compare.look(book(tmp_path / "b.xlsx", {"x": [["大名", "码"], ["甘棠", "x"]]}), "民政", "低保")
    with pytest.raises(ColumnUnknownError, match="没有“甲”"):
        compare.look(path, "民政", "低保", columns={"甲": "姓名"})
    with pytest.raises(ColumnUnknownError, match="大名=名儿"):
        compare.look(path, "民政", "低保", columns={"大名": "名儿"})
    compare.take(compare.look(path, "民政", "低保", columns={"大名": "姓名", "码": "证件号", "备注": "不要"}))
    targets = {each.text: each.target for each in compare.glance(path, "民政", "特困").headings}
    assert targets == {"大名": "name", "码": "identity", "备注": "-"}
    elsewhere = {each.text: each.target for each in compare.glance(path, "车管所", "机动车").headings}
    assert elsewhere == {"大名": "name", "码": "identity", "备注": "detail"}


def test_a_list_that_can_be_read_in_part_makes_no_false_nothing_found(office: Office, tmp_path: Path) -> None:
    """Covered and cut numbers, joint owners, somebody else's name: doubts; what is nobody's to see stays named."""
    rows: list[list[Any]] = [
        ["权利人名称", "证件号码", "坐落"],
        ["甘棠", f"{GAN[:6]}********{GAN[-4:]}", "海边1号"],
        ["甘棠", "9.90101E+17", "海边2号"],
        ["甘棠", f"{GAN[:14]}****", "海边3号"],
        ["甘棠", "990102********0024", "海边4号"],
        ["外人/甘小舟", f"{STRANGER}/{XIAO}", "共有"],
        ["王测试", XIAO, "海边5号"],
        ["", "不详", "海边6号"],
        ["合计", 7],
    ]
    compare = office.hq.comparisons
    plan = compare.look(book(tmp_path / "a.xlsx", {"x": rows}), "不动产登记", "房产", received_on="2026-11-20")
    assert [(met.line.row, met.line.who.name) for met in plan.sure] == [(10_000_006, "甘小舟")]
    assert [met.line.row for met in plan.doubtful] == [2, 3, 4, 7]
    assert [(each.row, each.why, each.is_unread) for each in plan.left_out] == [
        (5, "甘棠(证件号看不清)", True),
        (8, "读不出姓名和证件号", True),
        (9, "是合计行", False),
    ]
    assert (plan.rows, plan.lines, plan.outside) == (8, 7, 1)
    took = compare.take(plan)
    assert took.told.endswith("名单里有 2 行看不清号码,核对无会注明。")
    doubts = compare.doubts(plan.record)
    assert doubts[0].candidates[0].told[:2] == ("姓名相同", "证件号露出来的几位相同")
    assert doubts[0].candidates[0].theirs.number == f"{GAN[:6]}********{GAN[-4:]}"
    assert "number" not in doubts[0].candidates[0].unlike
    assert GAN not in str(doubts)
    assert GAN[6:14] not in doubts[0].candidates[0].ours.number
    assert doubts[-1].detail == "号码相同,姓名不同:名单写王测试;坐落:海边5号"
    (none,) = compare.results(case_of(office, "蒲秀芩"))
    assert none.told.endswith("核对无(这一户没有人在名单上);名单里有 2 行看不清号码,没有核对到")


def test_a_household_with_a_line_to_settle_is_not_said_to_be_on_no_list(office: Office, vehicles: Path) -> None:
    office.hq.comparisons.take(looked(office, vehicles))
    (result,) = office.hq.comparisons.results(case_of(office, "祝云湘"))
    assert "有 1 行可能是这一户的人" in result.told
    assert "核对无" not in result.told


def test_a_list_of_which_nothing_can_be_read_says_of_nobody_that_they_are_not_on_it(
    office: Office, tmp_path: Path
) -> None:
    rows: list[list[Any]] = [["姓名", "证件号码", "坐落"], ["", "*****", "海边1号"], ["", "不详", "海边2号"]]
    plan = office.hq.comparisons.look(book(tmp_path / "a.xlsx", {"x": rows}), "不动产登记", "房产")
    assert "不记“核对无”" in plan.told
    assert office.hq.comparisons.take(plan).told == "名单里没有一行读得出是谁,没有记核对无。"
    assert office.hq.comparisons.results(case_of(office, "蒲秀芩")) == []


def test_numbers_are_shown_covered_and_showing_them_is_noted(office: Office, tmp_path: Path) -> None:
    compare = office.hq.comparisons
    slipped = GAN[:-2] + "34"
    rows = [["姓名", "身份证号", "住址"], ["甘堂", slipped, "和平路1号201室"]]
    plan = compare.look(book(tmp_path / "a.xlsx", {"x": rows}), "民政", "低保")
    compare.take(plan)
    (doubt,) = compare.doubts(plan.record)
    (candidate,) = doubt.candidates
    assert (candidate.theirs.number, candidate.ours.number) == ("990101********0034", "990101********0024")
    noted = len(journal(office.hq, "reveal"))
    assert (candidate.theirs.birth_date, candidate.ours.birth_date) == ("", "1975-**-**")
    assert candidate.unlike == ("name", "number")
    told = compare.reveal(plan.record, doubt.line)
    assert told == {"": {"number": slipped}, candidate.key: {"number": GAN, "birth_date": "1975-03-12"}}
    assert len(journal(office.hq, "reveal")) == noted + 3
    assert {"record", "results", "doubts"} == set(journal(office.hq, "compare")[-1])


def test_what_cannot_be_compared_is_one_sentence(office: Office, vehicles: Path, tmp_path: Path) -> None:
    compare = office.hq.comparisons
    with pytest.raises(AgencyUnknownError, match="民政、车管所"):
        compare.look(vehicles, "水务局", "x")
    with pytest.raises(ImportUnreadableError):
        compare.look(tmp_path / "没有.xlsx", "民政", "低保")
    with pytest.raises(ListMissingError):
        compare.undo("0" * 32)
    with pytest.raises(NotAllowedError, match="由总部的审核员、管理员来做"):
        office.l1.comparisons.look(vehicles, "民政", "低保")
