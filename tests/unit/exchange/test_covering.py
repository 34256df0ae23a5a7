"""Covered workbooks and lines: no number in full, no amount, no illness, no id, and the full one as it was."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.code_seeds import SEED_TABLES
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.masking import HIDDEN
from fieldsurvey.case.parse import show
from fieldsurvey.case.questions import Question, field_of
from fieldsurvey.case.values import GAP_LABELS, is_gap, rows_of
from fieldsurvey.case.withholding import withheld
from fieldsurvey.exchange.covering import covered_cells, covered_line
from fieldsurvey.exchange.errors import WorkbookCoveredError
from tests.report_three import HOUSEHOLDS
from tests.unit.exchange.books import read, written
from tests.unit.exchange.test_round_trip import OFFICE, documents

NUMBER = "990101197503120024"
OTHER, UNKNOWN = "458b0c1122334455667788990000ab39", "f" * 32
MEMBER, STRAY = "0123456789ab", "0a1b2c3d4e5f"
ILLNESS = "胃癌晚期"
ODD: tuple[dict[str, Any], ...] = (
    {
        "key": "201",
        "name": "褚大年",
        "identity": {"typed": f"约 {NUMBER}"},
        "mobile": {"typed": f"138-1234-5678,{ILLNESS}"},
        "marital": "离异,患" + ILLNESS,
        "housing": {"typed": ILLNESS},
        "remark": f"{ILLNESS},每月吃药 4321.09 元",
        "other_assets": "存单 87654 元",
        "savings": {"typed": "大约 87654 元"},
        "help_needs": ["medical", ILLNESS],
        "told_cause": ["illness"],
        "came_from": OTHER,
        "merged_into": UNKNOWN,
        "status": {"status": "surveyed", "at": "2026-11-23T06:02:31Z", "by": OTHER, "why": ILLNESS},
        "members": [
            {"row": MEMBER, "name": "褚大年", "health": "cancer", "work_status": "retired_ill", "remark": ILLNESS},
            {"row": "m1", "name": "褚小满", "identity": {"type": "zz9", "number": "E12345678"}},
            {"row": "m2", "name": "褚小满", "disability_type": "2", "identity": {"note": ILLNESS}},
            {"row": "m3", "name": {"typed": ILLNESS}},
        ],
        "income": [
            {"row": "a1", "member": MEMBER, "type": "wage", "months": [161_700] * 12, "remark": ILLNESS},
            {"row": "a2", "member": "m2", "type": "id_card", "months": [54_321, None] * 6, "in_kind": {"a": 54_321}},
            {"row": "a3", "member": STRAY, "type": "pension", "months": {"typed": "大约 54321"}},
        ],
        "causes": [{"row": "c1", "rank": "main", "cause": "6", "member": MEMBER, "explanation": ILLNESS}],
        "evidence": [{"row": "e1", "type": "diagnosis", "file": {"name": f"{ILLNESS}.jpg", "sha256": "0" * 64}}],
        "visits": [{"row": "v1", "visited_on": "2026-06-03", "surveyor1": "严立衡", "finding": ILLNESS}],
        "determinations": [{"row": "d1", "category": "deep_hardship", "state_seen": "a1" * 32, "standards": UNKNOWN}],
        "life_events": [{"row": "l1", "type": "split", "other_case": OTHER, "detail": ILLNESS}],
    },
    {"key": "202", "name": "json:{}", "status": {"typed": ILLNESS}, "employer_name": "厂\x01", "sex": ["甲"]},
    {
        "key": "203",
        "name": {"gap": "refused"},
        "status": {"status": "zz"},
        "birth_date": "1975-03-12",
        "came_from": 7,
    },
)
NUMBERS = {"身份证件号码", "手机号码", "银行卡号"}
ILLNESSES = [
    label
    for table in SEED_TABLES
    if table.id in ("health", "disability_level")
    for code, label in table.codes
    if code not in ("good", "disabled")
]


def cells_in(path: Path) -> Iterator[tuple[str, str, Any]]:
    """Sheet, heading and value of every cell under the headings."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        headings = [str(cell.value).lstrip("*") for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2, values_only=True):
            yield from (
                (sheet.title, heading, value) for heading, value in zip(headings, row, strict=True) if value is not None
            )


def told(documents: Sequence[Mapping[str, Any]], catalogue: Catalogue = CASE) -> Iterator[tuple[Field, Any]]:
    """Every value of the households with its field."""
    for document in documents:
        rows = [(field, document.get(field.id)) for field in catalogue.fields]
        for group in catalogue.groups:
            rows += [(field, row.get(field.id)) for row in rows_of(document, group.id) for field in group.fields]
        yield from ((field, value) for field, value in rows if value is not None)


