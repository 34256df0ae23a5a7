"""The sums that a form shows: exact in fen, rounded half up only as they are printed, gaps always named."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.identity import resident_of
from fieldsurvey.case.money import yuan, yuan_of_share
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.sums import fen_in, income_year, is_fen, persons, spent
from fieldsurvey.case.values import is_answered, is_gap, is_typed, rows_of
from fieldsurvey.rules.book import SHIPPED_BOOK
from fieldsurvey.rules.evidence import Asked, asked_of

Document = Mapping[str, Any]
Columns = tuple[tuple[str, str, tuple[str, ...]], ...]

NONE_RECORDED: Final = "—"
MONTHS: Final = 12
EVIDENCE: Final = "evidence_"

INCOME_COLUMNS: Final[Columns] = (
    ("wage", "工资性收入", ("wage",)),
    ("business", "经营净收入", ("business",)),
    ("pension", "养老金", ("pension",)),
    ("dibao", "低保金", ("dibao_grant",)),
    ("relief", "临时救助", ("gov_temp_relief",)),
    ("union", "工会救助", ("union_relief",)),
    ("other", "其他收入", ()),
)
EXPENSE_COLUMNS: Final[Columns] = (
    ("medical", "医疗自付", ("medical_self_pay",)),
    ("care", "残疾康复照料", ("long_term_care", "disability_rehab")),
    ("schooling", "教育", ("tuition", "boarding", "school_living")),
    ("employment", "必要就业成本", ("employment_cost",)),
    ("disaster", "灾害/事故损失", ("disaster_loss",)),
    ("other", "其他支出", ()),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One income, expense or later reimbursement in a year's sums; `is_open` says that part of it is not known."""

    type: str
    member: str
    fen: int
    is_open: bool


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
        return FIGURES[name](self)

    def of_row(self, name: str, row: Mapping[str, Any]) -> str:
        """A figure of one row of a list.

        Raises:
            KeyError: no such figure.
        """
        return ROW_FIGURES[name](self, row)

    def age(self, member: Mapping[str, Any]) -> str:
        """Whole years on the day of the newest visit; empty without a birthday or a visit."""
        birthday = _birthday(member)
        if birthday is None or self._day == date.max:
            return ""
        before = (self._day.month, self._day.day) < (birthday.month, birthday.day)
        years = self._day.year - birthday.year - before
        return str(years) if years >= 0 else ""

    def income_month(self, member: Mapping[str, Any]) -> str:
        """A twelfth of what one member brought in within twelve months; what is not known is named."""
        items = self._incomes_of.get(str(member.get(ROW)), [])
        if not items:
            return NONE_RECORDED if self.incomes else ""
        gaps = sum(1 for item in items if item.is_open)
        return yuan_of_share(sum(item.fen for item in items), MONTHS) + (f"（缺{gaps}项）" if gaps else "")

    def persons(self) -> str:
        """How many count."""
        return f"{self._heads}人" if rows_of(self._document, "members") else ""

    def per_head(self, lists: tuple[str, ...]) -> str:
        """A month's share of one head. Without members or without the lists there is none."""
        if not self._heads or not any(rows_of(self._document, group) for group in lists):
            return ""
        items: list[Item] = []
        fen = 0
        if "income" in lists:
            items += self.incomes
            fen += sum(item.fen for item in self.incomes)
        if "expenses" in lists:
            items += self.expenses
            spent = sum(item.fen for item in self.expenses)
            fen += spent if lists == ("expenses",) else -spent
        is_open = any(item.is_open for item in items)
        return yuan_of_share(fen, self._heads * MONTHS) + ("（有缺项）" if is_open else "")

    def home_photos(self) -> str:
        """Which numbers the photographs of the home have among the evidence: 第3、7号."""
        numbers = [
            str(number)
            for number, row in enumerate(rows_of(self._document, "evidence"), start=1)
            if row.get("type") == "home_photo" and is_answered(row.get("file"))
        ]
        return f"第{'、'.join(numbers)}号" if numbers else ""

    @cached_property
    def incomes(self) -> list[Item]:
        """Every income of twelve months."""
        return [
            Item(_type(row), str(row.get("member")), income_year({"income": [row]}), _is_income_open(row))
            for row in rows_of(self._document, "income")
        ]

    @cached_property
    def expenses(self) -> list[Item]:
        """Every expense of twelve months, and what came back of them later, which counts against them."""
        spent_on = [
            Item(_type(row), str(row.get("member")), spent(row), _is_expense_open(row))
            for row in rows_of(self._document, "expenses")
        ]
        came_back = [
            Item(_type(row), str(row.get("member")), -fen_in(row.get("amount")), not is_fen(row.get("amount")))
            for row in rows_of(self._document, "reimbursements")
        ]
        return spent_on + came_back

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
    def _heads(self) -> int:
        return persons({"members": rows_of(self._document, "members")})

    @cached_property
    def _incomes_of(self) -> dict[str, list[Item]]:
        found: dict[str, list[Item]] = {}
        for item in self.incomes:
            found.setdefault(item.member, []).append(item)
        return found

    @cached_property
    def _day(self) -> date:
        return _day_of(self._document)

    @cached_property
    def _asked(self) -> list[Asked]:
        # A paper counts by the shipped matrix, so that it stays true to what it printed whatever rules come later.
        return asked_of(self._document, self._day, SHIPPED_BOOK)


