"""One thing that can be set in a rule set: what it is called, how its value is written, and how a text is read.

Values are written as people write them: 是, 低于, 1.5, 工资性收入、经营性收入. Codes are read as well as their labels.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.money import fen_of, yuan
from fieldsurvey.rules.errors import ParameterUnusableError

Choices = tuple[tuple[str, str], ...]
NOTHING: Final = "无"
YES, NO = "是", "否"
_PARTED: Final = re.compile(r"[、,;\s]+")
_AFTER: Final = ("", "、", ",", ";", " ", "+")
_TIMES: Final = re.compile(r"(?:[1-9][0-9]{0,3}|0)(?:\.[0-9]{1,4})?")
_MOST_COUNT: Final = 1_200


class Sort(StrEnum):
    """How a value is written."""

    SWITCH = "switch"
    CHOICE = "choice"
    CODES = "codes"
    SETS = "sets"
    TIMES = "times"
    PERCENT = "percent"
    COUNT = "count"
    MONTH = "month"
    MONEY = "money"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a rule set. `value` is what people read; `choices` are codes and labels, in order.

    `path` names it on the command line. `may_be_none`: it may be left empty. `source` says where it comes from,
    `is_assumed` that no published document has it.
    """

    path: str
    section: str
    label: str
    sort: Sort
    value: str
    choices: Choices = ()
    may_be_none: bool = False
    source: str = ""
    is_assumed: bool = False

    @property
    def how(self) -> str:
        """How it is written, as the end of a sentence."""
        said = _HOW[self.sort]
        if self.choices and self.sort in (Sort.CHOICE, Sort.CODES, Sort.SETS):
            labels = [label for _, label in self.choices]
            said += "、".join(labels[:_SHOWN]) + (f"等 {len(labels)} 种" if len(labels) > _SHOWN else "")
        return f"{said};没有就写“无”" if self.may_be_none else said

    def read(self, text: str) -> Any:  # noqa: ANN401 - as it stands in the file of a rule set
        """The value that a text says.

        Raises:
            ParameterUnusableError: it says none; the error says how it is written.
        """
        told = half_width(text).strip()
        is_none = told in ("", NOTHING)
        if is_none and self.sort in (Sort.CODES, Sort.SETS, Sort.WORDS):
            if self.may_be_none:
                return []
        elif is_none and self.may_be_none:
            return None
        elif not is_none:
            found = _READ[self.sort](self, told)
            if found is not None:
                return found
        raise ParameterUnusableError(label=self.label, value=text.strip() or "空", how=f"{self.how}。")

    def code_of(self, text: str) -> str | None:
        """The code of a choice named by its code or its label."""
        for code, label in self.choices:
            if text in (code, half_width(label), label):
                return code
        return _SIGNS.get(text) if _SIGNS.get(text) in dict(self.choices) else None


def shown(sort: Sort, value: Any, choices: Choices) -> str:  # noqa: ANN401 - as it stands in the file of a rule set
    """A value as people read it."""
    labels = dict(choices)
    if value is None or value == []:
        return NOTHING
    match sort:
        case Sort.SWITCH:
            return YES if value else NO
        case Sort.CHOICE:
            return labels.get(_key(value), str(value))
        case Sort.CODES:
            return "、".join(labels.get(_key(each), str(each)) for each in value)
        case Sort.SETS:
            return "、".join("+".join(labels.get(each, each) for each in some) for some in value)
        case Sort.MONEY:
            return yuan(value)
        case Sort.WORDS:
            return "、".join(value)
    return str(value)


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _one(parameter: Parameter, told: str) -> str | None:
    return parameter.code_of(told)


def _switch(_: Parameter, told: str) -> bool | None:
    return {YES: True, "true": True, "开": True, NO: False, "false": False, "关": False}.get(told)


def _codes(parameter: Parameter, told: str) -> list[str | bool] | None:
    found, rest = [], _begun(told)
    while rest:
        code, rest = _first(parameter, rest)
        if code is None:
            return None
        found.append(code)
        rest = _begun(rest)
    return [{"true": True, "false": False}.get(code, code) for code in dict.fromkeys(found)]


def _sets(parameter: Parameter, told: str) -> list[list[str]] | None:
    sets: list[list[str]] = []
    rest, is_together = _begun(told), False
    while rest:
        code, rest = _first(parameter, rest)
        if code is None:
            return None
        if is_together:
            sets[-1].append(code)
        else:
            sets.append([code])
        rest = _begun(rest)
        is_together = rest.startswith("+")
        rest = _begun(rest[1:]) if is_together else rest
    return None if is_together else sets


def _begun(told: str) -> str:
    return re.sub(r"^[、,;\s]+", "", told)


def _first(parameter: Parameter, told: str) -> tuple[str | None, str]:
    """The code that a text begins with, and what follows; by the longest label, for labels hold separators too."""
    named = {name: code for code, label in parameter.choices for name in (code, half_width(label)) if name}
    for name in sorted(named, key=len, reverse=True):
        if told.startswith(name) and told[len(name) : len(name) + 1] in _AFTER:
            return named[name], told[len(name) :]
    return None, told


def _times(parameter: Parameter, told: str) -> str | None:
    number = told.removesuffix("%" if parameter.sort is Sort.PERCENT else "倍").strip()
    return number if _TIMES.fullmatch(number) and float(number) > 0 else None


def _count(_: Parameter, told: str) -> int | None:
    number = re.sub(r"(?:个月|个|月|岁|套|天)$", "", told).strip()
    return int(number) if re.fullmatch(r"[0-9]{1,4}", number) and int(number) <= _MOST_COUNT else None


def _month(_: Parameter, told: str) -> str | None:
    return told if re.fullmatch(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])", told) else None


def _money(_: Parameter, told: str) -> int | None:
    fen = fen_of(told)
    return fen if fen is not None and fen >= 0 else None


def _words(_: Parameter, told: str) -> list[str] | None:
    return [each for each in _PARTED.split(told) if each]


_SHOWN: Final = 12
# As people write comparisons by hand.
_SIGNS: Final[Mapping[str, str]] = {
    "≤": "<=", "以下": "<=", "以内": "<=", "小于": "<", "小于等于": "<=",
    "≥": ">=", "以上": ">=", "大于": ">", "大于等于": ">=",
}  # fmt: skip
_HOW: Final[Mapping[Sort, str]] = {
    Sort.SWITCH: "请写“是”或“否”",
    Sort.CHOICE: "请写其中一个:",
    Sort.CODES: "请写下面的几个,用顿号隔开:",
    Sort.SETS: "几样里有一样就行的用顿号隔开,要一起有的用加号连起来,如 单位证明、诚信承诺书+基层工会证明;可以写:",
    Sort.TIMES: "请写大于零的数,最多四位小数,如 1.5",
    Sort.PERCENT: "请写百分数,如 80",
    Sort.COUNT: f"请写 0 到 {_MOST_COUNT} 的整数",
    Sort.MONTH: "请写年和月,如 1965-01",
    Sort.MONEY: "请写金额,以元为单位",
    Sort.WORDS: "请写几个词,用顿号隔开",
}
_READ: Final[Mapping[Sort, Any]] = {
    Sort.SWITCH: _switch,
    Sort.CHOICE: _one,
    Sort.CODES: _codes,
    Sort.SETS: _sets,
    Sort.TIMES: _times,
    Sort.PERCENT: _times,
    Sort.COUNT: _count,
    Sort.MONTH: _month,
    Sort.MONEY: _money,
    Sort.WORDS: _words,
}
