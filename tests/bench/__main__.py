"""Takes the figures of the program beside their references and prints them as one table."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from tests.bench import (
    answering,
    checking,
    doubling,
    drawing,
    listing,
    papers,
    remembering,
    searching,
    sheets,
    starting,
    taking_in,
    visiting,
)
from tests.bench.line import Line, table

Measure = Callable[[Path], list[Line]]


def main() -> int:
    """Measures what was asked for; a missed figure is shown, and is no error."""
    chosen = _asked()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="fieldsurvey-bench-") as folder:
        for name, measure in _measures(chosen).items():
            if chosen.only in ("", name):
                print(f"measuring: {name}", file=sys.stderr, flush=True)
                own = Path(folder) / name
                own.mkdir()
                lines.extend(measure(own))
    print(table(lines))
    return 0


NAMES: Final = (
    "start",
    "answer",
    "search",
    "list",
    "filters",
    "take-in",
    "findings",
    "forms",
    "papers",
    "sheets",
    "memory",
    "visit",
    "doubles",
)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--only", default="", choices=NAMES, help="take one figure only")
    parser.add_argument("--cases", type=int, default=100_000, help="cases to search and list (default %(default)s)")
    parser.add_argument("--quick", action="store_true", help="fewer cases and repetitions; for a glance, not to quote")
    chosen = parser.parse_args()
    if chosen.quick:
        chosen.cases = min(chosen.cases, 10_000)
    return chosen


def _measures(chosen: argparse.Namespace) -> dict[str, Measure]:
    quick: bool = chosen.quick
    return {
        "start": partial(starting.measure, times=3 if quick else 9),
        "answer": partial(answering.measure, times=10 if quick else 30),
        "search": partial(searching.measure_search, cases=chosen.cases, times=3),
        "list": partial(searching.measure_list, cases=chosen.cases, times=3 if quick else 7),
        "filters": partial(listing.measure, cases=chosen.cases, times=3 if quick else 7),
        "take-in": partial(taking_in.measure, cases=2_000 if quick else 20_000, times=2 if quick else 5),
        "findings": partial(checking.measure, cases=chosen.cases, times=5 if quick else 21),
        "forms": partial(drawing.measure, forms=100 if quick else 500, times=2 if quick else 3),
        "papers": partial(papers.measure, cases=chosen.cases, times=3 if quick else 7),
        "sheets": partial(sheets.measure, cases=1_000 if quick else 10_000),
        "memory": partial(remembering.measure, files=1 if quick else 3),
        "visit": partial(visiting.measure, times=2 if quick else 5),
        "doubles": partial(doubling.measure, of_each=100 if quick else 1_000, cases=chosen.cases),
    }


if __name__ == "__main__":
    sys.exit(main())
