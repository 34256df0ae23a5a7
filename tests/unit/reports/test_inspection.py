"""The inspection pack on paper and as a workbook: the same tables, all type embedded, no cell a formula."""

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.reports.inspection import Count, ExplainedLine, Inspection, OpenLine, tables_of
from fieldsurvey.reports.inspection_book import write_book
from fieldsurvey.reports.inspection_pdf import write_pdf

UNITS = ("青河区搪瓷厂工会", "青河区印染厂工会", "")
OPEN = [
    OpenLine(f"L1-{number:06}", "尹某某", UNITS[number % 3], "丁小蓉", "ID01 号码校验位不对", "证件号", "错误", "审定")
    for number in range(150)
]
PACK = Inspection(
    organisation="云州市青河区总工会困难职工帮扶中心",
    number="HQ-D00001",
    made_by="何敏芩",
    made_on="2026-11-28 10:00",
    scope="全部户",
    checked=488,
    waiting=3,
    by_check=[Count("ID01 号码校验位不对", 150, 0, 0, 150), Count("HH03 单亲与婚姻状况", 0, 2, 1, 3)],
    by_org=[Count(unit, 50, 1, 0, 51) for unit in UNITS],
    open=OPEN,
    explained=[
        ExplainedLine("L1-000900", "祝某某", UNITS[0], "HH03 单亲与婚姻状况", "婚姻状况", "=1+1 分居多年,㐂字" * 40)
    ],
    progress=[("2026-11-14", 190, 9), ("2026-11-21", 170, 0), ("2026-11-28", 150, 2)],
    rule_sets=["RS2020 v1 #12345678"],
    standards=[("城市低保(月)", "青河区", "850.00 元", "2026-07-01", "青民发〔2026〕8号")],
)
NOTHING = replace(PACK, by_check=(), by_org=(), open=(), explained=(), progress=(), rule_sets=(), standards=())


def read(pack: Inspection) -> list[str]:
    """The texts of the pages; whoever writes fonts that are not embedded is found out."""
    target = io.BytesIO()
    pages = write_pdf(pack, target)
    reader = PdfReader(target)
    assert len(reader.pages) == pages
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf types objects loosely
            described = font["/DescendantFonts"][0]["/FontDescriptor"]
            assert "/FontFile2" in described
    return [page.extract_text() for page in reader.pages]


def test_the_paper_tells_everything_and_numbers_its_pages() -> None:
    texts = read(PACK)
    whole = "\n".join(texts)
    for said in ("488 户", "还有 3 户", "RS2020 v1 #12345678", "青民发〔2026〕8号", "已说明", "自查人", "(没有填单位)"):
        assert said in whole
    assert all(f"L1-{number:06}" in whole for number in range(150))
    assert all(f"第 {number} 页 共 {len(texts)} 页" in text for number, text in enumerate(texts, start=1))
    # Overleaf one still knows whose lines these are; what has no room in a cell says where it is told in full.
    assert f"{UNITS[0]}(续)" in whole
    assert "见表格文件" in whole


def test_a_pack_of_nothing_is_a_pack() -> None:
    whole = "\n".join(read(replace(NOTHING, is_practice=True)))
    assert "没有发现问题" in whole
    assert "练习,无效" in whole


def test_whoever_stops_it_gets_nothing() -> None:
    progress, target = Progress(), io.BytesIO()
    progress.cancel()
    with pytest.raises(CancelledError):
        write_pdf(PACK, target, progress=progress)
    assert not target.getvalue()


def test_the_workbook_holds_the_same_tables(tmp_path: Path) -> None:
    write_book(PACK, tmp_path / "pack.xlsx")
    book = openpyxl.load_workbook(tmp_path / "pack.xlsx")
    for table in tables_of(PACK):
        rows = list(book[table.title.replace(":", " ")].iter_rows(values_only=True))[bool(table.told) :]
        assert rows[0] == tuple(column.heading for column in table.columns)
        assert [tuple(cell or "" for cell in row) for row in rows[1:]] == [
            tuple(cell or "" for cell in row) for row in table.rows
        ]
    reason = book["已说明的疑点"].cell(2, 6)
    assert (reason.data_type, str(reason.value)[:4]) == ("s", "=1+1")
    assert "HQ-D00001" in [row[1] for row in book["出处"].iter_rows(values_only=True)]
