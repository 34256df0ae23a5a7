"""What one desk tells the other that it has: the changes, and the packages of each stream."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import msgspec

from fieldsurvey.case.ids import DEVICE_PATTERN
from fieldsurvey.sync.enrolment_errors import EnrolmentFileError, EnrolmentSignatureError
from fieldsurvey.sync.errors import JsonMalformedError
from fieldsurvey.sync.header import HASH_PATTERN
from fieldsurvey.sync.ranges import Ranges
from fieldsurvey.sync.signed import proved, read_signed, sign_document
from fieldsurvey.vault.signing import SigningKey, VerifyKey

MAX_ACKNOWLEDGEMENT: Final = 4096

_ACKNOWLEDGEMENT: Final = "acknowledgement"


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


class Acknowledgement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One package was read: by whom, and its header hash."""

    package: str
    reader: str


def acknowledge(key: SigningKey, hash_of_header: str) -> bytes:
    """The signed content of an `.ack` file."""
    return sign_document(key, _ACKNOWLEDGEMENT, {"package": hash_of_header, "reader": key.public.device_id})


def read_acknowledgement(untrusted: bytes, key: VerifyKey) -> Acknowledgement:
    """Reads an `.ack` file strictly.

    Raises:
        EnrolmentFileError, EnrolmentSignatureError: no acknowledgement, or not signed by `key`.
    """
    document = proved(read_signed(untrusted, _ACKNOWLEDGEMENT, limit=MAX_ACKNOWLEDGEMENT), key)
    try:
        acknowledgement = msgspec.convert(document, Acknowledgement)
    except msgspec.ValidationError as problem:
        raise EnrolmentFileError(reason="栏目不对") from problem
    if acknowledgement.reader != key.device_id:
        raise EnrolmentSignatureError
    return acknowledgement
