"""What a change of standards or rules turns: the households whose category becomes another one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.household import read_household, survey_day, text
from fieldsurvey.rules.judging import judge_household
from fieldsurvey.rules.standards import ITEMS

_PLACES: Final = ("residence_division", "hukou_division")
LOOKED_AT: Final = ("visits", *_PLACES)


@dataclass(frozen=True, slots=True)
class Turn:
    """One household that turns: its categories before and after, empty where it cannot be told, and the day."""

    before: str
    after: str
    on: date


class Turning:
    """Compares two books over households; one whose day and place the change does not concern is not judged at all."""

    def __init__(self, before: RuleBook, after: RuleBook, today: date) -> None:
        self._before, self._after, self._today = before, after, today
        self._concerned: dict[tuple[str, date], bool] = {}

    def of(self, document: Mapping[str, Any]) -> Turn | None:
        """How a household turns; None when it does not. Never raises, whatever the document holds."""
        if not self.concerns(document):
            return None
        household = read_household(document, self._today)
        before = judge_household(household, self._before, is_brief=True).category
        after = judge_household(household, self._after, is_brief=True).category
        return None if before == after else Turn(before, after, household.on)

    def concerns(self, document: Mapping[str, Any]) -> bool:
        """Whether the change is about this household's day and place; of the document, visits and places are enough."""
        on = survey_day(document, self._today)
        # A rule set may look the line up by either place, and is in force by the first.
        places = {text(document.get(field)) for field in _PLACES} | {""}
        return any(self._is_other(place, on) for place in places)

    def _is_other(self, place: str, on: date) -> bool:
        known = self._concerned.get((place, on))
        if known is None:
            known = self._concerned[place, on] = self._looked_up(self._before, place, on) != self._looked_up(
                self._after, place, on
            )
        return known

    @staticmethod
    def _looked_up(book: RuleBook, place: str, on: date) -> tuple[object, ...]:
        """All that a verdict takes from a book."""
        rule_set = book.rule_set(on, place)
        found = [book.standards.find(item, place, on, dated=rule_set.line.dated) for item in ITEMS]
        return (rule_set, *(None if each is None else each.amount_fen for each in found))
