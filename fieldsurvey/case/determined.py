"""The determinations of a household in their order, and which of them is the last: asked here and nowhere else."""

from collections.abc import Mapping
from typing import Any

from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.values import rows_of


def determinations_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """All of them by the day they were made, of one day as they stand; those without a proper day come first."""
    return sorted(rows_of(document, "determinations"), key=lambda row: _day(row.get("decided_on")))


def last_determination(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The last one that names a category; None while nothing was decided."""
    rows = reversed(determinations_of(document))
    return next((row for row in rows if isinstance(row.get("category"), str) and row["category"]), None)


def _day(untrusted: object) -> str:
    return untrusted if isinstance(untrusted, str) and parse_date(untrusted) == untrusted else ""
