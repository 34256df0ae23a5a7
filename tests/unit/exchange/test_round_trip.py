"""Written and read again: whatever a document of the catalogue holds, own fields too, comes back the very same."""

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell import Cell

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Field, Role, Sort
from fieldsurvey.case.in_force import in_force
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.case.questions import ROWS, Question
from fieldsurvey.case.values import GAP_LABELS
from fieldsurvey.exchange.cells import COVERED
from fieldsurvey.exchange.columns import fillable, layout
from fieldsurvey.exchange.headings import EXPLAINED, OPTIONS
from fieldsurvey.exchange.template import note_of, write_template
from tests.report_three import HOUSEHOLDS
from tests.unit.exchange.books import members_of, read, written

OWN = (
    Question("x_note", "备注", list="", step=1),
    Question("x_kind", "补贴类型", Sort.CODE, options=(("a", "甲类"), ("b", "是"), ("c", "c"))),
    Question("x_many", "情况", Sort.CODES, options=(("1", "一"), ("2", "一、二"), ("3", "不知道"))),
    Question("x_sum", "补贴", Sort.MONEY, list="members", measure="元"),
)
OFFICE = in_force(
    [],
    {
        ROWS: [
            {
                "row": each.row,
                "field": each.id,
                "label": each.label,
                "sort": str(each.sort),
                "options": [list(pair) for pair in each.options],
                "list": each.list or None,
                "step": each.step,
                "measure": each.measure or None,
            }
            for each in OWN
        ]
    },
).catalogue
NUMBER = "990101197503120024"
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "=1+1", "+1", "-1", "@x", "\t=1", "＝1", "不知道", "拒答", "(清空)", "json:1", "#m1", "#REF!", "a\r\nb",
            " x ", "_x0041_", "x005F_", "\x01", "\ufffe", "韩𡛟清", "1.10105E+17", "***", "是", "2026-11-23", "1617.0",
            "本人", "'=1", "1" * 18,
        ]
    ),
)  # fmt: skip
PLAIN = st.one_of(st.none(), st.booleans(), st.integers(-(10**15), 10**15), TEXTS)
ODD = st.one_of(PLAIN, st.lists(PLAIN, max_size=3), st.dictionaries(TEXTS, PLAIN, max_size=3))


def proper(field: Field) -> st.SearchStrategy[Any]:
    """Values such as the field is meant to hold."""
    codes = st.sampled_from(sorted(field.choices.labels) or [""])
    fen = st.integers(-(10**14), 10**14)
    found: dict[Sort, st.SearchStrategy[Any]] = {
        Sort.CODE: codes,
        Sort.CODES: st.lists(codes, max_size=3, unique=True),
        Sort.DATE: st.dates().map(str),
        Sort.MONEY: fen,
        Sort.DECIMAL: st.decimals(0, 10_000, places=2).map(str),
        Sort.WHOLE: st.integers(-(10**8), 10**10),
        Sort.FLAG: st.booleans(),
        Sort.IDENTITY: st.fixed_dictionaries(
            {"type": st.sampled_from(["id_card", "passport", "none", "x"]), "number": st.sampled_from([NUMBER, "E1"])}
        ),
        Sort.BANK: st.dictionaries(st.sampled_from(["bank", "holder", "number"]), TEXTS, max_size=3),
        Sort.MONTHS: st.lists(st.one_of(st.none(), fen), min_size=12, max_size=12) | fen.map(lambda one: [one] * 12),
        Sort.EVENT: st.fixed_dictionaries({"status": codes, "at": TEXTS, "why": TEXTS}),
        Sort.MEMBER: st.sampled_from(["m0", "m1", "0123456789ab", "nobody"]),
    }  # fmt: skip
    return found.get(field.sort, TEXTS)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Proper values, gaps, texts as typed, and what a foreign change may hold."""
    gap = st.sampled_from([{"gap": each} for each in GAP_LABELS])
    typed = TEXTS.map(lambda text: {"typed": text})
    return st.one_of(proper(field), proper(field), gap, typed, ODD).map(tidied).filter(lambda value: value is not None)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A random household of the office's catalogue."""
    document: dict[str, Any] = {"key": draw(st.sampled_from(["1", "K-7", "００9", "a b"]))}
    for field in draw(st.lists(st.sampled_from(OFFICE.fields), max_size=6, unique_by=lambda each: each.id)):
        document[field.id] = draw(values(field))
    for group in draw(st.lists(st.sampled_from(OFFICE.groups), max_size=3, unique_by=lambda each: each.id)):
        rows = draw(st.lists(st.sampled_from(["m0", "m1", "0123456789ab"]), min_size=1, max_size=3, unique=True))
        made = []
        for row in rows:
            chosen = draw(st.lists(st.sampled_from(group.fields), max_size=4, unique_by=lambda each: each.id))
            made.append({"row": row, **{field.id: draw(values(field)) for field in chosen}})
        document[group.id] = made
    return document


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents())
def test_a_document_comes_back_the_same(tmp_path_factory: pytest.TempPathFactory, document: dict[str, Any]) -> None:
    path = written(tmp_path_factory.mktemp("x") / "a.xlsx", [document], catalogue=OFFICE, is_ours=True)
    ((household,), problems) = read(path, catalogue=OFFICE)
    assert {"key": document["key"], **household.document} == document
    assert all(each.is_kept or each.is_doubtful for each in problems)


