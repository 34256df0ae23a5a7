"""Text in the boxes of a form, and what becomes of text that is longer than its box."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from fieldsurvey.forms.fitting import LEADING, Fitted, fit, fit_beginning
from fieldsurvey.forms.ink import ASCENT, MM, Ink
from fieldsurvey.forms.layout import Align
from fieldsurvey.forms.typefaces import Typeface, bold, regular

ANSWER_SIZE: Final = 9.0
LABEL_SIZE: Final = 8.5
SMALLEST: Final = 6.0
THIN: Final = 0.5
THICK: Final = 1.1
PADDING: Final = 0.7 * MM
AIR: Final = 0.35 * MM  # between text and the lines above and below it

BOX_MARK: Final = "□"
NUMERAL_END: Final = "、"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page, in points from the top left."""

    left: float
    top: float
    width: float
    height: float


@dataclass(slots=True)
class Carried:
    """Texts told in full on the continuation sheet, in the order in which they are referred to."""

    notes: list[tuple[str, str]] = field(default_factory=list)

    def add(self, label: str, text: str) -> str:
        """Takes a text over, and says what stands in its box instead of the rest."""
        self.notes.append((label, text))
        return f"…〔续{len(self.notes)}〕"


def put(ink: Ink, text: str, box: Box, *, face: Typeface, size: float, align: Align = "center") -> None:
    """Printed words in a box: smaller or wrapped when they must be."""
    fitted = fit(
        text,
        face,
        width=box.width - 2 * PADDING,
        height=box.height - 2 * AIR,
        size=size,
        smallest=SMALLEST - 1,
    )
    place(ink, fitted, box, face=face, align=align)


def put_label(ink: Ink, text: str, box: Box) -> None:
    """A label in its box."""
    put(ink, text, box, face=regular(), size=LABEL_SIZE)


def put_answer(
    ink: Ink, text: str, box: Box, *, label: Callable[[], str], carried: Carried | None, align: Align = "center"
) -> None:
    """An answer in its box, whole, or its beginning with a mark that leads to the continuation sheet.

    `label` says what the answer is, should it be carried. Without `carried` the text is known to stand in
    full elsewhere and is only shortened here.
    """
    if not text:
        return
    face, width, height = regular(), box.width - 2 * PADDING, box.height - 2 * AIR
    fitted = fit(text, face, width=width, height=height, size=ANSWER_SIZE, smallest=SMALLEST)
    if not fitted.whole:
        mark = carried.add(label(), text) if carried is not None else "…"
        fitted = fit_beginning(text, mark, face, width=width, height=height, size=SMALLEST)
    place(ink, fitted, box, face=face, align=align if len(fitted.lines) == 1 else "left")


def put_choices(ink: Ink, labels: list[str], box: Box) -> None:
    """Boxes to tick by hand, when all of them fit; otherwise the box stays free for writing."""
    face, width = regular(), box.width - 2 * PADDING
    size = LABEL_SIZE
    while size >= SMALLEST:
        lines = _lines_of_choices(labels, face, width / size)
        tall = size * (1 + (len(lines) - 1) * LEADING)
        if tall <= box.height - 2 * AIR and all(face.width(line) * size <= width for line in lines):
            place(ink, Fitted(tuple(lines), size), box, face=face, align="center" if len(lines) == 1 else "left")
            return
        size -= 0.5


def _lines_of_choices(labels: list[str], face: Typeface, width: float) -> list[str]:
    lines = [BOX_MARK + labels[0]]
    for label in labels[1:]:
        longer = f"{lines[-1]} {BOX_MARK}{label}"
        if face.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(BOX_MARK + label)
    return lines


def place(ink: Ink, fitted: Fitted, box: Box, *, face: Typeface, align: Align) -> None:
    """Draws fitted lines in the vertical middle of a box."""
    size = fitted.size
    tall = size * (1 + (len(fitted.lines) - 1) * LEADING)
    baseline = box.top + (box.height - tall) / 2 + size * ASCENT
    for line in fitted.lines:
        left = box.left + PADDING
        if align != "left":
            free = max(0.0, box.width - 2 * PADDING - face.width(line) * size)
            left += free if align == "right" else free / 2
        ink.text(line, face, left=left, baseline=baseline, size=size)
        baseline += size * LEADING


def put_upright(ink: Ink, text: str, box: Box, *, size: float) -> None:
    """A section's title in its narrow band, one character under the other; a 、 is half a character's gap."""
    face = bold()
    steps = [0.5 if character == NUMERAL_END else 1.0 for character in text]
    step = min(size * 1.22, box.height / (sum(steps) + 0.2))
    size = min(size, step)
    top = box.top + (box.height - step * sum(steps)) / 2
    for character, share in zip(text, steps, strict=True):
        if character != NUMERAL_END:
            left = box.left + (box.width - face.width(character) * size) / 2
            ink.text(character, face, left=left, baseline=top + (step - size) / 2 + size * ASCENT, size=size)
        top += share * step
