"""Where a bug of a command is written down: places in the program and the kind of mistake, never a value."""

import traceback
from pathlib import Path

from fieldsurvey import log
from fieldsurvey.paths import HomePaths, named_home


def note_bug(bug: Exception, home: Path | None) -> Path | None:
    """Writes the bug into the home's log; None when there is no home to write to.

    The message of an exception may hold an answer or a name, so the log gets its type and the lines it came through.
    """
    folder = HomePaths(home or named_home()).logs
    if not folder.is_dir():
        return None
    log.start(folder)
    try:
        log.LOGGER.error("bug in a command: %s", places_of(bug))
    finally:
        log.stop()
    return folder / "fieldsurvey.log"


def places_of(bug: BaseException) -> str:
    """The types of an exception and of its causes, each with the lines that it came through."""
    told, current = [], bug
    seen: set[int] = set()
    while id(current) not in seen:
        seen.add(id(current))
        frames = traceback.extract_tb(current.__traceback__)
        lines = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        told.append("\n".join([type(current).__qualname__, *lines]))
        current = current.__cause__ or current.__context__ or current
    return "\n".join(told)
