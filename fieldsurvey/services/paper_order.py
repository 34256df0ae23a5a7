"""In which order the paper form asks, so that whoever types a filled-in sheet never has to look for the next field."""

from collections.abc import Iterator, Mapping
from functools import cache

from fieldsurvey.forms.f01 import F01
from fieldsurvey.forms.layout import LAST, Answer, Row, Section


@cache
def paper_order() -> Mapping[str, int]:
    """The place of each field on F01: by `field`, or `list/field` for the rows of a list."""
    places: dict[str, int] = {}
    for section in (F01.header, *F01.sections):
        for address in _addresses(section):
            places.setdefault(address, len(places))
    return places


def _addresses(section: Section) -> Iterator[str]:
    for part in section.parts:
        if isinstance(part, Row):
            yield from (cell.address.replace(f"/{LAST}/", "/") for cell in part.cells if isinstance(cell, Answer))
        else:
            yield from (f"{part.group}/{column.field}" for column in part.columns)
