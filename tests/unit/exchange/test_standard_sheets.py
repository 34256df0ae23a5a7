"""Standards from spreadsheets: any order of columns, one to a row or one column for each item, days as people write."""

from pathlib import Path

import openpyxl
import pytest

from fieldsurvey.exchange.errors import StandardsNotFoundError
from fieldsurvey.exchange.standard_sheets import SheetStandard, read_standards, write_standards_template
from fieldsurvey.rules.announced import Entered

URBAN, WAGE, INCOME = "dibao_urban_month", "min_wage_month", "disposable_income_pc_year"


def read(folder: Path, *rows: tuple[str | int | None, ...], merge: str = "") -> list[SheetStandard]:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    book.save(folder / "s.xlsx")
    return read_standards(folder / "s.xlsx")


def test_one_to_a_row_in_any_order(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("云州市各项标准(虚构)",),
        ("文号", "数额", "项目", "执行日期", "地区", "公布日"),
        ("云政〔2026〕1号", "664元/月", "城市低保标准", "2026年1月1日", "北京市朝阳区", "2025-12-20"),
        ("", 1160, "最低工资标准(元/月)", "20260101", "全部", None),
        ("", "36,000.50 元/年", "居民人均可支配收入(上年)", "2026-01-01", "370200", None),
    )
    assert [each.entered for each in found] == [
        Entered("110105", URBAN, 66_400, "2026-01-01", "2025-12-20", "云政〔2026〕1号"),
        Entered("", WAGE, 116_000, "2026-01-01"),
        Entered("370200", INCOME, 3_600_050, "2026-01-01"),
    ]


def test_a_column_for_each_item_and_a_merged_place(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        ("地区", "城市低保(元/月)", "最低工资", "执行日"),
        ("山东省", 664, 1160, "2026-01-01"),
        (None, 690, None, "2027-01-01"),
        merge="A2:A3",
    )
    assert [(each.entered.place, each.entered.item, each.entered.amount_fen) for each in found if each.entered] == [
        ("370000", URBAN, 66_400), ("370000", WAGE, 116_000), ("370000", URBAN, 69_000)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (("朝阳区", "城市低保", 664, "2026-01-01"), "请写区划代码"),
        (("云州市", "城市低保", 664, "2026-01-01"), "没有查到"),
        (("", "城市低保", 664, "2026-01-01"), "全部"),
        (("全部", "高温补贴", 664, "2026-01-01"), "高温补贴"),
        (("全部", "城市低保", "六百", "2026-01-01"), "六百"),
        (("全部", "城市低保", "7968元/年", "2026-01-01"), "每年"),
        (("全部", "城市低保", None, "2026-01-01"), "没有写数额"),
        (("全部", "城市低保", 664, "2026年1月"), "2026年1月"),
        (("全部", "城市低保", 664, None), "没有写执行日"),
    ],
)
def test_what_is_wrong_is_said_of_its_row(tmp_path: Path, row: tuple[str | int | None, ...], problem: str) -> None:
    (found,) = read(tmp_path, ("地区", "项目", "数额", "执行日"), row)
    assert found.entered is None
    assert problem in found.problem
    assert found.where == "Sheet 第 2 行"


def test_a_sheet_of_something_else_is_refused_and_the_template_is_not(tmp_path: Path) -> None:
    with pytest.raises(StandardsNotFoundError):
        read(tmp_path, ("姓名", "数额"), ("甲", 1))
    write_standards_template(tmp_path / "t.xlsx")
    assert read_standards(tmp_path / "t.xlsx") == []
