"""Checks across households (`domain.md` §7 with §0.1): they have no `find`; the store says who meets whom."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec

from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.doubles import print_between, said_between
from fieldsurvey.rules.look import Look
from fieldsurvey.rules.traits import Party, Trait

MOST_WRITTEN: Final = 5
_TOO_MANY: Final = "20 户以上"


def _open_clashes(look: Look) -> Iterator[Found]:
    for address in look.kept.clashes:
        yield Found(address, "两个人互不知情改了这一处,两个值都留着,还没有裁定")


CHECKS: Final = (
    Check(
        "ID05",
        "同一证件号建了两份档,或在另一户计入人口",
        Severity.ERROR,
        "审定",
        "云南省困难职工档案管理办法(试行);邹城市“三个精准”(一户多档、一人多档)",
        "核对两户的证件。是同一人的,把两份档合并(户的变动·并户),或在其中一户把这个人改为不计入人口;号码抄错的,改正号码;重号的,在“一户多档”里写明不是同一人。",
    ),
    Check(
        "ID06",
        "疑似同一人:同名、同出生日期、同单位,证件号不同",
        Severity.DOUBT,
        "",
        "工会档案检查(同名同生日号码不同)",
        "核对两户的证件原件。是同一人的,改正抄错的号码再合并;确是两个人的,写一句说明。",
    ),
    Check(
        "ID11B",
        "手机号在不相干的另一户也登记了",
        Severity.DOUBT,
        "",
        "手机号码规则",
        "拨一下这个号码,问清是谁的。抄错的改正;确是亲友或工会代收的,写一句说明。",
    ),
    Check(
        "ID12B",
        "银行卡在另一户也登记了",
        Severity.DOUBT,
        "",
        "银行卡实名发放",
        "核对银行卡或存折原件。抄错的改正;由亲属或单位代领的,写一句说明是谁、为什么。",
    ),
    Check(
        "HH08",
        "家庭成员在另一户也计入人口",
        Severity.ERROR,
        "审定",
        "云南省困难职工档案管理办法(试行)",
        "问清这个人和谁一起生活、由谁供养,只在那一户计入人口,在另一户改为不计入;重号的,在“一户多档”里写明不是同一人。",
    ),
    Check(
        "EV03B",
        "佐证文件和另一户的完全相同",
        Severity.DOUBT,
        "",
        "工会档案检查(材料重复使用)",
        "打开文件看是谁的。放错户的,换成本户自己的;几户共用一份的(如会议记录),写一句说明。",
    ),
    Check(
        "PR08",
        "同一组人同一天的入户,答案和另一户一样",
        Severity.NOTE,
        "",
        "入户调查防造假",
        "看看两户是否真的一样;像是照抄的,请调查人说明,必要时重新入户。",
    ),
    Check(
        "SY02",
        "有没裁定的冲突",
        Severity.DOUBT,
        "",
        "数据同步(两人改了同一格)",
        "由总部在这一户里裁定:看两个值各是谁、何时写的,选定一个。",
        find=_open_clashes,
    ),
)


def found_across(own: Party, meeting: Mapping[tuple[str, str], Sequence[Party] | None]) -> Iterator[tuple[str, Found]]:
    """By check what a household has in common with others.

    `meeting` gives for what it shares, by kind and text, the others that have it; None where they are too many to be
    named.
    """
    for trait in own.traits:
        others = meeting.get((trait.kind, trait.text), ())
        if others is None or others:
            yield from _FINDERS[trait.kind](own, trait, others)


def _same_number(own: Party, trait: Trait, others: Sequence[Party] | None) -> Iterator[tuple[str, Found]]:
    if others is None:
        sentence = f"这个证件号在{_TOO_MANY}也登记为计入人口的人,号码不会是对的"
        yield "ID05" if trait.is_worker else "HH08", Found(trait.address, sentence, _saw(trait, None))
        return
    others = [other for other in others if not _is_settled(own, trait, other)]
    workers = [other for other in others if any(each.is_worker for each in _theirs(other, trait))]
    if trait.is_worker and workers:
        yield "ID05", _found(trait, workers, "{who}的建档职工也是这个证件号:同一人有两份档")
        others = [other for other in others if other not in workers]
    elif workers:
        yield "ID05", _found(trait, workers, "这个人在{who}是建档职工,在这一户又计入人口")
        others = [other for other in others if other not in workers]
    if not others:
        return
    if trait.is_worker:
        yield "ID05", _found(trait, others, "本户的建档职工在{who}又计入人口")
    else:
        yield "HH08", _found(trait, others, "这个人在{who}也计入人口,一个人只能算在一户里")


def _is_settled(own: Party, trait: Trait, other: Party) -> bool:
    """Whether somebody said of the two of one number that they are two people (`services/doubles.py`)."""
    print_ = next((_pair(own, trait, other, each) for each in _theirs(other, trait)), "")
    return bool(print_) and print_ in said_between(own.words, other.words)


def _same_person(own: Party, trait: Trait, others: Sequence[Party] | None) -> Iterator[tuple[str, Found]]:
    """Each pair by itself: what is said of one says nothing of the next, and holds in both households."""
    for other in others or ():
        theirs = _theirs(other, trait)
        # The same number is what ID05 and HH08 are about.
        if any(each.number == trait.number for each in theirs):
            continue
        for each in theirs:
            found = _found(trait, [other], "{who}有一人同名、同出生日期、同单位,证件号不同,可能是同一人")
            print_ = _pair(own, trait, other, each)
            reason = said_between(own.words, other.words).get(print_, "")
            yield "ID06", msgspec.structs.replace(found, print=print_, reason=reason)


def _theirs(other: Party, trait: Trait) -> list[Trait]:
    return [each for each in other.traits if each.kind == trait.kind and each.text == trait.text]


def _pair(own: Party, trait: Trait, other: Party, theirs: Trait) -> str:
    """The print of the two people whose this is; empty where one of them is known otherwise."""
    one, another = own.person(trait), other.person(theirs)
    return print_between(one, another) if one is not None and another is not None else ""


def _shared_by_strangers(check: str, sentence: str) -> "_Finder":
    def find(own: Party, trait: Trait, others: Sequence[Party] | None) -> Iterator[tuple[str, Found]]:
        strangers = None if others is None else [other for other in others if not own.is_related(other)]
        if strangers is None or strangers:
            yield check, _found(trait, strangers, sentence)

    return find


_Finder = Callable[[Party, Trait, Sequence[Party] | None], Iterator[tuple[str, Found]]]
_FINDERS: Final[Mapping[str, _Finder]] = {
    "identity": _same_number,
    "person": _same_person,
    "mobile": _shared_by_strangers("ID11B", "这个手机号在{who}也登记了,两户并不相干"),
    "card": _shared_by_strangers("ID12B", "这张卡的卡号在{who}也登记了"),
    "file": _shared_by_strangers("EV03B", "这份文件和{who}的一份完全相同"),
    "answers": _shared_by_strangers("PR08", "同一天由同一组人入户的{who},收入、支出和致困原因填得完全一样"),
    "finding": _shared_by_strangers("PR08", "同一天由同一组人入户的{who},现场情况写得一字不差"),
}


def _found(trait: Trait, others: Sequence[Party] | None, sentence: str) -> Found:
    told = sentence.format(who=_named(others))
    return Found(trait.address, told, _saw(trait, others), tuple(other.record for other in others or ()))


def _named(others: Sequence[Party] | None) -> str:
    if others is None:
        return _TOO_MANY
    names = [other.survey_no or "没有编号的一户" for other in others[:MOST_WRITTEN]]
    more = f"等 {len(others)} 户" if len(others) > MOST_WRITTEN else ""
    return f" {'、'.join(names)} {more}".rstrip() + (" " if not more else "")


def _saw(trait: Trait, others: Sequence[Party] | None) -> str:
    """What a reason given for it rests on: the thing itself, and who else has it."""
    who = _TOO_MANY if others is None else ",".join(sorted(other.record for other in others))
    return f"{trait.kind}\n{trait.text}\n{who}"
