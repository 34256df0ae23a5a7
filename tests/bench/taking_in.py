"""Taking in packages without media: cases a second, beside raw inserts of the same rows, and how it grows."""

import secrets
import shutil
from collections import deque
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.progress import Progress
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import changes
from fieldsurvey.store.bulk import paused_collection
from fieldsurvey.sync.incoming import read_package
from fieldsurvey.sync.stick import take_from_stick
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.signing import SigningKey, VerifyKey
from tests.bench import bare
from tests.bench.clocked import in_turn, seconds
from tests.bench.homes import Pair, make_pair, sign_in, take_reference_cases
from tests.bench.line import Line

LEAST_PER_S: Final = 2_000
MOST_OF_RAW: Final = 4.0
MOST_GROWTH: Final = 2.2


@dataclass(frozen=True, slots=True)
class _Ground:
    """What is measured on: two homes, and packages with half of the cases and with all of them."""

    folder: Path
    pair: Pair
    cases: int
    sender: VerifyKey
    half: Path
    whole: Path


def measure(folder: Path, *, cases: int, times: int) -> list[Line]:
    """Reads packages of so many reference cases, and of half as many, into fresh headquarters."""
    ground = _prepared(folder, cases)
    rows = _rows_of(ground)
    taken = in_turn(
        {
            "raw": partial(_raw, ground, rows),
            "whole": partial(_read, ground, ground.whole),
            "half": partial(_read, ground, ground.half),
            "checked": partial(_only_checked, ground),
        },
        times,
    )
    return _lines(cases, taken)


def _lines(cases: int, taken: dict[str, float]) -> list[Line]:
    rate, raw = cases / taken["whole"], cases / taken["raw"]
    ratio, growth = taken["whole"] / taken["raw"], taken["whole"] / taken["half"]
    stored = taken["whole"] - taken["checked"]
    return [
        Line(
            f"take in {cases:,} cases without media",
            "raw executemany of the same rows",
            f"{raw:,.0f} cases/s",
            f"{rate:,.0f} cases/s",
            ratio,
            f"≥ {LEAST_PER_S:,}/s, ≤ {MOST_OF_RAW:g} × raw",
            rate >= LEAST_PER_S and ratio <= MOST_OF_RAW,
        ),
        Line("· proved, opened, unpacked, parsed", "", "", f"{cases / taken['checked']:,.0f} cases/s", None, "", None),
        Line(
            "· authorised, folded, projected, stored",
            "raw executemany of the same rows",
            f"{raw:,.0f} cases/s",
            f"{cases / stored:,.0f} cases/s",
            stored / taken["raw"],
            "",
            None,
        ),
        Line(
            f"growth from {cases // 2:,} to {cases:,} cases",
            "half the work",
            f"{taken['half']:.2f} s",
            f"{taken['whole']:.2f} s",
            growth,
            f"≤ {MOST_GROWTH:g} ×",
            growth <= MOST_GROWTH,
        ),
    ]


def _prepared(folder: Path, cases: int) -> _Ground:
    pair = make_pair(folder)
    laptop = sign_in(pair.laptop)
    try:
        sender = SigningKey(bytes.fromhex(laptop.seat.identity.sign_secret)).public
        written = []
        for part, (first, last) in {"half": (0, cases // 2), "whole": (cases // 2, cases)}.items():
            stick = folder / part
            stick.mkdir()
            take_reference_cases(laptop, first, last)
            # Nothing is confirmed in between, so the second package holds the first half again.
            written.append(laptop.exchange.write(stick)[0].path)
    finally:
        laptop.close()
    return _Ground(folder, pair, cases, sender, *written)


def _fresh_headquarters(ground: _Ground) -> Path:
    fresh = ground.folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(ground.pair.headquarters, fresh)
    return fresh


def _rows_of(ground: _Ground) -> bare.Rows:
    home = sign_in(_fresh_headquarters(ground))
    try:
        with bare.noted_rows(home.seat.database) as rows:
            card = home.exchange.read(ground.whole)
        if card.cases_new != ground.cases or card.aside:
            message = f"{card.cases_new} cases were taken in, {card.aside} put aside"
            raise RuntimeError(message)
    finally:
        home.close()
    return rows


def _raw(ground: _Ground, rows: bare.Rows) -> float:
    path, key = ground.folder / "raw.db", secrets.token_bytes(32)
    for file in ground.folder.glob("raw.db*"):
        file.unlink()
    bare.empty_file(path, key)
    connection = bare.connect(path, key)
    try:
        return seconds(partial(bare.insert, connection, rows))
    finally:
        connection.close()


def _read(ground: _Ground, package: Path) -> float:
    home = sign_in(_fresh_headquarters(ground))
    try:
        return seconds(partial(home.exchange.read, package))
    finally:
        home.close()


def _only_checked(ground: _Ground) -> float:
    """The way of the whole package from the stick up to its parsed changes, without a row stored."""
    home = sign_in(_fresh_headquarters(ground))
    try:
        return seconds(partial(_check, ground, home.seat))
    finally:
        home.close()


def _check(ground: _Ground, seat: Seat) -> None:
    taken = take_from_stick(ground.whole, seat.paths.staging, progress=Progress())
    with (
        paused_collection(),
        read_package(
            taken,
            me=seat.identity.device,
            seal_key=SealKey.from_identity(seat.identity.seal_identity),
            sender_key_of=lambda _: ground.sender,
            known_position=lambda _sender, _incarnation: None,
            check_change=changes.arrived,
            blob_sink=lambda _sha256, _size, _stream: None,
        ) as reader,
    ):
        # Each batch is let go before the next comes, as in the program.
        deque(reader, maxlen=0)
