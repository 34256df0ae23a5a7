"""What checks look at: one household read once, the verdict on it, and what the store knows of its record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.determined import last_determination
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.problems import nobody_was_met
from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.case.worker import SELF, SHARED, with_worker
from fieldsurvey.rules import limits
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.court import Court
from fieldsurvey.rules.evidence import Asked, evidence_of
from fieldsurvey.rules.groups import INCOME
from fieldsurvey.rules.household import Household, Person, day_of, person_of, read_household, surveys, text
from fieldsurvey.rules.judging import Verdict, court_for, judge_household, verdict_of
from fieldsurvey.rules.rule_set import RuleSet

Row = Mapping[str, Any]
DECIDED: Final = frozenset({"approved", "filed"})


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

    document: Row
    today: date
    book: RuleBook
    catalogue: Catalogue = CASE
    kept: Kept = field(default_factory=Kept)

    @cached_property
    def household(self) -> Household:
        """The document read once."""
        return read_household(self.document, self.today)

    @cached_property
    def court(self) -> Court:
        """Where the household is judged, by the rules in force on the day of its survey."""
        return court_for(self.household, self.book, is_brief=True)

    @cached_property
    def verdict(self) -> Verdict:
        """How the household stands under these rules."""
        return verdict_of(self.court)

    @property
    def rule_set(self) -> RuleSet:
        """The rule set in force."""
        return self.court.rule_set

    @cached_property
    def people(self) -> tuple[Person, ...]:
        """The members; the worker first, where nobody in the list stands for 本人."""
        household = self.household
        if household.worker is not None or not is_answered(self.document.get("name")):
            return household.people
        return (person_of(with_worker(self.document, {"relation": SELF}), 0, household.on), *household.people)

    @cached_property
    def worker(self) -> Person | None:
        """本人, listed among the members or not."""
        return next((person for person in self.people if person.is_worker), None)

    @cached_property
    def asked(self) -> list[Asked]:
        """What evidence is asked of the household."""
        return evidence_of(self.household, self.rule_set, self.catalogue)

    @property
    def income_year(self) -> int | None:
        """What the household is known to have had in a year; None where the rule set does not sum that up."""
        return self.court.sum(INCOME).least if any(each.id == INCOME for each in self.rule_set.sums) else None

    @cached_property
    def labels(self) -> dict[str, str]:
        """What addresses are called, as far as somebody has asked."""
        return {}

    @cached_property
    def met(self) -> list[tuple[date, Row]]:
        """The visits that found the household, with their days; the last one last. One without a day is none."""
        dated = ((day_of(row.get("visited_on")), row) for row in rows_of(self.document, "visits"))
        found = [(day, row) for day, row in dated if day is not None and row.get("outcome") in ("met", None, "")]
        return sorted(found, key=lambda each: each[0])

    @cached_property
    def surveys(self) -> list[tuple[date, Row]]:
        """The visits at which the household was looked at, with their days, the last one last."""
        return surveys(self.document, self.today)

    @cached_property
    def determination(self) -> Row | None:
        """The last determination that names a category."""
        return last_determination(self.document)

    @cached_property
    def as_decided(self) -> Verdict | None:
        """The verdict under the rule set and on the day of the last determination; None while there is none.

        Where it agrees with what was decided, it may be a brief one.
        """
        row = self.determination
        if row is None:
            return None
        day, own = day_of(row.get("judged_on")), self.book.by_key(text(row.get("rule_set")))
        household = self.household if day is None or day == self.household.on else read_household(self.document, day)
        is_same = household is self.household and (own is None or own is self.rule_set)
        if is_same and self.verdict.category == row.get("category"):
            return self.verdict
        return judge_household(household, self.book if own is None else self.book.only(own))

    @cached_property
    def status(self) -> str:
        """The step of the procedure that was taken last."""
        event = self.document.get("status")
        return text(event.get("status")) if isinstance(event, Mapping) else ""

    @cached_property
    def status_on(self) -> date | None:
        """The day of that step."""
        event = self.document.get("status")
        return day_of(event.get("at")) if isinstance(event, Mapping) else None

    @property
    def is_on_file(self) -> bool:
        """审定通过 or 在档."""
        return self.status in DECIDED

    @cached_property
    def is_surveyed(self) -> bool:
        """Whether evidence and procedure can be asked for: somebody was met, or the file was decided here.

        Stock files taken over from elsewhere begin with their first survey (`domain.md` §0.1.9).
        """
        if self.is_stock:
            return bool(self.surveys)
        return bool(self.met) or not nobody_was_met(self.document)

    @property
    def is_stock(self) -> bool:
        """存量: taken over from elsewhere, where it was decided before anybody here came."""
        return self.document.get("file_class") == "stock"

    def is_of_here(self, day: date | None) -> bool:
        """Whether a step of this day was taken here: of stock files only what came after the first survey.

        A step without a day counts, unless the file is one of those.
        """
        if not self.is_stock:
            return True
        return day is not None and bool(self.surveys) and day >= self.surveys[0][0]

    def number(self, limit: str) -> int:
        """A threshold of the rule set in force."""
        return limits.number(self.rule_set, limit)

    def at(self, person: Person, name: str) -> str:
        """The address of a member's field; what was asked of the worker at the top stands there."""
        own = person.values.get(name)
        is_at_top = name in SHARED and (own is None or own == self.document.get(name))
        return name if person.is_worker and (is_at_top or not person.row) else f"members/{person.row}/{name}"

    def label(self, address: str, code: object) -> str:
        """What the office calls a code of the field at an address."""
        found = self.catalogue.find(address)
        return found.choices.label_of(code) if found is not None else str(code)


def row_id(row: Row) -> str:
    """The id of a row."""
    return text(row.get(ROW))
