"""Files made to harm, broken ones, and ones of another kind: each ends in one coded sentence, and soon."""

import re
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.exchange.cells import NO_RESULT
from fieldsurvey.exchange.errors import (
    TextUnreadableError,
    WorkbookBrokenError,
    WorkbookEmptyError,
    WorkbookLockedError,
    WorkbookOldError,
    WorkbookOtherError,
    WorkbookTooBigError,
)
from fieldsurvey.exchange.opening import MOST_COLUMNS, is_spreadsheet
from tests.drivers.pace import slowness
from tests.unit.exchange.books import book, members_of, read, written, zipped

COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"


def good(path: Path) -> Path:
    """A small sound workbook."""
    return book(path, {"户": [["户编号", "姓名"], [1, "甲"]]})


def with_members(path: Path, **changed: bytes) -> Path:
    """A sound workbook of which some members hold something else; `sheet`, `types`."""
    names = {
        "sheet": SHEET,
        "book": "xl/workbook.xml",
        "strings": "xl/sharedStrings.xml",
        "types": "[Content_Types].xml",
    }
    members = members_of(good(path))
    return zipped(path, members | {names.get(name, name): content for name, content in changed.items()})


def ours_with_strings(path: Path, strings: bytes) -> Path:
    """A workbook with a table of strings, as most programs write it, that holds something else."""
    members = members_of(written(path, [{"key": "1", "name": "甲"}]))
    assert "xl/sharedStrings.xml" in members
    return zipped(path, members | {"xl/sharedStrings.xml": strings})


def compound(path: Path, stream: str) -> Path:
    """An OLE file that holds a stream of this name."""
    path.write_bytes(COMPOUND + stream.encode("utf-16-le") + bytes(600))
    return path


