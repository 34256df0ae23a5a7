"""What single cells mean: every form that spreadsheets and people give to money, dates, numbers and choices."""

from datetime import date, datetime, time
from typing import Any

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Field
from fieldsurvey.case.problems import field_problem
from fieldsurvey.exchange.cells import COVERED, FAILED, LOST, NOTHING, Taken, raw_of, value_of


def field(address: str) -> Field:
    """A field of the catalogue by its address."""
    return CASE.field(address)


def said(address: str, **cells: Any) -> Taken:  # noqa: ANN401  # whatever a cell holds
    """What cells say; `cell` is the only one of a field of one cell, `m1` to `m12` are months."""
    parts = {"": "cell"} | {str(month): f"m{month}" for month in range(1, 13)}
    named = {name: part for part, name in parts.items()}
    raw = {named.get(name, name): raw_of(cell) for name, cell in cells.items()}
    return value_of(field(address), {part: cell for part, cell in raw.items() if cell is not None})


@pytest.mark.parametrize(
    "cell",
    [1617, 1617.0, 1617.0000000000002, "1617", "1,617.00", "1617元", "1617.00", "¥1,617"],
)
def test_money_in_many_forms(cell: object) -> None:
    assert said("savings", cell=cell) == Taken(161_700)


@pytest.mark.parametrize(
    ("cell", "fen"), [(0.1, 10), (186.74, 18_674), (9.95, 995), (0, 0), (-3.5, -350), (1e9, 10**11)]
)
def test_money_as_a_number_is_exact(cell: float, fen: int) -> None:
    assert said("savings", cell=cell).value == fen


@pytest.mark.parametrize("cell", [1617.005, "一千六", "1,5", "16x"])
def test_money_that_is_none_is_kept_as_typed_and_named(cell: object) -> None:
    taken = said("savings", cell=cell)
    assert taken.value == {"typed": str(cell)}
    assert "金额" in taken.reason


DAY = datetime.combine(date(2026, 11, 23), time())


@pytest.mark.parametrize(
    "cell",
    [
        DAY, DAY.replace(hour=8, minute=30), date(2026, 11, 23), "2026-11-23", "20261123", 20261123,
        "2026年11月23日", "2026/11/23", "2026.11.23", 20261123.0,
    ],
)  # fmt: skip
def test_dates_in_many_forms(cell: object) -> None:
    assert said("birth_date", cell=cell) == Taken("2026-11-23")


def test_the_serial_number_of_a_day_is_not_guessed() -> None:
    taken = said("birth_date", cell=46349)
    assert taken.value == {"typed": "46349"}
    assert "日期格式" in taken.reason


@pytest.mark.parametrize(("cell", "code"), [("离异", "40"), ("40", "40"), (40, "40"), (40.0, "40"), (" 离异 ", "40")])
def test_a_choice_by_label_or_code(cell: object, code: str) -> None:
    assert said("marital", cell=cell) == Taken(code)


def test_a_code_that_lost_its_zero_is_found_again() -> None:
    assert said("ethnicity", cell=1).value == "01"
    assert said("members/x/relation", cell=1).value == "01"
    assert said("sex", cell=1).value == "1"


@pytest.mark.parametrize(
    ("address", "cell", "code"),
    [
        ("work_status", "下岗", "laid_off"), ("work_status", "待岗", "laid_off"),
        ("work_status", "下（待）岗", "laid_off"), ("work_status", "失业", "unemployed"),
        ("members/x/relation", "儿子", "20"), ("members/x/relation", "女儿", "30"),
        ("members/x/relation", "老公", "11"), ("members/x/relation", "老婆", "12"),
        ("members/x/relation", "爱人", "10"), ("marital", "结婚", "20"), ("income/x/type", "工资", "wage"),
        ("sex", "F", "2"), ("sex", "m", "1"), ("sex", "男性", "1"), ("sex", "女 性", "2"), ("ethnicity", "汉", "01"),
    ],
)  # fmt: skip
def test_a_choice_by_what_people_write(address: str, cell: str, code: str) -> None:
    assert said(address, cell=cell) == Taken(code)


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("75年5月", "两位"),
        ("75.5.5", "两位"),
        ("75年5月5号", "两位"),
        ("1975年5月", "哪一天"),
        (1975.5, "哪一天"),
        ("1975", "哪一天"),
    ],
)
def test_a_date_of_which_a_part_is_not_certain_is_kept_and_named(cell: object, word: str) -> None:
    taken = said("birth_date", cell=cell)
    assert taken.value == {"typed": str(cell)}
    assert word in taken.reason
    assert field_problem(field("birth_date"), taken.value, date(2026, 11, 23)) == taken.reason


