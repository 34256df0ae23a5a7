"""The sums of a rule set over a household: each between a least and a most, exact in fen, with the lines it is made of.

What nobody has said leaves a sum open on one side, so that a comparison which does not depend on it can still be made.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from fieldsurvey.rules.condition import fraction
from fieldsurvey.rules.household import MONTHS, Expense, Household, Income, Person
from fieldsurvey.rules.rule_set import Imputed, RuleSet, Sum

WORKING: Final = frozenset({"wage", "business"})


@dataclass(frozen=True, slots=True)
class Amount:
    """A year's amount in fen: at least `least`, at most `most`; None where there is no bound."""

    least: int | None
    most: int | None

    @property
    def known(self) -> int | None:
        """The amount where it is certain."""
        return self.least if self.least == self.most else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sum: where it comes from, whose, of what kind, the fen it adds at least and at most.

    `sort` says what it is: income, imputed, relief, expense, later, event, means.
    """

    address: str
    member: str
    kind: str
    sort: str
    least: int | None
    most: int | None


NOTHING: Final = Amount(0, 0)


def reckon(household: Household, rule_set: RuleSet, sum_: Sum, minimum_wage: int | None) -> Amount:
    """What a sum comes to. `minimum_wage` is that of a month in fen, None where it is not known."""
    return total(lines_of(household, rule_set, sum_, minimum_wage))


def total(lines: Iterator[Line]) -> Amount:
    """Lines added up; one that is open leaves the sum open."""
    least: int | None = 0
    most: int | None = 0
    for line in lines:
        least = None if least is None or line.least is None else least + line.least
        most = None if most is None or line.most is None else most + line.most
    return Amount(least, most)


def lines_of(household: Household, rule_set: RuleSet, sum_: Sum, minimum_wage: int | None) -> Iterator[Line]:
    """The lines of a sum in the order of the document: income, what is imputed, what goes off, what is added."""
    yield from _income(household, rule_set, sum_)
    if rule_set.income.imputed.on:
        yield from _imputed(household, rule_set.income.imputed, minimum_wage)
    taken: set[str] = set()
    kinds = set(sum_.less)
    if sum_.less_caused:
        kinds |= caused_kinds(household, rule_set)
    if kinds:
        yield from _expenses(household, rule_set, kinds)
        taken = kinds
    if sum_.less_events:
        yield from _events(household, rule_set, taken)
    for name in sum_.plus:
        value = household.document.get(name)
        known = value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
        yield Line(name, "", name, "means", 0 if known is None else known, known)


def months_of(household: Household, rule_set: RuleSet, sum_: Sum) -> list[Amount]:
    """The income of each of the twelve months before the survey, the earliest first; yearly things spread evenly.

    What goes off of the sum is left out: bills have no months.
    """
    rows = [(item, _sign(item, household, rule_set, sum_)) for item in household.income]
    order = [(household.on.month - 1 + back) % MONTHS for back in range(MONTHS)]
    return [_of_month(rows, month) for month in order]


def _of_month(rows: list[tuple[Income, int]], month: int) -> Amount:
    least: int | None = 0
    most: int | None = 0
    for item, sign in rows:
        if not sign:
            continue
        cell, spread = item.months[month], item.in_kind // MONTHS
        told = Amount(spread, None) if cell is None else Amount(cell + spread, cell + spread)
        told = _negated(told) if sign < 0 else told
        least = None if least is None or told.least is None else least + told.least
        most = None if most is None or told.most is None else most + told.most
    return Amount(least, most)


def caused_kinds(household: Household, rule_set: RuleSet) -> set[str]:
    """The kinds of expense that the household's causes bring about, by the table of the rule set."""
    kinds: set[str] = set()
    for sign in circumstances(household):
        kinds.update(rule_set.caused.get(sign, ()))
    return kinds


def circumstances(household: Household) -> list[str]:
    """The codes of the causes, and the circumstances that count as one: disabled, single_parent."""
    found = [cause.code for cause in household.causes if cause.code]
    if any(person.health == "disabled" for person in household.people if person.is_counted):
        found.append("disabled")
    if household.answer("is_single_parent") is True:
        found.append("single_parent")
    return found


def loss_of(household: Household, rule_set: RuleSet) -> Amount:
    """What sudden events cost after compensation: as was said of them, else the bills of their kinds."""
    return _negated(total(_events(household, rule_set, set())))


def _negated(amount: Amount) -> Amount:
    return Amount(
        None if amount.most is None else -amount.most,
        None if amount.least is None else -amount.least,
    )


def _sign(item: Income, household: Household, rule_set: RuleSet, sum_: Sum) -> int:
    """1 for what counts in a sum, -1 for what goes off, 0 for what does neither."""
    if not household.is_counted(item.member):
        return 0
    income = rule_set.income
    if item.kind in income.goes_off:
        return -1
    if item.kind in income.counts or not item.kind:
        # Whose kind nobody has said yet is income all the same.
        return 1
    helped = sum_.with_relief and item.kind in income.counts_on_dibao and household.answer("on_dibao") is True
    return 1 if helped else 0


