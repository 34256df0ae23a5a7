"""DY: files that stand still: unchanged, not re-checked, paper behind, ready to leave (`domain.md` §6, §7)."""

from collections.abc import Iterator
from typing import Final

from fieldsurvey.rules.causes import is_gone
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.condition import MonthsBelow, PerHead, conditions_in, fraction
from fieldsurvey.rules.court import LINE, Court, after_months
from fieldsurvey.rules.household import MONTHS, day_of, text
from fieldsurvey.rules.look import Look, row_id
from fieldsurvey.rules.working_days import COUNTED_SO, working_days

RETURNED: Final = "returned"
NAMED: Final = 5
OUTGOING: Final = frozenset({"expense", "event"})


def _unchanged(look: Look) -> Iterator[Found]:
    since, months = day_of(look.kept.updated_on), look.number("unchanged_months")
    if look.is_on_file and since is not None and after_months(since, months) < look.today:
        yield Found("", f"从 {since} 起没有改动过,已超过 {months} 个月", f"{since}")


def _overdue(look: Look) -> Iterator[Found]:
    if not look.is_on_file or (look.is_stock and not look.surveys):
        return
    # A file that was never visited here is to be re-checked so many months after it came on file.
    months, last = look.number("review_months"), look.met[-1][0] if look.met else look.status_on
    if last is None:
        yield Found("visits", "在档,却没有入户复核过,也没有写建档日期", "never")
    elif after_months(last, months) < look.today:
        told = f"上次入户是 {last}" if look.met else f"{last} 建档后没有入户复核过"
        yield Found("visits", f"{told},已超过 {months} 个月没有复核", f"{last}")


def _paper_behind(look: Look) -> Iterator[Found]:
    since, term = day_of(look.kept.paper_changed_on), look.number("paper_work_days")
    if since is None:
        return
    passed = working_days(since, look.today)
    if passed > term:
        labels = [field.label if (field := look.catalogue.find(each)) else each for each in look.kept.paper_fields]
        told = "、".join(dict.fromkeys(labels[:NAMED])) + (f"等 {len(labels)} 处" if len(labels) > NAMED else "")
        sentence = f"纸表打印后档案又改过({told or '内容'}),已过 {passed} 个工作日({COUNTED_SO}),应在 {term} 个以内重打"
        yield Found("", sentence, f"{since}\n{look.kept.paper_fields}")


def _should_leave(look: Look) -> Iterator[Found]:
    household = look.household
    if not look.is_on_file or not household.causes or not household.income:
        return
    mains = [cause for cause in household.causes if cause.rank == "main"] or list(household.causes)
    past = look.number("event_over_months")
    if not all(is_gone(cause, household, past) for cause in mains):
        return
    verdict = look.as_decided or look.verdict
    category = text(look.determination.get("category")) if look.determination is not None else verdict.category
    months = look.number("exit_months")
    lines = _entry_lines(verdict.court, category)
    if lines and all(_is_above(verdict.court, line, months) for line in lines):
        label = look.label("determinations/r/category", category)
        sentence = f"最近 {months} 个月都高于“{label}”的建档线,主要致困原因也不在了:请核实是否脱困"
        yield Found("income", sentence, f"{category}\n{household.on}\n{[item.months for item in household.income]}")


def _entry_lines(court: Court, category: str) -> list[PerHead | MonthsBelow]:
    """The conditions by which a household comes into a category because it has little."""
    return [
        each
        for known in court.rule_set.categories
        if known.id == category
        for top in known.any
        for each in conditions_in(top)
        if each.on and (isinstance(each, MonthsBelow) or (isinstance(each, PerHead) and each.of == LINE))
    ]


def _is_above(court: Court, line: PerHead | MonthsBelow, months: int) -> bool:
    """Whether each of the last months is surely above the line after a twelfth of what goes out in the year."""
    standard, heads = court.standard(LINE), court.persons
    if standard is None or not heads:
        return False
    least_out = [each.least for each in court.lines(line.sum) if each.sort in OUTGOING]
    if None in least_out:
        return False
    out = sum(each for each in least_out if each is not None)
    times = fraction(line.times)
    bound = times.numerator * standard.amount_fen * heads * MONTHS
    known = court.reckoner.months(court.rule_set.sum(line.sum))[-min(months, MONTHS) :]
    left = [None if month.least is None else (month.least + out) * times.denominator for month in known]
    return all(each is not None and (each > bound or (line.op == "<" and each == bound)) for each in left)


def _exit_day_passed(look: Look) -> Iterator[Found]:
    day = day_of(look.document.get("target_exit_date"))
    if look.is_on_file and day is not None and day < look.today:
        yield Found("target_exit_date", f"预计脱困时间 {day} 已过,仍在档:请核实是否脱困,或改定时间并说明")


def _returned_without_cause(look: Look) -> Iterator[Found]:
    if look.document.get("file_class") != RETURNED:
        return
    mains = [cause for cause in look.household.causes if cause.rank == "main"]
    told = [cause for cause in mains if text(cause.values.get("explanation")).strip()]
    if mains and not told:
        address = f"causes/{mains[0].row}/explanation"
        yield Found(address, "返困的档案要写明因为什么又困难了", f"{row_id(mains[0].values)}")


CHECKS: Final = (
    Check(
        "DY01",
        "一年未改",
        Severity.DOUBT,
        "",
        "全国工会帮扶工作管理系统:一年未改的档案",
        "打个电话或上门看看:有变化的改,没有变化的写一句说明。",
        _unchanged,
    ),
    Check(
        "DY02",
        "复核到期",
        Severity.ERROR,
        "发放",
        "困难职工档案管理办法(总工办〔2016〕36号):每年至少清理一次(月数是规则参数)",
        "入户复核一次,目的选“动态复核”。",
        _overdue,
    ),
    Check(
        "DY03",
        "纸表和档案不一致超过期限",
        Severity.ERROR,
        "发放",
        "困难职工档案管理办法(总工办〔2016〕36号):纸电 30 个工作日内一致",
        "在“打印与回收”里重打改过的部分,补签后收回。",
        _paper_behind,
    ),
    Check(
        "DY04",
        "可能漏退:连续高于建档线,原因也已消除",
        Severity.DOUBT,
        "",
        "江苏 2019 年脱困标准:连续六个月高于线;致困原因消除",
        "入户或电话核实;已脱困的办理脱困,仍困难的写明原因。",
        _should_leave,
    ),
    Check(
        "DY05",
        "预计脱困时间已过",
        Severity.DOUBT,
        "",
        "脱困时间表",
        "核实后办理脱困,或改定预计脱困时间并写一句说明。",
        _exit_day_passed,
    ),
    Check(
        "DY07",
        "返困没有写明原因",
        Severity.DOUBT,
        "",
        "返困档案要有原因",
        "在主要致困原因的“说明”里写明返困的经过。",
        _returned_without_cause,
    ),
)
