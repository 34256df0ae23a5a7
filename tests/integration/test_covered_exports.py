"""Covered exports of a home, as workbook and as lines: for looking at, with no id, and never taken in again."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

from fieldsurvey.exchange.errors import WorkbookCoveredError
from tests.integration.homes import Office
from tests.integration.seats import Desktop, household, write_lines
from tests.integration.sheets import Document, all_documents, take


def test_a_covered_export_shows_no_id_and_names_households_by_their_numbers(office: Office, tmp_path: Path) -> None:
    home = office.hq
    first = {"key": "1", "name": "甲", "survey_no": "N-1"}
    home.cases.import_lines(write_lines(tmp_path / "a.jsonl", [first]), source="存量")
    ((here, _),) = all_documents(home).items()
    staff = home.seat.staff_id
    told: list[Document] = [
        {"key": "2", "name": "乙", "came_from": here, "merged_into": "e" * 32, "survey_no": "990101197503120024"},
        {"key": "3", "name": "丙", "status": {"status": "filed", "at": "2026-11-23", "by": staff, "why": "患癌"}},
    ]
    home.cases.import_lines(write_lines(tmp_path / "b.jsonl", told), source="存量")
    path = tmp_path / "a.xlsx"
    home.sheet_exports.export_workbook(path)
    sheets = openpyxl.load_workbook(path)
    headings, *rows = (list(row) for row in sheets["户"].iter_rows(values_only=True))
    shown = {row[headings.index("*姓名")]: dict(zip(headings, row, strict=True)) for row in rows}
    assert shown["甲"]["*户编号"] == "N-1"
    assert (shown["乙"]["由哪一户分出"], shown["乙"]["并入哪一户"]) == ("N-1", "***")
    assert (shown["丙"]["办理状态"], shown["丙"]["办理状态经办"]) == ("在档", home.seat.staff_name)
    assert (shown["丙"]["办理状态时间"], shown["丙"]["办理状态原因"]) == ("2026-11-23", "***")
    assert re.fullmatch("第 [123] 户", str(shown["乙"]["*户编号"]))
    for sheet in sheets.worksheets:
        for row in sheet.iter_rows(values_only=True):
            assert not [cell for cell in row if re.fullmatch(r"[0-9a-f]{12}|[0-9a-f]{32}", str(cell))]
    with pytest.raises(WorkbookCoveredError):
        take(home, path, "导出")
    assert len(all_documents(home)) == 3


def test_a_covered_line_tells_no_amount_and_is_not_taken_in(laptop: Desktop, tmp_path: Path) -> None:
    told = {
        **household(1), "identity": {"type": "id_card", "number": "990101197503120024"},
        "health": "cancer", "savings": 8_765_400, "remark": "胃癌", "came_from": "e" * 32,
        "income": [{"key": "1", "type": "wage", "months": [161_700] * 12}],
    }  # fmt: skip
    laptop.cases.import_lines(write_lines(tmp_path / "in.jsonl", [told]), source="旧台账")
    case = laptop.cases.find("").rows[0].case_id
    before = laptop.document(case)
    path = tmp_path / "out.jsonl"
    assert laptop.cases.export_masked(path) == 1
    text = path.read_text(encoding="utf-8")
    assert not [word for word in ("cancer", "8765400", "胃癌", "161700", told["identity"]["number"]) if word in text]
    covered = json.loads(text)
    assert (covered["key"], covered["name"], covered["came_from"]) == (before["survey_no"], told["name"], "***")
    assert "id" not in covered
    (refused,) = laptop.cases.import_lines(path, source="旧台账").refused
    assert "遮盖过" in refused.sentence
    assert laptop.document(case) == before


def test_a_covered_line_names_rows_households_and_staff_by_no_id(office: Office, tmp_path: Path) -> None:
    home = office.hq
    first = {"key": "1", "name": "甲", "survey_no": "N-1"}
    home.cases.import_lines(write_lines(tmp_path / "a.jsonl", [first]), source="存量")
    ((here, _),) = all_documents(home).items()
    told: Document = {
        "key": "990101197503120024", "name": "乙", "survey_no": "990101197503120024", "came_from": here,
        "status": {"status": "filed", "at": "2026-11-23", "by": home.seat.staff_id, "why": "患癌"},
        "members": [{"key": "1", "name": "丙"}, {"key": "2", "name": "丁"}],
        "income": [{"key": "1", "member": "2", "type": "wage"}],
    }  # fmt: skip
    home.cases.import_lines(write_lines(tmp_path / "b.jsonl", [told]), source="存量")
    path = tmp_path / "out.jsonl"
    assert home.cases.export_masked(path) == 2
    text = path.read_text(encoding="utf-8")
    assert not re.search("[0-9a-f]{12}", text)
    lines = [json.loads(line) for line in text.splitlines()]
    shown = {line["name"]: line for line in lines}
    assert (shown["甲"]["key"], shown["乙"]["came_from"]) == ("N-1", "N-1")
    assert shown["乙"]["key"] == "第 2 户"
    assert shown["乙"]["status"] == {
        "status": "filed", "at": "2026-11-23", "by": home.seat.staff_name, "why": "***",
    }  # fmt: skip
    assert [row["row"] for row in shown["乙"]["members"]] == [1, 2]
    assert shown["乙"]["income"][0]["member"] == "丁"
    refused = home.cases.import_lines(path, source="存量").refused
    assert ["遮盖过" in each.sentence for each in refused] == [True, True]


def test_the_order_of_a_covered_export_tells_nothing_of_ids(office: Office, tmp_path: Path) -> None:
    # Ids come out of the keys: in their order, the place of a household would tell the beginning of its id.
    names = [f"户{number:02}" for number in range(1, 21)]
    told = [{"key": str(number), "name": name} for number, name in enumerate(names, start=1)]
    office.hq.cases.import_lines(write_lines(tmp_path / "in.jsonl", told), source="旧台账")
    lines, sheet = tmp_path / "out.jsonl", tmp_path / "out.xlsx"
    office.hq.cases.export_masked(lines)
    assert [json.loads(line)["name"] for line in lines.read_text(encoding="utf-8").splitlines()] == names
    office.hq.sheet_exports.export_workbook(sheet)
    headings, *rows = openpyxl.load_workbook(sheet)["户"].iter_rows(values_only=True)
    assert [row[headings.index("*姓名")] for row in rows] == names
