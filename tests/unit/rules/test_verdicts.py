"""What a verdict looks at: which visits, whose standards, who is taken to earn, who comes near."""

from datetime import date
from typing import Any, Final

import msgspec
import pytest

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.household import read_household, surveys
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.rule_set import Imputed, RuleSet, shipped
from fieldsurvey.rules.standards import Standard, Standards
from fieldsurvey.rules.wording import explained

TODAY: Final = date(2026, 11, 28)
LINE: Final = Standard("r", "", "dibao_urban_month", 66_400, "2016-01-01")
WAGE: Final = Standard("w", "", "min_wage_month", 200_000, "2016-01-01")
SURVEYED: Final = {"row": "v1", "visited_on": "2026-04-01", "outcome": "met", "purpose": "first"}


def family(months: list[int], **more: object) -> dict[str, Any]:
    """One person with an income of so many fen in each month."""
    return {
        "members": [{"row": "m", "name": "赵甲", "relation": "01", "counts_in_household": True}],
        "income": [{"row": "i", "member": "m", "type": "wage", "months": months}],
        "on_dibao": False,
        **more,
    }


@pytest.mark.parametrize(
    "later",
    [
        {"row": "v2", "visited_on": "2026-11-20", "outcome": "met", "purpose": "callback"},
        {"row": "v2", "visited_on": "2026-11-20", "outcome": "met", "purpose": "sign"},
        {"row": "v2", "visited_on": "2026-11-20", "outcome": "absent", "purpose": "recheck"},
        {"row": "v2", "visited_on": "2027-11-20", "outcome": "met", "purpose": "recheck"},
    ],
    ids=["a call", "a signature", "nobody at home", "a day ahead"],
)
def test_only_a_survey_moves_the_day_by_which_a_household_is_judged(later: dict[str, Any]) -> None:
    # Poor from October to March, which hang together only when they are looked back at from April.
    months = [30_000] * 3 + [200_000] * 6 + [30_000] * 3
    book = RuleBook((), Standards([LINE]))
    once = judge(family(months, visits=[SURVEYED]), book, TODAY, code="RS2016")
    again = judge(family(months, visits=[SURVEYED, later]), book, TODAY, code="RS2016")
    assert once.category == again.category == "dibao_household"
    assert again.on == date(2026, 4, 1)
    assert [row["row"] for _, row in surveys(family(months, visits=[later, SURVEYED]), TODAY)] == ["v1"]


def imputing() -> RuleSet:
    """RS2020 of an office that takes who could work to earn the minimum wage."""
    base = shipped()[1]
    imputed = msgspec.structs.replace(base.income.imputed, on=True)
    assert isinstance(imputed, Imputed)
    income = msgspec.structs.replace(base.income, imputed=imputed)
    return msgspec.structs.replace(base, version=2, income=income)


@pytest.mark.parametrize(
    ("person", "proof", "earns"),
    [
        ({"sex": "1", "birth_date": "1980-01-01"}, None, True),
        ({"sex": "1", "birth_date": "2012-01-01"}, None, False),
        ({"sex": "1", "birth_date": "1960-01-01"}, None, False),
        ({"sex": "1", "birth_date": "1980-01-01", "is_carer": True}, None, False),
        ({"sex": "1", "birth_date": "1980-01-01", "health": "cancer", "labour_capacity": "lost"}, None, False),
        ({"sex": "1", "birth_date": "1980-01-01"}, "m", False),
        ({"sex": "1", "birth_date": "1980-01-01"}, "", True),
    ],
    ids=["able", "a child", "retired", "a carer", "ill", "proven", "a proof of nobody in particular"],
)
def test_who_could_work_and_does_not_is_taken_to_earn_where_the_office_wants_it(
    person: dict[str, Any], proof: str | None, earns: bool
) -> None:
    document = family([0] * 12)
    document["members"][0] |= {"work_status": "unemployed", **person}
    if proof is not None:
        document["evidence"] = [{"row": "e", "type": "income_proof", "member": proof, "file": {"sha256": "a" * 64}}]
    verdict = judge(document, RuleBook([imputing()], Standards([LINE, WAGE])), TODAY)
    assert verdict.rule_set.version == 2
    assert verdict.court.sum("income").known == (2_400_000 if earns else 0)


