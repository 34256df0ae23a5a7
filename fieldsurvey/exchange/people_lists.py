"""Lists of people that other offices send to be compared: whose columns are which, and each line as a person.

Files are opened as for an import (`opening.py`), headings are found and cells understood as there; what is no column
of a person becomes the line's content. Nothing is kept here.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.exchange.cells import Raw, shown_of, text_of, value_of
from fieldsurvey.exchange.columns import Column, Table, column_letters
from fieldsurvey.exchange.errors import ListEmptyError, ListTooLongError, ListUnmappedError
from fieldsurvey.exchange.headings import FIELD_NAMES, plain
from fieldsurvey.exchange.opening import Row, Sheet
from fieldsurvey.exchange.people_headings import OWN_NAMES, looks_like_name, name_place, number_place, telling
from fieldsurvey.exchange.people_numbers import MOST_OWNERS, is_identity_number, is_whole, joint_owners, number_read
from fieldsurvey.exchange.reading import HEADING_ROWS, Headed, total_named, with_headings
from fieldsurvey.progress import Progress
from fieldsurvey.rules.likeness import Who

DETAIL: Final = "detail"
LEFT_OUT: Final = "-"
# What a column can be, and how people call that.
TARGETS: Final[Mapping[str, str]] = {
    "name": "姓名",
    "identity": "证件号",
    "birth_date": "出生日期",
    "sex": "性别",
    "address": "地址",
    "mobile": "电话",
    "employer": "单位",
    DETAIL: "写进内容",
    LEFT_OUT: "不要",
}
_FIELDS: Final = {
    "name": ("name", ""),
    "identity": ("identity", "number"),
    "birth_date": ("birth_date", ""),
    "sex": ("sex", ""),
    "address": ("home_address", ""),
    "mobile": ("mobile", ""),
    "employer": ("employer_name", ""),
}
MOST_LINES: Final = 200_000
OWNER_STEP: Final = 10_000_000
MOST_DETAIL: Final = 1_000
MOST_CELL: Final = 100
SAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a list: where it is, what it is called, what it is taken for, and what stands in it, covered."""

    place: int
    text: str
    target: str
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListSheet:
    """The sheet of a file that is compared, with its headings, and the names of all that have something in them."""

    headed: Headed
    headings: tuple[Heading, ...]
    sheets: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the sheet is called."""
        return self.headed.sheet.name


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person of a list: the line, the person, what else it says, and why the number is not whole, if so.

    `row` is the row in the sheet; of the second owner in one row it is beyond any row (`line_told`).
    """

    row: int
    who: Who
    detail: str
    lost: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether there is no number that could be compared by itself."""
        return not is_whole(self.who.number)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that was not compared, and why. `is_unread`: somebody may stand in it who could not be made out."""

    row: int
    why: str
    is_unread: bool = False


@dataclass(slots=True)
class Read:
    """What was met on the way: people, rows that were left out, numbers that are not whole; and the fingerprint.

    `rows` are all that have something in them below the headings.
    """

    lines: int = 0
    rows: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    lost: int = 0
    fingerprint: str = ""


def line_told(line: int) -> str:
    """A line as people call it: 8, and 8.2 for the second owner in row 8."""
    nth, row = divmod(line, OWNER_STEP)
    return f"{row}.{nth + 1}" if nth else str(row)


def line_named(text: str) -> int:
    """The line that somebody calls so; 0 for none."""
    row, dot, nth = text.strip().partition(".")
    if not row.isdecimal() or (dot and not (nth.isdecimal() and 1 <= int(nth) <= MOST_OWNERS)):
        return 0
    return int(row) + (OWNER_STEP * (int(nth) - 1) if dot else 0)


def list_sheet(sheets: Sequence[Sheet], known: Mapping[str, str], sheet_name: str = "") -> ListSheet:
    """The sheet to compare: the one that is named, else the one with most headings of a person.

    `known` says by heading what a column is to be (`TARGETS`), before anything is guessed.

    Raises:
        ListEmptyError: nothing in it, or no sheet of that name. WorkbookBrokenError: in the middle of it.
    """
    targets = {plain(heading): target for heading, target in known.items()}
    filled = [sheet for sheet in sheets if next(sheet.rows(most=HEADING_ROWS), None) is not None]
    wanted = [sheet for sheet in filled if not sheet_name or sheet.name == sheet_name]
    table = _table(targets)
    found = [headed for sheet in wanted if (headed := with_headings(sheet, table)) is not None]
    headed = max(found, key=lambda each: len(each.columns), default=None) or _first_headed(wanted, table)
    if headed is None:
        raise ListEmptyError
    return ListSheet(headed, _headings(headed, targets), tuple(sheet.name for sheet in filled))