def bytes_file(path: Path, content: bytes) -> Path:
    """A file of these bytes."""
    path.write_bytes(content)
    return path


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def sheet_xml(rows: bytes, *, before: bytes = b"") -> bytes:
    """A worksheet of these rows."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        b'<?xml version="1.0"?>'
        + before
        + b'<worksheet xmlns="'
        + space
        + b'"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )


def bomb(path: Path) -> Path:
    """Sixty megabytes of nothing in sixty kilobytes."""
    return with_members(path, sheet=sheet_xml(b" " * 60_000_000))


def large(path: Path) -> Path:
    """More than a hundred megabytes once unpacked."""
    return with_members(path, sheet=sheet_xml(b" " * 101_000_000))


def many(path: Path) -> Path:
    """More members than any workbook has."""
    return zipped(path, members_of(good(path)) | {f"x/{number}": b"" for number in range(2_100)})


def locked_member(path: Path) -> Path:
    """A member under a zip password."""
    content = bytearray(good(path).read_bytes())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes_file(path, bytes(content))


BAD: dict[str, tuple[type[FieldSurveyError], Callable[[Path], Path]]] = {
    "xls": (WorkbookOldError, lambda path: compound(path, "Workbook")),
    "et": (WorkbookOldError, lambda path: compound(path, "ETExtData")),
    "password": (WorkbookLockedError, lambda path: compound(path, "EncryptedPackage")),
    "zip password": (WorkbookLockedError, locked_member),
    "bomb": (WorkbookTooBigError, bomb),
    "large": (WorkbookTooBigError, large),
    "many members": (WorkbookTooBigError, many),
    "cut": (WorkbookBrokenError, lambda path: bytes_file(path, good(path).read_bytes()[:-200])),
    "cut to the head": (WorkbookBrokenError, lambda path: bytes_file(path, b"PK\x03\x04")),
    "a zip of something else": (WorkbookOtherError, lambda path: zipped(path, {"a.txt": b"x"})),
    "a Word document": (WorkbookOtherError, lambda path: with_members(path, types=b"<Types/>")),
    "types that are no XML": (WorkbookBrokenError, lambda path: with_members(path, types=b"<<<")),
    "sheet that is no XML": (WorkbookBrokenError, lambda path: with_members(path, sheet=b"<worksheet><")),
    "entities": (WorkbookBrokenError, lambda path: with_members(path, sheet=sheet_xml(b"", before=ENTITIES))),
    "entities in strings": (WorkbookBrokenError, lambda path: ours_with_strings(path, ENTITIES + b"<sst/>")),
    "a file from outside": (WorkbookBrokenError, lambda path: with_members(path, sheet=sheet_xml(b"", before=OUTSIDE))),
    "a row that is no number": (
        WorkbookBrokenError, lambda path: with_members(path, sheet=sheet_xml(b'<row r="x"><c r="A1"/></row>')),
    ),
    "a string that is not there": (
        WorkbookBrokenError,
        lambda path: with_members(path, sheet=sheet_xml(b'<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
    ),
    "empty sheets": (WorkbookEmptyError, lambda path: book(path, {"户": []})),
    "wrong sheets": (WorkbookEmptyError, lambda path: book(path, {"流水": [["日期", "钱"], [1, 2]]})),
    "PDF": (WorkbookOtherError, lambda path: bytes_file(path, b"%PDF-1.7\n\0\0" + bytes(100))),
    "a text": (WorkbookOtherError, lambda path: bytes_file(path, "今天走了三户,\n明天再去".encode())),
    "nothing": (WorkbookOtherError, lambda path: bytes_file(path, b"")),
    "neither encoding": (TextUnreadableError, lambda path: bytes_file(path, b"a,b\n\xff\xff,\x81\n")),
    "one huge CSV cell": (WorkbookBrokenError, lambda path: bytes_file(path, b'a,"' + b"x" * 200_000 + b'"\n')),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_with_its_reason(tmp_path: Path, kind: str) -> None:
    error, make = BAD[kind]
    path = make(tmp_path / "a.xlsx")
    before = time.process_time()
    with pytest.raises(error):
        read(path)
    assert time.process_time() - before < 10
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("part", range(25))
def test_a_truncated_file_is_never_half_read(tmp_path: Path, part: int) -> None:
    whole = good(tmp_path / "a.xlsx").read_bytes()
    with pytest.raises(FieldSurveyError):
        read(bytes_file(tmp_path / "b.xlsx", whole[: part * len(whole) // 25]))


@pytest.mark.parametrize("seed", range(60))
def test_a_flipped_byte_ends_in_a_reason_or_in_the_same_household(tmp_path: Path, seed: int) -> None:
    whole = bytearray(good(tmp_path / "a.xlsx").read_bytes())
    whole[seed * len(whole) // 60] ^= 0x20
    path = bytes_file(tmp_path / "b.xlsx", bytes(whole))
    try:
        households, _ = read(path)
    except FieldSurveyError:
        return
    assert [each.document for each in households] == [{"name": "甲"}]


def test_ten_thousand_columns(tmp_path: Path) -> None:
    headings = [*(f"列{number}" for number in range(10_000)), "户编号"]
    with pytest.raises(WorkbookEmptyError):
        read(book(tmp_path / "a.xlsx", {"户": [headings, [1] * 10_001]}))
    rows: list[list[Any]] = [["户编号", "姓名", *headings], [1, "甲", *([0] * 10_000)]]
    ((household,), problems) = read(book(tmp_path / "b.xlsx", {"户": rows}))
    assert household.document == {"name": "甲"}
    assert len(problems) == MOST_COLUMNS - 2


def test_a_row_that_claims_to_be_very_far_down(tmp_path: Path) -> None:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="2000000000"><c r="A2000000000"><v>1</v></c></row>'
    with pytest.raises(WorkbookEmptyError):
        read(with_members(tmp_path / "a.xlsx", sheet=sheet_xml(rows)))


def test_a_workbook_that_lies_about_its_size(tmp_path: Path) -> None:
    path = good(tmp_path / "a.xlsx")
    members = members_of(path)
    for claim in (b"A1:A1", b"A1:XFD1048576"):
        content = members[SHEET].replace(b"A1:B2", claim)
        assert content != members[SHEET]
        assert len(read(zipped(path, members | {SHEET: content}))[0]) == 1


def test_links_to_other_files_are_not_followed_and_formulas_not_evaluated(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "户"
    sheet.append(["户编号", "姓名", "备注", "工作单位"])
    sheet.append([1, "甲", "=cmd|' /C calc'!A0", "='[其他.xlsx]Sheet1'!A1"])
    sheet["B2"].hyperlink = "https://example.invalid/"
    made.save(path)
    ((household,), problems) = read(path)
    assert household.document == {"name": "甲"}
    assert [(each.row, each.column, each.reason) for each in problems] == [
        (2, "C 备注", NO_RESULT), (2, "D 工作单位", NO_RESULT)
    ]  # fmt: skip


def test_a_formula_without_a_result_is_named_wherever_it_stands_and_one_with_a_result_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet.title = "户"
    sheet.append(["户编号", "姓名", "工作单位"])
    long = "&".join(['"甲乙丙丁"'] * 700)
    for number in range(3_000):
        sheet.append([number + 1, f'=IF(1,{long},"")' if number % 2 else f"户{number}", "云州轴承总厂"])
    made.save(path)
    members = members_of(path)
    formula = b'<c r="B5"><f>'
    assert formula in members[SHEET]
    counted = re.sub(rb'(<c r="B3"><f>.*?</f>)<v ?/?>(?:</v>)?', rb"\1<v>7</v>", members[SHEET], count=1)
    assert counted != members[SHEET]
    households, problems = read(zipped(path, members | {SHEET: counted}))
    assert [each.document.get("name") for each in households[:4]] == ["户0", "7", "户2", None]
    assert len(households) == 3_000
    assert {each.reason for each in problems} == {NO_RESULT}
    assert [each.row for each in problems] == list(range(5, 3_002, 2))


def test_a_formula_without_a_result_is_named_however_its_xml_is_written(tmp_path: Path) -> None:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    headings = "".join(
        f"<x:c t='inlineStr'><x:is><x:t>{text}</x:t></x:is></x:c>" for text in ("户编号", "姓名", "备注", "工作单位")
    )
    row = """<x:row
        r='2'><x:c><x:v>1</x:v></x:c><x:c r='B2'
        ><x:f>A1&amp;"x"</x:f
        ><x:v/></x:c><x:c t='str'><x:f>""</x:f><x:v></x:v></x:c><x:c><x:f ca='1'/></x:c></x:row>"""
    more = "<x:row><x:c r='B3' t='inlineStr'><x:is><x:t>乙</x:t></x:is></x:c></x:row>"
    merged = "<x:mergeCells><x:mergeCell\nref = 'A2:A3'/></x:mergeCells>"
    rows = f"<x:sheetData><x:row>{headings}</x:row>{row}{more}</x:sheetData>"
    sheet = f"<x:worksheet xmlns:x='{space}'>{rows}{merged}</x:worksheet>"
    path = with_members(tmp_path / "a.xlsx", sheet=sheet.encode())
    ((household,), problems) = read(path)
    assert household.document == {}
    assert [(each.row, each.column, each.reason) for each in problems if each.reason == NO_RESULT] == [
        (2, "B 姓名", NO_RESULT), (2, "D 工作单位", NO_RESULT)
    ]  # fmt: skip
    assert any("同一个户编号" in each.reason for each in problems if each.row == 3)


@pytest.mark.parametrize("piece", [b"<c <f", b'<c r="A1', b'<c r="A1"><f>', b'<c r="A1"><f ', b"<mergeCell <f"])
def test_a_sheet_of_nothing_but_beginnings_is_looked_through_soon(tmp_path: Path, piece: bytes) -> None:
    path = good(tmp_path / "a.xlsx")
    members = members_of(path)
    noise = b"<!--" + piece * (900_000 // len(piece)) + b"<f-->"
    hostile = members[SHEET].replace(b"<sheetData>", noise + b"<sheetData>", 1)
    assert hostile != members[SHEET]
    began = time.thread_time()
    read(zipped(path, members | {SHEET: hostile}))
    assert time.thread_time() - began < 10 * slowness()


def test_a_key_that_was_never_counted_names_no_household(tmp_path: Path) -> None:
    ((household,), problems) = read(
        book(tmp_path / "a.xlsx", {"户": [["户编号", "姓名"], ["=1+1", "甲"], ["2", "乙"]]})
    )
    assert household.document["name"] == "乙"
    assert [(each.row, each.column) for each in problems] == [(2, "A 户编号")]
    assert problems[0].reason.startswith(NO_RESULT)


def test_what_is_a_spreadsheet_is_told_by_its_content(tmp_path: Path) -> None:
    assert is_spreadsheet(good(tmp_path / "a.dat"))
    assert is_spreadsheet(compound(tmp_path / "b.dat", "Workbook"))
    assert is_spreadsheet(bytes_file(tmp_path / "c.csv", b"a,b"))
    assert not is_spreadsheet(bytes_file(tmp_path / "d.jsonl", b'{"key":"1"}'))


def test_a_wrong_checksum_is_found(tmp_path: Path) -> None:
    path = good(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as packed:
        at = packed.getinfo(SHEET).header_offset
    content = bytearray(path.read_bytes())
    # Both the local header's and the directory's checksum of the sheet.
    crc = bytes(content[at + 14 : at + 18])
    damaged = bytes(content).replace(crc, bytes(each ^ 0xFF for each in crc))
    with pytest.raises(WorkbookBrokenError):
        read(bytes_file(path, damaged))


def test_the_reader_of_xml_is_the_one_that_refuses_entities() -> None:
    assert openpyxl.DEFUSEDXML
    assert not openpyxl.LXML
