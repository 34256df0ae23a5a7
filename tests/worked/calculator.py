"""The rules once more, by hand: fractions, the formulas of `domain.md` §2.2–2.4 with §0.1.4, and nothing of ours.

It reads the examples themselves and never a document, so that a mistake in reading documents shows as well.
"""

from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import Final

from tests.worked.example import SURVEYED, Earned, Example, Spent

COUNTS: Final = {
    "wage", "business", "pension", "unemployment_benefit", "survivor_benefit", "maintenance", "property",
    "transfer_gift", "other",
}  # fmt: skip
RIGID: Final = {
    "medical_self_pay", "long_term_care", "disability_rehab", "tuition", "boarding", "school_living", "disaster_loss",
    "social_insurance_self",
}  # fmt: skip
CAUSED: Final = {
    "6": {"medical_self_pay", "long_term_care", "disability_rehab"},
    "9": {"tuition", "boarding", "school_living"},
    "disabled": {"disability_rehab", "long_term_care", "medical_self_pay"},
    "1": {"long_term_care"}, "4": {"social_insurance_self"}, "5": {"social_insurance_self"},
    "7": {"disaster_loss"}, "8": {"medical_self_pay", "disaster_loss", "disability_rehab"},
}  # fmt: skip
STRUCTURAL: Final = {"stopped", "closed", "restructured", "capacity_cut", "deregistered"}


def yuan(text: str | None) -> Fraction:
    """An amount as a fraction of a 元."""
    return Fraction(text or 0)


def is_shut_out(example: Example) -> bool:
    """Whether a disqualifying situation holds that nobody granted an exemption from (§2.8)."""
    said = example.answers
    found = set()
    if said.get("homes_owned", 1) >= 2:
        found.add("dq_two_homes")
    if said.get("has_business"):
        found.add("dq_shop_employer")
    if said.get("has_costly_school"):
        found.add("dq_private_school_abroad")
    if said.get("has_car") and said.get("car_use") in ("own", "business"):
        found.add("dq_car_use")
    if said.get("has_false_statement"):
        found.add("dq_false_statement")
    return bool(found - set(example.exempt))


def migrant_may(example: Example) -> bool:
    """Union membership, a labour relation of a year, and living in town (§2.3)."""
    said = example.answers
    if said.get("file_type") != "migrant":
        return True
    if not said.get("is_union_member") or not said.get("lives_in_town"):
        return False
    if "union_proof" in example.proofs:
        return True
    begun, ends = date.fromisoformat(said["contract_from"]), said.get("contract_to")
    if ends is None:
        return True
    # From 1 March to the last day of February is a year.
    last = date.fromisoformat(ends)
    return (last - begun.replace(year=begun.year + 1)).days >= -1


def income(example: Example, *, with_relief: bool) -> Fraction:
    """A year's income of those who count (§2.7, §0.1.4)."""
    total = Fraction(0)
    for each in _counted(example.earned, example):
        amount = sum((Fraction(cell or 0, 100) for cell in each.cells), Fraction(0))
        if each.kind in COUNTS:
            total += amount
        elif each.kind == "maintenance_paid":
            total -= amount
        elif each.kind in ("dibao_grant", "gov_temp_relief") and with_relief and example.answers.get("on_dibao"):
            total += amount
    return total


def cost(example: Example, kinds: Collection[str]) -> Fraction:
    """What bills of these kinds came to in the end; what came back later goes off its own kind and makes no income."""
    total = Fraction(0)
    for kind in kinds:
        bills = sum(
            (max(yuan(each.bill) - yuan(each.back), Fraction(0)) for each in _bills(example) if each.kind == kind),
            Fraction(0),
        )
        late = sum((yuan(amount) for of, amount in example.later if of == kind), Fraction(0))
        total += max(bills - late, Fraction(0))
    return total


def work_cost(example: Example) -> Fraction:
    """必要就业成本, at most a fifth of the wages."""
    wages = income_of(example, "wage")
    told = sum(
        (yuan(each.bill) - yuan(each.back) for each in _bills(example) if each.kind == "employment_cost"), Fraction(0)
    )
    return min(told, wages / 5)


