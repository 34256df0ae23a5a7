"""Making a home out of a back-up: built whole in a place of its own, and only then put where the home belongs.

Cut off anywhere there is the home of before, or nothing and a finished one waiting beside, never a half one: the card
of a home, without which none opens, is written last.
"""

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

from fieldsurvey.backup.checking import check_database, check_edition, check_files, unsound_evidence
from fieldsurvey.backup.copying import ask_room, copied_as_said, remove_tree
from fieldsurvey.backup.errors import BackupDamagedError, EvidenceLackingError
from fieldsurvey.backup.evidence_list import EvidenceLine, read_list
from fieldsurvey.backup.manifest import CARD, DATABASE, Manifest, check_seal
from fieldsurvey.backup.shelf import Shelf
from fieldsurvey.paths import HomePaths
from fieldsurvey.progress import Progress
from fieldsurvey.vault.errors import KeySlotsBrokenError
from fieldsurvey.vault.files import fsync_folder, told_os_error, write_durably
from fieldsurvey.vault.keyslots import KeySlots

# No machine has this fingerprint, so that the first sign-in finds itself elsewhere and becomes a new incarnation.
RESTORED: Final = "restored"


def check_whole(
    folder: Path, manifest: Manifest, key: bytes, progress: Progress, *, without_evidence: bool = False
) -> list[EvidenceLine]:
    """Checks everything of a back-up that can be checked without writing; the evidence that can be restored.

    Raises:
        BackupNewerError, BackupDamagedError, BackupKeyError: the back-up is not to be used.
        EvidenceLackingError: some evidence is not there or not sound, and nobody said to go on without.
    """
    check_edition(manifest)
    check_files(folder, manifest, progress)
    check_seal(manifest, key)
    lines = read_list(folder, manifest)
    unsound = {line for line, _ in unsound_evidence(lines, Shelf(folder.parent).evidence, progress)}
    if unsound and not without_evidence:
        raise EvidenceLackingError(count=len(unsound))
    return [line for line in lines if line not in unsound]


def build(
    place: Path,
    folder: Path,
    manifest: Manifest,
    key: bytes,
    *,
    evidence: Collection[EvidenceLine],
    progress: Progress,
) -> None:
    """Builds the home of a checked back-up in a place of its own and checks it there.

    Raises:
        BackupDamagedError, BackupNoRoomError and what a disk says: the place holds no home.
    """
    with _told():
        remove_tree(place)
        place.mkdir(mode=0o700)
        paths = HomePaths(place)
        paths.make()
        size = sum(line.size for line in manifest.files) + sum(line.size for line in evidence)
        ask_room(place, size)
        progress.begin("写入备份的内容", size)
        files = {line.name: line.sha256 for line in manifest.files}
        copied_as_said(folder / DATABASE, paths.database, files[DATABASE], progress)
        slots = _slots(folder, key)
        slots.moved(key, incarnation=slots.incarnation, machine=RESTORED).save(place)
        shelf = Shelf(folder.parent)
        for line in evidence:
            target = paths.evidence / line.name[:2] / f"{line.name}.age"
            target.parent.mkdir(exist_ok=True, mode=0o700)
            copied_as_said(shelf.evidence(line.sha256), target, line.sha256, progress)
        progress.begin("核对恢复出来的数据", 0)
        check_database(paths.database, key, manifest)
        fsync_folder(paths.evidence)
        fsync_folder(place)
        write_durably(paths.card, (folder / CARD).read_bytes())


def _slots(folder: Path, key: bytes) -> KeySlots:
    try:
        slots = KeySlots.load(folder)
    except KeySlotsBrokenError as problem:
        raise BackupDamagedError(what="钥匙文件") from problem
    if not slots.fits(key):
        raise BackupDamagedError(what="钥匙文件与数据不符")
    return slots


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise told_os_error(problem) from problem
