"""The households of reports one and two (篇一, 篇二) as examples: everybody who was looked at, those who left too.

The reports print only how many there were. The households are invented to fit: of report one 488 in file, of which 84
stay (4 低保户, 61 低保边缘户, 19 意外致困户); of report two 117 visited, of which 45 qualify.
"""

import random
from typing import Any, Final

from tests.worked.example import Because, Earned, Example, Spent

LINE_YEAR: Final = 570 * 12
STAY: Final = {"dibao_household": 4, "dibao_marginal_household": 61, "accident_hardship_household": 19}
IN_FILE: Final = 488
VISITED: Final = 117
QUALIFIED: Final = {"dibao_household": 3, "dibao_marginal_household": 33, "accident_hardship_household": 9}
ONE: Final = "篇一"
TWO: Final = "篇二"


def report_one() -> list[Example]:
    """The 488 households of report one, those that stay first."""
    return _set(ONE, STAY, IN_FILE, seed=1)


def report_two() -> list[Example]:
    """The 117 households of report two, those that qualify first."""
    return _set(TWO, QUALIFIED, VISITED, seed=2)


def _set(title: str, staying: dict[str, int], total: int, *, seed: int) -> list[Example]:
    source = random.Random(seed)
    makers = {
        "dibao_household": _dibao,
        "dibao_marginal_household": _marginal,
        "accident_hardship_household": _accident,
    }
    made: list[Example] = []
    for category, count in staying.items():
        for _ in range(count):
            made.append(_example(title, len(made), category, makers[category](source)))
    while len(made) < total:
        made.append(_example(title, len(made), "not_qualified", _leaving(source)))
    return made


def _example(title: str, number: int, expected: str, about: dict[str, Any]) -> Example:
    return Example(f"{title}-{number + 1:03d}", title, "RS2016", title, expected, **about)


def _year(persons: int, times: float) -> str:
    """A year's income of so many people at so many times the line, to the fen."""
    return f"{persons * LINE_YEAR * times:.2f}"


def _dibao(source: random.Random) -> dict[str, Any]:
    persons = source.choice((1, 2, 2, 3))
    if source.random() < 0.5:
        earned = (Earned("wage", _year(persons, source.uniform(0.5, 0.9))), Earned("dibao_grant", "3000.00"))
        return {"persons": persons, "earned": earned, "answers": {"on_dibao": True}, "because": (Because("1"),)}
    # Seasonal work: more than half of the year below the line.
    low, high = [f"{persons * 570 * source.uniform(0.2, 0.9):.2f}"] * 7, [f"{persons * 1400:.2f}"] * 5
    return {"persons": persons, "earned": (Earned("wage", months=(*high, *low)),), "because": (Because("3"),)}


def _marginal(source: random.Random) -> dict[str, Any]:
    persons = source.choice((2, 3, 3, 4, 5))
    times = source.uniform(1.02, 1.48)
    gap = persons * LINE_YEAR * (times - 1)
    bill = f"{gap * source.uniform(1.05, 3):.2f}"
    about: dict[str, Any] = {"persons": persons, "earned": (Earned("wage", _year(persons, times)),)}
    kind = source.choice(("schooling", "schooling", "illness", "disability", "single_parent", "insurance"))
    if kind == "schooling":
        return {**about, "because": (Because("9"),), "spent": (Spent("tuition", bill, member=persons - 1),)}
    if kind == "illness":
        spent = (Spent("medical_self_pay", f"{float(bill) * 3:.2f}", f"{float(bill) * 2:.2f}"),)
        return {**about, "because": (Because("6", is_sudden=False),), "spent": spent}
    if kind == "disability":
        spent = (Spent("disability_rehab", bill),)
        return {**about, "because": (Because("10"),), "spent": spent, "disabled": True}
    if kind == "single_parent":
        answers = {"is_single_parent": True}
        return {**about, "because": (Because("9"),), "spent": (Spent("school_living", bill),), "answers": answers}
    return {**about, "because": (Because("4"),), "spent": (Spent("social_insurance_self", bill),)}


def _accident(source: random.Random) -> dict[str, Any]:
    persons = source.choice((2, 3, 4))
    times = source.uniform(1.6, 2.9)
    lost = persons * LINE_YEAR * (times - 1) * source.uniform(1.05, 1.8)
    about: dict[str, Any] = {"persons": persons, "earned": (Earned("wage", _year(persons, times)),)}
    if source.random() < 0.8:  # 多属重特大疾病,因灾因残较少
        spent = (Spent("medical_self_pay", f"{lost * 2.5:.2f}", f"{lost * 1.5:.2f}"),)
        return {**about, "because": (Because("6", is_sudden=True),), "spent": spent}
    return {**about, "because": (Because(source.choice(("7", "8")), f"{lost * 1.2:.2f}", f"{lost * 0.2:.2f}"),)}


def _leaving(source: random.Random) -> dict[str, Any]:
    kind = source.choice(("better", "better", "better", "little", "homes", "shop", "car", "small"))
    if kind == "better":
        persons = source.choice((1, 2, 3, 4))
        return {"persons": persons, "earned": (Earned("wage", _year(persons, source.uniform(1.7, 4.5))),)}
    if kind == "little":
        # In need once: what it costs now no longer brings the household below the line.
        persons = 3
        earned = (Earned("wage", _year(persons, 1.4)),)
        return {"persons": persons, "earned": earned, "spent": (Spent("tuition", f"{persons * LINE_YEAR * 0.2:.2f}"),)}
    if kind == "small":
        persons = 2
        lost = f"{persons * LINE_YEAR * 0.5:.2f}"
        return {"persons": persons, "earned": (Earned("wage", _year(persons, 2.5)),), "because": (Because("8", lost),)}
    about = _marginal(source)
    shut: dict[str, dict[str, Any]] = {
        "homes": {"homes_owned": 2},
        "shop": {"has_business": True},
        "car": {"has_car": True, "car_use": "own"},
    }
    return {**about, "answers": {**about.get("answers", {}), **shut[kind]}}
