"""What a condition of a rule set can say, as data; `court.py` judges by it. Sources stand in each condition."""

from fractions import Fraction
from functools import cache
from typing import Annotated, Literal

import msgspec

Below = Literal["<", "<="]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Told = Annotated[str, msgspec.Meta(max_length=400)]
# A number above nothing as people write it, kept as text so that it stays exact: 1.5, 80.
Times = Annotated[str, msgspec.Meta(pattern=r"^(?:[1-9][0-9]{0,3}|0)(?:\.[0-9]{1,4})?$")]
Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_200)]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every part of a rule set may say of itself.

    `source` names where it comes from, `is_assumed` that no published source has it; `on` false switches it off.
    """

    id: str = ""
    title: Told = ""
    source: Told = ""
    is_assumed: bool = False
    on: bool = True


class PerHead(Part, frozen=True, tag_field="is", tag="per_head", kw_only=True):
    """A sum per head and month stands below so many times a standard. `if_known`: without that standard it holds."""

    sum: Name
    op: Below
    times: Times = "1"
    of: str = "line"
    if_known: bool = False


class MonthsBelow(Part, frozen=True, tag_field="is", tag="months_below", kw_only=True):
    """A sum per head stands below so many times the line in so many months one after the other."""

    sum: Name
    op: Below
    months: Count
    times: Times = "1"


class Above(Part, frozen=True, tag_field="is", tag="above", kw_only=True):
    """A sum per head and month stands above so many times a standard."""

    sum: Name
    op: Literal[">", ">="]
    times: Times = "1"
    of: str = "line"


class Answer(Part, frozen=True, tag_field="is", tag="answer", kw_only=True):
    """A field of the household or the worker holds one of these; where none are named, it is answered at all.

    `silence_is_no`: who was never asked, does not hold one.
    """

    field: Name
    among: tuple[str | bool, ...] = ()
    silence_is_no: bool = False


class Member(Part, frozen=True, tag_field="is", tag="member", kw_only=True):
    """A field of some member who counts holds one of these."""

    field: Name
    among: tuple[str | bool, ...]


class Cause(Part, frozen=True, tag_field="is", tag="cause", kw_only=True):
    """One of the household's causes is one of these; `is_sudden` asks for a sudden one among them."""

    among: tuple[str, ...]
    is_sudden: bool = False
    proof: tuple[str, ...] = ()


class Loss(Part, frozen=True, tag_field="is", tag="loss", kw_only=True):
    """What the events cost in the end is at least so many per cent of a sum."""

    percent: Times
    of: Name


class Contract(Part, frozen=True, tag_field="is", tag="contract", kw_only=True):
    """The labour contract runs so many months, or one of these proofs stands for it."""

    months: Count
    proof: tuple[str, ...] = ()


class AllOf(Part, frozen=True, tag_field="is", tag="all", kw_only=True):
    """All of several conditions."""

    of: tuple["Condition", ...]


class AnyOf(Part, frozen=True, tag_field="is", tag="any", kw_only=True):
    """At least one of several conditions."""

    of: tuple["Condition", ...]


Condition = PerHead | MonthsBelow | Above | Answer | Member | Cause | Loss | Contract | AllOf | AnyOf


@cache
def fraction(times: str) -> Fraction:
    """A number of a rule set, exact."""
    return Fraction(times)


def depth_of(condition: "Condition") -> int:
    """How many conditions stand one within the other, itself counted; however deep, it does not run out of stack."""
    deepest, open_ = 0, [(condition, 1)]
    while open_:
        each, depth = open_.pop()
        deepest = max(deepest, depth)
        if isinstance(each, AllOf | AnyOf):
            open_ += [(inner, depth + 1) for inner in each.of]
    return deepest


def conditions_in(condition: "Condition") -> list["Condition"]:
    """A condition and all that it is made of."""
    inner = condition.of if isinstance(condition, AllOf | AnyOf) else ()
    return [condition, *(found for each in inner for found in conditions_in(each))]
