"""Bringing a database file to this program's revision, with a copy to go back to."""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import Progress
from fieldsurvey.store import folding
from fieldsurvey.store.database import Database, Session
from fieldsurvey.store.errors import DatabaseNewerError, UpgradeError

HEAD: Final = "r0004"
_SCRIPTS: Final = Path(__file__).parent / "migrations"


def revision_of(session: Session) -> str:
    """The revision that the file is at; empty for a file just begun."""
    if not inspect(session).has_table("alembic_version"):
        return ""
    return str(session.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def bring_up(database: Database) -> None:
    """Upgrades the file when needed; a file at head costs one query.

    Raises:
        DatabaseNewerError: a newer program wrote it; nothing was touched.
        UpgradeError: a step failed; the file is as it was before.
    """
    with database.begin() as session:
        found = revision_of(session)
    if found == HEAD:
        return
    if found > HEAD:
        raise DatabaseNewerError(found=found)
    if not found:
        _migrate(database)
        return
    database.checkpoint()
    copy = database.path.with_suffix(".before-upgrade")
    shutil.copyfile(database.path, copy)
    migrated = False
    try:
        _migrate(database, renew=True)
        migrated = True
    except (SQLAlchemyError, FieldSurveyError, ValueError) as problem:
        raise UpgradeError from problem
    finally:
        # Whatever went wrong, even a bug of ours in a step: the file has to be what it was.
        if migrated:
            copy.unlink()
        else:
            _put_back(database, copy)


def _put_back(database: Database, copy: Path) -> None:
    database.engine.dispose()
    for ending in ("-wal", "-shm"):
        Path(f"{database.path}{ending}").unlink(missing_ok=True)
    copy.replace(database.path)


def _migrate(database: Database, *, renew: bool = False) -> None:
    # Imported here to start faster: Alembic takes a fifth of a second and is needed once per release.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    # With foreign keys on, the batch rebuild of a parent table would silently delete its children.
    with database.bare() as session:
        session.exec_driver_sql("PRAGMA foreign_keys=OFF")
    with database.begin() as session:
        config.attributes["connection"] = session
        command.upgrade(config, "head")
        if session.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
            raise UpgradeError
        if renew:
            # What is derived may look different now; in one transaction with the step, so that no half is ever seen.
            folding.rebuild(session, Progress())
    with database.bare() as session:
        session.exec_driver_sql("PRAGMA foreign_keys=ON")
