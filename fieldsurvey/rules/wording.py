"""An explanation in words: each step of a verdict with its inputs, formula, threshold, source and outcome.

One shape for the panel, the sheet for the file, the notice for the household and `explain --json`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.money import yuan
from fieldsurvey.rules.condition import Cause, Loss, MonthsBelow, Part
from fieldsurvey.rules.household import MONTHS
from fieldsurvey.rules.judging import NOT_QUALIFIED, Verdict
from fieldsurvey.rules.standards import ITEMS, Standard
from fieldsurvey.rules.steps import Comparison, Missing, Step
from fieldsurvey.rules.sums import Amount

OUTCOMES: Final = {True: "成立", False: "不成立", None: "说不准"}
OPERATORS: Final = {"<": "低于", "<=": "不高于", ">": "高于", ">=": "不低于"}
MUST: Final = "须"
CIRCUMSTANCES: Final = {"disabled": "残疾", "single_parent": "单亲"}
SORTS: Final = {
    "income": "收入",
    "relief": "救助收入",
    "imputed": "推定收入",
    "expense": "支出",
    "event": "损失",
    "means": "资产",
}


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that a step looked at: what it is called, what it said, and at which field it stands."""

    label: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class ToldLine:
    """One line of a sum: whose and what, and the fen that it adds at least; `is_open` when it may be more."""

    address: str
    who: str
    what: str
    fen: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class ToldSum:
    """One sum with its lines; `month` is what it comes to per head and month, as printed."""

    id: str
    title: str
    source: str
    year: str
    month: str
    lines: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class ToldStep:
    """One step in words. `result` is None where it cannot be told yet."""

    id: str
    title: str
    result: bool | None
    outcome: str
    formula: str
    threshold: str
    source: str
    is_assumed: bool
    inputs: tuple[Input, ...]
    steps: tuple["ToldStep", ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict in words. `category` is as of `Verdict`, `label` what people call it.

    `headline` says it in one line, `sentence` says it whole; `is_refused`: a requirement is not met.
    """

    category: str
    label: str
    headline: str
    sentence: str
    possible: tuple[str, ...]
    rule_set: str
    rule_set_title: str
    on: str
    place: str
    persons: int
    counted: tuple[str, ...]
    uncounted: tuple[str, ...]
    standards: tuple[str, ...]
    sums: tuple[ToldSum, ...]
    steps: tuple[ToldStep, ...]
    missing: tuple[Missing, ...]
    disqualified: tuple[str, ...]
    groups: tuple[str, ...]
    is_near: bool
    is_refused: bool


def explained(verdict: Verdict, catalogue: Catalogue = CASE) -> Explanation:
    """Puts a verdict into words; labels are those of the catalogue in force."""
    words = _Words(verdict, catalogue)
    household = verdict.household
    return Explanation(
        category=verdict.category,
        label=words.category(verdict.category),
        headline=words.headline(),
        sentence=words.sentence(),
        possible=tuple(words.category(code) for code in verdict.possible),
        rule_set=verdict.rule_set.key,
        rule_set_title=verdict.rule_set.title,
        on=verdict.on.isoformat(),
        place=verdict.place,
        persons=verdict.court.persons,
        counted=tuple(person.name for person in household.people if person.is_counted),
        uncounted=tuple(person.name for person in household.people if not person.is_counted),
        standards=tuple(standard_told(each) for each in verdict.standards),
        sums=tuple(words.sums()),
        steps=tuple(words.step(each) for each in verdict.steps),
        missing=verdict.missing,
        disqualified=tuple(words.disqualifier(code) for code in verdict.disqualified),
        groups=tuple(words.label("priority_groups", code) for code in verdict.groups),
        is_near=verdict.is_near,
        is_refused=any(step.result is False for step in verdict.requirements),
    )


def standard_told(standard: Standard) -> str:
    """One standard with its document and its days."""
    item = ITEMS[standard.item]
    days = [f"{standard.effective_on} 起执行" if standard.effective_on else ""]
    days += [f"{standard.announced_on} 公布" if standard.announced_on else ""]
    parts = [part for part in (standard.document_no, *days) if part]
    told = f"({','.join(parts)})" if parts else ""
    return f"{item.label} {yuan(standard.amount_fen)} {item.measure}{told}"


def rounded(fen: int, parts: int) -> str:
    """A year's fen shared out, as printed: rounded half up, below nothing too."""
    share = (Decimal(fen) / Decimal(parts)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return yuan(int(share))


class _Words:
    def __init__(self, verdict: Verdict, catalogue: Catalogue) -> None:
        self._verdict = verdict
        self._catalogue = catalogue
        self._names = {person.row: person.name for person in verdict.household.people}

    def label(self, address: str, code: str) -> str:
        field = self._catalogue.find(address)
        return field.choices.label_of(code) if field is not None and code else code

    def category(self, code: str) -> str:
        return self.label("determinations/r/category", code) if code else "说不准"

    def disqualifier(self, code: str) -> str:
        return self.label("exemptions/r/situation", code)

    def headline(self) -> str:
        verdict = self._verdict
        if verdict.disqualified:
            return f"不符合:{'、'.join(self.disqualifier(code) for code in verdict.disqualified)}"
        if not verdict.is_decided:
            return f"说不准,还缺 {sum(gap.is_decisive for gap in verdict.missing)} 处"
        leaf = self._leaf()
        if leaf is None or leaf.compared is None or leaf.compared.standard is None or not leaf.compared.heads:
            return f"{self.category(verdict.category)}{self._aside()}"
        compared = leaf.compared
        month = f"月人均 {_month(compared)}," if compared.amount.known is not None else ""
        bound = _exact(compared.times * leaf.compared.standard.amount_fen)
        return f"{self.category(verdict.category)}:{month}{OPERATORS[compared.op]} {bound} 元{self._aside()}"

    def _aside(self) -> str:
        """What is still to be asked although the outcome is told: it may turn it."""
        asides = [gap for gap in self._verdict.missing if not gap.is_decisive]
        return f"(还要问清 {len(asides)} 处)" if asides else ""

    def sentence(self) -> str:
        """The verdict whole, with what is still to be asked."""
        told = self._told()
        asides = [gap for gap in self._verdict.missing if not gap.is_decisive]
        if not asides or not self._verdict.is_qualified:
            return told
        names = "、".join(dict.fromkeys(gap.label for gap in asides))
        return f"{told}还要问清:{names}。"

    def _told(self) -> str:
        verdict = self._verdict
        if verdict.disqualified:
            return f"有排除情形:{'、'.join(self.disqualifier(code) for code in verdict.disqualified)},不符合建档条件。"
        if not verdict.is_decided:
            possible = "或".join(f"“{self.category(code)}”" for code in verdict.possible)
            gaps = [gap for gap in verdict.missing if gap.is_decisive]
            told = "、".join(f"{gap.label}({gap.sentence})" for gap in gaps[:3])
            more = f"等 {len(gaps)} 处" if len(gaps) > 3 else ""
            return f"还说不准,可能是{possible}。还缺:{told or '家庭情况'}{more}。"
        failed = next((step for step in verdict.requirements if step.result is False), None)
        if failed is not None:
            lacking = "、".join(each.condition.title for each in _leaves(failed) if each.result is False)
            return f"“{failed.condition.title}”的条件没有满足({lacking}),不符合建档条件。"
        if verdict.category == NOT_QUALIFIED:
            near = "但很接近,可列入边缘困难监测。" if verdict.is_near else ""
            return f"不在任何一类困难标准之内。{near}"
        way = self._way()
        return f"属于“{self.category(verdict.category)}”{f':{way}' if way else ''}。"

    def _way(self) -> str:
        """How the household came into its category, by the first way that holds."""
        first, leaf = self._first(), self._leaf()
        if first is None:
            return ""
        told = f",{self._formula(leaf)},{self._threshold(leaf)}" if leaf is not None else ""
        told = told.replace(MUST, "")
        return f"{first.condition.title}{told}"

    def _first(self) -> Step | None:
        """The first way into its category that holds."""
        found = (each for each in self._verdict.categories if each.condition.id == self._verdict.category)
        return next((each for step in found for each in step.steps if each.result), None)

    def _leaf(self) -> Step | None:
        """The comparison on which it came in."""
        first = self._first()
        return next((each for each in _leaves(first) if each.compared is not None), None) if first else None

    def sums(self) -> Iterator[ToldSum]:
        court = self._verdict.court
        heads = court.persons
        for sum_ in self._verdict.rule_set.sums:
            amount = court.sum(sum_.id)
            known = amount.known
            yield ToldSum(
                id=sum_.id,
                title=sum_.title,
                source=sum_.source,
                year=_amount_told(amount),
                month=rounded(known, heads * MONTHS) if known is not None and heads else "",
                lines=tuple(
                    ToldLine(
                        line.address,
                        self._names.get(line.member, ""),
                        self._what(line.sort, line.kind),
                        (line.most if line.least is None else line.least) or 0,
                        line.least is None or line.least != line.most,
                    )
                    for line in court.lines(sum_.id)
                ),
            )

    def _what(self, sort: str, kind: str) -> str:
        address = {
            "income": "income/r/type",
            "relief": "income/r/type",
            "expense": "expenses/r/type",
            "event": "causes/r/cause",
        }.get(sort)
        if address:
            return self.label(address, kind) or SORTS[sort]
        if sort == "imputed":
            return "按最低工资推定"
        field = self._catalogue.find(kind)
        return field.label if field else kind

    def step(self, step: Step) -> ToldStep:
        part = step.condition
        return ToldStep(
            id=part.id,
            title=self._title(part),
            result=step.result,
            outcome=OUTCOMES[step.result],
            formula=self._formula(step),
            threshold=self._threshold(step),
            source=part.source,
            is_assumed=part.is_assumed,
            inputs=tuple(Input(*self._said(part, *each)) for each in step.said),
            steps=tuple(self.step(each) for each in step.steps),
        )

    def _title(self, part: Part) -> str:
        if part.id in {each.id for each in self._verdict.rule_set.categories}:
            return self.category(part.id)
        if part.title:
            return part.title
        return "同时满足" if getattr(part, "of", ()) else ""

    def _said(self, part: Part, label: str, text: str, address: str) -> tuple[str, str, str]:
        if isinstance(part, Cause):
            code = label
            return "致困原因", CIRCUMSTANCES.get(code) or self.label("causes/r/cause", code), address
        field = self._catalogue.find(address)
        called = self.label(address, text) if field is not None and field.choices.labels else text
        return label or (field.label if field else ""), called, address

    def _formula(self, step: Step) -> str:
        compared = step.compared
        if compared is None:
            return ""
        title = self._verdict.rule_set.sum(compared.sum).title if compared.sum else ""
        if isinstance(step.condition, Loss):
            return f"费用或损失 {_amount_told(compared.amount)}"
        if isinstance(step.condition, MonthsBelow):
            return f"{title} ÷ {compared.heads} 人,逐月"
        if not compared.heads:
            return title
        shared = f" = {_month(compared, '元/月')}" if compared.amount.known is not None else ""
        return f"{title} {_amount_told(compared.amount)} ÷ {compared.heads} 人 ÷ 12 月{shared}"

    def _threshold(self, step: Step) -> str:
        compared, condition = step.compared, step.condition
        if compared is None:
            return ""
        if isinstance(condition, Loss):
            base = self._verdict.court.sum(condition.of)
            return (
                f"不低于 {self._verdict.rule_set.sum(condition.of).title} {_amount_told(base)} 的 {condition.percent}%"
            )
        bound = _bound(compared)
        if isinstance(condition, MonthsBelow):
            return f"{MUST}连续 {condition.months} 个月{OPERATORS[compared.op]} {bound}"
        return f"{MUST}{OPERATORS[compared.op]} {bound}"


def _month(compared: Comparison, measure: str = "元") -> str:
    """What comes to each head in a month; where two places hide on which side of the line that is, it says so."""
    known, standard = compared.amount.known or 0, compared.standard
    told = f"{rounded(known, compared.heads * MONTHS)} {measure}"
    if standard is None:
        return told
    exact = Fraction(known, compared.heads * MONTHS)
    bound = compared.times * standard.amount_fen / compared.months
    if exact == bound:
        return f"{told}(正好等于标准)"
    if _exact(exact) == _exact(bound):
        return f"{told}(比标准{'少' if exact < bound else '多'}不到 1 分)"
    return told


def _bound(compared: Comparison) -> str:
    standard = compared.standard
    label = ITEMS[compared.item].label if compared.item in ITEMS else compared.item
    if standard is None:
        return f"{label}(还没有这项标准)"
    measure = ITEMS[compared.item].measure
    if compared.times == 1:
        return f"{label} {yuan(standard.amount_fen)} {measure}"
    product = compared.times * standard.amount_fen
    return (
        f"{label} {yuan(standard.amount_fen)} {measure} 的 {_times(compared.times)} 倍,即 {_exact(product)} {measure}"
    )


def _times(times: Fraction) -> str:
    return f"{Decimal(times.numerator) / Decimal(times.denominator):f}"


def _exact(fen: Fraction) -> str:
    return rounded(fen.numerator, fen.denominator)


def _amount_told(amount: Amount) -> str:
    if amount.known is not None:
        return f"{yuan(amount.known)} 元"
    if amount.least is not None and amount.most is not None:
        return f"{yuan(amount.least)} 到 {yuan(amount.most)} 元"
    if amount.least is not None:
        return f"至少 {yuan(amount.least)} 元"
    return f"至多 {yuan(amount.most)} 元" if amount.most is not None else "还说不准"


def _leaves(step: Step) -> Iterator[Step]:
    if not step.steps:
        yield step
    for each in step.steps:
        yield from _leaves(each)