def amounts_of(field: Field, value: object) -> set[int]:
    """The sums in a value, in fen."""
    given = value if isinstance(value, list) else [value]
    return {fen for fen in given if type(fen) is int} if field.sort in (Sort.MONEY, Sort.MONTHS) else set()


def test_a_covered_workbook_tells_no_number_amount_illness_or_id(tmp_path: Path) -> None:
    households = [*HOUSEHOLDS, *ODD]
    path = written(tmp_path / "a.xlsx", households, is_full=False, is_ours=True)
    cells = list(cells_in(path))
    amounts = set().union(*(amounts_of(field, value) for field, value in told(households)))
    assert {161_700, 54_321} <= amounts
    sums = {format(fen / 100, ".2f").removesuffix(".00") for fen in amounts if fen >= 10_000}
    diseases = {str(value) for field, value in told(households) if field.id == "disease"} | {ILLNESS, *ILLNESSES}
    for sheet, heading, value in cells:
        where = (sheet, heading, value)
        assert not isinstance(value, float) or heading.endswith("(㎡)"), where
        text = str(value)
        assert "json:" not in text, where
        assert not re.fullmatch(r"[0-9a-f]*[a-f][0-9a-f]*", text) or len(text) < 12, where
        assert not re.search(r"[0-9]{17}[0-9Xx]|(?<![0-9])1[3-9][0-9]{9}(?![0-9])|E12345678", text), where
        is_apart = heading in NUMBERS or heading.endswith("(㎡)")
        assert is_apart or not set(re.findall(r"[0-9]+(?:\.[0-9]+)?", text)) & sums, where
        assert not [word for word in diseases if word in text], where
        assert not re.search(r"[0-9a-z]\*+[0-9a-z]+", text) or heading in NUMBERS, where
    codes = {code for table in SEED_TABLES for code, label in table.codes if not code.isdigit() and code != label}
    assert not {value for _, _, value in cells} & codes


def test_what_tells_two_households_apart_stays(tmp_path: Path) -> None:
    cells = list(cells_in(written(tmp_path / "a.xlsx", [*HOUSEHOLDS, ODD[0]], is_full=False)))
    shown: dict[tuple[str, str], list[Any]] = {(sheet, heading): [] for sheet, heading, _ in cells}
    for sheet, heading, value in cells:
        shown[sheet, heading].append(value)
    assert [each["name"] for each in (*HOUSEHOLDS, ODD[0])] == shown["户", "姓名"]
    assert [each["home_address"] for each in HOUSEHOLDS] == shown["户", "家庭住址"]
    assert shown["户", "户编号"] == [*(f"{number:03}" for number in range(1, 37)), "201"]
    assert "深度困难" in shown["认定", "困难类别"]
    assert str(shown["入户记录", "调查日期"][-1]).startswith("2026-06-03")
    assert shown["户", "办理状态"] == ["已入户"]
    assert shown["户", "办理状态时间"] == ["2026-11-23T06:02:31Z"]
    assert set(shown["户", "身份证件类型"]) == {"身份证"}


def test_members_go_by_their_names(tmp_path: Path) -> None:
    cells = list(cells_in(written(tmp_path / "a.xlsx", [ODD[0]], is_full=False)))
    assert [value for sheet, heading, value in cells if (sheet, heading) == ("收入", "成员")] == [
        "褚大年",
        "褚小满(3)",
        HIDDEN,
    ]
    assert [value for sheet, heading, value in cells if (sheet, heading) == ("家庭成员", "成员号")] == list("1234")


def test_other_households_go_by_their_survey_numbers_and_staff_by_their_names() -> None:
    known = {OTHER: "L1-000007"}
    came_from, status = CASE.field("came_from"), CASE.field("status")
    assert covered_cells(came_from, OTHER, {}, known) == {"": "L1-000007"}
    assert covered_cells(came_from, UNKNOWN, {}, known) == {"": HIDDEN}
    step = {"status": "surveyed", "at": "2026-11-23", "by": OTHER, "why": ILLNESS}
    cells = covered_cells(status, step, {}, {OTHER: "严立衡"})
    assert cells == {"status": "已入户", "at": "2026-11-23", "by": "严立衡", "why": HIDDEN}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_whatever_a_household_holds_nothing_raw_is_shown(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]
) -> None:
    path = written(tmp_path_factory.mktemp("x") / "a.xlsx", [document], catalogue=OFFICE, is_full=False, is_ours=True)
    for _, heading, value in cells_in(path):
        text = str(value)
        assert not text.startswith("json:")
        assert text != "0123456789ab"
        assert NUMBER not in text
        if heading.endswith(("(元)", "(元/年)")) or heading in ("每月相同", "1月", "备注"):
            assert text in (HIDDEN, *GAP_LABELS.values())


