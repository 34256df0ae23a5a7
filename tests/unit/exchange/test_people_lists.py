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
from fieldsurvey.exchange.people_lists import PersonLine, Read, list_sheet, people
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
    assert (read.lines, read.skipped) == (3, 2)


@pytest.mark.parametrize(
    ("raw", "number", "lost"),
    [
        (NUMBER, NUMBER, ""),
        (f" {NUMBER[:6]}-{NUMBER[6:]} ", NUMBER, ""),
        (float(NUMBER), "", LOST),
        ("9.90101E+17", "", LOST),
        ("990101********0024", "", COVERED),
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
    assert targets(path) == {"户主": "name", "大名": "detail", "码": "detail", "低保金": "detail"}
    said = {"大名": "name", "码": "identity", "户主": "-"}
    assert targets(path, said) == {"户主": "-", "大名": "name", "码": "identity", "低保金": "detail"}
    (line,), _ = lines(path, said)
    assert (line.who.name, line.who.number, line.detail) == ("甘棠", NUMBER, "低保金:700")


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
