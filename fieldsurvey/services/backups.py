"""Back-ups of the open home: made by hand and by themselves, to this disk, to a chosen folder and sealed to a stick.

Each method works on a connection of its own, so that it may run beside the work of the window.
"""

import contextlib
import hashlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey.backup.copying import ask_room, remove_tree
from fieldsurvey.backup.errors import FolderUnfitError, NobodyToSealForError
from fieldsurvey.backup.manifest import Manifest
from fieldsurvey.backup.rotation import hour_of
from fieldsurvey.backup.sealed import VOLUME, write_sealed
from fieldsurvey.backup.shelf import Found, Shelf
from fieldsurvey.backup.writing import Source, carry, write_backup
from fieldsurvey.clock import shown
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.services.backup_cards import BackupCard, BackupDone, BackupState, DrillReport, SealedDone
from fieldsurvey.services.drill import Drill
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.store import kept
from fieldsurvey.store.database import Database, Session
from fieldsurvey.store.fingerprints import of_work
from fieldsurvey.sync.stick import put_on_stick
from fieldsurvey.vault.files import told_os_error
from fieldsurvey.vault.keyslots_file import FIRST_COPY

ELSEWHERE: Final = "FIELDSURVEY-BACKUP"
KEPT: Final = "backup"
OLD_DAYS: Final = 7


class Remembered(msgspec.Struct, frozen=True):
    """What the home keeps about its back-ups: the chosen folder, the number of the last one there, and moments."""

    folder: str = ""
    carried: int = 0
    carried_at: str = ""
    sealed_at: str = ""
    drilled_at: str = ""


