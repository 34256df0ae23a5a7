"""In which order the paper form asks, so that whoever types a filled-in sheet never has to look for the next field."""

from collections.abc import Iterator, Mapping
from functools import cache

from fieldsurvey.forms.layout import FIGURE_MARK, LAST, Answer, Row, Section
from fieldsurvey.forms.templates import shipped_form


@cache
def paper_order() -> Mapping[str, int]:
    """The place of each field on F01: by `field`, or `list/field` for the rows of a list."""
    places: dict[str, int] = {}
    form = shipped_form("F01")
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
