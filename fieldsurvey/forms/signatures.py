"""Where a form is signed, dated and sealed."""

from typing import Final

from fieldsurvey.forms.cells import THICK, THIN, Box, put
from fieldsurvey.forms.ink import MM, Ink
from fieldsurvey.forms.layout import BODY_WIDTH, Form, Page, Seals, Signers
from fieldsurvey.forms.typefaces import regular

SEAL_DIAMETER: Final = 45.4 * MM  # a union body's seal is 42 mm wide; it must not cover a signature
_STATEMENT_SIZE: Final = 8.0
_SIGNER_SIZE: Final = 9.0
_HOW_SIZE: Final = 6.5
_DATE: Final = "年      月      日"
_DATE_HEIGHT: Final = 6.5 * MM
STRIP_HEIGHT: Final = 13.0 * MM


def draw_signatures(ink: Ink, page: Page, left: float, top: float) -> None:
    """Everything that is signed on a page, one line of signatures under the other."""
    width = BODY_WIDTH * MM
    for number, part in enumerate(page.signatures):
        box = Box(left, top, width, part.height * MM)
        if number:
            ink.line(left=left, top=top, right=left + width, bottom=top, width=THICK * 0.75)
        if isinstance(part, Signers):
            _draw_signers(ink, part, box)
        else:
            _draw_seals(ink, part, box)
        top += box.height


def _draw_signers(ink: Ink, part: Signers, box: Box) -> None:
    statement = Box(box.left + 1.5 * MM, box.top + 1.0 * MM, box.width - 3 * MM, 5.0 * MM)
    put(ink, part.statement, statement, face=regular(), size=_STATEMENT_SIZE, align="left")
    width = box.width / len(part.signers)
    for number, (who, how) in enumerate(part.signers):
        left = box.left + number * width
        place = Box(left + 1.5 * MM, box.top, width - 4 * MM, box.height - _DATE_HEIGHT)
        _draw_signer(ink, who, how, place)
        line = Box(place.left + _who_width(place), place.top + place.height - 1.5 * MM, place.width, _DATE_HEIGHT)
        put(
            ink,
            _DATE,
            Box(line.left, line.top, place.width - _who_width(place), line.height),
            face=regular(),
            size=_SIGNER_SIZE,
        )


def _draw_seals(ink: Ink, part: Seals, box: Box) -> None:
    width = box.width / len(part.seals)
    for number, seal in enumerate(part.seals):
        left = box.left + number * width
        if number:
            ink.line(left=left, top=box.top, right=left, bottom=box.top + box.height, width=THIN)
        heading = Box(left + 1.5 * MM, box.top + 0.8 * MM, width - 3 * MM, 5.2 * MM)
        put(ink, f"{seal.title}：", heading, face=regular(), size=_SIGNER_SIZE, align="left")
        seal_top = box.top + box.height - SEAL_DIAMETER - 1.5 * MM
        signer = Box(left + 1.5 * MM, seal_top - 10.0 * MM, width - 3 * MM, 10.0 * MM)
        line = signer.top + signer.height - 1.2 * MM
        who = Box(signer.left, line - 5.0 * MM, 35.0 * MM, 5.0 * MM)
        put(ink, f"{seal.signer}：", who, face=regular(), size=_SIGNER_SIZE, align="left")
        wide = regular().width(f"{seal.signer}：") * _SIGNER_SIZE + 1.4 * MM
        ink.line(left=signer.left + wide, top=line, right=signer.left + signer.width, bottom=line, width=THIN)
        _draw_seal(ink, seal.sealed_by, left + (width - SEAL_DIAMETER) / 2, seal_top)


def _draw_signer(ink: Ink, who: str, how: str, box: Box) -> None:
    label_width = _who_width(box)
    line = box.top + box.height - 2.6 * MM
    upper = Box(box.left, line - 7.4 * MM, label_width, 4.4 * MM)
    put(ink, who, upper, face=regular(), size=_SIGNER_SIZE)
    put(ink, how, Box(box.left, line - 3.4 * MM, label_width, 3.4 * MM), face=regular(), size=_HOW_SIZE)
    ink.line(left=box.left + label_width, top=line, right=box.left + box.width, bottom=line, width=THIN)


def _who_width(box: Box) -> float:
    return min(25.0 * MM, box.width * 0.45)


def _draw_seal(ink: Ink, sealed_by: str, left: float, top: float) -> None:
    ink.dashed_circle(left=left, top=top, diameter=SEAL_DIAMETER)
    for words, down, size in ((sealed_by, 15.0, 9.0), ("（盖章）", 20.0, 9.0), (_DATE, 33.0, 9.0)):
        put(ink, words, Box(left, top + down * MM, SEAL_DIAMETER, 5 * MM), face=regular(), size=size)


def draw_strip(ink: Ink, form: Form, left: float, top: float) -> None:
    """The one line by which a continuation sheet is signed."""
    ink.frame(left=left, top=top, width=BODY_WIDTH * MM, height=STRIP_HEIGHT, line_width=THICK)
    width = (BODY_WIDTH - 30) * MM / max(1, len(form.strip))
    for number, (who, how) in enumerate(form.strip):
        _draw_signer(ink, who, how, Box(left + number * width + 1 * MM, top, width - 2 * MM, STRIP_HEIGHT))
    date = Box(left + (BODY_WIDTH - 30) * MM, top, 30 * MM, STRIP_HEIGHT)
    put(ink, _DATE, date, face=regular(), size=_SIGNER_SIZE)
