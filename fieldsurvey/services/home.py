"""What a home says of itself before anybody signs in, and the lock that lets only one program in."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

import msgspec

from fieldsurvey.backup.placing import restoring_lock
from fieldsurvey.paths import HomePaths
from fieldsurvey.services.errors import HomeInUseError, HomeMissingError
from fieldsurvey.vault.files import told_os_error, write_durably

CARD_LIMIT: Final = 1 << 16


class Card(msgspec.Struct, frozen=True, omit_defaults=True):
    """Kept in clear: what kind of home this is. Nothing of persons, answers or keys.

    `desk` is headquarters or laptop; `fingerprint` are the digits to read aloud; `practice` marks 练习模式.
    """

    v: int
    home: str
    desk: str
    organisation: str = ""
    code: str = ""
    enrolled: bool = False
    practice: bool = False
    recovery: bool = False
    fingerprint: str = ""


def read_card(folder: Path) -> Card:
    """The card of a home.

    Raises:
        HomeMissingError: there is none, or it cannot be read.
    """
    try:
        with HomePaths(folder).card.open("rb") as stream:
            # Also a back-up's, from anybody's stick: a card is some hundred bytes.
            return msgspec.json.decode(stream.read(CARD_LIMIT), type=Card)
    except (OSError, msgspec.MsgspecError) as problem:
        raise HomeMissingError(folder=folder) from problem


def write_card(folder: Path, card: Card) -> None:
    """Keeps the card durably."""
    write_durably(HomePaths(folder).card, msgspec.json.encode(card))


def is_taken(paths: HomePaths) -> bool:
    """True when a home lies here, also one whose card was lost; not when all there is was begun and cut off."""
    return paths.card.exists() or (paths.database.exists() and not _making(paths).exists())


def begin_making(paths: HomePaths) -> None:
    """Marks a home as being made, and clears what an earlier attempt that was cut off left behind."""
    write_durably(_making(paths), b"")
    try:
        for ending in ("", "-wal", "-shm"):
            Path(f"{paths.database}{ending}").unlink(missing_ok=True)
    except OSError as problem:
        raise told_os_error(problem) from problem


def end_making(paths: HomePaths) -> None:
    """Takes the mark away, after the card is there: from now on nothing here is cleared."""
    try:
        _making(paths).unlink(missing_ok=True)
    except OSError as problem:
        raise told_os_error(problem) from problem


def _making(paths: HomePaths) -> Path:
    return paths.folder / "making"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Holds the home for this process; free again at once when the process dies, however it dies.

    Raises:
        HomeInUseError: another process holds it.
    """
    file = take_lock(path)
    try:
        yield
    finally:
        file.close()


@contextlib.contextmanager
def restoring_alone(home: Path) -> Iterator[None]:
    """One restore of a home at a time, and nobody clears up after one that is still going on.

    Raises:
        HomeInUseError: another process is at it. FieldSurveyError: the folder around the home cannot be written.
    """
    waiting = restoring_lock(home)
    with locked(waiting):
        try:
            yield
        finally:
            with contextlib.suppress(OSError):
                waiting.unlink()


def take_lock(path: Path) -> IO[bytes]:
    """Takes the lock and returns the open file that holds it; closing it lets go.

    Raises:
        HomeInUseError: another process holds it. FieldSurveyError: the folder cannot be written.
    """
    try:
        file = path.open("a+b")
    except OSError as problem:
        raise told_os_error(problem) from problem
    try:
        _hold(file)
    except OSError as problem:
        file.close()
        raise HomeInUseError from problem
    return file


if sys.platform == "win32":
    import msvcrt

    def _hold(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _hold(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def make_folders(paths: HomePaths) -> None:
    """Makes the folders of a home that are missing.

    Raises:
        FieldSurveyError: the disk refuses; its sentence says why.
    """
    try:
        paths.make()
    except OSError as problem:
        raise told_os_error(problem) from problem


def empty_folder(folder: Path) -> None:
    """Empties a folder that holds only what may go, such as staging; links are not followed."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        elif entry.is_file(follow_symlinks=False) or entry.is_symlink():
            with contextlib.suppress(OSError):
                Path(entry.path).unlink()
