"""Opening a foreign file as sheets of rows: what it is, whether it is safe to unpack, and then its cells one by one.

Nothing is evaluated, followed or unpacked to disk: values only, links ignored, XML entities refused.
"""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

from fieldsurvey.exchange.cells import UNCOUNTED, Raw, raw_of
from fieldsurvey.exchange.columns import column_number
from fieldsurvey.exchange.errors import (
    TextUnreadableError,
    WorkbookBrokenError,
    WorkbookEmptyError,
    WorkbookLockedError,
    WorkbookOldError,
    WorkbookOtherError,
    WorkbookTooBigError,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from openpyxl import Workbook
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MOST_BYTES: Final = 100_000_000
MOST_MEMBERS: Final = 2_000
MOST_RATIO: Final = 200
SMALL: Final = 5_000_000  # below this no ratio can hurt
MOST_COLUMNS: Final = 500
MOST_FORMULA: Final = 60
MOST_ROWS: Final = 1_048_576
_COMPOUND: Final = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP: Final = b"PK\x03\x04"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
MOST_MERGED: Final = 100_000
_MERGED: Final = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell\s[^>]{0,200}?\bref\s{0,9}=\s{0,9}[\"']"
    rb"([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_LONGEST_MERGED: Final = 300  # bytes
_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".et", ".ods")
_UNREADABLE: Final = (
    KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError, zipfile.BadZipFile, EOFError, zlib.error,
    NotImplementedError, RuntimeError, OverflowError, ArithmeticError, AssertionError,
)  # fmt: skip

Row = tuple[tuple[int, Raw], ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet. `merged` are ranges that a person sees as one cell: column, first and last row, from 1."""

    name: str
    source: "ReadOnlyWorksheet | list[list[str]]"
    merged: tuple[tuple[int, int, int], ...] = ()

    def rows(self, *, width: int = MOST_COLUMNS, most: int = MOST_ROWS) -> Iterator[tuple[int, Row]]:
        """Rows that are not empty, with their numbers; of each the cells that are not, by column from 0.

        Raises:
            WorkbookBrokenError: in the middle of it.
        """
        if isinstance(self.source, list):
            yield from _text_rows(self.source[:most], width)
            return
        try:
            yield from _cell_rows(self.source, width, most)
        except _UNREADABLE as problem:
            raise WorkbookBrokenError from problem


@contextmanager
def opened(path: Path) -> Iterator[list[Sheet]]:
    """The sheets of a file, hidden ones too, in their order.

    Raises:
        WorkbookOldError, WorkbookLockedError, WorkbookBrokenError, WorkbookTooBigError, WorkbookOtherError,
        TextUnreadableError: why not. OSError: the disk's own reason.
    """
    with path.open("rb") as file:
        head = file.read(8)
        if head.startswith(_COMPOUND):
            raise _compound(file.read(MOST_BYTES))
        if head.startswith(_ZIP):
            file.seek(0)
            with warnings.catch_warnings():
                # What openpyxl leaves out (pictures, drop-downs, odd dates) is nothing that is read here.
                warnings.simplefilter("ignore")
                _check_zip(file)
                book = _load(file)
                try:
                    yield [Sheet(sheet.title, sheet, _merged(file, sheet)) for sheet in book.worksheets]
                finally:
                    book.close()
            return
    try:
        yield [Sheet(path.stem, _text_table(path))]
    except WorkbookEmptyError as problem:
        # Text under the name of a workbook is read all the same; without a heading of ours it is no sheet at all.
        if path.suffix.lower() in _WORKBOOKS:
            raise WorkbookOtherError from problem
        raise


def is_spreadsheet(path: Path) -> bool:
    """Whether a file is to be read as one: by what it is, and where it is text by its name.

    Raises:
        OSError: it cannot be read at all.
    """
    with path.open("rb") as file:
        head = file.read(8)
    if head.startswith((_COMPOUND, _ZIP)):
        return True
    return path.suffix.lower() in (*_WORKBOOKS, ".csv")


def _compound(rest: bytes) -> Exception:
    return WorkbookLockedError() if _LOCKED in rest else WorkbookOldError()


def _check_zip(file: io.BufferedReader) -> None:
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
            names = {member.filename for member in members}
    except _UNREADABLE as problem:
        raise WorkbookBrokenError from problem
    expanded, stored = sum(each.file_size for each in members), sum(each.compress_size for each in members)
    if len(members) > MOST_MEMBERS:
        raise WorkbookTooBigError(why=f"里面有 {len(members)} 个文件")
    if expanded > MOST_BYTES:
        raise WorkbookTooBigError(why=f"展开后 {expanded // 1_000_000} MB")
    if expanded > SMALL and expanded > MOST_RATIO * max(1, stored):
        raise WorkbookTooBigError(why=f"压缩了 {expanded // max(1, stored)} 倍")
    if any(each.flag_bits & 1 for each in members):
        raise WorkbookLockedError
    if "[Content_Types].xml" not in names:
        raise WorkbookOtherError
    file.seek(0)


def _load(file: io.BufferedReader) -> "Workbook":
    # Here to start faster: only an import of a sheet needs it.
    import openpyxl

    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except KeyError as problem:
        raise WorkbookOtherError from problem
    except _UNREADABLE as problem:
        raise WorkbookBrokenError from problem
    except OSError as problem:
        # openpyxl's own word for a package without a workbook has no number; a disk's has.
        if problem.errno is not None:
            raise
        raise WorkbookOtherError from problem


def _cell_rows(sheet: Any, width: int, most: int) -> Iterator[tuple[int, Row]]:  # noqa: ANN401  # its stub is bare
    # Here to start faster, as in `_load`. The sheet's own reader tells no formula from an empty cell.
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    book, last = sheet.parent, 0
    with sheet._get_source() as source:
        parser: Any = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        parser.parse_cell = partial(_counted, parser.parse_cell)
        for number, cells in parser.parse():
            # A row may also say that it is number two thousand million.
            if number > most:
                return
            found: dict[int, Raw] = {}
            for cell in cells:
                value, place = cell["value"], cell["column"] - 1
                format_of = ReadOnlyCell(sheet, **cell).number_format if isinstance(value, float) else ""
                raw = raw_of(value, format_of) if place < width else None
                if raw is not None:
                    found[place] = raw
            if found and number > last:
                yield number, tuple(sorted(found.items()))
            last = max(last, number)


def _counted(parse: Callable[["Element"], dict[str, Any]], element: "Element") -> dict[str, Any]:
    """A cell as it was read; a formula that came without a result is marked as such."""
    cell = parse(element)
    # An empty text is a result.
    if cell["value"] is None and element.get("t") != "str":
        for part in element:
            if part.tag.endswith("}f"):
                # Of a formula that was filled down, only the first cell spells it out.
                cell["value"] = UNCOUNTED + (f"={part.text[:MOST_FORMULA]}" if part.text else "")
    return cell


def _merged(file: io.BufferedReader, sheet: "ReadOnlyWorksheet") -> tuple[tuple[int, int, int], ...]:
    """Ranges over several rows, by their first column: they stand behind the rows, and are needed before them."""
    found: dict[tuple[int, int, int], None] = {}
    path = getattr(sheet, "_worksheet_path", "")
    try:
        with zipfile.ZipFile(file) as packed, packed.open(path) as member:
            tail = b""
            while len(found) < MOST_MERGED and (chunk := member.read(1 << 20)):
                text = tail + chunk
                tail = text[-_LONGEST_MERGED:]
                found |= dict.fromkeys(_range(each.groups()) for each in _MERGED.finditer(text))
    except _UNREADABLE as problem:
        raise WorkbookBrokenError from problem
    return tuple(each for each in found if each[2] > each[1])


def _range(groups: tuple[bytes, ...]) -> tuple[int, int, int]:
    left, first, _, last = groups
    return column_number(left.decode()), int(first), int(last)


def _text_table(path: Path) -> list[list[str]]:
    if path.stat().st_size > MOST_BYTES:
        raise WorkbookTooBigError(why=f"{path.stat().st_size // 1_000_000} MB")
    untrusted = path.read_bytes()
    text = _decoded(untrusted)
    if "\0" in text or not text.strip():
        raise WorkbookOtherError
    first = text.split("\n", 1)[0]
    separator = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=separator))
    except csv.Error as problem:
        raise WorkbookBrokenError from problem


def _decoded(untrusted: bytes) -> str:
    if untrusted.startswith((b"\xff\xfe", b"\xfe\xff")):
        return untrusted.decode("utf-16", "replace")
    if b"\0" in untrusted[:4_096]:
        raise WorkbookOtherError
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return untrusted.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise TextUnreadableError


def _text_rows(table: list[list[str]], width: int) -> Iterator[tuple[int, Row]]:
    for number, cells in enumerate(table, 1):
        found = []
        for place, text in enumerate(cells[:width]):
            # CSV for spreadsheets guards a formula by an apostrophe, which is no part of the text.
            guarded = re.sub(r"^'(?=[=+\-@\t\r=+-@])", "", text)
            if guarded.strip():
                found.append((place, guarded))
        if found:
            yield number, tuple(found)
