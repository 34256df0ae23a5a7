"""What covered exports, sheets and lines alike, show: words and names, never an id or a value of no usual shape."""

import re
from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.document import KEY, ROW
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.masking import HIDDEN, cover_numbers, each_value
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.withholding import withheld
from fieldsurvey.exchange.columns import main_part
from fieldsurvey.exchange.shown import Cell, is_unwritable, proper_cells

_ID: Final = re.compile("[0-9a-f]{12}|[0-9a-f]{16}|[0-9a-f]{32}|[0-9a-f]{64}")


def covered_line(
    key: str, document: Mapping[str, Any], catalogue: Catalogue, known: Mapping[str, str]
) -> dict[str, Any]:
    """The household as a line tells it, in the shape of its document; rows go by their number, itself by `key`.

    An imported id comes out of what a household goes by in its list, perhaps an identity number: who knows the id
    finds the number by trying.
    """
    members = called_members(document)
    line = each_value(document, catalogue, lambda field, value: _covered(field, value, members, known))
    for group in catalogue.groups:
        for number, row in enumerate(line.get(group.id, ()), start=1):
            row[ROW] = number
    return {**line, KEY: key}


def covered_cells(field: Field, value: object, members: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Cell]:
    """The cells of a value by part. `members` are what the members go by, `known` other households and staff."""
    told = _covered(field, value, members, known)
    if told is None:
        return {}
    main = main_part(field)
    if field.sort is Sort.DATE and field.sensitive and isinstance(told, str) and told != HIDDEN:
        return {main: f"{told}-**-**"}
    cells = None if told == HIDDEN else proper_cells(field, told, {})
    if cells is None and field.sort is Sort.IDENTITY and isinstance(told, Mapping):
        # A sort of document that this edition has no word for.
        cells = {main: told.get("number", HIDDEN)}
    return {part: _writable(cell) for part, cell in (cells or {main: HIDDEN}).items()}


def covered_key(number: str) -> str:
    """A survey number as households go by it in a covered export; empty where it would tell what it must not."""
    return number if _text(number) == number else ""


def called_members(document: Mapping[str, object]) -> dict[str, str]:
    """By row id what the members are called: by name, those of one name by their number behind it."""
    rows = rows_of(document, "members")
    names = [name if isinstance(name := row.get("name"), str) else "" for row in rows]
    found = {}
    for number, (row, name) in enumerate(zip(rows, names, strict=True), start=1):
        told = _text(name) if name.strip() else "成员"
        found[str(row.get(ROW))] = told if names.count(name) == 1 and name.strip() else f"{told}({number})"
    return found


def _covered(field: Field | None, value: object, members: Mapping[str, str], known: Mapping[str, str]) -> Any:  # noqa: ANN401  # as the value
    """The value as `withheld` tells it, in place of each id what it stands for."""
    told = withheld(field, value)
    if field is not None and field.sort is Sort.MEMBER and isinstance(told, str):
        return members.get(str(value), HIDDEN)
    return _named(told, known)


def _named(told: object, known: Mapping[str, str]) -> object:
    if isinstance(told, Mapping):
        return {part: _named(said, known) for part, said in told.items()}
    if isinstance(told, list):
        return [_named(said, known) for said in told]
    is_id = isinstance(told, str) and _ID.fullmatch(told) and not told.isdecimal()
    return known.get(str(told), HIDDEN) if is_id else told


def _text(text: str) -> str:
    return str(_writable(_named(cover_numbers(text), {})))


def _writable(cell: Any) -> Cell:  # noqa: ANN401  # a cell
    return HIDDEN if isinstance(cell, str) and is_unwritable(cell) else cell
