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
