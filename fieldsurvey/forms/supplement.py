"""补充内容: what an office asks beyond the printed form; it stands on a continuation sheet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field
from fieldsurvey.case.values import rows_of
from fieldsurvey.forms.answers import Answers
from fieldsurvey.forms.layout import LAST, Answer, Form, Label
from fieldsurvey.forms.templates import RESERVED, rows_of_form

SUPPLEMENT: Final = RESERVED
TITLE: Final = "补充内容"


@dataclass(frozen=True, slots=True)
class Added:
    """One question or own field as printed: where it stands, its label, its answer."""

    address: str
    label: str
    field: Field
    text: str


def added(form: Form, answers: Answers) -> list[Added]:
    """Every question and own field that is printed and has no place on the form's pages, answered or not."""
    return [*_of_household(form, answers), *_of_rows(answers)]


def _of_household(form: Form, answers: Answers) -> Iterator[Added]:
    placed: set[str] | None = None
    for field in answers.catalogue.fields:
        if _is_added(field):
            placed = _placed(form) if placed is None else placed
            if field.id not in placed:
                yield Added(field.id, answers.label(field.id), field, answers.text(field.id))


def _placed(form: Form) -> set[str]:
    return {cell.address for row in rows_of_form(form) for cell in row.cells if isinstance(cell, Answer | Label)}


def _of_rows(answers: Answers) -> Iterator[Added]:
    for group in answers.catalogue.groups:
        fields = [field for field in group.fields if _is_added(field)]
        if answers.to_fill:
            for field in fields:
                address = f"{group.id}/{LAST}/{field.id}"
                yield Added(address, f"{group.row_label}·{answers.label(address)}", field, "")
            continue
        for number, row in enumerate(rows_of(answers.document, group.id) if fields else [], start=1):
            for field in fields:
                place = f"{group.id}/{LAST}/{field.id}"
                label = f"{group.row_label}{number}·{answers.label(place)}"
                yield Added(f"{group.id}/{row.get(ROW, '')}/{field.id}", label, field, answers.cell(place, row))


def _is_added(field: Field) -> bool:
    return (field.is_own or field.is_question) and field.is_printed
