"""Opening a home for one command: which home, who, with what passphrase."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from fieldsurvey import app
from fieldsurvey.cli.console import Asked
from fieldsurvey.cli.errors import StaffUnclearError, StaffUnknownError
from fieldsurvey.cli.secrets_in import passphrase
from fieldsurvey.paths import named_home
from fieldsurvey.services.errors import HomeMissingError


def home_of(asked: Asked) -> Path:
    """The home that the command is about."""
    return asked.home or named_home()


def staff_of(asked: Asked, folder: Path) -> str:
    """The id of the person: the one named by --staff, or the only one there is.

    Raises:
        HomeMissingError: there is no home. StaffUnclearError: it may be several. StaffUnknownError: it is nobody.
    """
    card = app.describe_home(folder)
    if not card.kind:
        raise HomeMissingError(folder=folder)
    found = [each.staff_id for each in card.staff if not asked.staff or asked.staff in (each.staff_id, each.name)]
    if asked.staff and not found:
        raise StaffUnknownError
    if len(found) != 1:
        raise StaffUnclearError
    return found[0]


@contextlib.contextmanager
def signed_in(asked: Asked) -> Iterator[app.OpenHome]:
    """The home with the person signed in, for as long as the command lasts.

    Raises:
        HomeMissingError, StaffUnclearError, StaffUnknownError, PassphraseMissingError, and those of signing in.
    """
    folder = home_of(asked)
    staff_id = staff_of(asked, folder)
    with contextlib.closing(app.open_home(folder, staff_id, passphrase(asked.passphrase_file))) as home:
        yield home
