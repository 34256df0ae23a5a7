"""The inside of a package as a sequence of events, each checked before it is given out, all of them at the end."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, cast

import msgspec

from fieldsurvey.case.canonical import encode
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.sync.errors import (
    AfterManifestError,
    ChangeRefusedError,
    JsonMalformedError,
    LineTooLongError,
    ManifestMissingError,
    MemberTooLargeError,
    NewerFormatError,
    UnexpectedMemberError,
)
from fieldsurvey.sync.header import Header
from fieldsurvey.sync.manifest import (
    BLOB_NAME,
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
    Manifest,
    Tally,
    check_manifest,
    parse_manifest,
)
from fieldsurvey.sync.payload import VERSION_BYTES
from fieldsurvey.sync.receipts import Receipts
from fieldsurvey.sync.strict_json import read_json
from fieldsurvey.sync.unpacking import BlobReader, TarStream
from fieldsurvey.sync.ustar import Member

MAX_VERSION: Final = 4096

CheckChange = Callable[[bytes], object]
BlobSink = Callable[[str, int, BinaryIO], None]


@dataclass(frozen=True)
class Certificates:
    """The signed certificates the sender passes on, still to be checked against the root key."""

    untrusted: tuple[bytes, ...]


@dataclass(frozen=True)
class Changes:
    """Change lines of one file, and beside each what `check_change` made of it."""

    lines: tuple[bytes, ...]
    checked: tuple[object, ...]


@dataclass(frozen=True)
class Blob:
    """An attachment that `blob_sink` took whole and true."""

    sha256: str
    size: int


Event = Certificates | Changes | Blob | Receipts | Manifest


class PackageReader:
    """Iterate once: Certificates, Changes…, Blob…, Receipts, Manifest; every event was checked by itself.

    `finished` becomes true when the last check has held: hashes, counts, address, and nothing after.
    """

    def __init__(
        self,
        tar: TarStream,
        header: Header,
        *,
        check_change: CheckChange,
        blob_sink: BlobSink,
        progress: Progress,
    ) -> None:
        self.header = header
        self.header_hash = ""
        self.missing: tuple[int, ...] = ()
        self.finished = False
        self._tar = tar
        self._check_change = check_change
        self._blob_sink = blob_sink
        self._progress = progress
        self._files: list[FileLine] = []
        self._tally = Tally()
        self._blobs: set[str] = set()

    def __iter__(self) -> Iterator[Event]:
        """The events in order.

        Raises:
            PackageRefusedError: the subclass that names what is wrong; what `blob_sink` raises.
        """
        self._version()
        member = self._expected(CERTIFICATES_NAME)
        yield self._certificates(self._small(member, MAX_CERTIFICATES))
        member = self._next()
        number = 1
        while member.name == f"ops/{number:06d}.jsonl":
            yield self._changes(member)
            number += 1
            member = self._next()
        while BLOB_NAME.fullmatch(member.name) and member.name.removeprefix("blobs/") not in self._blobs:
            yield self._blob(member)
            member = self._next()
        if member.name != RECEIPTS_NAME:
            raise UnexpectedMemberError
        yield Receipts.from_json(read_json(self._small(member, MAX_RECEIPTS), where="回执"))
        yield self._manifest(self._expected(MANIFEST_NAME))
        self.finished = True

    def _next(self) -> Member:
        member = self._tar.next()
        if member is None:
            raise ManifestMissingError
        return member

    def _expected(self, name: str) -> Member:
        member = self._next()
        if member.name != name:
            raise UnexpectedMemberError
        return member

    def _small(self, member: Member, limit: int) -> bytes:
        untrusted = self._tar.small(member, limit)
        self._files.append((member.name, member.size, hashlib.sha256(untrusted).hexdigest()))
        return untrusted

    def _version(self) -> None:
        untrusted = self._small(self._expected(VERSION_NAME), MAX_VERSION)
        if untrusted != VERSION_BYTES:
            read_json(untrusted, where=VERSION_NAME)
            raise NewerFormatError

    def _certificates(self, untrusted: bytes) -> Certificates:
        untrusted_list = read_json(untrusted, where="设备证书")
        if not isinstance(untrusted_list, list):
            raise JsonMalformedError(where="设备证书")
        return Certificates(tuple(encode(each) for each in untrusted_list))

    def _changes(self, member: Member) -> Changes:
        untrusted = self._small(member, MAX_CHANGES_FILE)
        if not untrusted.endswith(b"\n"):
            raise ChangeRefusedError(where=f"{member.name} 的末行", reason="没有换行")
        lines = tuple(untrusted[:-1].split(b"\n"))
        checked = tuple(self._checked(line, f"{member.name} 第 {place} 行") for place, line in enumerate(lines, 1))
        self._progress.step(len(lines))
        return Changes(lines, checked)

    def _checked(self, untrusted_line: bytes, where: str) -> object:
        if len(untrusted_line) > MAX_LINE:
            raise LineTooLongError(where=where)
        try:
            untrusted_line.decode("utf-8")
            checked = self._check_change(untrusted_line)
            self._tally.take(untrusted_line)
        except (FieldSurveyError, UnicodeDecodeError, msgspec.DecodeError) as problem:
            # Only a refused line is read a second time, to name the trick.
            read_json(untrusted_line, where=where)
            reason = problem.code if isinstance(problem, FieldSurveyError) else "缺设备或序号"
            raise ChangeRefusedError(where=where, reason=reason) from problem
        return checked

    def _blob(self, member: Member) -> Blob:
        sha256 = member.name.removeprefix("blobs/")
        if member.size > MAX_BLOB:
            raise MemberTooLargeError(name=member.name)
        blob = BlobReader(self._tar, member, sha256)
        try:
            self._blob_sink(sha256, member.size, cast(BinaryIO, blob))
        finally:
            # The package's own fault is the reason, whatever the taker made of it.
            if blob.failure is not None:
                raise blob.failure
        blob.finish()
        self._blobs.add(sha256)
        self._files.append((member.name, member.size, sha256))
        self._progress.step()
        return Blob(sha256, member.size)

    def _manifest(self, member: Member) -> Manifest:
        files = list(self._files)
        manifest = parse_manifest(self._small(member, MAX_MANIFEST))
        if self._tar.next() is not None:
            raise AfterManifestError
        check_manifest(manifest, header=self.header, files=files, tally=self._tally)
        return manifest