def income_of(example: Example, kind: str) -> Fraction:
    """A year's income of one kind."""
    earned = [each for each in _counted(example.earned, example) if each.kind == kind]
    return sum((Fraction(cell or 0, 100) for each in earned for cell in each.cells), Fraction(0))


def event_cost(example: Example) -> Fraction | None:
    """What sudden events cost after compensation; None where there was none."""
    events = [
        each for each in example.because if each.is_sudden or (each.is_sudden is None and each.code in ("7", "8"))
    ]
    if not events:
        return None
    told = [each for each in events if each.loss is not None]
    if told:
        return sum((max(yuan(each.loss) - yuan(each.paid), Fraction(0)) for each in told), Fraction(0))
    return cost(example, {"medical_self_pay", "disaster_loss"})


def of_2020(example: Example, line: Fraction) -> str:
    """§2.3: deep, relative, accident."""
    heads = example.persons * 12
    net = income(example, with_relief=True) - cost(example, RIGID)
    said = example.answers
    is_structural = said.get("enterprise_status") in STRUCTURAL or said.get("work_status") in ("laid_off", "unemployed")
    if net / heads < line or (is_structural and (net - work_cost(example)) / heads < line):
        return "deep_hardship"
    if (net - work_cost(example)) / heads < 2 * line:
        return "relative_hardship"
    lost = event_cost(example)
    if lost and lost >= income(example, with_relief=False) * 4 / 5:
        return "accident_hardship"
    return "not_qualified"


def of_2016(example: Example, line: Fraction) -> str:
    """§2.2: 低保户, 低保边缘户, 意外致困户."""
    heads = example.persons * 12
    earned = income(example, with_relief=False)
    per_head = earned / heads
    if example.answers.get("on_dibao") or longest_below(example, line) >= 6:
        return "dibao_household"
    signs = signs_of(example)
    slow = {"1", "2", "3", "4", "5", "6", "9", "10", "disabled", "single_parent"}
    left = earned - cost(example, caused_kinds(example))
    if per_head <= line * 3 / 2 and slow & set(signs) and left / heads <= line:
        return "dibao_marginal_household"
    lost = event_cost(example)
    if lost is not None:
        if per_head <= 3 * line and (earned - lost) / heads <= line:
            return "accident_hardship_household"
        means = Fraction(sum(example.answers.get(name) or 0 for name in ("savings", "investments")), 100)
        if per_head > 3 * line and (earned + means - lost) / heads <= line:
            return "accident_hardship_household"
    return "not_qualified"


def signs_of(example: Example) -> list[str]:
    """The causes, and the circumstances that count as one."""
    signs = [each.code for each in example.because] + (["disabled"] if example.disabled else [])
    return signs + (["single_parent"] if example.answers.get("is_single_parent") else [])


def caused_kinds(example: Example) -> set[str]:
    """The kinds of bills that they bring about."""
    return {kind for sign in signs_of(example) for kind in CAUSED.get(sign, set())}


def longest_below(example: Example, line: Fraction) -> int:
    """The longest run of months below the line, among the twelve before the month of the survey."""
    first = date.fromisoformat(SURVEYED[example.rules]).month - 1
    longest = run = 0
    for place in range(12):
        month = (first + place) % 12
        earned = sum(
            (
                Fraction(each.cells[month] or 0, 100)
                for each in _counted(example.earned, example)
                if each.kind in COUNTS
            ),
            Fraction(0),
        )
        run = run + 1 if earned / example.persons < line else 0
        longest = max(longest, run)
    return longest


def category_of(example: Example) -> str:
    """The category by hand; only for examples in which nothing is missing."""
    assert example.line_fen is not None
    line = Fraction(example.line_fen, 100)
    if is_shut_out(example) or not migrant_may(example):
        return "not_qualified"
    return of_2020(example, line) if example.rules == "RS2020" else of_2016(example, line)


def _counted(earned: Iterable[Earned], example: Example) -> list[Earned]:
    return [each for each in earned if each.member < example.persons]


def _bills(example: Example) -> list[Spent]:
    return [each for each in example.spent if each.member < example.persons]
