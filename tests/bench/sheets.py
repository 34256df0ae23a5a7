"""Spreadsheets of ten thousand households: how fast they come in and go out, and what memory that takes."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any, Final

import openpyxl

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.exchange.columns import layout
from fieldsurvey.exchange.writing import Workbook
from tests.bench.clocked import seconds
from tests.bench.homes import make_pair, sign_in
from tests.bench.line import Line
from tests.bench.reference import reference_document

MOST_READ_MB: Final = 400
MOST_WRITE_MB: Final = 700
_PROBE: Final = Path(__file__).parent / "probes" / "sheet_peak.py"


def measure(folder: Path, *, cases: int) -> list[Line]:
    """Imports a workbook of so many households in five sheets into a fresh home, and exports them again."""
    path, pair = folder / "in.xlsx", make_pair(folder)
    write_households(path, cases)
    bare = cases / seconds(partial(_read_only, path))
    home = sign_in(pair.laptop)
    try:
        taken = cases / seconds(partial(home.spreadsheets.import_workbook, path, source="台账"))
        again = cases / seconds(partial(home.spreadsheets.import_workbook, path, source="台账"))
        export = partial(home.sheet_exports.export_full, folder / "out.xlsx", why="量一量")
        exported = cases / seconds(export)
    finally:
        home.close()
    size = path.stat().st_size / 1e6
    what = f"import {cases:,} households × 5 sheets, {size:.0f} MB"
    reference = "openpyxl reading the same cells"
    return [
        Line(what, reference, f"{bare:,.0f} cases/s", f"{taken:,.0f} cases/s", bare / taken, "", None),
        Line("· the same again, nothing new", "", "", f"{again:,.0f} cases/s", None, "", None),
        Line(f"export {cases:,} households", "", "", f"{exported:,.0f} cases/s", None, "", None),
        *_memory(pair.headquarters, path, folder / "peak.xlsx"),
    ]


def _memory(home: Path, path: Path, out: Path) -> list[Line]:
    before, read, wrote = _peaks(home, path, out)
    open_home = "the same home open, nothing read"
    return [
        Line(
            "peak memory, importing them",
            open_home,
            f"{before:,.0f} MB",
            f"{read:,.0f} MB",
            read / before,
            f"≤ {MOST_READ_MB} MB",
            read <= MOST_READ_MB,
        ),
        Line(
            "peak memory, exporting them",
            open_home,
            f"{before:,.0f} MB",
            f"{wrote:,.0f} MB",
            wrote / before,
            f"≤ {MOST_WRITE_MB} MB",
            wrote <= MOST_WRITE_MB,
        ),
    ]


def write_households(path: Path, cases: int) -> None:
    """The reference households, without what would not be in a list: five sheets."""
    wanted = ("", "members", "income", "expenses", "causes")
    tables = tuple(table for table in layout(CASE) if table.id in wanted)
    workbook = Workbook(path, tables)
    for seed in range(cases):
        workbook.add(str(seed), "", _short(reference_document(seed)), is_full=True)
    workbook.close()


def _short(document: dict[str, Any]) -> dict[str, Any]:
    """Of the eight incomes and six expenses of the reference case those that fit under the limit of a file."""
    kept = {name: value for name, value in document.items() if name != "survey_no"}
    return kept | {"income": document["income"][:2], "expenses": document["expenses"][:3]}


def _read_only(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        return sum(1 for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) if row)
    finally:
        book.close()


def _peaks(home: Path, path: Path, out: Path) -> tuple[float, float, float]:
    called = [sys.executable, str(_PROBE), str(home), str(path), str(out)]
    said = subprocess.run(called, capture_output=True, text=True, check=True).stdout.split()
    before, read, wrote = (float(each) / 1e6 for each in said)
    return before, read, wrote
