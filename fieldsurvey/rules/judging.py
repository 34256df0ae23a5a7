"""How a household stands under a rule set: the verdict, with every step that led to it and what is still missing.

A verdict is reckoned, never stored; what the committee decides is recorded beside it and may be otherwise.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.condition import PerHead, fraction
from fieldsurvey.rules.court import LINE, Court, compare, step_of, steps_of
from fieldsurvey.rules.groups import groups_of
from fieldsurvey.rules.household import MONTHS, Household, read_household
from fieldsurvey.rules.rule_set import Disqualifier, Requirement, RuleSet, all_conditions
from fieldsurvey.rules.standards import Standard
from fieldsurvey.rules.steps import Missing, Step, all_hold, any_holds

NOT_QUALIFIED: Final = "not_qualified"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of a household.

    `category` is a code of the table `category`, `not_qualified`, or empty while it cannot be told; `possible` are
    then the categories that it may still be. `alternative` is the way by which it came into the category.
    `requirements`, `disqualifiers` and `categories` are the steps, in the order in which they were taken.
    """

    court: Court
    category: str
    possible: tuple[str, ...]
    alternative: str
    requirements: tuple[Step, ...]
    disqualifiers: tuple[Step, ...]
    categories: tuple[Step, ...]
    disqualified: tuple[str, ...]
    exempted: tuple[str, ...]
    is_near: bool
    missing: tuple[Missing, ...]

    @property
    def rule_set(self) -> RuleSet:
        """The rule set that it was judged under."""
        return self.court.rule_set

    @property
    def household(self) -> Household:
        """What was judged."""
        return self.court.household

    @property
    def on(self) -> date:
        """The day for which standards and rules were taken: that of the survey."""
        return self.household.on

    @property
    def place(self) -> str:
        """The place whose standards hold; empty for everywhere of the office."""
        return self.household.place(self.rule_set.line.places)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of hardship that it certainly belongs to."""
        return groups_of(self.court)

    @property
    def is_decided(self) -> bool:
        """Whether it can be told."""
        return bool(self.category)

    @property
    def is_qualified(self) -> bool:
        """Whether the household is in one of the categories."""
        return self.is_decided and self.category != NOT_QUALIFIED

    @property
    def standards(self) -> list[Standard]:
        """The standards that were used."""
        return self.court.used

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps in order."""
        return self.requirements + self.disqualifiers + self.categories


def judge(document: Mapping[str, Any], book: RuleBook, today: date, *, code: str = "") -> Verdict:
    """Judges a document under the rule set in force on the day of its survey, or under that of a code.

    Never raises, whatever the values are.
    """
    household = read_household(document, today)
    return judge_household(household, book, code=code)


def judge_household(household: Household, book: RuleBook, *, code: str = "", is_brief: bool = False) -> Verdict:
    """The same of a document that has been read.

    A brief verdict leaves out what turns nothing: the steps after those that tell, and what is missing.
    """
    return verdict_of(court_for(household, book, code=code, is_brief=is_brief))


def court_for(household: Household, book: RuleBook, *, code: str = "", is_brief: bool = False) -> Court:
    """Where a household is judged: under the rule set in force on the day of its survey, or that of a code."""
    return Court(household, rule_set_for(household, book, code), book.standards, is_brief=is_brief)


def verdict_of(court: Court) -> Verdict:
    """What the rules say."""
    required, shut, exempt = requirements_of(court), _disqualifiers_of(court), _exempted(court.household)
    hits = tuple(step.condition.id for step in shut if step.result)
    out = tuple(hit for hit in hits if hit not in exempt)
    steps = _categories(court)
    category, possible = _chosen(steps, required, out)
    way = next((step for step in steps if step.condition.id == category), None)
    return Verdict(
        court=court,
        category=category,
        possible=possible,
        alternative=next((step.condition.id for step in way.steps if step.result), "") if way else "",
        requirements=required,
        disqualifiers=shut,
        categories=steps,
        disqualified=out,
        exempted=tuple(hit for hit in hits if hit in exempt),
        is_near=not court.is_brief and category == NOT_QUALIFIED and not out and _is_near(court),
        missing=() if court.is_brief else _missing(() if category else (*required, *steps), shut, court.household),
    )


def requirements_of(court: Court) -> tuple[Step, ...]:
    """What is required of the household, as far as it is known to concern it."""
    asked = (_required(each, court) for each in court.rule_set.requires if each.on)
    return tuple(step for step in asked if step is not None)


def shutting_out(court: Court) -> list[Step]:
    """The disqualifying situations that hold, and from which nobody was exempted."""
    exempt = _exempted(court.household)
    return [step for step in _disqualifiers_of(court) if step.result and step.condition.id not in exempt]


def _disqualifiers_of(court: Court) -> tuple[Step, ...]:
    return tuple(_disqualifier(each, court) for each in court.rule_set.disqualifiers if each.on)


