"""Whether a back-up is what it says: its files against the manifest, the database against its figures."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from fieldsurvey.backup.copying import hash_of
from fieldsurvey.backup.errors import BackupDamagedError, BackupNewerError
from fieldsurvey.backup.evidence_list import EvidenceLine
from fieldsurvey.backup.manifest import Manifest
from fieldsurvey.progress import Progress
from fieldsurvey.store.database import Database, Session
from fieldsurvey.store.errors import DatabaseBrokenError, DatabaseKeyError, DatabasePlainError
from fieldsurvey.store.facts import read_facts
from fieldsurvey.store.upgrade import HEAD
from fieldsurvey.vault.files import told_os_error


def check_files(folder: Path, manifest: Manifest, progress: Progress) -> None:
    """Reads every file of the back-up's own folder.

    Raises:
        BackupDamagedError: one is missing or not what it was.
    """
    progress.begin("核对备份", sum(line.size for line in manifest.files))
    for line in manifest.files:
        try:
            found = hash_of(folder / line.name, progress)
        except FileNotFoundError:
            raise BackupDamagedError(what=f"缺 {line.name}") from None
        except OSError as problem:
            raise told_os_error(problem) from problem
        if found != line.sha256:
            raise BackupDamagedError(what=f"{line.name} 与清单不符")


def unsound_evidence(
    lines: Sequence[EvidenceLine], place: Callable[[str], Path], progress: Progress
) -> list[tuple[EvidenceLine, bool]]:
    """The evidence files that are missing or not what they were, and of each whether something lies there."""
    progress.begin("核对佐证文件", sum(line.size for line in lines))
    unsound = []
    for line in lines:
        path = place(line.sha256)
        try:
            is_sound = hash_of(path, progress) == line.sha256
        except OSError:
            is_sound = False
        if not is_sound:
            unsound.append((line, path.exists()))
    return unsound


def check_edition(manifest: Manifest) -> None:
    """Refuses what a newer program wrote.

    Raises:
        BackupNewerError: it did.
    """
    if manifest.revision > HEAD:
        raise BackupNewerError


def check_database(
    path: Path, key: bytes, manifest: Manifest, also: Callable[[Session], None] = lambda _: None
) -> None:
    """Opens a database of a back-up where it may be written, and holds it against the figures of the manifest.

    Raises:
        BackupDamagedError: a page, the structure or a figure is not what it was.
    """
    try:
        with contextlib.closing(Database(path, key)) as database:
            database.verify()
            with database.begin() as session:
                facts = read_facts(session, manifest.facts.rows)
                also(session)
    except (DatabaseBrokenError, DatabaseKeyError, DatabasePlainError) as problem:
        raise BackupDamagedError(what="数据文件打不开或有坏页") from problem
    if facts != manifest.facts:
        raise BackupDamagedError(what=f"数据文件的{_difference(facts.rows, manifest.facts.rows)}与清单不符")


def _difference(found: dict[str, int], said: dict[str, int]) -> str:
    return "行数" if found != said else "内容指纹"
