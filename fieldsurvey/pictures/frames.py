"""How the program and the process that decodes talk: a length, a line of JSON, a length, bytes."""

import struct
from typing import BinaryIO, Final

import msgspec

# Far above any header; what claims more is no answer of ours.
MOST_HEADER_BYTES: Final = 64 * 1024
_LENGTHS: Final = struct.Struct(">IQ")


class FrameBrokenError(Exception):
    """The other side has gone, or says what nobody says."""


class Asking(msgspec.Struct, forbid_unknown_fields=True):
    """What is wanted of the bytes that follow: one page, at most `longest` pixels long, measured or not."""

    media: str
    page: int = 0
    longest: int = 2_560
    measure: bool = False


class Measures(msgspec.Struct, forbid_unknown_fields=True):
    """`quality.Quality` as it travels."""

    long_px: int
    short_px: int
    sharpness: float
    blown: float
    light: int


class Answering(msgspec.Struct, forbid_unknown_fields=True):
    """What was found. `refused` names why there is no picture; otherwise its RGB bytes follow, row by row."""

    refused: str = ""
    pages: int = 0
    width: int = 0
    height: int = 0
    shown_width: int = 0
    shown_height: int = 0
    measures: Measures | None = None


def write_frame(stream: BinaryIO, header: msgspec.Struct, content: bytes) -> None:
    """Writes one message."""
    head = msgspec.json.encode(header)
    stream.write(_LENGTHS.pack(len(head), len(content)))
    stream.write(head)
    stream.write(content)
    stream.flush()


def read_frame(stream: BinaryIO, *, most_bytes: int) -> tuple[bytes, bytes] | None:
    """Reads one message as header and content; None when the other side has ended between two.

    Raises:
        FrameBrokenError: it ended in the middle, or announces more than `most_bytes`.
    """
    lengths = stream.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise FrameBrokenError
    head, size = _LENGTHS.unpack(lengths)
    if head > MOST_HEADER_BYTES or size > most_bytes:
        raise FrameBrokenError
    return _whole(stream, head), _whole(stream, size)


def _whole(stream: BinaryIO, size: int) -> bytes:
    found = stream.read(size)
    if len(found) < size:
        raise FrameBrokenError
    return found
