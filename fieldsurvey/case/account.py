"""The sum of a household, line by line, with what is still missing to trust it; no rule and no verdict is here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.money import yuan_of_share
from fieldsurvey.case.problems import Problem
from fieldsurvey.case.sums import fen_in, is_fen, reimbursed, sign_of, spent
from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.case.worker import members_of

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a sum: the field it comes from, who and what it is, how it was reckoned, and the exact fen."""

    address: str
    who: str
    what: str
    told: str
    fen: int


@dataclass(frozen=True, slots=True)
class Account:
    """What a household has and must spend in twelve months, exact in fen.

    `counted` and `uncounted` are the names of members that count and that do not; `missing` says what is still to be
    asked before the sum can be trusted, each at its field.
    """

    counted: tuple[str, ...]
    uncounted: tuple[str, ...]
    income: tuple[Part, ...]
    expenses: tuple[Part, ...]
    missing: tuple[Problem, ...]

    @property
    def income_year(self) -> int:
        """All income of twelve months."""
        return sum(part.fen for part in self.income)

    @property
    def expense_year(self) -> int:
        """All rigid expenditure of twelve months after reimbursement."""
        return sum(part.fen for part in self.expenses)

    def per_head_month(self, fen_year: int) -> str:
        """A year's sum per head and month as printed, rounded half up; empty where nobody counts."""
        return yuan_of_share(fen_year, len(self.counted) * MONTHS) if self.counted else ""


def account(document: Mapping[str, Any], catalogue: Catalogue = CASE) -> Account:
    """The account of a document; never raises, whatever the values are. What is no amount adds nothing."""
    members = members_of(document)
    names = _names(members)
    return Account(
        counted=tuple(names[str(row.get(ROW))] for row in members if row.get("counts_in_household") is not False),
        uncounted=tuple(names[str(row.get(ROW))] for row in members if row.get("counts_in_household") is False),
        income=tuple(_income(document, names, catalogue)),
        expenses=tuple(_expenses(document, names, catalogue)),
        missing=tuple(_missing(document, members, names)),
    )


def _names(members: list[Mapping[str, Any]]) -> dict[str, str]:
    return {
        str(row.get(ROW)): name if isinstance(name := row.get("name"), str) and name else f"第 {number} 人"
        for number, row in enumerate(members, start=1)
    }


def _income(document: Mapping[str, Any], names: Mapping[str, str], catalogue: Catalogue) -> Iterator[Part]:
    for number, row in enumerate(rows_of(document, "income"), start=1):
        address = f"income/{row.get(ROW, '')}"
        who, what = _who(row, names), _what(row, "income", catalogue) or f"第 {number} 项"
        months = [fen_in(cell) for cell in cells] if isinstance(cells := row.get("months"), list) else []
        told = f"{sum(1 for cell in cells if is_fen(cell))} 个月" if isinstance(cells, list) else ""
        sign = sign_of(row)
        yield Part(f"{address}/months", who, what, told, sign * sum(months))
        if fen_in(row.get("in_kind")):
            yield Part(f"{address}/in_kind", who, f"{what}:实物折价", "", sign * fen_in(row.get("in_kind")))


def _expenses(document: Mapping[str, Any], names: Mapping[str, str], catalogue: Catalogue) -> Iterator[Part]:
    for number, row in enumerate(rows_of(document, "expenses"), start=1):
        bill, back = fen_in(row.get("bill")), reimbursed(row)
        what = _what(row, "expenses", catalogue) or f"第 {number} 项"
        told = f"{yuan_of_share(bill, 1)} − {yuan_of_share(back, 1)}" if back else ""
        told += ",报销比总费用还多,按 0 算" if back > bill else ""
        yield Part(f"expenses/{row.get(ROW, '')}/bill", _who(row, names), what, told, spent(row))
    for row in rows_of(document, "reimbursements"):
        what = _what(row, "reimbursements", catalogue)
        told = f"后到的报销{f':{what}' if what else ''}"
        yield Part(f"reimbursements/{row.get(ROW, '')}/amount", _who(row, names), told, "", -fen_in(row.get("amount")))


def _missing(
    document: Mapping[str, Any], members: list[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Problem]:
    if not members:
        yield Problem("members", "家庭成员", "还没有登记,算不出人均", "", 2)
    for row in members:
        if not isinstance(row.get("counts_in_household"), bool):
            where = f"members/{row.get(ROW, '')}/counts_in_household"
            yield Problem(where, names[str(row.get(ROW))], "还没有说是否计入人口,先按计入算", "", 2)
    if not rows_of(document, "income"):
        yield Problem("income", "收入", "还没有登记,先按没有收入算", "", 3)
    for number, row in enumerate(rows_of(document, "income"), start=1):
        label, cells = f"收入 {number} {_who(row, names)}".strip(), row.get("months")
        known = sum(1 for cell in cells if is_fen(cell)) if isinstance(cells, list) else 0
        if known < MONTHS:
            said = f"还差 {MONTHS - known} 个月的金额" if known else "还没有金额,先按 0 算"
            yield Problem(f"income/{row.get(ROW, '')}/months", label, said, "", 3)
    for number, row in enumerate(rows_of(document, "expenses"), start=1):
        label = f"支出 {number} {_who(row, names)}".strip()
        if not is_fen(row.get("bill")):
            yield Problem(f"expenses/{row.get(ROW, '')}/bill", label, "还没有能算的总费用,先按 0 算", "", 4)
        elif not is_answered(row.get("reimbursed")) and not reimbursed(row):
            yield Problem(f"expenses/{row.get(ROW, '')}/reimbursed", label, "还没有说报销多少,先按没有算", "", 4)


def _who(row: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return names.get(str(row.get("member")), "")


def _what(row: Mapping[str, Any], group_id: str, catalogue: Catalogue) -> str:
    group = catalogue.group(group_id)
    field, code = group.field("type") if group else None, row.get("type")
    return field.choices.label_of(code) if field and isinstance(code, str) else ""
