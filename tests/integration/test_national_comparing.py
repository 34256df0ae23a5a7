"""三方比对: the national list, the file and the paper of each household, and what is kept of it."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.case.field import Role
from fieldsurvey.exchange.errors import ListEmptyError, ListUnmappedError, MapUnknownError
from fieldsurvey.services.national_comparing import Compared, Comparison
from fieldsurvey.store import changes
from tests.integration.homes import Office
from tests.integration.seats import write_lines
from tests.unit.exchange.books import book

A, B, STRANGER = "990101198001010024", "990101197502020031", "990101196003030011"
HOUSEHOLDS: list[dict[str, Any]] = [
    {"key": "1", "name": "甘棠", "identity": {"type": "id_card", "number": A}, "mobile": "13800001234",
     "political": "04", "birth_date": "1980-01-01", "home_address": "和平路1号"},
    {"key": "2", "name": "余怀瑾", "identity": {"type": "id_card", "number": B}, "worker_no": "ZG2"},
    {"key": "3", "name": "白新文"},
]  # fmt: skip
ROWS: list[list[Any]] = [
    ["困难职工名单"],
    ["序号", "手机", "姓名", "身份证号码", "编号", "政治面貌", "出生日期", "是否合格"],
    [1, "13900001234", "甘棠", "990101********0024", "", "民主党派", "1980年1月1日", "合格"],
    [2, "", "余怀谨", B, "ZG2", "", "", "合格"],
    [3, "", "外乡人", STRANGER, "ZG9", "", "", "合格"],
    ["合计", 3],
]  # fmt: skip


@pytest.fixture
def hq(office: Office, tmp_path: Path) -> OpenHome:
    office.hq.cases.import_lines(write_lines(tmp_path / "h.jsonl", HOUSEHOLDS), source="台账")
    return office.hq


def with_number(rows: list[list[Any]], number: str) -> list[list[Any]]:
    """The list with the first household's identity number in full and a 职工编号."""
    return [*rows[:2], [1, "13900001234", "甘棠", A, number, *rows[2][5:]], *rows[3:]]


def by_name(found: Comparison) -> dict[str, Compared]:
    return {each.name: each for each in found.households}


def case_of(home: OpenHome, name: str) -> str:
    return home.cases.find(name).rows[0].case_id


def verification(home: OpenHome, name: str) -> dict[str, Any]:
    (row,) = home.cases.show(case_of(home, name)).document["verifications"]
    return dict(row)


def test_each_line_finds_its_household_and_each_box_its_three_values(hq: OpenHome, tmp_path: Path) -> None:
    hq.papers.print_forms([case_of(hq, "甘棠")], tmp_path / "f.pdf")
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": with_number(ROWS, "ZG1")}))
    assert found.columns == {
        "手机号码": "手机", "姓名": "姓名", "身份证号": "身份证号码", "职工编号": "编号", "政治面貌": "政治面貌",
        "出生日期": "出生日期",
    }  # fmt: skip
    assert found.unknown == ("序号", "是否合格")
    told = by_name(found)
    assert {name: (each.outcome, each.row, each.method) for name, each in told.items()} == {
        "甘棠": ("differs", 3, "number"), "余怀谨": ("differs", 4, "number"), "外乡人": ("only_there", 5, ""),
        "白新文": ("only_here", 0, ""),
    }  # fmt: skip
    (mobile,) = told["甘棠"].boxes
    assert (mobile.label, mobile.national, mobile.here, mobile.paper, mobile.paper_differs) == (
        "手机号码", "139****1234", "138****1234", "138****1234", False,
    )  # fmt: skip
    assert told["甘棠"].gives_number
    assert not told["余怀谨"].gives_number
    assert [box.label for box in told["余怀谨"].boxes] == ["姓名"]


def test_a_covered_number_is_found_by_name_and_birth_date(hq: OpenHome, tmp_path: Path) -> None:
    told = by_name(hq.national.look(book(tmp_path / "n.xlsx", {"x": ROWS})))["甘棠"]
    assert told.case_id == case_of(hq, "甘棠")
    assert told.outcome in ("differs", "doubtful")
    assert "身份证号" not in {box.label for box in told.boxes}


def test_a_paper_that_says_something_else_is_named(hq: OpenHome, tmp_path: Path) -> None:
    case_id = case_of(hq, "甘棠")
    hq.papers.print_forms([case_id], tmp_path / "f.pdf")
    draft = hq.visits.start(case_id).draft_id
    hq.visits.answer(draft, "mobile", "13900001234")
    hq.visits.finish(draft, later=True)
    (mobile,) = by_name(hq.national.look(book(tmp_path / "n.xlsx", {"x": with_number(ROWS, "")})))["甘棠"].boxes
    assert (mobile.is_equal, mobile.paper_differs, mobile.paper) == (True, True, "138****1234")


