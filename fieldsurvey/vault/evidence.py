"""Evidence files at rest: each sealed by itself, under a name that does not tell its content."""

import contextlib
import hashlib
import hmac
import io
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fieldsurvey.clock import Now, system_now
from fieldsurvey.vault.errors import EvidenceBrokenError, EvidenceMissingError, SealBrokenError, SealedForOthersError
from fieldsurvey.vault.files import PART_SUFFIX, fsync_folder, keep_part, part_file, told_os_error
from fieldsurvey.vault.sealing import SealKey, open_reader, open_stream, seal_stream

SEALED_SUFFIX = ".age"

_SHA256_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class StoredEvidence:
    """What the record keeps of an evidence file: the hash and size of the original."""

    sha256: str
    size: int


class EvidenceFolder:
    """The folder of one home's sealed evidence.

    A file is on the disk, whole, before its row may be committed; what never got a row is an orphan. Storing the same
    content again is safe and mends a damaged file.
    """

    def __init__(self, root: Path, name_key: bytes, key: SealKey, recipients: Iterable[str]) -> None:
        self._root = root
        self._name_key = name_key
        self._key = key
        # Without our own key the home could not read its own evidence again.
        self._recipients = list(dict.fromkeys([key.recipient, *recipients]))

    def put_away(self) -> None:
        """Lets go of the keys while the home is locked; nothing is read or kept until `take_back`."""
        self._name_key, self._key = b"", SealKey("")

    def take_back(self, name_key: bytes, key: SealKey) -> None:
        """Has its keys again."""
        self._name_key, self._key = name_key, key

    def put(self, original: Path | BinaryIO) -> StoredEvidence:
        """Seals and keeps an original, byte for byte.

        Raises:
            FieldSurveyError: the disk refuses; nothing is left behind.
        """
        try:
            with contextlib.ExitStack() as closing:
                source = closing.enter_context(original.open("rb")) if isinstance(original, Path) else original
                self._root.mkdir(parents=True, exist_ok=True)
                part, stream = closing.enter_context(part_file(self._root, "new"))
                counted = _Counted(source)
                seal_stream(counted, stream, self._recipients)
                stored = StoredEvidence(counted.sha256.hexdigest(), counted.size)
                keep_part(part, stream, self._made_room(stored.sha256))
        except OSError as error:
            raise told_os_error(error) from error
        return stored

    def has(self, sha256: str) -> bool:
        """Whether a file for this content is there; `verify` says whether it is sound."""
        return self.path_of(sha256).is_file()

    def read(self, sha256: str) -> bytes:
        """The original.

        Raises:
            EvidenceMissingError: no such file on this disk.
            EvidenceBrokenError: the file is damaged.
        """
        target = io.BytesIO()
        self.copy_to(sha256, target)
        return target.getvalue()

    def copy_to(self, sha256: str, target: BinaryIO) -> int:
        """Writes the original into `target` in bounded memory, checks its hash, and returns its size.

        Raises:
            EvidenceMissingError, EvidenceBrokenError: as `read`; `target` may then hold a beginning.
        """
        counted = _Counted(target)
        with self._opened(sha256) as sealed:
            open_stream(sealed, counted, self._key)
        if not hmac.compare_digest(counted.sha256.hexdigest(), sha256):
            raise EvidenceBrokenError
        return counted.size

    @contextlib.contextmanager
    def open(self, sha256: str) -> Iterator[BinaryIO]:
        """The original as a stream for consumers that pull; its hash is the consumer's to check.

        Raises:
            EvidenceMissingError, EvidenceBrokenError: as `read`, here or by the read that comes to the place.
        """
        with self._opened(sha256) as sealed, open_reader(sealed, self._key) as reader:
            yield reader

    def verify(self, sha256: str) -> None:
        """Reads the whole file to see that it is sound.

        Raises:
            EvidenceMissingError, EvidenceBrokenError: as `read`.
        """
        with Path(os.devnull).open("wb") as nowhere:
            self.copy_to(sha256, nowhere)

    def path_of(self, sha256: str) -> Path:
        """Where the file for this content is or would be."""
        if not _SHA256_HEX.fullmatch(sha256):
            message = "not the hex of a SHA-256"
            raise ValueError(message)
        name = hmac.digest(self._name_key, bytes.fromhex(sha256), "sha256").hex()
        return self._root / name[:2] / f"{name}{SEALED_SUFFIX}"

    def discard(self, sha256: str) -> None:
        """Removes a file that was put here for a row that is not to be written after all."""
        try:
            self.path_of(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise told_os_error(error) from error

    def remove_orphans(self, known: Iterable[str], older_than_s: float, *, now: Now = system_now) -> int:
        """Removes sealed files that no row knows, and parts of broken-off writing, and counts them.

        Only what is older than `older_than_s` goes, so that a file whose row is about to be written stays.
        """
        kept = {self.path_of(sha256).name for sha256 in known}
        before = now().timestamp() - older_than_s
        removed = 0
        try:
            for path in self._files():
                if path.name not in kept and path.stat().st_mtime < before:
                    path.unlink(missing_ok=True)
                    removed += 1
        except OSError as error:
            raise told_os_error(error) from error
        return removed

    def _files(self) -> list[Path]:
        parts = self._root.glob(f"*{PART_SUFFIX}")
        return [*parts, *self._root.glob(f"??/*{SEALED_SUFFIX}")]

    def _made_room(self, sha256: str) -> Path:
        target = self.path_of(sha256)
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            fsync_folder(self._root)
        return target

    @contextlib.contextmanager
    def _opened(self, sha256: str) -> Iterator[BinaryIO]:
        try:
            with self.path_of(sha256).open("rb") as sealed:
                yield sealed
        except FileNotFoundError:
            raise EvidenceMissingError from None
        except (SealBrokenError, SealedForOthersError):
            raise EvidenceBrokenError from None
        except OSError as error:
            raise told_os_error(error) from error


class _Counted:
    """A stream that hashes and counts what passes through it, in either direction."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.sha256 = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read(size))

    def write(self, content: bytes) -> int:
        return self._stream.write(self._counted(content))

    def flush(self) -> None:
        self._stream.flush()

    def _counted(self, content: bytes) -> bytes:
        self.sha256.update(content)
        self.size += len(content)
        return content
