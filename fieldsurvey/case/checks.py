"""Checks of numbers that carry their own: each says in one sentence what is wrong, or nothing; none blocks saving."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from stdnum import luhn
from stdnum.cn import uscc as stdnum_uscc
from stdnum.exceptions import ValidationError

from fieldsurvey.case.divisions import division_note
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident, resident

_USCC = re.compile(r"[0-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{10}")
_CARD = re.compile(r"[0-9]{12,19}")
_CERTIFICATE = re.compile(r"([0-9]{17}[0-9X])([1-7])([1-4])(B[0-9])?")
_DIVISION = re.compile(r"[1-8][0-9]{5}")

Row = Mapping[str, Any]


def uscc(text: str, _: Row) -> str:
    """统一社会信用代码, GB 32100-2015; the union's own begin with 8."""
    number = bare(text)
    if len(number) != 18:
        return f"统一社会信用代码应为 18 位,现有 {len(number)} 位"
    if not _USCC.fullmatch(number):
        return "统一社会信用代码里有不该有的字,请对照证照再看一遍"
    return (
        ""
        if stdnum_uscc.calc_check_digit(number[:17]) == number[17]
        else "统一社会信用代码校验位不对,请对照证照再看一遍"
    )


def postcode(text: str, _: Row) -> str:
    """邮政编码: six digits."""
    return "" if re.fullmatch(r"[0-9]{6}", bare(text)) else "邮政编码应为 6 位数字"


def division(text: str, _: Row) -> str:
    """GB/T 2260: six digits of a division that is or was."""
    number = bare(text)
    return division_note(number) if _DIVISION.fullmatch(number) else "行政区划代码应为 6 位数字"


def disability_certificate(text: str, row: Row) -> str:
    """残疾人证号: the identity number, then category and level; B and a digit mark a reissue."""
    found = _CERTIFICATE.fullmatch(bare(text))
    if found is None:
        return "残疾人证号应为 20 位:身份证号加类别和等级(补办的后面带 B 和一位数字),请对照证件再看一遍"
    identity = row.get("identity")
    own = resident(str(identity.get("number", ""))) if isinstance(identity, Mapping) else ""
    if isinstance(own, Resident) and own.number != found[1]:
        return "残疾人证号的前 18 位与身份证号不同,请核对"
    for field, said, label in (("disability_type", found[2], "类别"), ("disability_level", found[3], "等级")):
        recorded = row.get(field)
        if isinstance(recorded, str) and recorded != said:
            return f"残疾人证号里的{label}与所填的残疾{label}不同,请核对"
    return ""


def card_number(number: str) -> str:
    """A bank card's number: digits and Luhn; passbooks have no check digit, so this is only a word of warning."""
    digits = bare(number)
    if not _CARD.fullmatch(digits):
        return "卡号应为 12 到 19 位数字,请核对"
    try:
        luhn.validate(digits)
    except ValidationError:
        return "卡号校验位不对;如果是存折可以不管,否则请再对一遍"
    return ""


CHECKS: Final[Mapping[str, Callable[[str, Row], str]]] = {
    "uscc": uscc,
    "postcode": postcode,
    "division": division,
    "disability_certificate": disability_certificate,
}
