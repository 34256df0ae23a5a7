"""Findings: of very many households from nothing, of one, how it grows, and how long anybody waits for a stretch."""

import os
import secrets
import shutil
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.app import OpenHome
from fieldsurvey.case.change import Change, change_bytes, entry
from fieldsurvey.case.ids import Address, RecordId
from fieldsurvey.progress import Progress
from fieldsurvey.store import changes, folding
from tests.bench.clocked import quantile, seconds
from tests.bench.homes import home_with, sign_in
from tests.bench.line import Line, ms

MOST_S: Final = 60.0
ONE_S: Final = 0.020
STRETCH_S: Final = 0.100
MOST_GROWTH: Final = 2.2
_SLICE_S: Final = 0.05
_STRETCHES: Final = 60


def measure(folder: Path, *, cases: int, times: int) -> list[Line]:
    """Looks at the reference cases, and at half as many, each home a copy in which nothing was looked at."""
    half, _, _ = _whole(folder / "half", cases // 2, 0)
    whole, one, stretch = _whole(folder / "whole", cases, times)
    growth, told = whole / half, f"growth from {cases // 2:,} to {cases:,} cases"
    reached = growth <= MOST_GROWTH
    return [
        _line(f"findings of {cases:,} cases from nothing", f"{whole:.1f} s", f"≤ {MOST_S:g} s", whole <= MOST_S),
        _line("findings of one case, just changed", ms(one), f"≤ {ms(ONE_S)}", one <= ONE_S),
        _line("· longest stretch of the quiet looking", ms(stretch), f"≤ {ms(STRETCH_S)}", stretch <= STRETCH_S),
        Line(told, "half the work", f"{half:.1f} s", f"{whole:.1f} s", growth, f"≤ {MOST_GROWTH:g} ×", reached),
    ]


def _line(what: str, measured: str, target: str, reached: bool) -> Line:
    return Line(what, "", "", measured, None, target, reached)


def _whole(folder: Path, cases: int, times: int) -> tuple[float, float, float]:
    """Seconds for all of them, for one, and for the longest of some stretches."""
    shutil.copytree(home_with(cases, Progress()), folder)
    os.sync()  # Else the first commits wait until the copy is on the disk.
    with closing(sign_in(folder)) as home:
        look = partial(home.findings.catch_up, within_s=_SLICE_S)
        stretch = max([seconds(look) for _ in range(_STRETCHES if times else 0)], default=0.0)
        with home.seat.database.begin() as session:
            for table in ("checked_row", "finding_row", "finding_text", "shared_key"):
                session.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  # our own names
    with closing(sign_in(folder)) as home:
        whole = seconds(home.findings.catch_up)
        one = quantile([_one(home, at) for at in range(times)], 0.5) if times else 0.0
    shutil.rmtree(folder)
    return whole, one, stretch


def _one(home: OpenHome, at: int) -> float:
    """How long it takes until the findings of a household that was just changed are there."""
    case = RecordId(home.cases.find("", offset=at * 7, limit=1, counted=False).rows[0].case_id)
    device = home.seat.identity.device
    with home.seat.database.begin() as session:
        change = Change(
            v=1,
            kind="case",
            record=case,
            device=device,
            n=changes.last_number(session, device) + 1,
            author=device.ljust(32, "0"),
            at="2026-06-02T08:00:00Z",
            edition=1,
            set={Address("remark"): entry(secrets.token_hex(8))},
        )
        folding.take(session, [changes.arrived(change_bytes(change))])
    begun = time.perf_counter()
    home.findings.of_case(case)
    return time.perf_counter() - begun
