"""Printed papers: each is a record with a random id that knows what it printed."""

import errno
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import Value, digest
from fieldsurvey.case.change import entry
from fieldsurvey.case.document import Document
from fieldsurvey.case.ids import new_record
from fieldsurvey.clock import business_date
from fieldsurvey.forms.answers import form_of
from fieldsurvey.forms.sheets import Drawn, PaperFacts, Sheet, draw_forms, preview, printed_sections
from fieldsurvey.progress import Progress
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import Said, Seat, note, seal
from fieldsurvey.store import folding, lists
from fieldsurvey.store.errors import CaseMissingError

LONG_TEXT: Final = 500


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF that was made: where, the ids of its papers in order, and its pages."""

    path: Path
    papers: list[str]
    pages: int


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """The same in memory, for a printer."""

    pdf: bytes
    papers: list[str]
    pages: int


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One printed paper of a household."""

    paper_id: str
    form: str
    printed_on: str
    pages: int
    copy_state: str


class Papers:
    """Previewing and printing forms."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def preview(self, case_ids: Sequence[str], *, form: str = "F01") -> bytes:
        """The PDF as it would look, marked as a preview; makes no record."""
        target = io.BytesIO()
        preview(self._sheets(self._documents(case_ids)), target, form=form, catalogue=self._seat.catalogue)
        return target.getvalue()

    def print_forms(
        self, case_ids: Sequence[str], target: Path, *, form: str = "F01", progress: Progress | None = None
    ) -> Printed:
        """Makes one PDF of many households and a paper record for each, all or nothing.

        Two steps, since a file takes no part in a transaction: the records first, then the file gets its name. Cut off
        in between, there are records of papers that nobody holds; a paper without its record could never be matched.

        Raises:
            CaseMissingError: one of them is not here; nothing was printed.
            FileUnwritableError: the target cannot be written; nothing was recorded.
        """
        sheets = list(self._sheets(self._documents(case_ids)))
        with replacing(target) as part:
            if target.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            with part.open("wb") as file:
                drawn = draw_forms(sheets, file, form=form, progress=progress, catalogue=self._seat.catalogue)
                file.flush()
                os.fsync(file.fileno())
            self._record(sheets, case_ids, form, drawn)
        return Printed(target, [sheet.paper_id for sheet in sheets], drawn.pages)

    def print_pages(
        self, case_ids: Sequence[str], *, form: str = "F01", progress: Progress | None = None
    ) -> PrintedPages:
        """Makes the papers of record for a printer, in memory: nothing readable ever lies on the disk.

        The records come first, as for a file; a printer that then refuses leaves records of papers that nobody holds.

        Raises:
            CaseMissingError: one of them is not here; nothing was recorded.
        """
        sheets = list(self._sheets(self._documents(case_ids)))
        target = io.BytesIO()
        drawn = draw_forms(sheets, target, form=form, progress=progress, catalogue=self._seat.catalogue)
        self._record(sheets, case_ids, form, drawn)
        return PrintedPages(target.getvalue(), [sheet.paper_id for sheet in sheets], drawn.pages)

    def of_case(self, case_id: str) -> list[PaperCard]:
        """The papers of a household, newest first."""
        with self._seat.database.begin() as session:
            rows = lists.papers_of(session, case_id)
        return [PaperCard(row.record, row.form, row.printed_on, row.pages, row.copy_state) for row in rows]

    def _record(self, sheets: Sequence[Sheet], case_ids: Sequence[str], form: str, drawn: Drawn) -> None:
        with self._seat.database.begin() as session:
            said = [
                self._paper(sheet, case_id, form, drawn.pages_of[sheet.paper_id])
                for sheet, case_id in zip(sheets, case_ids, strict=True)
            ]
            seal(session, self._seat, said, what="print")
            note(session, self._seat, "print", {"form": form, "papers": len(said), "pages": drawn.pages})

    def _documents(self, case_ids: Sequence[str]) -> list[Document]:
        found = []
        with self._seat.database.begin() as session:
            for case_id in case_ids:
                document = folding.document_of(session, "case", case_id)
                if document is None:
                    raise CaseMissingError
                found.append(document)
        return found

    def _sheets(self, documents: Iterable[Document]) -> Iterator[Sheet]:
        facts = PaperFacts(
            org=self._seat.identity.organisation,
            printed_on=business_date(self._seat.now()),
            practice=self._seat.identity.practice,
        )
        for document in documents:
            yield Sheet(paper_id=new_record(), document=document, facts=facts)

    def _paper(self, sheet: Sheet, case_id: str, form: str, pages: int) -> Said:
        document = sheet.document or {}
        values: dict[str, Value] = {
            "case": case_id,
            "form": form,
            "template": form_of(form).template,
            "printed_on": business_date(self._seat.now()).isoformat(),
            "pages": pages,
            "copies": 3,
            "printed": _kept_texts(
                printed_sections(form, document, stage=sheet.facts.stage, catalogue=self._seat.catalogue)
            ),
            "copy_state": "printed",
        }
        return Said("paper", sheet.paper_id, {address: entry(value) for address, value in values.items()})


def _kept_texts(sections: Mapping[str, Mapping[str, str]]) -> Value:
    """The printed texts by section and address; of a very long one its hash, which compares as well."""
    return {
        section: {
            address: text if len(text) <= LONG_TEXT else f"sha256:{digest(text.encode())}"
            for address, text in texts.items()
        }
        for section, texts in sections.items()
    }