def test_the_households_of_report_three_come_back_the_same(tmp_path: Path) -> None:
    households, problems = read(written(tmp_path / "a.xlsx", HOUSEHOLDS))
    assert problems == []
    assert [{"key": each.key, **each.document} for each in households] == HOUSEHOLDS


def test_own_fields_have_columns_of_their_own() -> None:
    headings = {table.id: [column.heading for column in table.columns] for table in layout(OFFICE)}
    assert {"备注", "备注〔x_note〕", "补贴类型"} <= set(headings[""])
    assert "补贴(元)" in headings["members"]
    for found in headings.values():
        assert len(set(found)) == len(found)


def test_no_formula_and_no_link_is_ever_written(tmp_path: Path) -> None:
    probes = [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "＝1",
        "http://example.invalid/",
        "mailto:x@y.invalid",
    ]
    document = {"key": "=1+1", "members": [{"row": f"m{n}", "name": probe} for n, probe in enumerate(probes)]}
    path = written(tmp_path / "a.xlsx", [document])
    sheets = [content for name, content in members_of(path).items() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in content or b"<hyperlink" in content for content in sheets)
    ((household,), _) = read(path)
    assert [each["name"] for each in household.document["members"]] == probes


def test_identifiers_are_texts_and_money_is_numbers(tmp_path: Path) -> None:
    path = written(tmp_path / "a.xlsx", HOUSEHOLDS[:3])
    sheet = openpyxl.load_workbook(path)["户"]
    headings = [str(cell.value) for cell in sheet[1]]
    for heading, kind, shape in (
        ("身份证件号码", str, "@"),
        ("手机号码", str, "@"),
        ("存款与证券(元)", float, "#,##0.00"),
    ):
        place = next(n for n, text in enumerate(headings, 1) if text.lstrip("*") == heading)
        cell = sheet.cell(3, place)
        assert isinstance(cell.value, kind | int if kind is float else kind)
        assert cell.number_format == shape
    assert sheet.freeze_panes == "B2"


def test_a_covered_workbook_holds_no_number_of_anybody(tmp_path: Path) -> None:
    told = {
        "key": "1",
        "remark": "身份证 990101197503120024,电话13800000001",
        "disease": "恶性肿瘤",
        "debts": 1_234_567,
    }
    bank = {"bank": {"bank": "某行", "holder": "甲", "number": "6222000000001234567"}, "dibao_no": "D123456789"}
    path = written(tmp_path / "a.xlsx", [*HOUSEHOLDS, told | bank], is_full=False)
    with zipfile.ZipFile(path) as packed:
        text = " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    shown = re.sub(r"<[^>]*>", " ", text)
    assert not re.search(r"(?<!\d)\d{17}[\dX]|(?<!\d)1[3-9]\d{9}(?!\d)", shown)
    for secret in ("恶性肿瘤", "12345.67", "6222000000001234567", "D123456789"):
        assert secret not in shown
    assert "990101********" in shown
    assert "***************4567" in shown
    households, problems = read(path)
    assert all(each.reason for each in problems)
    assert all("identity" not in each.document for each in households)
    assert [each.document.get("name") for each in households[:-1]] == [each["name"] for each in HOUSEHOLDS]


