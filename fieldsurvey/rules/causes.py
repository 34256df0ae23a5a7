"""Whether a cause of hardship still stands, by what the household says of its people (`domain.md` §7 CL07, §0.1.7)."""

from collections.abc import Callable, Mapping
from typing import Final

from fieldsurvey.rules.court import after_months
from fieldsurvey.rules.groups import NOT_FULLY_AT_WORK
from fieldsurvey.rules.household import Cause, Household, Person, day_of, text

NO_CAPACITY: Final = "1"
EVENTS: Final = frozenset({"7", "8"})
OTHER: Final = "10"


def stands(cause: Cause, household: Household) -> bool | None:
    """True where somebody is as the cause says, False where surely nobody is, None where it is not known.

    Of events, 社会保险 and other causes nothing tells it: None.
    """
    sign = _SIGNS.get(cause.code)
    if sign is None:
        return None
    person = household.person(cause.member) if cause.member else None
    concerned = household.people if person is None else (person,)
    told = [sign(each) for each in concerned]
    return True if True in told else None if None in told or not told else False


def is_gone(cause: Cause, household: Household, event_months: int) -> bool:
    """Whether a cause is surely no more: nobody is as it says, or the event is so many months past."""
    if cause.code in EVENTS:
        happened = day_of(cause.event_date)
        return happened is not None and after_months(happened, event_months) <= household.on
    return stands(cause, household) is False


def _is_ill(person: Person) -> bool | None:
    return person.health != "good" if person.health else None


def _is_student(person: Person) -> bool | None:
    # The worker is asked about work, and is no student unless it says so.
    return person.is_at_school or (False if person.work_status or person.is_worker else None)


def _is_out_of_work(person: Person) -> bool | None:
    return person.work_status in NOT_FULLY_AT_WORK if person.work_status else None


def _is_unable(person: Person) -> bool | None:
    capacity = text(person.values.get("labour_capacity"))
    if person.work_status == "no_capacity" or capacity in ("lost", "partial"):
        return True
    return False if capacity == "normal" else None


_SIGNS: Final[Mapping[str, Callable[[Person], bool | None]]] = {
    NO_CAPACITY: _is_unable,
    "2": _is_out_of_work,
    "3": _is_out_of_work,
    "6": _is_ill,
    "9": _is_student,
}
