"""Only what rules or standards turned by themselves waits for a new decision; what the family changed does not."""

from typing import Any

import pytest

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.decided import decided_of, turned_since
from fieldsurvey.rules.household import read_household
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.standards import Standard, Standards
from fieldsurvey.rules.wording import standard_told
from tests.unit.rules.sound import BOOK, RULES, TODAY, sound

THEN = BOOK.standards.all[0]
LATER = "2026-10-01"
BASIS = {"rule_set": RULES["RS2020"].key, "standards": standard_told(THEN), "computed": "deep_hardship"}


def book(fen: int, *, announced_on: str = LATER) -> RuleBook:
    """The rules, with a line that was announced some day and holds since before the survey."""
    added = Standard("new", "", "dibao_urban_month", fen, "2026-05-01", announced_on)
    return BOOK.with_standards(Standards([*BOOK.standards.all, added]))


def turned(basis: dict[str, str], rules: RuleBook, facts: dict[str, Any] | None = None) -> str:
    """What a household comes to now that rules turned; empty where they did not."""
    determination = {"row": "d1", "category": "deep_hardship", "decided_on": "2026-06-15", **basis}
    document = sound({"determinations": [determination], **(facts or {})})
    decided = decided_of(document)
    assert decided is not None
    found = turned_since(decided, read_household(document, TODAY), rules)
    return found.category if found else ""


@pytest.mark.parametrize("basis", [BASIS, {}], ids=["basis kept", "older file"])
def test_a_line_announced_afterwards_turns(basis: dict[str, str]) -> None:
    lowered = book(6_000)
    assert judge(sound(), lowered, TODAY).category == turned(basis, lowered) != "deep_hardship"
    assert turned(basis, BOOK) == ""


@pytest.mark.parametrize("basis", [BASIS, {}], ids=["basis kept", "older file"])
def test_a_business_opened_meanwhile_is_no_matter_of_rules(basis: dict[str, str]) -> None:
    facts = {"has_business": True}
    moved = book(THEN.amount_fen + 100)
    assert judge(sound(facts), moved, TODAY).category == "not_qualified"
    assert turned(basis, moved, facts) == ""


def test_what_was_known_when_an_older_file_was_decided_turns_nothing() -> None:
    assert turned({}, book(6_000, announced_on="2026-05-20")) == ""


def test_a_line_corrected_in_its_place_turns() -> None:
    corrected = BOOK.with_standards(Standards([Standard("line", "", "dibao_urban_month", 6_000, "2016-01-01")]))
    assert turned(BASIS, corrected) != ""
