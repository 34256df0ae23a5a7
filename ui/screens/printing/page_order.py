"""In which order pages go through a printer so that both sides of every sheet belong together; pure, no Qt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldsurvey.settings import Refeed


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet: the paper it belongs to, which of its copies, and the page; no page is an empty side.

    `is_turned`: drawn upside down, for the sheet comes the other way round.
    """

    paper: int
    copy: int
    page: int | None
    is_turned: bool = False


def in_order(pages_of: Sequence[int], *, copies: int, two_sided: bool) -> list[Side]:
    """Every side of these papers as one reads them: the copies of a paper follow each other.

    On two sides a paper with an odd number of pages ends with an empty one: no two households share a sheet.
    """
    return [
        Side(paper, copy, page if page < pages else None)
        for paper, pages in enumerate(pages_of)
        for copy in range(copies)
        for page in range(pages + (pages % 2 if two_sided else 0))
    ]


def fronts(sides: Sequence[Side]) -> list[Side]:
    """The sides that go first when the sheets are turned by hand."""
    return list(sides[::2])


def backs(sides: Sequence[Side], refeed: Refeed) -> list[Side]:
    """The other sides, in the order in which this printer draws the sheets in again; empty ones too, for each takes
    a sheet. Nothing at all when every back is empty.
    """
    found = [replace(side, is_turned=refeed.is_turned) for side in sides[1::2]]
    if all(side.page is None for side in found):
        return []
    return found[::-1] if refeed.is_reversed else found
