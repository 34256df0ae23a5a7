"""What a field may hold besides its proper value: gaps that are neither zero nor empty, and text as typed."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.canonical import Value

UNKNOWN: Final = {"gap": "unknown"}
REFUSED: Final = {"gap": "refused"}
LATER: Final = {"gap": "later"}

GAP_LABELS: Final = {"unknown": "不知道", "refused": "拒答", "later": "待补"}


def is_gap(value: object) -> bool:
    """True for 不知道, 拒答 and 待补."""
    return isinstance(value, dict) and set(value) == {"gap"} and str(value["gap"]) in GAP_LABELS


def gap_named(text: str) -> Value:
    """The gap that a word stands for; None for any other text."""
    return next(({"gap": gap} for gap, label in GAP_LABELS.items() if label == text.strip()), None)


def is_typed(value: object) -> bool:
    """True for text that was kept although it could not be understood."""
    return isinstance(value, dict) and set(value) == {"typed"} and isinstance(value["typed"], str)


def typed(text: str) -> Value:
    """Keeps a text that could not be understood, so that nothing typed is refused."""
    return {"typed": text}


def rows_of(document: Mapping[str, Any], group: str) -> list[Mapping[str, Any]]:
    """The rows of a list; none when a foreign change put something that is no list in its place."""
    found = document.get(group)
    if not isinstance(found, list):
        return []
    # Nearly always plain ones, which are known at a look.
    return [row for row in found if type(row) is dict or isinstance(row, Mapping)]


def is_answered(value: object) -> bool:
    """True for a proper value: not empty, not a gap, not misunderstood text."""
    if value is None or isinstance(value, str):  # As nearly always.
        return bool(value)
    return value != [] and not is_gap(value) and not is_typed(value)
