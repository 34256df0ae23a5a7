"""Identity numbers, mobile numbers, money and dates: read exactly or kept as typed, never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.identity import Resident, grouped, is_mobile, masked, masked_phone, resident
from fieldsurvey.case.money import fen_of, yuan, yuan_of_share
from fieldsurvey.case.parse import parse_date
from tests.unit.case.schedules import bounded


@pytest.mark.parametrize(
    ("number", "born", "sex"),
    [
        ("11010519491231002X", date(1949, 12, 31), "2"),
        ("34052419800101001X", date(1980, 1, 1), "1"),
        ("110105 19491231 002x", date(1949, 12, 31), "2"),
        ("１１０１０５１９４９１２３１００２Ｘ", date(1949, 12, 31), "2"),
    ],
)
def test_sound_numbers_say_birth_and_sex(number: str, born: date, sex: str) -> None:
    read = resident(number)
    assert isinstance(read, Resident)
    assert (read.birth_date, read.sex, read.converted) == (born, sex, False)
    assert read.number in {"11010519491231002X", "34052419800101001X"}


def test_fifteen_digits_are_converted() -> None:
    read = resident("110105491231002")
    assert isinstance(read, Resident)
    assert (read.number, read.converted) == ("11010519491231002X", True)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("110105194912310021", "校验位"),
        ("110105194912310020", "校验位"),
        ("11010519491332002X", "校验位"),
        ("1101051949123100", "现有 16 位"),
        ("", "现有 0 位"),
        ("11010519491231002Y", "不是数字"),
        ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "不是数字"),
        ("😀" * 18, "不是数字"),
        ("1" * 20_000, "现有 20000 位"),
    ],
)
def test_unsound_numbers_are_told_apart(number: str, sentence: str) -> None:
    told = resident(number)
    assert isinstance(told, str)
    assert sentence in told


def test_a_sound_check_digit_does_not_excuse_an_impossible_day() -> None:
    body = "11010519490231002"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]
    assert resident(body + check) == "身份证号里的出生日期不存在"


@bounded(200)
@given(st.text("0123456789Xx -", min_size=10, max_size=20))
def test_every_single_wrong_digit_is_noticed(text: str) -> None:
    read = resident(text)
    if isinstance(read, Resident):
        assert len(read.number) == 18
    sound = "11010519491231002X"
    for place in range(17):
        for digit in "0123456789":
            if digit != sound[place]:
                assert isinstance(resident(sound[:place] + digit + sound[place + 1 :]), str)


def test_numbers_are_masked_and_grouped() -> None:
    assert masked("11010519491231002X") == "110105********002X"
    assert masked_phone("13800005678") == "138****5678"
    assert grouped("11010519491231002X") == "110105 19491231 002X"
    assert masked("12345") == "1****"
    assert masked("") == masked_phone("") == ""
    assert "1" not in masked_phone("01012345678901")


@pytest.mark.parametrize(
    ("text", "sound"),
    [("13800000000", True), ("12800000000", False), ("1380000000", False), ("١٣٨٠٠٠٠٠٠٠٠", False), ("", False)],
)
def test_mobile_numbers(text: str, sound: bool) -> None:
    assert is_mobile(text) is sound


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1617", 161_700), ("1617.00", 161_700), ("1,617.00", 161_700), ("1617元", 161_700), ("¥1,617.5", 161_750),
        ("１，６１７．００元", 161_700), ("￥５０", 5_000), (" 0.01 ", 1), ("-20", -2_000),
        ("－２０", -2_000), ("0", 0),
        ("9999999999999.99", 999_999_999_999_999), ("12,345,678", 1_234_567_800), ("+5", 500),
    ],
)  # fmt: skip
def test_amounts_are_read_to_the_fen(text: str, fen: int) -> None:
    assert fen_of(text) == fen


@pytest.mark.parametrize(
    "text",
    [
        "", "元", "1.234", "1.", ".5", "1e5", "1617.00.00", "12,34", "1,5", "1,,000", "NaN", "Infinity", "约1600",
        "1600多", "=1+1", "1 617", "--5", "٥٠", "²", "1" * 14, "9" * 5_000, "😀",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert fen_of(text) is None


@bounded(200)
@given(st.integers(-(10**15) + 1, 10**15 - 1))
def test_an_amount_printed_is_the_amount_read(fen: int) -> None:
    assert fen_of(yuan(fen)) == fen


def test_a_share_is_rounded_half_up() -> None:
    assert yuan_of_share(100, 3) == "0.33"
    assert yuan_of_share(5, 2) == "0.03"
    assert yuan_of_share(161_700 * 12, 4) == "4,851.00"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261123", "2026-11-23"), ("2026-11-23", "2026-11-23"), ("2026/1/3", "2026-01-03"),
        ("2026年11月23日", "2026-11-23"), ("2026年1月3日", "2026-01-03"), ("2026.1.3", "2026-01-03"),
        ("2026 1 3", "2026-01-03"), ("20240229", "2024-02-29"),
    ],
)  # fmt: skip
def test_days_are_read(text: str, day: str) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20260229",
        "2026-13-01",
        "2026-00-10",
        "202611",
        "2026111",
        "2026-1",
        "00000101",
        "26-1-1",
        "明天",
        "2026年11月",
    ],
)
def test_what_may_be_several_days_or_none_is_not_guessed(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.timeout(5)
def test_a_long_row_of_blanks_costs_no_time() -> None:
    assert parse_date("2026" + " " * 1_000_000 + "x") is None
