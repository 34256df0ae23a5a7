"""Report three (篇三) as data: its households, and each of its figures counted from them, R3-01 to R3-17."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from fieldsurvey.practice.report_three import BENCHMARK_FEN, MINIMUM_WAGE_FEN, STANDARD_FEN, documents

Document = Mapping[str, Any]
HOUSEHOLDS: Final[list[dict[str, Any]]] = documents()
GRANTS: Final = ("dibao_grant", "gov_temp_relief", "union_relief")
SERIOUS: Final = ("cancer", "kidney", "heart", "brain")
NEAR: Final = (
    "10",
    "11",
    "12",
    "20",
    "21",
    "22",
    "23",
    "30",
    "31",
    "32",
    "33",
    "51",
    "52",
)  # spouse, children, parents
OWN: Final = ("self_built", "bought", "affordable", "price_capped", "public_rental")
COMPULSORY: Final = ("primary", "junior")
HIGHER: Final = ("college", "bachelor", "graduate")

# What the report prints.
PRINTED: Final = {
    "R3-01": 36,
    "R3-02": (5_821_200, 161_700.0),
    "R3-03": 18_674,
    "R3-04": 66_400,
    "R3-05": (7, "19.44"),
    "R3-06": (5, "13.89"),
    "R3-07": (15, "41.67"),
    "R3-08": "13.89",
    "R3-09": (2, "5.56"),
    "R3-10": (26, "72.22"),
    "R3-11": (4, 22),
    "R3-12": (4, 1, 4),
    "R3-13": 22,
    "R3-14": 5,
    "R3-15": 9,
    "R3-16": 15,
    "R3-17": 3,
}


def wage_of(document: Document) -> int:
    """The worker's own wage of a month, in fen."""
    worker = next(member["row"] for member in document["members"] if member["relation"] == "01")
    wages = [item["months"] for item in document["income"] if item["type"] == "wage" and item["member"] == worker]
    return sum(sum(months) for months in wages) // 12


def main_income(document: Document) -> str:
    """The kind of income that brings most in a year."""
    totals: dict[str, int] = {}
    for item in document["income"]:
        totals[item["type"]] = totals.get(item["type"], 0) + sum(item["months"])
    return max(totals, key=lambda kind: totals[kind])


def students(document: Document) -> list[str]:
    """The stages of the household's students."""
    return [member["school_stage"] for member in document["members"] if "school_stage" in member]


def relatives_ill(document: Document) -> int:
    """Near relatives with a serious illness."""
    return sum(member["health"] in SERIOUS and member["relation"] in NEAR for member in document["members"])


def percent(count: int, of: int) -> str:
    """Rounded half up to two places, as `domain.md` §9.2 has it."""
    hundredths = (20_000 * count + of) // (2 * of)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def figures(households: Sequence[Document] = HOUSEHOLDS) -> dict[str, object]:
    """Every figure by its id, counted from these households."""

    def count(counts: Callable[[Document], bool]) -> int:
        return sum(counts(each) for each in households)

    wages = [wage_of(each) for each in households]
    total = len(households)
    below_minimum = sum(wage < MINIMUM_WAGE_FEN for wage in wages)
    below_benchmark = sum(wage < BENCHMARK_FEN for wage in wages)
    on_grants = count(lambda each: each.get("labour_capacity") == "lost" and main_income(each) in GRANTS)
    stages = [stage for each in households for stage in students(each)]
    with_students = count(lambda each: bool(students(each)))
    return {
        "R3-01": total,
        "R3-02": (sum(wages), sum(wages) / total),
        "R3-03": min(wage_of(each) for each in households if each["enterprise_status"] == "stopped"),
        "R3-04": STANDARD_FEN,
        "R3-05": (count(lambda each: each["on_dibao"]), percent(count(lambda each: each["on_dibao"]), total)),
        "R3-06": (below_minimum, percent(below_minimum, total)),
        "R3-07": (below_benchmark, percent(below_benchmark, total)),
        "R3-08": percent(below_minimum, total),
        "R3-09": (on_grants, percent(on_grants, total)),
        "R3-10": (with_students, percent(with_students, total)),
        "R3-11": (sum(stage in COMPULSORY for stage in stages), sum(stage in HIGHER for stage in stages)),
        "R3-12": (
            count(lambda each: each["health"] in SERIOUS),
            count(lambda each: each["health"] == "disabled"),
            sum(relatives_ill(each) for each in households),
        ),
        "R3-13": count(lambda each: each["housing"] in OWN),
        "R3-14": count(lambda each: each["housing"] in ("rented", "unit_rental")),
        "R3-15": count(lambda each: each["housing"] == "with_parents"),
        "R3-16": count(lambda each: bool(each.get("is_single_parent"))),
        "R3-17": count(lambda each: bool(each.get("is_single_person"))),
    }
