"""补充内容: what an office asks beyond the printed form; it stands on a continuation sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field
from fieldsurvey.case.values import rows_of
from fieldsurvey.forms.answers import answer_text, cell_text, label_text
from fieldsurvey.forms.layout import LAST, Answer, Form, Label, Row

SUPPLEMENT: Final = "supplement"
TITLE: Final = "补充内容"


@dataclass(frozen=True, slots=True)
class Added:
    """One question or own field as printed: where it stands, its label, its answer."""

    address: str
    label: str
    field: Field
    text: str


def added(form: Form, catalogue: Catalogue, document: Mapping[str, Any] | None) -> list[Added]:
    """Every question and own field that is printed and has no place on the form's first sheet, answered or not."""
    return [*_of_household(form, catalogue, document or {}), *_of_rows(catalogue, document)]


def _of_household(form: Form, catalogue: Catalogue, document: Mapping[str, Any]) -> Iterator[Added]:
    placed = {
        cell.address
        for section in (form.header, *form.sections)
        for part in section.parts
        if isinstance(part, Row)
        for cell in part.cells
        if isinstance(cell, Answer | Label)
    }
    for field in catalogue.fields:
        if _is_added(field) and field.id not in placed:
            text = answer_text(catalogue, document, field.id)
            yield Added(field.id, label_text(catalogue, field.id), field, text)


def _of_rows(catalogue: Catalogue, document: Mapping[str, Any] | None) -> Iterator[Added]:
    for group in catalogue.groups:
        fields = [field for field in group.fields if _is_added(field)]
        if document is None:
            for field in fields:
                address = f"{group.id}/{LAST}/{field.id}"
                yield Added(address, f"{group.row_label}·{label_text(catalogue, address)}", field, "")
            continue
        for number, row in enumerate(rows_of(document, group.id) if fields else [], start=1):
            for field in fields:
                address = f"{group.id}/{row.get(ROW, '')}/{field.id}"
                label = f"{group.row_label}{number}·{label_text(catalogue, f'{group.id}/{LAST}/{field.id}')}"
                yield Added(address, label, field, cell_text(catalogue, document, f"{group.id}/{LAST}/{field.id}", row))


def _is_added(field: Field) -> bool:
    return (field.is_own or field.is_question) and field.is_printed
