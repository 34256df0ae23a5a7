"""Whether a household that was decided comes out otherwise today because standards or rules have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.household import text
from fieldsurvey.rules.judging import Verdict
from fieldsurvey.rules.wording import standard_told


@dataclass(frozen=True, slots=True)
class Decided:
    """The last determination: the category, what the rules said then, and on which rule set and standards it rests."""

    category: str
    computed: str
    decided_on: str
    rule_set: str
    standards: str


def decided_of(document: Mapping[str, Any]) -> Decided | None:
    """The last determination of a household; None where nothing was decided."""
    rows = [row for row in rows_of(document, "determinations") if text(row.get("category"))]
    if not rows:
        return None
    # As the list of households takes it: of two on one day the one that stands further down.
    last = max(reversed(rows), key=lambda row: text(row.get("decided_on")))
    return Decided(*(text(last.get(name)) for name in ("category", "computed", "decided_on", "rule_set", "standards")))


def has_turned_since(decided: Decided, verdict: Verdict) -> bool:
    """Whether the rules come out otherwise now than when it was decided, and on other standards or rules."""
    then = decided.computed or decided.category
    return verdict.is_decided and verdict.category != then and _is_other_basis(decided, verdict)


def _is_other_basis(decided: Decided, verdict: Verdict) -> bool:
    if not decided.standards and not decided.rule_set:
        # Of an older file nobody kept on what it rests; what was announced afterwards cannot be it.
        day = decided.decided_on
        return bool(day) and any(max(each.announced_on, each.effective_on) > day for each in verdict.standards)
    if decided.rule_set and decided.rule_set != verdict.rule_set.key:
        return True
    return set(decided.standards.split(";")) != {standard_told(each) for each in verdict.standards}