def rule_set_for(household: Household, book: RuleBook, code: str = "") -> RuleSet:
    """The rule set in force for a household on the day of its survey, or that of a code."""
    return book.rule_set(household.on, household.place(("residence_division", "hukou_division")), code)


def _chosen(steps: tuple[Step, ...], required: tuple[Step, ...], out: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The category, or those that are possible: the first that holds, unless one before it may still hold."""
    may = all_hold([step.result for step in required])
    if out or may is False:
        return NOT_QUALIFIED, ()
    possible: list[str] = []
    for step in steps:
        if step.result is not False:
            possible.append(step.condition.id)
        if step.result:
            break
    else:
        possible.append(NOT_QUALIFIED)
    if may is None and possible[-1] != NOT_QUALIFIED:
        possible.append(NOT_QUALIFIED)
    return (possible[0], ()) if len(possible) == 1 else ("", tuple(possible))


def _required(required: Requirement, court: Court) -> Step | None:
    asked = step_of(required.when, court) if required.when is not None else None
    if asked is not None and not asked.result:
        # Of whom it is not known whether it concerns them, it is not asked.
        return None
    step = step_of(required.then, court)
    return Step(required, step.result, steps=(step,))


def _disqualifier(out: Disqualifier, court: Court) -> Step:
    steps = [step_of(each, court) for each in out.any]
    results = [step.result for step in steps]
    said: tuple[tuple[str, str, str], ...] = ()
    homes = court.household.document.get("homes_owned")
    if out.homes is not None:
        if isinstance(homes, int) and not isinstance(homes, bool):
            results.append(homes >= out.homes)
            said = (("自有住宅套数", f"{homes} 套", "homes_owned"),)
        else:
            results.append(None)
    if out.savings_months is not None:
        results.append(_has_too_much(out.savings_months, court))
    gaps = [gap for step in steps for gap in step.missing]
    if out.homes is not None and not said:
        gaps.append(Missing("homes_owned", "住房套数", "还没有答", is_decisive=False))
    if out.savings_months is not None and not isinstance(court.household.document.get("savings"), int):
        gaps.append(Missing("savings", "存款与证券", "还没有填", is_decisive=False))
    return Step(out, any_holds(results), said=said, missing=tuple(gaps), steps=tuple(steps))


def _has_too_much(months: int, court: Court) -> bool | None:
    savings, line = court.household.document.get("savings"), court.standard("line")
    if not isinstance(savings, int) or isinstance(savings, bool) or line is None or not court.persons:
        return None
    return savings > months * line.amount_fen * court.persons


def _categories(court: Court) -> tuple[Step, ...]:
    """Whether the household is in each category; a brief court looks no further than the first that holds."""
    found: list[Step] = []
    for category in court.rule_set.categories:
        if not category.on:
            continue
        steps = steps_of(category.any, court, until=True)
        found.append(Step(category, any_holds([step.result for step in steps]), steps=steps))
        if court.is_brief and found[-1].result:
            break
    return tuple(found)


def _exempted(household: Household) -> frozenset[str]:
    rows = household.document.get("exemptions")
    present = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    return frozenset(
        situation
        for row in present
        if isinstance(situation := row.get("situation"), str) and isinstance(row.get("reason"), str) and row["reason"]
    )


def _is_near(court: Court) -> bool:
    near, line = court.rule_set.near, court.standard("line")
    if near is None or not near.on or line is None or not court.persons:
        return False
    drawn = [
        fraction(each.times)
        for each in all_conditions(court.rule_set)
        if isinstance(each, PerHead) and each.sum == near.sum and each.of == LINE
    ]
    times = fraction(near.times) * max(drawn, default=Fraction(1))
    bound = times.numerator * line.amount_fen * court.persons * MONTHS
    return compare(court.sum(near.sum), "<=", bound, times.denominator) is True


def _missing(open_steps: tuple[Step, ...], shut: tuple[Step, ...], household: Household) -> tuple[Missing, ...]:
    """What is missing, each place once; what the outcome depends on first."""
    found: dict[str, Missing] = {}
    for gap in [gap for step in open_steps for gap in _open_gaps(step)]:
        found.setdefault(gap.address, gap)
    asides = [gap for step in shut if step.result is None for gap in _open_gaps(step)]
    asides += [
        Missing(f"members/{person.row}/counts_in_household", person.name, "还没有说是否计入人口,先按计入算", False)
        for person in household.people
        if person.counts is None
    ]
    asides += [
        Missing(f"reimbursements/{row}/received_on", "后到的报销", "到账日期不在入户前十二个月到今天之间,没有扣", False)
        for row in household.back_outside
    ]
    for gap in asides:
        found.setdefault(gap.address, Missing(gap.address, gap.label, gap.sentence, False))
    return tuple(found.values())


def _open_gaps(step: Step) -> list[Missing]:
    """What is missing in a step that cannot be told, but not in those below it that turn nothing any more."""
    if step.result is not None:
        return []
    return [*step.missing, *(gap for each in step.steps for gap in _open_gaps(each))]
