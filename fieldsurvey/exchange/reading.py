"""Reading the sheets of a file into households: headings in any order, rows in any order, each oddity named once.

Rows are held in memory, packed, by household, until all sheets have been read: never more than the unpacked file,
which is at most 100 MB (`opening.MOST_BYTES`). Nothing is written to disk.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from fieldsurvey.case.field import Sort
from fieldsurvey.case.masking import HIDDEN, cover_numbers
from fieldsurvey.case.values import gap_named
from fieldsurvey.exchange.cells import Raw, lost_key, shown_of, text_of
from fieldsurvey.exchange.columns import Column, Table, column_letters
from fieldsurvey.exchange.errors import WorkbookCoveredError, WorkbookEmptyError
from fieldsurvey.exchange.headings import HOUSEHOLD_KEY, ORIGIN, OWN_SHEETS, PRACTICE, RECORD_KEY, plain
from fieldsurvey.exchange.opening import Row, Sheet
from fieldsurvey.progress import Progress

HEADING_ROWS: Final = 20
MOST_PROBLEMS: Final = 20_000
MOST_TEXT: Final = 200
_TOTAL: Final = re.compile(r"(?:本页|全表)?((?:合|小|总|共|累)计)(?:[:(].*|[0-9]+[户人].*)?")


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Something of a sheet that was not taken as it stands, or was and is doubtful. `is_kept`: it was taken as typed.

    `row` and `column` are as the spreadsheet names them; 0 and empty where a whole sheet or row is meant. `text` is
    what stood there, its numbers covered.
    """

    sheet: str
    row: int
    column: str
    reason: str
    household: str = ""
    text: str = ""
    is_kept: bool = False
    is_doubtful: bool = False

    @property
    def outcome(self) -> str:
        """What became of it, in words."""
        return "已导入,请核对" if self.is_doubtful else "按原样保留" if self.is_kept else "没有采用"


class Problems:
    """What is named to the user: so many, and how many more there were."""

    def __init__(self) -> None:
        self.found: list[SheetProblem] = []
        self.more = 0

    def add(self, problem: SheetProblem) -> None:
        """One more."""
        if len(self.found) < MOST_PROBLEMS:
            self.found.append(problem)
        else:
            self.more += 1


@dataclass(frozen=True, slots=True)
class Headed:
    """A sheet of which the headings are known: by place, the columns in use and what people call them."""

    sheet: Sheet
    table: Table
    row: int
    columns: dict[int, Column]
    called: dict[int, str]

    @property
    def key_place(self) -> int | None:
        """The place of 户编号, or None."""
        return next((place for place, column in self.columns.items() if column.heading == HOUSEHOLD_KEY), None)


