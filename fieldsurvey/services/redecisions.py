"""认定后标准有变: decided households that come out otherwise under today's standards and rules, and deciding them anew.

What was decided stands until somebody decides again.
"""

from collections.abc import Sequence

import msgspec

from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.progress import Progress
from fieldsurvey.rules.decided import decided_of, has_turned_since
from fieldsurvey.rules.judging import judge
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.flips import Flip, case_bodies, flip_of, is_closed
from fieldsurvey.services.seat import Seat


class Redecisions:
    """Listing such households and deciding several at once."""

    def __init__(self, seat: Seat, determinations: Determinations) -> None:
        self._seat = seat
        self._determinations = determinations

    def waiting(self, *, progress: Progress | None = None) -> list[Flip]:
        """The households that were decided and come out otherwise since, in the order of their numbers.

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
                verdict = judge(document, self._seat.rules, today)
                if has_turned_since(decided, verdict):
                    before, on = decided.computed or decided.category, verdict.on.isoformat()
                    found.append(flip_of(record, document, before, verdict.category, on=on, decided=decided.category))
        return sorted(found, key=lambda flip: flip.survey_no)

    def decide(self, case_ids: Sequence[str], reason: str, *, progress: Progress | None = None) -> int:
        """Decides these households as they come out today; returns how many. One that no longer waits is left alone.

        Each is decided by itself: what was decided before it stopped stays decided.

        Raises:
            InputError: nobody says why. CancelledError: the user did not want to wait.
        """
        if not reason.strip():
            raise InputError(what="请写明为什么重新认定,如“低保标准自 2026-07-01 起调整”。")
        progress = progress or Progress()
        waiting = {flip.case_id: flip for flip in self.waiting()}
        chosen = [waiting[case_id] for case_id in dict.fromkeys(case_ids) if case_id in waiting]
        progress.begin("正在重新认定", len(chosen))
        for flip in chosen:
            self._determinations.decide(flip.case_id, flip.after, reason)
            progress.step()
        return len(chosen)
