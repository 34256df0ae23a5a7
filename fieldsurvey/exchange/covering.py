"""What a covered workbook shows: words and names, never an id, a code or a value of no usual shape."""

import re
from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.masking import HIDDEN, cover_numbers
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.withholding import withheld
from fieldsurvey.exchange.columns import main_part
from fieldsurvey.exchange.shown import Cell, is_unwritable, proper_cells

_ID: Final = re.compile("[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64}")


def covered_cells(field: Field, value: object, members: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Cell]:
    """The cells of a value by part. `members` are what the members go by, `known` other households and staff."""
    told: Any = withheld(field, value)
    if told is None:
        return {}
    main = main_part(field)
    if field.sort is Sort.MEMBER and isinstance(told, str):
        return {main: members.get(str(value), HIDDEN)}
    if field.sort is Sort.DATE and field.sensitive and isinstance(told, str) and told != HIDDEN:
        return {main: f"{told}-**-**"}
    cells = None if told == HIDDEN else proper_cells(field, told, {})
    if cells is None and field.sort is Sort.IDENTITY and isinstance(told, Mapping):
        # A sort of document that this edition has no word for.
        cells = {main: told.get("number", HIDDEN)}
    return {part: _words(cell, known) for part, cell in (cells or {main: HIDDEN}).items()}


def covered_key(number: str) -> str:
    """A survey number as households go by it in a covered workbook; empty where it would tell what it must not."""
    return number if _words(cover_numbers(number), {}) == number else ""


def called_members(document: Mapping[str, object]) -> dict[str, str]:
    """By row id what the members are called: by name, those of one name by their number behind it."""
    rows = rows_of(document, "members")
    names = [name if isinstance(name := row.get("name"), str) else "" for row in rows]
    found = {}
    for number, (row, name) in enumerate(zip(rows, names, strict=True), start=1):
        told = str(_words(cover_numbers(name), {})) if name.strip() else "成员"
        found[str(row.get(ROW))] = told if names.count(name) == 1 and name.strip() else f"{told}({number})"
    return found


def _words(cell: Cell, known: Mapping[str, str]) -> Cell:
    if not isinstance(cell, str):
        return cell
    if _ID.fullmatch(cell) and not cell.isdecimal():
        return known.get(cell, HIDDEN)
    return HIDDEN if is_unwritable(cell) else cell
