"""What checks look at: one household read once, the verdict on it, and what the store knows of its record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Catalogue
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.household import Household, read_household
from fieldsurvey.rules.judging import Verdict, judge_household
from fieldsurvey.rules.rule_set import RuleSet


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store knows of a record besides its document; days are texts as they are kept, empty where unknown."""

    updated_on: str = ""
    clashes: tuple[str, ...] = ()
    paper_changed_on: str = ""
    paper_fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Look:
    """One household in front of the checks. Nothing in it changes; the verdict is made when first asked for."""

    document: Mapping[str, Any]
    today: date
    book: RuleBook
    catalogue: Catalogue = CASE
    kept: Kept = field(default_factory=Kept)

    @cached_property
    def household(self) -> Household:
        """The document read once."""
        return read_household(self.document, self.today)

    @cached_property
    def verdict(self) -> Verdict:
        """How the household stands under the rules in force on the day of its survey."""
        return judge_household(self.household, self.book, is_brief=True)

    @cached_property
    def rule_set(self) -> RuleSet:
        """The rule set in force."""
        return self.verdict.rule_set