def test_days_as_people_write_them() -> None:
    assert said("birth_date", cell="1975年5月5号").value == said("birth_date", cell="1975.5.5").value == "1975-05-05"


def test_a_choice_that_is_none_is_kept() -> None:
    taken = said("marital", cell="同居")
    assert taken.value == {"typed": "同居"}
    assert taken.reason == "不在选项里"


def test_several_choices() -> None:
    assert said("help_needs", cell="子女助学、生活救助").value == ["living", "education"]
    assert said("help_needs", cell="生活救助,乱写").value == {"typed": "生活救助,乱写"}


@pytest.mark.parametrize(("cell", "value"), [(True, True), ("是", True), ("否", False), (1, True), (0, False)])
def test_flags(cell: object, value: bool) -> None:
    assert said("on_dibao", cell=cell) == Taken(value)


@pytest.mark.parametrize(("cell", "gap"), [("不知道", "unknown"), ("拒答", "refused"), (" 待补 ", "later")])
@pytest.mark.parametrize("address", ["savings", "name", "birth_date", "income/x/member", "help_needs"])
def test_gaps(address: str, cell: str, gap: str) -> None:
    assert said(address, cell=cell) == Taken({"gap": gap})


def test_gaps_of_fields_of_several_cells() -> None:
    assert said("identity", number="拒答") == Taken({"gap": "refused"})
    assert said("bank", number="待补") == Taken({"gap": "later"})
    assert said("income/x/months", every="不知道") == Taken({"gap": "unknown"})


NUMBER = "990101197503120024"


def test_identity_numbers() -> None:
    assert said("identity", number=NUMBER).value == {"type": "id_card", "number": NUMBER}
    wide = NUMBER.translate({digit: digit + 0xFEE0 for digit in range(48, 58)})
    assert said("identity", number=wide).value == {
        "type": "id_card",
        "number": NUMBER,
    }
    assert said("identity", number="E1234567", type="护照").value == {"type": "passport", "number": "E1234567"}
    assert said("identity", type="无").value == {"type": "none", "number": ""}
    old = said("identity", number="990101750312002").value
    assert old == {"type": "id_card", "number": NUMBER}
    assert said("identity", number="1", type="会员证").value == {"typed": "会员证 1"}


@pytest.mark.parametrize("cell", ["1.10105E+17", "9.90101E+17", 9.90101197503120e17, 990101197503120024, "1E+17"])
@pytest.mark.parametrize("address", ["identity", "bank"])
def test_a_number_that_the_spreadsheet_has_rounded_is_refused(address: str, cell: object) -> None:
    assert said(address, number=cell) == Taken(reason=LOST, says=False, part="number")


def test_other_numbers_that_were_rounded_are_refused_too() -> None:
    assert not said("disability_cert_no", cell="9.90101E+19").says
    assert not said("mobile", cell="1.38E+10").says
    assert not said("employer_name", cell=1e17).says


def test_a_telephone_number_as_a_number_is_one() -> None:
    assert said("mobile", cell=13800000001).value == "13800000001"
    assert said("mobile", cell=13800000001.0).value == "13800000001"


@pytest.mark.parametrize(
    ("address", "part", "cell"),
    [
        ("mobile", "cell", "138****0001"), ("identity", "number", "990101********0024"),
        ("birth_date", "cell", "1975-**-**"),
        ("savings", "cell", "***"), ("health", "cell", "***"), ("bank", "number", "***************0001"),
    ],
)  # fmt: skip
def test_covered_numbers_are_no_answer(address: str, part: str, cell: str) -> None:
    assert said(address, **{part: cell}) == Taken(reason=COVERED, says=False, part="" if part == "cell" else part)


