"""五类重点群体, derived from what the household says of itself (`domain.md` §2.9)."""

from typing import Final

from fieldsurvey.rules.court import Court, compare
from fieldsurvey.rules.household import MONTHS, Person, text

NOT_FULLY_AT_WORK: Final = frozenset({"unemployed", "laid_off", "flexible"})
STRUCTURAL: Final = frozenset({"stopped", "restructured", "closed", "capacity_cut"})
INCOME: Final = "income"
NET: Final = "net"


def groups_of(court: Court) -> tuple[str, ...]:
    """The groups that the household certainly belongs to, by code of the table `priority_group`."""
    household = court.household
    on_dibao = household.answer("on_dibao")
    able = any(_is_able(person) for person in household.people if person.is_counted)
    income_below, net_below = _is_below(court, INCOME), _is_below(court, NET)
    found = {
        "G1": on_dibao is True and able,
        "G2": income_below is True and on_dibao is False,
        "G3": income_below is False and net_below is True,
        "G4": household.answer("file_type") == "migrant",
        "G5": text(household.answer("enterprise_status")) in STRUCTURAL,
    }
    return tuple(code for code, holds in found.items() if holds)


def _is_able(person: Person) -> bool:
    return person.work_status in NOT_FULLY_AT_WORK and person.values.get("labour_capacity") != "lost"


def _is_below(court: Court, sum_name: str) -> bool | None:
    line, heads = court.standard("line"), court.persons
    if line is None or not heads or all(each.id != sum_name for each in court.rule_set.sums):
        return None
    return compare(court.sum(sum_name), "<", line.amount_fen * heads * MONTHS, 1)
