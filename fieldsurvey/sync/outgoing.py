"""Writes a package: sealed for its recipient, signed by its sender, whole under its name or not there at all."""

import hashlib
import io
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, cast

from fieldsurvey.progress import Progress
from fieldsurvey.sync.container import PAYLOAD_OFFSET, finish_container
from fieldsurvey.sync.errors import PackageTooLargeError
from fieldsurvey.sync.header import FORMAT, SUITE, Header, header_bytes, header_hash, package_name, sign_header
from fieldsurvey.sync.manifest import DeviceCount
from fieldsurvey.sync.payload import ChunkStream, Contents, PayloadWriter, Route, compressed
from fieldsurvey.vault.files import fsync_folder, keep_part, part_file, told_os_error
from fieldsurvey.vault.sealing import seal_stream
from fieldsurvey.vault.signing import SigningKey

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

# A FAT32 stick takes 4 GiB - 1; the rest is room for whatever else lies on it.
MAX_PACKAGE: Final = 1_900_000_000


@dataclass(frozen=True)
class WrittenPackage:
    """A package on the local disk, and what its record needs."""

    path: Path
    name: str
    header: Header
    header_hash: str
    size: int
    changes: int
    devices: dict[str, DeviceCount]


def write_package(
    *,
    out_folder: Path,
    staging_folder: Path,
    signing_key: SigningKey,
    sender_code: str,
    route: Route,
    recipient_seal: str,
    contents: Contents,
    progress: Progress | None = None,
) -> WrittenPackage:
    """Writes one package into `out_folder`, staged (as ciphertext) in `staging_folder` of the same disk.

    Whatever fails leaves nothing under the package's name, and no staged file.

    Raises:
        PackageTooLargeError, EvidenceDiffersError, CancelledError, what reading an attachment raises, and the
        vault's sentences for a full or broken disk.
    """
    payload = PayloadWriter(contents, route, progress or Progress())
    try:
        with part_file(staging_folder, f"package-{secrets.token_hex(4)}") as (part, file):
            file.seek(PAYLOAD_OFFSET)
            target = _PayloadTarget(file)
            source = ChunkStream(compressed(payload.chunks()))
            seal_stream(cast(BinaryIO, source), cast(BinaryIO, target), [recipient_seal])
            header = _header(route, target)
            signed = header_bytes(header)
            hash_of_header = header_hash(signed)
            signature = sign_header(signed, signing_key)
            finish_container(file, header=signed, signature=signature, payload_size=target.size)
            size = file.seek(0, io.SEEK_END)
            path = out_folder / package_name(sender_code, route.seq, hash_of_header)
            keep_part(part, file, path)
            fsync_folder(staging_folder)
    except OSError as problem:
        raise told_os_error(problem) from problem
    return WrittenPackage(path, path.name, header, hash_of_header, size, payload.tally.count, payload.tally.devices)


def _header(route: Route, target: "_PayloadTarget") -> Header:
    return Header(
        format=FORMAT,
        suite=SUITE,
        sender=route.sender,
        incarnation=route.incarnation,
        recipient=route.recipient,
        seq=route.seq,
        prev=route.prev,
        payload_size=target.size,
        payload_sha256=target.sha256.hexdigest(),
        practice=route.practice,
    )


class _PayloadTarget(io.RawIOBase):
    """Where the sealed bytes go: counted, hashed, and no more than a stick takes."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0

    def writable(self) -> bool:
        """Yes."""
        return True

    def write(self, piece: "ReadableBuffer", /) -> int:
        """Appends a piece."""
        view = memoryview(piece).cast("B")
        if self.size + len(view) > MAX_PACKAGE:
            raise PackageTooLargeError
        self._file.write(view)
        self.sha256.update(view)
        self.size += len(view)
        return len(view)
