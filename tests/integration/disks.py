"""Small disks for tests: real ones of a fixed size that can be filled and write-protected, where the system lets us."""

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@contextlib.contextmanager
def small_disk(place: Path, size_kib: int) -> Iterator[Path]:
    """A file system of this size in memory; skips the test where it may not be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("mounting a small disk needs Linux and root")
    place.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size_kib}k", "tmpfs", str(place)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode != 0:
        pytest.skip("this machine mounts nothing")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextlib.contextmanager
def write_protected(disk: Path) -> Iterator[None]:
    """Turns the write protection of a small disk on, and off again."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)


@contextlib.contextmanager
def filled(disk: Path, *, leaving: int = 0) -> Iterator[None]:
    """Fills a disk to the last byte, or so that this many bytes are left, and makes room again."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(64 * 1024)) == 64 * 1024:
                pass
        except OSError as problem:
            if problem.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, file.tell() - leaving))
    try:
        yield
    finally:
        filler.unlink()
