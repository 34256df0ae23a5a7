"""The outer file of a package: exactly three members with canonical tar headers, zero padding, nothing after."""

import io
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from fieldsurvey.sync.errors import (
    EmptyFileError,
    GarbageAppendedError,
    HeaderTooLargeError,
    MemberTooLargeError,
    NotAFileError,
    PaddingError,
    TruncatedError,
    UnexpectedMemberError,
    WrongFileTypeError,
)
from fieldsurvey.sync.header import MAX_HEADER
from fieldsurvey.sync.ustar import BLOCK, END, Member, header_block, padding, parse_block

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEADER_NAME: Final = "header.json"
SIGNATURE_NAME: Final = "header.json.minisig"
PAYLOAD_NAME: Final = "payload.tar.zst.age"
MAX_SIGNATURE: Final = 1024
# Header and signature of packages written here fit one block each, so that the payload can be written first, in place.
PAYLOAD_OFFSET: Final = 5 * BLOCK


class Opened(NamedTuple):
    """What the outer file holds; header and signature are still unproven."""

    untrusted_header: bytes
    untrusted_signature: bytes
    payload_offset: int
    payload_size: int


def open_package_file(path: Path) -> BinaryIO:
    """Opens a plain file and nothing else: no link is followed, no pipe waited for.

    Raises:
        NotAFileError: a folder, link, pipe or device. OSError: the file cannot be opened.
    """
    if not stat.S_ISREG(path.lstat().st_mode):
        raise NotAFileError
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise NotAFileError
    return os.fdopen(descriptor, "rb")


def read_container(untrusted_file: BinaryIO) -> Opened:
    """Takes the outer file apart without reading the payload; everything but the payload's bytes is checked here.

    Raises:
        PackageRefusedError: the subclass that names what is wrong.
    """
    file_size = untrusted_file.seek(0, io.SEEK_END)
    untrusted_file.seek(0)
    untrusted_block = untrusted_file.read(BLOCK)
    if not untrusted_block:
        raise EmptyFileError
    if len(untrusted_block) < BLOCK:
        raise TruncatedError if untrusted_block.startswith(HEADER_NAME.encode() + b"\0") else WrongFileTypeError
    member = _expected(parse_block(untrusted_block, first=True), HEADER_NAME)
    if member.size > MAX_HEADER:
        raise HeaderTooLargeError
    untrusted_header = _small_member(untrusted_file, member)
    member = _expected(parse_block(untrusted_file.read(BLOCK)), SIGNATURE_NAME)
    if member.size > MAX_SIGNATURE:
        raise MemberTooLargeError(name=SIGNATURE_NAME)
    untrusted_signature = _small_member(untrusted_file, member)
    member = _expected(parse_block(untrusted_file.read(BLOCK)), PAYLOAD_NAME)
    payload_offset = untrusted_file.tell()
    _check_end(untrusted_file, payload_offset + member.size, file_size)
    return Opened(untrusted_header, untrusted_signature, payload_offset, member.size)


def _expected(untrusted_member: Member | None, name: str) -> Member:
    if untrusted_member is None or untrusted_member.name != name:
        raise UnexpectedMemberError
    return untrusted_member


def _small_member(untrusted_file: BinaryIO, member: Member) -> bytes:
    untrusted = untrusted_file.read(member.size)
    untrusted_padding = untrusted_file.read(len(padding(member.size)))
    if len(untrusted) < member.size or len(untrusted_padding) < len(padding(member.size)):
        raise TruncatedError
    if any(untrusted_padding):
        raise PaddingError
    return untrusted


def _check_end(untrusted_file: BinaryIO, payload_end: int, file_size: int) -> None:
    tail = padding(payload_end) + END
    if file_size < payload_end + len(tail):
        raise TruncatedError
    untrusted_file.seek(payload_end)
    untrusted_tail = untrusted_file.read(len(tail))
    if untrusted_tail[: -len(END)] != tail[: -len(END)]:
        raise PaddingError
    if untrusted_tail != tail:
        # Where the tar should end, another member may begin; its header names the trick better.
        parse_block(untrusted_tail[-len(END) : -BLOCK])
        raise UnexpectedMemberError
    if file_size > payload_end + len(tail):
        raise GarbageAppendedError


def finish_container(file: BinaryIO, *, header: bytes, signature: bytes, payload_size: int) -> None:
    """Writes everything around a payload that already stands at PAYLOAD_OFFSET.

    Raises:
        ValueError: header or signature do not fit the block kept for each.
    """
    head = b"".join(
        header_block(name, len(member)) + member + padding(len(member))
        for name, member in ((HEADER_NAME, header), (SIGNATURE_NAME, signature))
    ) + header_block(PAYLOAD_NAME, payload_size)
    if len(head) != PAYLOAD_OFFSET:
        message = "header and signature must fit one block each"
        raise ValueError(message)
    file.seek(PAYLOAD_OFFSET + payload_size)
    file.write(padding(payload_size) + END)
    file.seek(0)
    file.write(head)


class Section(io.RawIOBase):
    """The bytes of a file from `offset` on, `size` of them, as a file of its own."""

    def __init__(self, file: BinaryIO, offset: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._left = size
        file.seek(offset)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Reads up to the section's end."""
        into = memoryview(buffer).cast("B")
        taken = self._file.read(min(len(into), self._left))
        into[: len(taken)] = taken
        self._left -= len(taken)
        return len(taken)
