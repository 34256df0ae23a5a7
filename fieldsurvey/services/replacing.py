"""A file for the user that appears whole or not at all."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.vault.files import fsync_folder, part_beside, told_os_error


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside the wanted one, which takes its place once it is whole.

    Raises:
        FileUnwritableError: it cannot be written there; what stood there stands.
    """
    part = part_beside(path)
    try:
        yield part
        part.replace(path)
        fsync_folder(path.parent)
    except OSError as problem:
        raise FileUnwritableError(why=told_os_error(problem)) from problem
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
