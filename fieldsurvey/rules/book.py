"""The rule sets and standards that an office has, and which of them is in force where and when."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any, Final

from fieldsurvey.case.parse import parse_date
from fieldsurvey.rules.errors import RuleSetUnusableError
from fieldsurvey.rules.rule_set import RuleSet, read_rule_set, shipped
from fieldsurvey.rules.standards import CHOICES, Standards, places_above, standards_of


class RuleBook:
    """Rule sets, shipped ones and the office's own, and standards. Nothing in it ever changes."""

    def __init__(
        self,
        rule_sets: Iterable[RuleSet] = (),
        standards: Standards | None = None,
        *,
        is_with_shipped: bool = True,
        ended: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """`ended` says by key from which day on a rule set is no longer in force."""
        own = tuple(rule_sets)
        known = {(each.code, each.version, each.place) for each in own}
        with_us = shipped() if is_with_shipped else ()
        self.rule_sets: Final = (*(s for s in with_us if (s.code, s.version, s.place) not in known), *own)
        self.standards: Final = standards if standards is not None else Standards()
        self.ended: Final = ended
        self._ends = tuple(ended.get(each.key, "") if ended else "" for each in self.rule_sets)
        # Very many households are judged on few days and in few places.
        self._chosen = lru_cache(CHOICES)(self._choose)

    def rule_set(self, on: date, place: str = "", code: str = "") -> RuleSet:
        """The one in force: that of the nearest place, of these the one that began last, of these the last version.

        On a day before all of them the first one holds. A code asks for that rule set, whatever is in force.
        """
        return self._chosen(on, place, code)

    def _choose(self, on: date, place: str, code: str) -> RuleSet:
        day = on.isoformat()
        standing = [each for each, end in zip(self.rule_sets, self._ends, strict=True) if not end or day < end]
        of_code = [each for each in standing if not code or each.code == code] or standing or list(self.rule_sets)
        begun = [each for each in of_code if each.effective_on <= day]
        present = begun or [min(of_code, key=lambda each: (each.effective_on, each.version))]
        for where in places_above(place):
            here = [each for each in present if each.place == where]
            if here:
                return max(here, key=lambda each: (each.effective_on, each.version))
        return max(present, key=lambda each: (each.effective_on, each.version))

    def only(self, rule_set: RuleSet) -> "RuleBook":
        """The same standards, and this rule set alone: what was judged under it is judged so again."""
        return RuleBook((rule_set,), self.standards, is_with_shipped=False)

    def with_standards(self, standards: Standards) -> "RuleBook":
        """The same rule sets, those that have ended too, with other standards."""
        return self._with(self.rule_sets, standards)

    def with_rule_set(self, added: RuleSet) -> "RuleBook":
        """The same standards, and one rule set more."""
        return self._with((*self.rule_sets, added), self.standards)

    def _with(self, rule_sets: tuple[RuleSet, ...], standards: Standards) -> "RuleBook":
        return RuleBook(rule_sets, standards, is_with_shipped=False, ended=self.ended)

    def by_key(self, key: str) -> RuleSet | None:
        """The rule set that a determination names, where it is here."""
        return self._by_key.get(key)

    @cached_property
    def versions(self) -> frozenset[str]:
        """What is here, as `RS2020 v1`."""
        return frozenset(each.key.partition(" #")[0] for each in self.rule_sets)

    @cached_property
    def _by_key(self) -> Mapping[str, RuleSet]:
        return {each.key: each for each in self.rule_sets}


SHIPPED_BOOK: Final = RuleBook()


def book_of(rule_sets: Iterable[Mapping[str, Any]], standards: Mapping[str, Mapping[str, Any]]) -> RuleBook:
    """The book from the documents of the kinds `rule_set` and `standard`; what cannot be used is left out."""
    read: list[RuleSet] = []
    ended: dict[str, str] = {}
    for document in rule_sets:
        found = rule_set_of(document)
        if found is not None:
            read.append(found)
            end = document.get("ended_on")
            if isinstance(end, str) and parse_date(end) == end:
                ended[found.key] = end
    return RuleBook(read, standards_of(standards), ended=ended)


def rule_set_of(document: Mapping[str, Any]) -> RuleSet | None:
    """The rule set of a record; None where its text is none."""
    text = document.get("text")
    if not isinstance(text, str):
        return None
    try:
        return read_rule_set(text.encode())
    except RuleSetUnusableError:
        return None
