"""What a covered export shows of sensitive fields: enough to tell two households apart, never enough to use."""

import re
from collections.abc import Mapping
from typing import Final

from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.values import is_gap
from fieldsurvey.exchange.columns import main_part

HIDDEN: Final = "***"
# Identity numbers, cards and telephones wherever they were typed.
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx]|[0-9]{12,19})(?![0-9A-Za-z])")
_PHONE = re.compile(r"(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])")
# What becomes of them: a number of twelve digits has but two stars.
_COVERED = re.compile(r"[0-9]{6}\*{2,}[0-9]{3}[0-9Xx]|[0-9]{3}\*{4,}[0-9]{3}[0-9Xx]")


def cover_numbers(text: str) -> str:
    """A text with the long numbers in it covered."""
    if not any(each.isdecimal() for each in text):
        return text
    return _PHONE.sub(lambda found: masked_phone(found[0]), _IDENTITY.sub(lambda found: masked(found[0]), text))


def holds_covered(text: str) -> bool:
    """Whether there is a number in a text such as `cover_numbers` leaves it."""
    return "**" in (narrow := half_width(text)) and bool(_COVERED.search(narrow))


def covered(field: Field, value: object) -> dict[str, str] | None:
    """The cells of a sensitive field, by part; None when nothing of it needs to be covered."""
    if value is None or is_gap(value) or not field.sensitive:
        return None
    main = main_part(field)
    if isinstance(value, Mapping) and field.sort in (Sort.IDENTITY, Sort.BANK):
        number = value.get("number")
        shown = {part: str(value[part]) for part in ("type", "bank", "holder") if isinstance(value.get(part), str)}
        return {**shown, main: _number(field, number) if isinstance(number, str) and number else ""}
    if field.sort is Sort.PHONE and isinstance(value, str):
        return {main: masked_phone(value) if value.isascii() and value.isdecimal() else HIDDEN}
    if field.sort is Sort.DATE and isinstance(value, str) and parse_date(value) == value:
        return {main: f"{value[:4]}-**-**"}
    return {main: HIDDEN}


def _number(field: Field, number: str) -> str:
    if len(number) < 11 or not number.isascii():
        return HIDDEN
    # Of a card the last four, of an identity number also where it was given.
    return "*" * (len(number) - 4) + number[-4:] if field.sort is Sort.BANK else masked(number)
