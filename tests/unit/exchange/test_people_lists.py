"""Lists of other offices as they come: any order of columns, titles above, sums and notes below, numbers gone wrong."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldsurvey.exchange.cells import COVERED, LOST
from fieldsurvey.exchange.errors import ListEmptyError, ListUnmappedError, WorkbookOldError
from fieldsurvey.exchange.opening import opened
from fieldsurvey.exchange.people_lists import PersonLine, Read, line_named, line_told, list_sheet, people
from fieldsurvey.progress import Progress
from tests.unit.exchange.books import book

NUMBER, OTHER = "990101197503120024", "990101198801150031"


def lines(path: Path, known: Mapping[str, str] | None = None, sheet: str = "") -> tuple[list[PersonLine], Read]:
    """The people of a file, and what was met on the way."""
    read = Read()
    with opened(path) as sheets:
        return list(people(list_sheet(sheets, known or {}, sheet), read, Progress())), read


def targets(path: Path, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """What each column is taken for."""
    with opened(path) as sheets:
        return {each.text: each.target for each in list_sheet(sheets, known or {}).headings}


def odd_book(path: Path) -> Path:
    """A list as an office sends it: a title over all columns, an odd order, one person's cells merged, sums, a note."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "2026年度"
    rows: list[list[Any]] = [
        ["青河区机动车登记信息比对结果(2026年)"],
        ["制表单位:青河区车辆管理所"],
        ["序号", "号牌号码", "登记日期", "所有人", "住所地址", "身份证明号码"],
        [1, "云A10001", date(2019, 5, 6), "甘 棠", "和平路1号", NUMBER],
        [2, "云A10002", date(2020, 1, 2), None, None, None],
        [3, "云A20001", "2021.3.4", "祝云湘", "建设街2号", OTHER],
        ["合计", 3],
        ["注:以上信息截至本月"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:F1")
    for column in "DEF":
        sheet.merge_cells(f"{column}4:{column}5")
    made.save(path)
    return path


def test_an_odd_list_is_read_line_by_line(tmp_path: Path) -> None:
    path = odd_book(tmp_path / "a.xlsx")
    found, read = lines(path)
    assert targets(path) == {
        "序号": "-", "号牌号码": "detail", "登记日期": "detail", "所有人": "name", "住所地址": "address",
        "身份证明号码": "identity",
    }  # fmt: skip
    assert [(each.row, each.who.name, each.who.number, each.who.address) for each in found] == [
        (4, "甘棠", NUMBER, "和平路1号"),
        (5, "甘棠", NUMBER, "和平路1号"),
        (6, "祝云湘", OTHER, "建设街2号"),
    ]
    assert [each.detail for each in found][:2] == [
        "号牌号码:云A10001;登记日期:2019-05-06",
        "号牌号码:云A10002;登记日期:2020-01-02",
    ]
    assert (found[0].who.birth_date, found[0].who.sex) == ("1975-03-12", "2")
    assert (read.rows, read.lines) == (5, 3)
    assert [(each.row, each.why, each.is_unread) for each in read.left_out] == [
        (7, "是合计行", False),
        (8, "只有一格有字,当作附注", False),
    ]


@pytest.mark.parametrize(
    ("raw", "number", "lost"),
    [
        (NUMBER, NUMBER, ""),
        (f" {NUMBER[:6]}-{NUMBER[6:]} ", NUMBER, ""),
        (float(NUMBER), "990101197503120***", LOST),
        (990101197503120900.0, "990101197503120***", LOST),
        (990101197503121000.0, "990101197503121***", LOST),
        ("9.90101E+17", "990101************", LOST),
        ("9.9010E+17", "9901**************", LOST),
        ("990101********0024", "990101********0024", COVERED),
        ("990101****0024", "990101********0024", COVERED),
        ("99010119750312****", "99010119750312****", COVERED),
        ("990101××××××××0024", "990101********0024", COVERED),
        ("990101XXXXXXXX002X", "990101********002X", COVERED),
        ("****", "", COVERED),
        (990101750312002.0, "990101197503120024", ""),
        ("无", "", ""),
        ("00000000000000000X", "", ""),
    ],
)
def test_numbers_as_sheets_have_them(tmp_path: Path, raw: object, number: str, lost: str) -> None:
    (line,), read = lines(
        book(tmp_path / "a.xlsx", {"x": [["姓名", "身份证号", "出生日期"], ["甘棠", raw, 19750312.0]]})
    )
    assert (line.who.number, line.lost, line.who.birth_date) == (number, lost, "1975-03-12")
    assert read.lost == bool(lost)


def test_what_somebody_said_of_a_column_goes_before_what_is_guessed(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"x": [["户主", "大名", "码", "低保金"], ["老甘", "甘棠", NUMBER, 700]]})
    assert targets(path) == {"户主": "name", "大名": "detail", "码": "identity", "低保金": "detail"}
    said = {"大名": "name", "码": "identity", "户主": "-"}
    assert targets(path, said) == {"户主": "-", "大名": "name", "码": "identity", "低保金": "detail"}
    (line,), _ = lines(path, said)
    assert (line.who.name, line.who.number, line.detail) == ("甘棠", NUMBER, "低保金:700")


@pytest.mark.parametrize(
    ("headings", "found"),
    [
        ("权利人名称,证件号码,坐落,面积", "name,identity,detail,detail"),
        ("共有人,共有人证件号码,坐落", "name,identity,detail"),
        ("义务人,义务人证件号,坐落", "name,identity,detail"),
        ("号牌号码,机动车所有人,车主身份证明号码", "detail,name,identity"),
        ("企业名称,法定代表人,统一社会信用代码,法定代表人身份证号码", "detail,name,detail,identity"),
        ("字号名称,经营者,经营者证件号码", "detail,name,identity"),
        ("低保证号,户主姓名,户主身份证号码,保障对象,身份证号", "detail,detail,detail,name,identity"),
    ],
)
def test_the_headings_of_each_office_are_known(tmp_path: Path, headings: str, found: str) -> None:
    row = ["甲"] * len(headings.split(","))
    assert list(targets(book(tmp_path / "a.xlsx", {"x": [headings.split(","), row]})).values()) == found.split(",")


def test_where_no_heading_says_it_the_cells_do(tmp_path: Path) -> None:
    rows = [
        ["颜色", "谁", "码", "在哪"],
        ["白色", "甘棠", NUMBER, "和平路"],
        ["黄色", "祝云湘", f"{OTHER[:14]}****", "x"],
    ]
    assert list(targets(book(tmp_path / "a.xlsx", {"x": rows})).values()) == ["detail", "name", "identity", "detail"]
    # Nobody's name stands beside the number: nothing is guessed.
    rows = [["甲", "颜色", "码"], ["甘棠", "白色", NUMBER], ["祝云湘", "黄色", OTHER]]
    assert list(targets(book(tmp_path / "b.xlsx", {"x": rows})).values()) == ["detail", "detail", "identity"]


def test_a_list_without_headings_loses_no_row(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"x": [["甘棠", NUMBER, "和平路"], ["祝云湘", OTHER, "建设街"]]})
    found, read = lines(path)
    assert [(each.row, each.who.name, each.who.number) for each in found] == [(1, "甘棠", NUMBER), (2, "祝云湘", OTHER)]
    assert (read.rows, targets(path)) == (2, {"A列": "name", "B列": "identity", "C列": "detail"})


