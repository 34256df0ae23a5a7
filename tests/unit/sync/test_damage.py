"""A damaged package is refused with a coded error, wherever the damage is."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.sync.errors import AlreadyReadError, GarbageAppendedError
from fieldsurvey.sync.streams import Position
from tests.unit.sync.damage import Outcome, every_bit, every_length
from tests.unit.sync.desks import blob_source, change_line, contents_of, pair, photo, read, write

Reader = Callable[[Path], object]

SAMPLE = 3000
START_BITS = 1536 * 8


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Reader]:
    """A package of a little more than 5 KB and the desk that reads it."""
    laptop, headquarters = pair()
    lines = [change_line(laptop.device, n) for n in range(1, 4)]
    written = write(tmp_path, laptop, headquarters, contents_of(lines, [blob_source(photo(2600))]))
    assert written.size >= 5 * 1024
    return written.path, lambda path: read(path, headquarters)


def _all_refused(outcome: Outcome) -> None:
    assert outcome.accepted == []
    assert sum(outcome.codes.values()) == outcome.tried > 0
    assert all(code.startswith("P1") for code in outcome.codes), outcome.codes


def test_a_flipped_bit_is_refused(small: tuple[Path, Reader]) -> None:
    path, reader = small
    bits = path.stat().st_size * 8
    sample = random.Random(20261123).sample(range(START_BITS, bits), SAMPLE)
    _all_refused(every_bit(path, reader, bits=[*range(START_BITS), *sample]))


def test_a_package_cut_at_any_length_is_refused(small: tuple[Path, Reader]) -> None:
    path, reader = small
    _all_refused(every_length(path, reader))


def test_anything_appended_is_refused(small: tuple[Path, Reader]) -> None:
    path, reader = small
    content = path.read_bytes()
    randomness = random.Random(7)
    for length in (1, 2, 511, 512, 513, 10_240, *(randomness.randrange(1, 5000) for _ in range(50))):
        path.write_bytes(content + (bytes(length) if length % 2 else randomness.randbytes(length)))
        with pytest.raises(GarbageAppendedError):
            reader(path)


def test_damaged_clusters_are_refused(small: tuple[Path, Reader]) -> None:
    path, reader = small
    content = path.read_bytes()
    randomness = random.Random(11)
    outcome = Outcome()
    clusters = [content[place : place + 512] for place in range(0, len(content), 512)]
    for place in range(300):
        damaged = list(clusters)
        one, other = randomness.randrange(len(clusters)), randomness.randrange(len(clusters))
        damaged[one] = randomness.choice([bytes(512), randomness.randbytes(512), clusters[other]])
        if damaged != clusters:
            path.write_bytes(b"".join(damaged))
            outcome.count(place, lambda: reader(path))
    _all_refused(outcome)


def test_damage_to_a_package_read_before_is_no_second_reading(tmp_path: Path) -> None:
    laptop, headquarters = pair()
    written = write(tmp_path, laptop, headquarters, contents_of())
    headquarters.position = Position({1: written.header_hash})
    content = bytearray(written.path.read_bytes())
    content[3000] ^= 1
    written.path.write_bytes(content)
    with pytest.raises(AlreadyReadError):
        read(written.path, headquarters)
