"""Random households that the published schema allows, and the same with a little more or less; seeded."""

import copy
import random
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.values import LATER, REFUSED, UNKNOWN

GAPS: Final = (UNKNOWN, REFUSED, LATER)
# What a verdict may depend on; everything else in the catalogue may not turn it.
RELEVANT: Final = frozenset(
    {
        "on_dibao", "enterprise_status", "work_status", "hukou", "residence_division", "hukou_division", "home_address",
        "file_type", "is_union_member", "lives_in_town", "contract_from", "contract_to", "homes_owned", "has_business",
        "has_costly_school", "has_car", "car_use", "has_false_statement", "savings", "investments", "is_single_parent",
        "health", "identity", "sex", "birth_date", "labour_capacity",
    }
)  # fmt: skip


def household(source: random.Random) -> dict[str, Any]:
    """A random household; amounts lie about the lines, and now and then nobody knows something."""
    people = source.randint(1, 6)
    document: dict[str, Any] = {
        "name": "赵甲",
        "on_dibao": source.choice((True, False, False, None)),
        "homes_owned": source.choice((0, 1, 1, 2, None)),
        "has_business": source.choice((False, False, False, True, None)),
        "has_costly_school": source.choice((False, False, None)),
        "has_car": source.choice((False, False, True)),
        "car_use": source.choice(("own", "hired", "assistive", None)),
        "enterprise_status": source.choice(("normal", "stopped", "closed", None)),
        "work_status": source.choice(("employed", "laid_off", "unemployed", "retired", None)),
        "savings": source.choice((0, 100_000, 5_000_000, None)),
        "investments": source.choice((0, 0, 100_000, None)),
        "is_single_parent": source.choice((True, False, None)),
        "file_type": source.choice(("urban", "urban", "migrant", None)),
        "lives_in_town": source.choice((True, True, False, None)),
        "is_union_member": source.choice((True, False, None)),
        "contract_from": source.choice(("2024-01-01", "2026-05-01", None)),
        "members": [
            {
                "row": f"m{n}",
                "name": f"甲{n}",
                "relation": "01" if n == 0 else source.choice(("10", "20", "30", "51")),
                "counts_in_household": source.choice((True, True, True, False, None)),
                "health": source.choice(("good", "disabled", "cancer", None)),
                "birth_date": f"{source.randint(1940, 2024)}-0{source.randint(1, 9)}-11",
                "work_status": source.choice(("employed", "unemployed", "primary", None)),
            }
            for n in range(people)
        ],
        "income": [_income(source, n, people) for n in range(source.randint(0, 5))],
        "expenses": [_expense(source, n, people) for n in range(source.randint(0, 4))],
        "reimbursements": [
            {"row": f"r{n}", "type": "medical_self_pay", "amount": 50_000} for n in range(source.randint(0, 1))
        ],
        "causes": [_cause(source, n) for n in range(source.randint(0, 3))],
        "visits": [{"row": "v", "visited_on": source.choice(("2018-06-15", "2026-11-20")), "outcome": "met"}],
    }
    return {name: value for name, value in document.items() if value is not None}


def with_more_income(document: dict[str, Any], source: random.Random) -> dict[str, Any] | None:
    """The same with one known month of one income that counts raised; None where there is none."""
    rows = [n for n, row in enumerate(document["income"]) if row["type"] != "maintenance_paid"]
    if not rows:
        return None
    more = copy.deepcopy(document)
    months = more["income"][source.choice(rows)]["months"]
    known = [n for n, cell in enumerate(months) if isinstance(cell, int)]
    if not known:
        return None
    months[source.choice(known)] += source.choice((1, 100, 50_000, 2_000_000))
    return more


