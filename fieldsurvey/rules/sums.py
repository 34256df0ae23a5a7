"""The sums of a rule set over a household: each between a least and a most, exact in fen, with the lines it is made of.

What nobody has said leaves a sum open on one side, so that a comparison which does not depend on it can still be made.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Final

import msgspec

from fieldsurvey.case.sums import is_fen
from fieldsurvey.rules.condition import fraction
from fieldsurvey.rules.household import MONTHS, Cause, Expense, Household, Income, Person
from fieldsurvey.rules.limits import months_old, number, retires_after
from fieldsurvey.rules.rule_set import RuleSet, Sum

WORK: Final = "employment_cost"


class Amount(msgspec.Struct, frozen=True):
    """A year's amount in fen: at least `least`, at most `most`; None where there is no bound."""

    least: int | None
    most: int | None

    @property
    def known(self) -> int | None:
        """The amount where it is certain."""
        return self.least if self.least == self.most else None


class Line(msgspec.Struct, frozen=True):
    """One line of a sum: where it comes from, whose, of what kind, the fen it adds at least and at most.

    `sort` says what it is: income, relief, imputed, expense, event, means.
    """

    address: str
    member: str
    kind: str
    sort: str
    least: int | None
    most: int | None


def total(lines: Iterable[Line]) -> Amount:
    """Lines added up; one that is open leaves the sum open."""
    least: int | None = 0
    most: int | None = 0
    for line in lines:
        least = None if least is None or line.least is None else least + line.least
        most = None if most is None or line.most is None else most + line.most
    return Amount(least, most)


class Reckoner:
    """Reckons the sums of a rule set over one household; what several sums share is reckoned once.

    `minimum_wage` is that of a month in fen, None where it is not known.
    """

    def __init__(self, household: Household, rule_set: RuleSet, minimum_wage: int | None) -> None:
        self._household = household
        self._rule_set = rule_set
        self._minimum_wage = minimum_wage
        self._on_dibao = household.answer("on_dibao")
        self._income: dict[bool, tuple[Line, ...]] = {}
        self._expenses: dict[str, tuple[Line, ...]] = {}

    def lines(self, sum_: Sum) -> list[Line]:
        """The lines of a sum: income, what is imputed, what goes off, what is added."""
        found = [*self._incomes(sum_.with_relief)]
        kinds = set(sum_.less)
        if sum_.less_caused:
            kinds |= caused_kinds(self._household, self._rule_set)
        found += self._expenses_of(kinds)
        if sum_.less_events:
            found += self.events(kinds)
        for name in sum_.plus:
            value = self._household.document.get(name)
            known = value if is_fen(value) else None
            found.append(Line(name, "", name, "means", known or 0, known))
        return found

    def events(self, taken: AbstractSet[str] = frozenset()) -> list[Line]:
        """What sudden events cost: the loss that was said of each, else the bills of the kinds they bring about.

        `taken` are kinds of bills that went off already.
        """
        events = events_of(self._household, self._rule_set)
        told = [(cause, is_sure) for cause, is_sure in events if cause.least is not None]
        if events and not told:
            bills = self._expenses_of(set(self._rule_set.event_costs) - taken)
            is_sure = any(sure for _, sure in events)
            return bills if is_sure else [msgspec.structs.replace(line, most=0) for line in bills]
        return [_lost(cause, is_sure=is_sure) for cause, is_sure in told]

    def loss(self) -> Amount:
        """The same as an amount that was lost."""
        return _negated(total(self.events()))

    def months(self, sum_: Sum) -> list[Amount]:
        """The income of each of the twelve months before the survey, the earliest first, each twelve times over.

        So what comes in a year is spread evenly and stays exact. What goes off of the sum is left out: bills have no
        months.
        """
        household = self._household
        rows = [(item, self._sign(item, is_with_relief=sum_.with_relief)) for item in household.income]
        order = [(household.on.month - 1 + back) % MONTHS for back in range(MONTHS)]
        return [self._month(rows, month) for month in order]

    def _month(self, rows: list[tuple[Income, int]], month: int) -> Amount:
        least: int | None = 0
        most: int | None = 0
        for item, sign in rows:
            if not sign:
                continue
            cell, spread = item.months[month], self._in_kind(item)
            told = Amount(spread, None) if cell is None else Amount(MONTHS * cell + spread, MONTHS * cell + spread)
            told = _negated(told) if sign < 0 else told
            least = None if least is None or told.least is None else least + told.least
            most = None if most is None or told.most is None else most + told.most
        return Amount(least, most)

    def _sign(self, item: Income, *, is_with_relief: bool) -> int:
        """1 for what counts in a sum, -1 for what goes off, 0 for what does neither."""
        income = self._rule_set.income
        if not self._household.is_counted(item.member):
            return 0
        if item.kind in income.goes_off:
            return -1
        if item.kind in income.counts or not item.kind:
            # Whose kind nobody has said yet is income all the same.
            return 1
        is_relief = is_with_relief and item.kind in income.counts_on_dibao
        return 1 if is_relief and self._on_dibao is not False else 0

    def _in_kind(self, item: Income) -> int:
        return item.in_kind if self._rule_set.income.counts_in_kind else 0

    def _incomes(self, is_with_relief: bool) -> tuple[Line, ...]:
        if is_with_relief not in self._income:
            self._income[is_with_relief] = tuple(self._read_incomes(is_with_relief))
        return self._income[is_with_relief]

    def _read_incomes(self, is_with_relief: bool) -> Iterator[Line]:
        household = self._household
        for item in household.income:
            sign = self._sign(item, is_with_relief=is_with_relief)
            if not sign:
                continue
            known = item.cells + self._in_kind(item)
            open_end = known if item.is_whole else None
            least, most = (known, open_end) if sign > 0 else (None if open_end is None else -open_end, -known)
            sort = "relief" if item.kind in self._rule_set.income.counts_on_dibao else "income"
            if sort == "relief" and self._on_dibao is None:
                # Whether it counts depends on what nobody has said.
                least = 0
            yield Line(f"income/{item.row}/months", item.member, item.kind, sort, least, most)
        if not household.income:
            # Nothing was written down, which does not say that there is nothing.
            yield Line("income", "", "", "income", 0, None)
        if self._rule_set.income.imputed.on:
            yield from _imputed(household, self._rule_set, self._minimum_wage)

    def _expenses_of(self, kinds: AbstractSet[str]) -> list[Line]:
        present = dict.fromkeys(item.kind for item in self._household.expenses if item.kind in kinds)
        return [line for kind in present for line in self._of_kind(kind)]

    def _of_kind(self, kind: str) -> tuple[Line, ...]:
        if kind not in self._expenses:
            household = self._household
            items = [item for item in household.expenses if item.kind == kind and household.is_counted(item.member)]
            reckoned = _employment_cost(household, self._rule_set, items) if kind == WORK else _spent(household, items)
            self._expenses[kind] = tuple(reckoned)
        return self._expenses[kind]


