"""PR: visits, signatures and the steps of the procedure, as far as a file says them (`domain.md` §3.3, §7).

Stock files taken over from elsewhere begin with their first survey (§0.1.9). Only the last step of the procedure stands
in a file; who is whose relative it does not say, so of 回避 it can only be told that somebody surveyed themselves.
"""

from collections.abc import Iterator
from typing import Final

from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.household import Person, day_of, text
from fieldsurvey.rules.judging import NOT_QUALIFIED
from fieldsurvey.rules.look import Look, Row, row_id
from fieldsurvey.rules.working_days import COUNTED_SO, working_days

SURVEYORS: Final = ("surveyor1", "surveyor2")
SIGNED: Final = frozenset({"signed", "print", "proxy", "guardian"})
AUTHORISED: Final = ("check_authorisation",)
FIELDS_OF_PLAN: Final = {"responsible_person": "帮扶责任人", "contact_person": "帮扶联系人"}


def _too_few(look: Look) -> Iterator[Found]:
    surveys = look.surveys
    if not surveys:
        return
    least, (day, visit) = look.number("surveyors"), surveys[-1]
    people = {_plain(visit.get(name)) for name in SURVEYORS} - {""}
    if len(people) < min(least, len(SURVEYORS)):
        sentence = f"{day} 的入户只写了 {len(people)} 名调查人,应有 {least} 人"
        yield Found(f"visits/{row_id(visit)}/surveyor2", sentence, f"{len(people)}")
    decided = look.determination
    decided_on = day_of(decided.get("decided_on")) if decided is not None else None
    if decided is not None and decided_on is not None and decided_on < surveys[0][0] and not look.is_stock:
        sentence = f"{decided_on} 就认定了,第一次入户却在 {surveys[0][0]}:先入户,后认定"
        yield Found(f"determinations/{row_id(decided)}/decided_on", sentence, f"{decided_on}\n{surveys[0][0]}")


def _unsigned(look: Look) -> Iterator[Found]:
    surveys = look.surveys
    if not surveys:
        return
    day, visit = surveys[-1]
    later = [row for met, row in look.met if met >= day]
    if not any(text(row.get("sign_method")) in SIGNED for row in later):
        yield Found(f"visits/{row_id(visit)}/sign_method", f"{day} 的入户没有记下由谁、怎样签字", f"{day}")


def _out_of_order(look: Look) -> Iterator[Found]:
    if not look.is_on_file or not look.is_surveyed:
        return
    status = look.label("status", look.status)
    decided, on = look.determination, look.status_on
    decided_on = day_of(decided.get("decided_on")) if decided is not None else None
    if decided is not None and not look.is_of_here(decided_on):
        # It was decided where the file came from.
        decided = None
    if not look.met and "surveyed" in look.rule_set.order:
        yield Found("status", f"已是“{status}”,却没有一次入户调查", "no survey")
    if decided is None:
        if look.is_of_here(on):
            yield Found("status", f"已是“{status}”,却没有认定", "no determination")
    elif decided.get("category") == NOT_QUALIFIED:
        yield Found("status", f"认定为不符合,状态却是“{status}”:请办理退档", "not qualified")
    elif on is not None and look.is_of_here(on) and decided_on is not None and decided_on > on:
        address = f"determinations/{row_id(decided)}/decided_on"
        yield Found(address, f"认定日期 {decided_on} 在“{status}”({on})之后,请核对", f"{decided_on}\n{on}")
    filed, reviewed = (_plain(look.document.get(name)) for name in ("filed_by", "reviewed_by"))
    if filed and filed == reviewed:
        yield Found("reviewed_by", "建档人和审核人是同一个人:经办、审核要分开", filed)


def _late(look: Look) -> Iterator[Found]:
    order, since = look.rule_set.order, look.status_on
    if since is None or not {look.status, "surveyed", "approved"} <= set(order):
        return
    place = order.index(look.status)
    if place >= order.index("approved"):
        return
    limit = "survey_work_days" if place < order.index("surveyed") else "decide_work_days"
    term, passed = look.number(limit), working_days(since, look.today)
    if passed > term:
        status = look.label("status", look.status)
        what = "入户" if limit == "survey_work_days" else "审定"
        sentence = f"{since} 起一直是“{status}”,已过 {passed} 个工作日({COUNTED_SO}),应在 {term} 个以内{what}"
        yield Found("status", sentence, f"{look.status}\n{since}")


