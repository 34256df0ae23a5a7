"""Answers that stand where nothing is asked any more, or not yet: retired questions, fields of other editions.

They are never dropped: they stay in the document, travel, and are shown as 旧问卷.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fieldsurvey.case.document import RESERVED, ROW
from fieldsurvey.case.field import Field
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.parse import show
from fieldsurvey.case.questions import field_of


@dataclass(frozen=True, slots=True)
class OldAnswer:
    """One of them: where it stands, what was asked as far as this is known, and the answer."""

    address: str
    label: str
    text: str


def old_answers(document: Mapping[str, Any], in_force: InForce) -> list[OldAnswer]:
    """All answers of a document that no question of the catalogue in force asks for."""
    retired = {(each.list, each.id): field_of(each) for each in in_force.questions if each.is_retired}
    return list(_old_answers(document, in_force, retired))


def _old_answers(
    document: Mapping[str, Any], in_force: InForce, retired: Mapping[tuple[str, str], Field]
) -> Iterator[OldAnswer]:
    catalogue = in_force.catalogue
    for name, value in document.items():
        group = catalogue.group(name)
        rows = (
            value if isinstance(value, list) and all(isinstance(row, Mapping) and ROW in row for row in value) else []
        )
        if group is None and not rows:
            if name not in RESERVED and catalogue.find(name) is None:
                yield _answer(name, name, value, retired.get(("", name)))
            continue
        for number, row in enumerate(rows, start=1):
            before = f"{group.row_label if group else name}{number}·"
            for field_id, held in row.items():
                if field_id != ROW and (group is None or group.field(field_id) is None):
                    address = f"{name}/{row[ROW]}/{field_id}"
                    yield _answer(address, before + field_id, held, retired.get((name, field_id)), before=before)


def _answer(address: str, label: str, value: object, field: Field | None, *, before: str = "") -> OldAnswer:
    known = field or Field(address.rpartition("/")[2], label)
    return OldAnswer(address, before + field.label if field else label, show(known, value))