def people(listed: ListSheet, read: Read, progress: Progress) -> Iterator[PersonLine]:
    """The lines of a list under its headings; what a merged cell says holds for each row that it covers.

    Raises:
        ListUnmappedError: no column of a name or a number. WorkbookBrokenError, CancelledError.
    """
    used = {heading.target: heading.place for heading in listed.headings if heading.target in _FIELDS}
    if not {"name", "identity"} & used.keys():
        raise ListUnmappedError(headings="、".join(heading.text for heading in listed.headings)[:200])
    whole = hashlib.sha256(msgspec.msgpack.encode([(each.place, each.text) for each in listed.headings]))
    for row, cells in _below(listed.headed, set(used.values())):
        progress.step()
        whole.update(msgspec.msgpack.encode((row, cells)))
        read.rows += 1
        found = _people_of(row, dict(cells), listed, used)
        if isinstance(found, LeftOut):
            read.left_out.append(found)
            continue
        for line in found:
            read.lines += 1
            read.lost += bool(line.lost)
            if read.lines > MOST_LINES:
                raise ListTooLongError(most=MOST_LINES)
            yield line
    read.fingerprint = whole.hexdigest()


def target_named(text: str) -> str:
    """The target of a word that people or commands use; empty for any other."""
    text = text.strip()
    return text if text in TARGETS else next((each for each, label in TARGETS.items() if label == text), "")


def _table(targets: Mapping[str, str]) -> Table:
    """The columns of a person under every name that they go by; what somebody said of a heading goes before."""
    columns = []
    for target, (field_id, part) in _FIELDS.items():
        said = tuple(heading for heading, chosen in targets.items() if chosen == target)
        usual = (*OWN_NAMES[target], *FIELD_NAMES.get((field_id, part), ()))
        names = tuple(name for name in usual if targets.get(plain(name), target) == target)
        columns.append(Column(TARGETS[target], CASE.field(field_id), part, (*said, *names)))
    return Table("", "名单", tuple(columns))


def _first_headed(sheets: Sequence[Sheet], table: Table) -> Headed | None:
    """Where no heading is known: the first of the rows with most words above any number of a person.

    A list may have no headings at all; then its columns go by their letters.
    """
    for sheet in sheets:
        best: tuple[int, int, Row] = (0, 0, ())
        for row, cells in sheet.rows(most=HEADING_ROWS):
            if any(is_identity_number(raw) for _, raw in cells):
                if not best[0]:
                    return Headed(
                        sheet, table, row - 1, {}, {place: f"{column_letters(place)}列" for place, _ in cells}
                    )
                break
            words = sum(isinstance(raw, str) for _, raw in cells)
            best = max(best, (words, -row, cells), key=lambda each: each[:2])
        if best[0]:
            return Headed(sheet, table, -best[1], {}, {place: shown_of(raw).strip() for place, raw in best[2]})
    return None


def _headings(headed: Headed, targets: Mapping[str, str]) -> tuple[Heading, ...]:
    cells: dict[int, list[Raw]] = {}
    for row, filled in headed.sheet.rows(most=headed.row + HEADING_ROWS):
        for place, raw in filled if row > headed.row else ():
            cells.setdefault(place, []).append(raw)
    called = _told_apart(headed)
    chosen = {place: targets.get(plain(text), "") for place, text in called.items()}
    found = _chosen_once(headed, chosen)
    open_places = [place for place, target in found.items() if target == DETAIL and not chosen[place]]
    if "identity" not in found.values():
        numbers = number_place(cells, open_places)
        found.update({numbers: "identity"} if numbers is not None else {})
    if "name" not in found.values() and "identity" in found.values():
        beside = next(place for place, target in found.items() if target == "identity")
        names = name_place(cells, [each for each in open_places if found[each] == DETAIL], beside)
        found.update({names: "name"} if names is not None else {})
    return tuple(
        Heading(place, text, found[place], tuple(_sample(raw) for raw in cells.get(place, ())[:SAMPLES]))
        for place, text in called.items()
    )


def _told_apart(headed: Headed) -> dict[int, str]:
    """What each column is called; two of one heading, as of husband and wife, are told apart by their number."""
    often: Counter[str] = Counter()
    found = {}
    for place, heading in sorted(headed.called.items()):
        often[plain(heading)] += 1
        number = often[plain(heading)]
        found[place] = heading if number == 1 else f"{heading}({number})"
    return found


