"""Addresses in the order in which one comes by the doors."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.doors import door_order

STREET = [
    "和平路2号",
    "和平路3号楼1单元1201",
    "和平路3号楼2单元402",
    "和平路3号楼2单元501",
    "和平路3号楼10单元101",
    "和平路10号楼",
    "和平路10号楼1单元101",
    "建设街1号",
]


def test_numbers_count_as_numbers() -> None:
    mixed = STREET[:]
    random.Random(3).shuffle(mixed)
    by_character = sorted(STREET)
    assert sorted(mixed, key=door_order) == STREET != by_character


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3号楼2单元501", "3号楼2单元501室"),
        ("3号楼2单元501", "３号楼２单元５０１"),
        ("3号楼2单元501", "3-2-501"),
        ("3号楼2单元501", "三号楼二单元501"),
        ("3号楼2单元501", "03号楼 2单元 0501"),
        ("十二号楼", "12号楼"),
        ("二十号", "20号"),
        ("一百零二号", "102号"),
        ("二〇三室", "203室"),
    ],
)
def test_one_door_written_in_two_ways_stands_at_one_place(one: str, other: str) -> None:
    assert door_order(one) == door_order(other)


@pytest.mark.parametrize(
    ("before", "after"), [("12号", "12号甲"), ("1号2", "12号"), ("", "1号"), ("四方街1号", "四方街二号"), ("9", "10")]
)
def test_what_comes_first(before: str, after: str) -> None:
    assert door_order(before) < door_order(after)


def test_a_name_with_a_numeral_in_it_is_left_alone() -> None:
    assert door_order("四方街") == "四方街"
    assert door_order("三里屯") == "三里屯"


DOORS = st.tuples(st.integers(0, 400), st.integers(1, 30), st.integers(1, 4000))


@given(st.lists(DOORS, max_size=12), st.sampled_from(["{}号楼{}单元{}", "{}-{}-{}", "{}栋{}单元{}室"]))
def test_doors_of_a_street_sort_as_their_numbers_do(doors: list[tuple[int, int, int]], written: str) -> None:
    told = sorted(doors, key=lambda door: door_order("幸福巷" + written.format(*door)))
    assert told == sorted(doors)


@given(st.text(max_size=60))
def test_any_text_has_a_place_beside_itself_written_wide(text: str) -> None:
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert door_order(wide) == door_order(text)


def test_a_text_without_end_is_cut() -> None:
    assert len(door_order("1号" * 100_000)) < 2_000
