"""Code tables: stable code → label, as shipped and as an office has made them; codes are retired, never reused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from fieldsurvey.case.code_seeds import SEED_TABLES


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

    def edited(self, rows: Iterable[tuple[str, str, bool]]) -> "CodeTable":
        """The table with an office's rows (code, label, whether retired) over it; new codes come last."""
        labels, retired = dict(self.labels), set(self.retired)
        for code, label, is_retired in rows:
            labels[code] = label or labels.get(code, code)
            (retired.add if is_retired else retired.discard)(code)
        return CodeTable(self.id, self.label, MappingProxyType(labels), frozenset(retired), self.source)


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