def _day_of(document: Document) -> date:
    """The day of the newest visit, on which ages are reckoned; without one everybody is grown up."""
    visits = rows_of(document, "visits")
    day = visits[-1].get("visited_on") if visits else None
    known = parse_date(day) if isinstance(day, str) else None
    return date.fromisoformat(known) if known else date.max


def _birthday(member: Mapping[str, Any]) -> date | None:
    """As it was said, else as the identity number has it."""
    born = member.get("birth_date")
    known = parse_date(born) if isinstance(born, str) else None
    if known:
        return date.fromisoformat(known)
    bearer = resident_of(member.get("identity"))
    return bearer.birth_date if bearer else None


def _is_income_open(row: Mapping[str, Any]) -> bool:
    months = row.get("months")
    if not isinstance(months, Sequence) or isinstance(months, str) or len(months) != MONTHS:
        return True
    in_kind = row.get("in_kind")
    return not all(is_fen(cell) for cell in months) or is_gap(in_kind) or is_typed(in_kind)


def _is_expense_open(row: Mapping[str, Any]) -> bool:
    reimbursed = row.get("reimbursed")
    return not is_fen(row.get("bill")) or is_gap(reimbursed) or is_typed(reimbursed)


def _sum_shown(items: Iterable[Item]) -> str:
    chosen = list(items)
    missing = sum(1 for item in chosen if item.is_open)
    return yuan(sum(item.fen for item in chosen)) + (f"（缺{missing}项）" if missing else "")


def _column(name: str, columns: Columns, types: tuple[str, ...]) -> Callable[[Figures], str]:
    """The sum of the items of these types; no types at all means every item that no other column takes."""
    taken = frozenset(code for _, _, column in columns for code in column)

    def shown(figures: Figures) -> str:
        items: list[Item] = getattr(figures, name)
        chosen = [item for item in items if (item.type in types if types else item.type not in taken)]
        if not chosen:
            return NONE_RECORDED if items else ""
        return _sum_shown(chosen)

    return shown


def _type(row: Mapping[str, Any]) -> str:
    kind = row.get("type")
    return kind if isinstance(kind, str) else ""


def _total(name: str) -> Callable[[Figures], str]:
    def shown(figures: Figures) -> str:
        items: list[Item] = getattr(figures, name)
        return _sum_shown(items) if items else ""

    return shown


FIGURES: Final[Mapping[str, Callable[[Figures], str]]] = {
    **{f"income_year_{name}": _column("incomes", INCOME_COLUMNS, types) for name, _, types in INCOME_COLUMNS},
    **{f"expense_year_{name}": _column("expenses", EXPENSE_COLUMNS, types) for name, _, types in EXPENSE_COLUMNS},
    "income_year": _total("incomes"),
    "expense_year": _total("expenses"),
    "persons": Figures.persons,
    "income_month_per_head": lambda figures: figures.per_head(("income",)),
    "expense_month_per_head": lambda figures: figures.per_head(("expenses",)),
    "net_month_per_head": lambda figures: figures.per_head(("income", "expenses")),
    "home_photos": Figures.home_photos,
}
ROW_FIGURES: Final[Mapping[str, Callable[[Figures, Mapping[str, Any]], str]]] = {
    "age": Figures.age,
    "income_month": Figures.income_month,
}


def is_figure(name: str) -> bool:
    """Whether a layout may name this figure of the household."""
    return name in FIGURES or name.startswith(EVIDENCE)


def is_row_figure(name: str) -> bool:
    """Whether a layout may name this figure of a row."""
    return name in ROW_FIGURES
