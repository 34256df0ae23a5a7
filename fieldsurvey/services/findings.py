"""核查结果: what the checks found in every household, kept beside the files, brought up to date in short stretches."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

import msgspec

from fieldsurvey.case.canonical import Value, digest, tidied
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, derived_row, row_address
from fieldsurvey.clock import business_date
from fieldsurvey.progress import Progress
from fieldsurvey.rules.catalogue import CHECKS
from fieldsurvey.rules.check import Check, Finding, Severity
from fieldsurvey.services.checking import Checking
from fieldsurvey.services.errors import ReasonMissingError
from fieldsurvey.services.event_target import Target, say_sealed, target_of
from fieldsurvey.services.finding_errors import (
    CheckUnknownError,
    FindingGoneError,
    GroupingUnknownError,
    MendInsteadError,
    SeveralFindingsError,
)
from fieldsurvey.services.finding_lines import (
    EVERYTHING_OPEN,
    Caught,
    DayOfProgress,
    FindingFilter,
    FindingLine,
    FindingPage,
    Group,
)
from fieldsurvey.services.finding_queue import Queue
from fieldsurvey.services.looking_through import WORTH_IT, look_through
from fieldsurvey.services.roles import SEES_NUMBERS
from fieldsurvey.services.seat import REASON_LENGTH, Seat
from fieldsurvey.store import finding_lists, finding_rows
from fieldsurvey.store.bulk import paused_collection
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.finding_lists import FoundLine, Wanted

REASONS: Final = "reasons"
# How long a transaction of the looking lasts: whoever wants to save waits no longer.
SLICE_S: Final = 0.08
ALONE_S: Final = 0.5
_COVERED: Final = "(内容遮盖)"
_NOBODY: Final = {"org": "没有填建档单位", "person": "没有责任人,也没有入户人"}


class Findings:
    """What people do with what the checks found."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._checking = Checking(seat)
        self._queue = Queue(self._checking)
        self._mark = secrets.token_bytes(16)

    def rules(self) -> list[Check]:
        """The catalogue of checks, in its order."""
        return list(CHECKS.values())

    def catch_up(
        self, progress: Progress | None = None, *, most: int | None = None, within_s: float | None = None
    ) -> Caught:
        """Looks at households that wait, the one just changed first; each stretch is a transaction of its own.

        Stops after `most` households or `within_s` seconds, in which no stretch is longer than a tenth of a second;
        without them when nothing waits any more, which is when the figures of the day are kept. Safe to stop at any
        time: what was looked at by then stays.

        Raises:
            CancelledError: the user wished to stop.
        """
        began, done = time.monotonic(), 0
        progress = progress or Progress()
        # Where nobody else waits for the worker, longer stretches cost fewer commits.
        slice_s = ALONE_S if within_s is None else min(SLICE_S, within_s)
        waiting = None if within_s is not None else self.waiting()
        progress.begin("正在核查各户", waiting or 0)
        if waiting is not None and waiting >= WORTH_IT and most is None:
            done = look_through(self._seat, self._checking, progress)
        while True:
            with paused_collection(), self._queue.only_if_it_is_kept(), self._seat.database.begin() as session:
                looked = self._queue.step(session, within_s=slice_s, today=self._today().isoformat())
            if looked is None:
                return Caught(done, 0)
            done += looked
            progress.step(looked)
            is_over = within_s is not None and time.monotonic() - began + slice_s > within_s
            if is_over or (most is not None and done >= most):
                left = self._queue.left if waiting is None else max(1, waiting - done)
                return Caught(done, left)

    def waiting(self) -> int:
        """How many households have not been looked at as they are now."""
        with self._seat.database.begin() as session:
            return finding_rows.count_waiting(session, self._checking.key())

    def of_case(self, case_id: str) -> list[Finding]:
        """What is found in one household as it is saved now; looked at first where it waits.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            self._bring_up(session, case_id)
            found = finding_lists.lines(session, Wanted(case_id=case_id), limit=-1, offset=0)
        order = {check: place for place, check in enumerate(CHECKS)}
        found.sort(key=lambda line: order.get(line.check, len(order)))
        return [self._finding(line) for line in found]

    def summary(self, by: str = "check", asked: FindingFilter = EVERYTHING_OPEN) -> list[Group]:
        """The findings by rule (`check`, in the order of the catalogue), organisation (`org`) or person (`person`).

        Raises:
            GroupingUnknownError: by anything else.
        """
        if by not in finding_lists.BY:
            raise GroupingUnknownError
        wanted = _wanted(asked)
        with self._seat.database.begin() as session:
            counted = finding_lists.counts(session, wanted, by)
        found = [
            Group(one.key, _label(by, one.key), one.errors, one.doubts, one.notes, one.households) for one in counted
        ]
        order = {check: place for place, check in enumerate(CHECKS)}
        if by == "check":
            return sorted(found, key=lambda group: (order.get(group.key, len(order)), group.key))
        return sorted(found, key=lambda group: (-group.errors, -group.doubts, group.key))

    def blocking(self, asked: FindingFilter = EVERYTHING_OPEN) -> int:
        """How many of these findings stand open and block something."""
        with self._seat.database.begin() as session:
            return finding_lists.count(session, replace(_wanted(asked), is_open=True, blocks=True))

    def explain(self, case_id: str, check: str, address: str, reason: str, *, saw: str = "") -> str:
        """Answers a doubt with a reason, as a change of the household; returns the id of the change.

        `saw` is the print of the finding that was in view; without it the only open doubt there is meant. The reason
        holds as long as what the finding rests on stays what it is.

        Raises:
            CaseMissingError, CheckUnknownError, FindingGoneError: there is nothing to explain.
            SeveralFindingsError: more than one stands open there, and `saw` names none of them.
            MendInsteadError: it is an error, or asks for nothing. ReasonMissingError, TextTooLongError: no fit reason.
        """
        reason = str(tidied(reason)).strip()
        if not reason:
            raise ReasonMissingError(what="提交")
        if len(reason) > REASON_LENGTH:
            raise TextTooLongError(length=len(reason), limit=REASON_LENGTH)
        if check not in CHECKS:
            raise CheckUnknownError(check=check)
        with self._seat.database.begin() as session:
            self._bring_up(session, case_id)
            found = finding_lists.lines(session, Wanted(check=check, case_id=case_id), limit=-1, offset=0)
            there = [line for line in found if line.said.address == address]
            if any(line.severity is not Severity.DOUBT for line in there):
                raise MendInsteadError(title=CHECKS[check].title, mend=CHECKS[check].mend)
            finding = _meant(there, saw)
            target = target_of(session, case_id)
            said = self._reason(target, finding, reason)
            ids = say_sealed(session, self._seat, target, said, why=f"核查说明 {check}")
            self._bring_up(session, case_id)
        return ids[0] if ids else ""

    def progress(self, days: int = 30) -> list[DayOfProgress]:
        """How many errors and doubts stood open at the end of each of the last days on which all was looked at."""
        first = (self._today() - timedelta(days=days - 1)).isoformat()
        with self._seat.database.begin() as session:
            figures = finding_lists.days(session, first)
        found: dict[str, DayOfProgress] = {}
        for day, check, severity, number in figures:
            before = found.get(day, DayOfProgress(day, 0, 0, {}))
            found[day] = DayOfProgress(
                day,
                before.errors + (number if severity is Severity.ERROR else 0),
                before.doubts + (number if severity is Severity.DOUBT else 0),
                {**before.by_check, check: before.by_check.get(check, 0) + number} if check else before.by_check,
            )
        return list(found.values())

    def list(self, asked: FindingFilter = EVERYTHING_OPEN, *, limit: int = 200, offset: int = 0) -> FindingPage:
        """The findings that are asked for: open ones first, errors before doubts, one rule after the other."""
        wanted = _wanted(asked)
        with self._seat.database.begin() as session:
            found = finding_lists.lines(session, wanted, limit=limit, offset=offset)
            total = finding_lists.count(session, wanted)
        rows = [
            FindingLine(line.record, line.survey_no, line.name, line.org, line.person, self._finding(line))
            for line in found
        ]
        return FindingPage(rows, total)

    def _bring_up(self, session: Session, case_id: str) -> None:
        place = finding_rows.place_of(session, case_id)
        if not place:
            raise CaseMissingError
        if not finding_rows.is_current(session, place, self._checking.key()):
            self._checking.check(session, [place])

    def _reason(self, target: Target, line: FoundLine, reason: str) -> Mapping[Address, Value]:
        # The same finding explained on two desks is one row, in which they may differ.
        row, known = (
            derived_row(target.record, REASONS, f"{line.check}:{line.said.address}:{line.said.print}"),
            target.over,
        )
        said: dict[str, Value] = {
            "check": line.check,
            "subject": line.said.address,
            "saw": line.said.print,
            "reason": reason,
            "said_on": self._today().isoformat(),
        }
        if row not in known.rows(REASONS):
            said[PLACE] = len(known.rows(REASONS)) + 1
        return {row_address(REASONS, row, name): value for name, value in said.items()}

    def _finding(self, line: FoundLine) -> Finding:
        check, said = CHECKS.get(line.check), line.said
        finding = Finding(
            line.check,
            line.severity,
            line.blocks,
            said.address,
            said.label,
            said.sentence,
            check.mend if check else "",
            said.print,
            said.reason,
            said.others,
        )
        if self._seat.roles & SEES_NUMBERS:
            return finding
        # A sentence may tell of any field, wherever it stands: a name with an illness, a number, an income.
        title = check.title if check else line.check
        # A print is of so short a text that whoever tries them all would find it.
        mark = digest(self._mark + said.print.encode())[: len(said.print)]
        reason = _COVERED if said.reason else ""
        return msgspec.structs.replace(finding, sentence=f"{title}{_COVERED}", reason=reason, print=mark)

    def _today(self) -> date:
        return business_date(self._seat.now())


def _wanted(asked: FindingFilter) -> Wanted:
    return Wanted(
        asked.check, asked.org, asked.person, asked.severity, is_open=asked.is_open, text=asked.text,
        case_id=asked.case_id,
    )  # fmt: skip


def _meant(found: Sequence[FoundLine], saw: str) -> FoundLine:
    # One check may find several things at one place, as of the evidence: only its print tells one from another.
    meant = [line for line in found if saw in ("", line.said.print)]
    left = [line for line in meant if not line.said.reason] or meant
    if not left:
        raise FindingGoneError
    if len(left) > 1 and not saw:
        raise SeveralFindingsError(count=len(left))
    return left[0]


def _label(by: str, key: str) -> str:
    if by == "check":
        check = CHECKS.get(key)
        return check.title if check else key
    return key or _NOBODY[by]