def events_of(household: Household, rule_set: RuleSet) -> list[tuple[Cause, bool]]:
    """The causes that are or may be sudden events, each with whether that is sure.

    An accident is sudden unless somebody says not; an illness only when somebody says so (`sudden` of the rule set).
    """
    found = [(cause, is_sudden(cause, rule_set)) for cause in household.causes if cause.code in rule_set.events]
    return [(cause, sudden is True) for cause, sudden in found if sudden is not False]


def is_sudden(cause: Cause, rule_set: RuleSet) -> bool | None:
    """Whether a cause came suddenly; None where nobody said so and its kind does not tell."""
    if cause.is_sudden is not None:
        return cause.is_sudden
    return True if cause.code in rule_set.sudden else None


def _lost(cause: Cause, *, is_sure: bool) -> Line:
    least = None if cause.most is None else -cause.most
    most = -(cause.least or 0) if is_sure else 0
    return Line(f"causes/{cause.row}/loss", cause.member, cause.code, "event", least, most)


def caused_kinds(household: Household, rule_set: RuleSet) -> set[str]:
    """The kinds of expense that the household's causes bring about, by the table of the rule set."""
    return {kind for sign in circumstances(household) for kind in rule_set.caused.get(sign, ())}


def circumstances(household: Household) -> list[str]:
    """The codes of the causes, and the circumstances that count as one: disabled, single_parent."""
    found = [cause.code for cause in household.causes if cause.code]
    if any(person.health == "disabled" for person in household.people if person.is_counted):
        found.append("disabled")
    if household.answer("is_single_parent") is True:
        found.append("single_parent")
    return found


def _negated(amount: Amount) -> Amount:
    return Amount(
        None if amount.most is None else -amount.most,
        None if amount.least is None else -amount.least,
    )


def _imputed(household: Household, rule_set: RuleSet, minimum_wage: int | None) -> Iterator[Line]:
    imputed = rule_set.income.imputed
    for person in household.people:
        if not person.is_counted or not is_imputed(person, household, rule_set):
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


def is_imputed(person: Person, household: Household, rule_set: RuleSet) -> bool:
    """Able to work, of age, not at work nor at school, no carer, and nothing proven (`domain.md` §2.7, §0.1.4)."""
    imputed = rule_set.income.imputed
    if person.work_status not in imputed.work_status or person.is_at_school:
        return False
    if person.health not in ("", "good") and person.values.get("labour_capacity") in ("lost", "partial"):
        return False
    if person.values.get("labour_capacity") == "lost" or person.age is None:
        return False
    if person.age < number(rule_set, "working_age"):
        return False
    if person.born is not None and months_old(person.born, household.on) >= retires_after(
        rule_set, person.sex, person.born
    ):
        return False
    if imputed.carers_exempt and person.values.get("is_carer") is True:
        return False
    return not household.has_own_proof(imputed.proof, person.row)


def _is_retired(person: Person, household: Household, rule_set: RuleSet) -> bool:
    born = person.born
    return born is not None and months_old(born, household.on) >= retires_after(rule_set, person.sex, born)


def _spent(household: Household, items: list[Expense]) -> Iterator[Line]:
    """Bills of one kind. What came back later goes off them one after the other, and never makes an income."""
    left = household.back_later.get(items[0].kind, 0) if items else 0
    for item in items:
        off = min(left, item.least)
        left -= off
        least = None if item.most is None else off - item.most
        yield Line(f"expenses/{item.row}/bill", item.member, item.kind, "expense", least, off - item.least)


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
        yield Line(f"expenses/{item.row}/bill", item.member, WORK, "expense", -most, -least)
