"""Opening a home's database with whatever opens its key: a passphrase, the recovery words, or a key held already."""

from collections.abc import Callable
from pathlib import Path

from fieldsurvey.paths import HomePaths
from fieldsurvey.services.errors import HomeMissingError
from fieldsurvey.services.seat import Identity
from fieldsurvey.store import kept
from fieldsurvey.store.database import Database, Session
from fieldsurvey.store.errors import DatabaseKeyError
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.keyslots_file import mend_copies


def on_one_key(paths: HomePaths, key_in: Callable[[KeySlots], bytes]) -> tuple[KeySlots, bytes, Database]:
    """The slots, key and database; a change of key that was cut off is brought to its end.

    Raises:
        HomeMissingError: there is no database. What `key_in` and opening a database raise.
    """
    # Without this an empty database would be begun, and a log that still holds the last work thrown away.
    if not paths.database.exists():
        raise HomeMissingError(folder=paths.folder)
    mend_copies(paths.folder)
    slots, staged = KeySlots.load(paths.folder), KeySlots.load_staged(paths.folder)
    if staged is None:
        key = key_in(slots)
        return slots, key, Database(paths.database, key)
    key = key_in(staged)
    try:
        database = Database(paths.database, key)
    except DatabaseKeyError:
        database = Database(paths.database, key_in(slots))
        database.rekey(key)
    staged.save(paths.folder)
    return staged, key, database


def kept_identity(session: Session, folder: Path) -> Identity:
    """Who this home is.

    Raises:
        HomeMissingError: the database does not say.
    """
    found = kept.kept(session, "identity", list[Identity], [])
    if not found:
        raise HomeMissingError(folder=folder)
    return found[0]
