"""Sums over a household's document, exact in fen; rules and verdicts are not here."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.values import is_answered, rows_of

PARTS: Final = ("pool_paid", "critical_paid", "relief_paid", "commercial_paid")


def persons(document: Mapping[str, Any]) -> int:
    """Members that count; a member whose `counts_in_household` is unanswered counts."""
    members = rows_of(document, "members")
    return sum(1 for member in members if member.get("counts_in_household") is not False)


def income_year(document: Mapping[str, Any]) -> int:
    """Twelve months' income of all items, in fen; cells that are gaps or misunderstood text add nothing."""
    total = 0
    for item in rows_of(document, "income"):
        months = item.get("months")
        if isinstance(months, list):
            total += sum(_fen(cell) for cell in months)
        total += _fen(item.get("in_kind"))
    return total


def expense_year(document: Mapping[str, Any]) -> int:
    """Twelve months' rigid expenditure after reimbursement, in fen."""
    total = 0
    for item in rows_of(document, "expenses"):
        total += _fen(item.get("bill")) - reimbursed(item)
    return total - sum(_fen(item.get("amount")) for item in rows_of(document, "reimbursements"))


def reimbursed(expense: Mapping[str, Any]) -> int:
    """What came back of a bill, in fen: the parts where they are told apart, else the one sum for all of them."""
    parts = [expense[name] for name in PARTS if is_answered(expense.get(name))]
    return sum(_fen(part) for part in parts) if parts else _fen(expense.get("reimbursed"))


def _fen(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
