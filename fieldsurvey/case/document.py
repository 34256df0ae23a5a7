"""The nested document that people and other programs read, and the flat fields that changes speak of."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.errors import UnknownFieldError
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.ids import ROW_PATTERN, Address, RecordId, RowId, derived_row

Document = dict[str, Any]
ROW: Final = "row"
RESERVED: Final = frozenset({"id", "key", "kind"})


def to_document(state: State) -> Document:
    """The state as one document: fields by id, lists as rows in order, each with its row id.

    Clashing fields show their provisional value; removed rows are left out; what was never answered is absent.
    """
    document: Document = {}
    rows: dict[str, dict[str, Document]] = {}
    for address in sorted(state.heads):
        value = state.value(address)
        parts = address.split("/")
        if len(parts) == 1:
            if value is not None:
                document[address] = value
        else:
            row = rows.setdefault(parts[0], {}).setdefault(parts[1], {ROW: parts[1]})
            if value is not None and parts[2] not in (PLACE, REMOVED):
                row[parts[2]] = value
    for group, of_group in rows.items():
        present = [of_group[row] for row in state.rows(group)]
        if present:
            document[group] = present
    return document


def to_fields(catalogue: Catalogue, record: RecordId, document: Mapping[str, Any]) -> dict[Address, Value]:
    """The fields that an imported document sets, by address.

    Rows without an id get one from their `key` or their position, so that the same document always gives the
    same addresses.

    Raises:
        UnknownFieldError: a name that the catalogue does not have.
        ChangeMalformedError: a value that no change can hold.
    """
    fields: dict[Address, Value] = {}
    for name, untrusted_value in document.items():
        if name in RESERVED:
            continue
        if catalogue.group(name) is not None:
            fields.update(_row_fields(catalogue, record, name, untrusted_value))
        elif catalogue.find(name) is not None:
            fields[Address(name)] = tidied(untrusted_value)
        else:
            raise UnknownFieldError(address=name[:64])
    return fields


def _row_fields(
    catalogue: Catalogue, record: RecordId, group: str, untrusted_rows: object
) -> Iterator[tuple[Address, Value]]:
    if not isinstance(untrusted_rows, list):
        raise UnknownFieldError(address=f"{group}(应为列表)")
    for place, untrusted_row in enumerate(untrusted_rows, start=1):
        if not isinstance(untrusted_row, dict):
            raise UnknownFieldError(address=f"{group} 第 {place} 行")
        row = _row_id(record, group, untrusted_row, place)
        yield Address(f"{group}/{row}/{PLACE}"), place
        for name, untrusted_value in untrusted_row.items():
            if name in (ROW, "key"):
                continue
            address = Address(f"{group}/{row}/{name}")
            if catalogue.find(address) is None:
                raise UnknownFieldError(address=f"{group}/{name[:64]}")
            yield address, tidied(untrusted_value)


def _row_id(record: RecordId, group: str, untrusted_row: Mapping[str, Any], place: int) -> RowId:
    given = untrusted_row.get(ROW)
    if isinstance(given, str) and ROW_PATTERN.fullmatch(given):
        return RowId(given)
    return derived_row(record, group, str(untrusted_row.get("key") or place))
