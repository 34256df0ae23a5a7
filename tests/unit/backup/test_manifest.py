"""The manifest: one spelling, every byte of it counts, and only the home's key speaks for it."""

from pathlib import Path

import msgspec
import pytest

from fieldsurvey.backup.errors import BackupDamagedError, BackupKeyError, BackupNewerError
from fieldsurvey.backup.manifest import (
    FILES,
    FileLine,
    Manifest,
    check_seal,
    parse_manifest,
    read_manifest,
    sealed_manifest,
)
from fieldsurvey.store.facts import Facts

KEY = bytes(range(32))
MANIFEST = Manifest(
    format="fsb/1", number=7, at="2026-11-23T06:02:31Z", home="h", device="d", incarnation=1, revision="r0002",
    app_version="1", work="w", facts=Facts({"change": 3}, {"d": "4:ab"}, "c", "s"),
    files=[FileLine(name, 9, "0" * 64) for name in FILES], evidence_count=1, evidence_size=5,
)  # fmt: skip


def test_what_was_written_is_read_and_spoken_for() -> None:
    manifest = parse_manifest(sealed_manifest(MANIFEST, KEY))
    check_seal(manifest, KEY)
    assert msgspec.structs.replace(manifest, seal="", checksum="") == MANIFEST
    with pytest.raises(BackupKeyError):
        check_seal(manifest, bytes(32))


def test_every_flipped_bit_is_refused() -> None:
    whole = sealed_manifest(MANIFEST, KEY)
    for place in range(len(whole)):
        for bit in range(8):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << bit
            with pytest.raises((BackupDamagedError, BackupNewerError)):
                parse_manifest(bytes(flipped))


def test_a_cut_manifest_and_none_at_all_are_refused(tmp_path: Path) -> None:
    whole = sealed_manifest(MANIFEST, KEY)
    for length in range(0, len(whole), 7):
        with pytest.raises(BackupDamagedError):
            parse_manifest(whole[:length])
    with pytest.raises(BackupDamagedError):
        read_manifest(tmp_path)


def test_a_manifest_that_somebody_made_up_is_not_spoken_for() -> None:
    other = msgspec.structs.replace(MANIFEST, work="another")
    forged = parse_manifest(sealed_manifest(other, bytes(32)))
    with pytest.raises(BackupKeyError):
        check_seal(forged, KEY)


def test_a_newer_form_says_so() -> None:
    with pytest.raises(BackupNewerError):
        parse_manifest(b'{"format":"fsb/2","anything":1}')
    with pytest.raises(BackupDamagedError):
        parse_manifest(b'{"format":"zip"}')


def test_a_manifest_that_names_too_few_files_is_none() -> None:
    with pytest.raises(BackupDamagedError):
        parse_manifest(sealed_manifest(msgspec.structs.replace(MANIFEST, files=MANIFEST.files[:3]), KEY))
