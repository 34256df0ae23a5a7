"""Numbers of people as lists show them: enough to tell two apart, not enough to use."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import CODE_TABLES
from fieldsurvey.case.field import Catalogue, Field, Sort
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import is_gap, rows_of

_LONG_NUMBER = re.compile(r"[0-9A-Za-z]{5,}")
_DOCUMENTS: Final = tuple(CODE_TABLES["identity_type"])
_SORTS = frozenset({Sort.IDENTITY, Sort.PHONE, Sort.BANK})


def shown_masked(field: Field, value: object) -> str:
    """A value as text, with the numbers that belong to a person covered; twelve equal months are said once."""
    if isinstance(value, list) and field.sort is not Sort.MONTHS:
        return "、".join(shown_masked(field, each) for each in value)
    if isinstance(value, list) and value and value.count(value[0]) == len(value):
        return f"每月 {show(field, value[:1])}"
    return mask_text(field, show(field, value))


def mask_text(field: Field, text: str) -> str:
    """A shown value, or several divided by ` / `, with its numbers covered."""
    if field.sensitive and field.sort is Sort.DATE:
        return re.sub(r"(\d{4})年.*?日", r"\1年", text)
    if field.sort not in _SORTS:
        return text
    return " / ".join(_mask_one(field, part) for part in text.split(" / "))


def mask_document(document: Mapping[str, Any], catalogue: Catalogue = CASE) -> dict[str, Any]:
    """The document with the numbers in it covered; its shape stays."""
    found: dict[str, Any] = {}
    for name, value in document.items():
        group = catalogue.group(name)
        if group is None:
            found[name] = _masked_value(catalogue.find(name), value)
        else:
            rows = rows_of(document, name)
            found[name] = [{cell: _masked_value(group.field(cell), row[cell]) for cell in row} for row in rows]
    return found


def mask_at(address: str, value: Any, catalogue: Catalogue = CASE) -> Any:  # noqa: ANN401 - whatever a change says
    """The value at an address of a case with the numbers in it covered; its shape stays."""
    return _masked_value(catalogue.find(address), value)


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


def _masked_value(field: Field | None, value: object) -> object:
    """Every text and number in a sensitive value covered, whatever shape a foreign change gave it."""
    is_covered = field is not None and (field.sensitive or (field.is_own and field.sort in _SORTS))
    if field is None or not is_covered or isinstance(value, bool) or value is None or is_gap(value):
        return value
    if isinstance(value, dict):
        return {key: said if said in _DOCUMENTS else _masked_value(field, said) for key, said in value.items()}
    if isinstance(value, list):
        return [_masked_value(field, each) for each in value]
    if field.sort is Sort.DATE:
        return str(value)[:4]
    return mask_text(field, str(value)) if field.sort in _SORTS else value


def _mask_one(field: Field, text: str) -> str:
    if field.sort is Sort.BANK:
        return _LONG_NUMBER.sub(lambda found: "*" * (len(found[0]) - 4) + found[0][-4:], text)
    bare = text.replace(" ", "")
    if not bare or not _LONG_NUMBER.search(bare):
        return text
    return masked_phone(bare) if field.sort is Sort.PHONE else masked(bare)