def test_the_rule_covers_every_private_value() -> None:
    whole = {Sort.MONEY, Sort.MONTHS, Sort.LONG_TEXT, Sort.FILE}
    for field, value in told([*HOUSEHOLDS, *ODD]):
        is_word = field.sensitive and field.sort in (Sort.CODE, Sort.CODES, Sort.TEXT)
        if (field.sort in whole or is_word) and not is_gap(value):
            assert withheld(field, value) == HIDDEN, field.id
    for table in ("health", "disability_type", "labour_capacity", "cause", "told_cause", "expense_type"):
        fields = [*CASE.fields, *(field for group in CASE.groups for field in group.fields)]
        assert all(field.sensitive for field in fields if field.codes == table), table


def test_lines_are_covered_by_the_same_rule() -> None:
    document = {**ODD[0], "x_gone": f"旧答案 {ILLNESS}"}
    covered = covered_line("L1-000001", document, CASE, {OTHER: "严立衡"})
    text = repr(covered)
    assert not [word for word in (ILLNESS, "161700", "54321", "87654", NUMBER, "cancer", "retired_ill") if word in text]
    assert covered["x_gone"] == HIDDEN
    assert covered["key"] == "L1-000001"
    assert (covered["came_from"], covered["merged_into"]) == ("严立衡", HIDDEN)
    assert [row["row"] for row in covered["members"]] == [1, 2, 3, 4]
    assert [row["member"] for row in covered["income"]] == ["褚大年", "褚小满(3)", HIDDEN]
    assert covered["determinations"][0]["state_seen"] == HIDDEN
    assert covered["status"] == {"status": "surveyed", "at": "2026-11-23T06:02:31Z", "by": "严立衡", "why": HIDDEN}


@settings(max_examples=60, deadline=None)
@given(documents())
def test_whatever_a_household_holds_its_line_tells_no_id(document: dict[str, Any]) -> None:
    ids = re.compile("[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64}")

    def told(value: object) -> Iterator[str]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        yield from (each for one in inner for each in told(one))
        if not inner:
            yield str(value)

    assert not [each for each in told(covered_line("1", document, OFFICE, {})) if ids.fullmatch(each)]


@pytest.mark.parametrize(
    ("own", "value"),
    [
        ({"sort": Sort.TEXT}, ILLNESS),
        ({"sort": Sort.CODE, "options": (("a", "甲类"),)}, "a"),
        ({"sort": Sort.CODES, "options": (("a", "甲类"),)}, ["a"]),
        ({"sort": Sort.DATE}, "2026-03-15"),
        ({"sort": Sort.FLAG}, True),
        ({"sort": Sort.FLAG, "step": 7}, False),
        ({"sort": Sort.WHOLE}, 3),
        ({"sort": Sort.DECIMAL}, "2.5"),
    ],
)
def test_what_an_office_asks_of_its_own_is_covered_whole(own: dict[str, Any], value: object) -> None:
    field = field_of(Question("x_own", "本单位所问", **own))
    assert withheld(field, value) == HIDDEN
    assert withheld(field, {"gap": "refused"}) == {"gap": "refused"}


def test_shipped_questions_are_covered_as_the_catalogue_says() -> None:
    outlook, cause = CASE.field("outlook"), CASE.field("told_cause")
    code = next(iter(outlook.choices.labels))
    assert withheld(outlook, code) == code
    assert withheld(cause, ["illness"]) == HIDDEN


def test_a_covered_export_is_not_taken_in_and_a_full_one_is(tmp_path: Path) -> None:
    with pytest.raises(WorkbookCoveredError):
        read(written(tmp_path / "a.xlsx", HOUSEHOLDS[:2], is_full=False, is_ours=True))
    households, problems = read(written(tmp_path / "b.xlsx", HOUSEHOLDS, is_ours=True))
    assert problems == []
    assert [{"key": each.key, **each.document} for each in households] == HOUSEHOLDS
    full = [value for _, _, value in cells_in(tmp_path / "b.xlsx")]
    assert {HOUSEHOLDS[0]["name"], HOUSEHOLDS[0]["identity"]["number"]} <= set(full)
    assert any(show(CASE.field("health"), each["health"]) in full for each in HOUSEHOLDS)
