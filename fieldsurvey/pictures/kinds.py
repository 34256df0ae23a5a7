"""What kind of file it is, told from how it begins and never from its name."""

from typing import Final

JPEG: Final = "image/jpeg"
PNG: Final = "image/png"
HEIC: Final = "image/heic"
PDF: Final = "application/pdf"
SUFFIXES: Final = {JPEG: ".jpg", PNG: ".png", HEIC: ".heic", PDF: ".pdf"}
# As much of a file as has to be read to know.
START: Final = 64

_HEADS: Final = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
# ISO/IEC 23008-12: still pictures coded as HEVC. `mif1` says only that it is some HEIF; its decoder says the rest.
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1"})


def media_of(start: bytes) -> str:
    """The media type of a file that begins like this; empty for what is no evidence."""
    found = next((media for head, media in _HEADS if start.startswith(head)), "")
    if found:
        return found
    return HEIC if start[4:8] == b"ftyp" and start[8:12] in _HEIC_BRANDS else ""
