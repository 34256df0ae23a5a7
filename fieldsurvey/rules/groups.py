"""五类重点群体, derived from what the household says of itself (`domain.md` §2.9)."""

from collections.abc import Sequence
from typing import Final

from fieldsurvey.rules.court import Court, compare
from fieldsurvey.rules.household import MONTHS, Person, text

NOT_FULLY_AT_WORK: Final = frozenset({"unemployed", "laid_off", "flexible"})
STRUCTURAL: Final = frozenset({"stopped", "restructured", "closed", "capacity_cut"})
INCOME: Final = "income"
NET: Final = "net"


def groups_of(court: Court) -> tuple[str, ...]:
    """The groups that the household certainly belongs to, by code of the table `priority_group`."""
    return tuple(code for code, belongs in membership_of(court).items() if belongs)


def membership_of(court: Court) -> dict[str, bool | None]:
    """By group whether the household belongs to it; None where what nobody has said yet could tell either way."""
    household = court.household
    dibao, file_type = household.answer("on_dibao"), household.answer("file_type")
    on_dibao = dibao if isinstance(dibao, bool) else None
    enterprise = text(household.answer("enterprise_status"))
    income_below, net_below = _is_below(court, INCOME), _is_below(court, NET)
    return {
        "G1": _both(on_dibao, _somebody_is_able(household.people)),
        "G2": _both(income_below, _turned(on_dibao)),
        "G3": _both(_turned(income_below), net_below),
        "G4": file_type == "migrant" if isinstance(file_type, str) else None,
        "G5": enterprise in STRUCTURAL if enterprise else None,
    }


def _somebody_is_able(people: Sequence[Person]) -> bool | None:
    counted = [_is_able(person) for person in people if person.is_counted]
    # Where nobody is in the list yet, whoever comes may be.
    return True if any(counted) else None if None in counted or not counted else False


def _is_able(person: Person) -> bool | None:
    if person.values.get("labour_capacity") == "lost":
        return False
    return person.work_status in NOT_FULLY_AT_WORK if person.work_status else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else None if one is None or other is None else True


def _turned(fact: bool | None) -> bool | None:
    return None if fact is None else not fact


def _is_below(court: Court, sum_name: str) -> bool | None:
    line, heads = court.standard("line"), court.persons
    if line is None or not heads or all(each.id != sum_name for each in court.rule_set.sums):
        return None
    return compare(court.sum(sum_name), "<", line.amount_fen * heads * MONTHS, 1)
