"""Taking the time of two sides in turn, so that whatever else the machine does meets both alike."""

import statistics
import time
from collections.abc import Callable, Iterable, Mapping

Side = Callable[[], object]


def seconds(side: Side) -> float:
    """How long one call takes on the wall."""
    begun = time.perf_counter()
    side()
    return time.perf_counter() - begun


def in_turn(sides: Mapping[str, Callable[[], float]], times: int) -> dict[str, float]:
    """The median of what each side measures of itself, taken by turns."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(times):
        for name, side in sides.items():
            taken[name].append(side())
    return {name: statistics.median(found) for name, found in taken.items()}


def quantile(values: Iterable[float], share: float) -> float:
    """The value below which that share of all values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