def test_covered_texts_are_not_read_as_told(tmp_path: Path) -> None:
    told = {"key": "1", "name": "甲", "remark": "女儿电话13800005678", "savings": {"typed": "问 990101197503120024"}}
    ((household,), problems) = read(written(tmp_path / "a.xlsx", [told], is_full=False))
    assert household.document == {"name": "甲"}
    assert {each.reason for each in problems} == {COVERED}
    assert len(problems) == 2


def test_texts_that_were_told_with_stars_come_back_the_same(tmp_path: Path) -> None:
    starred = "138****5678"
    told = {
        "remark": f"女儿电话{starred}",
        "members": [{"row": "m0", "name": starred}],
        "income": [{"row": "i0", "member": "m0"}],
    }
    ((household,), problems) = read(written(tmp_path / "a.xlsx", [{"key": "1", **told}]))
    assert household.document == told
    assert problems == []


@pytest.mark.parametrize(
    "text", ["990101197503120024", "电话13800000001。", "990101 19750312 002X", "6222 000", "3 号院 101 室"]
)
def test_numbers_in_texts_are_covered(text: str) -> None:
    covered = cover_numbers(text)
    assert len(re.sub(r"\D", "", covered)) <= 10
    assert (covered == text) == (len(re.sub(r"\D", "", text)) < 7)


def test_a_text_that_no_cell_can_hold_is_cut_and_counted(tmp_path: Path) -> None:
    households, _ = read(written(tmp_path / "a.xlsx", [{"key": "1", "remark": "𡛟" * 20_000}]))
    assert households[0].document["remark"].endswith("…(没有写全)")
    households, _ = read(written(tmp_path / "b.xlsx", [{"key": "1", "remark": "字" * 20_000}]))
    assert households[0].document["remark"] == "字" * 20_000


def test_the_template_offers_what_is_in_force(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, OFFICE, frozenset({Role.SURVEYOR}))
    made = openpyxl.load_workbook(path)
    assert made.sheetnames[0] == "户"
    assert {EXPLAINED, OPTIONS} <= set(made.sheetnames)
    assert "认定" not in made.sheetnames
    sheet = made["户"]
    headings = {str(cell.value): cell for cell in sheet[1] if isinstance(cell, Cell)}
    assert {"*户编号", "*姓名", "补贴类型"} <= set(headings)
    assert not {"档案号", "调查编号", "办理状态", "档案标识"} & set(headings)
    comment = headings["*身份证件号码"].comment
    assert comment is not None
    assert "18 位身份证号" in comment.text
    assert sheet.column_dimensions[headings["*身份证件号码"].column_letter].width > 18
    offered = {str(rule.sqref).split(":")[0]: rule.formula1 for rule in sheet.data_validations.dataValidation}
    formula = offered[f"{headings['补贴类型'].column_letter}2"]
    column = re.findall(r"\$([A-Z]+)\$", str(formula))[0]
    assert [cell.value for cell in made[OPTIONS][column]][:3] == ["甲类", "是", "c"]
    assert all(rule.errorStyle == "warning" for rule in sheet.data_validations.dataValidation)


def test_the_empty_template_holds_no_household_and_its_example_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    write_template(path, CASE, frozenset({Role.SURVEYOR}))
    assert read(path) == ([], [])
    lines = [
        [cell for cell in row if cell] for row in openpyxl.load_workbook(path)[EXPLAINED].iter_rows(values_only=True)
    ]
    begin = next(n for n, line in enumerate(lines) if line and str(line[0]).startswith("例子"))
    tables = {table.label: table for table in layout(CASE)}
    table = tables["户"]
    for line in lines[begin + 1 :]:
        if line and str(line[0]).startswith("“"):
            table = tables[str(line[0])[1:-2]]
        elif line and line[0] == "户编号":
            assert all(table.find(heading) for heading in line), line
    number = next(str(cell) for line in lines for cell in line if re.fullmatch(r"\d{17}[\dX]", str(cell)))
    assert number.startswith("990101")


def test_every_column_says_how_it_is_filled_in() -> None:
    for table in fillable(layout(CASE), CASE, frozenset({Role.SURVEYOR})):
        for column in table.columns:
            if column.field is not None and column.field.sort not in (
                Sort.TEXT,
                Sort.LONG_TEXT,
                Sort.WHOLE,
                Sort.DECIMAL,
            ):
                assert note_of(column), column.heading
