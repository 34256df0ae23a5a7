"""Where texts that break programs can be typed, and what must be found there again."""

import unicodedata
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import FIELD_WRITERS, Sort
from tests.naughty import naughty

ROW: Final = "r1"
# Codes that name something in other records, and what the program writes by itself, are no texts to type.
NOT_TYPED: Final = {"survey_no", "came_from", "merged_into"}


def text_fields() -> list[str]:
    """The address of every field of text that a surveyor writes; of lists that of one row."""
    fields = [field.id for field in CASE.fields if is_text(field.sort) and field.writers == FIELD_WRITERS]
    for group in CASE.groups:
        if group.writers == FIELD_WRITERS:
            fields += [f"{group.id}/{ROW}/{field.id}" for field in group.fields if is_text(field.sort)]
    return [address for address in fields if address not in NOT_TYPED]


def is_text(sort: Sort) -> bool:
    return sort in (Sort.TEXT, Sort.LONG_TEXT, Sort.PHONE)


def dealt(fields: list[str], turned: int = 0) -> list[dict[str, str]]:
    """All the texts dealt out over households: each text in one field, each field with many texts.

    With every turn from 0 to the number of fields each text has been in every field.
    """
    texts = naughty()
    fields = fields[turned:] + fields[:turned]
    return [
        dict(zip(fields, texts[start : start + len(fields)], strict=False))
        for start in range(0, len(texts), len(fields))
    ]


def values_in(document: dict[str, Any]) -> dict[str, str]:
    """The texts of a document by address, the row of a list by its one id."""
    found = {}
    for name, value in document.items():
        if isinstance(value, str):
            found[name] = value
        elif isinstance(value, list):
            for row in value:
                if isinstance(row, dict) and row["row"] == ROW:
                    found |= {f"{name}/{ROW}/{cell}": said for cell, said in row.items() if isinstance(said, str)}
    return found


def expected(said: dict[str, str]) -> dict[str, str]:
    return {address: unicodedata.normalize("NFC", text) for address, text in said.items()}
