"""Sums over a household's document, exact in fen; rules and verdicts are not here."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, TypeGuard

from fieldsurvey.case.values import is_answered, rows_of

PAID_OUT: Final = frozenset({"maintenance_paid"})
PARTS: Final = ("pool_paid", "critical_paid", "relief_paid", "commercial_paid")


def persons(document: Mapping[str, Any]) -> int:
    """Members that count; a member whose `counts_in_household` is unanswered counts."""
    members = rows_of(document, "members")
    return sum(1 for member in members if member.get("counts_in_household") is not False)


def income_year(document: Mapping[str, Any]) -> int:
    """Twelve months' income of all items, in fen; cells that are no amount (`is_fen`) add nothing."""
    total = 0
    for item in rows_of(document, "income"):
        months = item.get("months")
        told = sum(fen_in(cell) for cell in months) if isinstance(months, list) else 0
        total += sign_of(item) * (told + fen_in(item.get("in_kind")))
    return total


def year_of_month(month: int, day: date) -> int:
    """The year of a calendar month among the twelve whole ones before a day (近12个月, F01 items 4 and 5)."""
    return day.year if month < day.month else day.year - 1


def sign_of(income: Mapping[str, Any]) -> int:
    """-1 for what goes out before anybody lives on it (付出的赡养费、抚养费, `domain.md` §0.1.4), else 1."""
    kind = income.get("type")
    return -1 if isinstance(kind, str) and kind in PAID_OUT else 1


def expense_year(document: Mapping[str, Any]) -> int:
    """Twelve months' rigid expenditure after reimbursement, in fen; what came later is taken off the whole."""
    total = sum(spent(item) for item in rows_of(document, "expenses"))
    return total - sum(fen_in(item.get("amount")) for item in rows_of(document, "reimbursements"))


def spent(expense: Mapping[str, Any]) -> int:
    """What a bill cost the household in the end, in fen; never below nothing, however much is said to have come back.

    More back than the bill was is a slip to be pointed out (`problems.beside`), and no income.
    """
    return max(0, fen_in(expense.get("bill")) - reimbursed(expense))


def reimbursed(expense: Mapping[str, Any]) -> int:
    """What came back of a bill, in fen: the parts where they are told apart, else the one sum for all of them."""
    parts = [expense[name] for name in PARTS if is_answered(expense.get(name))]
    return sum(fen_in(part) for part in parts) if parts else fen_in(expense.get("reimbursed"))


def is_fen(value: object) -> TypeGuard[int]:
    """True for an amount; a gap, a misunderstood text and a yes are none.

    Nor is what stands below nothing: every amount is written positive, that of `PAID_OUT` too, and the field says so.
    """
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def fen_in(value: object) -> int:
    """The amount, and nothing for what is none."""
    return value if is_fen(value) else 0
