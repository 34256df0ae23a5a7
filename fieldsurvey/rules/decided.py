"""What a determination keeps of the verdict it rests on, and whether standards or rules have changed since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.household import day_of, text
from fieldsurvey.rules.judging import Verdict


@dataclass(frozen=True, slots=True)
class Decided:
    """The last determination: the category, what the rules said then, and on which rule set and standards it rests."""

    category: str
    computed: str
    decided_on: date | None
    rule_set: str
    standards: Mapping[str, int] | None


def basis_of(verdict: Verdict) -> dict[str, Value]:
    """The fields of a determination that say on what it rests."""
    used = {each.item: each for each in verdict.standards}
    return {
        "computed": verdict.category or None,
        "judged_on": verdict.on.isoformat(),
        "rule_set": verdict.rule_set.key,
        "standards": [[item, used[item].amount_fen, used[item].effective_on] for item in sorted(used)],
    }


def decided_of(document: Mapping[str, Any]) -> Decided | None:
    """The last determination of a household; None where nothing was decided."""
    rows = [row for row in rows_of(document, "determinations") if text(row.get("category"))]
    if not rows:
        return None
    # As the list of households takes it: of two on one day the one that stands further down.
    last = max(reversed(rows), key=lambda row: day_of(row.get("decided_on")) or date.min)
    return Decided(
        category=text(last.get("category")),
        computed=text(last.get("computed")),
        decided_on=day_of(last.get("decided_on")),
        rule_set=text(last.get("rule_set")),
        standards=_standards(last.get("standards")),
    )


def has_turned_since(decided: Decided, verdict: Verdict) -> bool:
    """Whether the rules say otherwise now than when it was decided, because standards or rules are others now."""
    then = decided.computed or decided.category
    return verdict.is_decided and verdict.category != then and _is_other_basis(decided, verdict)


def _is_other_basis(decided: Decided, verdict: Verdict) -> bool:
    used = {each.item: each.amount_fen for each in verdict.standards}
    if decided.standards is None and not decided.rule_set:
        # Of an older file nobody kept on what it rests; what was announced afterwards cannot be it.
        day = decided.decided_on.isoformat() if decided.decided_on else ""
        return bool(day) and any(max(each.announced_on, each.effective_on) > day for each in verdict.standards)
    is_other_rule = bool(decided.rule_set) and decided.rule_set != verdict.rule_set.key
    return is_other_rule or (decided.standards is not None and decided.standards != used)


def _standards(untrusted: object) -> Mapping[str, int] | None:
    if not isinstance(untrusted, list):
        return None
    read = [each for each in untrusted if isinstance(each, list) and len(each) > 1]
    return {each[0]: each[1] for each in read if isinstance(each[0], str) and isinstance(each[1], int)}
