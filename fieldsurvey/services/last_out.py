"""Which packages reached a stick: one that was built and never copied carries nothing to anybody."""

from collections.abc import Collection

import msgspec

from fieldsurvey.store import kept, peers
from fieldsurvey.store.database import Session
from fieldsurvey.store.peers import PackageRow, PeerRow
from fieldsurvey.sync.ranges import Ranges


class LastOut(msgspec.Struct, frozen=True):
    """The packages last built for a peer, and what went into them; `told` is what they said of changes had.

    `held` are those that are on no stick yet, of earlier times too: each stays there until it is on one, read back.
    """

    asked: str = ""
    told: str = ""
    names: list[str] = []
    counts: list[int] = []
    held: list[str] = []


def last_out(session: Session, peer: str) -> LastOut:
    """What was last built for a peer; an empty one before the first."""
    return kept.kept(session, f"last_out:{peer}", LastOut, LastOut())


def keep_last_out(session: Session, peer: str, last: LastOut) -> None:
    """Keeps what was last built for a peer."""
    kept.keep(session, f"last_out:{peer}", last)


def note_delivered(session: Session, peer: str, names: Collection[str]) -> None:
    """Keeps that packages reached a stick."""
    last = last_out(session, peer)
    held = [name for name in last.held if name not in names]
    if held != last.held:
        keep_last_out(session, peer, msgspec.structs.replace(last, held=held))


def packages_on_stick(session: Session, peer: str) -> list[PackageRow]:
    """The packages for a peer that reached a stick, by number."""
    held = set(last_out(session, peer).held)
    return [row for row in peers.packages(session, "out", peer) if row.name not in held]


def changes_on_stick(session: Session, peer: PeerRow) -> Ranges:
    """The changes that were put on a stick for a peer."""
    written = Ranges()
    for row in packages_on_stick(session, peer.id):
        written = written.union(Ranges.from_json(row.covers))
    return written
