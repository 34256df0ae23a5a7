"""Reading the national system's own list back: a spreadsheet, its columns in any order, each line a household."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.case.parse import parse_date
from fieldsurvey.exchange.cells import Raw, lost_key, text_of
from fieldsurvey.exchange.columns import Column, Table
from fieldsurvey.exchange.errors import ListEmptyError, ListTooLongError, ListUnmappedError
from fieldsurvey.exchange.headings import FIELD_NAMES, plain
from fieldsurvey.exchange.opening import Sheet
from fieldsurvey.exchange.people_lists import PersonLine
from fieldsurvey.exchange.reading import Headed, total_named, with_headings
from fieldsurvey.progress import Progress
from fieldsurvey.rules.likeness import Who

NAME: Final = "name"
IDENTITY: Final = "identity.number"
WORKER_NO: Final = "worker_no"
MOST_LINES: Final = 200_000
MOST_TEXT: Final = 2_000
_DIGITS: Final = 6
# What the list pages of that system call their columns besides (`domain.md` §4.3).
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    WORKER_NO: ("编号", "困难职工编号", "档案编号"),
    "causes[rank=main]/cause": ("致困原因",),
    "=persons": ("家庭人数", "人口"),
    "=income_year": ("家庭收入",),
    "=category": ("困难类型", "类别"),
}


@dataclass(frozen=True, slots=True)
class NationalLine:
    """One line of that list: the person, and by box what it says."""

    person: PersonLine
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NationalSheet:
    """The sheet that was found: by box what its column is called, and the headings that mean none."""

    headed: Headed
    boxes: Mapping[int, str]
    called: Mapping[str, str]
    unknown: tuple[str, ...]


def national_sheet(sheets: Sequence[Sheet], boxes: Mapping[str, Sequence[str]]) -> NationalSheet:
    """The sheet with most headings of that system; `boxes` are what each goes by.

    Raises:
        ListEmptyError: none of the sheets has one. ListUnmappedError: nothing that names a person.
    """
    columns = {box: Column(names[0], names=(*names[1:], *_also(box))) for box, names in boxes.items()}
    table = Table("", "名单", tuple(columns.values()))
    found = [headed for sheet in sheets if (headed := with_headings(sheet, table)) is not None]
    headed = max(found, key=lambda each: len(each.columns), default=None)
    if headed is None:
        raise ListEmptyError
    by_heading = {plain(column.heading): box for box, column in columns.items()}
    places = {place: by_heading[plain(column.heading)] for place, column in headed.columns.items()}
    called = {box: headed.called[place] for place, box in places.items()}
    if not {NAME, IDENTITY, WORKER_NO} & called.keys():
        raise ListUnmappedError(headings="、".join(headed.called.values())[:200])
    unknown = tuple(text for place, text in headed.called.items() if place not in places)
    return NationalSheet(headed, places, called, unknown)


def national_lines(found: NationalSheet, progress: Progress) -> Iterator[NationalLine]:
    """The lines under the headings; sums and notes are nobody's.

    Raises:
        ListTooLongError, WorkbookBrokenError, CancelledError.
    """
    count = 0
    for row, cells in found.headed.sheet.rows():
        progress.step()
        if row <= found.headed.row or total_named(found.headed, cells):
            continue
        said = {found.boxes[place]: raw for place, raw in cells if place in found.boxes}
        texts = {box: str(tidied(text_of(raw))).strip()[:MOST_TEXT] for box, raw in said.items()}
        person = _person(row, said, texts)
        if person is None:
            continue
        count += 1
        if count > MOST_LINES:
            raise ListTooLongError(most=MOST_LINES)
        yield NationalLine(person, texts)


def _also(box: str) -> tuple[str, ...]:
    name, _, part = box.partition(".")
    field = None if name.startswith("=") else CASE.find(name)
    usual = FIELD_NAMES.get((name, part), ())
    return (*_ALSO.get(box, ()), *usual, *((field.label,) if field is not None and not part else ()))


def _person(row: int, said: Mapping[str, Raw], texts: Mapping[str, str]) -> PersonLine | None:
    name = "".join(texts.get(NAME, "").split())
    raw = said.get(IDENTITY, "")
    lost = lost_key(raw) if raw != "" else ""
    number = "" if lost else bare(texts.get(IDENTITY, ""))
    number = number if len(number) >= _DIGITS and len(set(number)) > 2 else ""
    if not (name or number or texts.get(WORKER_NO)) or (len(said) == 1 and not number):
        return None
    born, sex = parse_date(texts.get("birth_date", "")) or "", CASE.field("sex").choices.find(texts.get("sex", ""))
    sound = resident(number) if number else ""
    if isinstance(sound, Resident):
        number, born, sex = sound.number, born or sound.birth_date.isoformat(), sex or sound.sex
    who = Who(
        name=name,
        number=number,
        birth_date=born,
        address=texts.get("home_address", ""),
        mobile=texts.get("mobile", ""),
        employer=texts.get("employer_name", ""),
        sex=sex or "",
    )
    return PersonLine(row, who, "", lost)
