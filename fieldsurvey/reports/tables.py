"""A table as it goes both on paper and into a workbook: its columns, its rows, and what stands there without any."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

Cell = str | int

WIDTH_SHARE: Final = 2.4  # characters of a workbook's column for one of a page's


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is its width in Chinese characters, as far as the page has room."""

    heading: str
    share: float


@dataclass(frozen=True, slots=True)
class Table:
    """`told` is a sentence above it, `empty` what stands in place of rows.

    `band` is the column whose value heads the rows that share it on paper; a workbook keeps it as a column.
    """

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    told: str = ""
    empty: str = "没有。"
    band: int | None = None
