"""What is wrong with a standard as somebody enters it."""

from dataclasses import replace
from datetime import date

import pytest

from fieldsurvey.rules.announced import Entered, place_code, what_is_doubtful, what_is_wrong
from fieldsurvey.rules.standards import Standards

TODAY = date(2026, 11, 24)
GOOD = Entered("370200", "dibao_urban_month", 66_400, "2026-07-01", "2026-09-15", "云政〔2026〕1号")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, ""),
        ({"announced_on": ""}, ""),
        ({"place": ""}, ""),
        ({"item": "gone"}, "项目"),
        ({"place": "青岛"}, "6 位"),
        ({"amount_fen": 6_640_000}, "小数点"),
        ({"amount_fen": 1_050_000}, "小数点"),
        ({"amount_fen": 664}, "6.64"),
        ({"place": "鼓楼区"}, "个地方叫"),
        ({"item": "disposable_income_pc_year"}, "元/年"),
        ({"effective_on": ""}, "执行日"),
        ({"effective_on": "2062-07-01"}, "年份"),
        ({"effective_on": "2025-01-01"}, "写反"),
        ({"announced_on": "2026-12-01"}, "还没有到"),
        ({"announced_on": "九月"}, "不是日期"),
        ({"document_no": "长" * 61}, "文号"),
    ],
)
def test_it_is_said_in_one_sentence(changed: dict[str, str | int], told: str) -> None:
    said = what_is_wrong(replace(GOOD, **changed), Standards(), TODAY)  # type: ignore[arg-type]  # by name
    assert told in said
    assert bool(said) is bool(told)


def test_the_same_twice_unless_it_never_held() -> None:
    known = GOOD.standard("r1")
    assert "已经有了" in what_is_wrong(replace(GOOD, amount_fen=67_000), Standards([known]), TODAY)
    assert not what_is_wrong(replace(GOOD, amount_fen=67_000), Standards([known]), TODAY, record="r1")
    assert not what_is_wrong(GOOD, Standards([replace(known, ended_on=known.effective_on)]), TODAY)


@pytest.mark.parametrize(
    ("changed", "known", "told"),
    [
        ({}, [], ""),
        ({"amount_fen": 664_000}, [], "一般在 200.00 到 2,500.00"),
        ({"amount_fen": 664_000}, [{"effective_on": "2025-07-01"}], "比上一条(2025-07-01 起,664.00)高 9 倍"),
        ({"amount_fen": 190_000}, [{"effective_on": "2025-07-01"}], ""),
        ({"amount_fen": 20_000}, [{"effective_on": "2025-07-01"}], "不到上一条(2025-07-01 起,664.00)的三分之一"),
        ({"amount_fen": 664_000}, [{"effective_on": "2026-09-01"}], "比下一条(2026-09-01 起,664.00)高 9 倍"),
        ({"amount_fen": 210_000}, [{"place": "110000"}, {"place": "370000"}], "比别处的同一项(664.00)高 2 倍"),
        ({"amount_fen": 210_000}, [{"item": "dibao_rural_month", "amount_fen": 42_000}], ""),
        ({"place": "999999"}, [], "没有查到行政区划代码 999999"),
    ],
)
def test_a_slip_of_the_hand_is_asked_about(
    changed: dict[str, str | int], known: list[dict[str, str | int]], told: str
) -> None:
    others = Standards(replace(GOOD, **each).standard(f"r{number}") for number, each in enumerate(known))  # type: ignore[arg-type]  # by name
    said = what_is_doubtful(replace(GOOD, **changed), others)  # type: ignore[arg-type]  # by name
    assert told in said
    assert bool(said) is bool(told)


def test_a_place_is_told_by_its_whole_name() -> None:
    assert (place_code("山东省青岛市市南区"), place_code("370202"), place_code("鼓楼区")) == (
        "370202",
        "370202",
        "鼓楼区",
    )