def _nobody_responsible(look: Look) -> Iterator[Found]:
    if not look.is_surveyed or not (look.met or look.is_on_file):
        return
    for name, label in FIELDS_OF_PLAN.items():
        if not is_answered(look.document.get(name)):
            yield Found(name, f"还没有{label}:每户都要有责任人和联系人", "nobody")


def _unauthorised(look: Look) -> Iterator[Found]:
    if not look.is_surveyed or not (look.met or look.is_on_file):
        return
    signed = {text(row.get("member")) for row in rows_of(look.document, "consents") if _is_authorisation(row)}
    household, adult = look.household, look.number("adult_age")
    without = [
        person
        for person in look.people
        if _is_adult(person, adult)
        and person.is_counted
        and person.row not in signed
        and not (person.is_worker and "" in signed)
        and not household.has_proof(AUTHORISED, person.row)
    ]
    if without:
        names = "、".join(person.name for person in without)
        saw = "\n".join(person.row for person in without)
        yield Found("consents", f"{names}还没有签家庭经济状况核对授权", saw)


def _is_adult(person: Person, adult: int) -> bool:
    # Whose age nobody knows may be a child; the worker is none.
    return person.is_worker if person.age is None else person.age >= adult


def _is_authorisation(row: Row) -> bool:
    """Signed by anybody who may, whenever it was; of one withdrawn there is none."""
    is_signed = is_answered(row.get("signed_on")) and row.get("scope") == "verification"
    return is_signed and not is_answered(row.get("withdrawn_on"))


def _own_surveyor(look: Look) -> Iterator[Found]:
    members = {_plain(person.values.get("name")) for person in look.people} - {""}
    for day, visit in look.met:
        for name in SURVEYORS:
            surveyor = _plain(visit.get(name))
            if surveyor and surveyor in members:
                sentence = f"{day} 的调查人“{surveyor}”与家庭成员同名:是本人的,请换人重新入户"
                yield Found(f"visits/{row_id(visit)}/{name}", sentence)
            if surveyor and surveyor == _plain(visit.get("proxy_name")):
                sentence = f"{day} 由调查人“{surveyor}”代签:代签人应是家属或基层工会的人"
                yield Found(f"visits/{row_id(visit)}/proxy_name", sentence)


def _plain(value: object) -> str:
    return "".join(text(value).split())


CHECKS: Final = (
    Check(
        "PR01",
        "入户人数不够,或先认定后入户",
        Severity.ERROR,
        "审定",
        "入户调查须两名以上工作人员(人数是规则参数)",
        "补上另一名调查人的姓名;确实只有一人去的,两人重新入户。",
        _too_few,
    ),
    Check(
        "PR01B",
        "没有记下签字",
        Severity.DOUBT,
        "",
        "入户调查表由申请人和调查人签字",
        "纸表签过的,在入户记录里选签字方式;没有签的,补签。",
        _unsigned,
    ),
    Check(
        "PR03",
        "办理步骤缺少、颠倒,或经办与审核是同一人",
        Severity.ERROR,
        "审定",
        "建档程序:次序和分工,经办、审核分开",
        "补上缺少的一步,改正日期,或由另一人审核。",
        _out_of_order,
    ),
    Check(
        "PR04",
        "办理超过期限",
        Severity.DOUBT,
        "",
        "义乌 2024 年困难职工申报:受理后 5 天内摸底;审定期限为暂定",
        "尽快办理这一步;已办的,记下新的办理状态;有原因的,写一句说明。",
        _late,
    ),
    Check(
        "PR05",
        "缺帮扶责任人或联系人",
        Severity.ERROR,
        "审定",
        "每户要有责任人和联系人",
        "在实施计划里填上责任人和联系人。",
        _nobody_responsible,
    ),
    Check(
        "PR06",
        "核对授权没有签全",
        Severity.ERROR,
        "审定",
        "家庭经济状况核对授权:成年成员都要签",
        "请每位成年成员签授权书,监护人或受委托人代签、以后补签都可以;签过的,在“授权与承诺”里记下或附上扫描件。",
        _unauthorised,
    ),
    Check(
        "PR07",
        "调查人与家庭成员同名,或替人代签",
        Severity.DOUBT,
        "",
        "调查人回避",
        "是亲属或本人的,换人重新入户;只是同名的,写一句说明。",
        _own_surveyor,
    ),
)
