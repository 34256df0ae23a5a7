"""Where a home that is being restored is built, and its step into the home's own place; imports little.

The window asks at every start whether a restore was cut off between its last two steps.
"""

import contextlib
from pathlib import Path
from typing import Final

from fieldsurvey.backup.copying import remove_tree
from fieldsurvey.backup.errors import SetAsideError
from fieldsurvey.paths import HomePaths
from fieldsurvey.vault.files import fsync_folder, write_durably

# Stands in a built home from just before the old one is moved until it stands itself; names where the old one went.
MARK: Final = "ending"


def waiting_place(home: Path) -> Path:
    """Where a home that is being restored is built."""
    return home.with_name(f"{home.name}.restoring")


def unpacking_place(home: Path) -> Path:
    """Where a sealed copy is opened for restoring."""
    return home.with_name(f"{home.name}.unpacking")


def restoring_lock(home: Path) -> Path:
    """What whoever restores a home, or clears up after a restore, holds meanwhile."""
    return home.with_name(f"{home.name}.restoring.lock")


def put_in_place(place: Path, home: Path, aside: Path) -> bool:
    """Puts a built home where it belongs; what stood there goes to `aside`, whole. Whether anything stood there.

    Raises:
        SetAsideError: it cannot be moved; it stands where it stood. FieldSurveyError: nothing can be written.
    """
    stood_there = _has_something(home)
    # From here on the restore is to be ended: what is found without this mark was cut off before, and goes.
    write_durably(place / MARK, aside.name.encode() if stood_there else b"")
    try:
        if stood_there:
            home.rename(aside)
        elif home.exists():
            home.rmdir()
    except OSError as problem:
        raise SetAsideError from problem
    try:
        place.rename(home)
    except OSError as problem:
        if stood_there:
            aside.rename(home)
        raise SetAsideError from problem
    with contextlib.suppress(OSError):
        (home / MARK).unlink()
        fsync_folder(home.parent)
    return stood_there


def end_restore(home: Path) -> bool:
    """Brings a restore to its end that was cut off between setting the old home aside and putting the new one there.

    One that was cut off earlier left the old home at work: what it had built goes, so that the day of a back-up
    does not come back when that home is moved away. Only for whoever holds the lock of restoring. Whether a home came
    to stand.
    """
    remove_tree(unpacking_place(home))
    place = waiting_place(home)
    if not _is_to_be_ended(home, place):
        remove_tree(place)
        return False
    if _has_something(home):
        # The old home lies aside and something else came here meanwhile: a person has to look, nothing is taken away.
        return False
    with contextlib.suppress(OSError):
        if home.exists():
            home.rmdir()
        place.rename(home)
        (home / MARK).unlink()
        fsync_folder(home.parent)
        return True
    return False


def _is_to_be_ended(home: Path, place: Path) -> bool:
    try:
        aside = (place / MARK).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return False
    if HomePaths(home).card.exists() or not HomePaths(place).card.exists():
        return False
    return not aside or (Path(aside).name == aside and home.with_name(aside).exists())


def _has_something(home: Path) -> bool:
    try:
        return any(home.iterdir())
    except FileNotFoundError:
        return False
    except OSError:
        return True