def filled(document: dict[str, Any], source: random.Random) -> dict[str, Any]:
    """The same with everything said that was missing, except who shuts a household out."""
    whole = copy.deepcopy(document)
    for row in whole["income"]:
        row["months"] = [cell if isinstance(cell, int) else source.choice((0, 90_000)) for cell in row["months"]]
    for row in whole["expenses"]:
        for name in ("bill", "reimbursed"):
            row[name] = row[name] if isinstance(row[name], int) else source.choice((0, 400_000))
    for row in whole["causes"]:
        if isinstance(row.get("is_sudden"), dict):
            row["is_sudden"] = source.random() < 0.5
        if isinstance(row.get("loss"), dict):
            row["loss"] = source.choice((0, 3_000_000))
    answers = {"on_dibao": source.random() < 0.5, "is_union_member": True, "contract_from": "2023-01-01"}
    return {**answers, "savings": 100_000, "investments": 0, "lives_in_town": True, **whole}


def with_another(document: dict[str, Any], field: Field, group: str, source: random.Random) -> dict[str, Any]:
    """The same with another value of one field, of the household or of a row of a list."""
    other = copy.deepcopy(document)
    rows = other.get(group) if group else None
    target = source.choice(rows) if rows else other
    target[field.id] = _value(field, source)
    return other


def irrelevant_fields() -> list[tuple[str, Field]]:
    """The fields that no verdict may depend on, each with its list, empty for the household."""
    found = [("", field) for field in CASE.fields if field.id not in RELEVANT]
    members = CASE.group("members")
    assert members is not None
    wanted = RELEVANT | {"relation", "counts_in_household", "is_carer", "school_stage", "name"}
    return found + [("members", field) for field in members.fields if field.id not in wanted]


def _value(field: Field, source: random.Random) -> object:
    codes = list(field.choices.labels)
    plain: dict[Sort, object] = {
        Sort.CODE: source.choice(codes) if codes else "x",
        Sort.CODES: codes[:2],
        Sort.DATE: "2020-02-29",
        Sort.MONEY: source.randint(0, 10_000_000),
        Sort.DECIMAL: "12.5",
        Sort.WHOLE: source.randint(0, 9),
        Sort.FLAG: source.choice((True, False)),
        Sort.EVENT: {"status": "surveyed", "at": "2026-11-20", "by": "", "why": ""},
    }
    return plain.get(field.sort, source.choice(("另一个内容", *GAPS)))


def _income(source: random.Random, number: int, people: int) -> dict[str, Any]:
    base = source.choice((0, 30_000, 60_000, 66_400, 130_000, 300_000))
    months: list[object] = [max(0, base + source.randint(-5_000, 5_000)) if base else 0 for _ in range(12)]
    if source.random() < 0.15:
        months[source.randrange(12)] = source.choice((None, *GAPS))
    kinds = (
        "wage",
        "wage",
        "pension",
        "dibao_grant",
        "union_relief",
        "maintenance_paid",
        "gov_temp_relief",
        "business",
    )
    row = {
        "row": f"i{number}",
        "member": f"m{source.randrange(people)}",
        "type": source.choice(kinds),
        "months": months,
    }
    return {**row, "in_kind": source.choice((0, 0, 120_001))}


def _expense(source: random.Random, number: int, people: int) -> dict[str, Any]:
    kinds = ("medical_self_pay", "tuition", "employment_cost", "rent", "disability_rehab", "disaster_loss")
    row: dict[str, Any] = {"row": f"s{number}", "member": f"m{source.randrange(people)}", "type": source.choice(kinds)}
    row["bill"] = source.choice((0, 200_000, 1_500_000, 8_000_000, LATER))
    return {**row, "reimbursed": source.choice((0, 100_000, 9_000_000, UNKNOWN))}


def _cause(source: random.Random, number: int) -> dict[str, Any]:
    row: dict[str, Any] = {"row": f"c{number}", "rank": "minor" if number else "main"}
    row["cause"] = source.choice(("1", "2", "6", "7", "8", "9", "10"))
    if row["cause"] in ("6", "7", "8"):
        row["is_sudden"] = source.choice((True, False, UNKNOWN))
        row["loss"] = source.choice((0, 1_000_000, 6_000_000, LATER))
    return row
