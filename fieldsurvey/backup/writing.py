"""Making a back-up of an open home, and carrying it to another folder: verified before it has a back-up's name."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

import fieldsurvey
from fieldsurvey.backup.checking import check_database
from fieldsurvey.backup.copying import ask_room, copied, copied_as_said, hash_of, remove_tree, sync
from fieldsurvey.backup.errors import BackupDamagedError, BackupDiffersError
from fieldsurvey.backup.evidence_list import EvidenceLine, write_list
from fieldsurvey.backup.manifest import (
    CARD,
    DATABASE,
    FILES,
    MANIFEST,
    FileLine,
    Manifest,
    read_manifest,
    sealed_manifest,
)
from fieldsurvey.backup.shelf import Shelf
from fieldsurvey.paths import HomePaths
from fieldsurvey.progress import Progress
from fieldsurvey.store.database import Database, Session
from fieldsurvey.store.facts import Facts, read_facts
from fieldsurvey.store.fingerprints import of_work
from fieldsurvey.store.upgrade import revision_of
from fieldsurvey.vault.errors import KeySlotsBrokenError
from fieldsurvey.vault.files import PART_SUFFIX, fsync_folder, told_os_error, write_durably
from fieldsurvey.vault.keyslots import KeySlots

_LETTERS: Final = 64


@dataclass(frozen=True, slots=True)
class Told:
    """Of one moment of the database: its figures, what there was to lose, its revision."""

    facts: Facts
    work: str
    revision: str


@dataclass(frozen=True, slots=True)
class Source:
    """The home that is backed up: where it lies, who it is, and its key, which does not change while it is held."""

    paths: HomePaths
    key: Callable[[], AbstractContextManager[bytes]]
    home: str
    device: str
    incarnation: int


def write_backup(source: Source, shelf: Shelf, at: str, progress: Progress) -> Manifest:
    """Writes one more back-up to a shelf on this machine's own disk and verifies it; the home is only read.

    Raises:
        BackupNoRoomError, DiskFullError, ReadOnlyError and what else a disk says; BackupDiffersError; CancelledError.
        Nothing goes by a back-up's name that was not verified, and what was there before is as it was.
    """
    with _told():
        shelf.pool.mkdir(parents=True, exist_ok=True, mode=0o700)
        shelf.sweep()
        number = shelf.last_number() + 1
        final = shelf.folder_for(number, at)
        part = final.with_name(f"{final.name}{PART_SUFFIX}")
        ask_room(shelf.root, source.paths.database.stat().st_size * 2)
        part.mkdir(mode=0o700)
        try:
            with source.key() as key:
                told = _copy_database(source, key, part, progress)
                _slots_for(source, key).save(part)
            write_durably(part / CARD, source.paths.card.read_bytes())
            evidence = _pooled(source.paths, shelf, progress)
            write_list(part, evidence)
            manifest = _manifest(source, number, at, told, evidence=evidence)
            _verify(part / DATABASE, key, manifest)
            sync(part / DATABASE)
            manifest = _listed(part, manifest, progress)
            write_durably(part / MANIFEST, sealed_manifest(manifest, key))
            _give_name(part, final)
        except BaseException:
            remove_tree(part)
            raise
    return read_manifest(final)


def carry(shelf: Shelf, manifest: Manifest, other: Shelf, progress: Progress) -> Path:
    """Copies a back-up to another shelf, perhaps on a stick: as files, read back, and no database is opened there.

    Safe to repeat: what is there already is not written again.

    Raises:
        as `write_backup`.
    """
    with _told():
        other.pool.mkdir(parents=True, exist_ok=True, mode=0o700)
        other.sweep()
        source = shelf.folder_for(manifest.number, manifest.at)
        final = other.folder_for(manifest.number, manifest.at)
        if other.holds(manifest):
            return final
        missing = [line for line in shelf.lines(manifest) if not other.has_evidence(line.sha256, line.size)]
        size = sum(line.size for line in missing) + sum(line.size for line in manifest.files)
        ask_room(other.root, size)
        progress.begin("备份到另一个文件夹", 2 * size)
        for line in missing:
            target = other.evidence(line.sha256)
            target.parent.mkdir(exist_ok=True, mode=0o700)
            _copy_proved(shelf.evidence(line.sha256), target, line.sha256, progress)
        fsync_folder(other.pool)
        part = final.with_name(f"{final.name}{PART_SUFFIX}")
        part.mkdir(mode=0o700)
        try:
            for file in manifest.files:
                _copy_proved(source / file.name, part / file.name, file.sha256, progress)
            write_durably(part / MANIFEST, (source / MANIFEST).read_bytes())
            _give_name(part, final)
        except BaseException:
            remove_tree(part)
            raise
    return final


def _copy_database(source: Source, key: bytes, part: Path, progress: Progress) -> Told:
    progress.begin("备份数据文件", 0)
    # A connection of its own: work goes on meanwhile, and all that is read and copied is of one moment.
    with contextlib.closing(Database(source.paths.database, key)) as database:
        return database.copy_to(part / DATABASE, _read, progress)


def _manifest(source: Source, number: int, at: str, told: Told, *, evidence: list[EvidenceLine]) -> Manifest:
    return Manifest(
        format="fsb/1",
        number=number,
        at=at,
        home=source.home,
        device=source.device,
        incarnation=source.incarnation,
        revision=told.revision,
        app_version=fieldsurvey.__version__,
        work=told.work,
        facts=told.facts,
        files=[],
        evidence_count=len(evidence),
        evidence_size=sum(line.size for line in evidence),
    )


def _read(session: Session) -> Told:
    return Told(read_facts(session), of_work(session), revision_of(session))


def _slots_for(source: Source, key: bytes) -> KeySlots:
    """The key slots that open with the present key: staged ones, when a change of key was cut off before its end."""
    for slots in (KeySlots.load(source.paths.folder), KeySlots.load_staged(source.paths.folder)):
        if slots is not None and slots.fits(key):
            return slots
    raise KeySlotsBrokenError(reason="与数据的钥匙不符")


def _pooled(paths: HomePaths, shelf: Shelf, progress: Progress) -> list[EvidenceLine]:
    """Puts into the pool what it does not have yet. A file is read once, when it is new."""
    known = {line.name: line for line in _newest_lines(shelf)}
    files = sorted(paths.evidence.glob("??/*.age"))
    lines = []
    new = {path for path in files if not _is_pooled(path, known, shelf)}
    ask_room(shelf.root, sum(_size(path) for path in new))
    progress.begin("备份佐证文件", sum(_size(path) for path in new))
    for path in files:
        if len(path.stem) != _LETTERS:
            continue
        if path not in new:
            lines.append(known[path.stem])
            continue
        try:
            mtime_ns = path.stat().st_mtime_ns
            passing = shelf.pool / f"{path.stem}{PART_SUFFIX}"
            size, sha256 = copied(path, passing, progress)
        except FileNotFoundError:
            # Given up meanwhile: no change and no draft names it.
            continue
        target = shelf.evidence(sha256)
        target.parent.mkdir(exist_ok=True, mode=0o700)
        if hash_of(passing, Progress()) != sha256:
            raise BackupDiffersError
        passing.replace(target)
        fsync_folder(target.parent)
        lines.append(EvidenceLine(path.stem, size, sha256, mtime_ns))
    fsync_folder(shelf.pool)
    return lines


def _newest_lines(shelf: Shelf) -> list[EvidenceLine]:
    newest = shelf.newest()
    # A damaged list costs reading the evidence once more, no back-up.
    with contextlib.suppress(BackupDamagedError):
        return shelf.lines(newest) if newest is not None else []
    return []


def _is_pooled(path: Path, known: dict[str, EvidenceLine], shelf: Shelf) -> bool:
    line = known.get(path.stem)
    if line is None or not shelf.has_evidence(line.sha256, line.size):
        return False
    try:
        return path.stat().st_mtime_ns == line.mtime_ns and path.stat().st_size == line.size
    except OSError:
        return False


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _verify(path: Path, key: bytes, manifest: Manifest) -> None:
    try:
        check_database(path, key, manifest)
    except BackupDamagedError as problem:
        raise BackupDiffersError from problem


def _listed(part: Path, manifest: Manifest, progress: Progress) -> Manifest:
    progress.begin("核对备份", 0)
    lines = [FileLine(name, (part / name).stat().st_size, hash_of(part / name, progress)) for name in FILES]
    return msgspec.structs.replace(manifest, files=lines)


def _copy_proved(source: Path, target: Path, sha256: str, progress: Progress) -> None:
    copied_as_said(source, target, sha256, progress)
    if hash_of(target, progress) != sha256:
        target.unlink(missing_ok=True)
        raise BackupDiffersError


def _give_name(part: Path, final: Path) -> None:
    fsync_folder(part)
    part.rename(final)
    fsync_folder(final.parent)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise told_os_error(problem) from problem
