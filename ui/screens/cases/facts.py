"""What stands beside the list about a household, in words; numbers of people covered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.account import account
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue, Field, Group
from fieldsurvey.case.masking import covered, is_covered
from fieldsurvey.case.money import yuan
from fieldsurvey.case.parse import show
from fieldsurvey.case.problems import Problem
from fieldsurvey.case.sums import expense_year, income_year, persons
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import members_of

_FIELDS: Final = (
    *("identity", "mobile", "bank", "home_address", "employer_name", "filing_org"),
    *("work_status", "health", "housing", "on_dibao"),
)
_MEMBER: Final = ("relation", "identity", "mobile", "health", "work_status", "unit_or_school")
# What a figure lacks, by the list it is summed from.
_LACKING: Final = {
    "members": "{} 人没说是否计入人口",
    "income": "{} 项没填全十二个月",
    "expenses": "{} 项没填全总费用或报销",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the overview. `address` is that of a number that is covered here; empty when nothing is."""

    title: str
    text: str
    address: str = ""


def facts_of(catalogue: Catalogue, document: Mapping[str, Any]) -> Iterator[Fact]:
    """The overview of a household: the worker, sums, causes, then each member."""
    members = members_of(document)
    lacks = _lacks(account(document, catalogue).missing)
    yield Fact("家庭人口", f"{persons(document)} 人{lacks['members']}" if members else "还没有登记")
    yield Fact("家庭年收入", f"{yuan(income_year(document))} 元{lacks['income']}")
    yield Fact("刚性支出", f"{yuan(expense_year(document))} 元{lacks['expenses']}")
    yield Fact("致困原因", _causes(catalogue, document) or "还没有填")
    for name in _FIELDS:
        field = catalogue.find(name)
        if field is not None and document.get(name) is not None:
            yield _fact(field, field.label, document[name], name)
    group = catalogue.group("members")
    for number, member in enumerate(members, start=1):
        if group is not None:
            yield from _of_member(group, member, number)


def _lacks(missing: Sequence[Problem]) -> dict[str, str]:
    """By list what is still open beside its figure, in words: a figure that will change must not look settled."""
    counts = Counter(point.address.partition("/")[0] for point in missing if "/" in point.address)
    lacks = {name: f"(尚缺:{said.format(counts[name])})" if counts[name] else "" for name, said in _LACKING.items()}
    if any(point.address == "income" for point in missing):
        lacks["income"] = "(尚缺:收入还没有登记)"
    return lacks


def _of_member(group: Group, member: Mapping[str, Any], number: int) -> Iterator[Fact]:
    parts = []
    for name in _MEMBER:
        field = group.field(name)
        value = member.get(name)
        if field is None or value is None:
            continue
        if is_covered(field, value):
            continue
        parts.append(show(field, value))
    name_field = group.field("name")
    called = show(name_field, member.get("name")) if name_field else ""
    yield Fact(f"{group.row_label}{number}", "  ".join([called or "(未填姓名)", *parts]))
    for name in _MEMBER:
        field = group.field(name)
        value = member.get(name)
        if field is not None and value is not None and is_covered(field, value):
            yield _fact(field, f"· {field.label}", value, f"{group.id}/{member.get(ROW)}/{name}")


def _fact(field: Field, title: str, value: object, address: str) -> Fact:
    return Fact(title, covered(field, value), address if is_covered(field, value) else "")


def _causes(catalogue: Catalogue, document: Mapping[str, Any]) -> str:
    group = catalogue.group("causes")
    field = group.field("cause") if group else None
    if field is None:
        return ""
    told = [show(field, each.get("cause")) for each in rows_of(document, "causes")]
    return "、".join(text for text in told if text)
