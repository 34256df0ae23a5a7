"""Which households wait to be looked at: what was just written first, then what came in, then the rest of the list."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final

from fieldsurvey.services.checking import Checking
from fieldsurvey.store import finding_lists, finding_rows, kept
from fieldsurvey.store.database import Session
from fieldsurvey.store.finding_rows import Mark

FEW_CHANGES: Final = 100
LARGEST_BATCH: Final = 500
_SEEN: Final = "findings_seen"


@dataclass(slots=True)
class Queue:
    """Where the looking stands. `clean` is what had come in, under which key, when nothing waited any more.

    `place` is where the walk through the list is. `pace_s` is what one household took lately; by it a batch is made
    as long as the caller may wait.
    """

    checking: Checking
    clean: tuple[Mark, str] | None = None
    walked: tuple[int, str] | None = None
    place: int = 0
    pending: list[int] = field(default_factory=list)
    pace_s: float = 0.002

    @contextmanager
    def only_if_it_is_kept(self) -> Iterator[None]:
        """Around a transaction: where it fails, the queue stands where it stood, and the same households come again."""
        before = replace(self)
        try:
            yield
        except BaseException:
            self.clean, self.walked = before.clean, before.walked
            self.place, self.pending = before.place, before.pending
            raise

    def step(self, session: Session, *, within_s: float, today: str) -> int | None:
        """Looks at the next households; says how many they were, and None when nothing waits any more.

        `pending` is never changed, only replaced.
        """
        mark, key = finding_rows.mark(session), self.checking.key()
        if self.clean == (mark, key):
            return None
        if self.walked != (mark.package, key):
            # Under other rules every household waits; a package may let changes count that came long ago.
            self.walked, self.place = (mark.package, key), 0
        self._take_written(session, mark.change, key)
        most = max(1, min(LARGEST_BATCH, int(within_s / self.pace_s)))
        if self.pending:
            places, self.pending = self.pending[:most], self.pending[most:]
            return self._look(session, places)
        if self.place != finding_rows.END:
            places, self.place = finding_rows.waiting_from(session, self.place, key, most)
            return self._look(session, places)
        finding_lists.keep_day(session, today)
        self.clean = (mark, key)
        return None

    @property
    def left(self) -> int:
        """How many households there may still be, when nobody counted them: at least one."""
        return max(1, len(self.pending))

    def _take_written(self, session: Session, last: int, key: str) -> None:
        """Puts in front what was written since; where that is very much, the walk begins anew."""
        seen = kept.kept(session, _SEEN, int, -1)
        if seen == last:
            return
        seen = last if seen < 0 else seen
        if last - seen > FEW_CHANGES:
            self.place = 0
        found = finding_rows.touched(session, seen + 1, last, key, cases=last - seen <= FEW_CHANGES)
        kept.keep(session, _SEEN, last)
        self.pending = list(dict.fromkeys([*found, *self.pending]))

    def _look(self, session: Session, places: list[int]) -> int:
        began = time.perf_counter()
        done = self.checking.check(session, places)
        if done:
            self.pace_s = max(0.0001, (self.pace_s + (time.perf_counter() - began) / done) / 2)
        return done
