"""From what is typed to what is held and back: every sort of field, every kind of nonsense."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.case.canonical import encode, tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import CODE_TABLES, SEEDED, CodeRow
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.parse import parse, parse_month, show
from fieldsurvey.case.problems import field_problem
from fieldsurvey.case.values import GAP_LABELS, is_answered, is_gap, is_typed
from tests.unit.case.schedules import bounded
from tests.unit.case.test_canonical_bytes import ANYTHING, fit

FIELDS = [*CASE.fields, *(field for group in CASE.groups for field in group.fields)]
ONE_OF_EACH_SORT = list({field.sort: field for field in FIELDS}.values())
TODAY = date(2026, 11, 23)

NAUGHTY = [
    "😀👩‍👩‍👧‍👦", "\u202eعربى", '=HYPERLINK("x")', "+1-1", "@SUM(A1)", "＝1", "a\0b", "\0", "\ud800", "\ufeff",
    "\u200b", "e\u0301", "'; DROP TABLE change; --", "../../etc/passwd", "{}", "[]", "null", '{"gap":"later"}', "%s%n",
    "\r\n\t", "²", "𠮷野家", "-0", "1e999", "٢٠٢٦-١١-٢٣",
]  # fmt: skip


@pytest.mark.parametrize("field", ONE_OF_EACH_SORT, ids=lambda field: field.sort)
def test_nonsense_is_kept_and_never_raises(field: Field) -> None:
    for text in NAUGHTY:
        value = parse(field, text)
        assert value is None or show(field, value)
        assert (value is None) == (not text.strip()), text
        tidy = tidied(value)
        encode(tidy)
        assert isinstance(field_problem(field, tidy, TODAY), str)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("field", ONE_OF_EACH_SORT, ids=lambda field: field.sort)
def test_ten_megabytes_are_kept_and_cost_little(field: Field) -> None:
    for text in ("1 " * 5_000_000, "😀" * 2_500_000, "2026" + " " * 10_000_000 + "x"):
        value = parse(field, text)
        assert show(field, value).strip()
        assert isinstance(field_problem(field, value, TODAY), str)


@bounded(200)
@given(st.sampled_from(FIELDS), st.text(max_size=30))
def test_any_text_parses_to_something_that_can_be_kept(field: Field, text: str) -> None:
    encode(tidied(parse(field, text)))


@bounded(400)
@given(st.sampled_from(FIELDS), ANYTHING)
def test_any_foreign_value_can_be_shown_and_judged(field: Field, untrusted_value: object) -> None:
    value = fit(untrusted_value)
    assert isinstance(show(field, value), str)
    assert isinstance(field_problem(field, value, TODAY), str)
    is_answered(value)


@pytest.mark.parametrize("value", [{"gap": []}, {"gap": {}}, {"gap": None}, {"gap": 1}, {"typed": []}, {"typed": None}])
def test_a_malformed_gap_is_no_gap(value: dict[str, object]) -> None:
    assert not is_gap(value)
    assert not is_typed(value)
    for field in ONE_OF_EACH_SORT:
        assert isinstance(show(field, value), str)
        assert isinstance(field_problem(field, value, TODAY), str)


@pytest.mark.parametrize("gap", GAP_LABELS)
def test_gaps_are_typed_and_shown_by_their_names(gap: str) -> None:
    for field in ONE_OF_EACH_SORT:
        value = parse(field, f" {GAP_LABELS[gap]} ")
        assert value == {"gap": gap}
        assert show(field, value) == GAP_LABELS[gap]
        assert not is_answered(value)


def test_codes_are_taken_by_code_and_by_label() -> None:
    for field in (field for field in FIELDS if field.sort is Sort.CODE):
        for code, label in CODE_TABLES[field.codes].items():
            assert parse(field, label) == code
            assert parse(field, code) == code
            assert show(field, code) == label
        assert parse(field, "不存在的选项") == {"typed": "不存在的选项"}


@pytest.mark.parametrize(
    ("address", "text", "value"),
    [
        ("name", " 张三 ", "张三"),
        ("savings", "1,617.00元", 161_700),
        ("savings", "1.234", {"typed": "1.234"}),
        ("savings", "约一千", {"typed": "约一千"}),
        ("building_area", "63.5", "63.5"),
        ("building_area", "６３．５", "63.5"),
        ("building_area", "六十", {"typed": "六十"}),
        ("homes_owned", "２", 2),
        ("homes_owned", "1.5", {"typed": "1.5"}),
        ("has_car", "有", True),
        ("has_car", "没有", False),
        ("has_car", "也许", {"typed": "也许"}),
        ("mobile", "138 0000-0000", "13800000000"),
        ("mobile", "１３８００００００００", "13800000000"),
        ("mobile", " - ", {"typed": " - "}),
        ("identity", "110105491231002", {"type": "id_card", "number": "11010519491231002X"}),
        ("identity", "110105 1949", {"type": "id_card", "number": "1101051949"}),
        ("identity", "-", {"typed": "-"}),
        ("birth_date", "２０２６年１月３日", "2026-01-03"),
        ("statement", "  分两行\n写  ", "  分两行\n写  "),
    ],
)
def test_what_is_typed_is_understood_or_kept(address: str, text: str, value: object) -> None:
    assert parse(CASE.field(address), text) == value


@pytest.mark.parametrize(
    ("address", "value", "shown"),
    [
        ("savings", 161_700, "1,617.00"),
        ("savings", -5, "-0.05"),
        ("birth_date", "1949-12-31", "1949年12月31日"),
        ("birth_date", "1949-13-31", "1949-13-31"),
        ("has_car", False, "否"),
        ("identity", {"type": "id_card", "number": "11010519491231002X"}, "110105 19491231 002X"),
        ("identity", {"type": "passport", "number": "E1"}, "护照 E1"),
        ("bank", {"bank": "甲银行", "holder": "张三", "number": "62"}, "甲银行 张三 62"),
        ("status", {"status": "filed"}, "在档"),
        ("marital", "88", "88"),
        ("name", None, ""),
        ("name", {"typed": "?"}, "?"),
        ("income/a/months", [100, None, 0], "1.00、、0.00"),
    ],
)
def test_values_are_shown_as_people_read_them(address: str, value: object, shown: str) -> None:
    assert show(CASE.field(address), value) == shown


@bounded(150)
@given(st.lists(st.integers(0, 10**9), min_size=12, max_size=12))
def test_months_shown_are_the_months_read(months: list[int]) -> None:
    field = CASE.field("income/a/months")
    assert [parse_month(show(field, [month])) for month in months] == months


@pytest.mark.parametrize(
    ("text", "value"),
    [(" 1,617元 ", 161_700), ("０", 0), ("不知道", {"gap": "unknown"}), (" 约一千 ", {"typed": "约一千"}), (" ", None)],
)
def test_a_month_is_an_amount_a_gap_or_what_was_typed(text: str, value: object) -> None:
    assert parse_month(text) == value


def test_several_codes_are_read_from_labels_and_codes_parted_by_anything() -> None:
    field = CASE.field("help_needs")
    assert parse(field, "就业岗位、生活救助;创业/小额贷款") == ["living", "job", "startup"]
    assert parse(field, " living，medical | 其他 ") == ["living", "medical", "other"]
    assert parse(field, "生活救助与别的") == {"typed": "生活救助与别的"}
    programs = CASE.field("fears")
    assert show(programs, ["job", "gone"]) == "怕下岗失业、gone"
    for code in field.choices.labels:
        assert parse(field, show(field, [code])) == [code]
    assert parse(field, show(field, list(field.choices.labels))) == list(field.choices.labels)


def test_several_codes_are_read_by_other_names_and_in_any_dress() -> None:
    rows = [
        CodeRow("startup", names=("小额 贷款", "创业")),
        CodeRow("12", "十二"),
        CodeRow("1", "一"),
        CodeRow("2", "二"),
    ]
    field = replace(CASE.field("help_needs"), table=SEEDED["help_need"].edited(rows))
    assert parse(field, "小额贷款、就业 岗位 (物资)") == ["job", "startup", "goods"]
    assert parse(field, "LIVING;创业 / 小额贷款") == ["living", "startup"]
    assert parse(field, "1 2") == ["1", "2"]
    assert parse(field, "生活救助、小额 贷") == {"typed": "生活救助、小额 贷"}


def test_names_of_a_retired_code_or_of_two_codes_count_among_several_as_little_as_alone() -> None:
    rows = [
        CodeRow("job", names=("找工作",)),
        CodeRow("training", names=("找工作",)),
        CodeRow("goods", is_retired=True, names=("东西",)),
    ]
    field = replace(
        CASE.field("help_needs"), table=SEEDED["help_need"].edited([*rows, CodeRow("living", names=("钱",))])
    )
    assert parse(field, "钱、找工作") == {"typed": "钱、找工作"}
    assert parse(field, "钱、东西") == {"typed": "钱、东西"}
    assert parse(field, "钱、物资") == ["living", "goods"]
