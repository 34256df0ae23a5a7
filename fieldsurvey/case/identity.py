"""Numbers that carry their own check: the resident identity number of GB 11643 and mobile numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from fieldsurvey.case.half_width import bare

# Digits are spelt out: \d would let Arabic and Indian digits through.
_RESIDENT = re.compile(r"[0-9]{17}[0-9X]")
_OLD_RESIDENT = re.compile(r"[0-9]{15}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")


OLDEST: Final = 120


@dataclass(frozen=True, slots=True)
class Resident:
    """What a sound resident identity number says of its bearer. `sex` is the code of GB/T 2261.1."""

    number: str
    birth_date: date
    sex: str
    converted: bool


def resident(untrusted_number: str) -> Resident | str:
    """Reads an 18-digit number, or converts a 15-digit one; otherwise says in one sentence what is wrong.

    Vanished division codes are accepted: people keep the number they were given.
    """
    number = bare(untrusted_number)
    converted = bool(_OLD_RESIDENT.fullmatch(number))
    if converted:
        body = number[:6] + "19" + number[6:]
        number = body + mod_11_2.calc_check_digit(body)
    if not _RESIDENT.fullmatch(number):
        if len(number) == 18:
            return "身份证号里有不是数字的字,请对照证件再看一遍"
        return f"身份证号应为 18 位,现有 {len(number)} 位"
    try:
        mod_11_2.validate(number)
    except ValidationError:
        return "身份证号校验位不对,请对照证件再看一遍"
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "身份证号里的出生日期不存在"
    return Resident(number, born, "1" if int(number[16]) % 2 else "2", converted)


def resident_of(identity: object) -> Resident | None:
    """What the identity of a record says of its bearer; None where it is no card, or its number is not sound."""
    if not isinstance(identity, Mapping) or identity.get("type") != "id_card":
        return None
    read = resident(str(identity.get("number", "")))
    return read if isinstance(read, Resident) else None


def odd_birth(born: date, today: date) -> str:
    """What is wrong with the birth date of a number: nobody is born tomorrow, nor was 120 years ago."""
    if born > today:
        return "身份证号里的出生日期在今天之后"
    return f"身份证号显示已超过 {OLDEST} 岁,请核对" if today.year - born.year > OLDEST else ""


def grouped(number: str) -> str:
    """An identity number as people read it aloud, 6-8-4."""
    return f"{number[:6]} {number[6:14]} {number[14:]}" if len(number) == 18 else number


def masked(number: str) -> str:
    """`110105********002X`: first six and last four."""
    if len(number) < 11:
        return number[:1] + "*" * (len(number) - 1)
    return number[:6] + "*" * (len(number) - 10) + number[-4:]


def masked_phone(number: str) -> str:
    """`138****5678`."""
    return number[:3] + "****" + number[-4:] if len(number) == 11 else "*" * len(number)


def is_mobile(number: str) -> bool:
    """True for eleven digits that begin like a mobile number."""
    return bool(_MOBILE.fullmatch(number))
