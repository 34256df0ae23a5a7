"""What there is to do today: households to visit, work that came back, what is due, what the other side lacks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.case_filter import CaseFilter, Order
from fieldsurvey.case.ids import RecordId
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.services.case_rows import CaseRow, shown_row
from fieldsurvey.services.seat import Seat
from fieldsurvey.services.terms import begin_rounds_on, missing, terms_of
from fieldsurvey.store import coverage, drafts, filters, folding, search, unsent
from fieldsurvey.store.coverage import Counted
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
    """What there is to do. Days are business dates; `by` says what the units are: employer or filing_org.

    `unwritten_changes` and `unconfirmed_changes` count saved changes of every kind, papers and names included.
    """

    today: str
    round_from: str
    to_visit: ShortList
    returned: ShortList
    whys: list[ReturnedCase]
    overdue: ShortList
    unchanged: ShortList
    unwritten: ShortList
    unconfirmed: ShortList
    unwritten_changes: int
    unconfirmed_changes: int
    visited: int
    total: int
    by: str
    units: list[UnitCoverage]
    units_total: int


class Worktop:
    """The first screen's lists; each is capped, with its count."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def show(self, *, by: str = "employer") -> Work:
        """What there is to do now.

        Raises:
            InputError: `by` is neither employer nor filing_org.
        """
        if by not in coverage.BY:
            raise InputError(what="覆盖情况按 employer(工作单位)或 filing_org(建档单位)来分。")
        with self._seat.database.begin() as session:
            return self._work(session, terms_of(session, self._seat), by)

    def begin_rounds_on(self, day: str) -> None:
        """Lets each year's round of visits begin on this day, `01-01` as `MM-DD`.

        Raises:
            InputError: no day that every year has.
        """
        with self._seat.database.begin() as session:
            begin_rounds_on(session, day)

    def _work(self, session: Session, terms: Terms, by: str) -> Work:
        units = coverage.by_unit(session, terms, by)
        whole = _whole(units)
        lists = _Lists(session, terms)
        returned = lists.short(RETURNED, whole.returned)
        found = missing(session, self._seat)
        return Work(
            today=business_date(self._seat.now()).isoformat(),
            round_from=terms.round_from,
            to_visit=lists.short(CaseFilter(unvisited=True), whole.open - whole.visited),
            returned=returned,
            whys=[ReturnedCase(row.case_id, _why(session, row.case_id)) for row in returned.rows],
            overdue=lists.short(CaseFilter(recheck=True), whole.overdue),
            unchanged=lists.short(CaseFilter(unchanged=True), whole.unchanged),
            unwritten=lists.counted(CaseFilter(unwritten=True)),
            unconfirmed=lists.counted(CaseFilter(unconfirmed=True)),
            unwritten_changes=sum(unsent.count_changes(session, one.unwritten) for one in found if not one.devices),
            unconfirmed_changes=sum(unsent.count_changes(session, one.unconfirmed) for one in found if not one.devices),
            visited=whole.visited,
            total=whole.open,
            by=by,
            units=[UnitCoverage(one.unit, one.visited, one.open) for one in units if one.open][:UNITS_LISTED],
            units_total=sum(1 for one in units if one.open),
        )


class _Lists:
    """Reads the short lists of one moment."""

    def __init__(self, session: Session, terms: Terms) -> None:
        self._session = session
        self._terms = terms
        self._drafts = {row.record for row in drafts.all_open(session)}

    def short(self, asked: CaseFilter, total: int) -> ShortList:
        """The first of so many households."""
        if not total:
            return ShortList(asked, 0, [])
        where = filters.conditions(asked, self._terms)
        found = search.find(self._session, "", offset=0, limit=LISTED, where=where, order=_BY_DOOR)
        return ShortList(asked, total, [shown_row(row, self._drafts) for row in found])

    def counted(self, asked: CaseFilter) -> ShortList:
        """The same, counted here."""
        return self.short(asked, search.count(self._session, "", where=filters.conditions(asked, self._terms)))


def _whole(units: Sequence[Counted]) -> Counted:
    sums = [sum(column) for column in zip(*(one[1:] for one in units), strict=True)] or [0] * 5
    return Counted("", *sums)


def _why(session: Session, case_id: str) -> str:
    document = folding.document_of(session, "case", RecordId(case_id)) or {}
    status = document.get("status")
    return plain(status.get("why")) if isinstance(status, dict) else ""
