"""What came in as written and is to be put right: values that are not what their field asks for, each at its place."""

from collections.abc import Container, Iterator, Mapping
from datetime import date
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.ids import Address
from fieldsurvey.case.problems import field_problem
from fieldsurvey.case.values import is_answered, is_gap, is_typed

MONTHS_OFF: Final = "有的月份不是金额,请写整数(单位:分)"
_ASKED: Final[Mapping[Sort, tuple[type, str]]] = {
    Sort.FLAG: (bool, "应为是或否(true 或 false)"),
    Sort.WHOLE: (int, "应为整数"),
    Sort.DECIMAL: (str, "应为数字"),
    Sort.TEXT: (str, "应为文字"),
    Sort.LONG_TEXT: (str, "应为文字"),
    Sort.PHONE: (str, "应为文字"),
    Sort.IDENTITY: (dict, "应有证件类型和号码"),
    Sort.FILE: (dict, "应为一个文件"),
}


def as_written(
    fields: Mapping[Address, Value], catalogue: Catalogue, today: date, known: Container[str] = ()
) -> Iterator[str]:
    """Of each field that holds what has to be put right a sentence with its place; what is empty or a gap is no news.

    `known` are the rows of members that the household has besides those named here.
    """
    members = {address.split("/")[1] for address in fields if address.startswith("members/")}
    for address, value in fields.items():
        field = catalogue.find(address)
        is_place = address.endswith((f"/{PLACE}", f"/{REMOVED}"))
        if field is None or is_place or not (is_answered(value) or is_typed(value)):
            continue
        if field.sort is Sort.MEMBER and isinstance(value, str):
            told = "" if value in members or value in known else "成员里没有这个人,请改正"
        else:
            told = _odd(field, value, today)
        if told:
            yield f"{_place(address, field, fields, catalogue)} {told}"


def _odd(field: Field, value: Value, today: date) -> str:
    sort, sentence = _ASKED.get(field.sort, (object, ""))
    # A yes or no is a whole number to Python, and none to people.
    is_fit = isinstance(value, sort) and (sort is not int or not isinstance(value, bool))
    if not is_fit and not is_typed(value):
        return sentence
    if field.sort is Sort.MEMBER and not isinstance(value, str):
        return "应为成员的 row 或 key"
    if field.sort is Sort.MONTHS and isinstance(value, list) and len(value) == 12:
        if not all(each is None or type(each) is int or is_gap(each) or is_typed(each) for each in value):
            return MONTHS_OFF
        # A month that is open is an open point, and nothing that was written wrong.
        value = [0 if each is None or is_gap(each) else each for each in value]
    return field_problem(field, value, today)


def _place(address: Address, field: Field, fields: Mapping[Address, Value], catalogue: Catalogue) -> str:
    group, _, rest = address.partition("/")
    found = catalogue.group(group)
    if found is None or not rest:
        return field.label
    number = fields.get(Address(f"{group}/{rest.partition('/')[0]}/{PLACE}"), "")
    return f"{found.row_label}{number}·{field.label}"
