"""Reports one and two: who stays in file and in which category is judged, household by household, and counted."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.standards import Standard, Standards
from tests.worked.calculator import category_of
from tests.worked.example import Example, document_of
from tests.worked.reports import report_one, report_two

BOOK = RuleBook((), Standards([Standard("r", "", "dibao_urban_month", 57_000, "2016-01-01")]))


def counted(households: Sequence[Example]) -> Counter[str]:
    """How many households the program puts into each category."""
    return Counter(judge(document_of(each), BOOK, date(2018, 7, 1)).category for each in households)


def test_report_one_has_eighty_four_left_of_which_4_61_and_19() -> None:
    households = report_one()
    found = counted(households)
    assert len(households) == 488
    assert found["not_qualified"] == 404
    left = [found[code] for code in ("dibao_household", "dibao_marginal_household", "accident_hardship_household")]
    assert left == [4, 61, 19]
    assert sum(left) == 84
    assert Counter(map(category_of, households)) == found


def test_report_two_has_forty_five_that_qualify_of_117_visited() -> None:
    households = report_two()
    found = counted(households)
    assert sum(found.values()) == 117
    assert 117 - found["not_qualified"] == 45
    assert Counter(map(category_of, households)) == found
