"""A household as a life event finds it, with its open draft, and the ways to say something of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Entry, entry
from fieldsurvey.case.document import Document, to_document
from fieldsurvey.case.draft import Answer, overlaid, removal, sealed_entries
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.ids import Address, RecordId, derived_row, row_address
from fieldsurvey.clock import business_date
from fieldsurvey.services.errors import EventClashingError
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import drafts, folding
from fieldsurvey.store.database import Session
from fieldsurvey.store.drafts import DraftRow
from fieldsurvey.store.errors import CaseMissingError

EVENTS: Final = "life_events"


@dataclass(slots=True)
class Target:
    """One household: its state, what the open draft says over it, and the document that people see."""

    record: RecordId
    state: State
    draft: DraftRow | None
    answers: dict[Address, Answer]
    over: State
    document: Document

    @property
    def waits_for_worker(self) -> bool:
        """True while a change of worker stands in the open draft alone, and may yet be given up."""
        return bool(self.state.heads) and any(
            address.startswith(f"{EVENTS}/") and address.endswith("/type") and said.value == "change_worker"
            for address, said in self.answers.items()
        )

    def check_settled(self, addresses: Iterable[str]) -> None:
        """Refuses where two values stand: moving one of them would hide the other.

        Raises:
            EventClashingError: a clash among these addresses, or rows, `list/row/`.
        """
        touched = tuple(addresses)
        clashing = [clash.address for clash in self.state.clashes() if clash.address.startswith(touched)]
        if touched and clashing:
            raise EventClashingError(count=len(clashing))


def target_of(session: Session, record: str) -> Target:
    """The household of this id.

    Raises:
        CaseMissingError: it is not on this device.
    """
    state = folding.state_of(session, "case", record)
    draft = drafts.of_record(session, record)
    if not state.heads and draft is None:
        raise CaseMissingError
    answers = drafts.answers(session, draft.id) if draft else {}
    over = overlaid(state, answers)
    return Target(RecordId(record), state, draft, answers, over, to_document(over))


def event_row(
    seat: Seat, target: Target, kind: str, key: str, *, reason: str, detail: str, other: str = ""
) -> dict[Address, Value]:
    """The row that keeps a life event; the same event on two desks is the same row."""
    today = business_date(seat.now()).isoformat()
    row = derived_row(target.record, EVENTS, f"{kind}:{key}:{today}")
    said: dict[str, Value] = {
        PLACE: len(target.over.rows(EVENTS)) + 1,
        "type": kind,
        "happened_on": today,
        "reason": reason or None,
        "detail": detail,
        "other_case": other or None,
    }
    return {row_address(EVENTS, row, name): value for name, value in said.items() if value is not None}


def say_in_draft(
    session: Session,
    seat: Seat,
    target: Target,
    said: Mapping[Address, Value],
    *,
    gone: str = "",
    why: str = "",
) -> None:
    """Answers in the open draft; with `gone`, `list/row`, that row is removed by the same step."""
    draft = target.draft
    if draft is None:
        raise CaseMissingError
    new = [address for address in said if address not in target.answers]
    drafts.remember_seen(session, draft.id, target.state, new)
    drafts.answer(session, draft.id, sorted(said.items()), seat.stamp())
    if gone:
        answers = drafts.answers(session, draft.id)
        moved = _moved_in(said, gone)
        rest = [address for address in target.state.heads if address.startswith(f"{gone}/") and address not in answers]
        drafts.remember_seen(session, draft.id, target.state, rest)
        leaves = removal(target.state, answers, gone, why, said=moved)
        drafts.answer(session, draft.id, sorted(leaves.items()), seat.stamp())


def say_sealed(
    session: Session,
    seat: Seat,
    target: Target,
    said: Mapping[Address, Value],
    *,
    why: str,
    gone: Sequence[str] = (),
    reason: str = "",
    what: str = "life-event",
) -> list[str]:
    """Seals one change at once; with `gone`, `list/row`, those rows are removed by it. An open draft goes on.

    `what` is its name in the journal.
    """
    entries = entries_of(target.state, said)
    for row in gone:
        moved = _moved_in(said, row)
        leaves = removal(target.state, {}, row, reason, said=moved)
        answers = {address: Answer(value, tuple(target.state.standing(address))) for address, value in leaves.items()}
        for address in [address for address in entries if address.startswith(f"{row}/")]:
            del entries[address]
        entries.update(sealed_entries(answers, target.state))
    if not entries:
        return []
    ids = seal(session, seat, [Said("case", target.record, entries, why=why)], what=what)
    if target.draft is not None:
        after = folding.state_of(session, "case", target.record)
        drafts.remember_seen(session, target.draft.id, after, [Address(address) for address in entries])
        drafts.note_saved(session, target.draft.id, seat.stamp())
    return list(ids)


def withdraw_rows(session: Session, seat: Seat, target: Target, rows: Iterable[str]) -> None:
    """Takes the draft's answers in these rows, `list/row`, back: what they said has been said elsewhere."""
    if target.draft is None:
        return
    prefixes = tuple(f"{row}/" for row in rows)
    own = [each for each in target.answers if each.startswith(prefixes)]
    drafts.withdraw(session, target.draft.id, own, seat.stamp())


def entries_of(state: State, said: Mapping[Address, Value]) -> dict[str, Entry]:
    """The entries of a change that says this over a state; what stands already is left out."""
    return {
        address: entry(value, state.standing(address))
        for address, value in said.items()
        if state.value(address) != value or len(state.heads.get(address, {})) > 1
    }


def told_events(target_answers: Mapping[Address, Answer]) -> str:
    """The reason of a change in which life events were recorded: what they say of themselves."""
    details = [
        str(given.value)
        for address, given in target_answers.items()
        if address.startswith(f"{EVENTS}/") and address.endswith("/detail") and given.value
    ]
    return ";".join(details)


def is_removed(over: State, row: str) -> bool:
    """Whether somebody removed this row, `list/row`."""
    heads = over.heads.get(Address(f"{row}/{REMOVED}"), {})
    return any(value is not None for value in heads.values())


def _moved_in(said: Mapping[Address, Value], row: str) -> dict[str, Value]:
    prefix = f"{row}/"
    return {
        address.removeprefix(prefix): value
        for address, value in said.items()
        if address.startswith(prefix) and value is not None and not address.endswith(f"/{PLACE}")
    }
