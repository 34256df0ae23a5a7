"""From the set of a record's changes to its state: what no other change has replaced.

The state depends on nothing but the set, so order, repetition, gaps and clocks cannot matter (`design.md` §2).
"""

from collections.abc import Iterable, Mapping
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
        found: dict[RowId, tuple[int, str]] = {}
        prefix = f"{group}/"
        for address in self.heads:
            if address.startswith(prefix):
                row = RowId(address.split("/", 2)[1])
                if row not in found and not self.is_removed(group, row):
                    found[row] = (self._place(group, row), row)
        return sorted(found, key=found.__getitem__)

    def is_removed(self, group: str, row: str) -> bool:
        """True when somebody removed the row and nothing stands in it that the removal did not see."""
        if not self._removals(group, row):
            return False
        return not self._live_addresses(group, row)

    def clashes(self) -> list[Clash]:
        """All fields and rows that a person at headquarters has to settle, by address."""
        found = [
            Clash(address, dict(heads))
            for address, heads in self.heads.items()
            if len(heads) > 1 and len({encode(value) for value in heads.values()}) > 1
        ]
        found.extend(self._row_clashes({clash.address for clash in found}))
        return sorted(found, key=lambda clash: clash.address)

    def digest(self) -> str:
        """A hash that two homes share exactly when they hold the same state."""
        return digest(encode({address: dict(heads) for address, heads in self.heads.items()}))

    def _row_clashes(self, known: set[Address]) -> list[Clash]:
        found = []
        for address, heads in self.heads.items():
            parts = address.split("/")
            if len(parts) != 3 or parts[2] != REMOVED or address in known:
                continue
            if any(value is not None for value in heads.values()):
                live = self._live_addresses(parts[0], parts[1])
                if live:
                    seen: dict[ChangeId, Value] = dict(heads)
                    for live_address in live:
                        seen.update(dict.fromkeys(self.heads[live_address]))
                    seen.update(heads)
                    found.append(Clash(address, seen))
        return found

    def _removals(self, group: str, row: str) -> list[Value]:
        heads = self.heads.get(Address(f"{group}/{row}/{REMOVED}"), {})
        return [value for value in heads.values() if value is not None]

    def _live_addresses(self, group: str, row: str) -> list[Address]:
        prefix = f"{group}/{row}/"
        return [
            address
            for address, heads in self.heads.items()
            if address.startswith(prefix)
            and not address.endswith((f"/{REMOVED}", f"/{PLACE}"))
            and any(value is not None for value in heads.values())
        ]

    def _place(self, group: str, row: str) -> int:
        place = self.value(Address(f"{group}/{row}/{PLACE}"))
        return place if isinstance(place, int) else 0


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
