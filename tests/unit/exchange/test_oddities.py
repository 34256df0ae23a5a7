"""What is not as it should be in a sheet is named at its own cell, and takes nothing else along."""

from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.exchange.cells import NO_RESULT
from tests.unit.exchange.books import book, read


@pytest.mark.parametrize(
    ("word", "called"),
    [
        ("合计", "合计"),
        ("合 计", "合计"),
        ("小计:", "小计"),
        ("总计(2户)", "总计"),
        ("共计2户", "共计"),
        ("本页小计", "小计"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_row_of_sums_is_no_household(tmp_path: Path, word: str, called: str, place: int) -> None:
    rows: list[list[Any]] = [["序号", "户编号", "姓名", "存款"], [1, "甲一", "甲", 5], [2, "甲二", "合计明", 7]]
    last: list[Any] = [None, None, None, 12]
    last[place] = word
    households, problems = read(book(tmp_path / "a.xlsx", {"户": [*rows, last]}))
    assert [each.key for each in households] == ["甲一", "甲二"]
    assert [each.reason for each in problems if each.row == 4] == [f"第 4 行是{called},没有导入"]


def test_a_row_of_sums_in_a_list_counts_nothing_and_a_remark_is_no_sum(tmp_path: Path) -> None:
    incomes: list[list[Any]] = [
        ["户编号", "收入类型", "每月相同", "说明"],
        [1, "低保金", 100, "合计"],
        [1, "合计", 100, None],
    ]
    sheets: dict[str, list[list[Any]]] = {"户": [["户编号", "姓名"], [1, "甲"]], "收入": incomes}
    ((household,), problems) = read(book(tmp_path / "a.xlsx", sheets))
    assert [row["months"][0] for row in household.document["income"]] == [10_000]
    assert [(each.sheet, each.row, each.reason) for each in problems] == [("收入", 3, "第 3 行是合计,没有导入")]


def test_a_bad_month_is_named_at_its_own_cell_and_the_others_stand(tmp_path: Path) -> None:
    months = [f"{month}月" for month in range(1, 13)]
    rows: list[list[Any]] = [
        ["户编号", "收入类型", *months],
        [1, "低保金", 100, 100, "两千元", *[100] * 3, "=SUM(A1:A2)", *[100] * 5],
    ]
    ((household,), problems) = read(book(tmp_path / "a.xlsx", {"户": [["户编号", "姓名"], [1, "甲"]], "收入": rows}))
    good = [10_000] * 12
    assert household.document["income"][0]["months"] == [*good[:2], {"typed": "两千元"}, *good[:3], None, *good[:5]]
    assert [(each.sheet, each.row, each.column, each.text, each.is_kept) for each in problems] == [
        ("收入", 2, "I 7月", "=SUM(A1:A2)", False), ("收入", 2, "E 3月", "两千元", True),
    ]  # fmt: skip
    assert problems[0].reason == NO_RESULT
    assert "以元为单位" in problems[1].reason


def test_what_is_doubtful_is_taken_and_named_as_at_the_field(tmp_path: Path) -> None:
    good, wrong = "11010519491231002X", "110105194912310021"
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名", "身份证", "手机"], [1, "甲", wrong, "1380000000"], [2, "乙", good, "待补"]],
        "家庭成员": [["户编号", "姓名", "身份证", "关系"], [2, "丙", good, "女"]],
        "刚性支出": [["户编号", "支出类型", "总费用", "报销与赔付"], [2, "医疗自付", 100, 150]],
    }
    households, problems = read(book(tmp_path / "a.xlsx", sheets))
    assert [each.document["mobile"] for each in households] == ["1380000000", {"gap": "later"}]
    assert households[0].document["identity"]["number"] == wrong
    assert [(each.sheet, each.row, each.column) for each in problems] == [
        ("户", 2, "C 身份证"), ("户", 2, "D 手机"), ("家庭成员", 2, "C 身份证"), ("刚性支出", 2, "D 报销与赔付"),
    ]  # fmt: skip
    told = ("校验位", "11 位", "与成员1相同", "比总费用还多")
    assert all(word in each.reason for word, each in zip(told, problems, strict=True))
    assert all(each.is_doubtful and not each.is_kept for each in problems)
    assert wrong not in problems[0].text


def test_a_row_without_a_number_of_its_own_goes_by_the_identity_number(tmp_path: Path) -> None:
    number = "11010519491231002x"
    sheets: dict[str, list[list[Any]]] = {
        "户": [
            ["户编号", "姓名", "身份证"],
            [1, "甲", None],
            [None, "乙", number],
            [None, "丙", "待补"],
            [None, "丁", None],
        ],
        "家庭成员": [["户编号", "姓名"], [number, "戊"], [1, "己"]],
    }
    households, problems = read(book(tmp_path / "a.xlsx", sheets))
    assert [(each.key, each.document["members"][0]["name"]) for each in households] == [
        ("1", "己"), (number.upper(), "戊"),
    ]  # fmt: skip
    assert [(each.row, each.column, each.reason, each.outcome) for each in problems] == [
        (3, "A 户编号", "没有户编号,先按证件号码认这一户", "已导入,请核对"),
        (4, "", "没有户编号,也没有证件号码,这一行没有采用", "没有采用"),
        (5, "", "没有户编号,也没有证件号码,这一行没有采用", "没有采用"),
    ]
    only = [sheets["户"][0][1:], sheets["户"][2][1:]]
    ((same,), _) = read(book(tmp_path / "b.xlsx", {"户": only}))
    assert same.record == households[1].record


def test_an_amount_that_cannot_be_is_taken_and_named(tmp_path: Path) -> None:
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名"], [1, "甲"]],
        "收入": [["户编号", "收入类型", "每月相同"], [1, "工资性收入", -5], [1, "低保金", 1_000_000_000_000]],
        "刚性支出": [["户编号", "支出类型", "总费用"], [1, "学费", -5], [1, "学费", 1_000_000_000_000]],
    }
    ((household,), problems) = read(book(tmp_path / "a.xlsx", sheets))
    assert [row["bill"] for row in household.document["expenses"]] == [-500, 10**14]
    assert [(each.sheet, each.row, each.column, each.reason, each.is_doubtful) for each in problems] == [
        ("收入", 2, "C 每月相同", "有的月份是负数,请核对", True),
        ("收入", 3, "C 每月相同", "有的月份超过一千万元,请核对", True),
        ("刚性支出", 2, "C 总费用", "金额是负数,请核对", True),
        ("刚性支出", 3, "C 总费用", "金额超过一千万元,请核对", True),
    ]


def test_another_sex_than_the_number_says_is_taken_and_named(tmp_path: Path) -> None:
    number = "11010519491231002X"
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名", "身份证", "性别"], [1, "甲", number, "男"], [2, "乙", None, "男"]],
        "家庭成员": [["户编号", "姓名", "身份证", "性别"], [2, "丙", number, "男"]],
    }
    _, problems = read(book(tmp_path / "a.xlsx", sheets))
    told = "选的是“男”,身份证号却是女性的,请核对性别和号码"
    assert [(each.sheet, each.row, each.column, each.reason, each.is_doubtful) for each in problems] == [
        ("户", 2, "D 性别", told, True), ("家庭成员", 2, "D 性别", told, True)
    ]  # fmt: skip


def test_a_formula_without_a_result_is_shown_as_it_was_written(tmp_path: Path) -> None:
    long = "=" + "+".join(["B2"] * 40)
    rows: list[list[Any]] = [["户编号", "姓名", "存款与证券"], [1, "=B9", long], ["=A9", "乙"]]
    _, problems = read(book(tmp_path / "a.xlsx", {"户": rows}))
    assert [(each.row, each.column, each.text) for each in problems if each.reason.startswith(NO_RESULT)] == [
        (3, "A 户编号", "=A9"), (2, "B 姓名", "=B9"), (2, "C 存款与证券", long[:61])
    ]  # fmt: skip
