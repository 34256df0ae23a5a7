"""The few system calls that touch a stick, behind one small object, so that tests can fail any of them."""

import contextlib
import errno
import os
import shutil
import stat
import sys
from pathlib import Path
from typing import Final

from fieldsurvey.vault.files import fsync_file, fsync_folder

_PLAIN: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Io:
    """Plain calls with file descriptors; every one may raise OSError. Each call is one step that can fail."""

    def room(self, folder: Path) -> int:
        """Free bytes."""
        return shutil.disk_usage(folder).free

    def look(self, path: Path) -> os.stat_result | None:
        """What lies there, without following a link; None when nothing does."""
        try:
            return path.lstat()
        except FileNotFoundError:
            return None

    def make_folder(self, path: Path) -> None:
        """Makes a folder."""
        path.mkdir()

    def names(self, folder: Path) -> list[str]:
        """The names in a folder, in order."""
        return sorted(each.name for each in folder.iterdir())

    def create(self, path: Path) -> int:
        """Opens a file for writing that must not exist yet."""
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN, 0o644)

    def open(self, path: Path) -> int:
        """Opens a plain file for reading; a link or a pipe is not followed or waited for."""
        return os.open(path, os.O_RDONLY | _PLAIN | getattr(os, "O_NONBLOCK", 0))

    def describe(self, descriptor: int) -> os.stat_result:
        """What is open."""
        return os.fstat(descriptor)

    def write(self, descriptor: int, block: bytes) -> int:
        """Writes as much as the system takes at once."""
        return os.write(descriptor, block)

    def read(self, descriptor: int, size: int) -> bytes:
        """Reads up to `size` bytes."""
        return os.read(descriptor, size)

    def fsync(self, descriptor: int) -> None:
        """Waits until the stick says that it has the content."""
        fsync_file(descriptor)

    def settle(self, descriptor: int) -> None:
        """Waits until content that an earlier, broken-off attempt left in memory is on the stick too."""
        if sys.platform == "win32":
            return  # A file open for reading cannot be synced there, and sticks are written through.
        try:
            os.fsync(descriptor)
        except OSError as problem:
            if problem.errno not in {errno.EROFS, errno.EINVAL}:
                raise

    def forget_cached(self, descriptor: int) -> None:
        """Asks the system to read from the stick next time, not from memory; where it cannot, nothing happens."""
        advise = getattr(os, "posix_fadvise", None)
        if advise is not None:
            with contextlib.suppress(OSError):
                advise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)

    def close(self, descriptor: int) -> None:
        """Closes."""
        os.close(descriptor)

    def rename(self, old: Path, new: Path) -> None:
        """Renames; the caller has seen that nothing is at `new`."""
        old.rename(new)

    def fsync_folder(self, folder: Path) -> None:
        """Makes names durable, where a folder can be synced."""
        fsync_folder(folder)

    def remove(self, path: Path) -> None:
        """Removes a file; none there is as good."""
        path.unlink(missing_ok=True)


def is_plain_file(found: os.stat_result | None) -> bool:
    """Whether something is there and is a plain file."""
    return found is not None and stat.S_ISREG(found.st_mode)


def is_folder(found: os.stat_result | None) -> bool:
    """Whether something is there and is a real folder, no link to one."""
    return found is not None and stat.S_ISDIR(found.st_mode)
