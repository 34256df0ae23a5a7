"""Previewing and printing papers: each is a record with a random id that knows what it printed."""

import errno
import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.case.change import entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.ids import new_record
from fieldsurvey.case.paper import RETURNED, TO_PRINT, copies_of, number_of
from fieldsurvey.forms.layout import STAGES, Stage
from fieldsurvey.forms.sheets import preview
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_changes import is_only_plan, still_standing
from fieldsurvey.services.paper_compare import NOT_COMPARABLE, differences, stage_of
from fieldsurvey.services.paper_ending import end_replaced
from fieldsurvey.services.paper_errors import FormsMixedError, NothingChangedError, PaperUnknownError
from fieldsurvey.services.paper_lines import PapersPut
from fieldsurvey.services.printing import Batch, Job
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.services.typefaces import faces_of
from fieldsurvey.store import folding, paper_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.paper_rows import ListedPaper, StalePaper


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was made: where, the ids of its papers in order, and its pages."""

    path: Path
    papers: list[str]
    pages: int


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The same in memory, for a printer: of one paper every copy, each under its number, one after the other."""

    pdf: bytes
    papers: list[str]
    pages: int
    copies: int = 1


class Papers:
    """Previewing, printing, and putting off what is printed later."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def preview(
        self,
        case_ids: Sequence[str],
        *,
        form: str = "F01",
        first: Stage = "survey",
        stage: Stage = "record",
        copies: int | None = None,
    ) -> bytes:
        """The PDF as it would look, marked as a preview; makes no record.

        Raises:
            CaseMissingError: one of them is not here. InputError: so many copies are not printed.
        """
        batch = self._batch(case_ids, form=form, stages=(first, stage), copies=copies)
        target = io.BytesIO()
        catalogue, faces = self._seat.catalogue, faces_of(self._seat)
        preview(batch.sheets(), target, form=batch.form, catalogue=catalogue, faces=faces)
        return target.getvalue()

    def print_forms(
        self,
        case_ids: Sequence[str],
        target: Path,
        *,
        form: str = "F01",
        stage: Stage = "record",
        first: Stage = "survey",
        copies: int | None = None,
        is_numbered: bool = False,
        progress: Progress | None = None,
    ) -> Printed:
        """Makes one PDF of many households and a paper record for each, all or nothing.

        A household's paper of this form that nobody signed is void once the new one is there.

        A whole form takes its household off the list 稍后打印 (`print_later`). At stage "survey" the plan
        stays free; from `first` "plan" on it is the plan's page alone, and "record" is an appended sheet. `copies` is
        how many of each will lie on the table; without it as many as the form has. `is_numbered` draws each of them
        under its number; otherwise the file has one, to be printed so many times.

        Two steps, since a file takes no part in a transaction: the records first, then the file gets its name. Cut off
        in between, there are records of papers that nobody holds; a paper without its record could never be matched.

        Raises:
            CaseMissingError: one of them is not here; nothing was printed.
            FileUnwritableError: the target cannot be written; nothing was recorded.
        """
        batch = self._batch(case_ids, form=form, stages=(first, stage), copies=copies)
        printed = to_file(batch, target, progress, is_numbered=is_numbered)
        end_replaced(self._seat, printed.papers)
        return printed

    def print_pages(
        self,
        case_ids: Sequence[str],
        *,
        form: str = "F01",
        stage: Stage = "record",
        first: Stage = "survey",
        copies: int | None = None,
        progress: Progress | None = None,
    ) -> PrintedPages:
        """Makes the papers of record for a printer, in memory: nothing readable ever lies on the disk.

        The records come first, as for a file; a printer that then refuses leaves records of papers that nobody holds.
        Nothing is void until `end_replaced` says that the printer took the pages.

        Raises:
            CaseMissingError: one of them is not here; nothing was recorded.
        """
        return to_printer(self._batch(case_ids, form=form, stages=(first, stage), copies=copies), progress)

    def print_later(self, case_ids: Sequence[str], *, form: str = "F01") -> PapersPut:
        """Puts households on the list 稍后打印, each as a paper record that travels like any other; safe to repeat.

        Raises:
            CaseMissingError: one of them is not here; nothing was put there. FormUnknownError: no such form.
        """
        self._seat.form(form)
        chosen = list(dict.fromkeys(case_ids))
        with self._seat.database.begin() as session:
            _documents(session, chosen)
            waiting = paper_rows.waiting(session, chosen, form)
            fresh = {case_id: new_record() for case_id in chosen if case_id not in waiting}
            said = [
                Said(
                    "paper",
                    paper_id,
                    {"case": entry(case_id), "form": entry(form), "copy_state": entry(TO_PRINT)},
                )
                for case_id, paper_id in fresh.items()
            ]
            seal(session, self._seat, said, what="print-later")
        return PapersPut(tuple(fresh.values()), len(waiting))

    def to_reprint(self, paper_ids: Sequence[str]) -> list[str]:
        """Of these papers those that are printed anew, in their order: their households say something else now.

        What stood for the plan of a paper that is printed whole goes with it.

        Raises:
            PaperUnknownError: one of them is not here.
        """
        return list(self._changed(paper_ids))

    def reprint(
        self,
        paper_ids: Sequence[str],
        target: Path,
        *,
        copies: int | None = None,
        progress: Progress | None = None,
    ) -> Printed:
        """Prints anew those of the papers whose households say something else now; the others are left out.

        Each new paper names the one it replaces, which becomes void once the file is in its place, except where its
        survey part was signed and only the plan changed: then the new one stands for the plan alone. There are as many
        copies as of the old one, unless `copies` says otherwise.

        Raises:
            PaperUnknownError: one of them is not here. FormsMixedError: they are of several forms.
            NothingChangedError: none of them has changed. FileUnwritableError: nothing was recorded.
            InputError: so many copies are not printed.
        """
        printed = to_file(self._again(paper_ids, copies), target, progress)
        end_replaced(self._seat, printed.papers)
        return printed

    def reprint_pages(
        self, paper_ids: Sequence[str], *, copies: int | None = None, progress: Progress | None = None
    ) -> PrintedPages:
        """The same for a printer, in memory; the old papers stand until `end_replaced`."""
        return to_printer(self._again(paper_ids, copies), progress)

    def end_replaced(self, paper_ids: Sequence[str]) -> int:
        """Says that the printer took these papers: what they replace is void, and how much that was; safe to repeat.

        Cut off before, the old papers and the new ones both stand, and the old ones are still listed as changed.

        Raises:
            PaperUnknownError: one of them is not here; nothing was made void.
        """
        return end_replaced(self._seat, paper_ids)

    def _batch(self, case_ids: Sequence[str], *, form: str, stages: tuple[Stage, Stage], copies: int | None) -> Batch:
        first, stage = stages
        part = "" if first == STAGES[0] else first
        with self._seat.database.begin() as session:
            documents = _documents(session, case_ids)
            versions = paper_rows.versions(session, case_ids)
            unsigned = {} if part else paper_rows.unsigned(session, list(dict.fromkeys(case_ids)), form)
        jobs = [
            Job(
                new_record(),
                case_id,
                document,
                versions[case_id],
                stage,
                part=part,
                replaces=_once_more(unsigned.get(case_id, []), stage),
            )
            for case_id, document in zip(case_ids, documents, strict=True)
        ]
        return Batch(self._seat, jobs, form=form, copies=copies)

    def _again(self, paper_ids: Sequence[str], copies: int | None) -> Batch:
        jobs = self._changed(paper_ids)
        if not jobs:
            raise NothingChangedError
        forms = {form for form, _ in jobs.values()}
        if len(forms) > 1:
            raise FormsMixedError
        return Batch(self._seat, [job for _, job in jobs.values()], form=forms.pop(), copies=copies)

    def _changed(self, paper_ids: Sequence[str]) -> dict[str, tuple[str, Job]]:
        """By paper that has changed its form, and what is printed in its place."""
        chosen = list(dict.fromkeys(paper_ids))
        with self._seat.database.begin() as session:
            papers = folding.documents_of(session, "paper", chosen)
            missing = [paper_id for paper_id in chosen if paper_id not in papers]
            if missing:
                raise PaperUnknownError(number=number_of(missing[0]))
            stale = paper_rows.stale(session, chosen)
            documents = folding.documents_of(session, "case", [row.case for row in stale])
        jobs: dict[str, tuple[str, Job]] = {}
        for row in stale:
            paper = papers[row.record]
            found = still_standing(row, differences(self._seat, paper, documents[row.case]))
            if found and NOT_COMPARABLE not in found:
                is_part = is_only_plan(str(paper.get("part", "")), [copy.state for copy in copies_of(paper)], found)
                job = _anew(row, paper, documents[row.case], is_only_plan=is_part)
                jobs[row.record] = (str(paper.get("form")), job)
        # What stood for the plan of a paper that is now printed whole goes with it.
        whole = {record for record, (_, job) in jobs.items() if not job.part}
        return {
            record: (form, job)
            for record, (form, job) in jobs.items()
            if not (job.part and papers[record].get("replaces") in whole)
        }


def _once_more(unsigned: Sequence[ListedPaper], stage: Stage) -> str:
    """Of a household's papers that nobody signed the newest that says no more than the one printed now."""
    shown = STAGES[: STAGES.index(stage) + 1]
    return next((paper.record for paper in unsigned if (paper.told.stage or "plan") in shown), "")