class Backups:
    """Backing up, and trying whether it can be restored."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def state(self) -> BackupState:
        """How things stand, and what should be done."""
        with self._session() as session:
            remembered = _remembered(session)
        found = [each.manifest for each in self._shelf.found() if each.manifest is not None]
        newest = found[0] if found else None
        age = None if newest is None else self._days_since(newest.at)
        # Evidence is shared: that of the fullest one is nearly all there is, and no list is read for a figure.
        shared = max((each.evidence_size for each in found), default=0)
        size = shared + sum(line.size for each in found for line in each.files)
        can_seal = bool(self._seat.identity.recovery)
        return BackupState(
            newest_at="" if newest is None else shown(newest.at),
            age_days=age,
            count=len(found),
            size=size,
            folder=remembered.folder,
            carried_at=shown(remembered.carried_at),
            sealed_at=shown(remembered.sealed_at),
            drilled_at=shown(remembered.drilled_at),
            can_seal=can_seal,
            warnings=self._warnings(age, remembered, can_seal=can_seal),
        )

    def known(self) -> list[BackupCard]:
        """The back-ups on this disk and in the chosen folder, the newest first; damaged ones say so.

        A chosen folder that is not there, such as a stick in a drawer, has none.
        """
        cards = [_card(each, is_local=True) for each in self._shelf.found()]
        with self._session() as session:
            folder = _remembered(session).folder
        if folder:
            with contextlib.suppress(FieldSurveyError):
                cards += [_card(each, is_local=False) for each in self._elsewhere(folder).found()]
        return cards

    def back_up(self, *, progress: Progress | None = None) -> BackupDone:
        """Makes a back-up now, verifies it, and copies it to the chosen folder when there is one.

        Raises:
            BackupNoRoomError, BackupDiffersError and what a disk says: there is none; all that was there still is.
        """
        return self._backed_up(progress or Progress(), carrying=True)

    def keep_up(
        self, *, progress: Progress | None = None, at_once: bool = False, carrying: bool = True
    ) -> BackupDone | None:
        """Makes a back-up when something changed since the last one and that is not of this hour, or `at_once`.

        Nothing is done, and None returned, when there is no need. The chosen folder is caught up with too, unless
        `carrying` is False: whoever leaves does not wait for a slow stick.
        """
        progress = progress or Progress()
        newest = self._shelf.newest()
        is_due = at_once or newest is None or hour_of(newest.at) != hour_of(self._seat.stamp())
        if not is_due or not self._has_changed(newest):
            return self._caught_up(newest, progress) if carrying and newest is not None else None
        return self._backed_up(progress, carrying=carrying)

    def choose_folder(self, folder: Path | None) -> None:
        """From now on every back-up is copied there too; None for no folder.

        Raises:
            FolderUnfitError: it is none, or lies in the home itself.
        """
        if folder is not None:
            folder = folder.absolute()
            if not folder.is_dir():
                raise FolderUnfitError(why="找不到它")
            if self._seat.paths.folder.resolve() in (folder.resolve(), *folder.resolve().parents):
                raise FolderUnfitError(why="它在数据文件夹里面,数据丢了它也就丢了")
        self._remember(folder="" if folder is None else str(folder), carried=0, carried_at="")

    def write_sealed(self, stick: Path, *, progress: Progress | None = None) -> SealedDone:
        """Puts a copy on a stick that only headquarters' recovery words open; made ready here, then proved there.

        Raises:
            NobodyToSealForError: no words are known here. The errors of a back-up and of writing a stick.
        """
        progress = progress or Progress()
        identity = self._seat.identity
        if not identity.recovery:
            raise NobodyToSealForError
        newest = self._shelf.newest()
        if newest is None or self._has_changed(newest):
            newest = self._written(progress)
        place = self._passing_place("sealed")
        try:
            made = write_sealed(
                self._shelf,
                newest,
                place,
                code=identity.code,
                recipients=identity.recovery,
                progress=progress,
                volume=VOLUME,
            )
            progress.begin("写入U盘", sum(path.stat().st_size for path in made))
            copies = [put_on_stick(path, stick, progress=progress) for path in made]
        except OSError as problem:
            raise told_os_error(problem) from problem
        finally:
            remove_tree(place)
        self._remember(sealed_at=self._seat.stamp())
        self._note("backup-sealed", {"number": newest.number, "files": len(copies)})
        return SealedDone(shown(newest.at), [copy.path for copy in copies], sum(copy.size for copy in copies))

    def drill(self, *, progress: Progress | None = None) -> DrillReport:
        """Restores the newest back-up of each class for trial, compares, and leaves nothing of it behind.

        Raises:
            BackupMissingError: there is none yet. BackupNoRoomError, CancelledError.
        """
        with self._session() as session:
            folder = _remembered(session).folder
        shelves = [("本机", self._shelf)] + ([("另一个文件夹", self._elsewhere(folder))] if folder else [])
        place = self._passing_place("drill")
        try:
            with self._held_key() as key:
                drill = Drill(key, place, progress or Progress())
            report = drill.of(shelves)
        finally:
            remove_tree(place)
        self._remember(drilled_at=self._seat.stamp())
        self._note("backup-drill", {"ok": report.ok, "tried": len(report.lines)})
        return report

    @property
    def _shelf(self) -> Shelf:
        return Shelf(self._seat.paths.backups)

    def _elsewhere(self, folder: str) -> Shelf:
        identity = self._seat.identity
        # By device: what another incarnation of this home put there is its own to rotate.
        return Shelf(Path(folder) / ELSEWHERE / f"{identity.code}_{identity.device[:8]}")

    def _backed_up(self, progress: Progress, *, carrying: bool) -> BackupDone:
        manifest = self._written(progress)
        self._shelf.rotate()
        return self._carried(manifest, progress, is_new=True) if carrying else self._done(manifest, is_new=True)

    def _caught_up(self, newest: Manifest, progress: Progress) -> BackupDone | None:
        with self._session() as session:
            remembered = _remembered(session)
        is_there = bool(remembered.folder) and Path(remembered.folder).is_dir()
        if not is_there or remembered.carried >= newest.number:
            return None
        return self._carried(newest, progress, is_new=False)

    def _written(self, progress: Progress) -> Manifest:
        identity = self._seat.identity
        source = Source(self._seat.paths, self._held_key, identity.home, identity.device, identity.incarnation)
        manifest = write_backup(source, self._shelf, self._seat.stamp(), progress)
        self._note("backup", {"number": manifest.number})
        return manifest

    def _carried(self, manifest: Manifest, progress: Progress, *, is_new: bool) -> BackupDone:
        with self._session() as session:
            folder = _remembered(session).folder
        if not folder:
            return self._done(manifest, is_new=is_new)
        try:
            if not Path(folder).is_dir():
                # Never made anew: under the place of a stick that is not there would lie a folder of this disk.
                raise FolderUnfitError(why="找不到它,可能是移动硬盘或U盘没有插好")
            other = self._elsewhere(folder)
            path = carry(self._shelf, manifest, other, progress)
            other.rotate()
        except FieldSurveyError as problem:
            return self._done(manifest, is_new=is_new, trouble=problem.told)
        self._remember(carried=manifest.number, carried_at=manifest.at)
        return self._done(manifest, is_new=is_new, carried=path)

    def _done(
        self, manifest: Manifest, *, is_new: bool, carried: Path | None = None, trouble: str = ""
    ) -> BackupDone:  # fmt: skip
        found = Found(self._shelf.folder_for(manifest.number, manifest.at), manifest.number, manifest)
        return BackupDone(_card(found, is_local=True), is_new, carried, trouble)

    def _has_changed(self, newest: Manifest | None) -> bool:
        if newest is None or newest.device != self._seat.identity.device:
            return True
        try:
            slots = (self._seat.paths.folder / FIRST_COPY).read_bytes()
        except OSError as problem:
            raise told_os_error(problem) from problem
        if hashlib.sha256(slots).hexdigest() not in {line.sha256 for line in newest.files}:
            # Somebody has another passphrase: a back-up that opens with the old one only is not up to date.
            return True
        with self._session() as session:
            return of_work(session) != newest.work

    def _warnings(self, age: int | None, remembered: Remembered, *, can_seal: bool) -> list[str]:
        told = []
        if age is None:
            told.append("还没有备份。请按“现在备份”。")
        elif age > OLD_DAYS:
            told.append(f"上一次核对过的备份是 {age} 天前。请按“现在备份”。")
        elsewhere = [at for at in (remembered.carried_at, remembered.sealed_at) if at]
        if not elsewhere and remembered.folder:
            told.append("选好的备份文件夹里还没有一份备份,电脑坏了就都没了。请插好备份盘,按“现在备份”。")
        elif not elsewhere:
            way = "选一个备份文件夹(第二块硬盘或U盘)" + (",或把加密副本写到U盘" if can_seal else "")
            told.append(f"备份只在这台电脑上,电脑坏了就都没了。请{way}。")
        elif (days := self._days_since(max(elsewhere))) > OLD_DAYS:
            told.append(f"离开这台电脑的备份已经是 {days} 天前的。请插好备份盘,或再写一份加密副本。")
        return told

    def _days_since(self, at: str) -> int:
        """Whole days; a clock that was set back makes it none."""
        try:
            from_then = self._seat.now() - datetime.fromisoformat(at)
        except (ValueError, OverflowError):
            return OLD_DAYS + 1
        return max(0, from_then.days)

    def _remember(self, **changed: str | int) -> None:
        with self._session() as session:
            kept.keep(session, KEPT, msgspec.structs.replace(_remembered(session), **changed))

    def _note(self, what: str, about: dict[str, object]) -> None:
        # The back-up is there; that a busy or full disk took no note of it is no reason to say it is not.
        with contextlib.suppress(FieldSurveyError), self._session() as session:
            note(session, self._seat, what, about)

    def _passing_place(self, name: str) -> Path:
        place = self._seat.paths.staging / name
        remove_tree(place)
        try:
            place.mkdir(parents=True, mode=0o700)
        except OSError as problem:
            raise told_os_error(problem) from problem
        ask_room(place, 0)
        return place

    @contextlib.contextmanager
    def _held_key(self) -> Iterator[bytes]:
        with self._seat.copying:
            yield self._seat.key

    @contextlib.contextmanager
    def _session(self) -> Iterator[Session]:
        # The key and what it opens belong together: while somebody leaves and the key changes, neither is looked at.
        with (
            self._held_key() as key,
            contextlib.closing(Database(self._seat.paths.database, key)) as database,
            database.begin() as session,
        ):
            yield session


def _remembered(session: Session) -> Remembered:
    return kept.kept(session, KEPT, Remembered, Remembered())


def _card(found: Found, *, is_local: bool) -> BackupCard:
    manifest = found.manifest
    if manifest is None:
        return BackupCard(found.folder, "", 0, 0, 0, 0, is_local, found.trouble)
    rows = manifest.facts.rows
    counts = (rows.get("case_row", 0), rows.get("draft", 0), manifest.evidence_count, manifest.size())
    return BackupCard(found.folder, shown(manifest.at), *counts, is_local)
