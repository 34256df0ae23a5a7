"""Putting a package on a stick so that "written" is only said of what was read back, and taking packages from one.

Sticks lie, lose power half-way and are pulled out; they also bring other people's files. Nothing is ever deleted from
one except our own unfinished copies, and nothing on one is opened but `FIELDSURVEY/*.fsp`.
"""

import errno
import hashlib
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.sync.header import PACKAGE_NAME
from fieldsurvey.sync.stick_errors import (
    StickCopyDiffersError,
    StickFileTooLargeError,
    StickFullError,
    StickLinkError,
    StickMissingError,
    StickReadError,
    StickReadOnlyError,
    StickWriteError,
)
from fieldsurvey.sync.stick_io import Io, is_folder, is_plain_file
from fieldsurvey.vault.files import keep_part, part_file, told_os_error, write_durably

FOLDER: Final = "FIELDSURVEY"
BLOCK: Final = 1024 * 1024
SPARE_ROOM: Final = 16 * 1024 * 1024
MAX_FILE: Final = 4 * 1024 * 1024 * 1024 - 1
MAX_NAMES: Final = 10_000
MAX_SAME_NAMES: Final = 9

_MIB: Final = 1024 * 1024
_SUSPICIOUS = re.compile(r"autorun\.inf|.*\.(?:lnk|exe|scr|pif|bat|cmd|com|vbs|js)", re.IGNORECASE)
_STICK_GONE: Final = {errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.ENOTDIR}


@dataclass(frozen=True)
class StickCopy:
    """A package that stands on the stick and was read back; `already` when it had been there before."""

    path: Path
    name: str
    size: int
    sha256: str
    already: bool


@dataclass(frozen=True)
class StickFile:
    """A package offered by a stick; `shown` is its name made safe to show."""

    path: Path
    shown: str
    size: int


@dataclass(frozen=True)
class StickListing:
    """What a stick offers, and what the user should be told about it."""

    files: tuple[StickFile, ...]
    warnings: tuple[str, ...]


