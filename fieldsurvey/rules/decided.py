"""Whether a household that was decided comes out otherwise today because standards or rules have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.determined import last_determination
from fieldsurvey.case.money import fen_of
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.household import Household, text
from fieldsurvey.rules.judging import Verdict, judge_household
from fieldsurvey.rules.standards import EVERYWHERE, ITEMS, Standard, Standards
from fieldsurvey.rules.wording import standard_told

_ALWAYS: Final = "0001-01-01"


@dataclass(frozen=True, slots=True)
class Decided:
    """The last determination: the category, what the rules said then, why, and on which rule set and standards."""

    category: str
    computed: str
    decided_on: str
    rule_set: str
    standards: str
    reason: str = ""

    @property
    def is_deliberate(self) -> bool:
        """The committee decided otherwise than the rules came out, and said why."""
        return bool(self.reason) and self.category != self.computed


def decided_of(document: Mapping[str, Any]) -> Decided | None:
    """The last determination of a household; None where nothing was decided."""
    last = last_determination(document)
    if last is None:
        return None
    names = ("category", "computed", "decided_on", "rule_set", "standards", "reason")
    return Decided(*(text(last.get(name)) for name in names))


def turned_since(decided: Decided, household: Household, book: RuleBook) -> Verdict | None:
    """The verdict of today where rules or standards alone made it another one; None where they did not.

    The same file is judged on what the decision rests on and on what is in force: what turned because the family
    changed is no matter of rules.
    """
    verdict = judge_household(household, book)
    if not verdict.is_decided or verdict.category == (decided.computed or decided.category):
        return None
    if not _is_other_basis(decided, verdict):
        return None
    then = judge_household(household, _as_it_was(decided, verdict, book), is_brief=True)
    return verdict if then.category != verdict.category else None


def _is_other_basis(decided: Decided, verdict: Verdict) -> bool:
    if not decided.standards and not decided.rule_set:
        # Of an older file nobody kept on what it rests; what was announced afterwards cannot be it.
        return bool(decided.decided_on) and any(not _was_known(each, decided.decided_on) for each in verdict.standards)
    if decided.rule_set and decided.rule_set != verdict.rule_set.key:
        return True
    return set(decided.standards.split(";")) != {standard_told(each) for each in verdict.standards}


def _was_known(standard: Standard, day: str) -> bool:
    return max(standard.announced_on, standard.effective_on) <= day


def _as_it_was(decided: Decided, verdict: Verdict, book: RuleBook) -> RuleBook:
    """The rules and standards that the decision rests on, as far as it says."""
    if not decided.standards and not decided.rule_set:
        known = Standards(each for each in book.standards.all if _was_known(each, decided.decided_on))
        return book.only(verdict.rule_set).with_standards(known)
    rules = book.by_key(decided.rule_set) or verdict.rule_set
    used = [found for each in decided.standards.split(";") if (found := _standard_of(each)) is not None]
    named = {each.item for each in used}
    # What the family did not need then and needs now is as it is now.
    others = [each for each in book.standards.all if each.item not in named] if used else []
    return book.only(rules).with_standards(Standards([*used, *others]))


def _standard_of(told: str) -> Standard | None:
    """The standard that a decision names (`standard_told`), for every place and day."""
    for item in ITEMS.values():
        amount, unit, _ = told.removeprefix(item.label).partition(item.measure)
        fen = fen_of(amount.strip()) if told.startswith(item.label) and unit else None
        if fen is not None:
            return Standard("", EVERYWHERE, item.id, fen, _ALWAYS)
    return None
