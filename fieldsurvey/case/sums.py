"""Sums over a household's document, exact in fen; rules and verdicts are not here."""

from collections.abc import Mapping
from typing import Any


def persons(document: Mapping[str, Any]) -> int:
    """Members that count; a member whose `counts_in_household` is unanswered counts."""
    members = document.get("members", [])
    return sum(1 for member in members if member.get("counts_in_household") is not False)


def income_year(document: Mapping[str, Any]) -> int:
    """Twelve months' income of all items, in fen; cells that are gaps or misunderstood text add nothing."""
    total = 0
    for item in document.get("income", []):
        months = item.get("months")
        if isinstance(months, list):
            total += sum(cell for cell in months if isinstance(cell, int) and not isinstance(cell, bool))
        in_kind = item.get("in_kind")
        total += in_kind if isinstance(in_kind, int) else 0
    return total


def expense_year(document: Mapping[str, Any]) -> int:
    """Twelve months' rigid expenditure after reimbursement, in fen."""
    total = 0
    for item in document.get("expenses", []):
        bill, reimbursed = item.get("bill"), item.get("reimbursed")
        total += bill if isinstance(bill, int) else 0
        total -= reimbursed if isinstance(reimbursed, int) else 0
    return total
