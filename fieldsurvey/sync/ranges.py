"""Which numbers one has, of each device: whole numbers kept as runs, since almost always they have no holes."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fieldsurvey.case.canonical import MAX_INTEGER
from fieldsurvey.sync.errors import JsonMalformedError

Run = tuple[int, int]

_WHERE: Final = "回执里的编号区间"
_MAX_KEY: Final = 64


class Ranges:
    """A set of numbers for each device, from 1 up. Equal when they hold the same numbers."""

    def __init__(self, runs: Mapping[str, Iterable[Run]] | None = None) -> None:
        self._runs: dict[str, list[Run]] = {}
        for device, of_device in (runs or {}).items():
            for first, last in of_device:
                self.add_run(device, first, last)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ranges) and self._runs == other._runs

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __repr__(self) -> str:
        return f"Ranges({self._runs!r})"

    def __len__(self) -> int:
        return sum(last - first + 1 for runs in self._runs.values() for first, last in runs)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def devices(self) -> list[str]:
        """The devices of which there is at least one number, in order."""
        return sorted(self._runs)

    def runs(self, device: str) -> tuple[Run, ...]:
        """The device's numbers as (first, last), ascending, with a hole between any two."""
        return tuple(self._runs.get(device, ()))

    def numbers(self, device: str) -> Iterator[int]:
        """The device's numbers one by one, ascending."""
        for first, last in self.runs(device):
            yield from range(first, last + 1)

    def highest(self, device: str) -> int:
        """The device's highest number, 0 when there is none."""
        runs = self._runs.get(device)
        return runs[-1][1] if runs else 0

    def contains(self, device: str, number: int) -> bool:
        """Whether the device's number is in."""
        runs = self._runs.get(device, [])
        place = bisect_right(runs, (number, MAX_INTEGER)) - 1
        return place >= 0 and runs[place][0] <= number <= runs[place][1]

    def add(self, device: str, number: int) -> None:
        """Puts one number in; again changes nothing."""
        self.add_run(device, number, number)

    def add_run(self, device: str, first: int, last: int) -> None:
        """Puts first..last in.

        Raises:
            ValueError: an empty run, or one that leaves 1..2^53-1.
        """
        if not 1 <= first <= last <= MAX_INTEGER:
            message = f"no run of numbers: {first}..{last}"
            raise ValueError(message)
        runs = self._runs.setdefault(device, [])
        begin = bisect_right(runs, (first, 0))
        if begin and runs[begin - 1][1] >= first - 1:
            begin -= 1
        end = begin
        while end < len(runs) and runs[end][0] <= last + 1:
            first, last = min(first, runs[end][0]), max(last, runs[end][1])
            end += 1
        runs[begin:end] = [(first, last)]

    def union(self, other: "Ranges") -> "Ranges":
        """The numbers in either."""
        both = Ranges(self._runs)
        for device, runs in other._runs.items():
            for first, last in runs:
                both.add_run(device, first, last)
        return both

    def subtract(self, other: "Ranges") -> "Ranges":
        """The numbers in this one that the other does not have."""
        rest = Ranges()
        for device, runs in self._runs.items():
            left = list(_without(runs, other.runs(device)))
            if left:
                rest._runs[device] = left
        return rest

    def to_json(self) -> dict[str, list[list[int]]]:
        """As receipts carry it: {device: [[first, last], …]}."""
        return {device: [[first, last] for first, last in runs] for device, runs in sorted(self._runs.items())}

    @classmethod
    def from_json(cls, untrusted: object) -> "Ranges":
        """Reads what `to_json` writes and nothing else.

        Raises:
            JsonMalformedError: any other shape, or runs that are not ascending with holes between.
        """
        if not isinstance(untrusted, dict):
            raise JsonMalformedError(where=_WHERE)
        ranges = cls()
        for untrusted_device, untrusted_runs in untrusted.items():
            if not isinstance(untrusted_device, str) or not 1 <= len(untrusted_device) <= _MAX_KEY:
                raise JsonMalformedError(where=_WHERE)
            ranges._runs[untrusted_device] = _checked_runs(untrusted_runs)
        return ranges


def _checked_runs(untrusted_runs: object) -> list[Run]:
    if not isinstance(untrusted_runs, list) or not untrusted_runs:
        raise JsonMalformedError(where=_WHERE)
    runs: list[Run] = []
    lowest = 1
    for untrusted_run in untrusted_runs:
        if not isinstance(untrusted_run, list) or len(untrusted_run) != 2:
            raise JsonMalformedError(where=_WHERE)
        first, last = untrusted_run
        if type(first) is not int or type(last) is not int or not lowest <= first <= last <= MAX_INTEGER:
            raise JsonMalformedError(where=_WHERE)
        runs.append((first, last))
        lowest = last + 2
    return runs


def _without(runs: list[Run], taken: tuple[Run, ...]) -> Iterator[Run]:
    place = 0
    for run_first, last in runs:
        first = run_first
        while place < len(taken) and taken[place][1] < first:
            place += 1
        here = place
        while here < len(taken) and taken[here][0] <= last:
            if taken[here][0] > first:
                yield first, taken[here][0] - 1
            first = taken[here][1] + 1
            here += 1
        # The last taken run may reach into the next run too.
        place = max(place, here - 1)
        if first <= last:
            yield first, last
