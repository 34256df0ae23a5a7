"""MN: income and expenditure that do not go together (`domain.md` §7, softened by §0.1.10).

Sums are reckoned and never typed, so nothing compares them with themselves (MN01, MN02).
"""

from collections.abc import Iterator
from typing import Final

from fieldsurvey.case.problems import BELOW_NOTHING, INSURED_MORE, TOO_MUCH_BACK, more_back
from fieldsurvey.case.sums import PARTS, is_fen
from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.checks.household import is_of_working_age
from fieldsurvey.rules.evidence import RETIRED
from fieldsurvey.rules.groups import NET, STRUCTURAL
from fieldsurvey.rules.household import MONTHS, Expense, Person, day_of, text
from fieldsurvey.rules.look import Look, row_id
from fieldsurvey.rules.sums import is_imputed

SCHOOLING: Final = frozenset({"tuition", "boarding", "school_living"})
NOT_EARNING: Final = RETIRED | {"serving", "no_capacity", "sick_leave"}
AMOUNTS: Final = ("bill", "reimbursed", *PARTS)


def _able_without_income(look: Look) -> Iterator[Found]:
    household = look.household
    if not household.income:
        # Nobody has asked yet, which is an open point of its own.
        return
    earning = {
        item.member for item in household.income if any(item.months) or item.in_kind or item.remark or not item.is_whole
    }
    for person in look.people:
        if person.row in earning or not person.is_counted or not _is_able(person, look):
            continue
        imputed = look.rule_set.income.imputed
        is_told = person.values.get("is_carer") is True or household.has_proof(("unemployment_proof",), person.row)
        if not is_told and not (imputed.on and is_imputed(person, household, look.rule_set)):
            sentence = f"{person.name} {person.age} 岁,有劳动能力,却没有收入,也没有说明"
            yield Found("income", sentence, f"{person.row}\n{person.work_status}\n{person.age}")


def _is_able(person: Person, look: Look) -> bool:
    if person.is_at_school or person.work_status in NOT_EARNING:
        return False
    # Of the healthy nobody asks how much they can do; of the ill and disabled it has to be said that they can.
    capacity = text(person.values.get("labour_capacity")) or ("normal" if person.health in ("", "good") else "")
    return capacity == "normal" and is_of_working_age(person, look)


def _below_minimum_wage(look: Look) -> Iterator[Found]:
    wage = look.court.standard("min_wage_month")
    if wage is None or text(look.household.answer("enterprise_status")) in STRUCTURAL:
        return
    for person in look.people:
        if person.work_status != "employed":
            continue
        own = [item for item in look.household.income if item.kind == "wage" and item.member == person.row]
        year = sum(item.year for item in own)
        told = any(item.remark for item in own)
        if own and not told and all(item.is_whole for item in own) and year < wage.amount_fen * MONTHS:
            sentence = f"{person.name}在岗,工资却低于最低工资标准:请问清是否停产、减薪或不是全日制"
            yield Found(f"income/{own[0].row}/months", sentence, f"{year}\n{wage.amount_fen}")


def _much_spent(look: Look) -> Iterator[Found]:
    household, times = look.household, look.number("rigid_times")
    earned = look.income_year
    spent = sum(item.most or 0 for item in household.expenses) - sum(household.back_later.values())
    if household.income and earned is not None and spent > earned * times:
        yield Found("expenses", f"刚性支出超过年收入的 {times} 倍,请看一眼票据和收入", f"{earned}\n{spent}")


def _impossible_amounts(look: Look) -> Iterator[Found]:
    for row, item in zip(rows_of(look.document, "expenses"), look.household.expenses, strict=True):
        for name in AMOUNTS:
            value = row.get(name)
            if isinstance(value, int) and value < 0:
                yield Found(f"expenses/{item.row}/{name}", BELOW_NOTHING)
        if _is_more_back(item) and more_back(row) == TOO_MUCH_BACK:
            yield Found(f"expenses/{item.row}/reimbursed", TOO_MUCH_BACK, f"{item.bill}\n{item.back}")


def _is_more_back(item: Expense) -> bool:
    return item.bill is not None and item.back > item.bill


