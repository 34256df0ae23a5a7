"""The worked examples as a page for people: what is given, how it is reckoned by hand, the outcome, and the source."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import SEEDED
from fieldsurvey.case.parse import show
from tests.worked import calculator
from tests.worked.example import Example
from tests.worked.examples import EXAMPLES, MISSING

FILE: Final = Path(__file__).resolve().parents[2] / "docs" / "worked-examples.md"
_HEAD: Final = """# 判定的算例

由 `python -m tests.worked` 生成。每一例都由程序判定一次,由测试里另写的一个分数计算器再算一次,两者和“结果”一致才通过
(`tests/unit/rules/test_worked_examples.py`)。金额都是一年的,元;低保线按月;人都是虚构的。没有写明的,都是:主因子女上学,
没有低保,一套住宅,没有车、商铺、高收费学校。比较用整数(分)交叉相乘,不做除法,不四舍五入。

"""
_TITLES: Final = {
    "RS2016": "## RS2016:低保户、低保边缘户、意外致困户(调查日 2018-06-15,低保线 570.00 元/月)",
    "RS2020": "## RS2020:深度困难、相对困难、意外致困(调查日 2026-11-20,低保线 664.00 元/月)",
    "": "## 还缺内容的",
}


def page() -> str:
    """The whole page."""
    lines = [_HEAD]
    for rules, title in _TITLES.items():
        some = [each for each in EXAMPLES if (each.id in MISSING) is not bool(rules) and rules in ("", each.rules)]
        lines += [f"{title}\n", "| 编号 | 情形 | 已知 | 手算 | 结果 | 依据 |", "|---|---|---|---|---|---|"]
        lines += [_line(each) for each in some]
        lines.append("")
    return "\n".join(lines)


def _line(example: Example) -> str:
    result = SEEDED["category"].label_of(example.expected) if example.expected else "说不准"
    given = "<br>".join(_given(example))
    hand = "" if example.id in MISSING else "<br>".join(_by_hand(example))
    return f"| {example.id} | {example.title} | {given} | {hand} | {result} | {example.source} |"


def _given(example: Example) -> Iterator[str]:
    yield f"计入 {example.persons} 人" + (f",不计入 {example.uncounted} 人" if example.uncounted else "")
    for each in example.earned:
        who = "" if each.member < example.persons else "(不计入的人)"
        label = SEEDED["income_type"].label_of(each.kind)
        told = each.year or "每月 " + "、".join("缺" if cell is None else cell for cell in each.months)
        yield f"{label}{who} {told}"
    for bill in example.spent:
        who = "" if bill.member < example.persons else "(不计入的人)"
        back = f",报销 {bill.back}" if bill.back != "0" else ""
        yield f"{SEEDED['expense_type'].label_of(bill.kind)}{who} {bill.bill or '待补'}{back}"
    for kind, amount in example.later:
        yield f"后到的报销({SEEDED['expense_type'].label_of(kind)}) {amount}"
    for cause in example.because:
        loss = f",损失 {cause.loss}" + (f",赔偿 {cause.paid}" if cause.paid != "0" else "") if cause.loss else ""
        sudden = ",不是突发" if cause.is_sudden is False else ""
        yield f"原因:{SEEDED['cause'].label_of(cause.code)}{loss}{sudden}"
    yield from (_answer(name, value) for name, value in example.answers.items())
    if example.proofs:
        yield "材料:" + "、".join(SEEDED["evidence_type"].label_of(kind) for kind in example.proofs)
    if example.exempt:
        yield "批准的例外:" + "、".join(SEEDED["disqualifier"].label_of(what) for what in example.exempt)
    if example.disabled:
        yield "配偶残疾"
    if example.line is None:
        yield "没有标准"


def _answer(name: str, value: object) -> str:
    field = CASE.field(name)
    return f"{field.label}:{show(field, value)}"


def _by_hand(example: Example) -> Iterator[str]:
    assert example.line_fen is not None
    heads, line = example.persons * 12, Fraction(example.line_fen, 100)
    earned = calculator.income(example, with_relief=example.rules == "RS2020")
    yield f"收入 {_yuan(earned)} ÷ {heads} = {_yuan(earned / heads)},低保线的 {_times(earned / heads / line)} 倍"
    costs = calculator.cost(example, calculator.RIGID)
    if costs and example.rules == "RS2020":
        net = earned - costs
        yield f"减刚性支出 {_yuan(costs)} 后 {_yuan(net / heads)},{_times(net / heads / line)} 倍"
    work = calculator.work_cost(example)
    if work:
        yield f"必要就业成本 {_yuan(work)},再减后 {_yuan((earned - costs - work) / heads)}"
    lost = calculator.event_cost(example)
    if lost:
        share = f",占收入 {_times(lost / earned * 100)}%" if earned else ""
        yield f"突发损失 {_yuan(lost)}{share}"
    if example.rules == "RS2016":
        caused = earned - calculator.cost(example, calculator.caused_kinds(example))
        yield f"减致困支出后 {_yuan(caused / heads)}"
        yield f"连续低于低保线 {calculator.longest_below(example, line)} 个月"


def _yuan(amount: Fraction) -> str:
    """Two places where that is exact, else a sign that more follow."""
    cents = amount * 100
    whole = cents.numerator // cents.denominator
    told = f"{whole // 100:,}.{whole % 100:02d}" if whole >= 0 else f"-{-whole // 100:,}.{-whole % 100:02d}"
    return told if cents.denominator == 1 else f"{told}…"


def _times(times: Fraction) -> str:
    """Up to six places, and a sign where more follow; never rounded up to what it does not reach."""
    millionths = times.numerator * 1_000_000 // times.denominator
    shown = f"{millionths // 1_000_000}.{millionths % 1_000_000:06d}".rstrip("0").rstrip(".")
    return shown if Fraction(millionths, 1_000_000) == times else f"{shown}…"
