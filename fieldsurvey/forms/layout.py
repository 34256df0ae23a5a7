"""What a form is made of, as plain values that are read from a file: pages of cells that name catalogue fields.

Widths and heights are millimetres. Labels come from the catalogue; an address may say `visits/*/finding`, which
is the newest row of that list. In the file every cell is a short list, its sort first: `["answer", "name", 22]`.
"""

from typing import Final, Literal

import msgspec

Align = Literal["left", "center", "right"]
Stage = Literal["survey", "plan", "record"]

# In the order in which they are signed: at the table, after 审定, and what is entered later on appended sheets.
STAGES: Final[tuple[Stage, ...]] = ("survey", "plan", "record")

BODY_WIDTH: Final = 182.0
BODY_HEIGHT: Final = 254.0
BAND_WIDTH: Final = 7.0
ROW_WIDTH: Final = BODY_WIDTH - BAND_WIDTH
LAST: Final = "*"
FIGURE_MARK: Final = "="


class Label(msgspec.Struct, frozen=True, array_like=True, tag="label"):
    """A field's label; `words` where the paper needs others than the catalogue."""

    address: str
    width: float
    words: str = ""


class Words(msgspec.Struct, frozen=True, array_like=True, tag="words"):
    """Printed words that belong to no field."""

    words: str
    width: float


class Answer(msgspec.Struct, frozen=True, array_like=True, tag="answer"):
    """A field's value."""

    address: str
    width: float
    align: Align = "center"


class Derived(msgspec.Struct, frozen=True, array_like=True, tag="figure"):
    """A figure computed from the document (`fieldsurvey.forms.figures`)."""

    figure: str
    width: float
    align: Align = "center"


Cell = Label | Words | Answer | Derived


class Row(msgspec.Struct, frozen=True, tag_field="part", tag="row"):
    """One line of the grid."""

    height: float
    cells: tuple[Cell, ...]


class Column(msgspec.Struct, frozen=True, array_like=True):
    """A field of every row of a list, or `=figure` of the row; `under` is a second field in the lower half."""

    field: str
    width: float
    words: str = ""
    align: Align = "center"
    under: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """What stands in the column, from above."""
        return (self.field, self.under) if self.under else (self.field,)


class Table(msgspec.Struct, frozen=True, tag_field="part", tag="table"):
    """A list: a heading and so many rows; further rows go to a continuation sheet."""

    group: str
    columns: tuple[Column, ...]
    rows: int
    row_height: float
    heading_height: float
    number_width: float = 8.0

    @property
    def height(self) -> float:
        """Of heading and rows on the form's own page."""
        return self.heading_height + self.rows * self.row_height


class Section(msgspec.Struct, frozen=True):
    """A part of the form under one title, covered by the signatures of one stage."""

    id: str
    title: str
    stage: Stage
    parts: tuple[Row | Table, ...]

    @property
    def height(self) -> float:
        """Of all its parts on the form's own page."""
        return sum(part.height for part in self.parts)


class Signers(msgspec.Struct, frozen=True, tag_field="signatures", tag="signers"):
    """People who sign and date one stage side by side, each as (who, how)."""

    stage: Stage
    statement: str
    signers: tuple[tuple[str, str], ...]
    height: float


class Seal(msgspec.Struct, frozen=True):
    """One union body's opinion: its heading, who signs for it, and whose seal it bears."""

    title: str
    signer: str
    sealed_by: str


class Seals(msgspec.Struct, frozen=True, tag_field="signatures", tag="seals"):
    """Bodies that give their opinion, sign, seal and date one stage, side by side."""

    stage: Stage
    seals: tuple[Seal, ...]
    height: float


class Page(msgspec.Struct, frozen=True):
    """One side of a sheet: sections from above, then what is signed there."""

    sections: tuple[Section, ...]
    signatures: tuple[Signers | Seals, ...] = ()

    @property
    def height(self) -> float:
        """Of everything inside the page's frame."""
        return sum(part.height for part in (*self.sections, *self.signatures))


class Form(msgspec.Struct, frozen=True):
    """A whole form. `edition` counts up whenever the layout changes, and is printed on every page.

    `number` is the address of a number that is given after signing, such as the 档案号: shown at the head, outside
    what signatures cover. `strip` are those who sign a continuation sheet. `variant` tells an office's own layouts
    apart; the file itself has none.
    """

    id: str
    edition: int
    title: str
    copies: int
    number: str
    header: Section
    pages: tuple[Page, ...]
    strip: tuple[tuple[str, str], ...]
    variant: str = ""

    @property
    def template(self) -> str:
        """`F01/2`, an office's own `F01/2-9c41`, as printed and as kept with the paper."""
        return f"{self.id}/{self.edition}" + (f"-{self.variant}" if self.variant else "")

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of all pages, in order, without the header."""
        return tuple(section for page in self.pages for section in page.sections)