def _insured_more(look: Look) -> Iterator[Found]:
    for row, item in zip(rows_of(look.document, "expenses"), look.household.expenses, strict=True):
        if _is_more_back(item) and more_back(row) == INSURED_MORE:
            yield Found(f"expenses/{item.row}/reimbursed", INSURED_MORE, f"{item.bill}\n{item.back}")


def _tuition_without_student(look: Look) -> Iterator[Found]:
    for item in look.household.expenses:
        if item.kind not in SCHOOLING or not item.bill:
            continue
        person = look.household.person(item.member) if item.member else None
        among = look.household.people if person is None else (person,)
        if among and not any(_may_be_student(each) for each in among):
            who = f"{person.name}不是学生" if person is not None else "成员里没有学生"
            label = look.label("expenses/r/type", item.kind)
            yield Found(f"expenses/{item.row}/type", f"有“{label}”的支出,{who},请核对", f"{item.kind}\n{item.member}")


def _may_be_student(person: Person) -> bool:
    # Of whom nobody said what they are, it is not known.
    return person.is_at_school or (not person.work_status and not person.is_worker)


def _changed_much(look: Look) -> Iterator[Found]:
    rows = [row for row in rows_of(look.document, "assessments") if is_fen(row.get("net_month"))]
    dated = [(day, row) for row in rows if (day := day_of(row.get("assessed_on"))) and day < look.household.on]
    court = look.court
    if not dated or not court.persons or all(each.id != NET for each in look.rule_set.sums):
        return
    day, row = max(dated, key=lambda each: each[0])
    before = row["net_month"] * court.persons * MONTHS
    now = court.sum(NET).known
    percent = look.number("income_change_percent")
    if now is not None and abs(now - before) * 100 > percent * abs(before):
        sentence = f"现在的月人均纯收入比 {day} 评估时变动超过 {percent}%,请核对哪一次填错,或写明变化的原因"
        yield Found(f"assessments/{row_id(row)}/net_month", sentence, f"{before}\n{now}")


CHECKS: Final = (
    Check(
        "MN03",
        "有劳动能力却没有收入",
        Severity.DOUBT,
        "",
        "江门市家庭收支核算:有劳动能力而不工作的按最低工资推定",
        "问清靠什么生活:有收入的补上;确实没有的,附失业证明,或在收入里写一行 0 并说明。",
        _able_without_income,
    ),
    Check(
        "MN04",
        "在岗而工资低于最低工资",
        Severity.DOUBT,
        "",
        "最低工资规定;停产、减薪要写明",
        "问清是否停产、减薪、试用或非全日制:在收入的“说明”里写明,或补上企业状况。",
        _below_minimum_wage,
    ),
    Check(
        "MN05",
        "刚性支出远超收入",
        Severity.NOTE,
        "",
        "收支相差很大的要看票据",
        "大病户常有这种情形,票据齐全就不用改。",
        _much_spent,
    ),
    Check(
        "MN06",
        "报销多于总费用,或金额是负数",
        Severity.ERROR,
        "审定",
        "收支核算:自付不能多于总费用",
        "对照票据改正金额。",
        _impossible_amounts,
    ),
    Check(
        "MN06B",
        "有学费支出却没有学生",
        Severity.ERROR,
        "审定",
        "收支核算:学费要有在校的成员",
        "补上学生的人员身份和就学阶段;不是学费的,改支出类型或涉及的成员。",
        _tuition_without_student,
    ),
    Check(
        "MN06C",
        "连商业保险赔付,收回的多于总费用",
        Severity.DOUBT,
        "",
        "收支核算:给付型(定额)商业保险按约定的数额赔付,与费用无关",
        "对照保单和赔付通知:是给付型保险的,写一句说明;填错的改正。",
        _insured_more,
    ),
    Check(
        "MN07",
        "人均纯收入比上次评估变动很大",
        Severity.DOUBT,
        "",
        "动态管理:收入变动大的要核实",
        "对照上次评估核对收入和支出;变化属实的,写一句原因(如就业、治愈、退休)。",
        _changed_much,
    ),
)
