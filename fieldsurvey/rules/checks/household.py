"""HH: who belongs to the household and how they stand to each other (`domain.md` §7, softened by §0.1.10)."""

from collections.abc import Iterator, Mapping
from typing import Final

from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident
from fieldsurvey.case.problems import odd_relation
from fieldsurvey.case.relations import SPOUSES, sex_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.household import PARENTS, Person, text
from fieldsurvey.rules.limits import months_old, retires_after
from fieldsurvey.rules.look import Look

ALONE: Final = frozenset({"10", "30", "40"})  # 未婚, 丧偶, 离异
AT_WORK: Final = frozenset({"employed", "flexible", "migrant"})
UNABLE: Final = frozenset({"lost", "partial"})
# The stage of the ages, by what was said of the school and by what was said of the person.
STAGES: Final = {
    "primary": "primary", "junior": "junior", "junior_high": "junior", "senior": "senior", "senior_high": "senior",
    "vocational": "senior", "college": "college", "bachelor": "college", "undergraduate": "college",
}  # fmt: skip
BEYOND_BACHELOR: Final = frozenset({"graduate", "postgraduate"})


def _one_worker(look: Look) -> Iterator[Found]:
    workers = [person for person in look.household.people if person.is_worker]
    if look.household.people and not workers:
        yield Found("members", "家庭成员里没有人是“本人”,请把建档职工也登记为一行", f"{len(look.household.people)}")
    for person in workers[1:]:
        sentence = f"成员{workers[0].number}已是本人,请改这一行的关系;换了建档职工,用“户的变动”"
        yield Found(f"members/{person.row}/relation", sentence)


def _relations(look: Look) -> Iterator[Found]:
    spouse: Person | None = None
    seen: dict[tuple[str, str], Person] = {}
    for person in look.household.people:
        address = f"members/{person.row}/relation"
        if person.relation in SPOUSES:
            if spouse is not None:
                sentence = f"成员{spouse.number}已是本人的配偶,请核对这两人与本人的关系"
                yield Found(address, sentence, f"two spouses\n{person.relation}")
            spouse = spouse or person
        elif isinstance(person.read, Resident) and sex_of(person.relation) not in ("", person.read.sex):
            told = odd_relation(person.relation, look.label(address, person.relation), person.read)
            yield Found(address, told, f"sex\n{person.relation}\n{person.read.sex}")
        if key := _number_of(person):
            first = seen.setdefault(key, person)
            if first is not person:
                yield Found(look.at(person, "identity"), f"证件号与成员{first.number}相同,请核对", f"twice\n{key[1]}")


def _number_of(person: Person) -> tuple[str, str] | None:
    """The sort and the number of somebody's papers."""
    if isinstance(person.read, Resident):
        return "id_card", person.read.number
    identity = person.values.get("identity")
    number = bare(text(identity.get("number"))) if isinstance(identity, Mapping) else ""
    return (text(identity.get("type")), number) if isinstance(identity, Mapping) and number else None


def _ages(look: Look) -> Iterator[Found]:
    worker, least = look.worker, look.number("parent_years")
    if worker is None or worker.born is None:
        return
    for person in look.household.people:
        if person.born is None or not (person.is_child or person.relation in PARENTS):
            continue
        elder, younger = (worker, person) if person.is_child else (person, worker)
        if elder.born and younger.born and months_old(elder.born, younger.born) < least * 12:
            label = look.label("members/r/relation", person.relation)
            sentence = f"与本人关系是“{label}”,年龄相差却不到 {least} 岁,请核对关系和出生日期"
            yield Found(f"members/{person.row}/relation", sentence, f"{person.relation}\n{elder.born}\n{younger.born}")


def _single_parent(look: Look) -> Iterator[Found]:
    if look.household.answer("is_single_parent") is not True:
        return
    marital, adult = look.household.answer("marital"), look.number("adult_age")
    children = [person for person in look.household.people if person.is_child]
    young = any(person.age is None or person.age < adult or person.is_at_school for person in children)
    saw = f"{marital}\n{young}"
    if isinstance(marital, str) and marital not in ALONE:
        label = look.label("marital", marital)
        yield Found("is_single_parent", f"选了单亲,婚姻状况却是“{label}”,请核对", saw)
    elif not young:
        yield Found("is_single_parent", "选了单亲,成员里却没有未成年或在校的子女,请核对", saw)


def _single_person(look: Look) -> Iterator[Found]:
    if look.household.answer("is_single_person") is not True:
        return
    others = [
        person
        for person in look.household.people
        if (person.relation in SPOUSES or person.is_child) and person.is_counted
    ]
    if others:
        told = "、".join(person.name for person in others[:3])
        yield Found("is_single_person", f"选了单身,家里却有配偶或子女({told}),请核对", f"{len(others)}")


