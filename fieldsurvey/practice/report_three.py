"""The thirty-six households of report three (篇三) as whole documents: everything that its figures count is in them.

The one set of invented households: practice, tests and pictures all stand on it. To the people of `invented.py` it adds
who lives alone or raises children alone, who has lost the capacity to work, whose employer stands still, which stage
each student is at, and what was seen at the visit.
"""

from typing import Any, Final

from fieldsurvey.case.worker_fields import ALONE, ILL
from fieldsurvey.practice.invented import DIBAO_STANDARD_FEN, SEED, WITHOUT_LABOUR, people
from fieldsurvey.rules.announced import Entered

SOURCE: Final = "篇三"
MINIMUM_WAGE_FEN: Final = 116_000
BENCHMARK_FEN: Final = 161_700  # the report's own mean, which is what its 41.67 % fits
STANDARD_FEN: Final = DIBAO_STANDARD_FEN
SURVEYORS: Final = ("严立衡", "苏文槿")
# What the invented city has announced: the report's own amounts, and beside them such as it does not print.
STANDARDS: Final = tuple(
    Entered("", item, amount, "2024-01-01", "2023-12-18", number)
    for item, amount, number in (
        ("dibao_urban_month", STANDARD_FEN, "云民发〔2023〕41号"),
        ("dibao_rural_month", 42_000, "云民发〔2023〕41号"),
        ("min_wage_month", MINIMUM_WAGE_FEN, "云人社发〔2023〕63号"),
        ("avg_enterprise_wage_month", 386_000, "云统〔2023〕17号"),
        ("disposable_income_pc_year", 2_864_000, "云统〔2023〕17号"),
    )
)
_STAGES: Final = {"小学": ("primary", "primary"), "初中": ("junior", "junior_high")}
_HIGHER: Final = ("bachelor", "college")
_SCHOOLING: Final = ("70", "60", "70", "40", "70", "90")  # mostly 初中, as the report says
_INDUSTRIES: Final = ("C", "C", "C", "C", "N")


def documents(seed: int = SEED) -> list[dict[str, Any]]:
    """The documents in the published JSON shape, the same for the same seed; keys `001` to `036`."""
    return [_whole(place, document) for place, document in enumerate(people(seed))]


def before_the_round(seed: int = SEED) -> list[dict[str, Any]]:
    """The same households as they stand before anybody has knocked: nothing but the visits is missing."""
    return [{name: said for name, said in each.items() if name != "visits"} for each in documents(seed)]


def _whole(place: int, document: dict[str, Any]) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "enterprise_status": _enterprise(place),
        "industry": _INDUSTRIES[place % len(_INDUSTRIES)],
        "education": _SCHOOLING[place % len(_SCHOOLING)],
        "employment_form": "temporary" if place % 5 == 4 else "contract",
        "medical_insurance": "employee" if place % 4 else "resident",
        "is_union_member": True,
        "help_needs": ["living", "education"] if _has_student(document) else ["living"],
        "outlook": "confident" if place % 3 else "passive",
        "target_exit_date": "2027-12-31",
        "visits": [_visit(place, document)],
        "measures": _measures(place, document),
    }
    if document["health"] in ILL:
        # Who is well is not asked.
        extra["labour_capacity"] = "lost" if place < WITHOUT_LABOUR else "normal"
    if document["marital"] in ALONE:
        # A married worker is not asked.
        extra["is_single_parent"] = document["marital"] in ("30", "40")
        extra["is_single_person"] = document["marital"] == "10"
    members = [_member(member) for member in document["members"]]
    return {**{name: value for name, value in document.items() if value != []}, **extra, "members": members}


def _enterprise(place: int) -> str:
    # The lowest wage of all is paid where work has stopped.
    return "stopped" if place in (0, 3) else ("restructured" if place % 5 == 0 else "normal")


def _has_student(document: dict[str, Any]) -> bool:
    return any("unit_or_school" in member for member in document["members"])


def _member(member: dict[str, Any]) -> dict[str, Any]:
    school = member.get("unit_or_school")
    if school is None:
        return member
    found = next((stage for word, stage in _STAGES.items() if word in school), None)
    if found is None:
        found = (_HIGHER[0] if "大学" in school or "师范" in school else _HIGHER[1], "undergraduate")
    return {**member, "school_stage": found[0], "work_status": found[1], "lives_together": True}


def _visit(place: int, document: dict[str, Any]) -> dict[str, Any]:
    return {
        "row": "v1",
        "visited_on": f"2026-{6 + place % 5:02d}-{1 + place % 28:02d}",
        "surveyor1": SURVEYORS[0],
        "surveyor2": SURVEYORS[1],
        "outcome": "met",
        "finding": "住房和家具陈旧,与申报情况一致。"
        if document["housing"] != "rented"
        else "租住一室,与申报情况一致。",
    }


def _measures(place: int, document: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"row": "p1", "measure": "生活救助", "amount": 200_000 + 10_000 * (place % 6), "due_on": "2027-01-20"}
    ]
    if _has_student(document):
        found.append({"row": "p2", "measure": "金秋助学", "amount": 300_000, "due_on": "2027-08-25"})
    return found