@pytest.mark.parametrize("address", ["remark", "name", "employer_name", "rent_month", "marital", "birth_date"])
@pytest.mark.parametrize(
    "cell",
    [
        "女儿电话138****5678", "身份证 990101********002X。", "卡号６２２２００******４５６７", "存折 ********1234",
        'json:{"typed":"女儿138****5678"}',
    ],
)  # fmt: skip
def test_a_text_with_a_covered_number_in_it_is_no_answer(address: str, cell: str) -> None:
    assert said(address, cell=cell) == Taken(reason=COVERED, says=False)


@pytest.mark.parametrize("address", ["remark", "evidence/x/issuer", "evidence/x/remark", "income/x/remark", "disease"])
@pytest.mark.parametrize("cell", ["****", "评为 5**** 级", "3 * 4 = 12", "2**10", "**重点**2026"])
def test_stars_alone_cover_nothing(address: str, cell: str) -> None:
    assert said(address, cell=cell) == Taken(cell)


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "#VALUE!"])
def test_the_error_of_a_formula_is_no_answer(cell: str) -> None:
    assert said("name", cell=cell) == Taken(reason=FAILED, says=False)
    assert said("identity", number=NUMBER, type=cell) == Taken(reason=FAILED, says=False, part="type")


def test_twelve_months() -> None:
    assert said("income/x/months", every=1617).value == [161_700] * 12
    assert said("income/x/months", m7=664, m8="664.00").value == [None] * 6 + [66_400] * 2 + [None] * 4
    assert said("income/x/months", every="1,000", m12=2000).value == [100_000] * 11 + [200_000]
    assert said("income/x/months", every="两千").value == {"typed": "两千"}


def test_a_bad_month_is_named_and_the_others_stand() -> None:
    odd = said("income/x/months", every=1000, m1="一千", m2=5, m3="#N/A", m4="不知道", m5="138****0001")
    assert odd.value == [{"typed": "一千"}, 500, None, {"gap": "unknown"}, None, *[100_000] * 7]
    assert {(each.part, each.is_kept) for each in odd.odd} == {("1", True), ("3", False), ("5", False)}
    assert not odd.reason
    assert not said("income/x/months", m3="#N/A").says


def test_percentages_and_decimals() -> None:
    assert raw_of(0.15, "0.00%") == "15%"
    assert said("building_area", cell=52.5).value == "52.5"
    assert said("building_area", cell=52.0).value == "52"
    assert said("building_area", cell="15%").value == {"typed": "15%"}


@pytest.mark.parametrize("cell", ["=1+1", "+86", "-5", "@x", "\t=1", "＝1+1", "=cmd|' /C calc'!A0"])
def test_formulas_are_text(cell: str) -> None:
    assert said("remark", cell=cell).value == cell
    assert said("name", cell=cell).value == cell.strip()


def test_a_cell_can_be_emptied() -> None:
    assert said("name", cell="(清空)") == Taken(None, is_exact=True)
    assert said("name", cell="(清空)").says


def test_a_text_too_long_for_its_field_is_refused() -> None:
    assert not said("remark", cell="字" * 20_001).says
    assert said("remark", cell="字" * 20_000).says


def test_values_of_no_usual_shape_stand_as_json() -> None:
    assert said("evidence/x/file", cell='json:{"name":"a.jpg","size":3}').value == {"name": "a.jpg", "size": 3}
    assert said("name", cell="json:{oops").value == "json:{oops"
    assert said("name", cell="json:" + "[" * 5_000).value is not None


def test_a_document_type_alone_without_a_number_says_nothing_new() -> None:
    assert said("identity", number="   x   ".strip()).says
    assert value_of(field("identity"), {"type": ""}) is NOTHING


def test_names_beyond_the_first_plane() -> None:
    assert said("name", cell="韩𡛟清").value == "韩𡛟清"
