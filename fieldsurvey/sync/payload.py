"""Writes the inside of a package: the plain bytes of the inner tar as a stream, never whole in memory or on disk."""

import hashlib
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import msgspec
import zstandard

from fieldsurvey.case.canonical import encode
from fieldsurvey.progress import Progress
from fieldsurvey.sync.errors import EvidenceDiffersError, LineTooLongError, MemberTooLargeError
from fieldsurvey.sync.header import FORMAT
from fieldsurvey.sync.manifest import (
    BOMB_FLOOR,
    BOMB_RATIO,
    CERTIFICATES_NAME,
    MANIFEST_NAME,
    MAX_BLOB,
    MAX_CERTIFICATES,
    MAX_CHANGES_FILE,
    MAX_LINE,
    MAX_MANIFEST,
    MAX_RECEIPTS,
    RECEIPTS_NAME,
    VERSION_NAME,
    FileLine,
    JournalHead,
    Manifest,
    Tally,
)
from fieldsurvey.sync.receipts import Receipts
from fieldsurvey.sync.strict_json import read_json
from fieldsurvey.sync.ustar import END, header_block, padding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

VERSION_BYTES: Final = encode({"format": FORMAT})
PIECE: Final = 256 * 1024
# On change lines level 1 packs as tightly as level 3 and twice as fast; photographs do not shrink at any level.
ZSTD_LEVEL: Final = 1
SKIPPED_FRAME: Final = b"\x50\x2a\x4d\x18"


class OpenStream(Protocol):
    """An open stream of plain bytes."""

    def read(self, size: int = -1, /) -> bytes | None:
        """Up to `size` bytes, none at the end."""

    def close(self) -> None:
        """Lets go of it."""


@dataclass(frozen=True)
class BlobSource:
    """An attachment to send: its hash and size as recorded, and how to open its plain bytes when its turn comes."""

    sha256: str
    size: int
    open: Callable[[], OpenStream]


@dataclass(frozen=True)
class Contents:
    """What goes into a package: change lines, attachments, signed certificates, receipts, the sender's state."""

    changes: Iterable[bytes]
    blobs: Sequence[BlobSource]
    certificates: Sequence[bytes]
    receipts: Receipts
    journal: JournalHead
    edition: int
    app_version: str


@dataclass(frozen=True)
class Route:
    """From whom to whom, and where in the stream."""

    sender: str
    incarnation: int
    recipient: str
    seq: int
    prev: str
    practice: bool = False


class PayloadWriter:
    """Makes the inner tar; `chunks` runs once, and counts what it wrote in `tally`."""

    def __init__(self, contents: Contents, route: Route, progress: Progress) -> None:
        self._contents = contents
        self._route = route
        self._progress = progress
        self._files: list[FileLine] = []
        self.tally = Tally()

    def chunks(self) -> Iterator[bytes]:
        """The plain bytes of the tar, piece by piece.

        Raises:
            EvidenceDiffersError: an attachment is not what its record says. LineTooLongError, MemberTooLargeError:
                more than a reader would take. CancelledError: the user wishes to stop.
        """
        contents = self._contents
        yield from self._file(VERSION_NAME, VERSION_BYTES)
        certificates = encode([read_json(each, where="设备证书") for each in contents.certificates])
        yield from self._file(CERTIFICATES_NAME, certificates, MAX_CERTIFICATES)
        yield from self._changes()
        unique = {blob.sha256: blob for blob in contents.blobs}
        for sha256 in sorted(unique):
            yield from self._blob(unique[sha256])
        yield from self._file(RECEIPTS_NAME, encode(contents.receipts.to_json()), MAX_RECEIPTS)
        yield from self._file(MANIFEST_NAME, encode(self._manifest()), MAX_MANIFEST)
        yield END

    def _file(self, name: str, content: bytes, limit: int = MAX_CHANGES_FILE) -> Iterator[bytes]:
        if len(content) > limit:
            raise MemberTooLargeError(name=name)
        self._files.append((name, len(content), hashlib.sha256(content).hexdigest()))
        yield header_block(name, len(content)) + content + padding(len(content))

    def _changes(self) -> Iterator[bytes]:
        batch = bytearray()
        number = 0
        for line in self._contents.changes:
            if len(line) > MAX_LINE:
                raise LineTooLongError(where=f"第 {self.tally.count + 1} 条修改单")
            if len(batch) + len(line) + 1 > MAX_CHANGES_FILE:
                number += 1
                yield from self._file(f"ops/{number:06d}.jsonl", bytes(batch))
                batch.clear()
            self.tally.take(line)
            self._progress.step()
            batch += line
            batch += b"\n"
        if batch:
            yield from self._file(f"ops/{number + 1:06d}.jsonl", bytes(batch))

    def _blob(self, blob: BlobSource) -> Iterator[bytes]:
        name = f"blobs/{blob.sha256}"
        if blob.size > MAX_BLOB:
            raise MemberTooLargeError(name=name)
        yield header_block(name, blob.size)
        hashed = hashlib.sha256()
        size = 0
        with closing(blob.open()) as stream:
            # Never a byte more than announced: the tar would be torn.
            while piece := stream.read(min(PIECE, blob.size + 1 - size)):
                size += len(piece)
                hashed.update(piece)
                if size > blob.size:
                    break
                yield piece
        if size != blob.size or hashed.hexdigest() != blob.sha256:
            raise EvidenceDiffersError(sha256=blob.sha256[:8])
        yield padding(size)
        self._files.append((name, size, blob.sha256))
        self._progress.step()

    def _manifest(self) -> dict[str, object]:
        route, contents = self._route, self._contents
        manifest = Manifest(
            format=FORMAT,
            sender=route.sender,
            incarnation=route.incarnation,
            recipient=route.recipient,
            seq=route.seq,
            prev=route.prev,
            edition=contents.edition,
            app=contents.app_version,
            journal=contents.journal,
            files=self._files,
            count=self.tally.count,
            devices=self.tally.devices,
        )
        built: dict[str, object] = msgspec.to_builtins(manifest)
        return built


def compressed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The chunks as one zstd stream that no reader takes for a bomb: what shrank too well is filled up behind."""
    compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True).compressobj()
    plain = packed = 0
    for chunk in chunks:
        plain += len(chunk)
        if piece := compressor.compress(chunk):
            packed += len(piece)
            yield piece
    last = compressor.flush()
    yield last
    if plain > BOMB_FLOOR and (lacking := plain // BOMB_RATIO + 1 - packed - len(last)) > 0:
        yield SKIPPED_FRAME + lacking.to_bytes(4, "little")
        for begin in range(0, lacking, PIECE):
            yield bytes(min(PIECE, lacking - begin))


class ChunkStream(io.RawIOBase):
    """Chunks made on demand, readable as a stream."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks = chunks
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Fills the buffer from the next chunk."""
        while not self._rest:
            chunk = next(self._chunks, None)
            if chunk is None:
                return 0
            self._rest = memoryview(chunk)
        into = memoryview(buffer).cast("B")
        taken = min(len(into), len(self._rest))
        into[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken
