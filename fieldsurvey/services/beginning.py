"""What a new household and a new visit begin with, so that nobody has to type it."""

from collections.abc import Mapping

from fieldsurvey.case.canonical import Value, encode, tidied
from fieldsurvey.case.change import Entry
from fieldsurvey.case.fold import PLACE, State
from fieldsurvey.case.ids import Address, RecordId, RowId, derived_row, new_row, row_address
from fieldsurvey.case.worker import SELF
from fieldsurvey.clock import business_date
from fieldsurvey.services.companions import companion_of
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import kept
from fieldsurvey.store.database import Session


def new_household(session: Session, seat: Seat, draft: str) -> list[tuple[Address, Value]]:
    """The first answers of a household that has no file yet: its number, the worker as a member, the visit."""
    worker = new_row()
    return [
        (Address("survey_no"), next_survey_no(session, seat)),
        (Address("filing_org"), tidied(seat.identity.organisation or None)),
        (row_address("members", worker, PLACE), 1),
        (row_address("members", worker, "relation"), SELF),
        (row_address("members", worker, "counts_in_household"), True),
        *new_visit(session, seat, draft, state=State()),
    ]


def next_place(state: State, group: str) -> int:
    """The place of a row that comes after all rows of a list."""
    used = [state.value(row_address(group, row, PLACE)) for row in state.rows(group)]
    return max((place for place in used if isinstance(place, int)), default=0) + 1


def new_visit(session: Session, seat: Seat, draft: str, *, state: State) -> list[tuple[Address, Value]]:
    """The row of today's visit: the date, who is here, and the questionnaire that is asked."""
    said: dict[str, Value] = {
        PLACE: next_place(state, "visits"),
        "visited_on": business_date(seat.now()).isoformat(),
        "surveyor1": tidied(seat.staff_name),
        "questionnaire": seat.in_force.questionnaire,
        "outcome": "met",
    }
    companion = companion_of(session, seat)
    if companion:
        said["surveyor2"] = companion
    if state.rows("visits"):
        said["purpose"] = "recheck"
    visit = _visit_row(draft, said)
    return [(row_address("visits", visit, name), value) for name, value in said.items()]


def is_only_a_visit_begun(draft: str, entries: Mapping[str, Entry]) -> bool:
    """True when a draft says nothing but the row of its visit, and that exactly as it began by itself."""
    said = {address.rpartition("/")[2]: given.value for address, given in entries.items()}
    return {address.rpartition("/")[0] for address in entries} == {f"visits/{_visit_row(draft, said)}"}


def _visit_row(draft: str, said: Mapping[str, Value]) -> RowId:
    # Derived from what it says, so that a row which somebody touched, or typed by hand, can be told from it.
    return derived_row(RecordId(draft), "visits", encode(said).decode())


def next_survey_no(session: Session, seat: Seat) -> str:
    """The next survey number of this device: its code and its own counter, printed for ever.

    A copy of the home may count on from the same number elsewhere, and two laptops may go by one code until
    headquarters has given each its own: a new incarnation, and one not admitted yet, adds the start of its id.
    """
    number = kept.kept(session, "survey_number", int, 0) + 1
    kept.keep(session, "survey_number", number)
    is_sure = seat.identity.incarnation == 1 and seat.identity.headquarters
    start = "" if is_sure else f".{seat.identity.device[:3]}"
    return f"{seat.identity.code}{start}-{number:06d}"
