"""What a value looks like in the cells of a sheet, so that reading them gives the very same value again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.masking import holds_covered
from fieldsurvey.case.money import yuan
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.values import GAP_LABELS, is_gap, is_typed
from fieldsurvey.exchange.cells import CLEAR, JSON_MARK, Raw, raw_of, value_of
from fieldsurvey.exchange.columns import EVERY_MONTH, MONTH_PARTS, main_part, part_names
from fieldsurvey.exchange.gathering import name_of_row

Cell = str | int | float | date
MOST_CHARACTERS: Final = 32_767
_EXACT_FEN: Final = 10**12
_FIRST_DAY: Final = date(1900, 3, 1)  # before it spreadsheets count a day that never was
# What a workbook's XML cannot hold, what its readers undo, and stars, which would look as if the program had covered
# something: written as escapes.
_UNSAFE: Final = re.compile("[*\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff_]")
_SPOILT: Final = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|x005F_")


def cells_of(field: Field, value: Value, names: Mapping[str, str]) -> dict[str, Cell]:
    """The cells of a value by part; `names` are what members go by in this household."""
    if value is None:
        return {}
    found = proper_cells(field, value, names)
    if found is None or not _says_the_same(field, found, value, names):
        found = {main_part(field): _escaped(value)}
    return found


def member_names(members: object) -> dict[str, str]:
    """By row id what a member is called in other sheets: the name where it is the only one, else the number."""
    rows = [row for row in members if isinstance(row, dict)] if isinstance(members, list) else []
    given = [row.get("name") for row in rows]
    numbers = {name_of_row(row) for row in rows} | {str(row.get(ROW)) for row in rows}
    found = {}
    for row, name in zip(rows, given, strict=True):
        is_name = isinstance(name, str) and name == name.strip() and name and given.count(name) == 1
        plain = is_name and name not in numbers and name not in GAP_LABELS.values() and not _odd_text(str(name))
        for own in (row.get(ROW), row.get("key")):
            if own not in (None, ""):
                found[str(own)] = str(name) if plain else name_of_row(row)
    return found


def is_unwritable(text: str) -> bool:
    """Whether a cell cannot hold a text as it is, or would be read as something else."""
    return text.startswith(JSON_MARK) or bool(_SPOILT.search(text))


def _odd_text(text: str) -> bool:
    return is_unwritable(text) or text.startswith("#") or half_width(text).strip() == CLEAR or holds_covered(text)


def proper_cells(field: Field, value: Value, names: Mapping[str, str]) -> dict[str, Cell] | None:
    """The cells of a value that has a shape of its own; None for others."""
    main = main_part(field)
    if is_gap(value) and isinstance(value, Mapping):
        return {main: GAP_LABELS[str(value["gap"])]}
    if is_typed(value) and isinstance(value, Mapping):
        return {main: str(value["typed"])}
    if isinstance(value, Mapping):
        return _of_mapping(field, value)
    if isinstance(value, list):
        return _of_list(field, value)
    return {main: _plain(field, value, names)} if isinstance(value, str | int) else None


def _of_mapping(field: Field, value: Mapping[str, Any]) -> dict[str, Cell] | None:
    known = part_names(field)
    if not known or not set(value) <= known or not all(isinstance(said, str) for said in value.values()):
        return None
    cells: dict[str, Cell] = {part: said for part, said in value.items() if said}
    if field.sort is Sort.IDENTITY:
        from_type = field.choices.labels.get(str(value.get("type")))
        if from_type is None:
            return None
        cells["type"] = from_type
    elif field.sort is Sort.EVENT:
        cells["status"] = field.choices.label_of(value.get("status"))
    return cells


def _of_list(field: Field, value: list[Any]) -> dict[str, Cell] | None:
    if field.sort is Sort.CODES and all(isinstance(code, str) for code in value):
        return {"": "、".join(field.choices.label_of(code) for code in value)}
    if field.sort is not Sort.MONTHS or len(value) != len(MONTH_PARTS):
        return None
    if value.count(value[0]) == len(value) and isinstance(value[0], int):
        return {EVERY_MONTH: _money(value[0])}
    return {month: said for month, cell in zip(MONTH_PARTS, value, strict=True) if (said := _month(cell)) is not None}


def _month(cell: object) -> Cell | None:
    if isinstance(cell, Mapping) and is_gap(cell):
        return GAP_LABELS[str(cell["gap"])]
    if isinstance(cell, Mapping) and is_typed(cell):
        return str(cell["typed"])
    return _money(cell) if isinstance(cell, int) else None


def _plain(field: Field, value: str | int, names: Mapping[str, str]) -> Cell:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int):
        return _money(value) if field.sort is Sort.MONEY else value if abs(value) < _EXACT_FEN else str(value)
    if field.sort is Sort.CODE:
        return field.choices.label_of(value)
    if field.sort is Sort.MEMBER:
        return names.get(value, value)
    if field.sort is Sort.DATE and parse_date(value) == value:
        day = date.fromisoformat(value)
        return day if day >= _FIRST_DAY else value
    if field.sort is Sort.DECIMAL and re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,4})?", value):
        number = float(value)
        return number if raw_text(number) == value else value
    return value


def raw_text(number: float) -> str:
    """A number as reading its cell would spell it."""
    text = format(number, ".15g")
    return text.removesuffix(".0")


def _money(fen: int) -> Cell:
    return fen / 100 if abs(fen) < _EXACT_FEN else yuan(fen)


def _says_the_same(field: Field, cells: Mapping[str, Cell], value: Value, names: Mapping[str, str]) -> bool:
    if any(isinstance(cell, str) and _SPOILT.search(cell) for cell in cells.values()):
        return False
    raw: dict[str, Raw] = {part: read for part, cell in cells.items() if (read := raw_of(cell)) is not None}
    if not raw:
        return False
    if field.sort is Sort.MEMBER and isinstance(value, str):
        return value in names
    taken = value_of(field, raw)
    return taken.says and encode(taken.value) == encode(value)


def _escaped(value: Value) -> str:
    text = encode(value).decode()
    return JSON_MARK + _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def shortened(text: str) -> str | None:
    """A text that a cell cannot hold, cut; None when it fits."""
    if len(text) <= MOST_CHARACTERS // 2:
        return None
    units = len(text.encode("utf-16-le")) // 2
    return None if units <= MOST_CHARACTERS else text[: MOST_CHARACTERS // 2 - 20] + "…(没有写全)"
