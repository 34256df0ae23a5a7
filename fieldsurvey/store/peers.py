"""What is known of the devices at the other end of the stick: certificates, packages, what each has."""

from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session

RangesJson = dict[str, list[list[int]]]
# The direction of packages that this home read when it was another device.
READ_BEFORE: Final = "in-before"


@dataclass(frozen=True, slots=True)
class PeerRow:
    """A certified device. `home` is the first device of its home; `acknowledged` is what its last receipt named."""

    id: str
    code: str
    desk: str
    certificate: bytes
    home: str
    revoked_at: str
    acknowledged: RangesJson
    receipt_at: str


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One package written or read. `covers` are the changes in it, by device."""

    direction: str
    peer: str
    incarnation: int
    seq: int
    hash: str
    prev: str
    name: str
    at: str
    covers: RangesJson


_PEER = (
    t.device.c.id,
    t.device.c.code,
    t.device.c.desk,
    t.device.c.certificate,
    t.device.c.home,
    t.device.c.revoked_at,
    t.device.c.acknowledged,
    t.device.c.receipt_at,
)


def add_peer(session: Session, *, device: str, code: str, desk: str, certificate: bytes, home: str = "") -> None:
    """Keeps a device's certificate, in place of a former one.

    `home` is the first device of its home; without it the device is its own first.
    """
    kept = {"code": code, "desk": desk, "certificate": certificate, "home": home or device}
    write = upsert(t.device).values(id=device, **kept)
    session.execute(write.on_conflict_do_update(index_elements=["id"], set_=kept))


def peers(session: Session) -> list[PeerRow]:
    """Every certified device by code."""
    rows = session.execute(select(*_PEER).order_by(t.device.c.code))
    return [PeerRow(*row[:6], msgspec.json.decode(row[6], type=RangesJson), row[7]) for row in rows]


def peer(session: Session, device: str) -> PeerRow | None:
    """The certified device of this id, or None."""
    return next((row for row in peers(session) if row.id == device), None)


def revoke(session: Session, device: str, at: str) -> None:
    """Marks a device as no longer trusted."""
    session.execute(update(t.device).where(t.device.c.id == device).values(revoked_at=at))


def note_receipt(session: Session, device: str, acknowledged: RangesJson, at: str) -> None:
    """Keeps what a device says it has."""
    session.execute(
        update(t.device)
        .where(t.device.c.id == device)
        .values(acknowledged=msgspec.json.encode(acknowledged), receipt_at=at)
    )


def note_package(session: Session, row: PackageRow) -> None:
    """Keeps that a package was written or read."""
    session.execute(
        insert(t.package).values(
            direction=row.direction,
            peer=row.peer,
            incarnation=row.incarnation,
            seq=row.seq,
            hash=row.hash,
            prev=row.prev,
            name=row.name,
            at=row.at,
            covers=msgspec.json.encode(row.covers),
        )
    )


def packages(session: Session, direction: str, peer_id: str) -> list[PackageRow]:
    """The packages written to (`out`) or read from (`in`) a device, by number."""
    rows = session.execute(
        select(
            t.package.c.direction,
            t.package.c.peer,
            t.package.c.incarnation,
            t.package.c.seq,
            t.package.c.hash,
            t.package.c.prev,
            t.package.c.name,
            t.package.c.at,
            t.package.c.covers,
        )
        .where(t.package.c.direction == direction, t.package.c.peer == peer_id)
        .order_by(t.package.c.incarnation, t.package.c.seq, t.package.c.id)
    )
    return [PackageRow(*row[:8], msgspec.json.decode(row[8], type=RangesJson)) for row in rows]


def begin_streams_anew(session: Session) -> None:
    """Puts the packages read so far with those read by a former device: to this one every sender counts from 1."""
    session.execute(update(t.package).where(t.package.c.direction == "in").values(direction=READ_BEFORE))
    session.execute(delete(t.kept).where(t.kept.c.key.like("journal_head:%")))


def count_cases(session: Session) -> int:
    """How many cases are here."""
    return session.execute(select(func.count()).select_from(t.case_row)).scalar() or 0
