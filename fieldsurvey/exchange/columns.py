"""The sheets and columns that a catalogue becomes: one sheet of households, one for each list, headings in Chinese."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from fieldsurvey.case.field import Catalogue, Field, Group, Role, Sort
from fieldsurvey.case.worker import FORMER
from fieldsurvey.exchange.headings import (
    FIELD_NAMES,
    HOUSEHOLD_KEY,
    HOUSEHOLDS,
    KEY_NAMES,
    MEMBER_KEY,
    RECORD_KEY,
    ROW_KEY,
    SHEET_NAMES,
    plain,
    without_measure,
)

MONTH_PARTS: Final = tuple(str(month) for month in range(1, 13))
EVERY_MONTH: Final = "every"
# The parts of a field of several cells, each with its heading after the label; the first carries gaps and odd values.
_PARTS: Final[dict[Sort, tuple[tuple[str, str], ...]]] = {
    Sort.IDENTITY: (("number", "{}号码"), ("type", "{}类型")),
    Sort.BANK: (("number", "{}号"), ("bank", "{}开户行"), ("holder", "{}户名")),
    Sort.EVENT: (("status", "{}"), ("at", "{}时间"), ("by", "{}经办"), ("why", "{}原因")),
    Sort.MONTHS: ((EVERY_MONTH, "每月相同"), *((month, f"{month}月") for month in MONTH_PARTS)),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `part` names a part of a field of several cells; columns of keys have no field.

    `group` and `fixed` put a cell of the households' sheet into a row of a list, as foreign sheets need it: the row
    has these other values.
    """

    heading: str
    field: Field | None = None
    part: str = ""
    names: tuple[str, ...] = ()
    group: str = ""
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Table:
    """One sheet: the list that it holds (empty for the households themselves), its name, its columns."""

    id: str
    label: str
    columns: tuple[Column, ...]
    names: tuple[str, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        found: dict[str, Column] = {}
        for column in self.columns:
            found.setdefault(plain(column.heading), column)
        for column in self.columns:
            for name in column.names:
                found.setdefault(plain(name), column)
        return found

    def find(self, heading: object) -> Column | None:
        """The column of a heading, in whatever dress."""
        name = plain(heading)
        return self._by_name.get(name) or self._by_name.get(without_measure(name))

    def is_called(self, name: str) -> bool:
        """Whether a sheet of this name is this one."""
        return plain(name) in {plain(known) for known in (self.label, *self.names)}


def column_letters(place: int) -> str:
    """What a spreadsheet calls the column at a place from 0: A, B … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, last = divmod(place - 1, 26)
        letters = chr(65 + last) + letters
    return letters


def column_number(letters: str) -> int:
    """The number from 1 of a column by its letters."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def main_part(field: Field) -> str:
    """The part that carries gaps and values of no usual shape."""
    return _PARTS[field.sort][0][0] if field.sort in _PARTS else ""


def part_names(field: Field) -> frozenset[str]:
    """The parts of a field of several cells; none of a field of one."""
    return frozenset(part for part, _ in _PARTS.get(field.sort, ()))


def layout(catalogue: Catalogue) -> tuple[Table, ...]:
    """Every sheet with every column, as an export writes them and an import knows them."""
    return (
        Table(
            "",
            HOUSEHOLDS,
            _unique((_key(HOUSEHOLD_KEY), *_columns(catalogue.fields), _key(RECORD_KEY))),
            SHEET_NAMES[""],
        ),
        *(
            Table(group.id, _sheet_name(group), _unique(_list_columns(group)), SHEET_NAMES.get(group.id, ()))
            for group in catalogue.groups
        ),
    )


def fillable(tables: Iterable[Table], catalogue: Catalogue, roles: frozenset[Role]) -> tuple[Table, ...]:
    """The sheets and columns that people of these roles can fill in by hand: what a template offers."""
    kept = []
    for table in tables:
        group = catalogue.group(table.id)
        if group is not None and not group.writers & roles:
            continue
        columns = tuple(column for column in table.columns if _is_fillable(column, roles, is_list=group is not None))
        kept.append(Table(table.id, table.label, columns, table.names))
    return tuple(kept)


def _is_fillable(column: Column, roles: frozenset[Role], *, is_list: bool) -> bool:
    field = column.field
    if field is None:
        return column.heading != RECORD_KEY
    if field.sort in (Sort.FILE, Sort.EVENT) or field.once:
        return False
    if field.id == FORMER or (field.when and field.when[0] == FORMER):
        # What a change of worker leaves behind comes from that event alone.
        return False
    return is_list or bool(field.writers & roles)


def _key(heading: str) -> Column:
    return Column(heading, names=KEY_NAMES.get(heading, ()))


def _list_columns(group: Group) -> Iterator[Column]:
    yield _key(HOUSEHOLD_KEY)
    # A member's own number is what other sheets may name the member by.
    yield Column(MEMBER_KEY, names=(ROW_KEY,)) if group.id == "members" else _key(ROW_KEY)
    yield from _columns(group.fields)


def _columns(fields: Iterable[Field]) -> Iterator[Column]:
    for field in fields:
        if field.sort not in _PARTS:
            yield Column(_headed(field), field, names=(field.label, field.id, *FIELD_NAMES.get((field.id, ""), ())))
            continue
        for part, heading in _PARTS[field.sort]:
            names = FIELD_NAMES.get((field.id, part), ())
            if part == main_part(field):
                names = (field.label, field.id, *names)
            yield Column(heading.format(field.label), field, part, (f"{field.id}.{part}", *names))


def _headed(field: Field) -> str:
    return f"{field.label}({field.measure})" if field.measure and not field.label.endswith(")") else field.label


def _unique(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Two columns of one heading would be one; the later gets the name of its field behind."""
    seen: set[str] = set()
    found = []
    for column in columns:
        heading = column.heading
        if plain(heading) in seen and column.field is not None:
            heading = f"{heading}〔{column.field.id}〕"
        seen.add(plain(heading))
        found.append(Column(heading, column.field, column.part, column.names, column.group, column.fixed))
    return tuple(found)


def _sheet_name(group: Group) -> str:
    """Excel takes 31 characters and none of these signs."""
    return "".join(each for each in group.label if each not in "[]:*?/\\'")[:31]
