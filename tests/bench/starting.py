"""From starting the interpreter to a sign-in window that takes the passphrase, beside an empty window."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Final

from fieldsurvey.new_homes import create_headquarters
from tests.bench.clocked import in_turn
from tests.bench.homes import COST, PASSPHRASE
from tests.bench.line import Line, ms

MOST_OF_BARE: Final = 1.4
_PROBES: Final = Path(__file__).parent / "probes"


def measure(folder: Path, *, times: int) -> list[Line]:
    """Starts both by turns, each in a process of its own, after one start of each that warms the disk's cache."""
    home = folder / "home"
    create_headquarters(home, organisation="云州市总工会", staff_name="审核甲", passphrase=PASSPHRASE, cost=COST)
    sides = {
        "bare": partial(_until_ready, "empty_window.py", []),
        "ours": partial(_until_ready, "sign_in_window.py", ["--home", str(home)]),
    }
    in_turn(sides, 1)
    taken = in_turn(sides, times)
    ratio = taken["ours"] / taken["bare"]
    return [
        Line(
            "start to a usable sign-in window",
            "bare interpreter, PySide6 widgets, SQLAlchemy, empty window",
            ms(taken["bare"]),
            ms(taken["ours"]),
            ratio,
            f"≤ {MOST_OF_BARE:g} ×",
            ratio <= MOST_OF_BARE,
        )
    ]


def _until_ready(probe: str, arguments: list[str]) -> float:
    environment = dict(os.environ)
    if sys.platform.startswith("linux") and not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    begun = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, str(_PROBES / probe), *arguments], stdout=subprocess.PIPE, env=environment, text=True
    ) as process:
        line = process.stdout.readline() if process.stdout else ""
        taken = time.perf_counter() - begun
    if line.strip() != "ready":
        message = f"{probe} ended before its window was ready"
        raise RuntimeError(message)
    return taken