def _chosen_once(headed: Headed, chosen: Mapping[int, str]) -> dict[int, str]:
    """The target of each column: what somebody chose, then what the most telling heading says, each once."""
    found = {place: target or _guessed(headed, headed.called[place]) for place, target in chosen.items()}
    for target in _FIELDS:
        places = [place for place, each in found.items() if each == target]
        places.sort(key=lambda place: (not chosen[place], telling(target, headed.called[place]), place))
        found.update(dict.fromkeys(places[1:], DETAIL))
    return found


def _sample(raw: Raw) -> str:
    return cover_numbers(shown_of(raw).strip()[:MOST_CELL])


def _guessed(headed: Headed, text: str) -> str:
    column = headed.table.find(text)
    if column is None:
        return LEFT_OUT if plain(text) in ("序号", "编号") else DETAIL
    return next(target for target, label in TARGETS.items() if label == column.heading)


def _below(headed: Headed, wanted: set[int]) -> Iterator[tuple[int, Row]]:
    spread = {
        place: deque(sorted((first, last) for at, first, last in headed.sheet.merged if at - 1 == place))
        for place in wanted
    }
    held: dict[int, tuple[int, Raw]] = {}
    for row, cells in headed.sheet.rows():
        if row <= headed.row:
            continue
        said = dict(cells)
        for place, ranges in spread.items():
            while ranges and ranges[0][0] <= row:
                first, last = ranges.popleft()
                if first == row and place in said:
                    held[place] = (last, said[place])
            if place in held and row <= held[place][0]:
                said.setdefault(place, held[place][1])
        yield row, tuple(sorted(said.items()))


def _people_of(
    row: int, cells: Mapping[int, Raw], listed: ListSheet, used: Mapping[str, int]
) -> list[PersonLine] | LeftOut:
    """The people of a row, or why there are none in it."""
    total = total_named(listed.headed, tuple(sorted(cells.items())))
    if total:
        return LeftOut(row, f"是{total}行")
    raw_name, raw_number = (cells.get(used.get(target, -1), "") for target in ("name", "identity"))
    detail = _detail(cells, listed.headings)
    found = []
    for nth, (name, number) in enumerate(joint_owners(raw_name, raw_number)):
        who, lost = _who(cells, used, name, number)
        if who.name or who.number:
            found.append(PersonLine(row + OWNER_STEP * nth, who, detail, lost))
    # One cell alone is a note, such as who drew up the list, unless a person is all that it says.
    is_note = len(cells) == 1 < len(listed.headings) and not found[1:]
    if is_note and not any(each.who.number or looks_like_name(each.who.name) for each in found):
        return LeftOut(row, "只有一格有字,当作附注")
    return found or LeftOut(row, "读不出姓名和证件号", is_unread=True)


def _who(cells: Mapping[int, Raw], used: Mapping[str, int], raw_name: Raw, raw_number: Raw) -> tuple[Who, str]:
    number, lost = number_read(raw_number)
    said = {target: _text(target, cells[place]) for target, place in used.items() if place in cells}
    name = _name(_text("name", raw_name)) if raw_name != "" else ""
    sound = resident(number) if number else ""
    born, sex = said.get("birth_date", ""), said.get("sex", "")
    if isinstance(sound, Resident):
        number, born, sex = sound.number, born or sound.birth_date.isoformat(), sex or sound.sex
    who = Who(
        name=name,
        number=number,
        birth_date=born,
        address=said.get("address", ""),
        mobile=said.get("mobile", ""),
        employer=said.get("employer", ""),
        sex=sex,
    )
    return who, lost


def _name(text: str) -> str:
    """A name without the blanks that make short ones as wide as long ones."""
    return text if text.isascii() else "".join(text.split())


def _text(target: str, raw: Raw) -> str:
    field_id, part = _FIELDS[target]
    if target == "identity":
        return ""
    taken = value_of(CASE.field(field_id), {part: raw})
    return str(tidied(taken.value)).strip() if taken.says and isinstance(taken.value, str) else ""


def _detail(cells: Mapping[int, Raw], headings: Sequence[Heading]) -> str:
    parts = []
    for heading in headings:
        if heading.target == DETAIL and heading.place in cells:
            text = " ".join(str(tidied(text_of(cells[heading.place]))).split())[:MOST_CELL]
            parts.append(f"{heading.text}:{text}")
    return ";".join(parts)[:MOST_DETAIL]
