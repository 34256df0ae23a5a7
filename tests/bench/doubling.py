"""How well people who were written down twice are found, sort by sort, and how long it takes among very many."""

import random
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.progress import Progress
from fieldsurvey.rules.likeness import Crowd, Who
from tests.bench.clocked import quantile, seconds
from tests.bench.homes import home_with, sign_in
from tests.bench.line import Line, ms
from tests.labelled_people import Making, Score, labelled_people, score

# No rule was made for what these give.
SEEDS: Final = (20261129, 77, 4711)
F1: Final = 0.95
LISTED: Final = 10_000
MATCHED_S: Final = 60
WHOLE_S: Final = 30
ONE_S: Final = 0.020
SOME: Final = 50


def measure(folder: Path, *, of_each: int, cases: int) -> list[Line]:
    """Finds doubles in labelled sets, and a list of people among the members of so many households."""
    scores = [score(labelled_people(seed, of_each=of_each, is_final=True)) for seed in SEEDS]
    return [*_found(scores, of_each), *_timed(cases), *_listed(cases)]


def _found(scores: list[Score], of_each: int) -> Iterator[Line]:
    worst = min(scores, key=lambda each: each.f1)
    said = f"P {worst.precision:.3f}, R {worst.recall:.3f}, F1 {worst.f1:.3f}"
    what = f"doubles found, {of_each:,} of each sort, worst of {len(scores)} seeds"
    yield _line(what, said, target=f"F1 ≥ {F1}", reached=worst.f1 >= F1)
    for sort in worst.recall_of:
        recall = min(each.recall_of[sort] for each in scores)
        f1 = 2 * worst.precision * recall / (worst.precision + recall)
        yield _line(f"  {sort}", f"R {recall:.3f}, F1 {f1:.3f}")
    wrong = sum((each.wrong_of for each in scores), Counter[str]())
    for what, count in wrong.most_common():
        yield _line(f"  taken for doubles: {what}", f"{count / len(scores):,.0f}")


def _timed(cases: int) -> Iterator[Line]:
    making = Making(random.Random(1))
    people = [((case, member), who) for case in range(cases) for member, who in enumerate(_household(making))]
    listed = [who for _, who in random.Random(2).sample(people, min(LISTED, len(people)))]
    started = time.perf_counter()
    crowd = Crowd(people)
    for who in listed:
        crowd.matches(who)
    matched = time.perf_counter() - started
    yield _line(
        f"{len(listed):,} of a list matched with {len(people):,} people",
        f"{matched:,.1f} s",
        target=f"≤ {MATCHED_S} s",
        reached=matched <= MATCHED_S,
    )


def _listed(cases: int) -> Iterator[Line]:
    """The list of a home with so many households, from nothing; and what is found of one of them."""
    home = sign_in(home_with(cases, Progress()))
    try:
        whole = seconds(home.doubles.open)
        some = [row.case_id for row in home.cases.find("", limit=SOME).rows]
        one = quantile([seconds(partial(home.doubles.of_case, case)) for case in some], 0.5)
    finally:
        home.close()
    yield _line(
        f"一户多档 of {cases:,} households, from nothing",
        f"{whole:,.1f} s",
        target=f"≤ {WHOLE_S} s",
        reached=whole <= WHOLE_S,
    )
    yield _line(f"一户多档 of one household among {cases:,}", ms(one), target=f"≤ {ms(ONE_S)}", reached=one <= ONE_S)


def _household(making: Making) -> list[Who]:
    address = making.address()
    return [making.person(address=address) for _ in range(4)]


def _line(what: str, measured: str, *, target: str = "", reached: bool | None = None) -> Line:
    return Line(what, "", "", measured, None, target, reached)
