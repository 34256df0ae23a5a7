"""An accepted answer, safe on disk, beside one durable commit of one row."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.new_homes import create_laptop
from tests.bench import bare
from tests.bench.clocked import in_turn, seconds
from tests.bench.homes import COST, PASSPHRASE, sign_in
from tests.bench.line import Line, ms

MOST_OF_BARE: Final = 3.0
AT_ONCE: Final = 20
_STATEMENT: Final = "INSERT OR REPLACE INTO kept (key, value) VALUES (?, ?)"
_FIELDS: Final = ("home_address", "employer_name", "statement", "responsible_person")


def measure(folder: Path, *, times: int) -> list[Line]:
    """Twenty of each by turns; both files lie on the same disk."""
    with _answers(folder) as answer, _commits(folder) as commit:
        taken = in_turn({"bare": partial(_each, commit), "ours": partial(_each, answer)}, times)
    ratio = taken["ours"] / taken["bare"]
    return [
        Line(
            "an accepted answer safe on disk",
            "one durable SQLCipher commit of one row",
            ms(taken["bare"]),
            ms(taken["ours"]),
            ratio,
            f"≤ {MOST_OF_BARE:g} ×",
            ratio <= MOST_OF_BARE,
        )
    ]


def _each(one: Callable[[int], None]) -> float:
    return sum(seconds(partial(one, number)) for number in range(AT_ONCE)) / AT_ONCE


@contextmanager
def _answers(folder: Path) -> Iterator[Callable[[int], None]]:
    create_laptop(folder / "l1", code="L1", staff_name="调查甲", passphrase=PASSPHRASE, cost=COST)
    home = sign_in(folder / "l1")
    try:
        draft = home.visits.start(None).draft_id

        def answer(number: int) -> None:
            home.visits.answer(draft, _FIELDS[number % len(_FIELDS)], f"青河路 {number} 号", page=1)

        yield answer
    finally:
        home.close()


@contextmanager
def _commits(folder: Path) -> Iterator[Callable[[int], None]]:
    path, key = folder / "bare.db", secrets.token_bytes(32)
    bare.empty_file(path, key)
    connection = bare.connect(path, key)
    try:
        yield lambda number: bare.one_commit(connection, _STATEMENT, (f"k{number % 4}", b"x" * 60))
    finally:
        connection.close()
