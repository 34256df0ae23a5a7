"""What is typed into the national system: its order, its words, and a reason wherever there is nothing to type."""

from typing import Any

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.code_seeds import SEED_TABLES
from fieldsurvey.forms.answers import field_at
from fieldsurvey.forms.national_figures import is_national_figure
from fieldsurvey.forms.national_lines import EntryLine, lines_of
from fieldsurvey.forms.national_order import ordered_by, shipped_order, source_of
from tests.unit.forms.households import household

FULL: dict[str, Any] = {
    "political": "04",
    "work_start_date": "1998-03-01",
    "is_single_parent": True,
    "determinations": [{"row": "d1", "category": "deep_hardship", "decided_on": "2026-11-20"}],
}


def told(document: dict[str, Any], **more: Any) -> dict[tuple[str, str], EntryLine]:  # noqa: ANN401 - options
    lines = lines_of(document, shipped_order(), CASE, **more)
    return {(line.section, line.label): line for line in lines}


def test_every_box_that_ships_names_a_field_of_the_catalogue_and_codes_of_its_table() -> None:
    order = shipped_order()
    for section in order.sections:
        for item in section.items:
            source = source_of(item.of)
            assert source is not None, item
            if source.is_figure:
                assert is_national_figure(source.name[1:]), item
            else:
                group = source.group or section.rows
                # Raises where the catalogue has none.
                field_at(CASE, f"{group}/*/{source.name}" if group else source.name)
    tables = {table.id: {code for code, _ in table.codes} for table in SEED_TABLES}
    assert all(set(labels) <= tables[table] for table, labels in order.labels.items())


@pytest.mark.parametrize(
    ("section", "label", "text"),
    [
        ("职工本人", "身份证号", "11010519491231002X"),
        ("职工本人", "出生日期", "1979-12-31"),
        ("职工本人", "政治面貌", "民主党派"),
        ("职工本人", "困难类别", "深度困难"),
        ("职工本人", "建筑面积", "46.5"),
        ("职工本人", "是否单亲", "是"),
        ("职工本人", "本人月平均收入", "1200.00"),
        ("职工本人", "家庭其他非薪资年收入", "27006.05"),
        ("职工本人", "家庭年度总收入", "41406.05"),
        ("职工本人", "家庭人口", "3"),
        ("职工本人", "家庭月人均收入", "1150.17"),
        ("家庭成员1", "姓名", "欧阳清禾"),
        ("家庭成员1", "关系", "女儿"),
        ("家庭成员2", "月收入", "0.00"),
        ("原因、银行卡与意见", "银行卡号", "6222000011112222333"),
    ],
)
def test_values_stand_as_that_system_wants_them(section: str, label: str, text: str) -> None:
    line = told(household(**FULL))[section, label]
    assert (line.text, line.state) == (text, "ready")


@pytest.mark.parametrize(
    ("changes", "label", "state", "note"),
    [
        ({}, "职工编号", "given", "由全国系统给出"),
        ({"determinations": []}, "困难类别", "missing", "还没有认定"),
        ({"mobile": {"gap": "later"}}, "手机号码", "missing", "待补"),
        ({"birth_date": {"typed": "七九年"}}, "出生日期", "missing", "填的“七九年”没有看懂"),
        ({"work_status": "flexible"}, "工作状态", "missing", "那边没有“灵活就业”这一项,请照实选"),
        ({"health": "good"}, "残疾类别", "unasked", "不适用"),
        ({"income": [{"row": "i1", "type": "wage", "months": {"gap": "unknown"}}]}, "家庭年度总收入", "missing",
         "有 1 项金额没有填全"),
        ({"income": []}, "家庭月人均收入", "missing", "没有填收入"),
    ],
)  # fmt: skip
def test_a_box_without_a_value_says_why(changes: dict[str, Any], label: str, state: str, note: str) -> None:
    line = told(household(**changes))["职工本人", label]
    assert (line.text, line.state, line.note) == ("", state, note)


def test_two_values_of_one_field_are_no_value_to_type() -> None:
    line = told(household(), clashing={"mobile"})["职工本人", "手机号码"]
    assert (line.text, line.state, line.note) == ("", "missing", "有两个不同的值,还没有裁定")


@pytest.mark.parametrize(
    "odd", [None, True, 7, "文", [], [7], [[]], {}, {"gap": "x"}, {"number": 5}, [{"row": 1, "rank": "main"}]]
)
def test_whatever_a_foreign_change_left_is_read_without_a_fall(odd: object) -> None:
    names = [*(field.id for field in CASE.fields), *(group.id for group in CASE.groups)]
    assert lines_of(dict.fromkeys(names, odd), shipped_order(), CASE)
    rows = {group.id: [{"row": "a", **dict.fromkeys((f.id for f in group.fields), odd)}] for group in CASE.groups}
    assert lines_of(rows, shipped_order(), CASE)


def test_an_offices_own_headings_give_the_order() -> None:
    headings = {"联系电话": "mobile", "家庭年度总收入": "-", "户编号": "key", "内部序号": "-", "开户行": "bank.bank"}
    own = ordered_by(shipped_order(), headings)
    first = [line for line in lines_of(household(), own, CASE) if not line.section.startswith("家庭成员")]
    assert [(line.label, line.text) for line in first] == [
        ("联系电话", "13800005678"), ("家庭年度总收入", "41406.05"), ("开户行", "云州农商银行纺东支行"),
    ]  # fmt: skip
    assert first[0].is_required
