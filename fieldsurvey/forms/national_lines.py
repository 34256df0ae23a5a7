"""One household as it is typed into the national system: every box there with its text, or why there is none."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.sums import is_fen
from fieldsurvey.case.values import GAP_LABELS, is_gap, is_typed, rows_of
from fieldsurvey.case.worker import is_worker, members_of
from fieldsurvey.forms.answers import field_at
from fieldsurvey.forms.layout import FIGURE_MARK, LAST
from fieldsurvey.forms.national_figures import NationalFigures, Reckoned, bare, is_national_figure
from fieldsurvey.forms.national_order import MEMBERS, Item, Order, Section, Source, source_of

READY: Final = "ready"
MISSING: Final = "missing"
UNASKED: Final = "unasked"
GIVEN: Final = "given"
COPIED: Final = "copied"
CHANGED: Final = "changed"
_PARTS: Final = {Sort.IDENTITY: "number", Sort.BANK: "number"}
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One box: whose it is, its label there, the text to type, and how it stands.

    `state`: `ready`; `missing` (缺) or `unasked` (不用填), and `note` says why; `given` by that system; and where it is
    known what was copied before, `copied`, or `changed` since. `address` is where the file says it, empty for figures.
    """

    key: str
    section: str
    label: str
    text: str
    state: str
    note: str = ""
    is_required: bool = False
    address: str = ""


def lines_of(
    document: Mapping[str, Any], order: Order, catalogue: Catalogue, *, clashing: Collection[str] = ()
) -> list[EntryLine]:
    """Every box in its order; whatever a foreign change put anywhere, it says so and goes on.

    `clashing` are addresses at which two values stand: which of them is right is not for a typist to guess.
    """
    reader = _Reader(document, order, catalogue, frozenset(clashing))
    return [line for section in order.sections for line in reader.section(section)]


class _Reader:
    """Reads one document in the order of that system."""

    def __init__(
        self, document: Mapping[str, Any], order: Order, catalogue: Catalogue, clashing: Collection[str]
    ) -> None:
        self._document, self._order, self._catalogue, self._clashing = document, order, catalogue, clashing
        self._figures = NationalFigures(document)

    def section(self, section: Section) -> Iterator[EntryLine]:
        """The lines of a section; the worker, whose boxes stand before, is no row of the members there."""
        if not section.rows:
            for item in section.items:
                yield self._line(section.title, item, self._document, "")
            return
        rows = members_of(self._document) if section.rows == MEMBERS else rows_of(self._document, section.rows)
        others = [row for row in rows if not (section.rows == MEMBERS and is_worker(row))]
        for number, row in enumerate(others, start=1):
            for item in section.items:
                yield self._line(f"{section.title}{number}", item, row, f"{section.rows}/{row.get(ROW, number)}/")

    def _line(self, title: str, item: Item, values: Mapping[str, Any], prefix: str) -> EntryLine:
        key = prefix + item.of + (f"#{item.nth}" if item.nth > 1 else "")
        text, state, note, address = self._said(item, values, prefix)
        if address in self._clashing:
            text, state, note = "", MISSING, "有两个不同的值,还没有裁定"
        if item.given and not text:
            state, note = GIVEN, "由全国系统给出"
        return EntryLine(key, title, item.label, text, state, note, item.required, address)

    def _said(self, item: Item, values: Mapping[str, Any], prefix: str) -> tuple[str, str, str, str]:
        source = source_of(item.of)
        if source is None:
            return "", MISSING, "这一栏的写法不认得", ""
        if source.is_figure:
            return *self._figure(source, values if prefix else None), ""
        try:
            field = self._field(source, prefix)
        except UnknownFieldError:
            return "", MISSING, "本程序没有这一栏", ""
        if source.group:
            return self._in_list(item, source, field)
        said = values.get(field.id)
        if said is None and not field.is_asked(values):
            return "", UNASKED, "不适用", prefix + field.id
        return *self._told(field, said, source.part), prefix + field.id

    def _field(self, source: Source, prefix: str) -> Field:
        group = source.group or prefix.partition("/")[0]
        return field_at(self._catalogue, f"{group}/{LAST}/{source.name}" if group else source.name)

    def _in_list(self, item: Item, source: Source, field: Field) -> tuple[str, str, str, str]:
        fixed = source.fixed or ("", "")
        rows = [row for row in rows_of(self._document, source.group) if str(row.get(fixed[0])) == fixed[1]]
        if len(rows) < item.nth:
            return ("", MISSING, "没有填", "") if item.required else ("", UNASKED, "没有", "")
        row = rows[item.nth - 1]
        address = f"{source.group}/{row.get(ROW, '')}/{field.id}"
        return *self._told(field, row.get(field.id), source.part), address

    def _figure(self, source: Source, row: Mapping[str, Any] | None) -> tuple[str, str, str]:
        name = source.name.removeprefix(FIGURE_MARK)
        told = self._figures.told(name, row) if is_national_figure(name) else Reckoned(why="本程序没有这一栏")
        if told.why:
            return "", MISSING, told.why
        if not told.table:
            return "、".join(told.said), READY, ""
        field = Field("", "", Sort.CODES, codes=told.table)
        tables = (each for group in self._catalogue.groups for each in group.fields if each.codes == told.table)
        return self._coded(next(tables, field), told.said)

    def _told(self, field: Field, value: object, part: str) -> tuple[str, str, str]:
        if value is None or value in ("", []):
            return "", MISSING, "没有填"
        if is_gap(value) and isinstance(value, dict):
            return "", MISSING, GAP_LABELS[str(value["gap"])]
        if is_typed(value) and isinstance(value, dict):
            return "", MISSING, f"填的“{cover_numbers(value['typed'])[:_LONGEST]}”没有看懂"
        if field.sort in (Sort.CODE, Sort.CODES):
            return self._coded(field, tuple(value) if isinstance(value, list) else (value,))
        text = _plain_text(field, value, part or _PARTS.get(field.sort, ""))
        return (text, READY, "") if text else ("", MISSING, "没有填")

    def _coded(self, field: Field, codes: tuple[object, ...]) -> tuple[str, str, str]:
        """Codes as that system calls them."""
        there = self._order.labels.get(field.codes, {})
        own = [field.choices.label_of(code) for code in codes]
        found = [there.get(str(code), label) for code, label in zip(codes, own, strict=True)]
        if None in found:
            return "", MISSING, f"那边没有“{own[found.index(None)]}”这一项,请照实选"
        return "、".join(dict.fromkeys(str(each) for each in found)), READY, ""


def _plain_text(field: Field, value: object, part: str) -> str:
    """A value as that system takes it: days as 2026-11-28, numbers and amounts bare; empty for what is none."""
    if isinstance(value, Mapping):
        said = value.get(part)
        return "".join(said.split()) if isinstance(said, str) and part == "number" else str(said or "").strip()
    if isinstance(value, bool):
        return "是" if value else "否"
    if field.sort is Sort.MONEY:
        return bare(value) if is_fen(value) else ""
    if field.sort is Sort.MONTHS:
        cells = value if isinstance(value, list) else []
        return bare(cells[0]) if cells and is_fen(cells[0]) and cells.count(cells[0]) == len(cells) else ""
    if field.sort is Sort.DATE:
        return str(value) if isinstance(value, str) and parse_date(value) == value else ""
    return str(value).strip() if isinstance(value, str | int) else ""
