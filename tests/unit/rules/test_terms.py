"""Terms and ages: when somebody retires by month of birth, and how many working days lie between two days."""

from datetime import date, timedelta

import msgspec
import pytest

from fieldsurvey.rules.limits import retires_after
from fieldsurvey.rules.rule_set import Limit
from fieldsurvey.rules.working_days import working_days
from tests.unit.rules.sound import RULES

PRESENT = RULES["RS2020"]


@pytest.mark.parametrize(
    ("sex", "born", "years", "months"),
    [
        ("1", "1964-12-31", 60, 0),
        ("1", "1965-01-01", 60, 1),
        ("1", "1965-04-30", 60, 1),
        ("1", "1965-05-01", 60, 2),
        ("1", "1976-08-31", 62, 11),
        ("1", "1976-09-01", 63, 0),
        ("1", "1999-01-01", 63, 0),
        ("2", "1969-12-31", 55, 0),
        ("2", "1970-01-01", 55, 1),
        ("2", "1981-09-01", 58, 0),
        ("9", "1999-01-01", 63, 0),
    ],
)
def test_retirement_moves_up_by_month_of_birth(sex: str, born: str, years: int, months: int) -> None:
    assert retires_after(PRESENT, sex, date.fromisoformat(born)) == years * 12 + months


@pytest.mark.parametrize(("born", "months"), [("1974-12-31", 600), ("1975-01-01", 601), ("1984-11-01", 660)])
def test_an_office_of_workers_sets_its_own_ladder(born: str, months: int) -> None:
    ladder: dict[str, int | str] = {"age": 50, "from": "1975-01", "every": 2, "most": 55}
    own = {f"retire_woman_{name}": Limit(value=value) for name, value in ladder.items()}
    rule_set = msgspec.structs.replace(PRESENT, limits=own)
    assert retires_after(rule_set, "2", date.fromisoformat(born)) == months


def test_working_days_are_those_from_monday_to_friday() -> None:
    first = date(2026, 11, 23)
    for begin in range(7):
        for length in range(40):
            after = first + timedelta(days=begin)
            days = (after + timedelta(days=each) for each in range(1, length + 1))
            assert working_days(after, after + timedelta(days=length)) == sum(day.weekday() < 5 for day in days)
    assert working_days(first, first - timedelta(days=9)) == 0
