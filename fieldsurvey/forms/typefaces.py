"""Which face draws which character: the chosen one, the serif, the sans, WenKai, else a box with the code point."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from fieldsurvey.forms.embedding import EmbeddedFont, is_selector
from fieldsurvey.forms.errors import FontMissingError
from fieldsurvey.resources import font_path

REGULAR: Final = ("NotoSerifSC-Regular", "NotoSansSC-Regular", "LXGWWenKai-Regular")
BOLD: Final = ("NotoSerifSC-Bold", "NotoSansSC-Bold", "LXGWWenKai-Regular")

BOX_DIGIT: Final = 0.5  # the size of a digit in a code point's box, of the text's size
_BOX_MARGIN: Final = 0.12


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters drawn alike; `font` is None for one character that no face has."""

    font: EmbeddedFont | None
    text: str
    width: float


class Typeface:
    """A style of text over its chain of faces. Widths are in em, multiplied by the size to get points."""

    def __init__(self, names: tuple[str, ...], *, first: EmbeddedFont | None = None) -> None:
        self.names = names
        self._first = first
        self._chosen: dict[str, tuple[EmbeddedFont | None, float]] = {}

    def width(self, text: str) -> float:
        """How wide a line of text is, in em."""
        chosen = self._chosen
        total = 0.0
        for character in text:
            known = chosen.get(character)
            total += known[1] if known else self._choose(character)[1]
        return total

    def runs(self, text: str) -> list[Run]:
        """The text in runs of one face each; every character that is no face's own stands alone."""
        chosen = [self._chosen.get(character) or self._choose(character) for character in text]
        fonts = {font for font, _ in chosen}
        if len(fonts) == 1 and None not in fonts:
            return [Run(chosen[0][0], text, sum(width for _, width in chosen))]
        found: list[Run] = []
        for font, pieces in groupby(self._attached(text), key=lambda piece: piece[1]):
            if font is None:
                found.extend(Run(None, character, self._choose(character)[1]) for character, _ in pieces)
            else:
                run = "".join(character for character, _ in pieces)
                found.append(Run(font, run, self.width(run)))
        return found

    def _attached(self, text: str) -> list[tuple[str, EmbeddedFont | None]]:
        # A variation selector goes with the face of the character that it qualifies.
        pieces: list[tuple[str, EmbeddedFont | None]] = []
        for character in text:
            font = self._choose(character)[0]
            if is_selector(character):
                before = pieces[-1][1] if pieces else None
                font = before or font
            pieces.append((character, font))
        return pieces

    def _choose(self, character: str) -> tuple[EmbeddedFont | None, float]:
        known = self._chosen.get(character)
        if known is None:
            known = self._chosen[character] = self._look_up(character)
        return known

    def _look_up(self, character: str) -> tuple[EmbeddedFont | None, float]:
        if is_selector(character):
            return self._first or embedded(self.names[0]), 0.0
        for font in self._chain():
            if font.draws(character):
                return font, font.advance(character) / 1000
        return None, box_width(character)

    def _chain(self) -> Iterator[EmbeddedFont]:
        if self._first is not None:
            yield self._first
        # The program's own are read from the disk when they are first needed.
        yield from map(embedded, self.names)


@dataclass(frozen=True, slots=True)
class Faces:
    """What one print is drawn with: `body` for answers and labels, `title` for what stands out.

    `told` are sentences about chosen faces that could not be used, for which the program's own stepped in.
    """

    body: Typeface
    title: Typeface
    told: tuple[str, ...] = ()


def box_rows(character: str) -> tuple[str, str]:
    """The code point in two rows of hexadecimal digits, as it stands in the box."""
    digits = f"{ord(character):04X}"
    digits = digits if len(digits) % 2 == 0 else "0" + digits
    half = len(digits) // 2
    return digits[:half], digits[half:]


def box_width(character: str) -> float:
    """The width of a code point's box in em, margins included."""
    rows = box_rows(character)
    return max(_digits_width(row) for row in rows) + 2 * _BOX_MARGIN


def _digits_width(digits: str) -> float:
    font = embedded(REGULAR[0])
    return sum(font.advance(digit) for digit in digits) / 1000 * BOX_DIGIT


@cache
def embedded(name: str) -> EmbeddedFont:
    """The face of this name, read once and kept.

    Raises:
        FontMissingError: the installation is not whole.
    """
    path: Path = font_path(f"{name}.ttf")
    if not path.is_file():
        raise FontMissingError(font=name)
    return EmbeddedFont(f"fieldsurvey-{name}", path)


@cache
def regular() -> Typeface:
    """The face of answers."""
    return Typeface(REGULAR)


@cache
def bold() -> Typeface:
    """The face of titles and labels that stand out."""
    return Typeface(BOLD)


@cache
def shipped_faces() -> Faces:
    """The program's own faces."""
    return Faces(regular(), bold())