def put_on_stick(package: Path, stick: Path, *, io: Io | None = None, progress: Progress | None = None) -> StickCopy:
    """Copies a package into the stick's folder under its own name; safe to repeat.

    When this returns, the file was synced, read back from the stick and found equal under its final name. When it
    raises, there is no file under that name that is not whole, unless it stood there before.

    Raises:
        StickError: the subclass that says what to do. CancelledError: the user wishes to stop.
    """
    io, progress = io or Io(), progress or Progress()
    size, sha256 = _local_hash(package)
    with _told_writing(size):
        folder = _own_folder(stick, io)
        final = _free_name(folder, package.name, sha256, io)
        if io.look(final) is not None:
            io.fsync_folder(folder)
            return StickCopy(final, final.name, size, sha256, already=True)
        if io.room(folder) < size + SPARE_ROOM:
            raise StickFullError(needed_mib=(size + SPARE_ROOM) // _MIB + 1)
        _write_and_prove(package, final, sha256, io=io, progress=progress)
    return StickCopy(final, final.name, size, sha256, already=False)


def _write_and_prove(package: Path, final: Path, sha256: str, *, io: Io, progress: Progress) -> None:
    part = final.with_name(f"{final.name}.part")
    _remove_own_part(part, io)
    renamed = False
    try:
        _copy_out(package, part, io, progress)
        _prove(part, sha256, io)
        if io.look(final) is not None:
            raise StickWriteError
        io.rename(part, final)
        renamed = True
        io.fsync_folder(final.parent)
        _prove(final, sha256, io)
    except (OSError, FieldSurveyError):
        # A rename that reported failure may have happened all the same; only our own name is taken away.
        with suppress(OSError):
            io.remove(part)
        if renamed:
            with suppress(OSError):
                io.remove(final)
        raise


def _remove_own_part(part: Path, io: Io) -> None:
    found = io.look(part)
    if found is not None and not is_plain_file(found):
        raise StickLinkError
    io.remove(part)


def _copy_out(package: Path, part: Path, io: Io, progress: Progress) -> None:
    descriptor = io.create(part)
    try:
        with package.open("rb") as source:
            while block := source.read(BLOCK):
                rest = memoryview(block)
                while rest:
                    rest = rest[io.write(descriptor, bytes(rest)) :]
                progress.step(len(block))
        io.fsync(descriptor)
    finally:
        io.close(descriptor)


def _prove(path: Path, sha256: str, io: Io) -> None:
    if _stick_hash(path, io) != sha256:
        raise StickCopyDiffersError


def _stick_hash(path: Path, io: Io) -> str:
    hashed = hashlib.sha256()
    descriptor = io.open(path)
    try:
        io.settle(descriptor)
        io.forget_cached(descriptor)
        while block := io.read(descriptor, BLOCK):
            hashed.update(block)
    finally:
        io.close(descriptor)
    return hashed.hexdigest()


def _own_folder(stick: Path, io: Io) -> Path:
    if not is_folder(io.look(stick)):
        raise StickMissingError
    folder = stick / FOLDER
    found = io.look(folder)
    if found is None:
        io.make_folder(folder)
        io.fsync_folder(stick)
    elif not is_folder(found):
        raise StickLinkError
    return folder


def _free_name(folder: Path, name: str, sha256: str, io: Io) -> Path:
    """The first of name, name-2 … that is free, or that already holds the same content."""
    for number in range(1, MAX_SAME_NAMES + 1):
        path = folder / (name if number == 1 else f"{Path(name).stem}-{number}{Path(name).suffix}")
        found = io.look(path)
        if found is None or (is_plain_file(found) and _holds(path, sha256, io)):
            return path
    raise StickWriteError


def _holds(path: Path, sha256: str, io: Io) -> bool:
    try:
        return _stick_hash(path, io) == sha256
    except OSError:
        # An old file on bad sectors is not ours to judge: ours gets another name.
        return False


def _local_hash(package: Path) -> tuple[int, str]:
    try:
        with package.open("rb") as source:
            sha256 = hashlib.file_digest(source, "sha256").hexdigest()
            return source.tell(), sha256
    except OSError as problem:
        raise told_os_error(problem) from problem


@contextmanager
def _told_writing(size: int) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise StickFullError(needed_mib=(size + SPARE_ROOM) // _MIB + 1) from problem
        if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
            raise StickReadOnlyError from problem
        if problem.errno in _STICK_GONE:
            raise StickMissingError from problem
        raise StickWriteError from problem


def list_stick(stick: Path, *, io: Io | None = None) -> StickListing:
    """The packages a stick offers. Links are named in the warnings and never followed.

    Raises:
        StickMissingError, StickReadError, StickLinkError: the stick cannot be listed.
    """
    io = io or Io()
    try:
        if not is_folder(io.look(stick)):
            raise StickMissingError
        warnings = [
            f"U盘根目录有可疑文件 {escaped(name)},本程序不会打开它;请用杀毒软件检查这只U盘。"
            for name in io.names(stick)[:MAX_NAMES]
            if _SUSPICIOUS.fullmatch(name)
        ]
        folder = stick / FOLDER
        found = io.look(folder)
        if found is None:
            return StickListing((), tuple(warnings))
        if not is_folder(found):
            raise StickLinkError
        files = _packages(folder, warnings, io)
    except OSError as problem:
        raise StickReadError from problem
    return StickListing(tuple(files), tuple(warnings))


def _packages(folder: Path, warnings: list[str], io: Io) -> list[StickFile]:
    files = []
    for name in io.names(folder)[:MAX_NAMES]:
        if not name.lower().endswith(".fsp"):
            continue
        found = io.look(folder / name)
        if found is not None and stat.S_ISREG(found.st_mode):
            files.append(StickFile(folder / name, escaped(name), found.st_size))
        else:
            warnings.append(f"{escaped(name)} 不是普通文件(可能是快捷方式),没有读取。")
    return files


def escaped(name: str) -> str:
    """A foreign file name made safe to show: what does not print becomes its number; at most 80 characters."""
    shown = "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in name)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


def take_from_stick(path: Path, quarantine: Path, *, io: Io | None = None, progress: Progress | None = None) -> Path:
    """Copies one package from the stick into the local quarantine folder and returns the copy; safe to repeat.

    The copy's name begins with its hash. The stick is read once, so that what is checked is what is used.

    Raises:
        StickLinkError, StickFileTooLargeError, StickReadError: by what is wrong with the file or the stick.
    """
    io, progress = io or Io(), progress or Progress()
    try:
        descriptor = io.open(path)
    except OSError as problem:
        raise StickLinkError if problem.errno == errno.ELOOP else StickReadError from problem
    try:
        with _told_reading():
            described = io.describe(descriptor)
        if not stat.S_ISREG(described.st_mode):
            raise StickLinkError
        if described.st_size > MAX_FILE:
            raise StickFileTooLargeError
        return _copy_in(descriptor, path.name, quarantine, io=io, progress=progress)
    finally:
        with suppress(OSError):
            io.close(descriptor)


def _copy_in(descriptor: int, name: str, quarantine: Path, *, io: Io, progress: Progress) -> Path:
    hashed = hashlib.sha256()
    size = 0
    try:
        with part_file(quarantine, "taken") as (part, target):
            while block := _read_block(descriptor, io):
                size += len(block)
                if size > MAX_FILE:
                    raise StickFileTooLargeError
                hashed.update(block)
                target.write(block)
                progress.step(len(block))
            label = name if PACKAGE_NAME.fullmatch(name) else "unnamed.fsp"
            final = quarantine / f"{hashed.hexdigest()[:16]}_{label}"
            keep_part(part, target, final)
    except OSError as problem:
        raise told_os_error(problem) from problem
    return final


def _read_block(descriptor: int, io: Io) -> bytes:
    with _told_reading():
        return io.read(descriptor, BLOCK)


@contextmanager
def _told_reading() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise StickReadError from problem


def put_acknowledgement(package_on_stick: Path, acknowledgement: bytes) -> bool:
    """Lays the signed `.ack` beside a package that was read; False when the stick takes no writing.

    A convenience for whoever carries the stick: what counts is the receipt in the next package.
    """
    try:
        write_durably(package_on_stick.with_name(f"{package_on_stick.name}.ack"), acknowledgement)
    except FieldSurveyError:
        return False
    return True
