"""Evidence at rest: sealed, unnamed, whole or told, and nothing half-written stays."""

import hashlib
import io
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.vault.errors import (
    DiskFullError,
    EvidenceBrokenError,
    EvidenceMissingError,
    PathMissingError,
)
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.sealing import SealKey, seal_bytes
from tests.conftest import FixedClock

KEY = SealKey.generate()
RECOVERY = SealKey.generate()
PHOTO = b"\xff\xd8\xff\xe0 an invented photograph of a diagnosis" * 5000
PHOTO_SHA256 = hashlib.sha256(PHOTO).hexdigest()
NAME_KEY = bytes(range(32))


@pytest.fixture
def evidence(tmp_path: Path) -> EvidenceFolder:
    return EvidenceFolder(tmp_path / "evidence", NAME_KEY, KEY, [RECOVERY.recipient])


def files_under(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_put_is_read(evidence: EvidenceFolder, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(PHOTO)
    stored = evidence.put(tmp_path / "photo.jpg")
    assert (stored.sha256, stored.size) == (PHOTO_SHA256, len(PHOTO))
    assert evidence.has(PHOTO_SHA256)
    assert evidence.read(PHOTO_SHA256) == PHOTO
    evidence.verify(PHOTO_SHA256)
    with evidence.open(PHOTO_SHA256) as stream:
        assert stream.read(9) == PHOTO[:9]


@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000))
def test_any_content_survives(evidence: EvidenceFolder, original: bytes) -> None:
    assert evidence.read(evidence.put(io.BytesIO(original)).sha256) == original


def test_neither_content_nor_hash_shows_on_the_disk(evidence: EvidenceFolder, tmp_path: Path) -> None:
    evidence.put(io.BytesIO(PHOTO))
    (path,) = files_under(tmp_path)
    assert PHOTO_SHA256 not in str(path)
    assert b"invented photograph" not in path.read_bytes()
    assert path.parent.name == path.name[:2]
    assert path.suffix == ".age"
    other = EvidenceFolder(tmp_path / "evidence", bytes(32), KEY, [])
    assert other.path_of(PHOTO_SHA256) != path


def test_putting_twice_keeps_one_file_and_mends_a_damaged_one(evidence: EvidenceFolder, tmp_path: Path) -> None:
    evidence.put(io.BytesIO(PHOTO))
    (path,) = files_under(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(EvidenceBrokenError):
        evidence.verify(PHOTO_SHA256)
    evidence.put(io.BytesIO(PHOTO))
    assert files_under(tmp_path) == [path]
    assert evidence.read(PHOTO_SHA256) == PHOTO


def test_a_missing_file_is_told(evidence: EvidenceFolder) -> None:
    assert not evidence.has(PHOTO_SHA256)
    with pytest.raises(EvidenceMissingError):
        evidence.read(PHOTO_SHA256)
    with pytest.raises(EvidenceMissingError), evidence.open(PHOTO_SHA256):
        pass


def test_any_flipped_byte_is_told_through_every_door(evidence: EvidenceFolder, tmp_path: Path) -> None:
    evidence.put(io.BytesIO(b"small"))
    sha256 = hashlib.sha256(b"small").hexdigest()
    (path,) = files_under(tmp_path)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(EvidenceBrokenError):
            evidence.read(sha256)
        with pytest.raises(EvidenceBrokenError), evidence.open(sha256) as stream:
            stream.read()


def test_well_sealed_content_under_a_wrong_name_is_told(evidence: EvidenceFolder) -> None:
    evidence.put(io.BytesIO(PHOTO))
    evidence.path_of(PHOTO_SHA256).write_bytes(seal_bytes(b"another", [KEY.recipient]))
    with pytest.raises(EvidenceBrokenError):
        evidence.read(PHOTO_SHA256)


def test_a_full_disk_is_told_and_leaves_no_part(
    evidence: EvidenceFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for step in ("fsync", "replace"):
        with monkeypatch.context() as broken:
            broken.setattr(os, step, refuse)
            with pytest.raises(DiskFullError):
                evidence.put(io.BytesIO(PHOTO))
        assert files_under(tmp_path) == []


def test_a_missing_original_is_told(evidence: EvidenceFolder, tmp_path: Path) -> None:
    with pytest.raises(PathMissingError):
        evidence.put(tmp_path / "gone.jpg")


def test_an_error_of_the_consumer_is_its_own(evidence: EvidenceFolder) -> None:
    evidence.put(io.BytesIO(PHOTO))
    with pytest.raises(KeyError), evidence.open(PHOTO_SHA256):
        raise KeyError


def test_only_old_files_without_a_row_are_removed(evidence: EvidenceFolder, tmp_path: Path, clock: FixedClock) -> None:
    kept = evidence.put(io.BytesIO(b"kept"))
    orphan = evidence.put(io.BytesIO(b"orphan"))
    young = evidence.put(io.BytesIO(b"young"))
    part = tmp_path / "evidence" / "new.0011.part"
    part.write_bytes(b"broken off")
    now = clock().timestamp()
    for path in files_under(tmp_path):
        os.utime(path, (now, now - 8 * 86400))
    os.utime(evidence.path_of(young.sha256), (now, now - 60))

    assert evidence.remove_orphans({kept.sha256}, 7 * 86400, now=clock) == 2
    assert evidence.has(kept.sha256)
    assert evidence.has(young.sha256)
    assert not evidence.has(orphan.sha256)
    assert not part.exists()


@pytest.mark.parametrize("sha256", ["", "../../etc/passwd", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_what_is_no_hash_never_becomes_a_path(evidence: EvidenceFolder, sha256: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        evidence.path_of(sha256)


@pytest.mark.debian("age")
def test_stock_age_opens_evidence_with_the_recovery_key(evidence: EvidenceFolder, tmp_path: Path) -> None:
    evidence.put(io.BytesIO(PHOTO))
    identity = tmp_path / "key.txt"
    identity.write_text(RECOVERY.identity)
    command = ["age", "-d", "-i", str(identity), str(evidence.path_of(PHOTO_SHA256))]
    assert subprocess.run(command, capture_output=True, check=True).stdout == PHOTO
