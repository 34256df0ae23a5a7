"""Columns that stand straight in a terminal, where a Chinese character is two places wide."""

import unicodedata
from collections.abc import Sequence

GAP = "  "


def width(text: str) -> int:
    """The places that a text takes in a terminal."""
    return sum(_places(each) for each in text)


def cut(text: str, places: int) -> str:
    """The text, or its beginning and `…` when it is wider."""
    if width(text) <= places:
        return text
    kept, used = [], 1
    for each in text:
        used += _places(each)
        if used > places:
            break
        kept.append(each)
    return "".join(kept) + "…"


def table(headings: Sequence[str], rows: Sequence[Sequence[object]], *, widest: int = 28) -> list[str]:
    """The lines of a table; cells wider than `widest` places are cut. Only the headings when there is nothing."""
    cells = [list(headings), *([cut(str(cell), widest) for cell in row] for row in rows)]
    places = [max(width(row[column]) for row in cells) for column in range(len(headings))]
    return [
        GAP.join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, places, strict=True)).rstrip()
        for row in cells
    ]


def _places(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
