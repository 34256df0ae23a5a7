"""Where a home that is being restored is built, and its step into the home's own place; imports little.

The window asks at every start whether a restore was cut off between its last two steps.
"""

import contextlib
from pathlib import Path

from fieldsurvey.backup.errors import SetAsideError
from fieldsurvey.paths import HomePaths
from fieldsurvey.vault.files import fsync_folder


def waiting_place(home: Path) -> Path:
    """Where a home that is being restored is built."""
    return home.with_name(f"{home.name}.restoring")


def unpacking_place(home: Path) -> Path:
    """Where a sealed copy is opened for restoring."""
    return home.with_name(f"{home.name}.unpacking")


def put_in_place(place: Path, home: Path, aside: Path) -> bool:
    """Puts a built home where it belongs; what stood there goes to `aside`, whole. Whether anything stood there.

    Raises:
        SetAsideError: it cannot be moved; it stands where it stood.
    """
    stood_there = _has_something(home)
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
        fsync_folder(home.parent)
    return stood_there


def end_restore(home: Path) -> bool:
    """Brings a restore to its end that was cut off between setting the old home aside and putting the new one there.

    Does nothing where any file of a home is left. Whether it did anything.
    """
    place = waiting_place(home)
    if HomePaths(home).card.exists() or not HomePaths(place).card.exists() or _has_something(home):
        return False
    with contextlib.suppress(OSError):
        if home.exists():
            home.rmdir()
        place.rename(home)
        fsync_folder(home.parent)
        return True
    return False


def _has_something(home: Path) -> bool:
    try:
        return any(home.iterdir())
    except FileNotFoundError:
        return False
    except OSError:
        return True
