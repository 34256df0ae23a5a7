"""Filtering and ordering the list of very many households, and opening the first screen."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher

from fieldsurvey.app import OpenHome
from fieldsurvey.case.case_filter import CaseFilter, Order
from fieldsurvey.progress import Progress
from tests.bench import bare
from tests.bench.clocked import in_turn, seconds
from tests.bench.homes import home_with, sign_in
from tests.bench.line import Line, ms
from tests.bench.reference import UNITS

FILTERED_S: Final = 0.100
ORDERED_S: Final = 0.300
WORKTOP_S: Final = 0.300
PAGE: Final = 200
FILTERS: Final = {
    "status": CaseFilter(statuses=("filed",)),
    "outcome": CaseFilter(outcomes=("absent",)),
    "employer": CaseFilter(employer=UNITS[0]),
    "main cause": CaseFilter(causes=("6",)),
    "category": CaseFilter(categories=("deep_hardship",)),
    "surveyor": CaseFilter(surveyor="王伟"),
    "days": CaseFilter(visited_from="2026-06-01", visited_to="2026-06-30"),
    "待补": CaseFilter(later=True),
    "clashing": CaseFilter(clashing=True),
    "open draft": CaseFilter(drafted=True),
    "unchanged for a year": CaseFilter(unchanged=True),
    "not visited": CaseFilter(unvisited=True),
    "re-check due": CaseFilter(recheck=True),
    "not confirmed": CaseFilter(unconfirmed=True),
}
ORDERS: Final = ("survey_no", "name", "address", "visited_on")
_WALK: Final = "SELECT count(*) FROM case_row WHERE status = 'filed' AND outcome = 'met'"
_SORT: Final = "SELECT * FROM case_row ORDER BY door LIMIT 200"


def measure(_: Path, *, cases: int, times: int) -> list[Line]:
    """Each filter with its count, each order, and the parts of the first screen."""
    home = sign_in(home_with(cases, Progress()))
    connection = bare.connect(home.seat.paths.database, home.seat.key)
    try:
        return [
            _filtered(home, connection, cases, times),
            _ordered(home, connection, cases, times),
            *_worktop(home, times),
        ]
    finally:
        connection.close()
        home.close()


def _filtered(home: OpenHome, connection: sqlcipher.Connection, cases: int, times: int) -> Line:
    works = {name: partial(_find, home, asked) for name, asked in FILTERS.items()}
    works |= {f"{name}, counted": partial(_count, home, asked) for name, asked in FILTERS.items()}
    taken = in_turn({"bare": partial(seconds, partial(_ask, connection, _WALK)), **_clocked(works)}, times)
    raw = taken.pop("bare")
    worst = max(taken, key=lambda name: taken[name])
    return Line(
        f"slowest of {len(FILTERS)} filters over {cases:,}: {worst}",
        "bare walk over the list",
        ms(raw),
        ms(taken[worst]),
        taken[worst] / raw,
        f"≤ {ms(FILTERED_S)}",
        taken[worst] <= FILTERED_S,
    )


def _ordered(home: OpenHome, connection: sqlcipher.Connection, cases: int, times: int) -> Line:
    works = {by: partial(home.cases.find, "", order=Order(by), limit=PAGE, counted=False) for by in ORDERS}
    taken = in_turn({"bare": partial(seconds, partial(_ask, connection, _SORT)), **_clocked(works)}, times)
    raw = taken.pop("bare")
    worst = max(taken, key=lambda name: taken[name])
    return Line(
        f"slowest of {len(ORDERS)} orders over {cases:,}: {worst}",
        "bare ORDER BY of 200 rows",
        ms(raw),
        ms(taken[worst]),
        taken[worst] / raw,
        f"≤ {ms(ORDERED_S)}",
        taken[worst] <= ORDERED_S,
    )


def _worktop(home: OpenHome, times: int) -> list[Line]:
    works: dict[str, Callable[[], object]] = {
        "first screen: what there is to do": home.worktop.show,
        "· coverage by employer": home.worktop.coverage,
        "· unsent work, none of it ever written": home.worktop.unsent,
    }
    taken = in_turn(_clocked(works), times)
    return [Line(name, "", "", ms(took), None, f"≤ {ms(WORKTOP_S)}", took <= WORKTOP_S) for name, took in taken.items()]


def _clocked(works: Mapping[str, Callable[[], object]]) -> dict[str, Callable[[], float]]:
    return {name: partial(seconds, work) for name, work in works.items()}


def _find(home: OpenHome, asked: CaseFilter) -> None:
    home.cases.find("", asked=asked, limit=PAGE, counted=False)


def _count(home: OpenHome, asked: CaseFilter) -> None:
    home.cases.count("", asked=asked)


def _ask(connection: sqlcipher.Connection, statement: str) -> None:
    connection.execute(statement).fetchall()
