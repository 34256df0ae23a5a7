"""The nested document that people and other programs read, and the flat fields that changes speak of."""

from collections.abc import Iterable, Iterator, Mapping, Set
from operator import itemgetter
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
    return _nested([(address, state.value(address)) for address in sorted(state.heads)], state.removed_rows())


def document_of_first(change: Change) -> Document:
    """The document of a record with one change that removes no row; the same as folding it, and quicker."""
    said = change.set
    return _nested([(address, said[address].value) for address in sorted(said)], frozenset())


def _nested(cells: Iterable[tuple[str, Value]], removed: Set[str]) -> Document:
    """Puts values into their rows; they come sorted by address, so that those of one row stand together.

    Every case taken in passes here with a hundred values and more, so each is touched as little as possible.
    """
    document: Document = {}
    lists: dict[str, list[tuple[str, Document]]] = {}
    last, shown = "", document
    for address, value in cells:
        prefix, _, name = address.rpartition("/")
        if prefix != last:
            last, shown = prefix, document
            if prefix:
                group, row = prefix.split("/")
                shown = {}
                lists.setdefault(group, []).append((row, shown))
        if value is not None or (name == REMOVED and prefix):
            shown[name] = value
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
    placed.sort(key=itemgetter(0, 1))
    return [shown for _, _, shown in placed]


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
