"""The hash chain of one device's journal: changes and accesses, so that a changed byte breaks the chain."""

import hashlib
from collections.abc import Iterable
from typing import Final

from fieldsurvey.case.canonical import Value, encode

START: Final = "0" * 64


def journal_body(*, number: int, at: str, who: str, what: str, about: Value) -> bytes:
    """The canonical bytes of one entry; `about` holds ids and codes, never names, answers or keys."""
    return encode({"n": number, "at": at, "who": who, "what": what, "about": about})


def chained(previous: str, body: bytes) -> str:
    """The hash of an entry that follows the entry with hash `previous`."""
    return hashlib.sha256(bytes.fromhex(previous) + body).hexdigest()


def first_break(entries: Iterable[tuple[int, str, bytes, str]]) -> int | None:
    """The number of the first entry that does not follow from the one before; None when the chain holds.

    Each entry is (number, previous hash, body, hash), from number 1 in order.
    """
    expected, last = 1, START
    for number, previous, body, own in entries:
        if number != expected or previous != last or chained(previous, body) != own:
            return expected
        expected, last = expected + 1, own
    return None
