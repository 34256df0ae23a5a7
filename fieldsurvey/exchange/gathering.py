"""From the rows of one household to its document, as `case import` takes it, each cell judged by itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as part
from datetime import date
from functools import partial
from typing import Any, Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import MAX_ROWS, ROW, Document, row_id
from fieldsurvey.case.elsewhere import numbers_of
from fieldsurvey.case.field import Catalogue, Field, Role, Sort
from fieldsurvey.case.ids import RECORD_PATTERN, ROW_PATTERN, RecordId, RowId, derived_record, derived_row
from fieldsurvey.case.problems import problems
from fieldsurvey.case.procedure import may_record
from fieldsurvey.case.values import is_answered
from fieldsurvey.case.worker import SELF
from fieldsurvey.exchange.cells import NOTHING, Raw, odd_member, text_of, value_of
from fieldsurvey.exchange.columns import Column, main_part
from fieldsurvey.exchange.headings import MEMBER_KEY, RECORD_KEY, ROW_KEY
from fieldsurvey.exchange.opening import Row
from fieldsurvey.exchange.reading import Headed, Packed, Problems, SheetProblem, Spool, problem_at, unpack

FieldKey = tuple[str, tuple[tuple[str, str], ...], str]
ROW_MARK: Final = "#"
FORBIDDEN: Final = "这台设备不能填写这一栏,整列没有采用"
FORBIDDEN_SHEET: Final = "这台设备不能填写这一张表,整张没有采用"
ROW_DIGITS: Final = 12
MOST_HEADING: Final = 40
WORKER_NAME: Final = "本人"
_HEX: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where something stands: the sheet, the row, and the column from 0, None for the whole row."""

    known: Headed
    row: int
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """One household of a sheet. `is_ours`: an export of this program, which leaves nothing to be added.

    `doubts` are, by address, what there is to say of an identity number that turns out to be another household's too,
    its place filled in.
    """

    record: RecordId
    key: str
    document: Document
    sheet: str
    row: int
    is_ours: bool
    doubts: Mapping[str, SheetProblem]


@dataclass(frozen=True, slots=True)
class Office:
    """What is asked here, by whom, the day, and where oddities are told; `told` are columns that were named already."""

    catalogue: Catalogue
    roles: frozenset[Role]
    today: date
    problems: Problems
    told: set[tuple[str, int | None]] = part(default_factory=set)


def gathered(spool: Spool, *, source: str, office: Office) -> Iterator[Gathered]:
    """The households of a spool in their order; each is let go once it has been given."""
    for key in list(spool.households):
        packed = spool.households.pop(key)
        yield _Household(key, packed, spool, record_of=partial(derived_record, source), office=office).gathered()


def row_named(text: str, *, is_ours: bool) -> dict[str, Any]:
    """What a row says of itself by its number there: a row id as exports write it, or else a key of the source.

    Another office may number its rows 000000000001, in every household anew: without the mark that is a row id only
    in a household that this program wrote.
    """
    if text.startswith(ROW_MARK) and ROW_PATTERN.fullmatch(text[1:]):
        return {ROW: text[1:]}
    if is_ours and len(text) == ROW_DIGITS and _HEX.issuperset(text):
        return {ROW: text}
    return {"key": text}


def name_of_row(row: Mapping[str, Any]) -> str:
    """The number of a row in a sheet, from which `row_named` finds the same row again."""
    given = row.get(ROW)
    if isinstance(given, str) and given:
        return given if len(given) == ROW_DIGITS and _HEX.issuperset(given) else ROW_MARK + given
    key = row.get("key")
    return "" if key in (None, "") else str(key)


