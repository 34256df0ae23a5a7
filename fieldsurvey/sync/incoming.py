"""Reads a package: proves the outside first, then hands out what is inside, to be applied only if it ends well."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, cast

from fieldsurvey.progress import Progress
from fieldsurvey.sync.container import Opened, Section, open_package_file, read_container
from fieldsurvey.sync.errors import (
    PayloadDiffersError,
    PayloadSealBrokenError,
    SealedToOthersError,
    UnknownSenderError,
    WrongRecipientError,
)
from fieldsurvey.sync.header import Header, check_signature, header_hash, parse_header
from fieldsurvey.sync.reading import BlobSink, CheckChange, PackageReader
from fieldsurvey.sync.streams import Position, check_position
from fieldsurvey.sync.unpacking import TarStream
from fieldsurvey.vault.errors import SealBrokenError, SealedForOthersError
from fieldsurvey.vault.files import told_os_error
from fieldsurvey.vault.sealing import SealKey, open_reader
from fieldsurvey.vault.signing import VerifyKey

HASHED_AT_ONCE: Final = 1024 * 1024

SenderKeyOf = Callable[[str], VerifyKey]
KnownPosition = Callable[[str, int], Position | None]


@dataclass(frozen=True)
class Outside:
    """What the outside of a package proves: whose it is, for whom, and which number. `missing` lists numbers of the
    same stream below it that were never read.
    """

    header: Header
    header_hash: str
    missing: tuple[int, ...]


def look_at_package(path: Path, *, me: str, sender_key_of: SenderKeyOf, known_position: KnownPosition) -> Outside:
    """Proves the outside without reading the payload: quick even for a gigabyte.

    Raises:
        PackageRefusedError: the subclass that names the reason; AlreadyReadError when there is nothing to do.
    """
    with _opened(path) as file:
        return _proved(read_container(file), me, sender_key_of, known_position)


@contextmanager
def read_package(
    path: Path,
    *,
    me: str,
    seal_key: SealKey,
    sender_key_of: SenderKeyOf,
    known_position: KnownPosition,
    check_change: CheckChange,
    blob_sink: BlobSink,
    progress: Progress | None = None,
) -> Iterator[PackageReader]:
    """A reader over a package; apply what it gives in one transaction, and commit only after its last event.

    `sender_key_of` raises UnknownSenderError for a device without certificate. `check_change` is called with each
    change line and raises a FieldSurveyError for what is no change. `blob_sink` is called with each attachment's
    SHA-256, size and stream, and must keep it sealed.

    Raises:
        PackageRefusedError: the subclass that names the reason, here or from the reader; AlreadyReadError (exit
            status 0) when the same package was read before.
        RuntimeError: the block ended without reading the package to its end, which would take a half for a whole.
    """
    with _opened(path) as file:
        opened = read_container(file)
        outside = _proved(opened, me, sender_key_of, known_position)
        progress = progress or Progress()
        _prove_payload(file, opened, outside.header, progress)
        with _unsealed(file, opened, seal_key) as plain:
            tar = TarStream(plain, payload_size=opened.payload_size)
            reader = PackageReader(
                tar, outside.header, check_change=check_change, blob_sink=blob_sink, progress=progress
            )
            reader.header_hash, reader.missing = outside.header_hash, outside.missing
            yield reader
            if not reader.finished:
                message = "a package must be read to its end"
                raise RuntimeError(message)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = open_package_file(path)
    except OSError as problem:
        raise told_os_error(problem) from problem
    with file:
        yield file


def _proved(opened: Opened, me: str, sender_key_of: SenderKeyOf, known_position: KnownPosition) -> Outside:
    header = parse_header(opened.untrusted_header)
    key = sender_key_of(header.sender)
    if key.device_id != header.sender:
        raise UnknownSenderError
    check_signature(opened.untrusted_header, opened.untrusted_signature, key)
    if header.recipient != me:
        raise WrongRecipientError
    if header.payload_size != opened.payload_size:
        raise PayloadDiffersError
    hash_of_header = header_hash(opened.untrusted_header)
    position = known_position(header.sender, header.incarnation)
    return Outside(header, hash_of_header, check_position(header, hash_of_header, position))


def _prove_payload(file: BinaryIO, opened: Opened, header: Header, progress: Progress) -> None:
    """Compares the payload with the signed hash, so that only the sender's own bytes reach the parsers."""
    hashed = hashlib.sha256()
    payload = cast(BinaryIO, Section(file, opened.payload_offset, opened.payload_size))
    while piece := payload.read(HASHED_AT_ONCE):
        hashed.update(piece)
        progress.check()
    if hashed.hexdigest() != header.payload_sha256:
        raise PayloadDiffersError


@contextmanager
def _unsealed(file: BinaryIO, opened: Opened, seal_key: SealKey) -> Iterator[BinaryIO]:
    sealed = cast(BinaryIO, Section(file, opened.payload_offset, opened.payload_size))
    try:
        plain = open_reader(sealed, seal_key)
    except SealedForOthersError as problem:
        raise SealedToOthersError from problem
    except SealBrokenError as problem:
        raise PayloadSealBrokenError from problem
    with plain:
        yield plain
