"""What a form is made of, as plain values: rows of cells that name addresses of the field catalogue.

Widths and heights are millimetres. Labels come from the catalogue; an address may say `visits/*/finding`, which
is the newest row of that list.
"""

from dataclasses import dataclass
from typing import Final, Literal

Align = Literal["left", "center", "right"]
Stage = Literal["survey", "plan"]

BODY_WIDTH: Final = 182.0
BAND_WIDTH: Final = 7.0
ROW_WIDTH: Final = BODY_WIDTH - BAND_WIDTH
LAST: Final = "*"


@dataclass(frozen=True, slots=True)
class Label:
    """A field's label; `words` where the paper needs others than the catalogue."""

    address: str
    width: float
    words: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Printed words that belong to no field."""

    words: str
    width: float


@dataclass(frozen=True, slots=True)
class Answer:
    """A field's value."""

    address: str
    width: float
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Derived:
    """A figure computed from the document (`fieldsurvey.forms.figures`)."""

    figure: str
    width: float


Cell = Label | Words | Answer | Derived


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the grid."""

    height: float
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A field of every row of a list."""

    field: str
    width: float
    words: str = ""
    align: Align = "center"


@dataclass(frozen=True, slots=True)
class Table:
    """A list: a heading and so many rows; further rows go to a continuation sheet."""

    group: str
    columns: tuple[Column, ...]
    rows: int
    row_height: float
    heading_height: float
    number_width: float = 8.0

    @property
    def height(self) -> float:
        """Of heading and rows on the first sheet."""
        return self.heading_height + self.rows * self.row_height


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form under one title, covered by the signatures of one stage."""

    id: str
    title: str
    stage: Stage
    parts: tuple[Row | Table, ...]

    @property
    def height(self) -> float:
        """Of all its parts on the first sheet."""
        return sum(part.height for part in self.parts)


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Where one stage is signed and sealed. Each signer is (who, how)."""

    stage: Stage
    statement: str
    signers: tuple[tuple[str, str], ...]
    sealed_by: str


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `edition` counts up whenever the layout changes, and is printed on every page."""

    id: str
    edition: int
    title: str
    header: Section
    sections: tuple[Section, ...]
    signatures: tuple[SignatureBlock, ...]
    signature_height: float

    @property
    def template(self) -> str:
        """`F01/1`, as printed and as kept with the paper."""
        return f"{self.id}/{self.edition}"
