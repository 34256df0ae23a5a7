"""What the national system wants reckoned: sums in its own words, bare of signs, and why one cannot be told yet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from fieldsurvey.case.determined import last_determination
from fieldsurvey.case.document import ROW
from fieldsurvey.case.sums import expense_year, income_year, persons
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import is_worker
from fieldsurvey.forms.figures import MONTHS, Figures, Item

WAGE: Final = "wage"


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A text or code, and why there is none; `table` is the code table of codes."""

    said: tuple[str, ...] = ()
    why: str = ""
    table: str = ""


def bare(fen: int) -> str:
    """An amount without signs between thousands: `1617.00`."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def share(fen: int, parts: int) -> str:
    """The same of a sum divided among `parts`, rounded half up."""
    return bare(int((Decimal(fen) / Decimal(parts)).quantize(Decimal(1), rounding=ROUND_HALF_UP)))


class NationalFigures:
    """The figures of one document, which stays as it is meanwhile."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._figures = Figures(document)
        rows = rows_of(document, "members")
        self._worker = next((str(row.get(ROW)) for row in rows if is_worker(row)), "")

    def told(self, name: str, row: Mapping[str, Any] | None) -> Reckoned:
        """A figure of the household, or of one member's row.

        Raises:
            KeyError: no such figure.
        """
        return _FIGURES[name](self, row)

    def wage_month(self, row: Mapping[str, Any] | None) -> Reckoned:
        """A twelfth of a year's wages (MN01: the sum of all, twelvefold, and what is no wage are the whole income)."""
        member = self._worker if row is None else str(row.get(ROW))
        own = [item for item in self._figures.incomes if item.type == WAGE and self._is_of(item, member)]
        if not self._figures.incomes:
            return Reckoned(why="没有填收入")
        return _open(own) or Reckoned((share(sum(item.fen for item in own), MONTHS),))

    def nonwage_year(self, _: object) -> Reckoned:
        """What the household has in a year besides wages."""
        items = self._figures.incomes
        if not items:
            return Reckoned(why="没有填收入")
        return _open(items) or Reckoned((bare(sum(item.fen for item in items if item.type != WAGE)),))

    def income_year(self, _: object) -> Reckoned:
        """The whole income of a year."""
        items = self._figures.incomes
        return _open(items) or Reckoned((bare(income_year(self._document)),)) if items else Reckoned(why="没有填收入")

    def income_per_head(self, _: object) -> Reckoned:
        """A month's income of one head."""
        heads = persons(self._document)
        told = self.income_year(None)
        if told.why or not heads:
            return Reckoned(why=told.why or "没有填家庭成员")
        return Reckoned((share(income_year(self._document), heads * MONTHS),))

    def expense_year(self, _: object) -> Reckoned:
        """The rigid expenditure of a year after reimbursement."""
        items = self._figures.expenses
        if not items:
            return Reckoned(why="没有填支出")
        return _open(items) or Reckoned((bare(expense_year(self._document)),))

    def persons(self, _: object) -> Reckoned:
        """How many count."""
        heads = persons(self._document)
        return Reckoned((str(heads),)) if heads else Reckoned(why="没有填家庭成员")

    def age(self, row: Mapping[str, Any] | None) -> Reckoned:
        """Whole years on the day of the newest visit."""
        told = self._figures.age(row or {})
        return Reckoned((told,)) if told else Reckoned(why="没有出生日期或调查日期")

    def category(self, _: object) -> Reckoned:
        """The category of the newest determination; what is only reckoned is for nobody to type."""
        last = last_determination(self._document)
        return Reckoned((str(last["category"]),), table="category") if last else Reckoned(why="还没有认定")

    def four_batch(self, _: object) -> Reckoned:
        """The batches of all measures."""
        said = [row.get("batch") for row in rows_of(self._document, "measures")]
        codes = tuple(dict.fromkeys(code for code in said if isinstance(code, str) and code))
        return Reckoned(codes, table="four_batch") if codes else Reckoned(why="没有填帮扶措施")

    def _is_of(self, item: Item, member: str) -> bool:
        # What is said of nobody is the worker's, under whom the case is filed.
        return item.member == member or (member == self._worker and item.member in ("None", ""))


def _open(items: list[Item]) -> Reckoned | None:
    count = sum(item.is_open for item in items)
    return Reckoned(why=f"有 {count} 项金额没有填全") if count else None


_FIGURES: Final[Mapping[str, Callable[[NationalFigures, Mapping[str, Any] | None], Reckoned]]] = {
    "wage_month": NationalFigures.wage_month,
    "nonwage_year": NationalFigures.nonwage_year,
    "income_year": NationalFigures.income_year,
    "income_month_per_head": NationalFigures.income_per_head,
    "expense_year": NationalFigures.expense_year,
    "persons": NationalFigures.persons,
    "age": NationalFigures.age,
    "category": NationalFigures.category,
    "four_batch": NationalFigures.four_batch,
}


def is_national_figure(name: str) -> bool:
    """Whether an order may name this figure."""
    return name in _FIGURES
