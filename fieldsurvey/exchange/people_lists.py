"""Lists of people that other offices send to be compared: whose columns are which, and each line as a person.

Files are opened as for an import (`opening.py`), headings are found and cells understood as there; what is no column
of a person becomes the line's content. Nothing is kept here.
"""

import hashlib
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.checks import bare
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.exchange.cells import Raw, shown_of, text_of, value_of
from fieldsurvey.exchange.columns import Column, Table
from fieldsurvey.exchange.errors import ListEmptyError, ListTooLongError, ListUnmappedError
from fieldsurvey.exchange.headings import FIELD_NAMES, plain
from fieldsurvey.exchange.opening import Row, Sheet
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
# Who a person is called in the lists of other offices, the most telling first: of a file with 户主 and 姓名 it is 姓名.
_OWN_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "name": (
        "姓名", "名字", "车主", "车主姓名", "机动车所有人", "所有人", "所有人姓名", "权利人", "权利人姓名", "产权人",
        "法定代表人", "法定代表人姓名", "经营者", "经营者姓名", "负责人", "申请人", "申请人姓名", "保障对象",
        "救助对象", "对象姓名", "低保对象", "持证人", "死者姓名", "户主", "户主姓名",
    ),
    "identity": (
        "证件号", "公民身份证号码", "居民身份证号", "居民身份证号码", "身份证件号码", "身份证明号码", "所有人身份证号",
        "权利人证件号", "权利人证件号码", "法定代表人身份证号", "法定代表人证件号", "经营者身份证号", "申请人身份证号",
        "户主身份证号", "ID",
    ),
    "birth_date": ("出生日期", "出生年月日", "生日"),
    "sex": ("性别",),
    "address": ("家庭住址", "住所", "住所地址", "现住址", "居住地址", "户籍地址", "户籍地", "联系地址"),
    "mobile": ("手机号码", "移动电话", "联系手机"),
    "employer": ("工作单位", "就业单位", "从业单位"),
}  # fmt: skip
MOST_LINES: Final = 200_000
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
    """One line: its row in the sheet, the person, what else it says, and why its number is of no use, if so."""

    row: int
    who: Who
    detail: str
    lost: str = ""


@dataclass(slots=True)
class Read:
    """What was met on the way: lines of people, rows of sums and notes, numbers of no use; and the fingerprint."""

    lines: int = 0
    skipped: int = 0
    lost: int = 0
    fingerprint: str = ""


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
        line = None if total_named(listed.headed, cells) else _line(row, dict(cells), listed.headings, used)
        if line is None:
            read.skipped += 1
            continue
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
        usual = (*_OWN_NAMES[target], *FIELD_NAMES.get((field_id, part), ()))
        names = tuple(name for name in usual if targets.get(plain(name), target) == target)
        columns.append(Column(TARGETS[target], CASE.field(field_id), part, (*said, *names)))
    return Table("", "名单", tuple(columns))


def _first_headed(sheets: Sequence[Sheet], table: Table) -> Headed | None:
    """Where no heading is known: the first of the rows with most words in them."""
    for sheet in sheets:
        best: tuple[int, int, Row] = (0, 0, ())
        for row, cells in sheet.rows(most=HEADING_ROWS):
            words = sum(isinstance(raw, str) for _, raw in cells)
            best = max(best, (words, -row, cells), key=lambda each: each[:2])
        if best[0]:
            return Headed(sheet, table, -best[1], {}, {place: shown_of(raw).strip() for place, raw in best[2]})
    return None


def _headings(headed: Headed, targets: Mapping[str, str]) -> tuple[Heading, ...]:
    samples: dict[int, list[str]] = {}
    for row, cells in headed.sheet.rows(most=headed.row + HEADING_ROWS):
        for place, raw in cells if row > headed.row else ():
            shown = samples.setdefault(place, [])
            if len(shown) < SAMPLES:
                shown.append(cover_numbers(shown_of(raw).strip()[:MOST_CELL]))
    taken: set[str] = set()
    often: Counter[str] = Counter()
    found = []
    for place, heading in sorted(headed.called.items()):
        often[plain(heading)] += 1
        # Two columns of one heading, as of husband and wife, are told apart by their number.
        number = often[plain(heading)]
        text = heading if number == 1 else f"{heading}({number})"
        target = targets.get(plain(text)) or _guessed(headed, heading)
        if target in taken and target in _FIELDS:
            target = DETAIL
        taken.add(target)
        found.append(Heading(place, text, target, tuple(samples.get(place, ()))))
    return tuple(found)


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


def _line(
    row: int, cells: Mapping[int, Raw], headings: Sequence[Heading], used: Mapping[str, int]
) -> PersonLine | None:
    """The person of a row; None for a note under the list, or a row in which nobody is named."""
    number, lost = _number(cells.get(used.get("identity", -1), ""))
    said = {target: _text(target, cells[place]) for target, place in used.items() if place in cells}
    name = _name(said.get("name", ""))
    if not number and (not name or len(cells) == 1):
        return None
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
    return PersonLine(row, who, _detail(cells, headings), lost)


def _number(raw: Raw) -> tuple[str, str]:
    """A number as it counts, and why it is of no use where the sheet has lost or covered it."""
    if raw == "":
        return "", ""
    taken = value_of(CASE.field("identity"), {"number": raw})
    if not taken.says:
        return "", taken.reason
    number = bare(text_of(raw))
    # 无, 0, 不详: what stands where there is no number.
    return (number, "") if len(number) >= 6 and len(set(number)) > 2 else ("", "")


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
