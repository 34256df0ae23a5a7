"""Between what people type and see, and what a field holds; nothing typed is ever refused."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.half_width import bare, half_width
from fieldsurvey.case.identity import grouped, resident
from fieldsurvey.case.money import fen_of, yuan
from fieldsurvey.case.values import GAP_LABELS, gap_named, is_gap, is_typed, typed

# Eight digits, or parts set apart: six digits in a row could be read in several ways.
_DATE = re.compile(r"([0-9]{4}) ?[-./年 ] ?([0-9]{1,2}) ?[-./月 ] ?([0-9]{1,2}) ?[日号]?")
# Nearly dates: a year of two digits could be of either century, and a month is no day.
_SHORT_YEAR = re.compile(r"[0-9]{2} ?(?:年|[-./ ] ?[0-9]{1,2} ?[-./ ] ?[0-9]{1,2}(?![0-9])).{0,12}")
_NO_DAY = re.compile(r"[0-9]{4} ?(?:年|[-./年 ] ?[0-9]{1,2} ?月?)?")
_DAY = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,4})?")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_LONGEST: Final = 1_000
_PARTING: Final = ";,|/、 \n\t；，"
_YES: Final = {"是", "有", "y", "yes", "true", "1", "√"}
_NO: Final = {"否", "无", "没有", "n", "no", "false", "0", "×"}


def parse(field: Field, text: str) -> Value:
    """The value that a typed text means for a field; empty text is no answer, other text is kept as typed.

    Of values of several parts (twelve months, a bank account) whoever asks for the parts puts them together.
    """
    stripped = text.strip()
    if not stripped:
        return None
    gap = gap_named(stripped)
    if gap is not None:
        return gap
    reader = _READERS.get(field.sort)
    if reader is None:
        return text if field.sort is Sort.LONG_TEXT else stripped
    # No number, date or code is longer; reading on would only cost time.
    value = reader(field, half_width(stripped)) if len(stripped) <= _LONGEST else None
    return typed(text) if value is None else value


def _parse_code(field: Field, text: str) -> Value:
    return field.choices.find(text)


def _parse_codes(field: Field, text: str) -> Value:
    """Several codes or their names, parted by anything that none begins with; in the order of the table."""
    table = field.choices
    found: set[str] = set()
    rest = text.strip(_PARTING)
    while rest:
        first = _first_name(table, rest)
        code = table.find(first)
        if code is None:
            return None
        found.add(code)
        rest = rest[len(first) :].strip(_PARTING)
    return [code for code in table.labels if code in found]


def _first_name(table: CodeTable, text: str) -> str:
    """The name that a text begins with: the longest as the table has it, else the shortest in any dress.

    So a label with signs of its own stays whole, and “1 2” is never 12.
    """
    ends = [place for place, sign in enumerate(text) if sign in _PARTING] + [len(text)]
    longest = max(map(len, table.spelled), default=0)
    as_written = [text[:end] for end in ends if end <= longest and text[:end] in table.spelled]
    if as_written:
        return as_written[-1]
    return next((text[:end] for end in ends if table.find(text[:end])), text)


def parse_date(text: str) -> str | None:
    """A date from eight digits, 2026-11-23, 2026年11月23日 and the like; None when there is no such day."""
    found = _DAY.fullmatch(text) or _DATE.fullmatch(text)
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def odd_date(text: str) -> str:
    """What is not certain about a text that is nearly a date, and what to write; empty where it is none."""
    nearly = half_width(text).strip()
    if _SHORT_YEAR.fullmatch(nearly):
        return "年份只有两位,说不准是哪一百年,请写全四位,如 1975-05-01"
    return "没有写到哪一天,请写全年月日,如 1975-05-01" if _NO_DAY.fullmatch(nearly) else ""


def _parse_flag(_: Field, text: str) -> Value:
    lowered = text.lower()
    if lowered in _YES:
        return True
    return False if lowered in _NO else None


def _parse_decimal(_: Field, text: str) -> Value:
    return text if _DECIMAL.fullmatch(text) else None


def _parse_whole(_: Field, text: str) -> Value:
    return int(text) if _WHOLE.fullmatch(text) else None


def _parse_identity(_: Field, text: str) -> Value:
    read = resident(text)
    number = bare(text) if isinstance(read, str) else read.number
    return {"type": "id_card", "number": number} if number else None


def _parse_phone(_: Field, text: str) -> Value:
    return re.sub(r"[\s\-]", "", text) or None


def parse_month(text: str) -> Value:
    """One month's amount in fen, or a gap; text that is none of them is kept as typed, empty text is no answer."""
    stripped = text.strip()
    if not stripped:
        return None
    fen = fen_of(stripped)
    return (gap_named(stripped) or typed(stripped)) if fen is None else fen


_READERS: Final[Mapping[Sort, Callable[[Field, str], Value]]] = {
    Sort.CODE: _parse_code,
    Sort.CODES: _parse_codes,
    Sort.DATE: lambda _, text: parse_date(text),
    Sort.MONEY: lambda _, text: fen_of(text),
    Sort.DECIMAL: _parse_decimal,
    Sort.WHOLE: _parse_whole,
    Sort.FLAG: _parse_flag,
    Sort.IDENTITY: _parse_identity,
    Sort.PHONE: _parse_phone,
}


def show(field: Field, value: object) -> str:
    """The value as screens and papers print it, unmasked; empty text when there is no answer."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return _show_dict(field, value)
    if field.sort is Sort.CODE:
        return field.choices.label_of(value)
    if field.sort is Sort.MONEY and isinstance(value, int):
        return yuan(value)
    if field.sort is Sort.FLAG and isinstance(value, bool):
        return "是" if value else "否"
    if field.sort is Sort.DATE and isinstance(value, str) and parse_date(value) == value:
        year, month, day = value.split("-")
        return f"{year}年{int(month)}月{int(day)}日"
    if isinstance(value, list):
        return "、".join(_show_cell(field, cell) for cell in value)
    return str(value)


def _show_cell(field: Field, cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dict):
        return _show_dict(field, cell)
    if field.sort is Sort.CODES:
        return field.choices.label_of(cell)
    return yuan(cell) if field.sort is Sort.MONTHS and isinstance(cell, int) else str(cell)


def _show_dict(field: Field, value: Mapping[str, object]) -> str:
    if is_gap(value):
        return GAP_LABELS[str(value["gap"])]
    if is_typed(value):
        return str(value["typed"])
    if field.sort is Sort.IDENTITY:
        kind = value.get("type")
        prefix = "" if kind == "id_card" else field.choices.label_of(kind) + " "
        return prefix + grouped(str(value.get("number", "")))
    if field.sort is Sort.EVENT:
        return field.choices.label_of(value.get("status"))
    if field.sort is Sort.FILE:
        return str(value.get("name", ""))
    return " ".join(str(value[key]) for key in ("bank", "holder", "number") if value.get(key))
