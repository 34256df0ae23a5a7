"""Laws that every verdict keeps: more income never makes a household poorer, and what has no bearing never matters."""

import random
from datetime import date
from typing import Any, Final

import pytest

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.household import read_household
from fieldsurvey.rules.judging import NOT_QUALIFIED, Verdict, judge, judge_household
from fieldsurvey.rules.standards import Standard, Standards
from fieldsurvey.rules.wording import explained
from tests.worked.invented import filled, household, irrelevant_fields, with_another, with_more_income

TODAY: Final = date(2026, 11, 28)
BOOK: Final = RuleBook(
    (),
    Standards(
        [
            Standard("r1", "", "dibao_urban_month", 57_000, "2016-01-01"),
            Standard("r2", "", "dibao_urban_month", 66_400, "2020-01-01"),
        ]
    ),
)
SEEDS: Final = range(12)
EACH: Final = 40


def places(verdict: Verdict) -> list[int]:
    """The places that the household may come to, the hardest hardship first, not qualified last."""
    order = [each.id for each in verdict.rule_set.categories] + [NOT_QUALIFIED]
    codes = (verdict.category,) if verdict.category else verdict.possible
    return sorted(order.index(code) for code in codes)


def of(document: dict[str, Any]) -> Verdict:
    return judge(document, BOOK, TODAY)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_income_never_makes_a_household_poorer(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(EACH):
        before = household(source)
        after = with_more_income(before, source)
        if after is not None:
            low, high = places(of(before)), places(of(after))
            assert low[0] <= high[0], (before, after)
            assert low[-1] <= high[-1], (before, after)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_has_no_bearing_never_turns_a_verdict(seed: int) -> None:
    source = random.Random(seed)
    fields = irrelevant_fields()
    for _ in range(EACH):
        document = household(source)
        group, field = source.choice(fields)
        other = with_another(document, field, group, source)
        assert places(of(other)) == places(of(document)), (field.id, document)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_brief_verdict_is_the_same_and_every_verdict_has_its_words(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(EACH):
        document = household(source)
        whole = of(document)
        brief = judge_household(read_household(document, TODAY), BOOK, is_brief=True)
        assert (brief.category, brief.possible, brief.groups) == (whole.category, whole.possible, whole.groups)
        told = explained(whole)
        assert told.sentence
        assert told.headline
        # Who cannot be judged is told why.
        assert whole.is_decided or any(gap.is_decisive for gap in whole.missing)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_filled_in_comes_out_as_one_of_what_was_possible(seed: int) -> None:
    source = random.Random(seed)
    for _ in range(EACH):
        document = household(source)
        before, after = of(document), of(filled(document, source))
        wanted = before.possible or (before.category,)
        assert set(places(after)) <= {places_of(before, code) for code in wanted}, document


def places_of(verdict: Verdict, code: str) -> int:
    return [*[each.id for each in verdict.rule_set.categories], NOT_QUALIFIED].index(code)
