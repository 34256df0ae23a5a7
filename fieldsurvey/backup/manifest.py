"""What a back-up says of itself: its files with their hashes, and the figures of its database, under the home's key."""

import hashlib
import hmac
import json
import re
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec

from fieldsurvey.backup.errors import BackupDamagedError, BackupKeyError, BackupNewerError
from fieldsurvey.store.facts import Facts
from fieldsurvey.vault.derivation import derived_key

MANIFEST: Final = "manifest.json"
DATABASE: Final = "fieldsurvey.db"
CARD: Final = "home.json"
EVIDENCE_LIST: Final = "evidence.list"
FileName = Literal["fieldsurvey.db", "keyslots.json", "keyslots.copy.json", "home.json", "evidence.list"]
FILES: Final[tuple[FileName, ...]] = (
    "fieldsurvey.db", "keyslots.json", "keyslots.copy.json", "home.json", "evidence.list"
)  # fmt: skip
# Read at every look at the back-ups, also those on a foreign stick: what grows with the work is not in it.
LIMIT: Final = 1 << 20

_Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
_Size = Annotated[int, msgspec.Meta(ge=0, lt=1 << 50)]
_Count = Annotated[int, msgspec.Meta(ge=0, lt=1 << 40)]


class FileLine(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A file of the back-up's own folder."""

    name: FileName
    size: _Size
    sha256: _Sha256


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`number` orders the back-ups of a folder, whatever the clock says; `work` is what was there to lose."""

    format: Literal["fsb/1"]
    number: Annotated[int, msgspec.Meta(ge=1, lt=10**9)]
    at: str
    home: str
    device: str
    incarnation: int
    revision: str
    app_version: str
    work: str
    facts: Facts
    files: list[FileLine]
    evidence_count: _Count
    evidence_size: _Size
    seal: str = ""
    checksum: str = ""

    def size(self) -> int:
        """Bytes of everything that belongs to it, evidence too."""
        return sum(line.size for line in self.files) + self.evidence_size


class _FormatOnly(msgspec.Struct):
    format: str


def sealed_manifest(manifest: Manifest, key: bytes) -> bytes:
    """The manifest's bytes, spoken for by the home's key."""
    spoken = hmac.digest(_key(key), _compact(manifest, without={"seal", "checksum"}), "sha256").hex()
    return _rendered(msgspec.structs.replace(manifest, seal=spoken))


def read_manifest(folder: Path) -> Manifest:
    """What a back-up says of itself; its checksum holds, its seal is `check_seal`'s to ask.

    Raises:
        BackupDamagedError: it is not there, or not what was written. BackupNewerError: a newer program wrote it.
    """
    try:
        with (folder / MANIFEST).open("rb") as stream:
            untrusted = stream.read(LIMIT + 1)
    except OSError as problem:
        raise BackupDamagedError(what="清单读不出来") from problem
    return parse_manifest(untrusted)


def parse_manifest(untrusted: bytes) -> Manifest:
    """The same of bytes."""
    try:
        manifest = msgspec.json.decode(untrusted, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if _is_newer(untrusted):
            raise BackupNewerError from None
        raise BackupDamagedError(what="清单不合规范") from None
    # One spelling only: whatever byte was changed, it is no longer what we would write.
    if not hmac.compare_digest(_rendered(manifest), untrusted):
        raise BackupDamagedError(what="清单的校验和不符")
    if sorted(line.name for line in manifest.files) != sorted(FILES):
        raise BackupDamagedError(what="清单不全")
    return manifest


def check_seal(manifest: Manifest, key: bytes) -> None:
    """Whether this home's key speaks for the manifest.

    Raises:
        BackupKeyError: another key does, or nobody.
    """
    spoken = hmac.digest(_key(key), _compact(manifest, without={"seal", "checksum"}), "sha256").hex()
    if not hmac.compare_digest(spoken, manifest.seal):
        raise BackupKeyError


def _is_newer(untrusted: bytes) -> bool:
    try:
        said = msgspec.json.decode(untrusted, type=_FormatOnly).format
    except (msgspec.DecodeError, UnicodeDecodeError):
        return False
    return re.fullmatch(r"fsb/[1-9][0-9]*", said) is not None and said != "fsb/1"


def _key(key: bytes) -> bytes:
    return derived_key(key, "backup")


def _compact(manifest: Manifest, *, without: set[str]) -> bytes:
    plain = {name: value for name, value in msgspec.to_builtins(manifest).items() if name not in without}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _rendered(manifest: Manifest) -> bytes:
    checksum = hashlib.sha256(_compact(manifest, without={"checksum"})).hexdigest()
    plain = {**msgspec.to_builtins(manifest), "checksum": checksum}
    return (json.dumps(plain, ensure_ascii=False, indent=0) + "\n").encode()
