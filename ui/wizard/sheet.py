"""The household's document as the wizard has it in hand: what the draft showed, with what was answered since."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.in_force import SHIPPED, InForce
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.worker import is_worker, members_of, with_worker
from fieldsurvey.rules.book import RuleBook


class Sheet:
    """A plain copy. Nothing here is on disk; the ledger says what is."""

    def __init__(self, document: Mapping[str, Any] | None = None) -> None:
        self.document: Document = {}
        self.in_force = SHIPPED
        self.rules = RuleBook()
        self.take(document or {})

    @property
    def catalogue(self) -> Catalogue:
        """What is asked."""
        return self.in_force.catalogue

    def take(self, document: Mapping[str, Any], in_force: InForce = SHIPPED, rules: RuleBook | None = None) -> None:
        """Replaces everything by what the draft says, and what is asked and judged by what is in force."""
        self.in_force = in_force
        self.rules = rules or self.rules
        catalogue = in_force.catalogue
        self.document = {
            key: [dict(row) for row in value] if catalogue.group(key) else value for key, value in document.items()
        }

    def visited_on(self, today: date) -> date:
        """The day of the last visit; today while that is not known."""
        day = self.rows("visits")[-1].get("visited_on") if self.rows("visits") else None
        return date.fromisoformat(day) if isinstance(day, str) and parse_date(day) == day else today

    def rows(self, group: str) -> list[dict[str, Any]]:
        """The rows of a list, in order."""
        rows: list[dict[str, Any]] = self.document.setdefault(group, [])
        return rows

    def row(self, group: str, row: str) -> dict[str, Any]:
        """One row; empty when there is none of that id."""
        return next((found for found in self.rows(group) if found[ROW] == row), {})

    def shown_rows(self, group: str) -> list[Mapping[str, Any]]:
        """The rows of a list as people read them: the worker's own row says what was asked of the worker."""
        rows = self.rows(group)
        return [with_worker(self.document, row) for row in rows] if group == "members" else list(rows)

    def value(self, address: str) -> object:
        """The value at an address; None where there is none."""
        parts = address.split("/")
        if len(parts) == 1:
            return self.document.get(address)
        return self.row(parts[0], parts[1]).get(parts[2])

    def text(self, address: str) -> str:
        """The text at an address; empty where there is none."""
        value = self.value(address)
        return value if isinstance(value, str) else ""

    def beside(self, address: str) -> Mapping[str, Any]:
        """The answers beside the one at an address: its row, or the household's own."""
        parts = address.split("/")
        return self.document if len(parts) == 1 else self.row(parts[0], parts[1])

    def put(self, address: str, value: object) -> None:
        """Writes a value at an address; one of a row that is gone is dropped."""
        parts = address.split("/")
        target = self.document if len(parts) == 1 else self.row(parts[0], parts[1])
        if target is self.document or target:
            target[parts[-1]] = value

    def add(self, group: str, row: str) -> None:
        """Appends an empty row."""
        self.rows(group).append({ROW: row})

    def remove(self, group: str, row: str) -> dict[str, Any]:
        """Takes a row out and returns it."""
        gone = self.row(group, row)
        self.document[group] = [kept for kept in self.rows(group) if kept[ROW] != row]
        return gone

    def step_of(self, address: str) -> int:
        """The step on which an address, or a list, is asked; 0 where none does."""
        group = self.catalogue.group(address.partition("/")[0])
        field = self.catalogue.find(address)
        return group.step if group is not None else field.step if field is not None else 0

    def has_answers(self, step: int) -> bool:
        """True when anything at all stands on a step besides the worker's row, which nobody had to be asked for."""
        fields = (field.id for field in self.catalogue.fields if field.step == step)
        groups = (group.id for group in self.catalogue.groups if group.step == step)
        rows = (row for group in groups for row in self.rows(group) if group != "members" or not is_worker(row))
        return any(self.document.get(name) is not None for name in fields) or any(True for _ in rows)

    def members(self) -> list[tuple[str, str]]:
        """Row ids and names of the household's members; who share a name are told apart by their number."""
        rows = members_of(self.document)
        names = [name if isinstance(name := row.get("name"), str) else "" for row in rows]
        shared = {name for name, times in Counter(names).items() if times > 1}
        return [
            (str(row[ROW]), f"{name}(第 {number} 人)" if name and name in shared else name or f"第 {number} 人")
            for number, (row, name) in enumerate(zip(rows, names, strict=True), start=1)
        ]


def labels_of(catalogue: Catalogue) -> list[str]:
    """Everything that can be chosen somewhere, to be spelled once."""
    fields = [*catalogue.fields, *(field for group in catalogue.groups for field in group.fields)]
    tables = {field.choices.id: field.choices for field in fields if field.codes}
    texts = [text for table in tables.values() for text in table.labels.values()]
    return list(
        dict.fromkeys(
            [*texts, *(text for table in tables.values() for names in table.names.values() for text in names)]
        )
    )
