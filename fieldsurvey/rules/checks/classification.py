"""CL: the category, what shuts out, groups and causes (`domain.md` §7); all of it rests on the verdict of the rules."""

from collections.abc import Iterator
from typing import Final

from fieldsurvey.rules.causes import EVENTS, OTHER, stands
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.condition import Loss
from fieldsurvey.rules.groups import membership_of
from fieldsurvey.rules.household import text
from fieldsurvey.rules.judging import NOT_QUALIFIED, Verdict, requirements_of, shutting_out
from fieldsurvey.rules.look import Look, row_id
from fieldsurvey.rules.steps import Step
from fieldsurvey.rules.verification import contradictions

MANUAL_GROUP: Final = "G6"
CATEGORY: Final = "determinations/r/category"


def _decided(look: Look) -> tuple[str, str, Verdict] | None:
    """Address, category and verdict of a determination that says no reason of its own for being otherwise."""
    row, verdict = look.determination, look.as_decided
    if row is None or verdict is None or text(row.get("reason")).strip():
        return None
    return f"determinations/{row_id(row)}/category", text(row.get("category")), verdict


def _category_unfit(look: Look) -> Iterator[Found]:
    decided = _decided(look)
    if decided is None or decided[2].category == decided[1]:
        return
    address, category, verdict = decided
    said = look.label(CATEGORY, category)
    saw = f"{category}\n{verdict.category}\n{verdict.rule_set.code} v{verdict.rule_set.version}\n{verdict.on}"
    if category == NOT_QUALIFIED:
        if verdict.is_qualified:
            yield Found(address, f"认定为“{said}”,按规则测算却属于“{look.label(CATEGORY, verdict.category)}”", saw)
        return
    step = next((each for each in verdict.categories if each.condition.id == category), None)
    if step is None:
        yield Found(address, f"认定为“{said}”,所用规则“{verdict.rule_set.title}”里没有这个类别", saw)
    elif step.result is False:
        better = f",测算为“{look.label(CATEGORY, verdict.category)}”" if verdict.category else ""
        yield Found(address, f"认定为“{said}”,按当日的规则和标准却不符合这一类的条件{better}", saw)


def _category_better(look: Look) -> Iterator[Found]:
    decided = _decided(look)
    if decided is None or not decided[2].is_qualified or decided[2].category == decided[1]:
        return
    address, category, verdict = decided
    step = next((each for each in verdict.categories if each.condition.id == category), None)
    if step is not None and step.result:
        said, better = look.label(CATEGORY, category), look.label(CATEGORY, verdict.category)
        yield Found(address, f"认定为“{said}”,也符合排在前面的“{better}”", f"{category}\n{verdict.category}")


def _shut_out(look: Look) -> Iterator[Found]:
    if _is_refused(look):
        return
    for step in shutting_out(look.court):
        label = look.label("exemptions/r/situation", step.condition.id)
        yield Found(_address(step), f"有排除情形“{label}”,又没有批准的例外", f"{step.condition.id}\n{_said(step)}")


def _is_refused(look: Look) -> bool:
    return look.determination is not None and look.determination.get("category") == NOT_QUALIFIED


def _address(step: Step) -> str:
    return next((address for _, _, address in _said(step) if address), "")


def _said(step: Step) -> list[tuple[str, str, str]]:
    return [*step.said, *(told for each in step.steps for told in _said(each))]


def _not_met(look: Look) -> Iterator[Found]:
    if _is_refused(look):
        return
    for step in requirements_of(look.court):
        if step.result is False:
            failed = [each for each in _leaves(step) if each.result is False]
            told = "、".join(dict.fromkeys(each.condition.title for each in failed if each.condition.title))
            sentence = f"“{step.condition.title}”要求:{told or step.condition.title},没有满足"
            yield Found(next((_address(each) for each in failed), ""), sentence, f"{step.condition.id}\n{told}")


def _leaves(step: Step) -> Iterator[Step]:
    if not step.steps:
        yield step
    for each in step.steps:
        yield from _leaves(each)


def _groups_differ(look: Look) -> Iterator[Found]:
    said = look.document.get("priority_groups")
    if not isinstance(said, list) or not said:
        return
    recorded = {text(code) for code in said} - {MANUAL_GROUP, ""}
    belongs = membership_of(look.court)
    lacking = sorted(code for code, holds in belongs.items() if holds and code not in recorded)
    # What nobody has said yet may well make it right.
    extra = sorted(code for code in recorded if belongs.get(code) is False)
    told = [f"还应有“{look.label('priority_groups', code)}”" for code in lacking]
    told += [f"“{look.label('priority_groups', code)}”与所填情况不符" for code in extra]
    if told:
        yield Found("priority_groups", ";".join(told), f"{sorted(recorded)}\n{lacking}\n{extra}")


