"""认定后标准有变: decided households that come out otherwise under today's standards and rules, and deciding them anew.

What was decided stands until somebody decides again.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import msgspec

from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.progress import Progress
from fieldsurvey.rules.decided import decided_of, turned_since
from fieldsurvey.rules.household import read_household
from fieldsurvey.services.decision_errors import VerdictMovedError
from fieldsurvey.services.determinations import Determinations, seen_of
from fieldsurvey.services.flips import Flip, case_bodies, flip_of, is_closed
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import paper_rows
from fieldsurvey.store.errors import CaseMissingError


@dataclass(frozen=True, slots=True)
class Redecided:
    """How many households were decided anew, and how many left alone because they had changed meanwhile.

    `kept`: how many keep what a committee meant to be otherwise than the rules come out.
    """

    done: int
    left: int
    kept: int = 0

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        left = f";{self.left} 户在这之间又变了,没有动,请再看一遍“认定后标准有变”" if self.left else ""
        kept = f";{self.kept} 户会议写明理由另作了认定,没有动,要改请逐户认定" if self.kept else ""
        return f"已照看到的测算重新认定 {self.done} 户{left}{kept}。"


class Redecisions:
    """Listing such households and deciding several at once."""

    def __init__(self, seat: Seat, determinations: Determinations) -> None:
        self._seat = seat
        self._determinations = determinations

    def waiting(self, *, progress: Progress | None = None) -> list[Flip]:
        """The households that were decided and come out otherwise since, in the order of their numbers.

        Those come last of which the committee meant to decide otherwise than the rules.

        Raises:
            CancelledError: the user did not want to wait.
        """
        today, found = business_date(self._seat.now()), []
        with self._seat.database.begin() as session:
            for record, body in case_bodies(session, progress or Progress()):
                if b'"determinations"' not in body:
                    continue
                document = msgspec.json.decode(body)
                decided = decided_of(document)
                if decided is None or is_closed(document):
                    continue
                verdict = turned_since(decided, read_household(document, today), self._seat.rules)
                if verdict is not None:
                    before, on = decided.computed or decided.category, verdict.on.isoformat()
                    seen = seen_of(paper_rows.versions(session, [record]).get(record, ""), verdict)
                    flip = flip_of(
                        record, document, before, verdict.category, on=on, decided=decided.category, seen=seen
                    )
                    is_deliberate = decided.is_deliberate and decided.category != verdict.category
                    found.append(replace(flip, is_deliberate=is_deliberate))
        return sorted(found, key=lambda flip: (flip.is_deliberate, flip.survey_no))

    def decide(
        self, seen: Sequence[Flip], reason: str, *, named: Collection[str] = (), progress: Progress | None = None
    ) -> Redecided:
        """Decides these households as they were seen to come out; one that has changed meanwhile is left alone.

        What a committee meant to be otherwise than the rules stays, unless the household is `named` by its id.
        Each is decided by itself: what was decided before it stopped stays decided.

        Raises:
            InputError: nobody says why. CancelledError: the user did not want to wait.
        """
        if not reason.strip():
            raise InputError(what="请写明为什么重新认定,如“低保标准自 2026-07-01 起调整”。")
        progress, done = progress or Progress(), 0
        chosen = [flip for flip in seen if not flip.is_deliberate or flip.case_id in named]
        progress.begin("正在重新认定", len(chosen))
        for flip in chosen:
            try:
                self._determinations.decide(flip.case_id, flip.after, reason, seen=flip.seen)
                done += 1
            except (VerdictMovedError, CaseMissingError):
                # Somebody has to look at it again: it waits, or has been decided.
                pass
            progress.step()
        return Redecided(done, len(chosen) - done, len(seen) - len(chosen))
