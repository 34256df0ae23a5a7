"""A file for the user that appears whole or not at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.vault.files import PART_SUFFIX, fsync_folder, told_os_error


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside the wanted one, which takes its place once it is whole.

    Raises:
        FileUnwritableError: it cannot be written there; what stood there stands.
    """
    # Always the same name: what a power cut leaves is overwritten by the next try.
    part = path.with_name(path.name + PART_SUFFIX)
    try:
        yield part
        part.replace(path)
        fsync_folder(path.parent)
    except OSError as problem:
        raise FileUnwritableError(why=told_os_error(problem)) from problem
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
