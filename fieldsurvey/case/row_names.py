"""What people call a row of a list when it is not in view: 蒲少川 配偶, 丁桂湘 工资性收入."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Field, Group, Sort
from fieldsurvey.case.masking import NUMBERED, covered
from fieldsurvey.case.parse import show
from fieldsurvey.case.values import is_answered
from fieldsurvey.case.worker import members_of

PARTS: Final = 2
LONGEST: Final = 18  # a resident's number
_END: Final = 8  # by its last digits a number is known again
_SILENT: Final = frozenset({Sort.FLAG, Sort.MONTHS, Sort.BANK, Sort.EVENT})


def row_name(document: Mapping[str, Any], group: Group, values: Mapping[str, Any]) -> str:
    """The first things that a row says, short; empty when it says nothing. Members go by their names."""
    members = {str(row.get(ROW)): row.get("name") for row in members_of(document)}
    said: list[str] = []
    for field in group.fields:
        value = values.get(field.id)
        if len(said) < PARTS and field.sort not in _SILENT and is_answered(value):
            text = str(members.get(str(value)) or "") if field.sort is Sort.MEMBER else shown_briefly(field, value)
            said += [text] if text else []
    return " ".join(said)


def shown_briefly(field: Field, value: object) -> str:
    """A value in a few words on one line; as in its field, numbers are covered."""
    is_number = field.sort in NUMBERED
    text = " ".join((covered(field, value) if is_number else show(field, value)).split())
    if len(text) <= LONGEST:
        return text
    kept = _END if is_number else 0
    return f"{text[: LONGEST - kept]}…{text[len(text) - kept :]}"
