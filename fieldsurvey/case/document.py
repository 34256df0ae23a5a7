"""The nested document that people and other programs read, and the flat fields that changes speak of."""

from collections.abc import Iterable, Iterator, Mapping, Set
from decimal import Decimal
from operator import itemgetter
from typing import Any, Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import Change
from fieldsurvey.case.errors import (
    AnswerMalformedError,
    ChangeMalformedError,
    RowsMalformedError,
    RowToldTwiceError,
    UnknownFieldError,
)
from fieldsurvey.case.field import Catalogue, Field, Group, Sort
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.ids import ROW_PATTERN, Address, RecordId, RowId, derived_row, row_address
from fieldsurvey.case.parse import parse
from fieldsurvey.case.values import rows_of

Document = dict[str, Any]
ROW: Final = "row"
KEY: Final = "key"
RESERVED: Final = frozenset({"id", KEY, "kind"})
MAX_ROWS: Final = 5_000


def to_document(state: State) -> Document:
    """The state as one document: fields by id, lists as rows in order, each with its row id.

    Clashing fields show their provisional value; removed rows are left out; what was never answered is absent.
    """
    return _nested([(address, state.value(address)) for address in sorted(state.heads)], state.removed_rows())


def document_of_first(change: Change) -> Document:
    """The document of a record with one change that removes no row; the same as folding it, and quicker."""
    said = change.set
    addresses = sorted(said)
    return _nested(zip(addresses, [said[address].value for address in addresses], strict=True), frozenset())


def _nested(cells: Iterable[tuple[str, Value]], removed: Set[str]) -> Document:
    """Puts values into their rows; they come sorted by address, so that those of one row stand together.

    Every case taken in passes here with a hundred values and more, so each is touched as little as possible.
    """
    document: Document = {}
    lists: dict[str, list[tuple[str, Document]]] = {}
    prefix, length, shown = "/", 1, document
    for address, value in cells:
        if address.startswith(prefix):
            name = address[length:]
            if value is not None or name == REMOVED:
                shown[name] = value
        elif "/" in address:
            group, row, name = address.split("/")
            prefix = f"{group}/{row}/"
            length, shown = len(prefix), {}
            lists.setdefault(group, []).append((row, shown))
            if value is not None or name == REMOVED:
                shown[name] = value
        elif value is not None:
            document[address] = value
    for name in RESERVED:
        document.pop(name, None)
    for group, rows in lists.items():
        # A list whose rows are all removed is absent, as one that never had any.
        if present := _ordered(group, rows, removed):
            document[group] = present
    return document


def _ordered(group: str, rows: Iterable[tuple[str, Document]], removed: Set[str]) -> list[Document]:
    placed: list[tuple[int, str, Document]] = []
    for row, shown in rows:
        place = shown.pop(PLACE, 0)
        if REMOVED in shown:
            del shown[REMOVED]
            if f"{group}/{row}" in removed:
                continue
        shown[ROW] = row
        placed.append((place if isinstance(place, int) else 0, row, shown))
    if len(placed) > 1:
        placed.sort(key=itemgetter(0, 1))
    return [shown for _, _, shown in placed]


def to_fields(catalogue: Catalogue, record: RecordId, document: Mapping[str, Any]) -> dict[Address, Value]:
    """The fields that an imported document sets, by address.

    Rows without an id get one from their `key` or their position, so that the same document always gives the
    same addresses. A reference to a member may be that member's `key` in this document.

    Raises:
        UnknownFieldError: a name that the catalogue does not have.
        RowToldTwiceError: two rows of a list with the same id or key.
        RowsMalformedError: a list that is none, or one longer than any household's.
        AnswerMalformedError: a value that no change can hold.
    """
    fields: dict[Address, Value] = {}
    members = _members(record, document)
    for name, untrusted_value in document.items():
        if name in RESERVED:
            continue
        group, field = catalogue.group(name), None if "/" in name else catalogue.find(name)
        if group is not None:
            fields.update(_row_fields(record, group, untrusted_value, members))
        elif field is not None:
            fields[Address(name)] = _value(field, untrusted_value, members, label=field.label)
        else:
            raise UnknownFieldError(address=name[:64])
    return fields


def _row_fields(
    record: RecordId, group: Group, untrusted_rows: object, members: Mapping[str, RowId]
) -> Iterator[tuple[Address, Value]]:
    if not isinstance(untrusted_rows, list):
        raise RowsMalformedError(group=group.label, reason="应为列表")
    if len(untrusted_rows) > MAX_ROWS:
        raise RowsMalformedError(group=group.label, reason=f"超过 {MAX_ROWS} 行")
    told: set[RowId] = set()
    for place, untrusted_row in enumerate(untrusted_rows, start=1):
        if not isinstance(untrusted_row, dict):
            raise RowsMalformedError(group=group.label, reason=f"的第 {place} 行应为各栏的内容")
        row = row_id(record, group.id, untrusted_row, place)
        if row in told:
            raise RowToldTwiceError(group=group.label, place=place)
        told.add(row)
        yield row_address(group.id, row, PLACE), place
        for name, untrusted_value in untrusted_row.items():
            if name in (ROW, KEY):
                continue
            # Order and removal of rows are people's; a file has neither as a column.
            field = group.field(name)
            if field is None:
                raise UnknownFieldError(address=f"{group.id}/{name[:64]}")
            label = f"{group.label}第 {place} 行·{field.label}"
            yield row_address(group.id, row, name), _value(field, untrusted_value, members, label=label)


def row_id(record: RecordId, group: str, untrusted_row: Mapping[str, Any], place: int) -> RowId:
    """The id of an imported row: its own, or one derived from its key, or else from its place in the list."""
    given = untrusted_row.get(ROW)
    if isinstance(given, str) and ROW_PATTERN.fullmatch(given):
        return RowId(given)
    key = untrusted_row.get(KEY)
    return derived_row(record, group, f"place:{place}" if key in (None, "") else f"key:{key}")


def _members(record: RecordId, document: Mapping[str, Any]) -> dict[str, RowId]:
    """What references to members may say: the row ids of the document's members, and before them their keys."""
    rows = [row for row in rows_of(document, "members") if row.get(KEY) not in (None, "")]
    by_key = {str(row[KEY]): row_id(record, "members", row, 0) for row in rows}
    return by_key | {str(row): row for row in by_key.values()}


def _value(field: Field, untrusted_value: object, members: Mapping[str, RowId], *, label: str) -> Value:
    is_number = isinstance(untrusted_value, int | float) and not isinstance(untrusted_value, bool)
    if field.sort is Sort.MEMBER and (is_number or isinstance(untrusted_value, str)):
        untrusted_value = members.get(str(untrusted_value), untrusted_value)
    elif field.sort is Sort.DECIMAL and is_number:
        # Other programs write an area as a number; the digits that they wrote are what counts.
        return parse(field, format(Decimal(repr(untrusted_value)), "f"))
    try:
        return tidied(untrusted_value)
    except ChangeMalformedError as problem:
        raise AnswerMalformedError(label=label, reason=problem.parameters.get("reason", "")) from problem
