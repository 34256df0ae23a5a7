"""Values with the numbers that belong to a person covered, and which fields such numbers stand in."""

import re
from typing import Final

from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import is_gap, is_typed

NUMBERED: Final = frozenset({Sort.IDENTITY, Sort.PHONE, Sort.BANK})
_LONG_NUMBER = re.compile(r"[0-9A-Za-z]{5,}")


def covered(field: Field, value: object) -> str:
    """The value as text with its number covered, whatever shape a foreign change gave it."""
    text = show(field, value)
    if field.sort not in NUMBERED or is_gap(value) or not text:
        return text
    if field.sort is Sort.PHONE and isinstance(value, str):
        return masked_phone(value)
    number = value.get("number") if isinstance(value, dict) else None
    if field.sort is Sort.IDENTITY and isinstance(number, str) and not is_typed(value):
        return text.replace(show(field, {"type": "id_card", "number": number}), masked(number))
    return _LONG_NUMBER.sub(lambda found: "*" * (len(found[0]) - 4) + found[0][-4:], text)


def is_covered(field: Field, value: object) -> bool:
    """True when covering hides something of the value."""
    return covered(field, value) != show(field, value)
