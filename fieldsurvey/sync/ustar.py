"""The one tar form packages use: plain USTAR files with canonical headers, written and read block by block."""

import re
from typing import Final, NamedTuple

from fieldsurvey.sync.errors import (
    AbsoluteNameError,
    DeviceMemberError,
    HardLinkMemberError,
    NameNotAsciiError,
    ParentNameError,
    SymbolicLinkMemberError,
    TarHeaderError,
    TruncatedError,
    WrongFileTypeError,
)

BLOCK: Final = 512
END: Final = bytes(2 * BLOCK)
MAX_MEMBER: Final = 8**11 - 1

_MAGIC: Final = b"ustar\x0000"
_SIZE = re.compile(rb"[0-7]{11}\x00")
_DRIVE = re.compile(r"[A-Za-z]:")
_TYPES: Final[dict[bytes, type[TarHeaderError | SymbolicLinkMemberError | HardLinkMemberError | DeviceMemberError]]] = {
    b"1": HardLinkMemberError,
    b"2": SymbolicLinkMemberError,
    b"3": DeviceMemberError,
    b"4": DeviceMemberError,
    b"6": DeviceMemberError,
}


class Member(NamedTuple):
    """A file in the tar."""

    name: str
    size: int


def header_block(name: str, size: int) -> bytes:
    """The canonical 512 bytes before a file: mode 0644, no owner, no time."""
    untold = b"".join(
        (
            name.encode("ascii").ljust(100, b"\0"),
            b"0000644\0" + b"0000000\0" * 2,
            b"%011o\0" % size,
            b"%011o\0" % 0,
            b" " * 8,
            b"0" + bytes(100),
            _MAGIC + bytes(247),
        )
    )
    return untold[:148] + b"%06o\0 " % sum(untold) + untold[156:]


def padding(size: int) -> bytes:
    """The zeros that fill a file's last block."""
    return bytes(-size % BLOCK)


def parse_block(untrusted_block: bytes, *, first: bool = False) -> Member | None:
    """The member a header block announces, or None for the zero block that ends the tar.

    `first` says that the block opens a file, where anything else than a tar is the wrong sort of file.

    Raises:
        PackageRefusedError: a link, a device, a name that leads elsewhere, or not the canonical block.
    """
    if len(untrusted_block) < BLOCK:
        raise TruncatedError
    if first and untrusted_block[257:265] != _MAGIC:
        raise WrongFileTypeError
    if untrusted_block == END[:BLOCK]:
        return None
    name = _checked_name(untrusted_block[:100].rstrip(b"\0"))
    untrusted_type = untrusted_block[156:157]
    if untrusted_type != b"0":
        raise _TYPES.get(untrusted_type, TarHeaderError)
    untrusted_size = untrusted_block[124:136]
    if not _SIZE.fullmatch(untrusted_size):
        raise TarHeaderError
    size = int(untrusted_size[:11], 8)
    if header_block(name, size) != untrusted_block:
        raise TarHeaderError
    return Member(name, size)


def _checked_name(untrusted_name: bytes) -> str:
    if not untrusted_name.isascii():
        raise NameNotAsciiError
    name = untrusted_name.decode("ascii")
    if name.startswith(("/", "\\")) or _DRIVE.match(name):
        raise AbsoluteNameError
    if ".." in re.split(r"[/\\]", name):
        raise ParentNameError
    return name
