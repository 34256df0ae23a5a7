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
from fieldsurvey.case.paper import TO_PRINT, copies_of, number_of
from fieldsurvey.forms.layout import STAGES, Stage
from fieldsurvey.forms.sheets import preview
from fieldsurvey.progress import Progress
from fieldsurvey.services.paper_changes import is_only_plan, still_standing
from fieldsurvey.services.paper_compare import differences, stage_of
from fieldsurvey.services.paper_errors import FormsMixedError, NothingChangedError, PaperUnknownError
from fieldsurvey.services.paper_lines import PapersPut
from fieldsurvey.services.printing import Batch, Job, fresh_ids
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import Said, Seat, seal
from fieldsurvey.services.typefaces import faces_of
from fieldsurvey.store import folding, lists, paper_rows
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.paper_rows import StalePaper


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


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One printed paper of a household."""

    paper_id: str
    form: str
    printed_on: str
    pages: int
    copy_state: str


class Papers:
    """Previewing, printing, and putting off what is printed later."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def preview(self, case_ids: Sequence[str], *, form: str = "F01") -> bytes:
        """The PDF as it would look, marked as a preview; makes no record."""
        with self._seat.database.begin() as session:
            documents = _documents(session, case_ids)
        jobs = [Job(paper_id, "", document) for paper_id, document in zip(_ids(documents), documents, strict=True)]
        target = io.BytesIO()
        batch = Batch(self._seat, jobs, form=form)
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
        return to_file(batch, target, progress, is_numbered=is_numbered)

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

    def reprint(self, paper_ids: Sequence[str], target: Path, *, progress: Progress | None = None) -> Printed:
        """Prints anew those of the papers whose households say something else now; the others are left out.

        Each new paper names the one it replaces, which becomes void, except where its survey part was signed and only
        the plan changed: then the new one stands for the plan alone.

        Raises:
            PaperUnknownError: one of them is not here. FormsMixedError: they are of several forms.
            NothingChangedError: none of them has changed. FileUnwritableError: nothing was recorded.
        """
        return to_file(self._changed(paper_ids), target, progress)

    def reprint_pages(self, paper_ids: Sequence[str], *, progress: Progress | None = None) -> PrintedPages:
        """The same for a printer, in memory."""
        return to_printer(self._changed(paper_ids), progress)

    def of_case(self, case_id: str) -> list[PaperCard]:
        """The papers of a household, newest first."""
        with self._seat.database.begin() as session:
            rows = lists.papers_of(session, case_id)
        return [PaperCard(row.record, row.form, row.printed_on, row.pages, row.copy_state) for row in rows]

    def _batch(self, case_ids: Sequence[str], *, form: str, stages: tuple[Stage, Stage], copies: int | None) -> Batch:
        first, stage = stages
        part = "" if first == STAGES[0] else first
        with self._seat.database.begin() as session:
            documents = _documents(session, case_ids)
            versions = paper_rows.versions(session, case_ids)
        jobs = [
            Job(new_record(), case_id, document, versions[case_id], stage, part=part)
            for case_id, document in zip(case_ids, documents, strict=True)
        ]
        return Batch(self._seat, jobs, form=form, copies=copies)

    def _changed(self, paper_ids: Sequence[str]) -> Batch:
        chosen = list(dict.fromkeys(paper_ids))
        with self._seat.database.begin() as session:
            papers = folding.documents_of(session, "paper", chosen)
            missing = [paper_id for paper_id in chosen if paper_id not in papers]
            if missing:
                raise PaperUnknownError(number=number_of(missing[0]))
            stale = {row.record: row for row in paper_rows.stale(session) if row.record in papers}
            documents = folding.documents_of(session, "case", [row.case for row in stale.values()])
        jobs: list[Job] = []
        forms = set()
        for paper_id in chosen:
            if paper_id not in stale:
                continue
            row, paper = stale[paper_id], papers[paper_id]
            found = still_standing(row, differences(self._seat, paper, documents[row.case]))
            if not found:
                continue
            forms.add(str(paper.get("form")))
            states = [copy.state for copy in copies_of(paper)]
            is_part = is_only_plan(str(paper.get("part", "")), states, found)
            jobs.append(_again(row, paper, documents[row.case], is_only_plan=is_part))
        if not jobs:
            raise NothingChangedError
        if len(forms) > 1:
            raise FormsMixedError
        # What stood for the plan of a paper that is now printed whole goes with it.
        whole = {job.replaces for job in jobs if not job.part}
        jobs = [job for job in jobs if not (job.part and job.replaces in whole)]
        return Batch(self._seat, jobs, form=forms.pop())


def _again(row: StalePaper, paper: Document, document: Document, *, is_only_plan: bool) -> Job:
    """A household's paper once more. What stands for a plan alone always names the paper whose plan it is."""
    is_part = bool(paper.get("part"))
    return Job(
        new_record(),
        row.case,
        document,
        row.version,
        stage_of(paper),
        replaces=str(paper.get("replaces") or "") if is_part else row.record,
        part=str(paper["part"]) if is_part else "plan" if is_only_plan else "",
        ends="" if is_only_plan and not is_part else row.record,
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


def _ids(documents: Sequence[Document]) -> list[str]:
    return fresh_ids(len(documents))
