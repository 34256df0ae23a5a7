"""户的变动: another worker, a household that splits, two that become one, rows given to another member.

Each event is shown first (`plan_…`: what will change, in plain words) and done by the method without `plan_`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from fieldsurvey.case.canonical import Value, digest, encode
from fieldsurvey.case.change import entry
from fieldsurvey.case.document import ROW, to_document
from fieldsurvey.case.draft import former_row
from fieldsurvey.case.errors import SplitUnfitError
from fieldsurvey.case.fold import REMOVED
from fieldsurvey.case.ids import Address, new_record, row_address
from fieldsurvey.case.merging import COMING, Coming, Double, coming, doubles, filled_members, under_names_here
from fieldsurvey.case.new_worker import member_row, worker_changed, worker_row
from fieldsurvey.case.splitting import Leaving, leaving, lists_of_members
from fieldsurvey.clock import business_date
from fieldsurvey.errors import InputError
from fieldsurvey.services import event_lines as lines
from fieldsurvey.services.beginning import new_visit, next_survey_no
from fieldsurvey.services.errors import NothingToMoveError, OtherHouseholdError, PlanStaleError
from fieldsurvey.services.event_target import (
    Target,
    event_row,
    is_removed,
    say_in_draft,
    say_sealed,
    target_of,
    withdraw_rows,
)
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import changes, drafts
from fieldsurvey.store.database import Session
from fieldsurvey.store.drafts import DraftRow
from fieldsurvey.store.projections import plain

LEAVES_FOR: Final = ("death", "moved")
SPLIT_OFF: Final = "分户"
WORKER_FIRST: Final = "这次入户里刚更换了建档职工,请先完成或存为待补,再办这一件"


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What an event will change, in plain words. `seen` goes back with the order to do it."""

    lines: list[str]
    seen: str
    doubles: list[Double] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class EventDone:
    """What was done. `in_draft`: it waits in the open draft; else it is sealed. `other` is the other household."""

    case_id: str
    in_draft: bool
    other: str = ""
    draft_id: str = ""


@dataclass(frozen=True, slots=True)
class _Merging:
    here: Target
    there: Target
    told: Coming
    doubles: list[Double]
    same: Mapping[str, str]


