"""Where a home keeps its files; everything of a home lies under one folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path


@dataclass(frozen=True, slots=True)
class HomePaths:
    """The places under one home folder."""

    folder: Path

    @property
    def card(self) -> Path:
        """What may be known before sign-in: no person, no answer, no key."""
        return self.folder / "home.json"

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / "fieldsurvey.db"

    @property
    def lock(self) -> Path:
        """Held by the one running program."""
        return self.folder / "lock"

    @property
    def evidence(self) -> Path:
        """Sealed evidence files."""
        return self.folder / "evidence"

    @property
    def outbox(self) -> Path:
        """Packages written, kept until the receipt."""
        return self.folder / "outbox"

    @property
    def staging(self) -> Path:
        """Half-made and half-read packages, sealed; emptied at every start."""
        return self.folder / "staging"

    @property
    def backups(self) -> Path:
        """Back-ups on the same disk; those on another one lie in a folder that people choose."""
        return self.folder / "backups"

    @property
    def logs(self) -> Path:
        """Logs of ids and codes."""
        return self.folder / "logs"

    @property
    def settings(self) -> Path:
        """How this machine shows things."""
        return self.folder / "settings.json"

    def make(self) -> None:
        """Makes the folders that are missing, readable by their owner only."""
        for folder in (self.folder, self.evidence, self.outbox, self.staging, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def default_home() -> Path:
    """The home of a person who never named one."""
    return user_data_path("Fieldsurvey", appauthor=False)


def practice_beside(home: Path) -> Path:
    """Where practice lies that belongs to a home: beside it, never in it."""
    home = home.absolute()
    # The root of a drive has nothing beside it.
    return home.with_name(f"{home.name}-practice") if home.name else home / "Fieldsurvey-practice"


def named_home() -> Path:
    """The home that the environment names, or else the default one."""
    return Path(os.environ.get("FIELDSURVEY_HOME", "") or default_home())
