"""What a worked example says, in the words of the rules; the document is made from it, the calculator reads it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

MONTHS: Final = 12
SURVEYED: Final = {"RS2016": "2018-06-15", "RS2020": "2026-11-20"}
LINE: Final = {"RS2016": "570.00", "RS2020": "664.00"}


@dataclass(frozen=True)
class Earned:
    """An income of a year in 元, spread evenly or as twelve calendar months; `member` 0 is the worker."""

    kind: str
    year: str = ""
    months: Sequence[str | None] = ()
    member: int = 0

    @property
    def cells(self) -> list[int | None]:
        """Twelve cells in fen that add up to the year exactly."""
        if self.months:
            return [None if cell is None else fen(cell) for cell in self.months]
        each, rest = divmod(fen(self.year), MONTHS)
        return [each + (1 if place < rest else 0) for place in range(MONTHS)]


@dataclass(frozen=True)
class Spent:
    """A bill of a year in 元 and what came back of it; None where the bill is not known."""

    kind: str
    bill: str | None
    back: str = "0"
    member: int = 0


@dataclass(frozen=True)
class Because:
    """A cause; of an event what it cost and what was paid for it."""

    code: str
    loss: str | None = None
    paid: str = "0"
    is_sudden: bool | None = None


@dataclass(frozen=True)
class Example:
    """One household, judged by hand. `expected` is a category, `not_qualified`, or empty where it cannot be told."""

    id: str
    title: str
    rules: str
    source: str
    expected: str
    persons: int = 3
    uncounted: int = 0
    earned: Sequence[Earned] = ()
    spent: Sequence[Spent] = ()
    later: Sequence[tuple[str, str]] = ()
    because: Sequence[Because] = (Because("9"),)
    line: str | None = "shipped"
    answers: dict[str, Any] = field(default_factory=dict)
    proofs: Sequence[str] = ()
    exempt: Sequence[str] = ()
    disabled: bool = False

    @property
    def line_fen(self) -> int | None:
        """The line of the place on the day of the survey, in fen."""
        return None if self.line is None else fen(LINE[self.rules] if self.line == "shipped" else self.line)


def fen(yuan: str) -> int:
    """Exact fen of an amount in 元."""
    return int(Decimal(yuan) * 100)


def document_of(example: Example) -> dict[str, Any]:
    """The household as the published JSON has it."""
    everybody = example.persons + example.uncounted
    answers = {
        "on_dibao": False,
        "homes_owned": 1,
        "has_car": False,
        "has_business": False,
        "has_costly_school": False,
        "file_type": "urban",
        **example.answers,
    }
    return {
        **{name: value for name, value in answers.items() if value is not None},
        "name": "赵甲",
        "members": [_member(place, example) for place in range(everybody)],
        "income": [
            {"row": f"i{n}", "member": f"m{each.member}", "type": each.kind, "months": each.cells}
            for n, each in enumerate(example.earned)
        ],
        "expenses": [_expense(n, each) for n, each in enumerate(example.spent)],
        "reimbursements": [
            {"row": f"r{n}", "type": kind, "amount": fen(amount)} for n, (kind, amount) in enumerate(example.later)
        ],
        "causes": [_cause(n, each) for n, each in enumerate(example.because)],
        "evidence": [
            {"row": f"e{n}", "type": kind, "file": {"sha256": "ab" * 32}} for n, kind in enumerate(example.proofs)
        ],
        "exemptions": [
            {"row": f"x{n}", "situation": what, "reason": "会议研究"} for n, what in enumerate(example.exempt)
        ],
        "visits": [{"row": "v", "visited_on": SURVEYED[example.rules], "outcome": "met"}],
    }


def _member(place: int, example: Example) -> dict[str, Any]:
    relation = "01" if place == 0 else "10" if place == 1 else "20"
    member = {
        "row": f"m{place}",
        "name": f"赵{'甲乙丙丁戊己庚辛壬癸'[place]}",
        "relation": relation,
        "counts_in_household": place < example.persons,
    }
    return {**member, "health": "disabled"} if example.disabled and place == 1 else member


def _expense(number: int, each: Spent) -> dict[str, Any]:
    row: dict[str, Any] = {"row": f"s{number}", "member": f"m{each.member}", "type": each.kind}
    return {**row, "bill": {"gap": "later"} if each.bill is None else fen(each.bill), "reimbursed": fen(each.back)}


def _cause(number: int, each: Because) -> dict[str, Any]:
    row: dict[str, Any] = {"row": f"c{number}", "rank": "minor" if number else "main", "cause": each.code}
    if each.is_sudden is not None:
        row["is_sudden"] = each.is_sudden
    return row if each.loss is None else {**row, "loss": fen(each.loss), "compensated": fen(each.paid)}
