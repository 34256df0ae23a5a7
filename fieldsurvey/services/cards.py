"""What the exchange tells people: peers, packages on a stick, what was written and read, what is confirmed."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class PeerCard:
    """A device at the other end. Times are as shown; empty when it never happened."""

    device: str
    code: str
    desk: str
    last_written: str
    last_read: str
    unacknowledged: int
    revoked: bool


@dataclass(frozen=True, slots=True)
class WrittenCard:
    """A package now on the stick and read back. `already` says that the very file was there before."""

    name: str
    path: Path
    changes: int
    recipient: str
    already: bool


@dataclass(frozen=True, slots=True)
class StickCard:
    """A package on a stick. `state` is new, read, not_for_us or refused; `sentence` says why."""

    path: Path
    name: str
    sender: str
    seq: int
    size: int
    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class StickView:
    """What is on a stick, and what the user should know of it."""

    files: list[StickCard]
    warnings: list[str]


@dataclass(frozen=True, slots=True)
class ReadCard:
    """What reading a package did.

    `missing` are numbers of the stream never read; `already` means nothing to do.

    `journal_back` says that the sender's journal is shorter than it was, or another: somebody cut or replaced it.
    """

    name: str
    sender: str
    cases_new: int = 0
    cases_changed: int = 0
    changes: int = 0
    clashes_new: int = 0
    files: int = 0
    aside: int = 0
    forks: int = 0
    already: bool = False
    missing: list[int] = field(default_factory=list)
    hash: str = ""
    journal_back: bool = False


@dataclass(frozen=True, slots=True)
class RefusedCard:
    """A package that was not taken, and why."""

    name: str
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ReceiptCard:
    """How much of what this device wrote a peer has confirmed, and when its last receipt came.

    `unwritten`: changes for it that are on no stick yet.
    """

    code: str
    sent: int
    confirmed: int
    last_receipt: str
    unwritten: int
