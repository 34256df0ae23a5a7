"""A code is found by itself, its label and whatever people write instead, each of which means one code."""

from collections import Counter

import pytest

from fieldsurvey.case.codes import SEEDED, CodeRow, CodeTable
from fieldsurvey.case.half_width import plain
from fieldsurvey.case.in_force import in_force


@pytest.mark.parametrize("table", SEEDED.values(), ids=lambda table: table.id)
def test_every_name_that_ships_means_one_code_in_whatever_dress(table: CodeTable) -> None:
    names = [
        (plain(name), code) for code, label in table.labels.items() for name in (label, *table.names.get(code, ()))
    ]
    assert [name for name, times in Counter(name for name, _ in names).items() if times > 1] == []
    assert all(table.find(code) == code for code in table.labels)
    assert all(table.find(f" {name} ") == code for name, code in names if name not in table.labels)


def test_names_of_an_office_replace_those_that_ship_and_shared_ones_name_nothing() -> None:
    table = SEEDED["work_status"].edited(
        [CodeRow("laid_off", names=("歇岗", "内部")), CodeRow("x1", "待退", names=("内部",))]
    )
    assert (table.find("歇岗"), table.find("下岗"), table.find("内部")) == ("laid_off", None, None)
    assert table.find("失业") == "unemployed"


def test_names_of_a_retired_code_are_free_and_its_label_is_still_read() -> None:
    retired = CodeRow("laid_off", is_retired=True)
    alone = SEEDED["work_status"].edited([retired])
    assert (alone.find("下岗"), alone.find("待岗")) == (None, None)
    assert alone.label_of("laid_off") == "下(待)岗"
    assert alone.find("下（待）岗") == alone.find("laid_off") == "laid_off"
    after = SEEDED["work_status"].edited([retired, CodeRow("x1", "失岗", names=("下岗", "下(待)岗"))])
    assert (after.find("下岗"), after.find("下(待)岗")) == ("x1", "x1")


@pytest.mark.parametrize("written", ["下岗", "下 岗", "(下)岗", "（下）岗"])
def test_names_alike_but_for_their_dress_name_nothing(written: str) -> None:
    table = SEEDED["work_status"].edited([CodeRow("x1", "失岗", names=("(下)岗",))])
    assert table.find(written) is None
    assert (table.find("待岗"), table.find("失岗")) == ("laid_off", "x1")


def test_labels_alike_but_for_their_dress_are_told_apart_only_as_written() -> None:
    table = SEEDED["work_status"].edited(
        [CodeRow("x1", "甲乙"), CodeRow("x2", "甲(乙)"), CodeRow("x3", names=("甲 乙",))]
    )
    assert (table.find("甲乙"), table.find("甲(乙)"), table.find("甲 乙")) == ("x1", "x2", None)
    same = SEEDED["work_status"].edited([CodeRow("x1", "甲乙"), CodeRow("x2", "甲乙")])
    assert same.find("甲乙") is None


def test_an_office_that_says_nothing_of_names_keeps_them_and_odd_ones_are_none() -> None:
    rows = [
        {"row": "a", "code": "laid_off", "label": "下岗职工"},
        {"row": "b", "code": "employed", "names": [1, "上工"]},
    ]
    table = in_force([{"table": "work_status", "codes": rows}], None).table("work_status")
    assert (table.find("下岗"), table.find("上工"), table.find("在职")) == ("laid_off", "employed", None)


@pytest.mark.parametrize(
    ("table", "written", "code"),
    [
        ("relation", "闺女", "30"), ("relation", "老伴", "10"), ("relation", "孩子他爸", "11"),
        ("relation", "孩子他妈", "12"), ("cause", "大病", "6"), ("cause", "孩子上学", "9"),
        ("person_status", "小学生", "primary"), ("school_stage", "中专", "vocational"),
        ("work_status", "没工作", "unemployed"),
    ],
)  # fmt: skip
def test_what_people_write_in_their_lists_is_understood(table: str, written: str, code: str) -> None:
    assert SEEDED[table].find(written) == code


@pytest.mark.parametrize(
    ("table", "written"),
    # A wife or a daughter-in-law; any of fourteen illnesses; employed or not; at any school.
    [("relation", "媳妇"), ("health", "大病"), ("person_status", "打工"), ("work_status", "打工"),
     ("person_status", "学生"), ("school_stage", "大学")],
)  # fmt: skip
def test_what_may_mean_two_things_is_left_to_be_asked(table: str, written: str) -> None:
    assert SEEDED[table].find(written) is None