def test_the_outcome_and_the_number_are_kept_once(hq: OpenHome, tmp_path: Path) -> None:
    path = book(tmp_path / f"{STRANGER} 名单.xlsx", {"x": with_number(ROWS, "ZG1")})
    found = hq.national.look(path)
    assert found.file == "990101********0011 名单.xlsx"
    took = hq.national.take(found, with_numbers=True)
    assert took.told == "已记入 3 户的比对结果,采用 1 个职工编号。"
    kept = verification(hq, "甘棠")
    assert (kept["agency"], kept["item"], kept["is_hit"], kept["method"]) == ("national", "三方比对", True, "number")
    assert kept["detail"] == "不同:手机号码(全国系统:139****1234;本程序:138****1234)"
    assert verification(hq, "白新文")["is_hit"] is False
    assert hq.cases.show(case_of(hq, "甘棠")).document["worker_no"] == "ZG1"
    case_id = case_of(hq, "甘棠")
    with hq.seat.database.begin() as session:
        said = changes.of_records(session, "case", [case_id])[case_id]
    assert {change.why for _, change in said} == {"", "三方比对"}
    again = hq.national.take(hq.national.look(path), with_numbers=True)
    assert (again.results, again.numbers) == (0, 0)


def test_a_number_is_taken_only_on_demand_and_only_by_a_reviewer(hq: OpenHome, tmp_path: Path) -> None:
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": with_number(ROWS, "ZG1")}))
    hq.national.take(found, with_numbers=False)
    hq.seat.roles = frozenset({Role.ADMINISTRATOR})
    assert hq.national.take(found, with_numbers=True).numbers == 0
    assert "worker_no" not in hq.cases.show(case_of(hq, "甘棠")).document


def test_one_number_and_two_people_are_for_somebody_to_look_at(hq: OpenHome, tmp_path: Path) -> None:
    rows = [ROWS[1], [1, "", "甘棠", A, "ZG2", "", "", ""]]
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": rows})).households
    assert (found[0].outcome, found[0].told) == ("doubtful", "职工编号相同,身份证号不同,请核对")


def test_one_number_given_to_two_people_names_both_and_is_taken_for_nobody(hq: OpenHome, tmp_path: Path) -> None:
    rows = [ROWS[1], [1, "", "甘棠", A, "ZG7", "", "", ""], [2, "", "白新文", "", "zg7", "", "", ""],
            [3, "", "甘棠", A, "ZG7", "", "", ""]]  # fmt: skip
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": rows}))
    told = "职工编号 ZG7 在名单里给了两个人:第 2 行甘棠、第 3 行白新文,不采用"
    assert [told in each.told for each in found.households[:3]] == [True, True, True]
    assert (found.numbers, told in found.told) == (0, True)
    assert hq.national.take(found, with_numbers=True).numbers == 0
    assert "worker_no" not in hq.cases.show(case_of(hq, "甘棠")).document


def test_a_right_number_with_another_name_is_a_doubt(hq: OpenHome, tmp_path: Path) -> None:
    rows = [ROWS[1], [1, "", "王测试", A, "ZG7", "", "", ""]]
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": rows})).households
    assert (found[0].outcome, found[0].case_id) == ("doubtful", case_of(hq, "甘棠"))
    assert "号码相同,姓名不同:名单写王测试" in found[0].told


def test_those_only_here_come_in_the_order_of_their_survey_numbers(hq: OpenHome, tmp_path: Path) -> None:
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": [ROWS[1], ROWS[4]]})).households
    numbers = [each.survey_no for each in found if each.outcome == "only_here"]
    assert len(numbers) == 3
    assert numbers == sorted(numbers)


def test_the_outcome_is_a_workbook_with_covered_numbers(hq: OpenHome, tmp_path: Path) -> None:
    found = hq.national.look(book(tmp_path / "n.xlsx", {"x": with_number(ROWS, "ZG1")}))
    hq.national.export(tmp_path / "out.xlsx", found)
    rows = list(openpyxl.load_workbook(tmp_path / "out.xlsx")["三方比对"].iter_rows(values_only=True))
    assert rows[0][0] == found.told
    assert rows[2][:8] == (
        "有不同", "3", rows[2][2], "甘棠", "ZG1", "手机号码", "139****1234", "138****1234",
    )  # fmt: skip
    assert "13800001234" not in str(rows)


def test_odd_files_are_refused_in_a_sentence(hq: OpenHome, tmp_path: Path) -> None:
    with pytest.raises(ListEmptyError):
        hq.national.look(book(tmp_path / "a.xlsx", {"x": [["天气", "温度"], ["晴", 20]]}))
    with pytest.raises(ListUnmappedError):
        hq.national.look(book(tmp_path / "b.xlsx", {"x": [["性别", "民族"], ["男", "汉族"]]}))
    with pytest.raises(MapUnknownError):
        hq.national.look(book(tmp_path / "c.xlsx", {"x": ROWS}), map_name="没有这个")
    hq.spreadsheets.save_map("全国系统", {"持卡人": "name", "卡号": "bank.number"})
    found = hq.national.look(book(tmp_path / "d.xlsx", {"x": [["持卡人", "卡号"], ["白新文", "1"]]}))
    assert found.columns == {"姓名": "持卡人", "银行卡号": "卡号"}
