"""Code tables: stable code → label, as shipped and as an office has made them; codes are retired, never reused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from fieldsurvey.case.code_seeds import SEED_TABLES


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What an office says of one code: its label, whether it is retired, its place from 1 (0 leaves it in its own)."""

    code: str
    label: str = ""
    is_retired: bool = False
    order: int = 0


@dataclass(frozen=True)
class CodeTable:
    """One table in force. `labels` names every code there ever was; `offered` those that may be chosen today."""

    id: str
    label: str
    labels: Mapping[str, str]
    retired: frozenset[str] = frozenset()
    source: str = ""

    @property
    def offered(self) -> Mapping[str, str]:
        """Codes and labels that may be chosen, in order."""
        if not self.retired:
            return self.labels
        return {code: label for code, label in self.labels.items() if code not in self.retired}

    def label_of(self, code: object) -> str:
        """The label of a code; a code of a newer edition is shown as it is."""
        return self.labels.get(str(code), str(code))

    def edited(self, rows: Iterable["CodeRow"]) -> "CodeTable":
        """The table with an office's rows over it; codes that nobody put in a place stay in theirs, new ones last."""
        labels, retired, places = dict(self.labels), set(self.retired), dict[str, int]()
        for row in rows:
            labels[row.code] = row.label or labels.get(row.code, row.code)
            (retired.add if row.is_retired else retired.discard)(row.code)
            if row.order:
                places[row.code] = row.order
        natural = {code: number for number, code in enumerate(labels, start=1)}
        order = sorted(labels, key=lambda code: (places.get(code, natural[code]), natural[code]))
        ordered = MappingProxyType({code: labels[code] for code in order})
        return CodeTable(self.id, self.label, ordered, frozenset(retired), self.source)


SEEDED: Final[Mapping[str, CodeTable]] = MappingProxyType(
    {
        seed.id: CodeTable(seed.id, seed.label, MappingProxyType(dict(seed.codes)), source=seed.source)
        for seed in SEED_TABLES
    }
)
CODE_TABLES: Final[Mapping[str, Mapping[str, str]]] = {table.id: table.labels for table in SEEDED.values()}


def label_of(table: str, code: object) -> str:
    """The shipped label of a code; a code of a newer edition is shown as it is."""
    return CODE_TABLES.get(table, {}).get(str(code), str(code))
