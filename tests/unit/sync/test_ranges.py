"""Ranges behave as sets of numbers, and only their own JSON form is read."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.sync.errors import JsonMalformedError
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.receipts import Receipts

Numbers = dict[str, set[int]]

SETS = st.dictionaries(st.sampled_from(["a" * 16, "b" * 16]), st.sets(st.integers(1, 40), min_size=1))


def ranges_of(numbers: Numbers) -> Ranges:
    ranges = Ranges()
    for device, of_device in numbers.items():
        for number in of_device:
            ranges.add(device, number)
    return ranges


def numbers_of(ranges: Ranges) -> Numbers:
    return {device: set(ranges.numbers(device)) for device in ranges.devices()}


@given(SETS, SETS)
def test_ranges_are_sets(one: Numbers, other: Numbers) -> None:
    first, second = ranges_of(one), ranges_of(other)
    devices = one.keys() | other.keys()
    either = {device: one.get(device, set()) | other.get(device, set()) for device in devices}
    only_one = {device: one[device] - other.get(device, set()) for device in one}
    assert numbers_of(first) == one
    assert numbers_of(first.union(second)) == either
    assert numbers_of(first.subtract(second)) == {device: left for device, left in only_one.items() if left}
    assert first.union(second) == second.union(first)
    assert len(first) == sum(map(len, one.values()))
    assert Ranges.from_json(first.to_json()) == first
    for device in devices:
        assert {number for number in range(42) if first.contains(device, number)} == one.get(device, set())
        assert first.highest(device) == max(one.get(device, {0}))


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 20)), max_size=20))
def test_runs_merge_in_any_order(runs: list[tuple[int, int]]) -> None:
    ranges = Ranges({"a": [(first, first + length) for first, length in runs]})
    kept = ranges.runs("a")
    assert set(ranges.numbers("a")) == {n for first, length in runs for n in range(first, first + length + 1)}
    assert all(last + 1 < following for (_, last), (following, _) in pairwise(kept))


def test_a_hundred_thousand_numbers_are_one_run() -> None:
    ranges = Ranges()
    for number in range(1, 100_001):
        ranges.add("a", number)
    assert ranges.to_json() == {"a": [[1, 100_000]]}


@pytest.mark.parametrize("run", [(0, 1), (5, 4), (1, 2**53)])
def test_no_run_leaves_the_numbers(run: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="no run"):
        Ranges({"a": [run]})


@pytest.mark.parametrize(
    "untrusted",
    [
        [],
        {"a": []},
        {"": [[1, 2]]},
        {"a" * 65: [[1, 2]]},
        {"a": [[1]]},
        {"a": [[1, 2, 3]]},
        {"a": [1, 2]},
        {"a": [["1", 2]]},
        {"a": [[True, 2]]},
        {"a": [[1.0, 2]]},
        {"a": [[0, 2]]},
        {"a": [[3, 2]]},
        {"a": [[1, 2], [3, 4]]},
        {"a": [[5, 6], [1, 2]]},
        {"a": [[1, 2**53]]},
        {"a": "12"},
    ],
)
def test_any_other_form_is_refused(untrusted: object) -> None:
    with pytest.raises(JsonMalformedError):
        Ranges.from_json(untrusted)


@pytest.mark.parametrize(
    "untrusted",
    [
        [],
        {},
        {"changes": {}},
        {"changes": {}, "streams": {}},
        {"changes": {}, "streams": [{}]},
        {"changes": {}, "streams": [{"sender": "x", "incarnation": 1, "read": [[1, 1]], "last": 1, "hash": "0" * 64}]},
        {
            "changes": {},
            "streams": [{"sender": "a" * 16, "incarnation": 1, "read": [[1, 3]], "last": 2, "hash": "0" * 64}],
        },
    ],
)
def test_receipts_of_any_other_form_are_refused(untrusted: object) -> None:
    with pytest.raises(JsonMalformedError):
        Receipts.from_json(untrusted)
