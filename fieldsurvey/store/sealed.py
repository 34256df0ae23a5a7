"""Whether what was sealed is still what it was: changes against their ids, and against the journal of this home."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import LargeBinary, cast, func, or_, select

from fieldsurvey.case.canonical import digest
from fieldsurvey.store import journal
from fieldsurvey.store import tables as t
from fieldsurvey.store.database import Session

_NAMED: Final = re.compile(rb'"sha256":"([0-9a-f]{64})"')


class _Envelope(msgspec.Struct, gc=False):
    """Of a change only what stands in columns beside its bytes."""

    kind: str
    record: str
    device: str
    n: int


def altered(session: Session) -> int:
    """How many changes are not what their id says, or are filed under another record, kind, device or number."""
    columns = (t.change.c.id, t.change.c.record, t.change.c.kind, t.change.c.device, t.change.c.n)
    # Read as bytes whatever it was made into: a forger may have left text there.
    rows = session.execute(select(*columns, cast(t.change.c.body, LargeBinary)))
    decoder = msgspec.json.Decoder(_Envelope)
    count = 0
    for identity, record, kind, device, number, body in rows:
        if hashlib.sha256(body).hexdigest() != identity:
            count += 1
            continue
        said = decoder.decode(body)
        count += (said.record, said.kind, said.device, said.n) != (record, kind, device, number)
    return count


def evidence_named(session: Session) -> set[str]:
    """Every evidence file that some change ever named, whether it stands or not, or that an open draft names."""
    change, answer = cast(t.change.c.body, LargeBinary), t.draft_answer.c
    changes = select(change).where(func.instr(change, b'/file":') > 0)
    # A removal keeps beside its reason what the draft had answered in the row, so that it can come back.
    told = or_(answer.address.endswith("/file"), answer.address.endswith("/removed"))
    drafted = select(cast(answer.value, LargeBinary)).where(told)
    named: set[str] = set()
    for chosen in (changes, drafted):
        for body in session.execute(chosen).scalars():
            named.update(sha256.decode() for sha256 in _NAMED.findall(body))
    return named


def journals(session: Session) -> set[str]:
    """The devices that have a journal here: this one, and those that its home was before."""
    return set(session.execute(select(t.journal.c.device).distinct()).scalars())


def broken_at(session: Session, device: str) -> int | None:
    """The first entry of a device's journal that does not hold; None when all of it does.

    It has to follow from the one before, and the changes that it says were sealed have to be here as they were. A
    device that ever was in use has a journal: an empty one was taken away.
    """
    breaks = [journal.broken_at(session, device)]
    breaks.append(next(_unlike_changes(session, device), None))
    if not journal.head(session, device)[0]:
        breaks.append(1)
    return min((number for number in breaks if number is not None), default=None)


def _unlike_changes(session: Session, device: str) -> Iterator[int]:
    rows = session.execute(
        select(t.journal.c.n, cast(t.journal.c.body, LargeBinary))
        .where(t.journal.c.device == device)
        .order_by(t.journal.c.n)
    )
    for number, body in rows.fetchall():
        # The numbers that were given, and the digest of the ids in their order; nothing of it in other entries.
        match _about(body):
            case {"first": int(first), "last": int(last), "ids": str(ids)}:
                if digest("".join(_ids(session, device, first, last)).encode()) != ids:
                    yield number


def _about(body: bytes) -> object:
    try:
        return msgspec.json.decode(body, type=dict[str, Any]).get("about")
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # Not what was written: the chain says so.
        return None


def _ids(session: Session, device: str, first: int, last: int) -> Sequence[str]:
    rows = session.execute(
        select(t.change.c.n, t.change.c.id)
        .where(t.change.c.device == device, t.change.c.n.between(first, last))
        .order_by(t.change.c.seq)
    )
    found: dict[int, str] = {}
    for number, identity in rows:
        # What a copy of this home numbered alike came later.
        found.setdefault(number, identity)
    return [found[number] for number in sorted(found)]
