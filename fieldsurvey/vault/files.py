"""Writing files so that after a power cut there is the old content or the new, never a half; and what disks say."""

import contextlib
import errno
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.vault.errors import (
    AccessDeniedError,
    DiskFullError,
    FileNameUnfitError,
    FileTooLargeError,
    FileTroubleError,
    FolderInWayError,
    MediumGoneError,
    PathMissingError,
    ReadOnlyError,
)

PART_SUFFIX = ".part"

_TOLD: dict[int, type[FieldSurveyError]] = {
    errno.ENOSPC: DiskFullError,
    errno.EDQUOT: DiskFullError,
    errno.EROFS: ReadOnlyError,
    errno.EACCES: AccessDeniedError,
    errno.EPERM: AccessDeniedError,
    errno.EBUSY: AccessDeniedError,
    errno.ENOENT: PathMissingError,
    errno.ENOTDIR: PathMissingError,
    errno.EIO: MediumGoneError,
    errno.ENODEV: MediumGoneError,
    errno.ENXIO: MediumGoneError,
    errno.EFBIG: FileTooLargeError,
    errno.EISDIR: FolderInWayError,
    errno.EEXIST: FolderInWayError,
    errno.ENOTEMPTY: FolderInWayError,
    errno.ENAMETOOLONG: FileNameUnfitError,
    errno.EILSEQ: FileNameUnfitError,
}

# Windows maps several of its codes to EACCES or EINVAL; these say more.
_TOLD_ON_WINDOWS: dict[int, type[FieldSurveyError]] = {
    19: ReadOnlyError,  # ERROR_WRITE_PROTECT
    21: MediumGoneError,  # ERROR_NOT_READY
    23: MediumGoneError,  # ERROR_CRC
    39: DiskFullError,  # ERROR_HANDLE_DISK_FULL
    112: DiskFullError,  # ERROR_DISK_FULL
    223: FileTooLargeError,  # ERROR_FILE_TOO_LARGE
    1117: MediumGoneError,  # ERROR_IO_DEVICE
    1167: MediumGoneError,  # ERROR_DEVICE_NOT_CONNECTED
}


def told_os_error(error: OSError) -> FieldSurveyError:
    """The refusal of the operating system as a sentence for the user; never holds a path or a file's name."""
    windows_code: int | None = getattr(error, "winerror", None)
    if windows_code in _TOLD_ON_WINDOWS:
        return _TOLD_ON_WINDOWS[windows_code]()
    number = error.errno if error.errno is not None else 0
    if number in _TOLD:
        return _TOLD[number]()
    return FileTroubleError(name=errno.errorcode.get(number, type(error).__name__))


def fsync_file(descriptor: int) -> None:
    """Returns when the content of an open file is on the disk, as far as the disk is honest."""
    if sys.platform == "darwin":
        import fcntl  # Exists only there; plain fsync leaves the content in the drive's cache on macOS.

        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def fsync_folder(folder: Path) -> None:
    """Makes renames and new names in a folder durable; does nothing where a folder cannot be synced."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        except OSError as error:
            # FAT and some network drives refuse to sync a folder: there is nothing better to do there.
            if error.errno not in {errno.EINVAL, errno.ENOTSUP, errno.EBADF}:
                raise
        finally:
            os.close(descriptor)


def part_beside(path: Path) -> Path:
    """An unguessable name in the same folder, for content that is not whole yet."""
    return path.with_name(f"{path.name}.{secrets.token_hex(6)}{PART_SUFFIX}")


def create_exclusively(path: Path) -> BinaryIO:
    """A new file for reading and writing, for this user only; never follows a link and never opens an existing one."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, flags, 0o600), "w+b")


@contextlib.contextmanager
def part_file(folder: Path, name: str) -> Iterator[tuple[Path, BinaryIO]]:
    """A new file under a passing name that is gone when the block ends, unless it was renamed inside.

    Safe on any failure: nothing half-written stays. The caller syncs and renames when the content is whole.
    """
    path = part_beside(folder / name)
    stream = create_exclusively(path)
    try:
        yield path, stream
    finally:
        # Closing flushes, which a full disk refuses once more; the part has to go all the same.
        with contextlib.ExitStack() as leaving:
            leaving.callback(path.unlink, missing_ok=True)
            leaving.callback(stream.close)


def keep_part(path: Path, stream: BinaryIO, target: Path) -> None:
    """Gives a whole part its final name, durably; what had that name before is replaced in one step."""
    stream.flush()
    fsync_file(stream.fileno())
    stream.close()
    path.replace(target)
    fsync_folder(target.parent)


@contextlib.contextmanager
def writing_durably(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content is at `path`, whole and on the disk, once the block ends without error.

    On any error the file that was there stays as it was and no part is left. Errors of the operating system inside
    the block, whoever caused them, come out as told sentences.
    """
    try:
        with part_file(path.parent, path.name) as (part, stream):
            yield stream
            keep_part(part, stream, path)
    except OSError as error:
        raise told_os_error(error) from error


def write_durably(path: Path, content: bytes) -> None:
    """Puts `content` at `path` so that a power cut leaves the old content or the new, never a mixture.

    Raises:
        FieldSurveyError: as `told_os_error` tells it; the old content is unchanged and nothing is left behind.
    """
    with writing_durably(path) as stream:
        stream.write(content)
