"""Workbooks for tests, made with another library than the program writes with, and read as an import reads them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Catalogue, Role
from fieldsurvey.case.ids import derived_record
from fieldsurvey.exchange.columns import Table, layout
from fieldsurvey.exchange.gathering import Gathered, Office, gathered
from fieldsurvey.exchange.opening import opened
from fieldsurvey.exchange.reading import Problems, SheetProblem, read_sheets
from fieldsurvey.exchange.writing import Workbook

Rows = Sequence[Sequence[Any]]
DOCUMENT = "xl/workbook.xml"
TODAY = date(2026, 11, 23)


def book(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these rows."""
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(path)
    return path


def read(
    path: Path,
    *,
    catalogue: Catalogue = CASE,
    roles: frozenset[Role] = frozenset(Role),
    tables: Sequence[Table] | None = None,
    left_out: frozenset[str] = frozenset(),
    source: str = "台账",
) -> tuple[list[Gathered], list[SheetProblem]]:
    """The households of a file, and what was named."""
    problems = Problems()
    with opened(path) as sheets:
        spool = read_sheets(sheets, tables or layout(catalogue), problems, left_out=left_out)
    found = list(gathered(spool, source=source, office=Office(catalogue, roles, TODAY, problems)))
    return found, problems.found


def written(
    path: Path,
    documents: Sequence[Mapping[str, Any]],
    *,
    catalogue: Catalogue = CASE,
    is_full: bool = True,
    is_ours: bool = False,
) -> Path:
    """The program's own workbook of these documents; their keys are their numbers. `is_ours`: with their ids."""
    workbook = Workbook(path, layout(catalogue))
    for document in documents:
        key = str(document["key"])
        workbook.add(key, derived_record("台账", key) if is_ours else "", dict(document), is_full=is_full)
    workbook.close()
    return path


def zipped(path: Path, members: Mapping[str, bytes]) -> Path:
    """A zip file of these members."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def members_of(path: Path) -> dict[str, bytes]:
    """What a zip file holds."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
