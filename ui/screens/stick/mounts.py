"""Which sticks are plugged in, as the system tells it."""

import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo

_STICK_ROOTS: Final = ("/media/", "/run/media/", "/Volumes/")
_STICK_FORMATS: Final = frozenset({"vfat", "exfat", "msdos", "fuseblk", "FAT", "FAT32", "exFAT"})


def plugged_in() -> list[tuple[str, str]]:
    """Folders of the sticks that are plugged in, and the names people know them by."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        if volume.isValid() and volume.isReady() and _is_stick(volume):
            folder = volume.rootPath()
            name = volume.displayName() or Path(folder).name or folder
            found.append((folder, name if name == folder else f"{name}({folder})"))
    return found


def _is_stick(volume: QStorageInfo) -> bool:
    if volume.isRoot():
        return False
    if sys.platform == "win32":
        return _is_removable_drive(volume.rootPath())
    written_like_a_stick = bytes(volume.fileSystemType().data()).decode(errors="replace") in _STICK_FORMATS
    in_place = volume.rootPath().startswith(_STICK_ROOTS)
    return in_place or (written_like_a_stick and not _is_of_the_system(volume))


def _is_of_the_system(volume: QStorageInfo) -> bool:
    return volume.rootPath().startswith(("/boot", "/efi", "/sys", "/proc", "/dev"))


def _is_removable_drive(root: str) -> bool:
    # Imported here: ctypes.windll exists on Windows only.
    import ctypes

    removable = 2
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  # Unknown to type checkers elsewhere.
    return bool(kernel.GetDriveTypeW(root.replace("/", "\\")) == removable)
