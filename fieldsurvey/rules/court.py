"""Conditions of a rule set over a household: each gives a step that says whether it holds, and on which numbers.

All comparisons are of whole numbers: both sides are multiplied out, nothing is divided and nothing rounded.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, date, timedelta
from fractions import Fraction
from typing import Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.values import rows_of
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
    PerHead,
    fraction,
)
from fieldsurvey.rules.household import MONTHS, Household, day_of
from fieldsurvey.rules.rule_set import RuleSet
from fieldsurvey.rules.standards import ITEMS, Standard, Standards
from fieldsurvey.rules.steps import Comparison, Missing, Step, all_hold, any_holds
from fieldsurvey.rules.sums import Amount, Line, Reckoner, circumstances, events_of, is_sudden, total

LINE: Final = "line"


class Court:
    """What conditions are judged over: one household, one rule set, the standards; what was reckoned is kept.

    A brief court stops where the outcome is certain; its steps are then not all there, and its verdict is the same.
    """

    def __init__(
        self, household: Household, rule_set: RuleSet, standards: Standards, *, is_brief: bool = False
    ) -> None:
        self.household = household
        self.rule_set = rule_set
        self.is_brief = is_brief
        self.persons = sum(1 for person in household.people if person.is_counted)
        line = rule_set.line
        # The item that is the line for this household: urban, or rural where the rule set says so.
        self.line_item: Final = line.rural if household.answer("hukou") in line.rural_hukou else line.item
        self._standards = standards
        self._found: dict[str, Standard | None] = {}
        self._lines: dict[str, list[Line]] = {}
        self._sums: dict[str, Amount] = {}
        imputed = rule_set.income.imputed
        wage = self.standard(imputed.item) if imputed.on else None
        self.reckoner = Reckoner(household, rule_set, wage.amount_fen if wage else None)

    def sum(self, name: str) -> Amount:
        """A sum of the rule set over this household."""
        if name not in self._sums:
            self._sums[name] = total(self.lines(name))
        return self._sums[name]

    def lines(self, name: str) -> list[Line]:
        """The lines of a sum."""
        if name not in self._lines:
            self._lines[name] = self.reckoner.lines(self.rule_set.sum(name))
        return self._lines[name]

    def standard(self, item: str) -> Standard | None:
        """The standard that holds for this household on the day of its survey."""
        name = self.line_item if item == LINE else item
        if name not in self._found:
            line = self.rule_set.line
            place = self.household.place(line.places)
            self._found[name] = self._standards.find(name, place, self.household.on, dated=line.dated)
        return self._found[name]

    @property
    def used(self) -> list[Standard]:
        """The standards that were looked at and found."""
        return [each for each in self._found.values() if each is not None]


def step_of(condition: Condition, court: Court) -> Step:
    """Judges one condition; never raises, whatever the document holds."""
    return _JUDGES[type(condition)](condition, court)


def _all(condition: AllOf, court: Court) -> Step:
    steps = steps_of(condition.of, court, until=False)
    return Step(condition, all_hold([step.result for step in steps]), steps=steps)


def _any(condition: AnyOf, court: Court) -> Step:
    steps = steps_of(condition.of, court, until=True)
    return Step(condition, any_holds([step.result for step in steps]), steps=steps)


def steps_of(conditions: Iterable[Condition], court: Court, *, until: bool) -> tuple[Step, ...]:
    """The steps of several conditions; a brief court takes none after the first that comes out as `until`."""
    steps: list[Step] = []
    for each in conditions:
        if each.on:
            steps.append(step_of(each, court))
            if court.is_brief and steps[-1].result is until:
                break
    return tuple(steps)


def _per_head(condition: PerHead | Above, court: Court) -> Step:
    item = court.line_item if condition.of == LINE else condition.of
    standard, heads, amount = court.standard(condition.of), court.persons, court.sum(condition.sum)
    months = ITEMS[item].months if item in ITEMS else 1
    times = fraction(condition.times)
    compared = Comparison(amount, heads, condition.op, times, item, standard, condition.sum, months)
    if standard is None:
        if isinstance(condition, PerHead) and condition.if_known:
            return Step(condition, True, compared=compared)
        label = ITEMS[item].label if item in ITEMS else item
        place = court.household.place(court.rule_set.line.places)
        gap = Missing("=standard", label, f"{place or '本单位'}在{court.household.on.isoformat()}还没有这项标准", True)
        return Step(condition, None, compared=compared, missing=(gap,))
    if not heads:
        return Step(condition, None, compared=compared, missing=(_NOBODY,))
    # amount / heads / 12 against times × standard / months, multiplied out.
    bound = times.numerator * standard.amount_fen * heads * MONTHS
    scale = times.denominator * months
    result = compare(amount, condition.op, bound, scale)
    gaps = () if result is not None else missing_of(court, condition.sum)
    return Step(condition, result, compared=compared, missing=gaps)


_NOBODY: Final = Missing("members", "家庭成员", "还没有登记,算不出人均")


def compare(amount: Amount, op: str, bound: int, scale: int) -> bool | None:
    """Whether an amount times `scale` stands so to a bound; None where what is not known could turn it."""
    if op in ("<", "<="):
        low = None if amount.least is None else _holds(amount.least * scale, op, bound)
        high = None if amount.most is None else _holds(amount.most * scale, op, bound)
        return True if high else False if low is False else None
    turned = compare(amount, {">": "<=", ">=": "<"}[op], bound, scale)
    return None if turned is None else not turned


def _holds(left: int, op: str, right: int) -> bool:
    return left < right if op == "<" else left <= right


def missing_of(court: Court, sum_name: str) -> tuple[Missing, ...]:
    """The lines that leave a sum open, each at its field."""
    return tuple(_gap(line, court) for line in court.lines(sum_name) if line.least is None or line.least != line.most)


_CALLED: Final = {
    "income": "收入",
    "relief": "收入",
    "expense": "支出",
    "savings": "存款与证券",
    "investments": "投资资产净值",
}
_OPEN: Final = {
    "income": "有的月份还没有金额",
    "relief": "有的月份还没有金额",
    "expense": "还没有能算的金额",
    "means": "还没有填",
}


def _gap(line: Line, court: Court) -> Missing:
    person = court.household.person(line.member) if line.member else None
    who = f"{person.name}·" if person else ""
    if line.address == "income":
        return Missing("income", "收入", "还没有登记,没有收入也请写一行 0")
    if line.sort == "relief" and court.household.answer("on_dibao") is None:
        return Missing("on_dibao", "享受低保", "还没有答;享受低保的,低保金和救助才计入")
    if line.sort == "imputed":
        return Missing("=standard", ITEMS["min_wage_month"].label, "还没有这项标准,推定收入算不出来")
    kind = line.kind if line.sort == "means" else line.sort
    told = _OPEN.get(line.sort, "还没有金额")
    if line.sort in ("income", "relief") and _has_negative(court.household, line.address):
        told = "有的月份是负数,请改正"
    return Missing(line.address, who + _CALLED.get(kind, "金额"), told)


def _has_negative(household: Household, address: str) -> bool:
    """Whether somebody wrote less than nothing for a month."""
    row = address.split("/")[1]
    cells = next((each.get("months") for each in rows_of(household.document, "income") if each.get(ROW) == row), None)
    return isinstance(cells, list) and any(isinstance(cell, int) and cell < 0 for cell in cells)


def _months_below(condition: MonthsBelow, court: Court) -> Step:
    standard, heads = court.standard(LINE), court.persons
    times = fraction(condition.times)
    sum_ = court.rule_set.sum(condition.sum)
    amounts = court.reckoner.months(sum_) if court.household.income else []
    compared = Comparison(
        court.sum(condition.sum), heads, condition.op, times, court.line_item, standard, condition.sum, condition.months
    )
    if standard is None or not heads or not amounts:
        gap = _NOBODY if not heads else Missing("income", "收入", "还没有登记,没有收入也请写一行 0")
        if standard is None:
            gap = Missing("=standard", ITEMS[court.line_item].label, "还没有这项标准")
        return Step(condition, None, compared=compared, missing=(gap,))
    bound = times.numerator * standard.amount_fen * heads * MONTHS
    below = [compare(amount, condition.op, bound, times.denominator) for amount in amounts]
    result = True if _run(below, sure=True) >= condition.months else None
    if result is None and _run(below, sure=False) < condition.months:
        result = False
    gaps = () if result is not None else missing_of(court, condition.sum)
    said = (("连续月数", f"{_run(below, sure=True)} 个月", ""),)
    return Step(condition, result, compared=compared, said=said, missing=gaps)


def _run(months: list[bool | None], *, sure: bool) -> int:
    """The longest run of months that are below, or, when not `sure`, that could be."""
    longest = length = 0
    for each in months:
        length = length + 1 if each is True or (each is None and not sure) else 0
        longest = max(longest, length)
    return longest


def _answer(condition: Answer, court: Court) -> Step:
    value = court.household.answer(condition.field)
    label = condition.title or condition.field
    if value is None and condition.silence_is_no:
        return Step(condition, False)
    if value is None:
        return Step(condition, None, missing=(Missing(condition.field, label, "还没有答"),))
    is_one = not condition.among or _is_among(value, condition.among)
    return Step(condition, is_one, said=((label, _shown(value), condition.field),))


def _member(condition: Member, court: Court) -> Step:
    hits = [
        (person.name, _shown(person.values.get(condition.field)), f"members/{person.row}/{condition.field}")
        for person in court.household.people
        if person.is_counted and _is_among(person.values.get(condition.field), condition.among)
    ]
    # Of whom nobody has said it, it does not hold: these questions are asked of who they may concern.
    return Step(condition, bool(hits), said=tuple(hits))


def _is_among(value: object, among: tuple[str | bool, ...]) -> bool:
    return any(value is each if isinstance(each, bool) else value == each for each in among)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value if isinstance(value, str) else ""


def _cause(condition: Cause, court: Court) -> Step:
    household = court.household
    if not household.causes:
        return Step(condition, None, missing=(Missing("causes", "致困原因", "还没有登记"),))
    among = [cause for cause in household.causes if cause.code in condition.among]
    sudden = {cause.row: is_sudden(cause, court.rule_set) if condition.is_sudden else True for cause in among}
    hits = [cause for cause in among if sudden[cause.row] is not False]
    special = [name for name in ("disabled", "single_parent") if name in condition.among]
    present = [name for name in circumstances(household) if name in special]
    said = tuple((cause.code, "", f"causes/{cause.row}/cause") for cause in hits)
    said += tuple((name, "", "") for name in present)
    if not hits and not present:
        return Step(condition, False)
    if not present and not any(sudden[cause.row] for cause in hits):
        gaps = tuple(Missing(f"causes/{cause.row}/is_sudden", "致困原因·突发", "还没有说是不是突发") for cause in hits)
        return Step(condition, None, said=said, missing=gaps)
    if condition.proof and not household.has_proof(condition.proof):
        gap = Missing("evidence", "佐证材料", "还没有突发事件的证明")
        return Step(condition, None, said=said, missing=(gap,))
    return Step(condition, True, said=said)


def _loss(condition: Loss, court: Court) -> Step:
    lost, income = court.reckoner.loss(), court.sum(condition.of)
    percent = fraction(condition.percent)
    compared = Comparison(lost, 1, ">=", percent / 100, condition.of, None, condition.of)
    events = events_of(court.household, court.rule_set)
    if not events:
        return Step(condition, False, compared=compared)
    result = _is_lost(lost, income, percent)
    if result is not None:
        return Step(condition, result, compared=compared)
    unsure = tuple(
        Missing(f"causes/{cause.row}/is_sudden", "致困原因·突发", "还没有说是不是突发")
        for cause, is_sure in events
        if not is_sure
    )
    gaps = missing_of(court, condition.of) or unsure or (Missing("causes", "费用或损失", "还没有金额"),)
    return Step(condition, None, compared=compared, missing=gaps)


def _is_lost(lost: Amount, income: Amount, percent: Fraction) -> bool | None:
    """Whether so many per cent of an income were lost; nothing lost is no loss, however little is earned."""
    if lost.most == 0:
        return False
    scale = percent.denominator * 100
    if lost.least and income.most is not None and lost.least * scale >= percent.numerator * income.most:
        return True
    if lost.most is not None and income.least is not None and lost.most * scale < percent.numerator * income.least:
        return False
    return None


def _contract(condition: Contract, court: Court) -> Step:
    household = court.household
    if condition.proof and household.has_proof(condition.proof):
        return Step(condition, True, said=(("劳动关系证明", "有", "evidence"),))
    begun, ends = day_of(household.document.get("contract_from")), day_of(household.document.get("contract_to"))
    if begun is None:
        gap = Missing("contract_from", "劳动合同起", "还没有填;没有合同的,附劳动关系证明")
        return Step(condition, None, missing=(gap,))
    told = f"{begun.isoformat()} 至 {ends.isoformat() if ends else '无固定期限'}"
    # The last day counts: from 1 January to 31 December are twelve months.
    is_long = ends is None or ends >= after_months(begun, condition.months) - timedelta(days=1)
    return Step(condition, is_long, said=(("劳动合同", told, "contract_from"),))


def after_months(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_JUDGES: Final[Mapping[type, Callable[..., Step]]] = {
    AllOf: _all,
    AnyOf: _any,
    PerHead: _per_head,
    Above: _per_head,
    MonthsBelow: _months_below,
    Answer: _answer,
    Member: _member,
    Cause: _cause,
    Loss: _loss,
    Contract: _contract,
}
