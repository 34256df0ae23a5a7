"""Searching as one types, and opening the list, among very many cases."""

import os
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import sqlcipher3.dbapi2 as sqlcipher

from fieldsurvey.app import OpenHome
from fieldsurvey.progress import Progress
from fieldsurvey.store.projections import spaced
from tests.bench import bare
from tests.bench.clocked import in_turn, quantile, seconds
from tests.bench.homes import home_with, sign_in
from tests.bench.line import Line, ms
from tests.bench.queries import queries

if TYPE_CHECKING:
    from tests.bench.list_on_screen import ListOnScreen

SEARCH_S: Final = 0.010
PAINTED_S: Final = 0.050
OPENED_S: Final = 0.300
PAGE: Final = 200
_BARE: Final = (
    "SELECT * FROM case_row WHERE id IN "
    "(SELECT rowid FROM case_search WHERE case_search MATCH ? ORDER BY rowid DESC LIMIT 200) ORDER BY id DESC"
)


def measure_search(_: Path, *, cases: int, times: int) -> list[Line]:
    """Every query of the mix, in the service and through the bare index, and from the key to painted rows."""
    asked = queries(cases)
    home, connection = _opened(cases)
    try:
        taken = [in_turn(_sides(home, connection, text), times) for text in asked]
        counted = [seconds(partial(home.cases.count, text)) for text in asked]
        painted = _painted(home, asked)
    finally:
        connection.close()
        home.close()
    ours, raw = [one["ours"] for one in taken], [one["bare"] for one in taken]
    p95, bare_p95, painted_p95 = (quantile(values, 0.95) for values in (ours, raw, painted))
    worst = asked[ours.index(max(ours))]
    what, reference = f"search {cases:,} cases, p95 of {len(asked)} queries", "bare FTS5 query, p95"
    return [
        Line(what, reference, ms(bare_p95), ms(p95), p95 / bare_p95, f"≤ {ms(SEARCH_S)}", p95 <= SEARCH_S),
        Line(
            f"· median; slowest is “{worst}”",
            "bare FTS5 query",
            ms(quantile(raw, 0.5)),
            f"{ms(quantile(ours, 0.5))}; {ms(max(ours))}",
            None,
            "",
            None,
        ),
        Line("· the count that follows the rows, p95", "", "", ms(quantile(counted, 0.95)), None, "", None),
        Line(
            "· from the key to painted rows, p95", "", "", ms(painted_p95), None, f"≤ {ms(PAINTED_S)}",
            painted_p95 <= PAINTED_S,
        ),
    ]  # fmt: skip


def measure_list(_: Path, *, cases: int, times: int) -> list[Line]:
    """The first page of all cases in a home just opened, up to painted rows."""
    folder = home_with(cases, Progress())
    taken = in_turn({"bare": partial(_first_page_bare, folder), "ours": partial(_first_page, folder)}, times)
    return [
        Line(
            f"open the list of {cases:,} cases, painted",
            "bare SELECT of 200 rows, file just opened",
            ms(taken["bare"]),
            ms(taken["ours"]),
            taken["ours"] / taken["bare"],
            f"≤ {ms(OPENED_S)}",
            taken["ours"] <= OPENED_S,
        )
    ]


def _opened(cases: int) -> tuple[OpenHome, sqlcipher.Connection]:
    home = sign_in(home_with(cases, Progress()))
    connection = bare.connect(home.seat.paths.database, home.seat.key)
    return home, connection


def _sides(home: OpenHome, connection: sqlcipher.Connection, text: str) -> dict[str, Callable[[], float]]:
    return {
        "bare": partial(seconds, partial(_ask_bare, connection, text)),
        "ours": partial(seconds, partial(home.cases.find, text, limit=PAGE, counted=False)),
    }


def _ask_bare(connection: sqlcipher.Connection, text: str) -> None:
    words = " ".join(f'"{spaced(word)}"' for word in text.split())
    is_pinyin = text.isascii() and text.isalpha()
    connection.execute(_BARE, (f'pinyin : "{text}"*' if is_pinyin else f"words : ({words})",)).fetchall()


def _painted(home: OpenHome, asked: list[str]) -> list[float]:
    with _screen(home) as screen:
        screen.search("")
        return [seconds(partial(screen.search, text)) for text in asked]


def _screen(home: OpenHome) -> "closing[ListOnScreen]":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The offscreen plugin says at every search what it does not do.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    # Imported here: whoever measures something else needs no window.
    from tests.bench.list_on_screen import ListOnScreen

    return closing(ListOnScreen(home))


def _first_page_bare(folder: Path) -> float:
    home = sign_in(folder)
    path, key = home.seat.paths.database, home.seat.key
    home.close()
    connection = bare.connect(path, key)
    try:
        return seconds(lambda: connection.execute("SELECT * FROM case_row ORDER BY id DESC LIMIT 200").fetchall())
    finally:
        connection.close()


def _first_page(folder: Path) -> float:
    home = sign_in(folder)
    try:
        with _screen(home) as screen:
            return seconds(partial(screen.search, ""))
    finally:
        home.close()
