"""The changes as they came: adding them, and reading those of a record or a device."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from fieldsurvey.case.change import Change, change_id, parse_change
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.store import tables as t
from fieldsurvey.store.bulk import insert_rows
from fieldsurvey.store.database import Session


@dataclass(frozen=True, slots=True)
class Arrived:
    """A checked change with its bytes. `aside` says why it may not count; empty when it does."""

    id: ChangeId
    change: Change
    body: bytes
    aside: str = ""


def arrived(body: bytes) -> Arrived:
    """Reads and names the bytes of a change; see `parse_change` for what is refused."""
    change = parse_change(body)
    return Arrived(change_id(body), change, body)


def add(session: Session, incoming: Iterable[Arrived]) -> list[Arrived]:
    """Adds those that are new and returns them; a change already here changes nothing.

    One kept aside that now comes from somebody who may bring it counts from now on, and is returned as well.
    """
    by_id = {item.id: item for item in incoming}
    known = _asides(session, list(by_id))
    new = [item for identity, item in by_id.items() if identity not in known]
    insert_rows(
        session,
        t.change.name,
        ("id", "record", "kind", "device", "n", "aside", "body"),
        [(i.id, i.change.record, i.change.kind, i.change.device, i.change.n, i.aside, i.body) for i in new],
    )
    released = [item for identity, item in by_id.items() if known.get(identity) and not item.aside]
    for item in released:
        put_aside(session, item.id, "")
    return [*new, *released]


def _asides(session: Session, ids: Sequence[str]) -> dict[str, str]:
    """Of those changes that are here, why each does not count; safe for any number of ids."""
    found: dict[str, str] = {}
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        rows = session.execute(select(t.change.c.id, t.change.c.aside).where(t.change.c.id.in_(some)))
        found.update((identity, aside) for identity, aside in rows)
    return found


def of_records(session: Session, kind: str, records: Sequence[str]) -> dict[str, list[tuple[ChangeId, Change]]]:
    """The changes that count of each record of a kind, in order of arrival.

    A record is its kind and its id: a change of another kind under the same id belongs to another record, so that
    nobody reaches a record of a kind they may not write.
    """
    found: dict[str, list[tuple[ChangeId, Change]]] = {}
    for start in range(0, len(records), 500):
        some = records[start : start + 500]
        rows = session.execute(
            select(t.change.c.id, t.change.c.body)
            .where(t.change.c.record.in_(some), t.change.c.kind == kind, t.change.c.aside == "")
            .order_by(t.change.c.seq)
        )
        for identity, body in rows:
            change = parse_change(body)
            found.setdefault(change.record, []).append((ChangeId(identity), change))
    return found


def known_records(session: Session, kind: str, records: Sequence[str]) -> set[str]:
    """Which of these records of a kind have at least one change here that counts."""
    found: set[str] = set()
    for start in range(0, len(records), 500):
        some = records[start : start + 500]
        found.update(
            session.execute(
                select(t.state.c.record).where(t.state.c.kind == kind, t.state.c.record.in_(some))
            ).scalars()
        )
    return found


def last_number(session: Session, device: str) -> int:
    """The highest number of a device's changes here; 0 when there is none."""
    return session.execute(select(func.max(t.change.c.n)).where(t.change.c.device == device)).scalar() or 0


def numbers(session: Session) -> dict[str, list[int]]:
    """The numbers of every device's changes here that count, ascending; what was put aside is not confirmed."""
    found: dict[str, list[int]] = {}
    chosen = select(t.change.c.device, t.change.c.n).where(t.change.c.aside == "")
    for device, number in session.execute(chosen.order_by(t.change.c.device, t.change.c.n)):
        found.setdefault(device, []).append(number)
    return found


def all_records(session: Session) -> dict[str, list[str]]:
    """Every record that has changes that count, by kind, in order of first arrival."""
    rows = session.execute(
        select(t.change.c.kind, t.change.c.record)
        .where(t.change.c.aside == "")
        .group_by(t.change.c.kind, t.change.c.record)
        .order_by(func.min(t.change.c.seq))
    )
    found: dict[str, list[str]] = {}
    for kind, record in rows:
        found.setdefault(kind, []).append(record)
    return found


def forks(session: Session, incoming: Sequence[Arrived]) -> list[Arrived]:
    """Changes whose device and number are already taken by another change: the sign of a cloned laptop."""
    by_device: dict[str, list[Arrived]] = {}
    for item in incoming:
        by_device.setdefault(item.change.device, []).append(item)
    found: list[Arrived] = []
    for device, items in by_device.items():
        taken = t.change.c.n.between(min(i.change.n for i in items), max(i.change.n for i in items))
        rows = session.execute(select(t.change.c.n, t.change.c.id).where(t.change.c.device == device, taken))
        known: dict[int, set[str]] = {}
        for number, identity in rows:
            known.setdefault(number, set()).add(identity)
        found.extend(item for item in items if known.get(item.change.n, set()) - {item.id})
    return found


def kept_aside(session: Session) -> Iterator[tuple[ChangeId, str, str, str]]:
    """(change, record, device, reason) of every change that may not count."""
    rows = session.execute(
        select(t.change.c.id, t.change.c.record, t.change.c.device, t.change.c.aside).where(t.change.c.aside != "")
    )
    for identity, record, device, reason in rows:
        yield ChangeId(identity), record, device, reason


def put_aside(session: Session, identity: str, reason: str) -> None:
    """Marks a change as not counting, or with an empty reason as counting again."""
    session.execute(update(t.change).where(t.change.c.id == identity).values(aside=reason))
