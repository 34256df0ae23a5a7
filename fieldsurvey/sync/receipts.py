"""What one desk tells the other that it has: the changes, and the packages of each stream."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import msgspec

from fieldsurvey.sync.errors import JsonMalformedError
from fieldsurvey.sync.header import DEVICE_PATTERN, HASH_PATTERN
from fieldsurvey.sync.ranges import Ranges


class StreamReceipt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The packages read of one stream: their numbers as runs, and the number and header hash of the highest."""

    sender: str
    incarnation: int
    read: list[list[int]]
    last: int
    hash: str


@dataclass(frozen=True)
class Receipts:
    """Nothing counts as delivered until it stands in the other side's receipts."""

    changes: Ranges = field(default_factory=Ranges)
    streams: tuple[StreamReceipt, ...] = ()

    def to_json(self) -> dict[str, object]:
        """As receipts.json carries it."""
        return {"changes": self.changes.to_json(), "streams": [msgspec.to_builtins(each) for each in self.streams]}

    @classmethod
    def from_json(cls, untrusted: object) -> "Receipts":
        """Reads what `to_json` writes and nothing else.

        Raises:
            JsonMalformedError: any other shape.
        """
        if not isinstance(untrusted, dict) or set(untrusted) != {"changes", "streams"}:
            raise JsonMalformedError(where="回执")
        try:
            streams = msgspec.convert(untrusted["streams"], list[StreamReceipt])
        except msgspec.ValidationError as problem:
            raise JsonMalformedError(where="回执") from problem
        _check_streams(streams)
        return cls(Ranges.from_json(untrusted["changes"]), tuple(streams))


def _check_streams(streams: Iterable[StreamReceipt]) -> None:
    for stream in streams:
        read = Ranges.from_json({stream.sender: stream.read})
        if not (
            DEVICE_PATTERN.fullmatch(stream.sender)
            and stream.incarnation >= 1
            and HASH_PATTERN.fullmatch(stream.hash)
            and stream.last == read.highest(stream.sender)
        ):
            raise JsonMalformedError(where="回执")