def _income(household: Household, rule_set: RuleSet, sum_: Sum) -> Iterator[Line]:
    for item in household.income:
        sign = _sign(item, household, rule_set, sum_)
        if not sign:
            continue
        known = sum(cell for cell in item.months if cell) + (item.in_kind if rule_set.income.counts_in_kind else 0)
        least, most = known, known if item.is_whole else None
        sort = "relief" if item.kind in rule_set.income.counts_on_dibao else "income"
        address = f"income/{item.row}/months"
        if sign < 0:
            yield Line(address, item.member, item.kind, sort, None if most is None else -most, -least)
        else:
            yield Line(address, item.member, item.kind, sort, least, most)
    if not household.income:
        # Nothing was written down, which does not say that there is nothing.
        yield Line("income", "", "", "income", 0, None)


def _imputed(household: Household, imputed: Imputed, minimum_wage: int | None) -> Iterator[Line]:
    for person in household.people:
        if not person.is_counted or not is_imputed(person, household, imputed):
            continue
        earned = [0] * MONTHS
        for item in household.income:
            if item.member == person.row and item.kind in imputed.kinds:
                earned = [had + (cell or 0) for had, cell in zip(earned, item.months, strict=True)]
        address = f"members/{person.row}/work_status"
        if minimum_wage is None:
            yield Line(address, person.row, "imputed_min_wage", "imputed", 0, None)
            continue
        added = sum(max(0, minimum_wage - cell) for cell in earned)
        if added:
            yield Line(address, person.row, "imputed_min_wage", "imputed", added, added)


def is_imputed(person: Person, household: Household, imputed: Imputed) -> bool:
    """Able to work, of age, not at work nor at school, no carer, and nothing proven (`domain.md` §2.7, §0.1.4)."""
    if person.work_status not in imputed.work_status or person.is_at_school:
        return False
    if person.health not in ("", "good") and person.values.get("labour_capacity") in ("lost", "partial"):
        return False
    if person.values.get("labour_capacity") == "lost" or person.age is None:
        return False
    last = imputed.to_age.get(person.sex, max(imputed.to_age.values(), default=60))
    if not imputed.from_age <= person.age < last:
        return False
    if imputed.carers_exempt and person.values.get("is_carer") is True:
        return False
    return not household.has_proof(imputed.proof, person.row)


def _expenses(household: Household, rule_set: RuleSet, kinds: set[str]) -> Iterator[Line]:
    by_kind: dict[str, list[Expense]] = {}
    for item in household.expenses:
        if item.kind in kinds and household.is_counted(item.member):
            by_kind.setdefault(item.kind, []).append(item)
    for kind, items in by_kind.items():
        if kind == "employment_cost":
            yield from _employment_cost(household, rule_set, items)
            continue
        left = household.back_later.get(kind, 0)
        for item in items:
            # What came back later goes off the bills it is for, one after the other, and never makes an income.
            off = min(left, item.least)
            left -= off
            most = None if item.most is None else item.most - off
            yield Line(
                f"expenses/{item.row}/bill",
                item.member,
                kind,
                "expense",
                None if most is None else -most,
                off - item.least,
            )


def _employment_cost(household: Household, rule_set: RuleSet, items: list[Expense]) -> Iterator[Line]:
    """必要就业成本 of each row, bounded by a share of the wages and by an amount for each earner."""
    costs = rule_set.costs
    wages = [item for item in household.income if item.kind == "wage" and household.is_counted(item.member)]
    share = fraction(costs.most_percent_of_wage) / 100
    room: Fraction | int = sum((Fraction(item.year) * share for item in wages), Fraction(0))
    if costs.most_fen_month is not None:
        room = min(room, costs.most_fen_month * MONTHS * len({item.member for item in wages}))
    left = int(room)
    for item in items:
        most = left if item.most is None else min(item.most, left)
        least = min(item.least, most)
        left -= most
        yield Line(f"expenses/{item.row}/bill", item.member, "employment_cost", "expense", -most, -least)


def _events(household: Household, rule_set: RuleSet, taken: set[str]) -> Iterator[Line]:
    """What the sudden events cost: the loss that was said of each, else the bills of the kinds they bring about."""
    events = [cause for cause in household.causes if cause.code in rule_set.events and cause.is_sudden is not False]
    told = [cause for cause in events if cause.loss is not None]
    for cause in told:
        spent = max(0, (cause.loss or 0) - (cause.compensated or 0))
        yield Line(f"causes/{cause.row}/loss", cause.member, cause.code, "event", -spent, -spent)
    if events and not told:
        yield from _expenses(household, rule_set, set(rule_set.event_costs) - taken)
