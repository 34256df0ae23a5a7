"""Sheets as people make them: columns and rows in any order, foreign headings, merged keys, oddities named once."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED, CodeRow
from fieldsurvey.case.field import Role
from fieldsurvey.case.ids import derived_record, derived_row
from fieldsurvey.case.masking import covered, mask_text
from fieldsurvey.case.parse import show
from fieldsurvey.exchange.cells import COVERED, FAILED, LOST
from fieldsurvey.exchange.errors import MapWrongError, WorkbookEmptyError
from fieldsurvey.exchange.gathering import FORBIDDEN, FORBIDDEN_SHEET, with_worker_row
from fieldsurvey.exchange.mapping import F02, checked, mapped
from fieldsurvey.exchange.shown import cells_of
from tests.unit.exchange.books import book, read


def test_columns_and_rows_come_in_any_order(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "收入": [
                ["每月相同", "收入类型", "成员", "户编号"],
                [1617, "工资性收入", "乙子", 2],
                [664, "低保金", "甲母", "1"],
            ],
            "户": [["姓名", "户编号"], ["乙", 2], ["甲", 1.0]],
            "成员": [["姓名", "户编号", "关系"], ["甲母", 1, "母亲"], ["乙子", 2, "子"]],
        },
    )
    (second, first), problems = read(path)
    assert problems == []
    assert (first.document["name"], second.document["name"]) == ("甲", "乙")
    for household, name in ((first, "甲母"), (second, "乙子")):
        (member,) = household.document["members"]
        (income,) = household.document["income"]
        assert member["name"] == name
        assert income["member"] == member["row"]
    assert first.document["income"][0]["months"] == [66_400] * 12


def test_households_and_rows_have_the_ids_that_json_lines_give_them(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["户编号", "姓名"], ["7", "甲"]],
            "成员": [["户编号", "成员号", "姓名"], [7, 3, "丙"], [7, None, "丁"]],
        },
    )
    ((household,), _) = read(path)
    record = derived_record("台账", "7")
    assert household.record == record
    rows = [member["row"] for member in household.document["members"]]
    assert rows == [derived_row(record, "members", "key:3"), derived_row(record, "members", "place:2")]


def test_a_number_that_looks_like_a_row_id_belongs_to_its_household(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["户编号", "姓名", "档案标识"], ["7", "甲", None], ["8", "乙", None], ["9", "丙", "a" * 32]],
            "成员": [
                ["户编号", "成员号", "姓名"],
                *([key, "000000000001", "子"] for key in "789"),
                *([key, "#000000000002", "女"] for key in "789"),
            ],
        },
    )
    found, problems = read(path)
    assert problems == []
    rows = [[member["row"] for member in household.document["members"]] for household in found]
    derived = [derived_row(derived_record("台账", key), "members", "key:000000000001") for key in "78"]
    assert rows == [[first, "000000000002"] for first in (*derived, "000000000001")]


LOST_KEYS = [
    (370102198001011000, LOST), (3.7010219800101e17, LOST), ("3.70102E+17", LOST), ("３.70102E+17", LOST),
    ("370102********1235", COVERED), ("***************4567", COVERED), ("#REF!", FAILED),
]  # fmt: skip


@pytest.mark.parametrize(("key", "reason"), LOST_KEYS)
def test_a_key_that_the_sheet_has_lost_names_no_household(tmp_path: Path, key: object, reason: str) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["姓名", "户编号"], ["甲", key], ["乙", key], ["丙", "1E05"]],
            "成员": [["户编号", "姓名"], [key, "丁"], [None, "戊"], ["1E05", "己"]],
        },
    )
    made = openpyxl.load_workbook(path)
    made["成员"].merge_cells("A2:A3")
    made.save(path)
    ((household,), problems) = read(path)
    assert household.document["name"] == "丙"
    assert [member["name"] for member in household.document["members"]] == ["己"]
    assert [(each.sheet, each.row, each.column, each.reason) for each in problems] == [
        (sheet, row, column, f"{reason};这一行没有采用")
        for sheet, row, column in (
            ("户", 2, "B 户编号"), ("户", 3, "B 户编号"), ("成员", 2, "A 户编号"), ("成员", 3, "A 户编号"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize(("key", "reason"), LOST_KEYS)
def test_an_identity_number_that_is_lost_names_no_household(tmp_path: Path, key: object, reason: str) -> None:
    path = book(tmp_path / "a.xlsx", {"名册": [["姓名", "身份证号"], ["甲", key], ["乙", "990101197503120024"]]})
    ((household,), problems) = read(path)
    assert household.key == "990101197503120024"
    assert [(each.row, each.column, each.reason) for each in problems] == [
        (2, "B 身份证号", f"{reason};这一行没有采用")
    ]


def test_a_name_with_a_line_break_is_kept_and_named(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["户编号", "姓名", "家庭住址"], ["1", "丁桂湘\n蒲少川", "河沿街\n8 号"], ["2", "尹素衡\n", "无"]],
            "成员": [["户编号", "姓名"], ["1", "丁\n小舟"]],
        },
    )
    found, problems = read(path)
    assert found[0].document["name"] == "丁桂湘\n蒲少川"
    told = [(each.sheet, each.row, each.column, each.reason, each.outcome) for each in problems]
    reason = "姓名里有换行,请核对是不是一个人的姓名"
    assert told == [("户", 2, "B 姓名", reason, "按原样保留"), ("成员", 2, "B 姓名", reason, "按原样保留")]


def test_unknown_headings_and_sheets_are_named_once(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["户编号", "姓名", "血型", "姓名"],
        *([number, "甲", "A", "乙"] for number in range(1, 50)),
    ]
    path = book(tmp_path / "a.xlsx", {"户": rows, "流水": [["日期", "钱"], [1, 2]], "空": []})
    households, problems = read(path)
    assert len(households) == 49
    assert [(each.sheet, each.column) for each in problems] == [("流水", ""), ("户", "C 血型"), ("户", "D 姓名")]
    assert not any(each.is_kept for each in problems)
    assert households[0].document["name"] == "甲"


def test_a_title_may_stand_above_the_headings(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"户": [["困难职工名册"], [], ["*户编号", "* 姓 名", "建筑面积"], [1, "甲", 50]]})
    ((household,), problems) = read(path)
    assert household.document == {"name": "甲", "building_area": "50"}
    assert household.row == 4
    assert problems == []


def test_a_bad_cell_never_loses_its_household(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {"户": [["户编号", "姓名", "身份证号", "存款与证券", "婚姻状况"], [1, "甲", "1.10105E+17", "许多", "不清"]]},
    )
    ((household,), problems) = read(path)
    assert household.document == {"name": "甲", "savings": {"typed": "许多"}, "marital": {"typed": "不清"}}
    told = {each.column: (each.row, each.is_kept) for each in problems}
    assert told == {"C 身份证号": (2, False), "D 存款与证券": (2, True), "E 婚姻状况": (2, True)}


def test_rows_that_belong_to_nobody_are_refused(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["户编号", "姓名"], [1, "甲"], [None, "乙"], [1, "丙"]],
            "成员": [["户编号", "姓名"], [9, "丁"], [None, "戊"], [1, "己"], [1, None]],
        },
    )
    ((household,), problems) = read(path)
    assert [member["name"] for member in household.document["members"]] == ["己"]
    assert [(each.sheet, each.row) for each in problems] == [("户", 3), ("户", 4), ("成员", 2), ("成员", 3)]


def test_a_key_merged_over_several_rows_stands_in_each(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {"户": [["户编号", "姓名"], [1, "甲"]], "成员": [["户编号", "姓名"], [1, "乙"], [None, "丙"], [None, "丁"]]},
    )
    made = openpyxl.load_workbook(path)
    made["成员"].merge_cells("A2:A3")
    made.save(path)
    ((household,), problems) = read(path)
    assert [member["name"] for member in household.document["members"]] == ["乙", "丙"]
    assert [each.row for each in problems] == [4]


def test_hidden_rows_and_sheets_are_read_like_others(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", {"户": [["户编号", "姓名"], [1, "甲"], [2, "乙"]], "成员": [["户编号", "姓名"], [2, "丙"]]}
    )
    made = openpyxl.load_workbook(path)
    made["户"].row_dimensions[2].hidden = True
    made["成员"].sheet_state = "hidden"
    made.save(path)
    households, _ = read(path)
    assert [each.document["name"] for each in households] == ["甲", "乙"]
    assert households[1].document["members"][0]["name"] == "丙"


def test_the_worker_comes_by_itself_and_may_be_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名"], [1, "甲"]],
        "成员": [["户编号", "姓名", "关系"], [1, "乙", "子"]],
        "收入": [["户编号", "成员", "收入类型"], [1, "甲", "工资性收入"], [1, "本人", "低保金"], [1, "丙", "其他收入"]],
    }
    ((household,), problems) = read(book(tmp_path / "a.xlsx", sheets))
    document = with_worker_row(household.document, household.record)
    worker, child = document["members"]
    assert worker == {"row": worker["row"], "relation": "01", "counts_in_household": True}
    assert child["name"] == "乙"
    assert [each["member"] for each in document["income"]] == [worker["row"], worker["row"], {"typed": "丙"}]
    assert [each.column for each in problems] == ["B 成员"]
    sheets["成员"].append([1, "甲", "本人"])
    ((household,), _) = read(book(tmp_path / "b.xlsx", sheets))
    assert with_worker_row(household.document, household.record) == household.document
    assert household.document["income"][0]["member"] == household.document["members"][1]["row"]
    assert household.document["income"][1]["member"] == household.document["members"][1]["row"]


def test_two_members_of_one_name_are_told_apart_by_number(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["户编号", "姓名"], [1, "甲"]],
            "成员": [["户编号", "成员号", "姓名"], [1, 1, "乙"], [1, 2, "乙"], [1, 2, "丙"]],
            "收入": [["户编号", "成员"], [1, "乙"], [1, 2]],
        },
    )
    ((household,), problems) = read(path)
    members = household.document["members"]
    assert [each["member"] for each in household.document["income"]] == [{"typed": "乙"}, members[1]["row"]]
    assert [(each.sheet, each.row) for each in problems] == [("成员", 4), ("收入", 2)]


def test_what_a_desk_may_not_write_is_refused_and_named_once(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "户": [["户编号", "姓名", "档案号", "办理状态"], [1, "甲", "K-1", "公示中"], [2, "乙", "K-2", "已入户"]],
            "认定": [["户编号", "理由"], [1, "符合"], [2, "符合"]],
        },
    )
    households, problems = read(path, roles=frozenset({Role.SURVEYOR}))
    assert [each.document["name"] for each in households] == ["甲", "乙"]
    assert not any("case_no" in each.document or "determinations" in each.document for each in households)
    assert [each.document.get("status") for each in households] == [None, {"status": "surveyed"}]
    assert {(each.sheet, each.row, each.column, each.reason) for each in problems} == {
        ("户", 1, "C 档案号", FORBIDDEN),
        ("户", 2, "D 办理状态", "这台设备不能记这一步办理状态"),
        ("认定", 1, "", FORBIDDEN_SHEET),
    }
    assert len(problems) == 3


def test_a_household_of_200_members(tmp_path: Path) -> None:
    rows: list[list[Any]] = [
        ["户编号", "成员号", "姓名"],
        *([1, number, f"成员{number}𡛟"] for number in range(1, 201)),
    ]
    ((household,), problems) = read(book(tmp_path / "a.xlsx", {"户": [["户编号", "姓名"], [1, "甲"]], "成员": rows}))
    assert [each["name"] for each in household.document["members"]] == [row[2] for row in rows[1:]]
    assert problems == []


def test_a_sheet_without_our_headings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorkbookEmptyError):
        read(book(tmp_path / "a.xlsx", {"户": [["甲", "乙"], [1, 2]]}))
    with pytest.raises(WorkbookEmptyError):
        read(book(tmp_path / "b.xlsx", {"Sheet1": []}))


def test_a_list_of_households_may_be_called_anything(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"Sheet1": [["户编号", "职工姓名", "联系电话"], [1, "甲", 13800000001]]})
    ((household,), _) = read(path)
    assert household.document == {"name": "甲", "mobile": "13800000001"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_the_encodings_of_the_country(tmp_path: Path, encoding: str, separator: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(
        "户编号,姓名,存款与证券,备注\r\n1,韩𡛟清,1617.00,'=1+1\r\n".replace(",", separator).encode(encoding)
    )
    ((household,), problems) = read(path)
    assert household.document == {"name": "韩𡛟清", "savings": 161_700, "remark": "=1+1"}
    assert problems == []


def test_a_csv_file_called_xlsx_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "名册.xlsx"
    path.write_text("户编号,姓名\n1,甲\n", encoding="utf-8")
    assert read(path)[0][0].document == {"name": "甲"}


FOREIGN = {
    "职工姓名": "甲", "单位名称": "某厂", "性别": "女", "年龄": 51, "身份证": "990101197503120024",
    "银行卡": "6222020200112230004", "家庭地址": "某路 1 号", "联系电话": "13800000001", "家庭人数": 3,
    "本人月平均收入": 1617, "致困原因": "子女上学", "说明": "困难",
}  # fmt: skip


def test_a_foreign_list_by_the_national_form(tmp_path: Path) -> None:
    table, left_out = mapped(F02, CASE)
    path = book(tmp_path / "a.xlsx", {"导出": [list(FOREIGN), list(FOREIGN.values())]})
    ((household,), problems) = read(path, tables=(table,), left_out=left_out)
    assert problems == []
    assert household.key == "990101197503120024"
    document = household.document
    assert (document["name"], document["sex"], document["statement"]) == ("甲", "2", "困难")
    assert document["bank"] == {"number": "6222020200112230004"}
    assert [(each["rank"], each["cause"]) for each in document["causes"]] == [("main", "9")]
    assert [(each["type"], each["months"]) for each in document["income"]] == [("wage", [161_700] * 12)]


def test_two_columns_for_one_field_never_replace_each_other(tmp_path: Path) -> None:
    table, left_out = mapped(F02, CASE)
    rows: list[list[Any]] = [
        ["户编号", "姓名", "致困原因", "主要致困原因"],
        [1, "甲", "子女上学", "本人大病"],
        [2, "乙", "子女上学", "子女上学"],
        [3, "丙", None, "子女上学"],
    ]
    found, problems = read(book(tmp_path / "a.xlsx", {"x": rows}), tables=(table,), left_out=left_out)
    assert [[each["cause"] for each in household.document["causes"]] for household in found] == [["9"]] * 3
    assert [(each.row, each.column, each.reason, each.text, each.is_kept) for each in problems] == [
        (2, "D 主要致困原因", "与“致困原因”一列写的不同,这一格没有采用", "本人大病", False)
    ]


def test_a_map_of_ones_own(tmp_path: Path) -> None:
    own = checked("街道表", {"编号": "key", "职工": "name", "月租": "rent_month", "血型": "-"}, CASE)
    table, left_out = mapped(own, CASE)
    path = book(tmp_path / "a.xlsx", {"x": [["编号", "职工", "月租", "血型", "民族"], ["A-1", "甲", 300, "A", "汉族"]]})
    ((household,), problems) = read(path, tables=(table,), left_out=left_out)
    assert household.key == "A-1"
    assert household.document == {"name": "甲", "rent_month": 30_000, "ethnicity": "01"}
    assert problems == []


@pytest.mark.parametrize(
    "targets",
    [{}, {"": "name"}, {"甲": "nmae"}, {"甲": "identity.xx"}, {"甲": "no[a=b]/c"}, {"甲": "causes[x=y]/cause"}],
)  # fmt: skip
def test_maps_that_cannot_be(targets: dict[str, str]) -> None:
    with pytest.raises(MapWrongError):
        checked("x", targets, CASE)


@pytest.mark.parametrize("name", ["", " ", "F02", "x" * 61])
def test_names_of_maps_that_cannot_be(name: str) -> None:
    with pytest.raises(MapWrongError):
        checked(name, {"甲": "name"}, CASE)


def test_every_target_of_the_national_form_is_a_field() -> None:
    checked("副本", F02.targets, CASE)


def test_edited_tables_and_codes_are_known(tmp_path: Path) -> None:
    tables = {"marital": SEEDED["marital"].edited([CodeRow("50", "分居"), CodeRow("40", "离婚")])}
    path = book(tmp_path / "a.xlsx", {"户": [["户编号", "婚姻状况"], [1, "分居"], [2, "离婚"], [3, "离异"]]})
    households, problems = read(path, catalogue=CASE.with_tables(tables))
    assert [each.document["marital"] for each in households] == ["50", "40", {"typed": "离异"}]
    assert len(problems) == 1


def test_sorts_of_identity_documents_are_those_of_the_office(tmp_path: Path) -> None:
    rows = [CodeRow("passport", "护照本"), CodeRow("x1", "军官证", names=("军官",)), CodeRow("none", is_retired=True)]
    catalogue = CASE.with_tables({"identity_type": SEEDED["identity_type"].edited(rows)})
    lines = [[1, "护照本", "E1234567"], [2, "军官", "8"], [3, "户口本", "9"], [4, "护照", "E7654321"]]
    path = book(tmp_path / "a.xlsx", {"户": [["户编号", "身份证件类型", "身份证件号码"], *lines]})
    households, problems = read(path, catalogue=catalogue)
    assert [each.document["identity"] for each in households] == [
        {"type": "passport", "number": "E1234567"},
        {"type": "x1", "number": "8"},
        {"type": "household_booklet", "number": "9"},
        {"typed": "护照 E7654321"},
    ]
    assert len(problems) == 1
    field = catalogue.field("members/x/identity")
    for each in households[:3]:
        value = each.document["identity"]
        cells = cells_of(field, value, {})
        assert cells == {"number": value["number"], "type": field.choices.labels[value["type"]]}
        assert covered(field, value).startswith(field.choices.labels[value["type"]] + " ")
        assert value["number"] not in mask_text(field, show(field, value)) or len(value["number"]) == 1
