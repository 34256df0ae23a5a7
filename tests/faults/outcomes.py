"""What a campaign is given and what it reports."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.children import Children


@dataclass
class Ground:
    """What a campaign stands on: a folder of its own, seeded chance, children to kill, and how much to try.

    `points` is the number of kills or copies; `whole` asks campaigns that can to try everything there is.
    """

    folder: Path
    templates: Path
    chance: random.Random
    children: Children
    points: int
    whole: bool


@dataclass
class Outcome:
    """One line of the table. `counted` says how much stood behind the tries, such as acknowledged answers."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)

    @property
    def survived(self) -> int:
        return self.tried - len({told.partition(":")[0] for told in self.lost})

    def lose(self, told: str) -> None:
        """Notes a loss at the present try."""
        self.lost.append(f"{self.tried}: {told}")

    def demand(self, holds: bool, told: str) -> None:
        """Notes a loss unless something holds."""
        if not holds:
            self.lose(told)

    def count(self, what: str, by: int = 1) -> None:
        """Adds to a count shown beside the table."""
        self.counted[what] = self.counted.get(what, 0) + by


Campaign = Callable[[Ground], Outcome]
