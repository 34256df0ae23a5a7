"""Which packages reached a stick: one that was built and never copied carries nothing to anybody."""

import msgspec

from fieldsurvey.store import kept, peers
from fieldsurvey.store.database import Session
from fieldsurvey.store.peers import PackageRow, PeerRow
from fieldsurvey.sync.ranges import Ranges


class LastOut(msgspec.Struct, frozen=True):
    """The packages last built for a peer, and what went into them; `told` is what they said of changes had.

    `delivered` says that they are on a stick, read back.
    """

    asked: str = ""
    told: str = ""
    names: list[str] = []
    counts: list[int] = []
    delivered: bool = False


def last_out(session: Session, peer: str) -> LastOut:
    """What was last built for a peer; an empty one before the first."""
    return kept.kept(session, f"last_out:{peer}", LastOut, LastOut())


def keep_last_out(session: Session, peer: str, last: LastOut) -> None:
    """Keeps what was last built for a peer."""
    kept.keep(session, f"last_out:{peer}", last)


def packages_on_stick(session: Session, peer: str) -> list[PackageRow]:
    """The packages for a peer that reached a stick, by number."""
    last = last_out(session, peer)
    held = set() if last.delivered else set(last.names)
    return [row for row in peers.packages(session, "out", peer) if row.name not in held]


def changes_on_stick(session: Session, peer: PeerRow) -> Ranges:
    """The changes that were put on a stick for a peer."""
    written = Ranges()
    for row in packages_on_stick(session, peer.id):
        written = written.union(Ranges.from_json(row.covers))
    return written
