"""A visit at the door: answers that are safe at once, and the change that they become."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import entry
from fieldsurvey.case.document import ROW, Document, to_document
from fieldsurvey.case.draft import Answer, former_row, overlaid, removal, restored, sealed_entries
from fieldsurvey.case.errors import AnswerMalformedError, ChangeMalformedError, TextTooLongError
from fieldsurvey.case.field import Sort
from fieldsurvey.case.fold import PLACE, REMOVED, State, fold
from fieldsurvey.case.ids import Address, new_record, new_row, row_address
from fieldsurvey.case.problems import Problem
from fieldsurvey.case.procedure import TO_VISIT_AGAIN
from fieldsurvey.case.read_off import read_off
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import check_may_go
from fieldsurvey.clock import business_date, shown
from fieldsurvey.services.beginning import is_only_a_visit_begun, new_household, new_visit, next_place
from fieldsurvey.services.draft_views import DraftCard, DraftView, Finished
from fieldsurvey.services.elsewhere import held_elsewhere, open_points
from fieldsurvey.services.errors import NotAllowedError
from fieldsurvey.services.event_target import told_events
from fieldsurvey.services.fitting import check_length
from fieldsurvey.services.removed_rows import relation_to_ask, removed_names
from fieldsurvey.services.seat import REASON_LENGTH, Said, Seat, note, seal
from fieldsurvey.store import changes, drafts, folding, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.drafts import DraftRow
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import plain
from fieldsurvey.store.remembered import remembered_texts

_READ_OFF = ("identity", "relation")
# Whoever was not met, or would not be visited, is to be visited again, whatever was learned at the door.
_MOVES_ON = frozenset({"", "draft", "applied", "accepted", "surveying", "returned"})


class Visits:
    """What surveyors do at the table. Every method is one transaction and safe on disk when it returns."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open_drafts(self) -> list[DraftCard]:
        """The drafts on this laptop, the one last written to first."""
        with self._seat.database.begin() as session:
            return [self._card(session, row) for row in drafts.all_open(session)]

    def remembered(self) -> dict[str, list[str]]:
        """Employers, units and banks that households here have named, by `employer`, `unit` and `bank`."""
        with self._seat.database.begin() as session:
            return remembered_texts(session)

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
            if address.endswith(_READ_OFF):
                document = to_document(self._overlaid(session, drafts.get(session, draft_id)))
                said.extend(read_off(document, *said[0]))
            drafts.answer(session, draft_id, said, at, place=None if page is None else (page, address))
        return shown(at)[11:]

    def add_row(self, draft_id: str, group: str, said: Mapping[str, Value] = MappingProxyType({})) -> str:
        """Adds a row at the end of a list, with the answers by field that it begins with, and returns its id.

        Raises:
            TextTooLongError, AnswerMalformedError, UnknownFieldError, NotAllowedError: nothing changed.
        """
        row = new_row()
        begun = [(row_address(group, row, name), self._fit(f"{group}/{row}/{name}", said[name])) for name in said]
        with self._seat.database.begin() as session:
            state = self._overlaid(session, drafts.get(session, draft_id))
            place = next_place(state, group)
            address = row_address(group, row, PLACE)
            self._fit(address, place)
            drafts.answer(session, draft_id, [(address, place), *begun], self._seat.stamp())
        return row

    def remove_row(self, draft_id: str, group: str, row: str, why: str) -> None:
        """Removes a row; one that was only added in this draft goes without trace. Comes back by restore_row.

        Raises:
            TextTooLongError, NotAllowedError, WorkerStaysError: nothing changed.
        """
        if len(why) > REASON_LENGTH:
            raise TextTooLongError(length=len(why), limit=REASON_LENGTH)
        self._fit(row_address(group, row, PLACE), None)
        with self._seat.database.begin() as session:
            draft = drafts.get(session, draft_id)
            state = folding.state_of(session, "case", draft.record)
            answers = drafts.answers(session, draft_id)
            check_may_go(to_document(overlaid(state, answers)), group, row)
            prefix = f"{group}/{row}/"
            if not any(address.startswith(prefix) for address in state.heads):
                own = [address for address in answers if address.startswith(prefix)]
                drafts.withdraw(session, draft_id, own, self._seat.stamp())
                return
            gone = removal(state, answers, f"{group}/{row}", str(tidied(why)))
            drafts.answer(session, draft_id, sorted(gone.items()), self._seat.stamp())

    def restore_row(self, draft_id: str, group: str, row: str) -> None:
        """Brings back a row: removed in this draft, with what was answered in it, or on an earlier visit."""
        with self._seat.database.begin() as session:
            draft = drafts.get(session, draft_id)
            answers = drafts.answers(session, draft_id)
            back = restored(answers, f"{group}/{row}")
            if row_address(group, row, REMOVED) not in answers:
                known = changes.of_records(session, "case", [draft.record]).get(draft.record, [])
                back |= former_row(known, fold(known), f"{group}/{row}")
                back |= relation_to_ask(known, row) if group == "members" else {}
            own = [address for address in answers if address.startswith(f"{group}/{row}/")]
            at = self._seat.stamp()
            drafts.withdraw(session, draft_id, [address for address in own if address not in back], at)
            if back:
                drafts.answer(session, draft_id, sorted(back.items()), at)

    def turn_to(self, draft_id: str, page: int, focus: str) -> None:
        """Remembers the page and the field that the writer is at."""
        with self._seat.database.begin() as session:
            drafts.turn_to(session, draft_id, page, focus)

    def problems(self, draft_id: str) -> list[Problem]:
        """The open points of the draft, in the order of the pages."""
        with self._seat.database.begin() as session:
            draft = drafts.get(session, draft_id)
            return open_points(session, self._seat, draft.record, to_document(self._overlaid(session, draft)))

    def held_elsewhere(self, case_id: str, numbers: Sequence[str]) -> dict[str, list[str]]:
        """Of a household's identity numbers those that others on this device hold, each with three of these at most.

        A household is named as `L1-000020(王某)`. Those that this one was merged with, and files that have ended, are
        left out.
        """
        with self._seat.database.begin() as session:
            return held_elsewhere(session, {case_id: numbers}).get(case_id, {})

    def finish(self, draft_id: str, *, later: bool) -> Finished:
        """Seals the draft into one change (完成, or with `later` 存为待补) and ends it, all or nothing."""
        with self._seat.database.begin() as session:
            row = drafts.get(session, draft_id)
            answers = drafts.answers(session, draft_id)
            state = folding.state_of(session, "case", row.record)
            document = to_document(overlaid(state, answers))
            entries = sealed_entries(answers, state)
            if later and state.heads and is_only_a_visit_begun(draft_id, entries):
                # 完成 says that somebody was there, even if nothing had changed; 存为待补 of nothing says nothing.
                entries = {}
            ids = []
            moved_on = self._moved_on(state, document, later=later)
            if entries or (moved_on and _status(document) == "surveying"):
                entries.update(moved_on)
                why = told_events({address: answers[address] for address in answers if address in entries})
                ids = seal(session, self._seat, [Said("case", row.record, entries, why=why)])
            drafts.end(session, draft_id)
            found = open_points(session, self._seat, row.record, document)
            # What an earlier visit met is no news of this one.
            last = f"visits/{_last_visit(document).get(ROW, '')}/"
            is_told = bool(ids) and any(address.startswith(last) for address in entries)
        outcome = self._not_met(document) if is_told else ""
        return Finished(row.record, ids[0] if ids else "", found, outcome=outcome)

    def discard(self, draft_id: str) -> None:
        """Ends a draft without a change; the journal keeps that it was discarded."""
        with self._seat.database.begin() as session:
            row = drafts.get(session, draft_id)
            note(session, self._seat, "draft-discarded", {"record": row.record})
            drafts.end(session, draft_id)

    def leave(self, draft_id: str) -> None:
        """Ends the draft of a known household in which nothing was answered; any other stays open as it is."""
        with self._seat.database.begin() as session:
            row = drafts.get(session, draft_id)
            state = folding.state_of(session, "case", row.record)
            entries = sealed_entries(drafts.answers(session, draft_id), state)
            if state.heads and (not entries or is_only_a_visit_begun(draft_id, entries)):
                drafts.end(session, draft_id)

    def _not_met(self, document: Document) -> str:
        """What happened at the door of the last visit, in words; empty when somebody was met."""
        outcome = plain(_last_visit(document).get("outcome"))
        return (
            "" if outcome in ("", "met") else self._seat.catalogue.field("visits/a/outcome").choices.label_of(outcome)
        )

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
            drafts.answer(session, row.id, new_household(session, self._seat, row.id), at)
        elif not self._seat.at_headquarters:
            # At the door a known household is visited; at headquarters its file is only put right.
            state = folding.state_of(session, "case", case_id)
            drafts.remember_shown(session, row.id, state)
            drafts.answer(session, row.id, new_visit(session, self._seat, row.id, state=state), at)
        return row

    def _view(self, session: Session, row: DraftRow) -> DraftView:
        state = folding.state_of(session, "case", row.record)
        answers = drafts.answers(session, row.id)
        before = drafts.shown_heads(session, row.id)
        drafts.remember_shown(session, row.id, state)
        over = overlaid(state, answers)
        document, stood = to_document(over), to_document(state)
        removed = _removed(state, answers)
        return DraftView(
            draft_id=row.id,
            case_id=row.record,
            survey_no=plain(document.get("survey_no")),
            name=plain(document.get("name")),
            page=row.page,
            focus=row.focus,
            saved_at=shown(row.saved_at),
            document=document,
            before=stood,
            in_force=self._seat.in_force,
            rules=self._seat.rules,
            arrived=_arrived(state, answers, before),
            clashes=[clash.address for clash in state.clashes()],
            answered=list(answers),
            removed=removed,
            removed_names=removed_names(
                session, row.record, removed, state=state, before=stood, catalogue=self._seat.catalogue
            ),
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
        field = self._seat.catalogue.field(address)
        writers = self._seat.catalogue.writers(address) & self._seat.roles
        if not writers or field.once or field.id == REMOVED or field.sort is Sort.EVENT:
            raise NotAllowedError(what=f"填写“{field.label}”")
        check_length(field, value)
        try:
            return tidied(value)
        except ChangeMalformedError as problem:
            raise AnswerMalformedError(label=field.label, reason=problem.parameters.get("reason", "")) from problem

    def _moved_on(self, state: State, document: Document, *, later: bool) -> dict[str, Any]:
        present = _status(document)
        is_over = plain(_last_visit(document).get("outcome")) not in TO_VISIT_AGAIN and not later
        event = {
            "status": "surveyed" if is_over else "surveying",
            "at": business_date(self._seat.now()).isoformat(),
            "by": self._seat.staff_id,
            "why": self._not_met(document),
        }
        if present not in _MOVES_ON or event["status"] == present:
            return {}
        return {"status": entry(event, state.standing(Address("status")))}


def _arrived(state: State, answers: dict[Address, Answer], before: dict[str, list[str]]) -> list[str]:
    found = []
    for address in state.heads:
        standing = state.standing(address)
        known = list(answers[address].heads) if address in answers else before.get(address)
        if (known is not None and standing != sorted(known)) or (known is None and before):
            found.append(str(address))
    return sorted(found)


def _removed(state: State, answers: dict[Address, Answer]) -> dict[str, list[str]]:
    gone = state.removed_rows()
    for address, given in answers.items():
        if address.endswith(f"/{REMOVED}"):
            (gone.discard if given.value is None else gone.add)(address.removesuffix(f"/{REMOVED}"))
    found: dict[str, list[str]] = {}
    for row in sorted(gone):
        found.setdefault(row.split("/")[0], []).append(row.split("/")[1])
    return found


def _last_visit(document: Document) -> Mapping[str, Any]:
    visits = rows_of(document, "visits")
    return visits[-1] if visits else {}


def _status(document: Document) -> str:
    status = document.get("status")
    return plain(status.get("status")) if isinstance(status, dict) else ""
