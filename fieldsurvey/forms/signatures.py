"""Where a form is signed, dated and sealed."""

from typing import Final

from fieldsurvey.forms.cells import THICK, THIN, Box, put
from fieldsurvey.forms.fitting import LEADING, wrap
from fieldsurvey.forms.ink import ASCENT, MM, Ink
from fieldsurvey.forms.layout import BODY_WIDTH, Form, SignatureBlock
from fieldsurvey.forms.typefaces import regular

SEAL_DIAMETER: Final = 45.4 * MM  # a union body's seal is 42 mm wide; it must not cover a signature
_STATEMENT_SIZE: Final = 8.0
_SIGNER_SIZE: Final = 9.0
_HOW_SIZE: Final = 6.5
STRIP_HEIGHT: Final = 13.0 * MM


def draw_signatures(ink: Ink, form: Form, left: float, top: float) -> None:
    """The blocks of all stages, side by side."""
    width = BODY_WIDTH * MM / len(form.signatures)
    height = form.signature_height * MM
    for number, block in enumerate(form.signatures):
        if number:
            ink.line(left=left, top=top, right=left, bottom=top + height, width=THICK * 0.75)
        _draw_block(ink, block, Box(left, top, width, height))
        left += width


def _draw_block(ink: Ink, block: SignatureBlock, box: Box) -> None:
    seal_left = box.left + box.width - SEAL_DIAMETER - 0.8 * MM
    column = seal_left - box.left - 2.5 * MM
    baseline = box.top + 2.0 * MM + _STATEMENT_SIZE * ASCENT
    for line in wrap(block.statement, regular(), column / _STATEMENT_SIZE):
        ink.text(line, regular(), left=box.left + 2 * MM, baseline=baseline, size=_STATEMENT_SIZE)
        baseline += _STATEMENT_SIZE * LEADING
    first = box.top + 10.5 * MM
    step = (box.top + box.height - first) / len(block.signers)
    for number, (who, how) in enumerate(block.signers):
        _draw_signer(ink, who, how, Box(box.left + 1.5 * MM, first + number * step, column, step))
    _draw_seal(ink, block.sealed_by, seal_left, box.top + (box.height - SEAL_DIAMETER) / 2)


def _draw_signer(ink: Ink, who: str, how: str, box: Box) -> None:
    label_width = 17.5 * MM
    line = box.top + box.height - 2.6 * MM
    upper = Box(box.left, line - 7.4 * MM, label_width, 4.4 * MM)
    put(ink, who, upper, face=regular(), size=_SIGNER_SIZE)
    put(ink, how, Box(box.left, line - 3.4 * MM, label_width, 3.4 * MM), face=regular(), size=_HOW_SIZE)
    ink.line(left=box.left + label_width, top=line, right=box.left + box.width, bottom=line, width=THIN)


def _draw_seal(ink: Ink, sealed_by: str, left: float, top: float) -> None:
    ink.dashed_circle(left=left, top=top, diameter=SEAL_DIAMETER)
    for words, down, size in ((sealed_by, 15.0, 9.0), ("（盖章）", 20.0, 9.0), ("年      月      日", 33.0, 9.0)):
        put(ink, words, Box(left, top + down * MM, SEAL_DIAMETER, 5 * MM), face=regular(), size=size)


def draw_strip(ink: Ink, left: float, top: float) -> None:
    """The one line by which a continuation sheet is signed."""
    ink.frame(left=left, top=top, width=BODY_WIDTH * MM, height=STRIP_HEIGHT, line_width=THICK)
    for who, how, place, width in (
        ("困难职工", "（签字/指印）", 0.0, 56.0),
        ("调查人1", "（签字）", 56.0, 46.0),
        ("调查人2", "（签字）", 102.0, 46.0),
    ):
        _draw_signer(ink, who, how, Box(left + (place + 1) * MM, top, (width - 2) * MM, STRIP_HEIGHT))
    put(ink, "年   月   日", Box(left + 148 * MM, top, 34 * MM, STRIP_HEIGHT), face=regular(), size=_SIGNER_SIZE)
