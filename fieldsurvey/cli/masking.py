"""Numbers of people as lists show them: enough to tell two apart, not enough to use."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.parse import show

_LONG_NUMBER = re.compile(r"[0-9A-Za-z]{5,}")
_SORTS = frozenset({Sort.IDENTITY, Sort.PHONE, Sort.BANK})


def shown_masked(field: Field, value: object) -> str:
    """A value as text, with the numbers that belong to a person covered; twelve equal months are said once."""
    if field.sort is Sort.MONTHS and isinstance(value, list) and value and value.count(value[0]) == len(value):
        return f"每月 {show(field, value[:1])}"
    return mask_text(field, show(field, value))


def mask_text(field: Field, text: str) -> str:
    """A shown value, or several divided by ` / `, with its numbers covered."""
    if field.sensitive and field.sort is Sort.DATE:
        return re.sub(r"(\d{4})年.*?日", r"\1年", text)
    if field.sort not in _SORTS:
        return text
    return " / ".join(_mask_one(field, part) for part in text.split(" / "))


def mask_document(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document with the numbers in it covered; its shape stays."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        if isinstance(value, list) and CASE.group(name) is not None:
            found[name] = [
                {cell: _masked_value(f"{name}/0/{cell}", said) for cell, said in row.items()} for row in value
            ]
        else:
            found[name] = _masked_value(name, value)
    return found


def mask_apart(field: Field, texts: Sequence[str]) -> list[str]:
    """Several values that stand against each other: covered, except at the places where they differ."""
    covered = [mask_text(field, text) for text in texts]
    if field.sort not in _SORTS or len({len(text) for text in texts}) != 1:
        return covered
    plain = [text.replace(" ", "") for text in texts]
    if any(len(hidden) != len(text) for hidden, text in zip(covered, plain, strict=True)):
        return covered
    differing = {place for place in range(len(plain[0])) if len({text[place] for text in plain}) > 1}
    return [
        "".join(
            open_ if place in differing else hide for place, (open_, hide) in enumerate(zip(text, hidden, strict=True))
        )
        for text, hidden in zip(plain, covered, strict=True)
    ]


def _masked_value(address: str, value: object) -> object:
    field = CASE.find(address)
    if field is None or not field.sensitive or not isinstance(value, str | dict):
        return value
    if isinstance(value, str):
        return value[:4] if field.sort is Sort.DATE else mask_text(field, value)
    covered = {"number", "typed"}
    return {key: mask_text(field, said) if key in covered else said for key, said in value.items()}


def _mask_one(field: Field, text: str) -> str:
    if field.sort is Sort.BANK:
        return _LONG_NUMBER.sub(lambda found: "*" * (len(found[0]) - 4) + found[0][-4:], text)
    bare = text.replace(" ", "")
    if not bare or not _LONG_NUMBER.search(bare):
        return text
    return masked_phone(bare) if field.sort is Sort.PHONE else masked(bare)
