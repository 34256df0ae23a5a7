"""Fitting a text into a cell: as large as it goes, wrapped as Chinese is wrapped, and never cut."""

import re
from dataclasses import dataclass
from typing import Final

from fieldsurvey.forms.typefaces import Typeface

LEADING: Final = 1.18  # line distance in sizes; tighter would let descenders touch
STEP: Final = 0.5
NARROWEST: Final = 0.2  # em, of the characters that one could fill a line with
ONE_LINE_SMALLEST: Final = 6.5  # in a box meant for one line, smaller than this reads worse than two lines

_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")
_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:@%+*/_\-]*|.", re.DOTALL)
_NEVER_FIRST: Final = frozenset(
    "\uff0c\u3002\u3001\uff1b\uff1a\uff1f\uff01\uff09\u300b\u3009\u300d\u300f\u3011\u3015"
    "\u201d\u2019\u2026\u2014\uff05\u2030\u2103\u00b7.,;:?!)]}%"
)
_NEVER_LAST: Final = frozenset("\uff08\u300a\u3008\u300c\u300e\u3010\u3014\u201c\u2018([{")


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines at a size in points. `whole` is False when the text did not fit even at the smallest size."""

    lines: tuple[str, ...]
    size: float
    whole: bool = True


def fit(text: str, face: Typeface, *, width: float, height: float, size: float, smallest: float) -> Fitted:
    """Fits a text into width × height points: at `size`, else smaller by half points down to `smallest`.

    A box with room for one line is first tried with one line at lesser sizes, then wrapped. What does not fit at
    the smallest size comes back with all its lines and `whole` False, for the caller to carry elsewhere.
    """
    if not _LINE_ENDS.search(text):
        natural = face.width(text)
        if natural * size <= width:
            return Fitted((text,), size)
        narrowed = int(width / natural / STEP) * STEP
        if lines_in(height, size) == 1 and narrowed >= max(smallest, ONE_LINE_SMALLEST):
            return Fitted((text,), narrowed)
    # Twenty thousand characters in a small box need not be tried at every size.
    if face.width(text) * smallest > width * lines_in(height, smallest):
        return Fitted(wrap(text, face, width / smallest), smallest, whole=False)
    while True:
        lines = wrap(text, face, width / size)
        if lines_in(height, size) >= len(lines):
            return Fitted(lines, size)
        if size - STEP < smallest:
            return Fitted(lines, size, whole=False)
        size -= STEP


def lines_in(height: float, size: float) -> int:
    """How many lines of a size stand in a height; one always does."""
    return max(1, int((height - size) / (size * LEADING) + 1e-9) + 1)


def fit_beginning(text: str, mark: str, face: Typeface, *, width: float, height: float, size: float) -> Fitted:
    """The longest beginning of a text that fits with a mark behind it, for a text told in full elsewhere."""
    room = lines_in(height, size)
    low, high = 0, min(len(text), int(room * width / size / NARROWEST) + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if len(wrap(text[:middle] + mark, face, width / size)) <= room:
            low = middle
        else:
            high = middle - 1
    return Fitted(wrap(text[:low] + mark, face, width / size), size, whole=False)


def wrap(text: str, face: Typeface, width: float) -> tuple[str, ...]:
    """Breaks a text into lines of at most `width` em; its characters are kept in order, all of them."""
    lines: list[str] = []
    for paragraph in _LINE_ENDS.split(text):
        lines.extend(_wrap_paragraph(paragraph, face, width))
    return tuple(lines)


def _wrap_paragraph(text: str, face: Typeface, width: float) -> list[str]:
    lines: list[str] = []
    line, used = "", 0.0
    for token in _unbreakable(text):
        for piece in _pieces(token, face, width):
            wide = face.width(piece)
            # A space at a line's end may hang over the edge: it has no ink.
            if line and used + wide > width + 1e-6 and not piece.isspace():
                lines.append(line)
                line, used = "", 0.0
            line += piece
            used += wide
    lines.append(line)
    return lines


def _unbreakable(text: str) -> list[str]:
    """Words, numbers and characters, with punctuation joined to what it must not be parted from."""
    joined: list[str] = []
    for token in _TOKEN.findall(text):
        if joined and (token[0] in _NEVER_FIRST or joined[-1][-1] in _NEVER_LAST or _is_mark(token)):
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _is_mark(token: str) -> bool:
    return "\ufe00" <= token[0] <= "\ufe0f" or token[0] >= "\U000e0100"


def _pieces(token: str, face: Typeface, width: float) -> list[str]:
    """The token itself, or, when it is wider than a whole line, as many line-wide pieces as it takes."""
    if face.width(token) <= width:
        return [token]
    pieces, piece = [], ""
    for character in token:
        if piece and face.width(piece + character) > width:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