def _anew(row: StalePaper, paper: Document, document: Document, *, is_only_plan: bool) -> Job:
    """A household's paper once more. What stands for a plan alone always names the paper whose plan it is."""
    is_part, copies = bool(paper.get("part")), copies_of(paper)
    # What stood for a whole paper that came back goes on doing so in the new one.
    stood = not is_only_plan and paper.get("stands") is True and not any(copy.state == RETURNED for copy in copies)
    return Job(
        new_record(),
        row.case,
        document,
        row.version,
        stage_of(paper),
        replaces=str(paper.get("replaces") or "") if is_part or stood else row.record,
        part=str(paper["part"]) if is_part else "plan" if is_only_plan else "",
        ends="" if is_only_plan and not is_part else row.record,
        copies=len(copies),
    )


def to_file(batch: Batch, target: Path, progress: Progress | None, *, is_numbered: bool = False) -> Printed:
    """Draws a batch into a file that appears whole or not at all, records first; `is_numbered` draws every copy."""
    with replacing(target) as part:
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with part.open("wb") as file:
            drawn = batch.draw(file, progress, is_numbered=is_numbered)
            file.flush()
            os.fsync(file.fileno())
        batch.record(drawn)
    return Printed(target, batch.paper_ids, drawn.pages)


def to_printer(batch: Batch, progress: Progress | None) -> PrintedPages:
    """Draws a batch in memory, and records it."""
    target = io.BytesIO()
    drawn = batch.draw(target, progress, is_numbered=True)
    batch.record(drawn)
    return PrintedPages(target.getvalue(), batch.paper_ids, drawn.pages, batch.copies)


def _documents(session: Session, case_ids: Sequence[str]) -> list[Document]:
    found = folding.documents_of(session, "case", list(dict.fromkeys(case_ids)))
    if any(case_id not in found for case_id in case_ids):
        raise CaseMissingError
    return [found[case_id] for case_id in case_ids]
