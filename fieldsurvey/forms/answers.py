"""What a form shows of one document: each address with its text, so that paper and file can be compared later."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import rows_of
from fieldsurvey.forms.errors import FormUnknownError
from fieldsurvey.forms.f01 import F01
from fieldsurvey.forms.figures import figure
from fieldsurvey.forms.layout import LAST, Answer, Derived, Form, Row, Section, Table

FORMS: Final[Mapping[str, Form]] = {F01.id: F01}
FIGURE_MARK: Final = "="


def form_of(form: str) -> Form:
    """The form of this id.

    Raises:
        FormUnknownError: this edition does not have it.
    """
    found = FORMS.get(form)
    if found is None:
        raise FormUnknownError(form=form)
    return found


def printed_values(form: str, document: Mapping[str, Any], section: str) -> dict[str, str]:
    """What a section of a form shows of a document, by address; figures stand under `=name`.

    Fields that the section shows empty are there with an empty text, so that an answer added later is a difference.

    Raises:
        FormUnknownError: no such form.
        KeyError: no such section.
    """
    chosen = form_of(form)
    sections = {part.id: part for part in (chosen.header, *chosen.sections)}
    return dict(_shown(sections[section], document))


def _shown(section: Section, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for part in section.parts:
        if isinstance(part, Table):
            for row in rows_of(document, part.group):
                for column in part.columns:
                    address = f"{part.group}/{row.get(ROW, '')}/{column.field}"
                    yield address, cell_text(document, part.group, row, column.field)
        else:
            yield from _shown_row(part, document)


def _shown_row(row: Row, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for cell in row.cells:
        if isinstance(cell, Answer):
            yield actual_address(document, cell.address), answer_text(document, cell.address)
        elif isinstance(cell, Derived):
            yield FIGURE_MARK + cell.figure, figure(cell.figure, document)


@cache
def field_at(address: str) -> Field:
    """The catalogue's field at an address of a layout, where `*` stands for any row."""
    group_id, star, field_id = address.partition(f"/{LAST}/")
    group = CASE.group(group_id) if star else None
    found = group.field(field_id) if group else None
    return found or CASE.field(address)


@cache
def label_text(address: str) -> str:
    """A field's label with its measure, as printed before its value."""
    field = field_at(address)
    return f"{field.label}（{field.measure}）" if field.measure else field.label


def actual_address(document: Mapping[str, Any], address: str) -> str:
    """The address that a layout's address means in this document: `*` is the newest row, if there is one."""
    group, star, field = address.partition(f"/{LAST}/")
    rows = rows_of(document, group) if star else []
    return f"{group}/{rows[-1].get(ROW, '')}/{field}" if rows else address


def answer_text(document: Mapping[str, Any], address: str) -> str:
    """The text of the answer at a layout's address; empty when there is none."""
    group, star, field_id = address.partition(f"/{LAST}/")
    if not star:
        return _text(field_at(address), document.get(address), document)
    rows = rows_of(document, group)
    return cell_text(document, group, rows[-1], field_id) if rows else ""


def cell_text(document: Mapping[str, Any], group: str, row: Mapping[str, Any], field_id: str) -> str:
    """The text of a field in a row of a list."""
    return _text(field_at(f"{group}/{LAST}/{field_id}"), row.get(field_id), document)


def _text(field: Field, value: object, document: Mapping[str, Any]) -> str:
    if field.sort is Sort.MEMBER and isinstance(value, str):
        return _member_name(value, document)
    return show(field, value)


def _member_name(row_id: str, document: Mapping[str, Any]) -> str:
    """A member's name instead of the row's id; the id itself when that row is gone."""
    for row in rows_of(document, "members"):
        if row.get(ROW) == row_id:
            return cell_text(document, "members", row, "name") or row_id
    return row_id
