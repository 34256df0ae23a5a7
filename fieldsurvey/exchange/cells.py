"""What the cells of a sheet mean for a field: nothing typed is refused, except what the sheet has already lost.

A cell that cannot be understood is kept as typed and named; a number that a spreadsheet has rounded, a covered number
and a formula's error are no answer at all.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Final

import msgspec

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.errors import ChangeMalformedError
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.masking import HIDDEN, holds_covered
from fieldsurvey.case.parse import odd_date, parse, parse_date, parse_month
from fieldsurvey.case.values import gap_named, is_typed
from fieldsurvey.exchange.columns import EVERY_MONTH, MONTH_PARTS, main_part

Raw = str | int | float | bool
JSON_MARK: Final = "json:"
CLEAR: Final = "(清空)"
WHOLE_DIGITS: Final = 10**15  # a spreadsheet keeps fifteen digits of a number
UNCOUNTED: Final = "#GETTING_DATA"  # what a spreadsheet itself shows while a formula has no result; the formula follows
_ERRORS: Final = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"})
_POWER: Final = re.compile(r"[0-9](\.[0-9]+)?[Ee]\+?[0-9]{2}")
# In a key, which may well be 1E05, only as spreadsheets write it.
_POWER_KEY: Final = re.compile(r"[0-9](\.[0-9]+[Ee]\+?|[Ee]\+)[0-9]{2}")
_IDENTIFIERS: Final = frozenset({Sort.IDENTITY, Sort.BANK, Sort.PHONE, Sort.TEXT})
_SERIAL_DAYS: Final = range(15_000, 80_000)

LOST: Final = "表格软件把这个号码当成了数字,末几位已经丢失;请把这一格设为文本,对照证件重填"
BROKEN_NAME: Final = "姓名里有换行,请核对是不是一个人的姓名"
COVERED: Final = "这是遮盖过的内容,不是原来的"
FAILED: Final = "这一格是公式的错误值"
NO_RESULT: Final = "这一格是公式,文件里没有算好的结果;请用表格软件打开,另存一次再导入"
TOO_LONG: Final = "字数太多,最多 {} 个字"
_ODD_MONEY: Final = "不是认得的金额,请以元为单位,最多两位小数"
_ODD: Final[Mapping[Sort, str]] = {
    Sort.CODE: "不在选项里",
    Sort.CODES: "有不在选项里的内容,几项之间请用顿号隔开",
    Sort.DATE: "不是认得的日期,请写成 2026-11-23",
    Sort.MONEY: _ODD_MONEY,
    Sort.DECIMAL: "不是认得的数字,最多四位小数",
    Sort.WHOLE: "应是整数",
    Sort.FLAG: "应写 是 或 否",
    Sort.MONTHS: _ODD_MONEY,
    Sort.MEMBER: "家庭成员表里没有这个姓名或成员号,或有两人同名",
}


@dataclass(frozen=True, slots=True)
class Odd:
    """One cell of several that is not as it should be; without `is_kept` it was not taken, the others were."""

    part: str
    reason: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """What some cells say: a value, and what is wrong with it if anything; without `says`, nothing was taken.

    `part` is the cell that the reason is about, where it is not the main one; `odd` are single cells where the rest
    stands. `is_exact`: the cell spelt the value out, and nothing more is to be looked up.
    """

    value: Value = None
    reason: str = ""
    says: bool = True
    is_exact: bool = False
    part: str = ""
    odd: tuple[Odd, ...] = ()


NOTHING: Final = Taken(says=False)


def raw_of(untrusted: object, number_format: str = "") -> Raw | None:
    """A cell's value as it is kept until it is understood; None for an empty one."""
    if untrusted is None or isinstance(untrusted, bool):
        return untrusted
    if isinstance(untrusted, datetime):
        return untrusted.date().isoformat() if untrusted.time() == time() else untrusted.isoformat(" ", "minutes")
    if isinstance(untrusted, date):
        return untrusted.isoformat()
    if isinstance(untrusted, int | float):
        return f"{_digits(untrusted * 100)}%" if "%" in number_format else untrusted
    text = str(untrusted)
    return text if text.strip() else None


