"""A standard as somebody enters it, what is wrong with it, and what may be a slip of the hand: in one sentence each."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low
from typing import Final

from fieldsurvey.case.divisions import division_name, divisions_named, is_division
from fieldsurvey.case.money import yuan
from fieldsurvey.case.parse import parse_date
from fieldsurvey.rules.standards import EVERYWHERE, ITEMS, Standard, Standards

# A standard is raised by some per cent in a year: what is more times another one is a digit too many or too few.
MOST_TIMES: Final = 3
# Standards are often announced months after the day from which they hold, and never years after.
MOST_DAYS_LATE: Final = 400
LONGEST_NUMBER: Final = 60
LONGEST_REMARK: Final = 400
_PLACE: Final = re.compile(r"[1-9][0-9]{5}")


@dataclass(frozen=True, slots=True)
class Entered:
    """One standard as entered: days as ISO texts, empty where not said; an empty place is everywhere of the office."""

    place: str
    item: str
    amount_fen: int
    effective_on: str
    announced_on: str = ""
    document_no: str = ""
    remark: str = ""

    def standard(self, record: str) -> Standard:
        """The standard that this makes in a record."""
        return Standard(
            record,
            self.place,
            self.item,
            self.amount_fen,
            self.effective_on,
            self.announced_on,
            document_no=self.document_no,
        )


def place_name(place: str) -> str:
    """What people call the place of a standard or a rule set."""
    return division_name(place) if place else "本单位全部"


def place_code(told: str) -> str:
    """The code of a place told by its code or its name; what is no name of one place alone stays as it is."""
    named = divisions_named(told.strip())
    return named[0] if len(named) == 1 else told.strip()


def told_standard(entered: Entered) -> str:
    """A standard in one line: where, what, how much, from when."""
    item = ITEMS[entered.item]
    amount = f"{yuan(entered.amount_fen)} {item.measure}"
    return f"{place_name(entered.place)}:{item.label} {amount},{entered.effective_on} 起"


def what_is_doubtful(entered: Entered, known: Standards, *, record: str = "") -> str:
    """What somebody has to say yes to before it is kept; empty when nothing is. `record` is the one it corrects."""
    doubts = []
    if entered.place != EVERYWHERE and not is_division(entered.place):
        doubts.append(f"没有查到行政区划代码 {entered.place},新设的区县程序里可能还没有;确实是这个代码?")
    doubts.append(_far_off(entered, [each for each in known.all if each.record != record and not is_void(each)]))
    return "".join(doubts)


def _far_off(entered: Entered, known: Sequence[Standard]) -> str:
    """What is unlike the standard it follows, the one that follows, those of other places, or what is usual."""
    amount, item = entered.amount_fen, ITEMS[entered.item]
    same = [each for each in known if each.item == entered.item]
    here = [each for each in same if each.place == entered.place]
    before = [each for each in here if each.since("effective_on") < entered.effective_on]
    if before:
        last = max(before, key=lambda each: each.since("effective_on"))
        return _compared(amount, last.amount_fen, f"上一条({last.since('effective_on')} 起,{yuan(last.amount_fen)})")
    if here:
        following = min(here, key=lambda each: each.since("effective_on"))
        since = following.since("effective_on")
        return _compared(amount, following.amount_fen, f"下一条({since} 起,{yuan(following.amount_fen)})")
    if same:
        middle = median_low(each.amount_fen for each in same)
        if told := _compared(amount, middle, f"别处的同一项({yuan(middle)})"):
            return told
    least, most = item.usual
    if least <= amount <= most:
        return ""
    return f"{item.label}一般在 {yuan(least)} 到 {yuan(most)} {item.measure}之间,{yuan(amount)} 确实是这个数?"


def _compared(amount: int, other: int, called: str) -> str:
    if amount > MOST_TIMES * other:
        return f"{yuan(amount)} 比{called}高 {amount // other - 1} 倍,确实是这个数?"
    if amount * MOST_TIMES < other:
        return f"{yuan(amount)} 不到{called}的三分之一,确实是这个数?"
    return ""


def what_is_wrong(entered: Entered, known: Standards, today: date, *, record: str = "") -> str:
    """The first thing that is wrong with it, and what to do; empty when nothing is. `record` is the one it corrects."""
    return (
        _unknown(entered)
        or _amount(entered)
        or _days(entered, today)
        or _texts(entered)
        or _twice(entered, known, record)
    )


def _unknown(entered: Entered) -> str:
    if entered.item not in ITEMS:
        return f"没有“{entered.item}”这个项目,请从列出的项目里选。"
    if entered.place != EVERYWHERE and not _PLACE.fullmatch(entered.place):
        named = len(divisions_named(entered.place))
        if named:
            return f"有 {named} 个地方叫“{entered.place}”,请连省、市一起写全名,或写 6 位行政区划代码。"
        return "适用地区请写 6 位行政区划代码或地区全名;本单位全部都用的,请空着。"
    return ""


def _amount(entered: Entered) -> str:
    item, amount = ITEMS[entered.item], entered.amount_fen
    least, most = item.possible
    if least <= amount <= most:
        return ""
    said = f"{item.label}不会是 {yuan(amount)} {item.measure}"
    return f"{said},应在 {yuan(least)} 到 {yuan(most)} 之间;请核对小数点,和它是每月的还是每年的。"


def _days(entered: Entered, today: date) -> str:
    begins, announced = entered.effective_on, entered.announced_on
    for name, told in (("执行日", begins), ("公布日", announced)):
        if told and parse_date(told) != told:
            return f"{name}“{told}”不是日期,请写成 {today.isoformat()} 这样。"
    if not begins:
        return "请写执行日,也就是从哪一天起按这个数算。"
    if not "1993-01-01" <= begins <= f"{today.year + 2}-12-31":
        return f"执行日 {begins} 离今天太远,请核对年份。"
    if announced and announced > today.isoformat():
        return f"公布日 {announced} 还没有到,请核对。"
    if announced and (date.fromisoformat(announced) - date.fromisoformat(begins)).days > MOST_DAYS_LATE:
        return f"执行日 {begins} 比公布日 {announced} 早了一年多,请核对两个日期是不是写反了。"
    return ""


def _texts(entered: Entered) -> str:
    for name, told, most in (("文号", entered.document_no, LONGEST_NUMBER), ("备注", entered.remark, LONGEST_REMARK)):
        if len(told) > most:
            return f"{name}太长,最多 {most} 个字。"
    return ""


def _twice(entered: Entered, known: Standards, record: str) -> str:
    for each in known.of(entered.item, entered.place):
        is_same = each.effective_on == entered.effective_on
        # What was ended before it began never held: it stands in nobody's way.
        if is_same and each.record != record and not is_void(each):
            said = f"{place_name(each.place)}从 {each.effective_on} 起的{ITEMS[each.item].label}已经有了"
            return f"{said},是 {yuan(each.amount_fen)};要改请改那一条,不要另加。"
    return ""


def is_void(standard: Standard) -> bool:
    """Whether it was ended by the day it would have begun."""
    return bool(standard.ended_on) and standard.ended_on <= standard.since("effective_on")
