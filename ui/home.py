"""The doors of a home, as jobs: each imports the heavy core on the worker, so that the window opens before it."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.clock import Now, system_now
from fieldsurvey.paths import HomePaths, practice_beside
from fieldsurvey.practice.sides import practice_of
from fieldsurvey.progress import Progress

if TYPE_CHECKING:
    from fieldsurvey.app import OpenHome
    from fieldsurvey.new_homes import NewHome
    from fieldsurvey.services.describing import HomeCard
    from fieldsurvey.services.restore import Offer, Restored
    from fieldsurvey.vault.derivation import Cost


def words_in(untrusted_text: str) -> tuple[str, ...]:
    """The words of a text in which numbers, points and spaces may or may not stand between them."""
    return tuple(re.findall(r"[^\W\d_]", untrusted_text))


class Home:
    """One home folder before anybody has signed in to it. `cost` and `now` are given by tests only."""

    def __init__(self, folder: Path, *, cost: "Cost | None" = None, now: Now = system_now) -> None:
        self.folder = folder
        self._cost = cost
        self._now = now

    def describe(self) -> "HomeCard":
        """What may be known before sign-in."""
        from fieldsurvey.services.describing import described

        return described(self.folder)

    def turned_to(self, folder: Path) -> "Home":
        """Another home, opened the same way."""
        return Home(folder, cost=self._cost, now=self._now)

    def practice(self) -> "PracticePlace":
        """The place to practise: the one that this home is part of, else the one beside it."""
        return PracticePlace(practice_of(self.folder) or practice_beside(self.folder), cost=self._cost)

    def prepare(self) -> None:
        """Imports the heavy core ahead of its use, while the passphrase is being typed."""
        import fieldsurvey.app  # noqa: F401  # Nothing of it is wanted yet but its being there.

    def make_headquarters(self, organisation: str, name: str, passphrase: str) -> "NewHome":
        """Makes the home of headquarters; its recovery words are in what is returned and nowhere else."""
        from fieldsurvey.new_homes import create_headquarters

        return create_headquarters(
            self.folder,
            organisation=organisation,
            staff_name=name,
            passphrase=passphrase,
            cost=self._cost,
        )

    def make_laptop(self, code: str, name: str, passphrase: str) -> "NewHome":
        """Makes the home of a field laptop."""
        from fieldsurvey.new_homes import create_laptop

        return create_laptop(self.folder, code=code, staff_name=name, passphrase=passphrase, cost=self._cost)

    def open(self, staff_id: str, passphrase: str) -> "OpenHome":
        """Signs a person in."""
        from fieldsurvey.app import open_home

        return open_home(self.folder, staff_id, passphrase, cost=self._cost, now=self._now)

    def recover(self, words: tuple[str, ...], staff_id: str, passphrase: str) -> None:
        """Gives a person a new passphrase with the recovery words."""
        from fieldsurvey.app import recover_home

        recover_home(self.folder, words, staff_id=staff_id, passphrase=passphrase, cost=self._cost)

    @property
    def backups(self) -> Path:
        """Where the home keeps its own back-ups."""
        return HomePaths(self.folder).backups

    def offers(self, place: Path) -> "list[Offer]":
        """The back-ups in a place."""
        from fieldsurvey.services.restore import offers

        return offers(place)

    def restore(
        self,
        source: Path,
        staff_id: str,
        passphrase: str,
        words: tuple[str, ...],
        *,
        progress: "Progress | None" = None,
        without_evidence: bool = False,
    ) -> "Restored":
        """Makes a back-up the home; what was there is set aside."""
        from fieldsurvey.services.restore import Opener, restore

        opener = Opener(staff_id, passphrase, words)
        return restore(
            self.folder, source, opener,
            without_evidence=without_evidence, cost=self._cost, now=self._now, progress=progress,
        )  # fmt: skip


class PracticePlace:
    """The folder of the practice homes, before anybody has signed in to one of them."""

    def __init__(self, folder: Path, *, cost: "Cost | None" = None) -> None:
        self.folder = folder
        self._cost = cost

    def make(self, progress: Progress, *, anew: bool) -> None:
        """Makes the practice homes where they are not there yet; `anew` sets them back to their first day."""
        from fieldsurvey.practice.making import LINES, practise

        progress.begin("正在准备练习用的户", LINES)
        practise(self.folder, say=lambda _: progress.step(), cost=self._cost, anew=anew)
