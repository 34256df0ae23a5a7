"""The evidence that a back-up needs, in a file of its own: hashed in the manifest, read by whoever needs the lines.

An office has a hundred thousand of them, and the manifest is read at every look at the back-ups.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from fieldsurvey.backup.errors import BackupDamagedError
from fieldsurvey.backup.manifest import EVIDENCE_LIST, Manifest
from fieldsurvey.vault.files import write_durably

_PARTS: Final = 4


class EvidenceLine(NamedTuple):
    """A sealed evidence file: its name in the home, its size and hash as sealed, and when the home's file was written.

    The time tells the next back-up that it need not be read again; nothing else rests on it.
    """

    name: str
    size: int
    sha256: str
    mtime_ns: int


def write_list(folder: Path, lines: Iterable[EvidenceLine]) -> None:
    """Keeps the lines of a back-up durably, one to a line of text."""
    told = (f"{line.name} {line.size} {line.sha256} {line.mtime_ns}\n" for line in lines)
    write_durably(folder / EVIDENCE_LIST, "".join(told).encode())


def read_list(folder: Path, manifest: Manifest) -> list[EvidenceLine]:
    """The evidence of a back-up. What the manifest's seal speaks for is as it was written.

    Raises:
        BackupDamagedError: the file is not the one that the manifest names.
    """
    words = _words(folder, manifest)
    try:
        lines = [
            EvidenceLine(name.decode(), int(size), sha256.decode(), int(mtime_ns))
            for name, size, sha256, mtime_ns in zip(*(words[place::_PARTS] for place in range(_PARTS)), strict=True)
        ]
    except ValueError:
        raise BackupDamagedError(what="佐证清单不合规范") from None
    if not all(_is_hash(line.name) and _is_hash(line.sha256) for line in lines):
        raise BackupDamagedError(what="佐证清单不合规范")
    if (len(lines), sum(line.size for line in lines)) != (manifest.evidence_count, manifest.evidence_size):
        raise BackupDamagedError(what="佐证清单与清单不符")
    return lines


def names_listed(folder: Path, manifest: Manifest) -> set[str]:
    """Only under which hashes the evidence of a back-up lies in the pool.

    Raises:
        BackupDamagedError: as `read_list`.
    """
    return {word.decode("ascii", "replace") for word in _words(folder, manifest)[2::_PARTS]}


def _words(folder: Path, manifest: Manifest) -> list[bytes]:
    said = next(line for line in manifest.files if line.name == EVIDENCE_LIST)
    try:
        with (folder / EVIDENCE_LIST).open("rb") as stream:
            untrusted = stream.read(said.size + 1)
    except OSError as problem:
        raise BackupDamagedError(what=f"{EVIDENCE_LIST} 读不出来") from problem
    if hashlib.sha256(untrusted).hexdigest() != said.sha256:
        raise BackupDamagedError(what=f"{EVIDENCE_LIST} 与清单不符")
    return untrusted.split()


def _is_hash(word: str) -> bool:
    return len(word) == hashlib.sha256().digest_size * 2 and not word.strip("0123456789abcdef")
