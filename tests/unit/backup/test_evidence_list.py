"""The list of a back-up's evidence: what was written is read, and anything else is refused."""

import hashlib
from pathlib import Path

import msgspec
import pytest

from fieldsurvey.backup.errors import BackupDamagedError
from fieldsurvey.backup.evidence_list import EvidenceLine, names_listed, read_list, write_list
from fieldsurvey.backup.manifest import EVIDENCE_LIST, FileLine, Manifest
from tests.unit.backup.test_manifest import MANIFEST

LINES = [EvidenceLine(f"{n:064x}", n, f"{n + 9:064x}", 17 + n) for n in range(5)]


def listed(folder: Path, lines: list[EvidenceLine], whole: bytes | None = None) -> Manifest:
    """A manifest that names the list in the folder, whatever is in it."""
    write_list(folder, lines)
    if whole is not None:
        (folder / EVIDENCE_LIST).write_bytes(whole)
    held = (folder / EVIDENCE_LIST).read_bytes()
    file = FileLine("evidence.list", len(held), hashlib.sha256(held).hexdigest())
    others = [line for line in MANIFEST.files if line.name != EVIDENCE_LIST]
    size = sum(line.size for line in lines)
    return msgspec.structs.replace(MANIFEST, files=[*others, file], evidence_count=len(lines), evidence_size=size)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_what_was_written_is_read(tmp_path: Path, count: int) -> None:
    manifest = listed(tmp_path, LINES[:count])
    assert read_list(tmp_path, manifest) == LINES[:count]
    assert names_listed(tmp_path, manifest) == {line.sha256 for line in LINES[:count]}


def test_a_list_that_is_another_one_is_refused(tmp_path: Path) -> None:
    manifest = listed(tmp_path, LINES)
    whole = (tmp_path / EVIDENCE_LIST).read_bytes()
    for damaged in (whole[:-1], whole + b"x", b"", whole.replace(b" 3 ", b" 4 "), None):
        (tmp_path / EVIDENCE_LIST).unlink()
        if damaged is not None:
            (tmp_path / EVIDENCE_LIST).write_bytes(damaged)
        for read in (read_list, names_listed):
            with pytest.raises(BackupDamagedError):
                read(tmp_path, manifest)


@pytest.mark.parametrize(
    "whole", [b"a b c", b"a b c d", b"\xff 1 \xff 1", b"../x 1 ../y 1", b"G" * 64 + b" 1 " + b"G" * 64 + b" 1"]
)
def test_a_list_that_is_none_is_refused_though_its_hash_is_right(tmp_path: Path, whole: bytes) -> None:
    manifest = listed(tmp_path, LINES[:1], whole)
    with pytest.raises(BackupDamagedError):
        read_list(tmp_path, manifest)


def test_figures_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    manifest = msgspec.structs.replace(listed(tmp_path, LINES), evidence_count=4)
    with pytest.raises(BackupDamagedError):
        read_list(tmp_path, manifest)
