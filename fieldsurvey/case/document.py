"""The nested document that people and other programs read, and the flat fields that changes speak of."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import Change
from fieldsurvey.case.errors import RowToldTwiceError, UnknownFieldError
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
    return _nested({address: state.value(address) for address in state.heads}, state.is_removed)


def document_of_first(change: Change) -> Document:
    """The document of a record with one change that removes no row; the same as folding it, and quicker."""
    return _nested({Address(address): said.value for address, said in change.set.items()}, _stands)


def _stands(_group: str, _row: str) -> bool:
    return False


def _nested(values: Mapping[Address, Value], is_removed: Callable[[str, str], bool]) -> Document:
    document: Document = {}
    rows: dict[str, list[tuple[int, str, Document]]] = {}
    for prefix, cells in _by_row(values):
        if not prefix:
            document.update(
                (name, value) for name, value in cells.items() if value is not None and name not in RESERVED
            )
            continue
        group, row = prefix.split("/")
        place = cells.pop(PLACE, 0)
        if REMOVED in cells:
            del cells[REMOVED]
            if is_removed(group, row):
                continue
        shown: Document = {name: value for name, value in cells.items() if value is not None}
        shown[ROW] = row
        rows.setdefault(group, []).append((place if isinstance(place, int) else 0, row, shown))
    for group, of_group in rows.items():
        of_group.sort(key=_place_and_row)
        document[group] = [shown for _, _, shown in of_group]
    return document


def _place_and_row(item: tuple[int, str, Document]) -> tuple[int, str]:
    return item[:2]


def _by_row(values: Mapping[Address, Value]) -> Iterator[tuple[str, dict[str, Value]]]:
    """The cells of each row under `list/row`, and of the record itself under "", each once, in order."""
    own: dict[str, Value] = {}
    last, cells = "", own
    for address in sorted(values):
        prefix, _, name = address.rpartition("/")
        if prefix and prefix != last:
            if last:
                yield last, cells
            last, cells = prefix, {}
        (cells if prefix else own)[name] = values[address]
    if last:
        yield last, cells
    yield "", own


def to_fields(catalogue: Catalogue, record: RecordId, document: Mapping[str, Any]) -> dict[Address, Value]:
    """The fields that an imported document sets, by address.

    Rows without an id get one from their `key` or their position, so that the same document always gives the
    same addresses.

    Raises:
        UnknownFieldError: a name that the catalogue does not have.
        RowToldTwiceError: two rows of a list with the same id or key.
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
    told: set[RowId] = set()
    for place, untrusted_row in enumerate(untrusted_rows, start=1):
        if not isinstance(untrusted_row, dict):
            raise UnknownFieldError(address=f"{group} 第 {place} 行")
        row = _row_id(record, group, untrusted_row, place)
        if row in told:
            raise RowToldTwiceError(group=group, place=place)
        told.add(row)
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
