"""What a form shows of one document: each address with its text, so that paper and file can be compared later."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import members_of, rows_read
from fieldsurvey.forms.errors import FormUnknownError
from fieldsurvey.forms.f01 import F01
from fieldsurvey.forms.figures import Figures
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


def printed_values(
    form: str, document: Mapping[str, Any], section: str, *, catalogue: Catalogue = CASE
) -> dict[str, str]:
    """What a section of a form shows of a document, by address; figures stand under `=name`.

    Fields that the section shows empty are there with an empty text, so that an answer added later is a difference.

    Raises:
        FormUnknownError: no such form.
        KeyError: no such section.
    """
    chosen = form_of(form)
    sections = {part.id: part for part in (chosen.header, *chosen.sections)}
    return dict(_shown(catalogue, sections[section], document))


def _shown(catalogue: Catalogue, section: Section, document: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    figures = Figures(document)
    for part in section.parts:
        if isinstance(part, Table):
            for row in rows_read(document, part.group):
                for column in part.columns:
                    address = f"{part.group}/{row.get(ROW, '')}/{column.field}"
                    yield address, cell_text(catalogue, document, f"{part.group}/{LAST}/{column.field}", row)
        else:
            yield from _shown_row(catalogue, part, document, figures)


def _shown_row(
    catalogue: Catalogue, row: Row, document: Mapping[str, Any], figures: Figures
) -> Iterator[tuple[str, str]]:
    for cell in row.cells:
        if isinstance(cell, Answer):
            yield actual_address(document, cell.address), answer_text(catalogue, document, cell.address)
        elif isinstance(cell, Derived):
            yield FIGURE_MARK + cell.figure, figures.told(cell.figure)


def field_at(catalogue: Catalogue, address: str) -> Field:
    """The catalogue's field at an address of a layout, where `*` stands for any row."""
    return catalogue.field(address.replace(f"/{LAST}/", "/a/"))


def label_text(catalogue: Catalogue, address: str) -> str:
    """A field's label with its measure, as printed before its value."""
    field = field_at(catalogue, address)
    return f"{field.label}（{field.measure}）" if field.measure else field.label


def actual_address(document: Mapping[str, Any], address: str) -> str:
    """The address that a layout's address means in this document: `*` is the newest row, if there is one."""
    group, star, field = address.partition(f"/{LAST}/")
    rows = rows_of(document, group) if star else []
    return f"{group}/{rows[-1].get(ROW, '')}/{field}" if rows else address


def answer_text(catalogue: Catalogue, document: Mapping[str, Any], address: str) -> str:
    """The text of the answer at a layout's address; empty when there is none."""
    group, star, _ = address.partition(f"/{LAST}/")
    if not star:
        return _text(catalogue, field_at(catalogue, address), document.get(address), document)
    rows = rows_read(document, group)
    return cell_text(catalogue, document, address, rows[-1]) if rows else ""


def cell_text(catalogue: Catalogue, document: Mapping[str, Any], place: str, row: Mapping[str, Any]) -> str:
    """The text of a field in a row of a list; `place` is the list and the field, `members/*/name`."""
    field = field_at(catalogue, place)
    return _text(catalogue, field, row.get(field.id), document)


def _text(catalogue: Catalogue, field: Field, value: object, document: Mapping[str, Any]) -> str:
    if field.sort is Sort.MEMBER and isinstance(value, str):
        return _member_name(catalogue, value, document)
    return show(field, value)


def _member_name(catalogue: Catalogue, row_id: str, document: Mapping[str, Any]) -> str:
    """A member's name instead of the row's id; the id itself when that row is gone."""
    for row in members_of(document):
        if row.get(ROW) == row_id:
            return cell_text(catalogue, document, f"members/{LAST}/name", row) or row_id
    return row_id
