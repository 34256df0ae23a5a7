"""Numbered blanks: printed before a visit, filled in by hand, found by their number when they are typed in."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from fieldsurvey.case.change import entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.ids import Address, derived_record, new_record
from fieldsurvey.case.paper import VOID, copies_of, is_signed, number_of
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_errors import BlankCountError, BlankUsedError
from fieldsurvey.services.paper_lines import BlankLine, PaperLine
from fieldsurvey.services.paper_shown import lines_of, numbered
from fieldsurvey.services.papers import Printed, PrintedPages, to_file, to_printer
from fieldsurvey.services.printing import Batch, Job
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.store import drafts, folding, histories, lists, paper_rows, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError

MOST: Final = 500
# What a household's own blank shows already; everything else is for the pen.
_KNOWN: Final = ("survey_no", "filing_org", "name", "home_address", "employer_name")


class Blanks:
    """Printing blanks, and saying for whom they were used."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def print_blanks(
        self,
        target: Path,
        *,
        count: int = 0,
        case_ids: Sequence[str] = (),
        form: str = "F01",
        copies: int | None = None,
        progress: Progress | None = None,
    ) -> Printed:
        """Prints so many blanks for anybody, and one for each of these households with its name and address filled in.

        All or nothing, as `Papers.print_forms`.

        Raises:
            BlankCountError: none, or too many. CaseMissingError: one of the households is not here.
            FileUnwritableError: the target cannot be written; nothing was recorded.
        """
        return to_file(self._batch(count, case_ids, form=form, copies=copies), target, progress)

    def print_blank_pages(
        self,
        *,
        count: int = 0,
        case_ids: Sequence[str] = (),
        form: str = "F01",
        copies: int | None = None,
        progress: Progress | None = None,
    ) -> PrintedPages:
        """The same for a printer, in memory."""
        return to_printer(self._batch(count, case_ids, form=form, copies=copies), progress)

    def open(self) -> list[BlankLine]:
        """The blanks that nobody typed in yet: the free numbers first, then those for households by address."""
        with self._seat.database.begin() as session:
            return [_blank(line) for line in lines_of(session, self._seat, paper_rows.blanks(session))]

    def blank_used(self, number: str, case_id: str, *, again: bool = False) -> BlankLine:
        """Says that a blank was filled in for a household, also one that so far is a draft; safe to repeat.

        From then on it is a paper of the household, and waits for its signatures. A free one that was given to another
        household by mistake is given anew with `again`, as long as nobody signed a copy of it.

        Raises:
            PaperUnknownError: no paper of this 纸号. CaseMissingError: no such household, and no draft of one.
            BlankUsedError: it is no blank, is void, or belongs to another household.
        """
        with self._seat.database.begin() as session:
            row = numbered(session, number)
            paper = folding.document_of(session, "paper", row.record) or {}
            if search.row_of(session, case_id) is None and drafts.of_record(session, case_id) is None:
                raise CaseMissingError
            why = self._why_not(session, paper, row.copy_state, case_id=case_id, again=again)
            if why:
                raise BlankUsedError(number=number_of(row.record), why=why)
            if paper.get("used_for") != case_id:
                standing = folding.state_of(session, "paper", row.record).standing(Address("used_for"))
                seal(
                    session,
                    self._seat,
                    [Said("paper", row.record, {"used_for": entry(case_id, standing)})],
                    what="blank-used",
                )
            return _blank(lines_of(session, self._seat, [numbered(session, row.record)])[0])

    def _why_not(self, session: Session, paper: Document, state: str, *, case_id: str, again: bool) -> str:
        if paper.get("is_blank") is not True:
            return "不是空白表"
        if state == VOID:
            return "已经作废"
        case, used = paper.get("case"), paper.get("used_for")
        if case and case != case_id:
            return f"是给{_named(session, str(case))}印的"
        if used and used != case_id:
            if is_signed(copies_of(paper)):
                return f"已归到{_named(session, str(used)).rstrip()},并且已经签过,不能改归另一户"
            if not again:
                return f"已归到{_named(session, str(used)).rstrip()}"
        return ""

    def _batch(self, count: int, case_ids: Sequence[str], *, form: str, copies: int | None) -> Batch:
        chosen = list(dict.fromkeys(case_ids))
        if not count >= 0 or not 0 < count + len(chosen) <= MOST:
            raise BlankCountError(most=MOST)
        jobs = [Job(new_record(), "", None, is_blank=True) for _ in range(count)]
        with self._seat.database.begin() as session:
            documents = folding.documents_of(session, "case", chosen)
            for case_id in chosen:
                if case_id not in documents:
                    raise CaseMissingError
                jobs.append(
                    Job(
                        new_record(),
                        case_id,
                        known_of(documents[case_id]),
                        is_blank=True,
                        assignment=self._assignment(session, case_id),
                    )
                )
        return Batch(self._seat, jobs, form=form, copies=copies)

    def _assignment(self, session: Session, case_id: str) -> str:
        """The record of the assignment that a household's blank is for; empty when nobody was given the household."""
        if self._seat.at_headquarters:
            return lists.assignment_in_force(session, case_id)
        # A laptop does not have the records of assignments, but they are named after the two that they bring together.
        # What it began itself nobody assigned, and once it was another device it cannot tell which of them was meant.
        device, former = self._seat.identity.device, self._seat.identity.former_devices
        if former or histories.begun_by(session, case_id) == device:
            return ""
        return derived_record(f"assignment:{device}", case_id)


def _named(session: Session, case_id: str) -> str:
    household = search.row_of(session, case_id)
    return f" {household.survey_no} {household.name} " if household else "另一户"


def known_of(document: Mapping[str, Any]) -> Document:
    """What stands on a household's blank already."""
    return {name: document[name] for name in _KNOWN if isinstance(document.get(name), str)}


def _blank(line: PaperLine) -> BlankLine:
    return BlankLine(
        paper_id=line.paper_id,
        number=line.number,
        form=line.form,
        printed_on=line.printed_on,
        printed_by=line.printed_by,
        case_id=line.case_id,
        survey_no=line.survey_no,
        name=line.name,
        address=line.address,
        state=line.state,
        told=f"{line.survey_no} {line.name}".strip() if line.case_id else "空着",
    )
