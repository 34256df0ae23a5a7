"""What there is to do today: households to visit, work that came back, what is due, what the other side lacks."""

from dataclasses import dataclass, replace
from typing import Final

from fieldsurvey.case.case_filter import CaseFilter, Order
from fieldsurvey.case.in_force import InForce
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.services.case_rows import CaseRow, shown_row
from fieldsurvey.services.seat import Seat
from fieldsurvey.services.terms import begin_rounds_on, missing, terms_of
from fieldsurvey.store import coverage, drafts, filters, folding, search, unsent
from fieldsurvey.store.database import Session
from fieldsurvey.store.filters import Terms
from fieldsurvey.store.projections import plain

LISTED: Final = 50
UNITS_LISTED: Final = 200
RETURNED: Final = CaseFilter(statuses=("returned",))
_BY_DOOR: Final = Order("address")


@dataclass(frozen=True, slots=True)
class ShortList:
    """The first households of a list, in order of their doors, and how many there are; `asked` finds them all."""

    asked: CaseFilter
    total: int
    rows: list[CaseRow]


@dataclass(frozen=True, slots=True)
class ReturnedCase:
    """A household that came back from review, with the reviewer's words."""

    case_id: str
    why: str


@dataclass(frozen=True, slots=True)
class UnitCoverage:
    """How many of a unit's households have been visited in this round; the unit "" is that of those without one."""

    unit: str
    visited: int
    total: int


@dataclass(frozen=True, slots=True)
class Work:
    """What there is to do, and how far the round has come. Days are business dates."""

    today: str
    round_from: str
    visited: int
    total: int
    to_visit: ShortList
    returned: ShortList
    whys: list[ReturnedCase]
    overdue: ShortList
    unchanged: ShortList


@dataclass(frozen=True, slots=True)
class Coverage:
    """The units with the most households missing first, capped; `by` says what a unit is, `total` how many they are."""

    by: str
    total: int
    units: list[UnitCoverage]


@dataclass(frozen=True, slots=True)
class Unsent:
    """What was not yet written to a stick, and what the other side has not yet confirmed.

    On a laptop the changes are counted as well, those of every kind.
    """

    unwritten: ShortList
    unconfirmed: ShortList
    unwritten_changes: int
    unconfirmed_changes: int


class Worktop:
    """The first screen's lists; each is capped, with its count, and comes on its own, the quickest first."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def show(self) -> Work:
        """What there is to do now."""
        with self._seat.database.begin() as session:
            terms = terms_of(session, self._seat)
            whole = coverage.whole(session, terms)
            lists = _Lists(session, terms, self._seat.in_force)
            returned = lists.short(RETURNED, whole.returned)
            return Work(
                today=business_date(self._seat.now()).isoformat(),
                round_from=terms.round_from,
                visited=whole.visited,
                total=whole.open,
                to_visit=lists.short(CaseFilter(unvisited=True), whole.open - whole.visited),
                returned=returned,
                whys=[ReturnedCase(row.case_id, _why(session, row.case_id)) for row in returned.rows],
                overdue=lists.short(CaseFilter(recheck=True), whole.overdue),
                unchanged=lists.short(CaseFilter(unchanged=True), whole.unchanged),
            )

    def coverage(self, *, by: str = "employer") -> Coverage:
        """How far the round has come in each unit.

        Raises:
            InputError: `by` is neither employer nor filing_org.
        """
        if by not in coverage.BY:
            raise InputError(what="覆盖情况按 employer(工作单位)或 filing_org(建档单位)来分。")
        with self._seat.database.begin() as session:
            units = coverage.by_unit(session, terms_of(session, self._seat), by)
        return Coverage(by, len(units), [UnitCoverage(one.name, one.visited, one.open) for one in units[:UNITS_LISTED]])

    def unsent(self) -> Unsent:
        """What the other side of the stick lacks."""
        with self._seat.database.begin() as session:
            found = missing(session, self._seat)
            terms = terms_of(session, self._seat, CaseFilter(unwritten=True, unconfirmed=True), found=found)
            lists = _Lists(session, terms, self._seat.in_force)
            confirming = lists.counted(CaseFilter(unconfirmed=True))
            # Before the first stick they are the same, and the longest there can be.
            is_same = all(one.unwritten == one.unconfirmed for one in found)
            asked = CaseFilter(unwritten=True)
            writing = replace(confirming, asked=asked) if is_same else lists.counted(asked)
            own = [one for one in found if not one.devices]
            return Unsent(
                unwritten=writing,
                unconfirmed=confirming,
                unwritten_changes=sum(unsent.count_changes(session, one.unwritten) for one in own),
                unconfirmed_changes=sum(unsent.count_changes(session, one.unconfirmed) for one in own),
            )

    def begin_rounds_on(self, day: str) -> None:
        """Lets each year's round of visits begin on this day, `01-01` as `MM-DD`.

        Raises:
            InputError: no day that every year has.
        """
        with self._seat.database.begin() as session:
            begin_rounds_on(session, day)


class _Lists:
    """Reads the short lists of one moment."""

    def __init__(self, session: Session, terms: Terms, in_force: InForce) -> None:
        self._session = session
        self._terms = terms
        self._in_force = in_force
        self._drafts = {row.record for row in drafts.all_open(session)}

    def short(self, asked: CaseFilter, total: int) -> ShortList:
        """The first of so many households."""
        if not total:
            return ShortList(asked, 0, [])
        where = filters.conditions(asked, self._terms)
        found = search.find(self._session, "", offset=0, limit=LISTED, where=where, order=_BY_DOOR)
        return ShortList(asked, total, [shown_row(row, self._drafts, self._in_force) for row in found])

    def counted(self, asked: CaseFilter) -> ShortList:
        """The same, counted here; the newest first, for that is what one has just done."""
        where = filters.conditions(asked, self._terms)
        total, found = search.newest(self._session, where, LISTED)
        return ShortList(asked, total, [shown_row(row, self._drafts, self._in_force) for row in found])


def _why(session: Session, case_id: str) -> str:
    document = folding.document_of(session, "case", case_id) or {}
    status = document.get("status")
    return plain(status.get("why")) if isinstance(status, dict) else ""
