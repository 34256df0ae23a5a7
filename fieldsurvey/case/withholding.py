"""What a covered export says of a household: the ends of numbers; of illness, amounts and free words nothing.

The one rule for every covered export. A field's description decides (`Field.is_private`); what has not the shape of its
field, or has no description here, may be anything and is hidden too.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.masking import HIDDEN, NUMBERED, mask_value
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.values import is_gap

_DECIMAL: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,4})?")
_MOST_COUNTED: Final = 10**9


def withheld(field: Field | None, value: object) -> object:
    """The value as a covered export tells it: covered, or HIDDEN in the place of the whole."""
    if value is None or is_gap(value):
        return value
    if field is None or (field.is_private and not _is_told_in_part(field)) or not _IS_PROPER[field.sort](field, value):
        return HIDDEN
    told = mask_value(field, value)
    # Why a step was taken is written in free words.
    return {**told, "why": HIDDEN} if isinstance(told, dict) and told.get("why") else told


def _is_told_in_part(field: Field) -> bool:
    """The ends of a number, the year of a day that is marked."""
    return field.sort in NUMBERED or (field.sort is Sort.DATE and field.sensitive)


def _has_parts(*parts: str) -> Callable[[Field, object], bool]:
    def has_them(_: Field, value: object) -> bool:
        return (
            isinstance(value, Mapping)
            and set(value) <= set(parts)
            and all(isinstance(said, str) for said in value.values())
        )

    return has_them


def _is_event(field: Field, value: object) -> bool:
    is_whole = _has_parts("status", "at", "by", "why")(field, value)
    return is_whole and isinstance(value, Mapping) and value.get("status") in field.choices.labels


def _are_codes(field: Field, value: object) -> bool:
    return isinstance(value, list) and all(_is_code(field, code) for code in value)


def _is_code(field: Field, value: object) -> bool:
    return isinstance(value, str) and value in field.choices.labels


def _is_text(_: Field, value: object) -> bool:
    return isinstance(value, str)


def _is_nothing(_: Field, __: object) -> bool:
    return False


_IS_PROPER: Final[Mapping[Sort, Callable[[Field, object], bool]]] = {
    Sort.TEXT: _is_text,
    Sort.LONG_TEXT: _is_nothing,
    Sort.CODE: _is_code,
    Sort.CODES: _are_codes,
    Sort.DATE: lambda _, value: isinstance(value, str) and parse_date(value) == value,
    Sort.MONEY: _is_nothing,
    Sort.MONTHS: _is_nothing,
    Sort.DECIMAL: lambda _, value: isinstance(value, str) and bool(_DECIMAL.fullmatch(value)),
    Sort.WHOLE: lambda _, value: type(value) is int and abs(value) < _MOST_COUNTED,
    Sort.FLAG: lambda _, value: isinstance(value, bool),
    Sort.IDENTITY: _has_parts("type", "number"),
    Sort.PHONE: lambda _, value: isinstance(value, str) and value.isascii() and value.isdecimal(),
    Sort.BANK: _has_parts("bank", "holder", "number"),
    Sort.FILE: _is_nothing,
    Sort.MEMBER: _is_text,
    Sort.EVENT: _is_event,
}
