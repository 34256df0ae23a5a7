"""One step of an explanation: a condition with its numbers and its outcome, and the steps it is made of."""

from fractions import Fraction

import msgspec

from fieldsurvey.rules.condition import Part
from fieldsurvey.rules.standards import Standard
from fieldsurvey.rules.sums import Amount


class Missing(msgspec.Struct, frozen=True):
    """What is still missing to decide, at its field. `is_decisive`: the outcome depends on it."""

    address: str
    label: str
    sentence: str
    is_decisive: bool = True


class Comparison(msgspec.Struct, frozen=True):
    """The numbers of a comparison: a year's amount of so many heads against so many times a standard.

    `heads` is 1 where nothing is shared out; `standard` None where it is not known (`item` then names it).
    """

    amount: Amount
    heads: int
    op: str
    times: Fraction
    item: str
    standard: Standard | None = None
    sum: str = ""
    months: int = 12


class Step(msgspec.Struct, frozen=True):
    """Whether a condition holds (None: it cannot be told yet), on which numbers, and by which steps below it."""

    condition: Part
    result: bool | None
    title: str = ""
    compared: Comparison | None = None
    said: tuple[tuple[str, str, str], ...] = ()
    missing: tuple[Missing, ...] = ()
    steps: tuple["Step", ...] = ()


def all_hold(results: list[bool | None]) -> bool | None:
    """Whether all hold, as far as that can be told."""
    if False in results:
        return False
    return None if None in results else True


def any_holds(results: list[bool | None]) -> bool | None:
    """Whether one holds, as far as that can be told."""
    if True in results:
        return True
    return None if None in results else False