class LifeEvents:
    """What happens to a household as a whole. Every method is one transaction."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def members(self, case_id: str) -> list[tuple[str, str]]:
        """The members by row and name, with what the open draft says.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            return list(lines.names_of(target_of(session, case_id).document).items())

    def plan_worker(self, case_id: str, member: str, *, reason: str = "", leaves: bool = False) -> EventPlan:
        """What 更换建档职工 would change.

        Raises:
            CaseMissingError, MemberMissingError, WorkerUnclearError, EventClashingError: it cannot be done.
        """
        with self._seat.database.begin() as session:
            target = target_of(session, case_id)
            said = self._worker_said(target, member)
            told = lines.of_worker(
                self._seat.catalogue, target.document, said, member, left=self._why_left(reason, leaves)
            )
            return EventPlan(told, _seen(target))

    def change_worker(
        self, case_id: str, member: str, *, reason: str = "", leaves: bool = False, seen: str = ""
    ) -> EventDone:
        """Lets the case go on under another member; with `leaves` the former worker is removed from the members.

        Raises:
            PlanStaleError: it is not as the plan showed it; and those of `plan_worker`. Nothing changed.
        """
        with self._seat.database.begin() as session:
            target = _fresh(target_of(session, case_id), seen)
            said = self._worker_said(target, member)
            before = worker_row(target.document)
            left = self._why_left(reason, leaves)
            detail = lines.worker_detail(self._seat.catalogue, target.document, member, reason)
            event = event_row(self._seat, target, "change_worker", member, reason=reason, detail=detail)
            gone = f"members/{before[ROW]}" if leaves and before is not None else ""
            if target.draft is not None:
                say_in_draft(session, self._seat, target, said | event, gone=gone, why=left)
            else:
                away = [gone] if gone else []
                say_sealed(session, self._seat, target, said | event, why=detail, gone=away, reason=left)
            return EventDone(case_id, target.draft is not None)

    def plan_split(self, case_id: str, members: Sequence[str], worker: str) -> EventPlan:
        """What 分户 would change.

        Raises:
            CaseMissingError, MemberMissingError, SplitUnfitError, EventClashingError: it cannot be done.
        """
        with self._seat.database.begin() as session:
            target = target_of(session, case_id)
            found = self._leaving(target, members, worker)
            return EventPlan(lines.of_split(self._seat.catalogue, target.document, found, worker), _seen(target))

    def split(
        self, case_id: str, members: Sequence[str], worker: str, *, reason: str = "", seen: str = ""
    ) -> EventDone:
        """Lets members leave for a household of their own, whose first visit is begun as a draft.

        Both households' changes are sealed at once, so that nobody is in two of them or in none when one of the
        drafts is given up.

        Raises:
            PlanStaleError: it is not as the plan showed it; and those of `plan_split`. Nothing changed.
        """
        with self._seat.database.begin() as session:
            target = _fresh(target_of(session, case_id), seen)
            found = self._leaving(target, members, worker)
            number, new = next_survey_no(session, self._seat), new_record()
            detail = lines.split_detail(target.document, found, number)
            key = ",".join(sorted(members))
            event = event_row(self._seat, target, "split", key, reason=reason, detail=detail, other=new)
            rows = [f"{group}/{row[ROW]}" for group, some in found.rows.items() for row in some]
            withdraw_rows(session, self._seat, target, rows)
            if target.state.heads:
                known = [row for row in rows if any(each.startswith(f"{row}/") for each in target.state.heads)]
                say_sealed(session, self._seat, target, event, why=detail, gone=known, reason=SPLIT_OFF)
            else:
                say_in_draft(session, self._seat, target, event)
            draft = self._begin(session, new, target, found=found, number=number, detail=detail)
            return EventDone(case_id, in_draft=False, other=new, draft_id=draft)

    def plan_merge(self, case_id: str, other: str, *, relation: str = "", apart: Collection[str] = ()) -> EventPlan:
        """What 并户 would change; `doubles` are the people who stand in both households.

        Raises:
            CaseMissingError, OtherHouseholdError, WorkerUnclearError, EventClashingError: it cannot be done.
        """
        with self._seat.database.begin() as session:
            found = self._merging(session, case_id, other, relation=relation, apart=apart)
            told = lines.of_merge(
                self._seat.catalogue, found.there.document, found.told, found.doubles, same=found.same,
                decides=self._seat.at_headquarters,
            )  # fmt: skip
            return EventPlan(told, _seen(found.here, found.there), found.doubles)

    def merge(
        self,
        case_id: str,
        other: str,
        *,
        relation: str = "",
        apart: Collection[str] = (),
        reason: str = "",
        seen: str = "",
    ) -> EventDone:
        """Takes another household of this device into this one. A second time adds nothing.

        `relation` is what the other's worker is to this one; `apart` are rows of the other household's members that
        are not the person here who has the same number. Headquarters ends the other file; a laptop proposes it.

        Raises:
            PlanStaleError: it is not as the plan showed it; and those of `plan_merge`. Nothing changed.
        """
        with self._seat.database.begin() as session:
            found = self._merging(session, case_id, other, relation=relation, apart=apart)
            if seen and seen != _seen(found.here, found.there):
                raise PlanStaleError
            detail = lines.merge_detail(found.there.document, found.told)
            event: dict[Address, Value] = {}
            if found.there.document.get("merged_into") != case_id:
                event = event_row(self._seat, found.here, "merge", other, reason=reason, detail=detail, other=other)
            say_sealed(session, self._seat, found.here, found.told.fields | event, why=detail)
            self._end_other(session, found.there, case_id, plain(found.here.document.get("survey_no")))
            return EventDone(case_id, in_draft=False, other=other)

    def plan_move(self, case_id: str, rows: Sequence[str], member: str) -> EventPlan:
        """What giving these rows, `list/row`, to another member would change.

        Raises:
            CaseMissingError, MemberMissingError, NothingToMoveError, EventClashingError: it cannot be done.
        """
        with self._seat.database.begin() as session:
            target = target_of(session, case_id)
            said = self._move_said(target, rows, member)
            return EventPlan(lines.of_move(self._seat.catalogue, target.document, said, member), _seen(target))

    def move_rows(self, case_id: str, rows: Sequence[str], member: str, *, seen: str = "") -> EventDone:
        """Gives rows, `list/row`, to another member.

        Raises:
            PlanStaleError: it is not as the plan showed it; and those of `plan_move`. Nothing changed.
        """
        with self._seat.database.begin() as session:
            target = _fresh(target_of(session, case_id), seen)
            said = self._move_said(target, rows, member)
            if target.draft is not None:
                say_in_draft(session, self._seat, target, said)
            else:
                say_sealed(session, self._seat, target, said, why=lines.move_detail(target.document, said, member))
            return EventDone(case_id, target.draft is not None)

    def _worker_said(self, target: Target, member: str) -> dict[Address, Value]:
        target.check_settled(_relations(target))
        said = worker_changed(target.record, target.document, member)
        target.check_settled(said)
        return said

    def _why_left(self, reason: str, leaves: bool) -> str:
        if not leaves:
            return ""
        if reason not in LEAVES_FOR:
            raise InputError(what="原建档职工只有去世或迁出才从家庭成员里移除。")
        return self._label("reason", reason)

    def _leaving(self, target: Target, members: Sequence[str], worker: str) -> Leaving:
        if target.waits_for_worker:
            # It would be sealed over something that may yet be given up with the draft.
            raise SplitUnfitError(why=WORKER_FIRST)
        target.check_settled(_relations(target))
        found = leaving(target.document, list(dict.fromkeys(members)), worker, self._seat.catalogue)
        target.check_settled(f"{group}/{row[ROW]}/" for group, some in found.rows.items() for row in some)
        return found

    def _begin(self, session: Session, new: str, came_from: Target, *, found: Leaving, number: str, detail: str) -> str:
        fields: dict[Address, Value] = {
            **found.fields,
            Address("survey_no"): number,
            Address("came_from"): came_from.record,
        }
        if self._seat.identity.organisation:
            fields[Address("filing_org")] = self._seat.identity.organisation
        seal(
            session,
            self._seat,
            [Said("case", new, {address: entry(value) for address, value in fields.items()}, why=detail)],
            what="life-event",
        )
        at = self._seat.stamp()
        row = DraftRow(new_record(), new, self._seat.staff_id, at, at, page=1, focus="")
        drafts.begin(session, row)
        state = target_of(session, new).state
        drafts.remember_shown(session, row.id, state)
        if not self._seat.at_headquarters:
            drafts.answer(session, row.id, new_visit(session, self._seat, row.id, state=state), at)
        return row.id

    def _merging(
        self, session: Session, case_id: str, other: str, *, relation: str, apart: Collection[str]
    ) -> _Merging:
        if case_id == other:
            raise OtherHouseholdError(why="是同一户")
        here, there = target_of(session, case_id), target_of(session, other)
        if not here.state.heads:
            # What is sealed in the other file must not lean on one that may yet be given up.
            raise OtherHouseholdError(why="这一户还一次都没有存过,请先完成这次入户")
        if here.waits_for_worker:
            raise OtherHouseholdError(why=WORKER_FIRST)
        gone_to = there.document.get("merged_into")
        if there.draft is not None:
            raise OtherHouseholdError(why="另一户有没做完的入户,请先完成或放弃它")
        if gone_to not in (None, case_id) or here.document.get("merged_into") is not None:
            raise OtherHouseholdError(why="其中一户已经并入别的户")
        here.check_settled([""] if here.state.clashes() else [])
        there.check_settled([""] if there.state.clashes() else [])
        known, back = self._once_here(session, here)
        other_document, own = under_names_here(
            there.document,
            filled_members(there.record, there.document),
            record=there.record,
            keep=_shared_rows(here, there),
        )
        # People are told apart by what is saved: what is only typed so far may yet be given up.
        saved = to_document(here.state)
        double = doubles(saved, own)
        same = {each.there: each.here for each in double if each.there not in apart}
        told = coming(saved, other_document, own, same=same, relation=relation, known=known, former=back)
        return _Merging(here, there, self._with_returning(here, told), double, same)

    def _once_here(self, session: Session, here: Target) -> tuple[frozenset[str], dict[Address, Value]]:
        """Rows that somebody here removed, and for those who only left for a household of their own what they were."""
        found = changes.of_records(session, "case", [here.record]).get(here.record, [])
        known, back = set(), dict[Address, Value]()
        for group in COMING:
            present = set(here.over.rows(group))
            rows = {each.split("/")[1] for each in here.over.heads if each.startswith(f"{group}/")}
            for row in rows - present:
                why = here.state.value(row_address(group, row, REMOVED))
                if isinstance(why, dict) and why.get("why") == SPLIT_OFF:
                    back.update(former_row(found, here.state, f"{group}/{row}"))
                elif is_removed(here.over, f"{group}/{row}"):
                    known.add(f"{group}/{row}")
        return frozenset(known), back

    def _with_returning(self, here: Target, told: Coming) -> Coming:
        fields = dict(told.fields)
        for row in {address.rpartition("/")[0] for address in told.fields if "/" in address}:
            if is_removed(here.state, row):
                fields[Address(f"{row}/{REMOVED}")] = None
        return Coming(fields, told.rows)

    def _end_other(self, session: Session, there: Target, case_id: str, number: str) -> None:
        said: dict[Address, Value] = {Address("merged_into"): case_id}
        status = there.document.get("status")
        is_over = isinstance(status, dict) and status.get("status") == "cancelled"
        if self._seat.at_headquarters and not is_over:
            said[Address("status")] = {
                "status": "cancelled",
                "at": business_date(self._seat.now()).isoformat(),
                "by": self._seat.staff_id,
                "why": "重复建档合并",
            }
        say_sealed(session, self._seat, there, said, why=f"并户:并入 {number}".rstrip())

    def _move_said(self, target: Target, rows: Sequence[str], member: str) -> dict[Address, Value]:
        member_row(target.document, member)
        lists = set(lists_of_members(self._seat.catalogue))
        present = {f"{group}/{row}" for group in lists for row in target.over.rows(group)}
        said = {
            address: member
            for row in rows
            if row in present and target.over.value(address := Address(f"{row}/member")) != member
        }
        if not said:
            raise NothingToMoveError
        target.check_settled(said)
        return dict(said)

    def _label(self, name: str, code: str) -> str:
        return self._seat.catalogue.field(f"life_events/a/{name}").choices.label_of(code)


def _relations(target: Target) -> list[Address]:
    """Where it stands who is who; while that is open, nobody can be told from the worker."""
    return [row_address("members", row, "relation") for row in target.over.rows("members")]


def _shared_rows(here: Target, there: Target) -> set[str]:
    """The rows, `list/row`, that went from one household to the other when one came out of the other."""
    if here.record != there.document.get("came_from") and there.record != here.document.get("came_from"):
        return set()
    mine, theirs = ({"/".join(each.split("/")[:2]) for each in one.state.heads if "/" in each} for one in (here, there))
    return mine & theirs


def _seen(*targets: Target) -> str:
    """A fingerprint of what a plan was made from."""
    return digest(encode([target.document for target in targets]))


def _fresh(target: Target, seen: str) -> Target:
    if seen and seen != _seen(target):
        raise PlanStaleError
    return target
