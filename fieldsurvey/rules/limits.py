"""Thresholds of checks: what a rule set says, else what ships; none of them is a number in the code."""

from datetime import date
from typing import Final

from fieldsurvey.rules.rule_set import Limit, RuleSet, shipped

# GB/T 2261.1: who is said to be neither is taken to retire like a man, later.
_SERIES: Final = {"2": "retire_woman"}
_YEAR: Final = 12


def number(rule_set: RuleSet, name: str) -> int:
    """The threshold of a name; one that a rule set lacks or has of another sort is the shipped one."""
    own = rule_set.limits.get(name)
    value = own.value if own is not None else None
    return value if isinstance(value, int) else int(_shipped(name).value)


def month(rule_set: RuleSet, name: str) -> int:
    """The same of a month of a year, counted in months."""
    own = rule_set.limits.get(name)
    value = own.value if own is not None and isinstance(own.value, str) else str(_shipped(name).value)
    return int(value[:4]) * _YEAR + int(value[5:])


def retires_after(rule_set: RuleSet, sex: str, born: date) -> int:
    """At how many months of age somebody retires: later and later from a month of birth on, up to an age."""
    series = _SERIES.get(sex, "retire_man")
    age, most = (number(rule_set, f"{series}_{part}") * _YEAR for part in ("age", "most"))
    late = born.year * _YEAR + born.month - month(rule_set, f"{series}_from")
    if late < 0:
        return age
    every = max(1, number(rule_set, f"{series}_every"))
    return min(age + late // every + 1, max(age, most))


def months_old(born: date, day: date) -> int:
    """Whole months of age on a day."""
    return (day.year - born.year) * _YEAR + day.month - born.month - (day.day < born.day)


def _shipped(name: str) -> Limit:
    return shipped()[-1].limits[name]