@pytest.mark.parametrize(("month", "is_near"), [(132_800, True), (159_360, True), (159_361, False), (132_799, False)])
def test_who_fails_by_little_comes_near(month: int, is_near: bool) -> None:
    assert judge(family([month] * 12), RuleBook((), Standards([LINE])), TODAY).is_near is is_near


@pytest.mark.parametrize(
    ("received_on", "counts"),
    [("2026-03-31", True), ("2026-11-28", True), ("2025-04-01", True), ("2025-03-31", False), ("2026-11-29", False)],
)
def test_what_came_back_counts_when_it_came_after_the_year_began_and_by_today(received_on: str, counts: bool) -> None:
    spent = {"row": "s", "member": "m", "type": "tuition", "bill": 1_000_000, "reimbursed": 0}
    came = {"row": "r", "type": "tuition", "amount": 400_000, "received_on": received_on}
    document = family([100_000] * 12, visits=[SURVEYED], expenses=[spent], reimbursements=[came])
    verdict = judge(document, RuleBook((), Standards([LINE])), TODAY)
    assert verdict.court.sum("net").known == 1_200_000 - (600_000 if counts else 1_000_000)
    assert any(gap.address == "reimbursements/r/received_on" for gap in verdict.missing) is not counts


@pytest.mark.parametrize(
    ("month", "headline"),
    [
        ([66_400] * 12, "相对困难:月人均 664.00 元(正好等于标准)"),
        ([66_400] * 11 + [66_399], "深度困难:月人均 664.00 元(比标准少不到 1 分)"),
    ],
)
def test_two_places_never_hide_on_which_side_of_the_line_somebody_is(month: list[int], headline: str) -> None:
    document = family(month, homes_owned=1, has_business=False, has_costly_school=False, has_car=False)
    told = explained(judge(document, RuleBook((), Standards([LINE])), TODAY))
    if headline.startswith("深度"):
        assert told.headline.startswith(headline)
    else:
        deep = next(step for step in told.steps if step.id == "deep_hardship")
        assert "正好等于标准" in deep.steps[-1].formula
        assert deep.steps[-1].threshold.startswith("须低于")


def test_what_is_still_to_be_asked_stands_beside_a_verdict_that_can_be_told() -> None:
    told = explained(judge(family([10_000] * 12, has_car=True), RuleBook((), Standards([LINE])), TODAY))
    assert told.category == "deep_hardship"
    assert told.headline.endswith("(还要问清 4 处)")
    assert "还要问清:" in told.sentence
    assert "住房套数" in told.sentence


def test_the_standard_of_the_nearest_place_on_the_day_holds() -> None:
    known = [
        LINE,
        Standard("p", "370000", "dibao_urban_month", 70_000, "2020-01-01"),
        Standard("c", "370200", "dibao_urban_month", 80_000, "2026-01-01", announced_on="2025-06-01"),
        Standard("d", "370202", "dibao_urban_month", 90_000, "2020-01-01", ended_on="2026-01-01"),
    ]
    standards = Standards(known)
    found = {
        (place, day): standards.find("dibao_urban_month", place, date.fromisoformat(day))
        for place in ("370202", "370700", "150723", "")
        for day in ("2025-12-31", "2026-06-01", "2015-01-01")
    }
    amounts = {key: standard.amount_fen if standard else None for key, standard in found.items()}
    assert amounts["370202", "2025-12-31"] == 90_000
    assert amounts["370202", "2026-06-01"] == 80_000
    assert amounts["370700", "2026-06-01"] == 70_000
    assert amounts["150723", "2026-06-01"] == amounts["", "2026-06-01"] == 66_400
    assert amounts["", "2015-01-01"] is None
    by_announcement = standards.find("dibao_urban_month", "370202", date(2026, 1, 1), dated="announced_on")
    assert by_announcement is not None
    assert by_announcement.amount_fen == 80_000


def test_a_number_tells_age_and_sex_better_than_what_stands_beside_it() -> None:
    document = family([0] * 12)
    document["members"][0] |= {"sex": "1", "birth_date": "2001-01-01"}
    document["identity"] = {"type": "id_card", "number": "11010519491231002X"}
    person = read_household(document, TODAY).people[0]
    assert (person.sex, person.born) == ("2", date(1949, 12, 31))


def test_a_negative_month_is_called_negative() -> None:
    missing = judge(family([30_000] * 11 + [-1], visits=[SURVEYED]), RuleBook((), Standards([LINE])), TODAY).missing
    assert "有的月份是负数,请改正" in [each.sentence for each in missing]