def _causes_counted(look: Look) -> Iterator[Found]:
    causes = look.household.causes
    mains = [cause for cause in causes if cause.rank == "main"]
    minors = [cause for cause in causes if cause.rank == "minor"]
    most = look.number("minor_causes")
    if not mains and look.is_surveyed and (causes or look.met):
        yield Found("causes", "还没有主要致困原因,要恰好一个", f"none of {len(causes)}")
    for cause in mains[1:]:
        yield Found(f"causes/{cause.row}/rank", "主要致困原因只能有一个,请把其余的改为次要", f"{len(mains)}")
    for cause in minors[most:]:
        yield Found(f"causes/{cause.row}/rank", f"次要致困原因最多 {most} 个", f"{len(minors)}")
    seen: set[tuple[str, str]] = set()
    for cause in causes:
        key = (cause.code, cause.member)
        if cause.code and key in seen:
            yield Found(f"causes/{cause.row}/cause", "这个致困原因登记了两次", repr(key))
        seen.add(key)
        if cause.code == OTHER and not text(cause.values.get("explanation")).strip():
            label = look.label("causes/r/cause", cause.code)
            yield Found(f"causes/{cause.row}/explanation", f"致困原因是“{label}”,要写明是什么", cause.code)


NEEDS: Final = {
    "3": "失业或下岗的成员(人员身份、工作状态)",
    "6": "患病的成员(健康状况)",
    "9": "在校的成员(人员身份、就学阶段)",
}


def _cause_without_sign(look: Look) -> Iterator[Found]:
    for cause in look.household.causes:
        if cause.code in NEEDS and not stands(cause, look.household):
            needed = NEEDS[cause.code]
        elif cause.code in EVENTS and not (cause.event_date or cause.loss is not None):
            needed = "发生日期或损失"
        else:
            continue
        label = look.label("causes/r/cause", cause.code)
        yield Found(f"causes/{cause.row}/cause", f"致困原因是“{label}”,却没有登记{needed}")


def _loss_too_small(look: Look) -> Iterator[Found]:
    decided = _decided(look)
    if decided is None or not decided[1].startswith("accident"):
        return
    for step in (each for top in decided[2].categories for each in _leaves(top)):
        if isinstance(step.condition, Loss) and step.result is False:
            percent = step.condition.percent
            sentence = f"认定为意外致困,费用或损失却不到家庭年收入的 {percent}%"
            yield Found(decided[0], sentence, f"{decided[1]}\n{percent}")
            return


def _lists_contradict(look: Look) -> Iterator[Found]:
    agency = look.catalogue.find("verifications/a/agency")
    for address, sentence in contradictions(look.document, *([agency.choices] if agency else [])):
        yield Found(address, sentence, sentence)


CHECKS: Final = (
    Check(
        "CL01",
        "困难类别不符合规则",
        Severity.ERROR,
        "审定",
        "所用规则的认定标准和当日的当地标准",
        "打开判定依据核对每一步;填错的改正后重新认定,认定小组另有考虑的,在认定里写明理由。",
        _category_unfit,
    ),
    Check(
        "CL02",
        "另一类别更合适",
        Severity.DOUBT,
        "",
        "所用规则的类别次序",
        "核对后按排在前面的类别重新认定,或写明为什么不。",
        _category_better,
    ),
    Check(
        "CL03",
        "有排除情形",
        Severity.ERROR,
        "审定",
        "所用规则的排除情形",
        "核实这一项;填错的改正,属实的认定为不符合,或由审核员批准例外并写明理由。",
        _shut_out,
    ),
    Check(
        "CL04",
        "建档条件没有满足",
        Severity.ERROR,
        "审定",
        "所用规则的建档条件",
        "补上会员、劳动合同(或工会证明)和常住地;不是农民工的,改档案类型。",
        _not_met,
    ),
    Check(
        "CL05",
        "五类重点群体与所填情况不符",
        Severity.DOUBT,
        "",
        "困难职工档案表填报说明:五类重点群体",
        "按所填的低保、收入、企业状况和档案类型改正群体。",
        _groups_differ,
    ),
    Check(
        "CL06",
        "致困原因的个数或文字不对",
        Severity.ERROR,
        "审定",
        "困难职工档案表填报说明:主要限选一项,次要最多三项",
        "主要原因恰好一个,次要的不超过规定;重复的删去一行,“其他”写明是什么。",
        _causes_counted,
    ),
    Check(
        "CL07",
        "致困原因与成员情况对不上",
        Severity.ERROR,
        "审定",
        "致困原因要有相应情况",
        "补上成员的健康、就学或就业情况,或事件的日期和损失;原因选错的改原因。",
        _cause_without_sign,
    ),
    Check(
        "CL08",
        "意外致困而损失比例不够",
        Severity.DOUBT,
        "",
        "青岛市总工会自测标准:损失占家庭年收入的比例",
        "核对损失、赔偿和收入;认定小组认为确属意外致困的,写明理由。",
        _loss_too_small,
    ),
    Check(
        "CL09",
        "比对结果与所填不符",
        Severity.DOUBT,
        "审定",
        "家庭经济状况核对:车辆、住房、经营、低保等部门名单",
        "向当事人核实;填错的改正,名单不对或另有缘由的(如车是单位的),写一句说明。",
        _lists_contradict,
    ),
)
