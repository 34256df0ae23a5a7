"""The worked examples: the program, a calculator of its own kind, and what was expected agree on every one."""

from datetime import date

import pytest

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.judging import Verdict, judge
from fieldsurvey.rules.standards import Standard, Standards
from tests.worked.calculator import category_of
from tests.worked.example import Example, document_of
from tests.worked.examples import EXAMPLES, MISSING
from tests.worked.writing import FILE, page

TODAY = date(2026, 11, 28)


def judged(example: Example) -> Verdict:
    """The program's verdict, under whatever rule set is in force on the day of the survey."""
    known = [] if example.line_fen is None else [Standard("r", "", "dibao_urban_month", example.line_fen, "2016-01-01")]
    return judge(document_of(example), RuleBook((), Standards(known)), TODAY)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.id)
def test_the_program_comes_to_what_was_expected(example: Example) -> None:
    verdict = judged(example)
    assert verdict.rule_set.code == example.rules
    assert verdict.category == example.expected
    assert bool(verdict.possible) is not verdict.is_decided
    assert verdict.is_decided or any(gap.is_decisive for gap in verdict.missing)


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.id not in MISSING], ids=lambda each: each.id)
def test_the_calculator_comes_to_the_same(example: Example) -> None:
    assert category_of(example) == example.expected


def test_there_are_eighty_and_both_rule_sets_have_their_boundaries() -> None:
    assert len(EXAMPLES) >= 80
    for rules in ("RS2016", "RS2020"):
        of_one = [each for each in EXAMPLES if each.rules == rules]
        assert len(of_one) >= 25
        assert len({each.expected for each in of_one}) >= 4


def test_the_page_for_people_shows_these_examples() -> None:
    assert FILE.read_text(encoding="utf-8") == page(), "write it anew with `python -m tests.worked`"
