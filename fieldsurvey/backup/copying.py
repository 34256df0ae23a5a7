"""Copying files so that what arrives is known to be what was meant: hashed on the way, synced, and read back."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import Final

from fieldsurvey.backup.errors import BackupDamagedError, BackupNoRoomError
from fieldsurvey.progress import Progress
from fieldsurvey.vault.files import fsync_file, keep_part, part_file, told_os_error

BLOCK: Final = 1 << 20
SPARE: Final = 16 << 20


def hash_of(path: Path, progress: Progress) -> str:
    """The SHA-256 of a file, read from the disk and not from memory where the system can be asked for that."""
    whole = hashlib.sha256()
    with path.open("rb", buffering=0) as stream:
        advise = getattr(os, "posix_fadvise", None)
        if advise is not None:
            advise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while block := stream.read(BLOCK):
            whole.update(block)
            progress.step(len(block))
    return whole.hexdigest()


def copied(source: Path, target: Path, progress: Progress) -> tuple[int, str]:
    """Copies a file durably to a name that is free or may be replaced; size and hash of what was read.

    Raises:
        OSError: as the system says it; nothing stands under the name that is not whole.
    """
    whole = hashlib.sha256()
    size = 0
    with source.open("rb") as reading, part_file(target.parent, target.name) as (part, writing):
        while block := reading.read(BLOCK):
            whole.update(block)
            size += len(block)
            writing.write(block)
            progress.step(len(block))
        keep_part(part, writing, target)
    return size, whole.hexdigest()


def copied_as_said(source: Path, target: Path, sha256: str, progress: Progress) -> None:
    """The same of a file whose hash is known.

    Raises:
        BackupDamagedError: the source is another one; nothing stands under the name. OSError: as the system says it.
    """
    _, found = copied(source, target, progress)
    if found != sha256:
        target.unlink(missing_ok=True)
        raise BackupDamagedError(what=f"{source.name} 与清单不符")


def sync(path: Path) -> None:
    """Brings a file that another wrote to the disk."""
    with path.open("r+b") as stream:
        fsync_file(stream.fileno())


def ask_room(folder: Path, needed: int) -> None:
    """Asks before writing whether there is room, with some to spare for the work going on.

    Raises:
        BackupNoRoomError: there is not.
    """
    try:
        free = shutil.disk_usage(folder).free
    except OSError as problem:
        raise told_os_error(problem) from problem
    if free < needed + SPARE:
        raise BackupNoRoomError(needed_mib=(needed + SPARE - free) // (1 << 20) + 1)


def remove_tree(folder: Path) -> None:
    """Removes a folder of ours that is not wanted; a link is not followed. What cannot be removed stays."""
    if folder.is_symlink():
        folder.unlink(missing_ok=True)
    else:
        shutil.rmtree(folder, ignore_errors=True)
