"""Names in a rule set that nothing in this program asks for: a slip of the pen would be passed over in silence."""

from collections.abc import Iterator

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.condition import Above, Answer, Member, PerHead
from fieldsurvey.rules.evidence import SITUATIONS
from fieldsurvey.rules.misspelt import CALLED
from fieldsurvey.rules.rule_set import RuleSet, all_conditions, shipped
from fieldsurvey.rules.standards import ITEMS


def unknown_names(rule_set: RuleSet) -> list[str]:
    """Names in a rule set that this program does not know and would pass over, each with where it stands."""
    return [f"{CALLED[where]}里不认识“{name}”" for where, name, is_known in _named(rule_set) if not is_known]


def _named(rule_set: RuleSet) -> Iterator[tuple[str, str, bool]]:
    yield from (("checks", name, name in CHECKS) for name in rule_set.checks)
    known = shipped()[-1].limits
    yield from (("limits", name, name in known) for name in rule_set.limits)
    yield from (("evidence", each.situation, each.situation in SITUATIONS) for each in rule_set.evidence)
    for item in (rule_set.line.item, rule_set.line.rural, rule_set.income.imputed.item):
        yield "item", item, item in ITEMS
    for each in all_conditions(rule_set):
        if isinstance(each, PerHead | Above):
            yield "item", each.of, each.of == "line" or each.of in ITEMS
        elif isinstance(each, Answer | Member):
            yield "field", each.field, (CASE.find(each.field) or CASE.find(f"members/row/{each.field}")) is not None
