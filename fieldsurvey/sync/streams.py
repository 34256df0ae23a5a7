"""The order of packages: each device incarnation writes one numbered stream, and says which package came before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Final

from fieldsurvey.sync.errors import AlreadyReadError, StreamForkedError
from fieldsurvey.sync.header import Header

MAX_MISSING_TOLD: Final = 1000


@dataclass(frozen=True)
class Position:
    """What was read of one stream: the header hash and the `prev` of each package, by number."""

    hashes: Mapping[int, str] = field(default_factory=dict)
    prevs: Mapping[int, str] = field(default_factory=dict)


def check_position(header: Header, hash_of_header: str, position: Position | None) -> tuple[int, ...]:
    """The numbers below this package that were never read (at most 1,000 of them); a gap is no obstacle.

    An older number that was never read is welcome.

    Raises:
        AlreadyReadError: this very package was read. StreamForkedError: another one stood in its place, or its
            neighbours name another one.
    """
    known = position or Position()
    there = known.hashes.get(header.seq)
    if there == hash_of_header:
        raise AlreadyReadError(seq=header.seq)
    before = known.hashes.get(header.seq - 1, header.prev)
    named_by_next = known.prevs.get(header.seq + 1, hash_of_header)
    if there is not None or before != header.prev or named_by_next != hash_of_header:
        raise StreamForkedError(seq=header.seq)
    read_below = [0, *sorted(seq for seq in known.hashes if seq < header.seq), header.seq]
    missing = (number for low, high in pairwise(read_below) for number in range(low + 1, high))
    return tuple(islice(missing, MAX_MISSING_TOLD))
