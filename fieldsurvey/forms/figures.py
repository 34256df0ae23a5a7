"""The sums that a form shows: exact in fen, rounded half up only as they are printed, gaps always named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Final

from fieldsurvey.case.asked import Asked, asked_of
from fieldsurvey.case.money import yuan, yuan_of_share
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.sums import expense_year, income_year, is_fen, persons
from fieldsurvey.case.values import is_answered, is_gap, is_typed, rows_of

Document = Mapping[str, Any]

NONE_RECORDED: Final = "—"
MONTHS: Final = 12
EVIDENCE: Final = "evidence_"

INCOME_COLUMNS: Final = (
    ("wage", "工资性收入", ("wage",)),
    ("business", "经营净收入", ("business",)),
    ("pension", "养老金", ("pension",)),
    ("dibao", "低保金", ("dibao_grant",)),
    ("relief", "临时救助", ("gov_temp_relief",)),
    ("union", "工会救助", ("union_relief",)),
    ("other", "其他收入", ()),
)
EXPENSE_COLUMNS: Final = (
    ("medical", "医疗自付", ("medical_self_pay",)),
    ("care", "残疾康复照料", ("long_term_care", "disability_rehab")),
    ("schooling", "教育", ("tuition", "boarding", "school_living")),
    ("employment", "必要就业成本", ("employment_cost",)),
    ("disaster", "灾害/事故损失", ("disaster_loss",)),
    ("other", "其他支出", ()),
)


class Figures:
    """The figures of one document, which stays as it is meanwhile."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def told(self, name: str) -> str:
        """A figure as printed; empty when the document says nothing of it.

        Raises:
            KeyError: no such figure.
        """
        if name.startswith(EVIDENCE):
            return self._evidence(name.removeprefix(EVIDENCE))
        return FIGURES[name](self._document)

    def _evidence(self, code: str) -> str:
        """有 or 缺 of what is asked of this household, of how many people where only some are there."""
        if not self._document:
            return ""
        asked = [each for each in self._asked if each.type == code]
        there = sum(each.is_there for each in asked)
        if not asked:
            rows = [row for row in rows_of(self._document, "evidence") if row.get("type") == code]
            return "有" if any(is_answered(row.get("file")) for row in rows) else NONE_RECORDED
        return "有" if there == len(asked) else f"{there}/{len(asked)}" if there else "缺"

    @cached_property
    def _asked(self) -> list[Asked]:
        return asked_of(self._document, _day_of(self._document))


def _day_of(document: Document) -> date:
    """The day of the newest visit, on which ages are reckoned; without one everybody is grown up."""
    visits = rows_of(document, "visits")
    day = visits[-1].get("visited_on") if visits else None
    known = parse_date(day) if isinstance(day, str) else None
    return date.fromisoformat(known) if known else date.max


def _of_types(rows: list[Mapping[str, Any]], types: tuple[str, ...], others: Iterable[str]) -> list[Mapping[str, Any]]:
    """The rows of these types; no types at all means every row that no other column takes."""
    if types:
        return [row for row in rows if row.get("type") in types]
    taken = set(others)
    return [row for row in rows if not (isinstance(row.get("type"), str) and row["type"] in taken)]


def _income_gaps(row: Mapping[str, Any]) -> bool:
    months = row.get("months")
    if not isinstance(months, Sequence) or isinstance(months, str) or len(months) != MONTHS:
        return True
    in_kind = row.get("in_kind")
    return not all(is_fen(cell) for cell in months) or is_gap(in_kind) or is_typed(in_kind)


def _expense_gaps(row: Mapping[str, Any]) -> bool:
    reimbursed = row.get("reimbursed")
    return not is_fen(row.get("bill")) or is_gap(reimbursed) or is_typed(reimbursed)


def _sum_shown(fen: int, rows: list[Mapping[str, Any]], is_open: Callable[[Mapping[str, Any]], bool]) -> str:
    missing = sum(1 for row in rows if is_open(row))
    return yuan(fen) + (f"（缺{missing}项）" if missing else "")


def _income_column(types: tuple[str, ...]) -> Callable[[Document], str]:
    others = [code for _, _, column in INCOME_COLUMNS for code in column]

    def shown(document: Document) -> str:
        rows = rows_of(document, "income")
        chosen = _of_types(rows, types, others)
        if not chosen:
            return NONE_RECORDED if rows else ""
        return _sum_shown(income_year({"income": chosen}), chosen, _income_gaps)

    return shown


def _expense_column(types: tuple[str, ...]) -> Callable[[Document], str]:
    others = [code for _, _, column in EXPENSE_COLUMNS for code in column]

    def shown(document: Document) -> str:
        rows = rows_of(document, "expenses")
        chosen = _of_types(rows, types, others)
        if not chosen:
            return NONE_RECORDED if rows else ""
        return _sum_shown(expense_year({"expenses": chosen}), chosen, _expense_gaps)

    return shown


def _income_total(document: Document) -> str:
    rows = rows_of(document, "income")
    return _sum_shown(income_year({"income": rows}), rows, _income_gaps) if rows else ""


def _expense_total(document: Document) -> str:
    rows = rows_of(document, "expenses")
    return _sum_shown(expense_year({"expenses": rows}), rows, _expense_gaps) if rows else ""


def _persons(document: Document) -> str:
    members = rows_of(document, "members")
    return f"{persons({'members': members})}人" if members else ""


def _per_head(document: Document, groups: tuple[str, ...]) -> str:
    """A month's share of one head. Without members or without the lists there is none."""
    heads = persons({"members": rows_of(document, "members")})
    if not heads or not any(rows_of(document, group) for group in groups):
        return ""
    incomes, expenses = rows_of(document, "income"), rows_of(document, "expenses")
    fen, is_open = 0, False
    if "income" in groups:
        fen += income_year({"income": incomes})
        is_open |= any(_income_gaps(row) for row in incomes)
    if "expenses" in groups:
        spent = expense_year({"expenses": expenses})
        fen += spent if groups == ("expenses",) else -spent
        is_open |= any(_expense_gaps(row) for row in expenses)
    return yuan_of_share(fen, heads * MONTHS) + ("（有缺项）" if is_open else "")


FIGURES: Final[Mapping[str, Callable[[Document], str]]] = {
    **{f"income_year_{column}": _income_column(types) for column, _, types in INCOME_COLUMNS},
    **{f"expense_year_{column}": _expense_column(types) for column, _, types in EXPENSE_COLUMNS},
    "income_year": _income_total,
    "expense_year": _expense_total,
    "persons": _persons,
    "income_month_per_head": lambda document: _per_head(document, ("income",)),
    "expense_month_per_head": lambda document: _per_head(document, ("expenses",)),
    "net_month_per_head": lambda document: _per_head(document, ("income", "expenses")),
}