def _zero_employment(look: Look) -> Iterator[Found]:
    if look.household.answer("is_zero_employment") is not True:
        return
    working = [
        person
        for person in look.people
        if person.work_status in AT_WORK and person.is_counted and is_of_working_age(person, look)
    ]
    if working:
        told = "、".join(f"{each.name}({look.label('members/r/work_status', each.work_status)})" for each in working)
        saw = "\n".join(person.row for person in working)
        yield Found("is_zero_employment", f"选了零就业家庭,却有人就业:{told},请核对", saw)


def is_of_working_age(person: Person, look: Look) -> bool:
    """Whether somebody is old enough to work and not yet old enough to retire, on the day of the survey."""
    if person.born is None or person.age is None or person.age < look.number("working_age"):
        return False
    return months_old(person.born, look.household.on) < retires_after(look.rule_set, person.sex, person.born)


def _grown_child(look: Look) -> Iterator[Found]:
    adult = look.number("adult_age")
    for person in look.household.people:
        if not person.is_child or not person.is_counted or person.age is None or person.age < adult:
            continue
        values = person.values
        is_beyond = text(values.get("school_stage")) in BEYOND_BACHELOR or person.work_status in BEYOND_BACHELOR
        is_unable = text(values.get("labour_capacity")) in UNABLE or person.health == "disabled"
        if (person.is_at_school and not is_beyond) or is_unable or person.work_status == "no_capacity":
            continue
        why = "在读研究生" if is_beyond else "不在校,也没有写不能独立生活"
        sentence = f"{person.name} {person.age} 岁,{why},却计入家庭人口:请核对是否应计入"
        yield Found(f"members/{person.row}/counts_in_household", sentence, f"{person.age}\n{person.work_status}")


def _school_age(look: Look) -> Iterator[Found]:
    for person in look.household.people:
        told = text(person.values.get("school_stage"))
        stage = STAGES.get(told or person.work_status)
        if stage is None or person.age is None:
            continue
        first, last = look.number(f"{stage}_from"), look.number(f"{stage}_to")
        if not first <= person.age <= last:
            name = "school_stage" if told else "work_status"
            label = look.label(f"members/r/{name}", told or person.work_status)
            sentence = f"{person.name} {person.age} 岁,却是“{label}”(一般 {first}–{last} 岁),请核对"
            yield Found(look.at(person, name), sentence, f"{told or person.work_status}\n{person.born}")


CHECKS: Final = (
    Check(
        "HH01",
        "本人不是恰好一个",
        Severity.ERROR,
        "审定",
        "GB/T 4761-2008 家庭关系代码;一户一档,档案立在一名职工名下",
        "一户只有一个建档职工:没有的补上一行“本人”,多了的改关系。",
        _one_worker,
    ),
    Check(
        "HH01B",
        "与本人的关系前后不一致",
        Severity.DOUBT,
        "",
        "GB/T 4761-2008 家庭关系代码",
        "核对户口簿:关系、性别或号码填错的改正;离异后仍同住的,写一句说明。",
        _relations,
    ),
    Check(
        "HH01C",
        "父母子女的年龄差太小",
        Severity.DOUBT,
        "",
        "GB/T 4761-2008 家庭关系代码",
        "核对关系和出生日期;继父母、养子女等确是这样的,写一句说明。",
        _ages,
    ),
    Check(
        "HH03",
        "单亲与婚姻、子女不符",
        Severity.DOUBT,
        "",
        "困难职工档案表填报说明:单亲",
        "核对婚姻状况和子女;改正其中填错的一项。",
        _single_parent,
    ),
    Check(
        "HH04",
        "单身与家庭成员不符",
        Severity.DOUBT,
        "",
        "困难职工档案表填报说明:单身",
        "单身是没有配偶也没有子女同住:不是的,取消“单身”;不同住的,改为不计入人口。",
        _single_person,
    ),
    Check(
        "HH05",
        "零就业与成员就业不符",
        Severity.DOUBT,
        "",
        "困难职工档案表填报说明:零就业家庭",
        "核对这个人的工作状态;有人就业的,取消“零就业家庭”。",
        _zero_employment,
    ),
    Check(
        "HH06",
        "成年子女计入人口",
        Severity.DOUBT,
        "",
        "最低生活保障审核确认办法 第七条",
        "在读(本科及以下)的补上就学阶段,不能独立生活的补上劳动能力;都不是的改为不计入,或写明为何计入。",
        _grown_child,
    ),
    Check(
        "HH07",
        "就学阶段与年龄不符",
        Severity.DOUBT,
        "",
        "义务教育法 第十一条;各阶段一般年龄",
        "核对出生日期和就学阶段;早上学、留级、复读的,写一句说明。",
        _school_age,
    ),
)
