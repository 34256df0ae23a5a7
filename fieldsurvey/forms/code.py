"""The square code in a paper's corner: the paper's id and the page, and nothing about anybody."""

import re
from dataclasses import dataclass
from typing import Final

import segno

from fieldsurvey.forms.errors import PaperIdMalformedError

PREFIX: Final = "FS1"
_PAPER_ID = re.compile(r"[0-9a-f]{32}")
_BLACK = re.compile(b"\x01+")
_PAYLOAD = re.compile(r"FS1:([0-9a-f]{32}):([1-9][0-9]{0,3})")

# 29 modules a side hold the longest payload; a fixed mask spares weighing eight of them for each page.
_VERSION: Final = 3
_MASK: Final = 2


@dataclass(frozen=True, slots=True)
class PaperCode:
    """What one code says."""

    paper_id: str
    page: int

    @property
    def payload(self) -> str:
        """The text inside the code."""
        return f"{PREFIX}:{self.paper_id}:{self.page}"


def paper_code(paper_id: str, page: int) -> PaperCode:
    """The code of a page.

    Raises:
        PaperIdMalformedError: the id is not 32 hexadecimal digits, so that no reader could match it.
    """
    if not _PAPER_ID.fullmatch(paper_id):
        raise PaperIdMalformedError
    return PaperCode(paper_id, page)


def read_payload(untrusted_text: str) -> PaperCode | None:
    """The paper and page that a scanned text names; None when it is somebody else's code."""
    found = _PAYLOAD.fullmatch(untrusted_text)
    return PaperCode(found[1], int(found[2])) if found else None


def modules(code: PaperCode) -> list[tuple[int, int, int]]:
    """The black runs of the code as (row, first column, length); the sides are `side(code)` long."""
    return [
        (row, found.start(), found.end() - found.start())
        for row, line in enumerate(_symbol(code).matrix)
        for found in _BLACK.finditer(line)
    ]


def side(code: PaperCode) -> int:
    """How many modules the code is wide and high."""
    return 4 * _version(code) + 17


def _version(code: PaperCode) -> int:
    # Byte mode at level M: 42 bytes in version 3, 62 in version 4.
    return _VERSION if len(code.payload) <= 42 else _VERSION + 1


def _symbol(code: PaperCode) -> segno.QRCode:
    return segno.make(
        code.payload, error="m", version=_version(code), mode="byte", mask=_MASK, micro=False, boost_error=False
    )
