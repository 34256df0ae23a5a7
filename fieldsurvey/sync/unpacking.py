"""Takes the inner tar apart as it streams: opened, unpacked, bounded, and nothing of it ever on the disk."""

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO, Final, cast

import zstandard

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.sync.errors import (
    BlobDiffersError,
    CompressionBombError,
    CompressionBrokenError,
    GarbageAppendedError,
    MemberTooLargeError,
    PaddingError,
    PayloadSealBrokenError,
    SealedToOthersError,
    TruncatedError,
)
from fieldsurvey.sync.manifest import BOMB_FLOOR, BOMB_RATIO
from fieldsurvey.sync.ustar import BLOCK, Member, padding, parse_block
from fieldsurvey.vault.errors import SealBrokenError, SealedForOthersError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# What our own level needs is 2 MiB; a frame that asks for more wants our memory.
MAX_WINDOW: Final = 8 * 1024 * 1024
PIECE: Final = 256 * 1024


class TarStream:
    """The inner tar, member after member; each is read to its end before the next is asked for."""

    def __init__(self, opened: BinaryIO, *, payload_size: int) -> None:
        unpacker = zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW)
        self._unpacked = unpacker.stream_reader(opened, read_size=PIECE, read_across_frames=True, closefd=False)
        self._cap = max(BOMB_FLOOR, BOMB_RATIO * payload_size)
        self._taken = 0

    def next(self) -> Member | None:
        """The next member, or None when the tar has ended as it should, with nothing after.

        Raises:
            PackageRefusedError: by what is wrong.
        """
        member = parse_block(self.take(BLOCK, whole=False))
        if member is None:
            if any(self.take(BLOCK)) or self._read(1):
                raise GarbageAppendedError
            return None
        # Every later read is of this member, so that nothing passes the cap.
        if self._taken + member.size > self._cap:
            raise CompressionBombError
        return member

    def take(self, size: int, *, whole: bool = True) -> bytes:
        """Exactly `size` bytes, or fewer at the end when `whole` is False."""
        pieces = []
        left = size
        while left and (piece := self._read(left)):
            pieces.append(piece)
            left -= len(piece)
        if left and whole:
            raise TruncatedError
        return b"".join(pieces)

    def piece(self, size: int) -> bytes:
        """Between one byte and `size` of them."""
        untrusted = self._read(min(size, PIECE))
        if not untrusted:
            raise TruncatedError
        return untrusted

    def small(self, member: Member, limit: int) -> bytes:
        """A member that is read whole.

        Raises:
            MemberTooLargeError: beyond `limit`.
        """
        if member.size > limit:
            raise MemberTooLargeError(name=member.name)
        untrusted = self.take(member.size)
        self.end(member)
        return untrusted

    def end(self, member: Member) -> None:
        """Passes over the zeros after a member."""
        if any(self.take(len(padding(member.size)))):
            raise PaddingError

    def _read(self, size: int) -> bytes:
        try:
            untrusted = self._unpacked.read(size)
        except zstandard.ZstdError as problem:
            raise CompressionBrokenError from problem
        except SealedForOthersError as problem:
            raise SealedToOthersError from problem
        except SealBrokenError as problem:
            raise PayloadSealBrokenError from problem
        self._taken += len(untrusted)
        return untrusted


class BlobReader(io.RawIOBase):
    """An attachment as it passes by: no more bytes than announced, and the read that would tell the end raises
    instead when they were not the right ones, so that no reader can take a false one for whole.
    """

    def __init__(self, tar: TarStream, member: Member, sha256: str) -> None:
        super().__init__()
        self._tar = tar
        self._member = member
        self._left = member.size
        self._expected = sha256
        self._hashed = hashlib.sha256()
        self.failure: FieldSurveyError | None = None

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Reads on; at the end, proves the hash.

        Raises:
            BlobDiffersError: these were not the bytes the name promises.
        """
        into = memoryview(buffer).cast("B")
        try:
            if self.failure is not None:
                raise self.failure
            if not self._left:
                self._prove()
                return 0
            untrusted = self._tar.piece(min(len(into), self._left))
        except FieldSurveyError as failure:
            self.failure = failure
            raise
        into[: len(untrusted)] = untrusted
        self._hashed.update(untrusted)
        self._left -= len(untrusted)
        return len(untrusted)

    def finish(self) -> None:
        """Reads what the taker left, proves the hash and passes to the next member.

        Raises:
            BlobDiffersError: as `readinto`.
        """
        rest = cast(BinaryIO, self)
        while rest.read(PIECE):
            pass
        self._tar.end(self._member)

    def _prove(self) -> None:
        if self._hashed.hexdigest() != self._expected:
            raise BlobDiffersError
