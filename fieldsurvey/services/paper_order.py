"""In which order the paper form asks, so that whoever types a filled-in sheet never has to look for the next field."""

import contextlib
from collections.abc import Iterator, Mapping

from fieldsurvey.case.in_force import SHIPPED, InForce
from fieldsurvey.forms.errors import TemplateUnusableError
from fieldsurvey.forms.layout import FIGURE_MARK, LAST, Answer, Row, Section
from fieldsurvey.forms.templates import read_form, shipped_form


def paper_order(in_force: InForce = SHIPPED) -> Mapping[str, int]:
    """The place of each field on F01 as this office prints it: by `field`, or `list/field` for the rows of a list."""
    form = shipped_form("F01")
    layout = in_force.layouts.get(form.id)
    if layout is not None:
        # One that cannot be printed is not what lies before anybody.
        with contextlib.suppress(TemplateUnusableError):
            form = read_form(layout.encode(), form=form.id, catalogue=in_force.catalogue)
    places: dict[str, int] = {}
    for section in (form.header, *form.sections):
        for address in _addresses(section):
            places.setdefault(address, len(places))
    return places


def _addresses(section: Section) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, Row):
            yield from (cell.address.replace(f"/{LAST}/", "/") for cell in part.cells if isinstance(cell, Answer))
        else:
            fields = (field for column in part.columns for field in column.fields)
            yield from (f"{part.group}/{field}" for field in fields if not field.startswith(FIGURE_MARK))