@dataclass(slots=True)
class Packed:
    """One household as it was read: where its row stands, its cells, and the rows of its lists."""

    sheet: int
    row: int
    cells: bytes
    rows: list[tuple[int, int, bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Spool:
    """Everything that was read, by household in the order of the sheet."""

    sheets: Sequence[Headed]
    households: dict[str, Packed]


def pack(cells: Row) -> bytes:
    """Cells as bytes."""
    return msgspec.msgpack.encode(cells)


def unpack(packed: bytes) -> Row:
    """Cells as they were."""
    return msgspec.msgpack.decode(packed, type=tuple[tuple[int, str | int | float | bool], ...])


def read_sheets(
    sheets: Sequence[Sheet],
    tables: Sequence[Table],
    problems: Problems,
    *,
    left_out: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> Spool:
    """Reads every sheet that is known.

    Raises:
        WorkbookEmptyError: no sheet of households. WorkbookCoveredError, WorkbookBrokenError, CancelledError.
    """
    progress = progress or Progress()
    headed = _headed(sheets, tables, problems, left_out)
    progress.begin("读取表格", 0)
    spool = Spool(headed, {})
    # Households first: a row of a list needs to know its own.
    for number, known in enumerate(headed):
        if not known.table.id:
            for row, cells in _below(known, problems, progress):
                _take_household(spool, number, row, cells, problems=problems)
    for number, known in enumerate(headed):
        if known.table.id:
            _take_rows(spool, number, problems, progress)
    return spool


def is_of_practice(sheets: Sequence[Sheet]) -> bool:
    """Whether the sheet of origin says that this was written in practice.

    Raises:
        WorkbookBrokenError: in the middle of it.
    """
    origins = (sheet for sheet in sheets if plain(sheet.name) == plain(ORIGIN))
    return any(raw == PRACTICE for sheet in origins for _, row in sheet.rows(width=1, most=1) for _, raw in row)


def _headed(
    sheets: Sequence[Sheet], tables: Sequence[Table], problems: Problems, left_out: frozenset[str]
) -> list[Headed]:
    found, unnamed = [], []
    for sheet in sheets:
        table = next((table for table in tables if table.is_called(sheet.name)), None)
        if table is None:
            if plain(sheet.name) not in {plain(name) for name in OWN_SHEETS}:
                unnamed.append(sheet)
            continue
        known = with_headings(sheet, table)
        if known is None:
            problems.add(SheetProblem(sheet.name, 0, "", "没有认得的表头,整张表没有采用"))
        else:
            found.append(known)
    if not any(not known.table.id for known in found):
        # A foreign list of households is called anything; the first that has our headings is one.
        guessed = next((known for sheet in unnamed if (known := with_headings(sheet, tables[0], least=2))), None)
        if guessed is None:
            raise WorkbookEmptyError
        unnamed.remove(guessed.sheet)
        found.insert(0, guessed)
    for sheet in unnamed:
        if next(sheet.rows(most=HEADING_ROWS), None) is not None:
            problems.add(SheetProblem(sheet.name, 0, "", "不认识的表名,整张表没有采用"))
    for known in found:
        _name_unknown(known, problems, left_out)
    return found


def with_headings(sheet: Sheet, table: Table, *, least: int = 1) -> Headed | None:
    """The row with the most headings among the first; titles and notes may stand above it."""
    best: Headed | None = None
    for row, cells in sheet.rows(most=HEADING_ROWS):
        columns: dict[int, Column] = {}
        for place, raw in cells:
            column = table.find(text_of(raw))
            if column is not None and column not in columns.values():
                columns[place] = column
        if columns and (best is None or len(columns) > len(best.columns)):
            called = {place: shown_of(raw).strip() for place, raw in cells}
            best = Headed(sheet, table, row, columns, called)
    return best if best is not None and len(best.columns) >= least else None


def _name_unknown(known: Headed, problems: Problems, left_out: frozenset[str]) -> None:
    named = {plain(column.heading) for column in known.columns.values()}
    for place, text in known.called.items():
        if place in known.columns or plain(text) in left_out:
            continue
        column = known.table.find(text)
        is_double = column is not None and plain(column.heading) in named
        reason = "这一列重复了,只采用第一列" if is_double else "不认识的表头,整列没有采用"
        problems.add(problem_at(known, known.row, place, reason))


def problem_at(
    known: Headed,
    row: int,
    place: int | None,
    reason: str,
    *,
    household: str = "",
    raw: Raw = "",
) -> SheetProblem:
    """A problem with its place in the words of the spreadsheet."""
    column = "" if place is None else f"{column_letters(place)} {known.called.get(place, '')}".strip()
    text = cover_numbers(shown_of(raw))[:MOST_TEXT]
    return SheetProblem(known.sheet.name, row, column[:80], reason, cover_numbers(household)[:60], text)


def _below(known: Headed, problems: Problems, progress: Progress) -> Iterator[tuple[int, Row]]:
    """The rows under the headings, cells of columns in use only; merged keys stand in each row they cover.

    Rows of sums are nobody's and are left out by name.
    """
    key = known.key_place
    spread = deque(sorted((first, last) for column, first, last in known.sheet.merged if column - 1 == key))
    # As it stands, so that a number the sheet has rounded is known for one in each row.
    held: Raw = ""
    until = 0
    for row, cells in known.sheet.rows(width=max(known.columns) + 1):
        progress.step()
        if row <= known.row:
            continue
        total = total_named(known, cells)
        if total:
            problems.add(problem_at(known, row, None, f"第 {row} 行是{total},没有导入"))
            continue
        used = tuple((place, raw) for place, raw in cells if place in known.columns)
        if key is not None:
            while spread and spread[0][0] <= row:
                until = spread.popleft()[1]
                held = next((raw for place, raw in used if place == key), "")
            if row <= until and held != "" and not household_of(used, key):
                used = ((key, held), *used)
        if used:
            yield row, used


def total_named(known: Headed, cells: Row) -> str:
    """What a row of sums calls itself, at its beginning or where a person or a choice would stand; empty for others."""
    for number, (place, raw) in enumerate(cells):
        if isinstance(raw, str) and "计" in raw and (number == 0 or _names(known.columns.get(place))):
            found = _TOTAL.fullmatch(plain(raw[:MOST_TEXT]))
            if found:
                return found[1]
    return ""


def _names(column: Column | None) -> bool:
    if column is None:
        return False
    field = column.field
    return field is None or field.id == "name" or field.sort in (Sort.CODE, Sort.MEMBER)


def household_of(cells: Row, key: int | None) -> str:
    """The text of 户编号 in a row."""
    return next((text_of(raw).strip() for place, raw in cells if place == key), "")


def _take_household(spool: Spool, number: int, row: int, cells: Row, *, problems: Problems) -> None:
    known = spool.sheets[number]
    if any(known.columns[at].heading == RECORD_KEY and raw == HIDDEN for at, raw in cells):
        raise WorkbookCoveredError
    place = _place_of_key(known, cells)
    key = household_of(cells, place)
    if place != known.key_place:
        key = "" if gap_named(key) else key.upper()
    if _is_lost(known, row, place, cells, problems=problems):
        return
    if not key:
        problems.add(problem_at(known, row, None, "没有户编号,也没有证件号码,这一行没有采用"))
    elif key in spool.households:
        first = spool.households[key].row
        problems.add(problem_at(known, row, None, f"与第 {first} 行是同一个户编号,这一行没有采用", household=key))
    else:
        spool.households[key] = Packed(number, row, pack(cells))
        if known.key_place not in (None, place):
            # With a number of its own the next time, it would be another household.
            told = problem_at(known, row, known.key_place, "没有户编号,先按证件号码认这一户", household=key)
            problems.add(replace(told, is_doubtful=True))


def _place_of_key(known: Headed, cells: Row) -> int | None:
    """Where no number is given, as often in a foreign list, the worker's identity number names the household."""
    if household_of(cells, known.key_place):
        return known.key_place
    for place, _ in cells:
        column = known.columns[place]
        if column.field is not None and column.field.id == "identity" and column.part == "number" and not column.group:
            return place
    return known.key_place


def _is_lost(known: Headed, row: int, place: int | None, cells: Row, *, problems: Problems) -> bool:
    """Whether the cell of the key does not hold what once stood there: households would fall together by it."""
    raw = next((raw for at, raw in cells if at == place), "")
    reason = lost_key(raw)
    if reason:
        problems.add(problem_at(known, row, place, f"{reason};这一行没有采用", raw=raw))
    return bool(reason)


def _take_rows(spool: Spool, number: int, problems: Problems, progress: Progress) -> None:
    known = spool.sheets[number]
    if known.key_place is None:
        problems.add(SheetProblem(known.sheet.name, known.row, "", "没有“户编号”一列,整张表没有采用"))
        return
    for row, cells in _below(known, problems, progress):
        if _is_lost(known, row, known.key_place, cells, problems=problems):
            continue
        key = household_of(cells, known.key_place)
        if key not in spool.households:
            key = key.upper()  # as an identity number that names a household is written
        if not key:
            problems.add(problem_at(known, row, None, "没有户编号,这一行没有采用"))
        elif key not in spool.households:
            problems.add(problem_at(known, row, None, "“户”表里没有这个户编号,这一行没有采用", household=key))
        elif len(cells) > 1:
            spool.households[key].rows.append((number, row, pack(cells)))
