"""A household's document read once, for rules and checks: people, income, expenses, causes; anything may stand in it.

Amounts are in fen; None is what nobody has said, or said so that it cannot be understood.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

import msgspec

from fieldsurvey.case.document import ROW
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.sums import PARTS, fen_in, is_fen
from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.case.worker import SELF, members_of

Row = Mapping[str, Any]
MONTHS: Final = 12
NO_SURVEYS: Final = ("callback", "sign")
CHILDREN: Final = frozenset({"20", "21", "22", "23", "27", "30", "31", "32", "33", "37"})
PARENTS: Final = frozenset({"50", "51", "52", "53", "54", "55", "56", "57", "58"})
AT_SCHOOL: Final = frozenset(
    {"postgraduate", "undergraduate", "vocational", "senior_high", "junior_high", "primary", "preschool"}
)


class Person(msgspec.Struct, frozen=True):
    """One member as the rules look at them; `values` is the row as people read it, the worker's filled.

    `counts` is None where nobody said so; `age` in whole years on the day of the survey, None where unknown. `read` is
    what the number of an identity card says, or what is wrong with it; None where there is none.
    """

    row: str
    number: int
    name: str
    relation: str
    sex: str
    born: date | None
    age: int | None
    counts: bool | None
    health: str
    work_status: str
    values: Row
    read: Resident | str | None

    @property
    def is_worker(self) -> bool:
        """本人."""
        return self.relation == SELF

    @property
    def is_child(self) -> bool:
        """A child of the worker, of whatever age."""
        return self.relation in CHILDREN

    @property
    def is_at_school(self) -> bool:
        """Whether the person is a pupil or student."""
        return self.work_status in AT_SCHOOL or text(self.values.get("school_stage")) != ""

    @property
    def is_counted(self) -> bool:
        """Counts in the household; who is not said not to, does."""
        return self.counts is not False


class Income(msgspec.Struct, frozen=True):
    """One row of income: twelve calendar months, None where nobody knows, and what comes in kind in a year."""

    row: str
    number: int
    member: str
    kind: str
    months: tuple[int | None, ...]
    in_kind: int
    remark: str

    @property
    def cells(self) -> int:
        """What is known of the twelve months together, in fen."""
        return sum(filter(None, self.months))

    @property
    def year(self) -> int:
        """What is known of a year, in kind too, in fen."""
        return self.cells + self.in_kind

    @property
    def is_whole(self) -> bool:
        """Whether all twelve months are known."""
        return None not in self.months


class Expense(msgspec.Struct, frozen=True):
    """One row of rigid expenditure: what it cost at least and at most after what came back; most None if unknown."""

    row: str
    number: int
    member: str
    kind: str
    bill: int | None
    back: int
    least: int
    most: int | None


class Cause(msgspec.Struct, frozen=True):
    """One cause of hardship; amounts None where nobody said them.

    `least` and `most` are what an event cost after compensation, as far as that was said: both None where nobody spoke
    of a loss, `most` alone where it is 待补 or 不知道.
    """

    row: str
    number: int
    rank: str
    code: str
    member: str
    event_date: str
    is_sudden: bool | None
    loss: int | None
    compensated: int | None
    least: int | None
    most: int | None
    values: Row


class Household(msgspec.Struct, frozen=True):
    """The document read once. `on` is the day of the last visit, else the day given.

    `worker` is 本人, where somebody is listed as such; `by_row` are the people by their rows, `uncounted` the rows of
    those who do not count.
    `back_later` is what came back later, by kind of expense; `back_outside` are the rows of what came before the twelve
    months or has not come yet.
    """

    document: Row
    on: date
    people: tuple[Person, ...]
    income: tuple[Income, ...]
    expenses: tuple[Expense, ...]
    back_later: Mapping[str, int]
    back_outside: tuple[str, ...]
    causes: tuple[Cause, ...]
    evidence: Mapping[str, tuple[str, ...]]
    worker: Person | None
    uncounted: frozenset[str]
    by_row: Mapping[str, Person]

    def person(self, row: str) -> Person | None:
        """The member of a row."""
        return self.by_row.get(row)

    def is_counted(self, row: str) -> bool:
        """Whether what a member has is the household's; a row that names nobody is the whole household's."""
        return row not in self.uncounted

    def answer(self, field: str) -> object:
        """The proper answer of a field of the household or its worker; None where there is none."""
        value = self.document.get(field)
        if not is_answered(value) and (worker := self.worker) is not None:
            value = worker.values.get(field)
        return value if is_answered(value) else None

    def place(self, fields: tuple[str, ...]) -> str:
        """The first division code among these fields; empty where there is none."""
        return next((code for name in fields if (code := text(self.document.get(name)))), "")

    def has_own_proof(self, kinds: tuple[str, ...], member: str) -> bool:
        """Whether there is a file of one of these kinds that names this member."""
        return any(member in self.evidence.get(kind, ()) for kind in kinds)

    def has_proof(self, kinds: tuple[str, ...], member: str = "") -> bool:
        """Whether there is a file of one of these kinds, of this member or of nobody in particular."""
        return any(not member or whose in ("", member) for kind in kinds for whose in self.evidence.get(kind, ()))


def surveys(document: Row, today: date) -> list[tuple[date, Row]]:
    """The visits at which the household was looked at, by their days, the earliest first.

    A call, a visit to have a paper signed, and one that met nobody are none; a day ahead is a slip of the hand.
    """
    found = [
        (day, row)
        for row in rows_of(document, "visits")
        if (day := day_of(row.get("visited_on"))) is not None
        and day <= today
        and row.get("outcome") in (None, "", "met")
        and row.get("purpose") not in NO_SURVEYS
    ]
    return sorted(found, key=itemgetter(0))


def survey_day(document: Row, today: date) -> date:
    """The day by which a household is judged: that of its last survey, else today."""
    found = surveys(document, today)
    return found[-1][0] if found else today


def read_household(document: Row, today: date) -> Household:
    """Reads a document; never raises, whatever stands in it."""
    on = survey_day(document, today)
    back, outside = _back_later(document, on, today)
    people = tuple(person_of(row, number, on) for number, row in enumerate(members_of(document), start=1))
    return Household(
        document=document,
        on=on,
        people=people,
        income=tuple(_income(number, row) for number, row in enumerate(rows_of(document, "income"), start=1)),
        expenses=tuple(_expense(number, row) for number, row in enumerate(rows_of(document, "expenses"), start=1)),
        back_later=back,
        back_outside=outside,
        causes=tuple(_cause(number, row) for number, row in enumerate(rows_of(document, "causes"), start=1)),
        evidence=_evidence(document),
        worker=next((person for person in people if person.is_worker), None),
        uncounted=frozenset(person.row for person in people if person.row and not person.is_counted),
        by_row={person.row: person for person in reversed(people)},
    )


def _back_later(document: Row, on: date, today: date) -> tuple[dict[str, int], tuple[str, ...]]:
    """What came back of the bills of the twelve months before the survey, by kind, and the rows that are none of it."""
    back: dict[str, int] = {}
    outside: list[str] = []
    for row in rows_of(document, "reimbursements"):
        day = day_of(row.get("received_on"))
        if day is not None and not _year_before(on) <= day <= max(on, today):
            outside.append(text(row.get(ROW)))
            continue
        # What came back and does not say of what, came back of the doctor's bill.
        kind = text(row.get("type")) or "medical_self_pay"
        back[kind] = back.get(kind, 0) + fen_in(row.get("amount"))
    return back, tuple(outside)


def _year_before(day: date) -> date:
    # A year that had no 29 February: the 28th.
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def text(value: object) -> str:
    """A text, and an empty one for what is none."""
    return value if isinstance(value, str) else ""


def day_of(value: object) -> date | None:
    """A day as it is kept; None for what is none."""
    return _day(value) if isinstance(value, str) and value else None


def age_on(born: date | None, day: date) -> int | None:
    """Whole years on a day; None for who is not born yet or whose birth nobody knows."""
    if born is None or born > day:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


@lru_cache(maxsize=4096)
def _day(value: str) -> date | None:
    return date.fromisoformat(value) if parse_date(value) == value else None


def person_of(row: Row, number: int, on: date) -> Person:
    """A member's row as the rules look at it, on a day; the worker's is filled (`case/worker.py`)."""
    sex, born = text(row.get("sex")), day_of(row.get("birth_date"))
    identity, read = row.get("identity"), None
    if isinstance(identity, Mapping) and identity.get("type") == "id_card" and (told := text(identity.get("number"))):
        read = resident(told)
        if isinstance(read, Resident):
            # The number says it for certain; what stands beside it may be a slip.
            sex, born = read.sex, read.birth_date
    counts = row.get("counts_in_household")
    return Person(
        row=text(row.get(ROW)),
        number=number,
        name=text(row.get("name")) or f"第 {number} 人",
        relation=text(row.get("relation")),
        sex=sex,
        born=born,
        age=age_on(born, on),
        counts=counts if isinstance(counts, bool) else None,
        health=text(row.get("health")),
        work_status=text(row.get("work_status")),
        values=row,
        read=read,
    )


def _income(number: int, row: Row) -> Income:
    cells = row.get("months")
    if not isinstance(cells, list):
        cells = []
    if len(cells) == MONTHS and set(map(type, cells)) == {int} and min(cells) >= 0:  # As nearly always.
        months: tuple[int | None, ...] = tuple(cells)
    else:
        told = tuple(cell if is_fen(cell) else None for cell in cells[:MONTHS])
        months = told + (None,) * (MONTHS - len(told))
    return Income(
        row=text(row.get(ROW)),
        number=number,
        member=text(row.get("member")),
        kind=text(row.get("type")),
        months=months,
        in_kind=fen_in(row.get("in_kind")),
        remark=text(row.get("remark")),
    )


def _expense(number: int, row: Row) -> Expense:
    bill = row.get("bill")
    known = bill if is_fen(bill) else None
    parts = [row[name] for name in PARTS if is_answered(row.get(name))]
    told = row.get("reimbursed")
    # 不知道 and 待补 are not nothing: all of it may come back. Who never said so had nothing back.
    is_open = not parts and isinstance(told, Mapping)
    back = sum(fen_in(part) for part in parts) if parts else fen_in(told)
    most = None if known is None else max(0, known - back)
    return Expense(
        row=text(row.get(ROW)),
        number=number,
        member=text(row.get("member")),
        kind=text(row.get("type")),
        bill=known,
        back=back,
        least=0 if most is None or is_open else most,
        most=most,
    )


def _cause(number: int, row: Row) -> Cause:
    loss, compensated, sudden = row.get("loss"), row.get("compensated"), row.get("is_sudden")
    least: int | None = None if loss in (None, "") else 0
    most: int | None = None
    if is_fen(loss):
        most = max(0, loss - fen_in(compensated))
        # All of it may be paid where nobody knows how much was.
        least = 0 if isinstance(compensated, Mapping) else most
    return Cause(
        row=text(row.get(ROW)),
        number=number,
        rank=text(row.get("rank")),
        code=text(row.get("cause")),
        member=text(row.get("member")),
        event_date=text(row.get("event_date")),
        is_sudden=sudden if isinstance(sudden, bool) else None,
        loss=loss if is_fen(loss) else None,
        compensated=compensated if is_fen(compensated) else None,
        least=least,
        most=most,
        values=row,
    )


def _evidence(document: Row) -> dict[str, tuple[str, ...]]:
    """For each type of evidence with a file whose it is, empty for nobody in particular."""
    found: dict[str, list[str]] = {}
    for row in rows_of(document, "evidence"):
        kind = row.get("type")
        if isinstance(kind, str) and is_answered(row.get("file")):
            found.setdefault(kind, []).append(text(row.get("member")))
    return {kind: tuple(whose) for kind, whose in found.items()}
