"""The last word of a payload: what it holds, how many changes, and once more from whom to whom."""

import hashlib
import re
from typing import Final

import msgspec

from fieldsurvey.case.ids import DEVICE_PATTERN
from fieldsurvey.sync.errors import (
    BlobDiffersError,
    CountsDifferError,
    InsideOutsideDifferError,
    JsonMalformedError,
    ManifestDiffersError,
    StolenPayloadError,
)
from fieldsurvey.sync.header import FORMAT, HASH_PATTERN, Header
from fieldsurvey.sync.strict_json import read_struct

VERSION_NAME: Final = "version.json"
CERTIFICATES_NAME: Final = "certificates.json"
RECEIPTS_NAME: Final = "receipts.json"
MANIFEST_NAME: Final = "manifest.json"
BLOB_NAME: Final = re.compile(r"blobs/([0-9a-f]{64})")

MAX_LINE: Final = 1024 * 1024
MAX_CHANGES_FILE: Final = 4 * 1024 * 1024
MAX_CERTIFICATES: Final = 1024 * 1024
MAX_RECEIPTS: Final = 1024 * 1024
MAX_MANIFEST: Final = 4 * 1024 * 1024
# A payload unpacks to at most this, or this many times its own size.
BOMB_FLOOR: Final = 64 * 1024 * 1024
BOMB_RATIO: Final = 200

MAX_BLOB: Final = 512 * 1024 * 1024

FileLine = tuple[str, int, str]


class DeviceCount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The changes of one device in this package: how many, lowest and highest number, and their chained hash."""

    count: int
    first: int
    last: int
    chain: str


class JournalHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the sender's journal stood: entries so far, and the hash of the last."""

    n: int
    hash: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`files` lists every other member in order as name, size and SHA-256; `edition` is the sender's schema."""

    format: str
    sender: str
    incarnation: int
    recipient: str
    seq: int
    prev: str
    edition: int
    app: str
    journal: JournalHead
    files: list[FileLine]
    count: int
    devices: dict[str, DeviceCount]


class _Numbered(msgspec.Struct):
    device: str
    n: int


class Tally:
    """Counts changes of each device as their lines pass, on either side alike."""

    def __init__(self) -> None:
        self.count = 0
        self._devices: dict[str, DeviceCount] = {}
        self._decoder = msgspec.json.Decoder(_Numbered)

    def take(self, line: bytes) -> None:
        """Counts one change line.

        Raises:
            msgspec.DecodeError: the line names no device and number.
        """
        numbered = self._decoder.decode(line)
        known = self._devices.get(numbered.device)
        before = bytes.fromhex(known.chain) if known else bytes(32)
        chain = hashlib.sha256(before + hashlib.sha256(line).digest()).hexdigest()
        self._devices[numbered.device] = DeviceCount(
            count=known.count + 1 if known else 1,
            first=min(known.first, numbered.n) if known else numbered.n,
            last=max(known.last, numbered.n) if known else numbered.n,
            chain=chain,
        )
        self.count += 1

    @property
    def devices(self) -> dict[str, DeviceCount]:
        """The counts so far."""
        return dict(self._devices)


def parse_manifest(untrusted: bytes) -> Manifest:
    """Reads a foreign manifest strictly.

    Raises:
        PackageRefusedError: JsonMalformedError or another JSON refusal.
    """
    manifest = read_struct(untrusted, Manifest, where="数据包清单")
    if not (
        manifest.format == FORMAT
        and DEVICE_PATTERN.fullmatch(manifest.sender)
        and 1 <= manifest.edition <= 1_000_000
        and len(manifest.app) <= 64
        and manifest.journal.n >= 0
        and (HASH_PATTERN.fullmatch(manifest.journal.hash) or manifest.journal == JournalHead(0, ""))
    ):
        raise JsonMalformedError(where="数据包清单")
    return manifest


def check_manifest(manifest: Manifest, *, header: Header, files: list[FileLine], tally: Tally) -> None:
    """Holds the manifest against what came.

    Raises:
        PackageRefusedError: the subclass that names the difference.
    """
    if manifest.sender != header.sender:
        raise StolenPayloadError
    inside = (manifest.incarnation, manifest.recipient, manifest.seq, manifest.prev)
    if inside != (header.incarnation, header.recipient, header.seq, header.prev):
        raise InsideOutsideDifferError
    if manifest.files != files:
        blob_lines = [line for line in manifest.files if line[0].startswith("blobs/")]
        if any(line[2] != line[0].removeprefix("blobs/") for line in blob_lines):
            raise BlobDiffersError
        raise ManifestDiffersError
    if manifest.count != tally.count or manifest.devices != tally.devices:
        raise CountsDifferError
