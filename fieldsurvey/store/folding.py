"""Folding records into their state rows and projections, in batches."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import delete, func, insert, select

from fieldsurvey.case.canonical import digest
from fieldsurvey.case.change import Change
from fieldsurvey.case.document import Document, document_of_first, to_document
from fieldsurvey.case.fold import State, fold
from fieldsurvey.case.ids import ChangeId
from fieldsurvey.case.values import LATER
from fieldsurvey.progress import Progress
from fieldsurvey.store import changes, projections
from fieldsurvey.store import tables as t
from fieldsurvey.store.bulk import insert_rows
from fieldsurvey.store.changes import Arrived
from fieldsurvey.store.database import Session

BATCH = 1_000
VERSION_LENGTH = 32
_LATER = msgspec.json.encode(LATER)


def take(session: Session, incoming: Sequence[Arrived]) -> list[Arrived]:
    """Adds changes and brings states, lists and search up to date; returns those that were new.

    Safe to repeat. What is put aside is kept but does not touch any state.
    """
    new = changes.add(session, incoming)
    counted = [item for item in new if not item.aside]
    if not counted:
        return new
    by_kind: dict[str, list[Arrived]] = {}
    for item in counted:
        by_kind.setdefault(item.change.kind, []).append(item)
    for kind, items in by_kind.items():
        _refold(session, kind, items)
    return new


def _refold(session: Session, kind: str, items: Sequence[Arrived]) -> None:
    alone = {item.change.record: [(item.id, item.change)] for item in items}
    known = changes.known_records(session, kind, list(alone))
    # Several changes of a record are read back in their order: one that counts only now arrived before the others.
    several = Counter(item.change.record for item in items)
    read = changes.of_records(session, kind, [each for each in alone if each in known or several[each] > 1])
    _write(session, kind, alone | read, known)


def rebuild(session: Session, progress: Progress) -> int:
    """Makes every state and projection anew from the changes; returns the number of records."""
    # The lines of the list that findings hang on become others: every household waits to be looked at again.
    trailing = (t.paper_compared, t.checked_row, t.finding_row, t.finding_text, t.shared_key)
    for table in (t.state, t.clash, *projections.TABLES, *trailing):
        session.execute(delete(table))
    projections.clear_search(session)
    by_kind = changes.all_records(session)
    total = sum(len(records) for records in by_kind.values())
    progress.begin("重建各户状态", total)
    for kind, records in by_kind.items():
        for start in range(0, len(records), BATCH):
            some = records[start : start + BATCH]
            _write(session, kind, changes.of_records(session, kind, some), set())
            progress.step(len(some))
    return total


def state_of(session: Session, kind: str, record: str) -> State:
    """The state of one record with its heads, folded now; empty for a record that is not here."""
    return fold(changes.of_records(session, kind, [record]).get(record, []))


def version_of(identities: Sequence[str]) -> str:
    """Which changes a record is made of, in whatever order they came: the same on two desks that have the same."""
    return digest("".join(sorted(identities)).encode())[:VERSION_LENGTH]


def document_of(session: Session, kind: str, record: str) -> Document | None:
    """The folded document of a record; None when it is not here."""
    chosen = select(t.state.c.document).where(t.state.c.kind == kind, t.state.c.record == record)
    body = session.execute(chosen).scalar()
    return None if body is None else msgspec.json.decode(body)


def bodies_of(session: Session, kind: str, records: Sequence[str]) -> dict[str, bytes]:
    """The folded documents of these records as they are kept, as far as they are here."""
    found: dict[str, bytes] = {}
    for start in range(0, len(records), BATCH):
        chosen = select(t.state.c.record, t.state.c.document).where(
            t.state.c.kind == kind, t.state.c.record.in_(records[start : start + BATCH])
        )
        found.update((record, body) for record, body in session.execute(chosen).all())
    return found


def documents_of(session: Session, kind: str, records: Sequence[str]) -> dict[str, Document]:
    """The folded documents of these records, as far as they are here."""
    return {record: msgspec.json.decode(body) for record, body in bodies_of(session, kind, records).items()}


def documents(session: Session, kind: str) -> dict[str, Document]:
    """All documents of a kind by record; for kinds with few records."""
    rows = session.execute(select(t.state.c.record, t.state.c.document).where(t.state.c.kind == kind))
    return {record: msgspec.json.decode(body) for record, body in rows}


def records_naming(session: Session, kind: str, identity: str) -> list[str]:
    """The records of a kind in whose documents an id stands, wherever: of results those of one list, however moved."""
    holds = func.instr(t.state.c.document, identity.encode()) > 0
    return list(session.execute(select(t.state.c.record).where(t.state.c.kind == kind, holds)).scalars())


def each_body(session: Session, kind: str) -> Iterator[tuple[str, bytes]]:
    """All documents of a kind as they are kept, one after the other; however many, few are in memory at once."""
    last = ""
    while True:
        chosen = (
            select(t.state.c.record, t.state.c.document)
            .where(t.state.c.kind == kind, t.state.c.record > last)
            .order_by(t.state.c.record)
            .limit(BATCH)
        )
        rows = session.execute(chosen).all()
        yield from ((record, body) for record, body in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1][0]


def count(session: Session, kind: str) -> int:
    """How many records of a kind there are."""
    return session.execute(select(func.count()).where(t.state.c.kind == kind)).scalar_one()


def _printer(of_one: Sequence[tuple[ChangeId, Change]]) -> str:
    """Who printed a paper; of two who did it at once the one whose values are shown. Empty while it waits."""
    printed = {identity: change.author for identity, change in of_one if "printed_on" in change.set}
    return printed[max(printed)] if printed else ""


def _write(
    session: Session, kind: str, of_record: Mapping[str, Sequence[tuple[ChangeId, Change]]], known: set[str]
) -> None:
    """Writes records from their changes in order of arrival; no clock says which was the last."""
    if known:
        old = sorted(known)
        session.execute(delete(t.state).where(t.state.c.kind == kind, t.state.c.record.in_(old)))
        session.execute(delete(t.clash).where(t.clash.c.kind == kind, t.clash.c.record.in_(old)))
    states: list[tuple[str, str, int, bytes]] = []
    clashes: list[dict[str, object]] = []
    projected: list[projections.Folded] = []
    for record, of_one in of_record.items():
        if len(of_one) == 1 and not of_one[0][1].has_removals:
            document, found = document_of_first(of_one[0][1]), []
        else:
            state = fold(of_one)
            document, found = to_document(state), state.clashes()
        body = msgspec.json.encode(document)
        states.append((record, kind, len(of_one), body))
        clashes.extend({"kind": kind, "record": record, "address": clash.address} for clash in found)
        _, last = of_one[-1]
        # Within a text the quotes would be escaped, so that this is the gap itself, wherever it stands.
        version = version_of([identity for identity, _ in of_one]) if kind == "case" else ""
        later, author = body.count(_LATER), _printer(of_one) if kind == "paper" else ""
        projected.append(projections.Folded(record, kind, document, len(found), last.at, later, version, author))
    insert_rows(session, t.state.name, ("record", "kind", "changes", "document"), states)
    if clashes:
        session.execute(insert(t.clash), clashes)
    projections.write(session, projected, known)