class _Household:
    """One household in the making."""

    def __init__(
        self, key: str, packed: Packed, spool: Spool, *, record_of: Callable[[str], RecordId], office: Office
    ) -> None:
        self._key, self._packed, self._spool = key, packed, spool
        self._catalogue, self._roles, self._problems = office.catalogue, office.roles, office.problems
        self._told, self._today = office.told, office.today
        self._taken: dict[str, tuple[_Spot, Raw]] = {}
        self._known = spool.sheets[packed.sheet]
        self._cells = unpack(packed.cells)
        given = self._text_at(RECORD_KEY)
        self.is_ours = bool(RECORD_PATTERN.fullmatch(given))
        self.record = RecordId(given) if self.is_ours else record_of(key)
        self._lists: dict[str, list[Document]] = {}
        self._rows: dict[str, set[str]] = {}
        self._members: dict[str, str | None] = {}

    def gathered(self) -> Gathered:
        """The whole document."""
        document = self._read(self._known, self._packed.row, self._cells, prefix="")
        rows = [(self._spool.sheets[sheet], row, packed) for sheet, row, packed in self._packed.rows]
        for known, row, packed in rows:
            if known.table.id == "members":
                self._take_row(known, row, unpack(packed))
        self._note_worker(document.get("name"))
        for known, row, packed in rows:
            if known.table.id != "members":
                self._take_row(known, row, unpack(packed))
        document.update({name: found for name, found in self._lists.items() if found})
        self._doubt(document)
        return Gathered(
            self.record,
            self._key,
            document,
            self._known.sheet.name,
            self._packed.row,
            self.is_ours,
            {at: self._doubtful(*self._taken[at]) for at in numbers_of(document).values() if at in self._taken},
        )

    def _text_at(self, heading: str) -> str:
        place = next((place for place, column in self._known.columns.items() if column.heading == heading), None)
        return next((text_of(raw).strip() for at, raw in self._cells if at == place), "")

    def _take_row(self, known: Headed, row: int, cells: Row) -> None:
        group = known.table.id
        if not self._catalogue.writers(f"{group}/x/{ROW}") & self._roles:
            # Even the place of such a row would make the whole household a change that nobody here may make.
            self._tell_once(_Spot(known, known.row), FORBIDDEN_SHEET)
            return
        found = self._lists.setdefault(group, [])
        if len(found) >= MAX_ROWS:
            self._tell(_Spot(known, row), f"一户最多 {MAX_ROWS} 行,这一行没有采用")
            return
        named = next(
            (text_of(raw).strip() for place, raw in cells if known.columns[place].heading in (ROW_KEY, MEMBER_KEY)), ""
        )
        # As JSON lines do: rows without a number are told apart by their order.
        about = row_named(named, is_ours=self.is_ours) if named else {}
        identity = row_id(self.record, group, about, len(found) + 1)
        if identity in self._rows.setdefault(group, set()):
            self._tell(_Spot(known, row), f"这一户里已有{named or '这'}号的行,这一行没有采用")
            return
        self._rows[group].add(identity)
        said = self._read(known, row, cells, prefix=f"{group}/{identity}/")
        found.append({ROW: identity, **said})
        if group == "members":
            self._note_member(identity, named, said.get("name"))

    def _note_member(self, identity: RowId, named: str, name: object) -> None:
        for text in {named, identity, name if isinstance(name, str) else ""} - {""}:
            # A name that two members share names neither.
            self._members[text] = None if text in self._members and self._members[text] != identity else identity

    def _note_worker(self, name: object) -> None:
        """Other sheets may name the worker, whose own row need not be among the members of the sheet."""
        own = next((each[ROW] for each in self._lists.get("members", []) if each.get("relation") == SELF), None)
        self._members.setdefault(WORKER_NAME, own or worker_row(self.record))
        if own is None and isinstance(name, str):
            self._members.setdefault(name.strip(), worker_row(self.record))

    def _read(self, known: Headed, row: int, cells: Row, *, prefix: str) -> Document:
        """The fields of a row; columns of a foreign sheet that belong to a list make a row of it."""
        parts: dict[FieldKey, dict[str, Raw]] = {}
        places: dict[FieldKey, tuple[int, Column, Field]] = {}
        firsts: dict[tuple[Any, ...], int] = {}
        for place, raw in cells:
            column = known.columns[place]
            if column.field is None:
                continue
            address = (column.group, column.fixed, column.field.id)
            said = parts.setdefault(address, {})
            first = firsts.setdefault((*address, column.part), place)
            if text_of(said.setdefault(column.part, raw)).strip() != text_of(raw).strip():
                reason = f"与“{known.called.get(first, '')[:MOST_HEADING]}”一列写的不同,这一格没有采用"
                self._tell(_Spot(known, row, place), reason, raw)
            if first != place:
                continue
            if address not in places or column.part == main_part(column.field):
                places[address] = (place, column, column.field)
        document: Document = {}
        for address, said in parts.items():
            place, column, field = places[address]
            target = self._made_row(column) if column.group else document
            at = f"{column.group}/{target[ROW]}/" if column.group else prefix
            where = {part: firsts[(*address, part)] for part in said}
            spot = _Spot(known, row, place)
            value = self._value(spot, field, said, where=where, prefix=at)
            if value is not NOTHING:
                target[field.id] = value
        return document

    def _made_row(self, column: Column) -> Document:
        name = "&".join(f"{field}={value}" for field, value in column.fixed)
        rows = self._lists.setdefault(column.group, [])
        identity = derived_row(self.record, column.group, f"key:{name}")
        made = next((each for each in rows if each[ROW] == identity), None)
        if made is None:
            made = {ROW: identity, **dict(column.fixed)}
            self._rows.setdefault(column.group, set()).add(identity)
            rows.append(made)
        return made

    def _value(
        self, spot: _Spot, field: Field, said: Mapping[str, Raw], *, where: Mapping[str, int], prefix: str
    ) -> object:
        """The value to take, or NOTHING; what is wrong is told, each of the cells at its own place."""
        raw = said.get(main_part(field), next(iter(said.values())))
        if not self._may_write(field, prefix.partition("/")[0]):
            self._tell_once(replace(spot, row=spot.known.row), FORBIDDEN)
            return NOTHING
        taken = value_of(field, said)
        value, reason = taken.value, taken.reason
        if field.sort is Sort.MEMBER and isinstance(value, str) and not taken.is_exact:
            value, reason = self._member(value)
        if field.sort is Sort.EVENT and taken.says and not may_record(value, self._roles):
            self._tell(spot, "这台设备不能记这一步办理状态", raw)
            return NOTHING
        if reason:
            at = replace(spot, place=where.get(taken.part, spot.place))
            self._tell(at, reason, said.get(taken.part, raw), is_kept=taken.says)
        for odd in taken.odd:
            self._tell(replace(spot, place=where[odd.part]), odd.reason, said[odd.part], is_kept=odd.is_kept)
        if not reason and not taken.odd and is_answered(value):
            self._taken[prefix + field.id] = (spot, raw)
        return value if taken.says else NOTHING

    def _doubt(self, document: Document) -> None:
        """Says of what was understood all that the wizard would say at the field, and between fields."""
        if self._taken:
            for point in problems(with_worker_row(document, self.record), self._today, self._catalogue):
                if point.address in self._taken:
                    self._problems.add(replace(self._doubtful(*self._taken[point.address]), reason=point.sentence))

    def _doubtful(self, spot: _Spot, raw: Raw) -> SheetProblem:
        told = problem_at(spot.known, spot.row, spot.place, "", household=self._key, raw=raw)
        return replace(told, is_doubtful=True)

    def _may_write(self, field: Field, group: str) -> bool:
        listed = self._catalogue.group(group)
        return bool((listed.writers if listed else field.writers) & self._roles)

    def _member(self, text: str) -> tuple[Value, str]:
        found = self._members.get(text) or self._members.get(text.removeprefix(ROW_MARK))
        return (found, "") if found else ({"typed": text}, odd_member())

    def _tell_once(self, spot: _Spot, reason: str) -> None:
        """What is so for every household is said of the column or the sheet."""
        column = (spot.known.sheet.name, spot.place)
        if column not in self._told:
            self._told.add(column)
            self._problems.add(problem_at(spot.known, spot.row, spot.place, reason))

    def _tell(self, spot: _Spot, reason: str, raw: Raw = "", *, is_kept: bool = False) -> None:
        told = problem_at(spot.known, spot.row, spot.place, reason, household=self._key, raw=raw)
        self._problems.add(replace(told, is_kept=is_kept))


def worker_row(record: RecordId) -> RowId:
    """The row of the worker among the members where the sheet has none."""
    return derived_row(record, "members", "worker")


def with_worker_row(document: Document, record: RecordId) -> Document:
    """The document of a new household with the worker among its members, as the wizard makes it."""
    members = document.get("members", [])
    if any(member.get("relation") == SELF for member in members):
        return document
    worker = {ROW: worker_row(record), "relation": SELF, "counts_in_household": True}
    return {**document, "members": [worker, *members]}


def with_worker_named(document: Document, record: RecordId, own: RowId) -> Document:
    """The document with every reference to the worker's row pointing to the row that is there already."""
    stand_in = worker_row(record)

    def pointed(row: Document) -> Document:
        return {cell: own if value == stand_in and cell != ROW else value for cell, value in row.items()}

    return {
        name: [pointed(row) for row in value] if isinstance(value, list) and _are_rows(value) else value
        for name, value in document.items()
    }


def _are_rows(value: list[object]) -> bool:
    return all(isinstance(row, dict) for row in value)
