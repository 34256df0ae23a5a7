"""A visit at the door: answers that are safe at once, and the change that they become."""

from dataclasses import dataclass
from typing import Any

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.change import entry
from fieldsurvey.case.document import Document, to_document
from fieldsurvey.case.draft import Answer, overlaid, removal, restored, sealed_entries
from fieldsurvey.case.errors import AnswerMalformedError, ChangeMalformedError, TextTooLongError
from fieldsurvey.case.field import Field, Sort
from fieldsurvey.case.fold import PLACE, REMOVED, State
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.case.ids import Address, new_record, new_row, row_address
from fieldsurvey.case.problems import Problem, problems
from fieldsurvey.clock import business_date, shown
from fieldsurvey.services.companions import companion_of
from fieldsurvey.services.errors import NotAllowedError
from fieldsurvey.services.seat import REASON_LENGTH, Said, Seat, note, seal
from fieldsurvey.store import drafts, folding, kept, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.drafts import DraftRow
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import plain

_MOVES_ON = frozenset({"", "draft", "applied", "accepted", "surveying", "returned"})


@dataclass(frozen=True, slots=True)
class DraftCard:
    """An open draft as offered for going on."""

    draft_id: str
    case_id: str
    survey_no: str
    name: str
    address: str
    page: int
    saved_at: str
    author: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A draft as the wizard shows it: the record with the answers over it.

    `arrived` are fields that others changed since they were last shown; `answered` are those answered here.
    """

    draft_id: str
    case_id: str
    survey_no: str
    name: str
    page: int
    focus: str
    saved_at: str
    document: Document
    arrived: list[str]
    clashes: list[str]
    answered: list[str]
    removed: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Finished:
    """A finished visit. `change_id` is empty when nothing new had been answered."""

    case_id: str
    change_id: str
    problems: list[Problem]


class Visits:
    """What surveyors do at the table. Every method is one transaction and safe on disk when it returns."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open_drafts(self) -> list[DraftCard]:
        """The drafts on this laptop, the one last written to first."""
        with self._seat.database.begin() as session:
            return [self._card(session, row) for row in drafts.all_open(session)]

    def start(self, case_id: str | None) -> DraftView:
        """Begins a household, or a visit to a known one; a case with an open draft goes on with it.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            row = drafts.of_record(session, case_id) if case_id else None
            if row is None:
                if case_id is not None and search.row_of(session, case_id) is None:
                    raise CaseMissingError
                row = self._begin(session, case_id)
            return self._view(session, row)

    def view(self, draft_id: str) -> DraftView:
        """The draft as it stands; what it shows is what later answers replace.

        Raises:
            DraftMissingError: it was finished or discarded.
        """
        with self._seat.database.begin() as session:
            return self._view(session, drafts.get(session, draft_id))

    def answer(self, draft_id: str, address: str, value: Value, *, page: int | None = None) -> str:
        """Keeps one answer; on disk when it returns. Returns the time as shown, `14:02:31`.

        Raises:
            TextTooLongError, AnswerMalformedError, UnknownFieldError, NotAllowedError: nothing changed.
            DraftMissingError: the draft was finished or discarded.
        """
        said = [(Address(address), self._fit(address, value))]
        at = self._seat.stamp()
        with self._seat.database.begin() as session:
            said.extend(self._read_from_identity(session, draft_id, address, said[0][1]))
            drafts.answer(session, draft_id, said, at, place=None if page is None else (page, address))
        return shown(at)[11:]

    def add_row(self, draft_id: str, group: str) -> str:
        """Adds an empty row at the end of a list and returns its id."""
        row = new_row()
        with self._seat.database.begin() as session:
            state = self._overlaid(session, drafts.get(session, draft_id))
            used = [state.value(row_address(group, r, PLACE)) for r in state.rows(group)]
            place = max((p for p in used if isinstance(p, int)), default=0) + 1
            address = row_address(group, row, PLACE)
            self._fit(address, place)
            drafts.answer(session, draft_id, [(address, place)], self._seat.stamp())
        return row

    def remove_row(self, draft_id: str, group: str, row: str, why: str) -> None:
        """Removes a row; one that was only added in this draft goes without trace. Comes back by restore_row.

        Raises:
            TextTooLongError, NotAllowedError: nothing changed.
        """
        if len(why) > REASON_LENGTH:
            raise TextTooLongError(length=len(why), limit=REASON_LENGTH)
        self._fit(row_address(group, row, PLACE), None)
        with self._seat.database.begin() as session:
            draft = drafts.get(session, draft_id)
            state = folding.state_of(session, "case", draft.record)
            answers = drafts.answers(session, draft_id)
            prefix = f"{group}/{row}/"
            if not any(address.startswith(prefix) for address in state.heads):
                drafts.withdraw(session, draft_id, [address for address in answers if address.startswith(prefix)])
                return
            gone = removal(state, answers, f"{group}/{row}", str(tidied(why)))
            drafts.answer(session, draft_id, sorted(gone.items()), self._seat.stamp())

    def restore_row(self, draft_id: str, group: str, row: str) -> None:
        """Brings back a row that this draft removed, with what the draft had answered in it."""
        with self._seat.database.begin() as session:
            drafts.get(session, draft_id)
            answers = drafts.answers(session, draft_id)
            back = restored(answers, f"{group}/{row}")
            own = [address for address in answers if address.startswith(f"{group}/{row}/")]
            drafts.withdraw(session, draft_id, [address for address in own if address not in back])
            if back:
                drafts.answer(session, draft_id, sorted(back.items()), self._seat.stamp())

    def turn_to(self, draft_id: str, page: int, focus: str) -> None:
        """Remembers the page and the field that the writer is at."""
        with self._seat.database.begin() as session:
            drafts.turn_to(session, draft_id, page, focus)

    def problems(self, draft_id: str) -> list[Problem]:
        """The open points of the draft, in the order of the pages."""
        with self._seat.database.begin() as session:
            state = self._overlaid(session, drafts.get(session, draft_id))
            return problems(to_document(state), business_date(self._seat.now()))

    def finish(self, draft_id: str, *, later: bool) -> Finished:
        """Seals the draft into one change (完成, or with `later` 存为待补) and ends it, all or nothing."""
        with self._seat.database.begin() as session:
            row = drafts.get(session, draft_id)
            answers = drafts.answers(session, draft_id)
            state = folding.state_of(session, "case", row.record)
            document = to_document(overlaid(state, answers))
            entries = sealed_entries(answers, state)
            ids = []
            moved_on = self._moved_on(state, document, later=later)
            if entries or (moved_on and _status(document) == "surveying"):
                entries.update(moved_on)
                ids = seal(session, self._seat, [Said("case", row.record, entries)])
            drafts.end(session, draft_id)
            found = problems(document, business_date(self._seat.now()))
        return Finished(row.record, ids[0] if ids else "", found)

    def discard(self, draft_id: str) -> None:
        """Ends a draft without a change; the journal keeps that it was discarded."""
        with self._seat.database.begin() as session:
            row = drafts.get(session, draft_id)
            note(session, self._seat, "draft-discarded", {"record": row.record})
            drafts.end(session, draft_id)

    def _begin(self, session: Session, case_id: str | None) -> DraftRow:
        at = self._seat.stamp()
        row = DraftRow(
            id=new_record(),
            record=case_id or new_record(),
            author=self._seat.staff_id,
            started_at=at,
            saved_at=at,
            page=1,
            focus="",
        )
        drafts.begin(session, row)
        if case_id is None:
            drafts.answer(session, row.id, self._first_answers(session), at)
        return row

    def _first_answers(self, session: Session) -> list[tuple[Address, Value]]:
        visit, worker = new_row(), new_row()
        today = business_date(self._seat.now()).isoformat()
        companion = companion_of(session, self._seat)
        said: list[tuple[Address, Value]] = [
            (Address("survey_no"), next_survey_no(session, self._seat)),
            (Address("filing_org"), tidied(self._seat.identity.organisation or None)),
            (row_address("members", worker, PLACE), 1),
            (row_address("members", worker, "relation"), "01"),
            (row_address("members", worker, "counts_in_household"), True),
            (row_address("visits", visit, PLACE), 1),
            (row_address("visits", visit, "visited_on"), today),
            (row_address("visits", visit, "surveyor1"), tidied(self._seat.staff_name)),
        ]
        return [*said, (row_address("visits", visit, "surveyor2"), companion)] if companion else said

    def _view(self, session: Session, row: DraftRow) -> DraftView:
        state = folding.state_of(session, "case", row.record)
        answers = drafts.answers(session, row.id)
        before = drafts.shown_heads(session, row.id)
        drafts.remember_shown(session, row.id, state)
        over = overlaid(state, answers)
        document = to_document(over)
        return DraftView(
            draft_id=row.id,
            case_id=row.record,
            survey_no=plain(document.get("survey_no")),
            name=plain(document.get("name")),
            page=row.page,
            focus=row.focus,
            saved_at=shown(row.saved_at),
            document=document,
            arrived=_arrived(state, answers, before),
            clashes=[clash.address for clash in state.clashes()],
            answered=list(answers),
            removed=_removed(answers),
        )

    def _card(self, session: Session, row: DraftRow) -> DraftCard:
        document = to_document(self._overlaid(session, row))
        return DraftCard(
            draft_id=row.id,
            case_id=row.record,
            survey_no=plain(document.get("survey_no")),
            name=plain(document.get("name")),
            address=plain(document.get("home_address")),
            page=row.page,
            saved_at=shown(row.saved_at),
            author=row.author,
        )

    def _overlaid(self, session: Session, row: DraftRow) -> State:
        return overlaid(folding.state_of(session, "case", row.record), drafts.answers(session, row.id))

    def _fit(self, address: str, value: Value) -> Value:
        field = CASE.field(address)
        writers = CASE.writers(address) & self._seat.roles
        if not writers or field.once or field.id == REMOVED or field.sort is Sort.EVENT:
            raise NotAllowedError(what=f"填写“{field.label}”")
        check_length(field, value)
        try:
            return tidied(value)
        except ChangeMalformedError as problem:
            raise AnswerMalformedError(label=field.label, reason=problem.parameters.get("reason", "")) from problem

    def _read_from_identity(
        self, session: Session, draft_id: str, address: str, value: Value
    ) -> list[tuple[Address, Value]]:
        if address != "identity" or not isinstance(value, dict) or value.get("type") != "id_card":
            return []
        read = resident(str(value.get("number", "")))
        if isinstance(read, str):
            return []
        document = to_document(self._overlaid(session, drafts.get(session, draft_id)))
        said: list[tuple[Address, Value]] = []
        # What was read from a number that is now corrected goes with it; what a person entered stays.
        before = resident(_number(document.get("identity")))
        known = (before.sex, before.birth_date.isoformat()) if isinstance(before, Resident) else ()
        for field, found in (("sex", read.sex), ("birth_date", read.birth_date.isoformat())):
            present = document.get(field)
            if not present or present in known:
                said.append((Address(field), found))
        return said

    def _moved_on(self, state: State, document: Document, *, later: bool) -> dict[str, Any]:
        present = _status(document)
        event = {
            "status": "surveying" if later else "surveyed",
            "at": business_date(self._seat.now()).isoformat(),
            "by": self._seat.staff_id,
            "why": "",
        }
        if present not in _MOVES_ON or event["status"] == present:
            return {}
        return {"status": entry(event, state.standing(Address("status")))}


def next_survey_no(session: Session, seat: Seat) -> str:
    """The next survey number of this device: its code and its own counter, printed for ever.

    A copy of the home may count on from the same number elsewhere, and two laptops may go by one code until
    headquarters has given each its own: a new incarnation, and one not admitted yet, adds the start of its id.
    """
    number = kept.kept(session, "survey_number", int, 0) + 1
    kept.keep(session, "survey_number", number)
    is_sure = seat.identity.incarnation == 1 and seat.identity.headquarters
    start = "" if is_sure else f".{seat.identity.device[:3]}"
    return f"{seat.identity.code}{start}-{number:06d}"


def _arrived(state: State, answers: dict[Address, Answer], before: dict[str, list[str]]) -> list[str]:
    found = []
    for address in state.heads:
        standing = state.standing(address)
        known = list(answers[address].heads) if address in answers else before.get(address)
        if (known is not None and standing != sorted(known)) or (known is None and before):
            found.append(str(address))
    return sorted(found)


def _removed(answers: dict[Address, Answer]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for address, given in answers.items():
        parts = address.split("/")
        if len(parts) == 3 and parts[2] == REMOVED and given.value is not None:
            found.setdefault(parts[0], []).append(parts[1])
    return found


def _status(document: Document) -> str:
    status = document.get("status")
    return plain(status.get("status")) if isinstance(status, dict) else ""


def _number(identity: object) -> str:
    return plain(identity.get("number")) if isinstance(identity, dict) else ""


def check_length(field: Field, value: object) -> None:
    """Raises TextTooLongError when the texts of a value are together longer than its field takes."""
    length = _length(value)
    if length > field.max_length:
        raise TextTooLongError(length=length, limit=field.max_length)


def _length(value: object) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(len(str(key)) + _length(item) for key, item in value.items())
    if isinstance(value, list | tuple):
        return sum(_length(item) + 1 for item in value)
    return 0