def test_each_row_is_compared_or_named(tmp_path: Path) -> None:
    rows = [["姓名", "证件号码", "坐落"], ["甘棠", NUMBER, "x"], ["祝云湘"], ["", "不详", "海边1号"], ["注:到本月为止"]]
    found, read = lines(book(tmp_path / "a.xlsx", {"x": rows}))
    assert [(each.row, each.who.name) for each in found] == [(2, "甘棠"), (3, "祝云湘")]
    assert [(each.row, each.is_unread) for each in read.left_out] == [(4, True), (5, False)]
    assert read.rows == 4


@pytest.mark.parametrize(
    ("name", "number", "people_there"),
    [
        ("甘棠/祝云湘", f"{NUMBER}/{OTHER}", [(2, "甘棠", NUMBER), (10_000_002, "祝云湘", OTHER)]),
        ("甘棠、祝云湘", f"{NUMBER}、{OTHER}", [(2, "甘棠", NUMBER), (10_000_002, "祝云湘", OTHER)]),
        ("甘棠 祝云湘", f"{NUMBER}\n{OTHER}", [(2, "甘棠", NUMBER), (10_000_002, "祝云湘", OTHER)]),
        ("甘棠,祝云湘", NUMBER, [(2, "甘棠", NUMBER), (10_000_002, "祝云湘", "")]),
        ("甘 棠", f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", [(2, "甘棠", NUMBER)]),
    ],
)
def test_joint_owners_in_one_cell(
    tmp_path: Path, name: str, number: str, people_there: list[tuple[int, str, str]]
) -> None:
    found, _ = lines(book(tmp_path / "a.xlsx", {"x": [["权利人", "证件号", "坐落"], [name, number, "x"]]}))
    assert [(each.row, each.who.name, each.who.number) for each in found] == people_there
    assert [line_named(line_told(each.row)) for each in found] == [each.row for each in found]
    assert [line_told(each.row) for each in found] == ["2", "2.2"][: len(found)]


def test_two_columns_of_one_heading_are_told_apart(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", {"x": [["姓名", "身份证号", "姓名", "身份证号"], ["甘棠", NUMBER, "祝云湘", OTHER]]}
    )
    found = targets(path)
    assert found == {"姓名": "name", "身份证号": "identity", "姓名(2)": "detail", "身份证号(2)": "detail"}
    (line,), _ = lines(path, found)
    assert (line.who.name, line.detail) == ("甘棠", f"姓名(2):祝云湘;身份证号(2):{OTHER}")
    swapped = {"姓名": "-", "身份证号": "-", "姓名(2)": "name", "身份证号(2)": "identity"}
    (line,), _ = lines(path, swapped)
    assert (line.who.name, line.who.number, line.detail) == ("祝云湘", OTHER, "")


def test_a_list_without_any_known_heading_can_be_told(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", {"x": [["名单"], ["甲栏", "乙栏"], ["甘棠", 700]]})
    with pytest.raises(ListUnmappedError, match="甲栏、乙栏"):
        lines(path)
    (line,), _ = lines(path, {"甲栏": "name"})
    assert (line.row, line.who.name, line.detail) == (3, "甘棠", "乙栏:700")


def test_another_sheet_can_be_chosen_and_the_fullest_is_first(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        {
            "说明": [["姓名"]],
            "东区": [["姓名", "身份证"], ["甘棠", NUMBER]],
            "西区": [["姓名", "身份证"], ["祝云湘", OTHER]],
        },
    )
    assert lines(path)[0][0].who.name == "甘棠"
    assert lines(path, sheet="西区")[0][0].who.name == "祝云湘"
    with pytest.raises(ListEmptyError):
        lines(path, sheet="南区")


def test_the_same_content_has_one_fingerprint_whatever_the_file(tmp_path: Path) -> None:
    rows = "姓名,身份证\n甘棠,990101197503120024\n"
    one, two, other = tmp_path / "1.csv", tmp_path / "2.csv", tmp_path / "3.csv"
    one.write_bytes(rows.encode("gb18030"))
    two.write_bytes(rows.encode("utf-8-sig"))
    other.write_bytes(rows.replace("棠", "塘").encode())
    assert lines(one)[1].fingerprint == lines(two)[1].fingerprint != lines(other)[1].fingerprint


def test_odd_files_are_refused_as_an_import_refuses_them(tmp_path: Path) -> None:
    old, empty = tmp_path / "a.et", tmp_path / "b.xlsx"
    old.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))
    with pytest.raises(WorkbookOldError):
        lines(old)
    with pytest.raises(ListEmptyError):
        lines(book(empty, {"x": []}))
