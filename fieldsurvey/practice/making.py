"""Making practice homes in a folder of their own, finding them again, and setting them back to the first day."""

import contextlib
import shutil
from pathlib import Path
from typing import Final

from fieldsurvey.paths import HomePaths
from fieldsurvey.practice import day
from fieldsurvey.practice.errors import PracticeFolderError
from fieldsurvey.practice.homes import (
    LAPTOPS,
    OpenPractice,
    PracticeHomes,
    Say,
    announce_standards,
    enrol,
    found_homes,
    import_households,
    open_new_homes,
    places,
)
from fieldsurvey.practice.sides import HOMES, MARKER, PASSPHRASE, STICK
from fieldsurvey.services.home import locked
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.files import told_os_error

# How many lines `practise` says while it makes the homes, so that one can see how far it is.
LINES: Final = 25
_PART: Final = "half-made"
_ASIDE: Final = "put-aside"
# The homes last: they are what shows that practice is whole.
_MADE: Final = (STICK, "households", "papers", "lists", HOMES)


def practise(folder: Path, *, say: Say, cost: Cost | None = None, anew: bool = False) -> PracticeHomes:
    """The practice homes of a folder, made when they are not there yet: visits and drafts begun, nothing printed.

    `anew` sets homes that are there back to their first day. They are made beside the old ones, which are put aside
    when the new ones are whole and go when these stand in their place: whatever stops it, also `say` by raising,
    leaves everything as it was, at once or, after the end of the process, when practice is asked for the next time.

    Raises:
        PracticeFolderError: the folder holds something that is not practice's. HomeInUseError: somebody is at it.
    """
    try:
        _end_exchange(folder)
    except OSError as problem:
        raise told_os_error(problem) from problem
    found = found_homes(folder / HOMES)
    if found is not None and not anew:
        return found
    part = folder / _PART
    try:
        is_new = not folder.exists()
        require_ours(folder)
    except OSError as problem:
        raise told_os_error(problem) from problem

    def tell(line: str) -> None:
        say(line.replace(str(part), str(folder)))

    try:
        mark(folder)
        _remove(part)
        with open_new_homes(part / HOMES, part / STICK, say=tell, cost=cost) as opened:
            morning(opened, part, say=tell)
            # Who practises alone sits at one laptop; the other one has done its day's work.
            day.leave_on_stick(opened, code=LAPTOPS[-1], say=tell)
            day.leave_drafts(opened, say=tell)
        _exchange(folder, part)
    except OSError as problem:
        raise told_os_error(problem) from problem
    finally:
        _forget(folder if is_new and found_homes(folder / HOMES) is None else part)
    return made_homes(folder)


def morning(opened: OpenPractice, folder: Path, *, say: Say) -> None:
    """Until noon: the laptops joined, households taken in and visited, some of them by both laptops."""
    enrol(opened, say=say)
    announce_standards(opened, say=say)
    import_households(opened, folder / "households", say=say)
    day.first_visits(opened, say=say)
    day.carry_in(opened, say=say)
    day.share_households(opened, say=say)
    day.carry_out(opened, say=say)
    day.second_visits(opened, say=say)


def made_homes(folder: Path) -> PracticeHomes:
    """The homes that have just been made.

    Raises:
        PracticeFolderError: something else has taken them away meanwhile.
    """
    found = found_homes(folder / HOMES)
    if found is None:
        raise PracticeFolderError(folder=folder)
    return found


def require_ours(folder: Path) -> None:
    """Looks whether practice may be made in a folder.

    Raises:
        PracticeFolderError: it holds something and does not say that it is practice's.
        HomeInUseError: one of its homes is open, here or in another window.
    """
    present = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    if present and MARKER not in present:
        raise PracticeFolderError(folder=folder)
    for home in places(folder / HOMES):
        if home.is_dir():
            with locked(HomePaths(home).lock):
                pass


def clear(folder: Path) -> None:
    """Takes away what an earlier practice made, and nothing that somebody put there."""
    for name in _MADE:
        _remove(folder / name)


def _exchange(folder: Path, part: Path) -> None:
    """Puts what was made in the place of what is there; when that does not go, everything is as it was.

    The homes leave first and come last: while they are not there, what was put aside is what counts.
    """
    aside = folder / _ASIDE
    try:
        _remove(aside)
        aside.mkdir()
        for name in reversed(_MADE):
            _move(folder / name, aside / name)
        for name in _MADE:
            _move(part / name, folder / name)
    except OSError:
        # Of both, why it did not go is what helps; what cannot be put back now is put back the next time.
        with contextlib.suppress(OSError):
            _end_exchange(folder)
        raise
    _forget(aside)


def _end_exchange(folder: Path) -> None:
    """After an exchange that was cut off: the old practice comes back unless the new one stands; what is left goes."""
    aside = folder / _ASIDE
    if not aside.is_dir():
        return
    if not (folder / HOMES).exists():
        for name in _MADE:
            if (aside / name).exists():
                _remove(folder / name)
                _move(aside / name, folder / name)
    _forget(aside)


def _move(source: Path, target: Path) -> None:
    if source.exists():
        source.rename(target)


def mark(folder: Path) -> None:
    """Says in the folder that it is practice's."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARKER).write_text(f"练习数据,全部虚构,可以整个删除。\n练习口令:{PASSPHRASE}\n", encoding="utf-8")


def _remove(place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _forget(place: Path) -> None:
    # What cannot be taken away now is taken away the next time.
    with contextlib.suppress(OSError):
        _remove(place)
