"""Every number, comparison, set of codes and switch of a rule set by a plain name, and how one of them is changed.

What cannot be said by a value, such as one more way into a category, is written in the file of the rule set.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

import msgspec

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED, CodeTable
from fieldsurvey.rules.condition import (
    Above,
    AllOf,
    Answer,
    AnyOf,
    Cause,
    Condition,
    Contract,
    Loss,
    Member,
    MonthsBelow,
    Part,
    PerHead,
)
from fieldsurvey.rules.errors import ParameterUnusableError, RuleSetUnusableError
from fieldsurvey.rules.parameter import Choices, Parameter, Sort, shown
from fieldsurvey.rules.parameter_tree import place_of, segment, tree_of, without_defaults
from fieldsurvey.rules.rule_set import Category, Disqualifier, RuleSet, read_rule_set
from fieldsurvey.rules.standards import ITEMS
from fieldsurvey.rules.wording import CIRCUMSTANCES, OPERATORS

Tables = Mapping[str, CodeTable]
_DATED: Final = (("effective_on", "执行日"), ("announced_on", "公布日"))
_PLACES: Final = (("residence_division", "常住地"), ("hukou_division", "户籍地"))
_MEANS: Final = (("savings", "存款"), ("investments", "投资净值"))
_ITEMS: Final = tuple((item.id, item.label) for item in ITEMS.values())
_LINE: Final = (("line", "低保线"), *_ITEMS)
_MOST_NAMED: Final = 3
_FLAGS: Final = (("true", "是"), ("false", "否"))


def parameters(rule_set: RuleSet, tables: Tables = SEEDED) -> list[Parameter]:
    """All parameters of a rule set, by section in the order in which a verdict is reached."""
    from fieldsurvey.rules.parameter_sections import others

    naming = Naming(rule_set, tables)
    return [
        *_line(naming),
        *_income(naming),
        *_sums(naming),
        *_requirements(naming),
        *_disqualifiers(naming),
        *_categories(naming),
        *others(naming),
    ]


def with_parameter(rule_set: RuleSet, path: str, text: str, tables: Tables = SEEDED) -> RuleSet:
    """The rule set with one parameter changed; a number in the titles around it is changed with it.

    Raises:
        ParameterUnusableError: no such parameter, or a text that it cannot be; it says how it is written.
    """
    known = parameters(rule_set, tables)
    parameter = next((each for each in known if each.path == path), None)
    if parameter is None:
        below = [each.path for each in known if each.path.startswith(f"{path}.")]
        how = (
            f"这一项请写 {'、'.join(below)}。"
            if 0 < len(below) <= _MOST_NAMED
            else "这份规则没有这一项,请照 rule show 列出的写。"
        )
        raise ParameterUnusableError(label=path, value=text, how=how)
    value = parameter.read(text)
    tree = tree_of(rule_set)
    above, key = place_of(tree, path)
    if above[-1][key] is None and text.strip() == parameter.value:
        # What is left as the check itself has it, and written as it is shown, stays left.
        return rule_set
    old, above[-1][key] = above[-1][key], value
    _retitle(above, parameter.sort, old, value)
    try:
        return read_rule_set(msgspec.json.encode(without_defaults(tree)))
    except RuleSetUnusableError as problem:
        how = parameter.how if parameter.sort is not Sort.SWITCH else str(problem.parameters["what"])
        raise ParameterUnusableError(label=parameter.label, value=text, how=f"{how}。") from problem


def _retitle(above: list[Any], sort: Sort, old: object, new: object) -> None:
    unit = {Sort.TIMES: " 倍", Sort.PERCENT: "%", Sort.COUNT: " 个月"}.get(sort)
    for part in above:
        if unit and isinstance(part, dict) and isinstance(part.get("title"), str):
            part["title"] = part["title"].replace(f"{old}{unit}", f"{new}{unit}")


class Naming:
    """Makes the parameters of one rule set, with its values and the code tables in force."""

    def __init__(self, rule_set: RuleSet, tables: Tables) -> None:
        self.rule_set = rule_set
        self._tables = tables
        self._tree = tree_of(rule_set)

    def __call__(
        self,
        path: str,
        section: str,
        label: str,
        sort: Sort,
        *,
        choices: Choices = (),
        part: Part | None = None,
        none: bool = False,
    ) -> Parameter:
        """The parameter at a path; `part` is where source and assumption stand."""
        above, key = place_of(self._tree, path)
        value = above[-1][key]
        source, is_assumed = (part.source, part.is_assumed) if part else ("", False)
        return Parameter(
            path, section, label, sort, shown(sort, value, choices), choices, none or value in (None, []), source,
            is_assumed,
        )  # fmt: skip

    def codes(self, table: str, present: tuple[object, ...] = (), more: Choices = ()) -> Choices:
        """The codes of a table that may be chosen, and those of the rule set that the table does not have."""
        known = self._tables.get(table) or SEEDED.get(table)
        offered = {**(known.offered if known else {}), **dict(more)}
        labels = known.labels if known else {}
        return (*offered.items(), *((str(code), labels.get(str(code), str(code))) for code in present
                                    if str(code) not in offered))  # fmt: skip

    def field(self, name: str, present: tuple[object, ...]) -> tuple[str, Choices]:
        """What people call a field that a condition asks, and what it may hold."""
        field = CASE.find(name) or CASE.find(f"members/row/{name}")
        if field is None:
            return name, tuple((str(each), str(each)) for each in present)
        if field.codes:
            return field.label, self.codes(field.codes, present)
        return field.label, _FLAGS if all(isinstance(each, bool) for each in present) else tuple(
            (str(each), str(each)) for each in present
        )


def _line(naming: Naming) -> Iterator[Parameter]:
    section, line = "低保线怎么取", naming.rule_set.line
    yield naming("line.item", section, "哪项标准是线", Sort.CHOICE, choices=_ITEMS)
    yield naming("line.rural", section, "农村户的线", Sort.CHOICE, choices=_ITEMS)
    hukou = naming.field("hukou", line.rural_hukou)[1]
    yield naming("line.rural_hukou", section, "哪些户口用农村线", Sort.CODES, choices=hukou, none=True)
    yield naming("line.dated", section, "标准按哪一天算起", Sort.CHOICE, choices=_DATED)
    yield naming("line.places", section, "按哪里的标准(排在前的先用)", Sort.CODES, choices=_PLACES)


def _income(naming: Naming) -> Iterator[Parameter]:
    income, imputed = naming.rule_set.income, naming.rule_set.income.imputed
    section = "收入怎么算"
    for name, label in (
        ("counts", "计入的收入"), ("counts_on_dibao", "低保户另计入的"), ("goes_off", "要减去的"),
    ):  # fmt: skip
        kinds = naming.codes("income_type", getattr(income, name))
        yield naming(f"income.{name}", section, label, Sort.CODES, choices=kinds, none=True)
    yield naming("income.counts_in_kind", section, "实物收入折价计入", Sort.SWITCH)
    section, path = "按最低工资推定收入", "income.imputed"
    yield naming(f"{path}.on", section, "有劳动能力不就业的,按最低工资推定收入", Sort.SWITCH, part=imputed)
    yield naming(f"{path}.item", section, "按哪项标准推定", Sort.CHOICE, choices=_ITEMS, part=imputed)
    for name, label, table in (
        ("work_status", "哪些工作状态要推定", "work_status"), ("kinds", "有了哪类收入就不推定", "income_type"),
        ("proof", "有了哪种材料就按实际", "evidence_type"),
    ):  # fmt: skip
        offered = naming.codes(table, getattr(imputed, name))
        yield naming(f"{path}.{name}", section, label, Sort.CODES, choices=offered, part=imputed, none=True)
    yield naming(f"{path}.carers_exempt", section, "照料病残家人的不推定", Sort.SWITCH, part=imputed)
    section = "必要就业成本"
    costs = (
        naming("costs.most_percent_of_wage", section, "最多占工资的百分之几", Sort.PERCENT),
        naming("costs.most_fen_month", section, "每人每月最多(元)", Sort.MONEY, none=True),
    )
    yield from (replace(each, is_assumed=naming.rule_set.costs.is_assumed) for each in costs)


def _sums(naming: Naming) -> Iterator[Parameter]:
    rule_set = naming.rule_set
    for number, each in enumerate(rule_set.sums, start=1):
        path, section = f"sums.{segment(rule_set.sums, number)}", f"合计:{each.title or each.id}"
        kinds = naming.codes("expense_type", each.less)
        yield naming(f"{path}.less", section, "减去哪些支出", Sort.CODES, choices=kinds, part=each, none=True)
        yield naming(f"{path}.less_caused", section, "减去致困原因引起的支出", Sort.SWITCH, part=each)
        yield naming(f"{path}.less_events", section, "减去意外引起的支出", Sort.SWITCH, part=each)
        yield naming(f"{path}.plus", section, "加上哪些资产", Sort.CODES, choices=_MEANS, part=each, none=True)
        yield naming(f"{path}.with_relief", section, "低保户加上政府救助", Sort.SWITCH, part=each)
    section = "致困原因引起哪些支出"
    labels = dict(naming.codes("cause", tuple(rule_set.caused), tuple(CIRCUMSTANCES.items())))
    for cause, less in rule_set.caused.items():
        kinds = naming.codes("expense_type", less)
        yield naming(f"caused.{cause}", section, labels.get(cause, cause), Sort.CODES, choices=kinds, none=True)
    causes = naming.codes("cause", rule_set.events)
    yield naming("events", section, "哪些原因算意外", Sort.CODES, choices=causes, none=True)
    yield naming("sudden", section, "哪些不说明就算突发", Sort.CODES, choices=causes, none=True)
    kinds = naming.codes("expense_type", rule_set.event_costs)
    yield naming("event_costs", section, "意外引起的支出", Sort.CODES, choices=kinds, none=True)


def _requirements(naming: Naming) -> Iterator[Parameter]:
    for number, each in enumerate(naming.rule_set.requires, start=1):
        path = f"requires.{segment(naming.rule_set.requires, number)}"
        section = f"必备条件:{each.title or each.id}"
        yield naming(f"{path}.on", section, "启用这个条件", Sort.SWITCH, part=each)
        if each.when is not None:
            yield from conditions(naming, f"{path}.when", section, each.when, within="对谁要求")
        yield from conditions(naming, f"{path}.then", section, each.then)


def _disqualifiers(naming: Naming) -> Iterator[Parameter]:
    for number, each in enumerate(naming.rule_set.disqualifiers, start=1):
        path, section = f"disqualifiers.{segment(naming.rule_set.disqualifiers, number)}", "排除情形"
        title = each.title or each.id
        yield naming(f"{path}.on", section, f"{title} · 启用", Sort.SWITCH, part=each)
        for name, label in (("homes", "从几套起"), ("savings_months", "超过几个月的低保×人口")):
            if getattr(each, name) is not None:
                yield naming(f"{path}.{name}", section, f"{title} · {label}", Sort.COUNT, part=each)
        yield from _ways(naming, path, section, each, within=title)


def _categories(naming: Naming) -> Iterator[Parameter]:
    for number, each in enumerate(naming.rule_set.categories, start=1):
        path = f"categories.{segment(naming.rule_set.categories, number)}"
        section = f"类别:{each.title or each.id}"
        yield naming(f"{path}.on", section, "启用这个类别", Sort.SWITCH, part=each)
        yield from _ways(naming, path, section, each)


def _ways(
    naming: Naming, path: str, section: str, part: Category | Disqualifier, *, within: str = ""
) -> Iterator[Parameter]:
    for number, way in enumerate(part.any, start=1):
        way_path = f"{path}.any.{segment(part.any, number)}"
        here = section if within else f"{section} › {way.title or way.id}"
        yield from conditions(naming, way_path, here, way, within=within, source=part)


def conditions(
    naming: Naming, path: str, section: str, condition: Condition, *, within: str = "", source: Part | None = None
) -> Iterator[Parameter]:
    """The parameters of a condition and of those that it is made of; what names no source has it from the whole."""
    title = condition.title or within or "条件"
    part = condition if condition.source or condition.is_assumed or source is None else source
    label = f"{within} › {title}" if within and within != title else title
    yield naming(f"{path}.on", section, f"{label} · 启用", Sort.SWITCH, part=part)
    if isinstance(condition, AllOf | AnyOf):
        # The way into a category is named by the section already.
        deeper = title if within or not section.endswith(title) else ""
        for number, each in enumerate(condition.of, start=1):
            inner = f"{path}.of.{segment(condition.of, number)}"
            yield from conditions(naming, inner, section, each, within=deeper, source=part)
        return
    for name, told, sort, choices in _asked(naming, condition):
        none = sort is Sort.CODES
        yield naming(f"{path}.{name}", section, f"{label} · {told}", sort, choices=choices, part=part, none=none)


_Asked = tuple[str, str, Sort, Choices]


def _asked(naming: Naming, condition: Condition) -> Iterator[_Asked]:
    sums = tuple((each.id, each.title or each.id) for each in naming.rule_set.sums)
    yield from _compared(condition, sums)
    if isinstance(condition, MonthsBelow | Contract):
        yield "months", "几个月", Sort.COUNT, ()
    if isinstance(condition, Answer | Member) and condition.among:
        field, choices = naming.field(condition.field, condition.among)
        yield "among", f"{field}要答" if choices is _FLAGS else f"{field}是哪些", Sort.CODES, choices
    if isinstance(condition, Answer):
        yield "silence_is_no", "没问到的当作不是", Sort.SWITCH, ()
    if isinstance(condition, Cause):
        yield "among", "哪些原因", Sort.CODES, naming.codes("cause", condition.among, tuple(CIRCUMSTANCES.items()))
        yield "is_sudden", "要是突发的", Sort.SWITCH, ()
    if isinstance(condition, Cause | Contract):
        yield "proof", "有哪种材料", Sort.CODES, naming.codes("evidence_type", condition.proof)
    if isinstance(condition, Loss):
        yield "percent", "占百分之几", Sort.PERCENT, ()
        yield "of", "占哪个合计", Sort.CHOICE, sums


def _compared(condition: Condition, sums: Choices) -> Iterator[_Asked]:
    if isinstance(condition, PerHead | Above | MonthsBelow):
        signs = ("<", "<=") if not isinstance(condition, Above) else (">", ">=")
        yield "sum", "用哪个合计", Sort.CHOICE, sums
        yield "op", "怎么比", Sort.CHOICE, tuple((sign, OPERATORS[sign]) for sign in signs)
        yield "times", "几倍", Sort.TIMES, ()
    if isinstance(condition, PerHead | Above):
        yield "of", "和哪项标准比", Sort.CHOICE, _LINE
    if isinstance(condition, PerHead):
        yield "if_known", "没有这项标准时不要求", Sort.SWITCH, ()
