"""From the set of a record's changes to its state: what no other change has replaced.

The state depends on nothing but the set, so order, repetition, gaps and clocks cannot matter (`design.md` §2).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from fieldsurvey.case.canonical import Value, digest, encode
from fieldsurvey.case.change import Change
from fieldsurvey.case.ids import Address, ChangeId, RowId

REMOVED = "removed"
PLACE = "place"


@dataclass(frozen=True, slots=True)
class Clash:
    """A field (or a whole row, at its `removed` address) for which several different values stand."""

    address: Address
    values: Mapping[ChangeId, Value]


@dataclass(slots=True)
class State:
    """The heads of every field: values that no other change of the record has replaced, by change."""

    heads: dict[Address, dict[ChangeId, Value]] = field(default_factory=dict)

    def value(self, address: Address) -> Value:
        """The settled value, or of a clash the one with the highest change id; None when there is none."""
        heads = self.heads.get(address)
        return heads[max(heads)] if heads else None

    def standing(self, address: Address) -> list[str]:
        """The changes whose value of this field stands now, ascending; what a new answer replaces."""
        return sorted(self.heads.get(address, {}))

    def rows(self, group: str) -> list[RowId]:
        """The rows of a list that are present, in their order; a row in clash is present."""
        removed = self.removed_rows()
        found = {address.split("/", 2)[1] for address in self.heads if address.startswith(f"{group}/")}
        present = [RowId(row) for row in found if f"{group}/{row}" not in removed]
        return sorted(present, key=lambda row: (self._place(group, row), row))

    def removed_rows(self) -> set[str]:
        """`list/row` of each row that somebody removed and in which nothing stands that the removal did not see."""
        removed = {
            address.removesuffix(f"/{REMOVED}")
            for address, heads in self.heads.items()
            if address.endswith(f"/{REMOVED}") and any(value is not None for value in heads.values())
        }
        return removed - self._writers_in_rows().keys() if removed else removed

    def clashes(self) -> list[Clash]:
        """All fields and rows that a person at headquarters has to settle, by address.

        Removals that differ in their reason alone are one value. Whatever stands in a removed row is shown beside
        its removal, so that nobody settles away what they have not seen.
        """
        found = []
        writers: dict[str, set[ChangeId]] | None = None
        for address, heads in self.heads.items():
            if not address.endswith(f"/{REMOVED}"):
                if len(heads) > 1 and _differ([_what_counts(value) for value in heads.values()]):
                    found.append(Clash(address, dict(heads)))
            elif any(value is not None for value in heads.values()):
                writers = self._writers_in_rows() if writers is None else writers
                unseen = writers.get(address.removesuffix(f"/{REMOVED}"), set())
                if unseen or _differ([_without_reason(value) for value in heads.values()]):
                    found.append(Clash(address, {**dict.fromkeys(unseen), **heads}))
        return sorted(found, key=lambda clash: clash.address)

    def digest(self) -> str:
        """A hash that two homes share exactly when they hold the same state."""
        return digest(encode({address: dict(heads) for address, heads in self.heads.items()}))

    def _writers_in_rows(self) -> dict[str, set[ChangeId]]:
        """By `list/row` the changes whose answers stand in it, for all rows in one go: there may be thousands."""
        found: dict[str, set[ChangeId]] = {}
        for address, heads in self.heads.items():
            row, _, name = address.rpartition("/")
            if row and name not in (REMOVED, PLACE):
                writers = [identity for identity, value in heads.items() if value is not None]
                if writers:
                    found.setdefault(row, set()).update(writers)
        return found

    def _place(self, group: str, row: str) -> int:
        place = self.value(Address(f"{group}/{row}/{PLACE}"))
        return place if isinstance(place, int) else 0


def _differ(values: Collection[Value]) -> bool:
    return len(values) > 1 and len({encode(value) for value in values}) > 1


def _what_counts(value: Value) -> Value:
    """Two people who finish one household on one day both say 已入户: of an event only the step itself can clash."""
    return {"status": value["status"]} if isinstance(value, Mapping) and "status" in value else value


def _without_reason(removal: Value) -> Value:
    return {key: said for key, said in removal.items() if key != "why"} if isinstance(removal, Mapping) else removal


def fold(changes: Iterable[tuple[ChangeId, Change]]) -> State:
    """Folds any changes of one record, in any order, any number of times.

    A change may replace one that has not arrived; when that one comes later it is replaced already.
    """
    written: dict[Address, dict[ChangeId, Value]] = {}
    replaced: dict[Address, set[str]] = {}
    for identity, change in changes:
        for untrusted_address, said in change.set.items():
            address = Address(untrusted_address)
            written.setdefault(address, {})[identity] = said.value
            if said.replaces:
                replaced.setdefault(address, set()).update(said.replaces)
    state = State()
    for address, values in written.items():
        gone = replaced.get(address, set())
        state.heads[address] = {identity: value for identity, value in values.items() if identity not in gone}
    return state
