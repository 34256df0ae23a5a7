"""How quick the window is: the time its thread works without looking at what the user does, and who types meanwhile."""

import gc
import time
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any, Final, Self

from PySide6.QtCore import QTimer

TICK_MS: Final = 1
# What summing a million numbers took where the limits were set.
YARDSTICK_S: Final = 0.011


def slowness() -> float:
    """How many times slower this machine is than the one that the limits were set on; never below 1."""
    taken = []
    for _ in range(3):
        began = time.thread_time()
        sum(range(1_000_000))
        taken.append(time.thread_time() - began)
    return max(1.0, min(taken) / YARDSTICK_S)


class Watchdog:
    """Looks in between all events of the window; `longest_s` is the longest it was kept waiting.

    `clock` is the thread's own working time, so that a busy machine does not look like a slow program; a measurement
    for people takes the wall clock instead.
    """

    def __init__(self, clock: Callable[[], float] = time.thread_time) -> None:
        self.longest_s = 0.0
        self._clock = clock
        self._last = 0.0
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    def __enter__(self) -> Self:
        # What other tests left to be swept is not this window's.
        gc.collect()
        gc.freeze()
        self._last = self._clock()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._on_tick()
        self._timer.stop()
        gc.unfreeze()

    def _on_tick(self) -> None:
        now = self._clock()
        self.longest_s = max(self.longest_s, now - self._last)
        self._last = now


def big_household(members: int = 200, *, rows: int = 100) -> dict[str, Any]:
    """A document of very many members with income and expenditure; invented, and every one of them odd somewhere."""
    number = "99010119710517096" + "6"
    return {
        "name": "丁桂湘",
        "survey_no": "L1-000001",
        "home_address": "河沿街 88 号 3 楼 501",
        "members": [
            {
                "row": f"{place:032x}", "name": f"成员{place}", "relation": "20", "work_status": "primary",
                "identity": {"type": "id_card", "number": number if place % 3 else "1"}, "health": "cancer",
                "counts_in_household": place % 5 != 0,
            }
            for place in range(members)
        ],
        "income": [
            {"row": f"{9000 + place:032x}", "member": f"{place:032x}", "months": [161_700 + place] * 11 + [None]}
            for place in range(rows)
        ],
        "expenses": [
            {"row": f"{8000 + place:032x}", "member": f"{place:032x}", "bill": 2_000_00, "reimbursed": 50_000}
            for place in range(rows)
        ],
    }  # fmt: skip


def flat(document: dict[str, Any]) -> Sequence[tuple[str, Any]]:
    """The addresses and values that make such a document."""
    said: list[tuple[str, Any]] = []
    for name, value in document.items():
        if not isinstance(value, list):
            said.append((name, value))
            continue
        for place, row in enumerate(value, start=1):
            said.append((f"{name}/{row['row']}/place", place))
            said.extend((f"{name}/{row['row']}/{field}", held) for field, held in row.items() if field != "row")
    return said
