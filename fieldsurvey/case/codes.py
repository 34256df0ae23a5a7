"""Code tables: stable code → label, as shipped and as an office has made them; codes are retired, never reused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from fieldsurvey.case.code_seeds import SEED_TABLES
from fieldsurvey.case.half_width import plain


@dataclass(frozen=True, slots=True)
class CodeRow:
    """What an office says of one code: its label, whether it is retired, its place from 1 (0 leaves it in its own).

    `names` are what people write instead of the label; None leaves those that ship.
    """

    code: str
    label: str = ""
    is_retired: bool = False
    order: int = 0
    names: tuple[str, ...] | None = None


@dataclass(frozen=True)
class CodeTable:
    """One table in force. `labels` names every code there ever was; `offered` those that may be chosen today.

    `names` are what people write instead of a label, by code.
    """

    id: str
    label: str
    labels: Mapping[str, str]
    retired: frozenset[str] = frozenset()
    source: str = ""
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def spelled(self) -> frozenset[str]:
        """Every code, label and other name that stands in the table, as it is written."""
        return frozenset(
            (*self.labels, *self.labels.values(), *(name for each in self.names.values() for name in each))
        )

    @cached_property
    def _exactly(self) -> Mapping[str, str]:
        return _claims(
            zip(self.labels, self.labels, strict=True), ((text, code) for code, text in self.offered.items())
        )

    @cached_property
    def _plainly(self) -> Mapping[str, str]:
        return _claims(
            ((plain(code), code) for code in self.labels),
            ((plain(label), code) for code, label in self.offered.items()),
            ((plain(name), code) for code in self.offered for name in self.names.get(code, ())),
            ((plain(self.labels[code]), code) for code in self.retired if code in self.labels),
        )

    def find(self, text: str) -> str | None:
        """The code that a text names: itself, its label or another of its names, in whatever dress; None for others.

        A text that two codes claim alike names neither. Of a retired code only what documents say of it counts, its
        code and its label, and the label only where no code that is offered has it.
        """
        return self._exactly.get(text) or self._plainly.get(plain(text)) or None

    def other_of_name(self, code: str, name: str) -> str | None:
        """The other code that may be chosen and that a name belongs to already; None when it is free for this one."""
        for each, label in self.offered.items():
            if each != code and plain(name) in {plain(text) for text in (each, label, *self.names.get(each, ()))}:
                return each
        return None

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
        names = dict(self.names)
        for row in rows:
            labels[row.code] = row.label or labels.get(row.code, row.code)
            (retired.add if row.is_retired else retired.discard)(row.code)
            if row.order:
                places[row.code] = row.order
            if row.names is not None:
                names[row.code] = row.names
        natural = {code: number for number, code in enumerate(labels, start=1)}
        order = sorted(labels, key=lambda code: (places.get(code, natural[code]), natural[code]))
        ordered = MappingProxyType({code: labels[code] for code in order})
        return CodeTable(self.id, self.label, ordered, frozenset(retired), self.source, names)


def _claims(*tiers: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Texts with the codes that they name; an earlier tier goes first, and what two codes claim in one names none."""
    found: dict[str, str] = {}
    for tier in tiers:
        claimed: dict[str, set[str]] = {}
        for text, code in tier:
            claimed.setdefault(text, set()).add(code)
        for text, codes in claimed.items():
            found.setdefault(text, codes.pop() if len(codes) == 1 else "")
    return found


SEEDED: Final[Mapping[str, CodeTable]] = MappingProxyType(
    {
        seed.id: CodeTable(
            seed.id, seed.label, MappingProxyType(dict(seed.codes)), source=seed.source, names=dict(seed.names)
        )
        for seed in SEED_TABLES
    }
)
CODE_TABLES: Final[Mapping[str, Mapping[str, str]]] = {table.id: table.labels for table in SEEDED.values()}


def label_of(table: str, code: object) -> str:
    """The shipped label of a code; a code of a newer edition is shown as it is."""
    return CODE_TABLES.get(table, {}).get(str(code), str(code))
