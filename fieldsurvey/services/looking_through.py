"""Walking through the whole list with the checks, on all cores: for the day when every household waits."""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import closing
from typing import Final

from fieldsurvey.progress import Progress
from fieldsurvey.rules.looking import Asked, Looked
from fieldsurvey.services.checking import Checking
from fieldsurvey.services.lookers import Lookers
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import finding_rows
from fieldsurvey.store.bulk import paused_collection
from fieldsurvey.store.finding_rows import ToCheck

# Fewer are sooner done than other processes are started.
WORTH_IT: Final = 2_000
# The keys of a household fall all over their table: the more households at once, the fewer pages are written twice.
BATCH: Final = 1_000

_Rows = Sequence[tuple[ToCheck, Asked]]


def look_through(seat: Seat, checking: Checking, progress: Progress) -> int:
    """Looks at every household that waits, as the list stands now; says how many.

    What is read is looked at elsewhere while more is read and what came back is kept, each batch in a transaction. A
    household that changes meanwhile is kept with the version that was looked at, and waits on.

    Raises:
        CancelledError: the user wished to stop; what was kept by then stays.
    """
    key, terms = checking.key(), checking.terms()
    with seat.database.begin() as session:
        ground = checking.ground(session)
    under_way: deque[tuple[_Rows, Future[list[Looked]]]] = deque()
    place = done = 0
    with closing(Lookers(ground, terms)) as lookers, paused_collection(), seat.database.long_log():
        while place != finding_rows.END or under_way:
            if place != finding_rows.END and len(under_way) <= lookers.count:
                with seat.database.begin() as session:
                    places, place = finding_rows.waiting_from(session, place, key, BATCH)
                    rows = checking.read(session, places)
                if rows:
                    under_way.append((rows, lookers.look([asked for _, asked in rows])))
                continue
            read, found = under_way.popleft()
            looked = found.result()
            with seat.database.begin() as session:
                checking.keep(session, read, looked)
            done += len(read)
            progress.step(len(read))
    return done
