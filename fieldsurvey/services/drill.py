"""Restoring back-ups for trial: read, opened with the present key and compared; everything stays sealed meanwhile."""

import contextlib
import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from fieldsurvey.backup.checking import check_database, check_edition, check_files, unsound_evidence
from fieldsurvey.backup.copying import ask_room, copied_as_said, remove_tree
from fieldsurvey.backup.errors import BackupKeyError, BackupMissingError
from fieldsurvey.backup.evidence_list import EvidenceLine, read_list
from fieldsurvey.backup.manifest import DATABASE, Manifest, check_seal
from fieldsurvey.backup.rotation import Dated, newest_of_each_class
from fieldsurvey.backup.shelf import Found, Shelf
from fieldsurvey.clock import shown
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.backup_cards import DrillLine, DrillReport
from fieldsurvey.services.locking import evidence_keys
from fieldsurvey.services.opening import kept_identity
from fieldsurvey.services.seat import Identity
from fieldsurvey.store.database import Session
from fieldsurvey.vault.errors import SealBrokenError, SealedForOthersError
from fieldsurvey.vault.files import told_os_error
from fieldsurvey.vault.sealing import open_reader

OPENED: Final = 5
PIECE: Final = 1 << 18


class Drill:
    """One drill with one key, in one empty folder."""

    def __init__(self, key: bytes, place: Path, progress: Progress) -> None:
        self._key = key
        self._place = place
        self._progress = progress
        self._identity: list[Identity] = []

    def of(self, shelves: Sequence[tuple[str, Shelf]]) -> DrillReport:
        """Tries the newest of each class on every shelf, one after the other.

        Raises:
            BackupMissingError: there is no back-up at all. CancelledError.
        """
        lines: list[DrillLine] = []
        for where, shelf in shelves:
            try:
                found = shelf.found()
            except FieldSurveyError as problem:
                lines.append(DrillLine(where, "", False, problem.told))
                continue
            lines += [DrillLine(where, "", False, each.trouble) for each in found if each.manifest is None]
            sound = {each.number: each for each in found if each.manifest is not None}
            dated = [Dated(number, each.manifest.at) for number, each in sound.items() if each.manifest is not None]
            for name, chosen in newest_of_each_class(dated):
                lines.append(self._line(f"{where}·{name}", shelf, sound[chosen.number]))
        if not lines:
            raise BackupMissingError
        tried = [line.ok for line in lines if line.ok is not None]
        return DrillReport(bool(tried) and all(tried), lines)

    def _line(self, which: str, shelf: Shelf, found: Found) -> DrillLine:
        manifest = found.manifest
        if manifest is None:
            return DrillLine(which, "", False, found.trouble)
        at = shown(manifest.at)
        try:
            told, is_whole = self._tried(shelf, found.folder, manifest)
            return DrillLine(which, at, is_whole, told)
        except CancelledError:
            raise
        except BackupKeyError as problem:
            return DrillLine(which, at, None, problem.told)
        except FieldSurveyError as problem:
            return DrillLine(which, at, False, problem.told)

    def _tried(self, shelf: Shelf, folder: Path, manifest: Manifest) -> tuple[str, bool]:
        check_edition(manifest)
        check_files(folder, manifest, self._progress)
        check_seal(manifest, self._key)
        self._check_restored(folder, manifest)
        lines = read_list(folder, manifest)
        unsound = unsound_evidence(lines, shelf.evidence, self._progress)
        for line, is_there in unsound:
            if is_there:
                _set_aside(shelf.evidence(line.sha256))
        broken = {line for line, _ in unsound}
        opened = self._open_some(shelf, [line for line in lines if line not in broken])
        rows = manifest.facts.rows
        told = (
            f"恢复出 {rows.get('case_row', 0)} 户、{rows.get('change', 0)} 张修改单、"
            f"{rows.get('draft', 0)} 份没做完的入户,内容指纹和日志都与备份时一致;"
            f"佐证文件 {len(lines)} 份,打开看了 {opened} 份"
        )
        if unsound:
            return f"{told};其中 {len(unsound)} 份缺失或损坏,下一次备份会从本机补上,请再演练一次。", False
        return f"{told},全部完好。", True

    def _check_restored(self, folder: Path, manifest: Manifest) -> None:
        """Restores the database into the passing folder and opens it there: it is as sealed there as anywhere."""
        target = self._place / DATABASE
        size = next(line.size for line in manifest.files if line.name == DATABASE)
        sha256 = next(line.sha256 for line in manifest.files if line.name == DATABASE)
        ask_room(self._place, size)
        self._progress.begin("演练:恢复数据文件", size)
        try:
            copied_as_said(folder / DATABASE, target, sha256, self._progress)
            check_database(target, self._key, manifest, self._remember_identity)
        except OSError as problem:
            raise told_os_error(problem) from problem
        finally:
            for path in self._place.iterdir():
                remove_tree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _remember_identity(self, session: Session) -> None:
        self._identity = [kept_identity(session, self._place)]

    def _open_some(self, shelf: Shelf, lines: Sequence[EvidenceLine]) -> int:
        """Opens a few files with the keys out of the restored database; nothing of them is written anywhere.

        Raises:
            BackupKeyError: a file that is as it was written does not open, or is not the one its name says.
        """
        name_key, storage = evidence_keys(self._identity[0])
        step = max(1, len(lines) // OPENED)
        chosen = lines[::step][:OPENED]
        for line in chosen:
            whole = hashlib.sha256()
            try:
                with shelf.evidence(line.sha256).open("rb") as sealed, open_reader(sealed, storage) as reader:
                    while piece := reader.read(PIECE):
                        whole.update(piece)
            except (SealBrokenError, SealedForOthersError, OSError) as problem:
                raise BackupKeyError from problem
            if not hmac.compare_digest(hmac.digest(name_key, whole.digest(), "sha256").hex(), line.name):
                raise BackupKeyError
        return len(chosen)


def _set_aside(path: Path) -> None:
    """A damaged file makes room, so that the next back-up copies the sound one from the home."""
    with contextlib.suppress(OSError):
        Path(path).replace(path.with_suffix(".damaged"))