def text_of(raw: Raw) -> str:
    """What a person would have typed to get this cell: 1617.0000000000002 is 1617."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return raw if isinstance(raw, str) else _digits(raw)


def shown_of(raw: Raw) -> str:
    """What a person sees in this cell; of a formula without a result the formula, where the file spells it out."""
    return text_of(raw).removeprefix(UNCOUNTED)


def _digits(number: float) -> str:
    if isinstance(number, int):
        return str(number)
    if not isfinite(number):
        return "#NUM!"
    text = format(Decimal(f"{number:.15g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def value_of(field: Field, cells: Mapping[str, Raw]) -> Taken:
    """What the cells of one field say, by part; a field of one cell has the part "".

    Members are not looked up here: their names come back as text.
    """
    main = cells.get(main_part(field))
    if isinstance(main, str) and not holds_covered(main):
        escaped = _escaped(main)
        if escaped is not None:
            return escaped if _length(escaped.value) <= field.max_length else _too_long(field)
    lost = {part: reason for part, raw in cells.items() if (reason := _lost(field, part, raw))}
    if field.sort is Sort.MONTHS:
        return _months(cells, lost)
    for part, reason in lost.items():
        return Taken(reason=reason, says=False, part=part)
    reader = _SEVERAL.get(field.sort)
    taken = reader(field, cells) if reader else _one(field, cells[""])
    return taken if _length(taken.value) <= field.max_length else _too_long(field)


def _too_long(field: Field) -> Taken:
    return Taken(reason=TOO_LONG.format(field.max_length), says=False)


def _escaped(text: str) -> Taken | None:
    """Values of no usual shape stand as JSON behind a mark; so does the wish to empty a cell."""
    if half_width(text).strip() == CLEAR:
        return Taken(None, is_exact=True)
    if not text.startswith(JSON_MARK):
        return None
    try:
        value = tidied(msgspec.json.decode(text[len(JSON_MARK) :].encode("utf-8", "replace")))
    except (msgspec.MsgspecError, ChangeMalformedError, RecursionError):
        return None
    return Taken(value, is_exact=True)


def _lost(field: Field, part: str, raw: Raw) -> str:
    if isinstance(raw, str):
        stripped = raw.strip()
        failed = _failed(stripped)
        if failed:
            return failed
        is_number = field.sort in (Sort.IDENTITY, Sort.PHONE) or part == "number" or bool(field.check)
        # Of numbers and days two stars are enough; in words people set them for weight.
        has_stars = (is_number or field.sort is Sort.DATE) and "**" in half_width(raw)
        if stripped == HIDDEN or holds_covered(raw) or has_stars:
            return COVERED
        return LOST if is_number and _POWER.fullmatch(half_width(stripped)) else ""
    if field.sort in _IDENTIFIERS and not isinstance(raw, bool) and abs(raw) >= WHOLE_DIGITS:
        return LOST
    return ""


def _failed(text: str) -> str:
    return NO_RESULT if text.startswith(UNCOUNTED) else FAILED if text in _ERRORS else ""


def lost_key(raw: Raw) -> str:
    """Why a cell cannot tell a household from others; empty when it can."""
    text = half_width(text_of(raw)).strip()
    failed = _failed(text)
    if failed:
        return failed
    if not isinstance(raw, str):
        return LOST if abs(raw) >= WHOLE_DIGITS else ""
    return COVERED if "**" in text else LOST if _POWER_KEY.fullmatch(text) else ""


def _one(field: Field, raw: Raw) -> Taken:
    if isinstance(raw, bool) and field.sort is Sort.FLAG:
        return Taken(raw)
    text = str(tidied(text_of(raw)))
    if field.sort is Sort.DATE:
        # A cell with a time of day still names a day.
        text = text[:10] if parse_date(text[:10]) and re.fullmatch(r"[0-9-]{10} [0-9:]+", text) else text
    elif field.sort is Sort.CODE and text.isdecimal() and len(text) == 1 and text not in field.choices.labels:
        # Spreadsheets turn 01 into 1.
        text = f"0{text}" if f"0{text}" in field.choices.labels else text
    value = parse(field, text)
    if is_typed(value):
        return Taken(value, _odd(field, raw))
    # Two names in one cell, or one that was broken to fit: only who knows the person can tell.
    is_broken = field.id == "name" and "\n" in str(value).strip()
    return Taken(value, BROKEN_NAME if is_broken else "")


def _odd(field: Field, raw: Raw) -> str:
    if field.sort is Sort.DATE and isinstance(raw, int | float) and int(raw) in _SERIAL_DAYS:
        return "像是日期的序号,请把这一格设为日期格式"
    nearly = odd_date(text_of(raw)) if field.sort is Sort.DATE else ""
    return nearly or _ODD.get(field.sort, "没有看懂")


def _identity(field: Field, cells: Mapping[str, Raw]) -> Taken:
    kind_text = text_of(cells.get("type", "")).strip()
    number = str(tidied(text_of(cells.get("number", ""))))
    kind = field.choices.find(kind_text) or ""
    if kind_text and not kind:
        return Taken({"typed": f"{kind_text} {number}".strip()}, "证件类型不在选项里")
    if kind in ("", "id_card"):
        value = parse(field, number)
        return Taken(value) if value is not None else Taken({"type": kind, "number": ""}) if kind else NOTHING
    return Taken(gap_named(number) or {"type": kind, "number": number.strip()})


def _bank(_: Field, cells: Mapping[str, Raw]) -> Taken:
    said = {part: str(tidied(text_of(raw))).strip() for part, raw in cells.items()}
    if list(said) == ["number"]:
        gap = gap_named(said["number"])
        if gap is not None:
            return Taken(gap)
    return Taken({part: said[part] for part in ("bank", "holder", "number") if said.get(part)})


def _event(field: Field, cells: Mapping[str, Raw]) -> Taken:
    said = {part: str(tidied(text_of(raw))).strip() for part, raw in cells.items()}
    code = field.choices.find(said.get("status", ""))
    if not code:
        return Taken(reason="办理状态不在选项里", says=False)
    return Taken({**said, "status": code})


def _months(cells: Mapping[str, Raw], lost: Mapping[str, str]) -> Taken:
    """Twelve cells over one for all: a cell of its own month counts before 每月相同, even when it is of no use."""
    said = {part: parse_month(str(tidied(text_of(raw)))) for part, raw in cells.items() if part not in lost}
    every = said.get(EVERY_MONTH)
    if len(cells) == 1 and isinstance(every, dict):
        return Taken(every, _ODD[Sort.MONTHS] if is_typed(every) else "")
    odd = tuple(Odd(part, reason, is_kept=False) for part, reason in lost.items())
    odd += tuple(Odd(part, _ODD[Sort.MONTHS], is_kept=True) for part, value in said.items() if is_typed(value))
    months = [None if month in lost else said.get(month, every) for month in MONTH_PARTS]
    return Taken(months, odd=odd, says=bool(said))


def _length(value: Value) -> int:
    """As `services.fitting` counts."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(key) + _length(each) for key, each in value.items())
    return sum(_length(each) + 1 for each in value) if isinstance(value, list) else 0


def _as_text(_: Field, cells: Mapping[str, Raw]) -> Taken:
    return Taken(str(tidied(text_of(cells[""]))).strip())


_SEVERAL: Final[Mapping[Sort, Callable[[Field, Mapping[str, Raw]], Taken]]] = {
    Sort.IDENTITY: _identity,
    Sort.BANK: _bank,
    Sort.EVENT: _event,
    Sort.MEMBER: lambda field, cells: _one(field, cells[""]) if _is_gap(cells[""]) else _as_text(field, cells),
}


def _is_gap(raw: Raw) -> bool:
    return gap_named(text_of(raw)) is not None


def odd_member() -> str:
    """What is said of a member whom the sheet of members does not have."""
    return _ODD[Sort.MEMBER]
