"""One line of the table: a figure beside its reference."""

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import east_asian_width

HEAD = ("what", "reference", "measured reference", "measured", "ratio", "target", "reached")


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured. `reached` is None for a figure that has no target of its own."""

    what: str
    reference: str
    measured_reference: str
    measured: str
    ratio: float | None
    target: str
    reached: bool | None

    def cells(self) -> tuple[str, ...]:
        """The texts as the table has them."""
        ratio = "–" if self.ratio is None else f"{self.ratio:.2f} ×"
        reached = {True: "yes", False: "NO", None: "–"}[self.reached]
        return (
            self.what, self.reference, self.measured_reference, self.measured, ratio, self.target, reached,
        )  # fmt: skip


def table(lines: Iterable[Line]) -> str:
    """The lines under their heads, each column as wide as it needs."""
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEAD))]
    drawn = [
        " │ ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows
    ]
    return "\n".join([drawn[0], "─┼─".join("─" * width for width in widths), *drawn[1:]])


def ms(seconds: float) -> str:
    """Seconds as milliseconds, with the digits that mean something."""
    thousandths = seconds * 1000
    return f"{thousandths:.2f} ms" if thousandths < 10 else f"{thousandths:,.0f} ms"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
