"""The files of households: finding, showing, importing and exporting them."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.case.canonical import Value, encode, tidied
from fieldsurvey.case.change import Change
from fieldsurvey.case.codes import label_of
from fieldsurvey.case.document import Document, to_document
from fieldsurvey.case.fold import PLACE, Clash, fold
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.ids import Address, ChangeId, RecordId
from fieldsurvey.case.kinds import Kind, label_at
from fieldsurvey.case.parse import show
from fieldsurvey.clock import shown
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.case_lines import ImportReport, LineProblem, batches, read_line
from fieldsurvey.services.errors import FileUnwritableError, ImportUnreadableError, LineRepeatedError
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.services.taking import take_households
from fieldsurvey.store import changes, drafts, folding, peers, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.search import FoundRow
from fieldsurvey.vault.files import told_os_error


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the case list; numbers are masked. `updated_at` is as shown to people."""

    case_id: str
    survey_no: str
    name: str
    identity: str
    address: str
    employer: str
    mobile: str
    status: str
    persons: int
    updated_at: str
    clashes: int
    has_draft: bool


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some lines of the list. `total` counts up to 1,000 when something was searched for; then `more`."""

    rows: list[CaseRow]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One field of one change: who, when, on which laptop, from what to what."""

    at: str
    author: str
    device: str
    address: str
    label: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """One household: its line, its document, what clashes, and everything that happened, the last arrived first."""

    row: CaseRow
    document: Document
    clashes: list[Clash]
    history: list[HistoryLine]


class Cases:
    """What people do with the files of households."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def find(self, text: str, *, offset: int = 0, limit: int = 200) -> CasePage:
        """The newest households that match every word: name, pinyin, initials, address, employer, numbers."""
        with self._seat.database.begin() as session:
            page = search.find(session, text, offset=offset, limit=limit)
            open_drafts = {row.record for row in drafts.all_open(session)}
        rows = [_shown_row(row, open_drafts) for row in page.rows]
        more = bool(text.strip()) and page.total > search.COUNT_LIMIT
        return CasePage(rows, min(page.total, search.COUNT_LIMIT) if more else page.total, more)

    def show(self, case_id: str) -> CaseView:
        """Everything about one household.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            found = changes.of_records(session, "case", [case_id]).get(case_id)
            row = search.row_of(session, case_id)
            if found is None or row is None:
                raise CaseMissingError
            state = fold(found)
            open_drafts = {draft.record for draft in drafts.all_open(session)}
            history = _history(found, author_names(session), device_codes(session), self._seat.case_kind)
        return CaseView(_shown_row(row, open_drafts), to_document(state), state.clashes(), history)

    def history(self, case_id: str) -> list[HistoryLine]:
        """Who changed which field, from what to what, when, on which laptop; the last arrived first."""
        return self.show(case_id).history

    def import_lines(self, path: Path, *, source: str, progress: Progress | None = None) -> ImportReport:
        """Takes in JSON lines, one case document each (`docs/case-document.schema.json`).

        The same source and key always mean the same household: importing twice adds nothing, and a value that
        staff changed meanwhile is not overwritten but becomes a clash. Good lines are taken, bad ones reported.

        One transaction per batch of lines: what was taken before the end stays, and the report says that it ended
        early. Importing the whole file again goes on from there.

        Raises:
            ImportUnreadableError, CancelledError, and those of the store: nothing was taken.
        """
        progress = progress or Progress()
        source = str(tidied(source))[:256]
        taken = unchanged = 0
        refused: list[LineProblem] = []
        seen: dict[RecordId, int] = {}
        stopped = ""
        try:
            progress.begin("导入户档案", path.stat().st_size)
            with path.open("rb") as file:
                for batch in batches(file, progress):
                    done, same = self._take(batch, source, refused, seen=seen)
                    taken, unchanged = taken + done, unchanged + same
        except OSError as problem:
            if not taken:
                raise ImportUnreadableError(why=told_os_error(problem)) from problem
            stopped = str(told_os_error(problem))
        except FieldSurveyError as problem:
            if not taken:
                raise
            stopped = "已按您的要求停止。" if isinstance(problem, CancelledError) else str(problem)
        return ImportReport(taken, unchanged, refused, stopped)

    def export_lines(self, path: Path, *, progress: Progress | None = None) -> int:
        """Writes every household as one JSON line; returns how many. The journal notes the export.

        Raises:
            FileUnwritableError, CancelledError: a former file stays as it was.
        """
        progress = progress or Progress()
        part = path.with_name(path.name + ".part")
        try:
            with self._seat.database.begin() as session:
                found = sorted(changes.all_records(session).get("case", []))
                progress.begin("导出户档案", len(found))
                with part.open("wb") as file:
                    # One document at a time: all of them together do not fit into the memory of a laptop.
                    for record in found:
                        document = folding.document_of(session, "case", record) or {}
                        file.write(encode({"id": record, **document}) + b"\n")
                        progress.step()
                note(session, self._seat, "export", {"cases": len(found), "form": "json-lines"})
            part.replace(path)
        except OSError as problem:
            raise FileUnwritableError(why=told_os_error(problem)) from problem
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        return len(found)

    def _take(
        self, batch: list[tuple[int, bytes]], source: str, refused: list[LineProblem], *, seen: dict[RecordId, int]
    ) -> tuple[int, int]:
        read: dict[RecordId, dict[Address, Value]] = {}
        desk = self._seat.identity.desk
        for line, untrusted in batch:
            try:
                record, fields = read_line(untrusted, source, desk, self._seat.catalogue)
                if record in seen:
                    raise LineRepeatedError(first=seen[record])
                seen[record], read[record] = line, fields
            except FieldSurveyError as problem:
                refused.append(LineProblem(line, problem.told))
        with self._seat.database.begin() as session:
            known = changes.of_records(session, "case", list(read))
            took = take_households(session, self._seat, read, known, source=source)
        refused += [LineProblem(seen[record], sentence) for record, sentence in took.refused.items()]
        return took.taken, took.unchanged


def _shown_row(row: FoundRow, open_drafts: set[str]) -> CaseRow:
    return CaseRow(
        case_id=row.record,
        survey_no=row.survey_no,
        name=row.name,
        identity=masked(row.identity),
        address=row.address,
        employer=row.employer,
        mobile=masked_phone(row.mobile) if row.mobile else "",
        status=label_of("case_status", row.status) if row.status else "",
        persons=row.persons,
        updated_at=shown(row.updated_at),
        clashes=row.clashes,
        has_draft=row.record in open_drafts,
    )


def author_names(session: Session) -> dict[str, str]:
    """The names of staff by id, as far as they are known here."""
    return {record: str(document.get("name", "")) for record, document in folding.documents(session, "staff").items()}


def device_codes(session: Session) -> dict[str, str]:
    """The codes of devices by id, as far as they are known here."""
    return {row.id: row.code for row in peers.peers(session)}


def _history(
    found: list[tuple[ChangeId, Change]], names: dict[str, str], codes: dict[str, str], case: Kind
) -> list[HistoryLine]:
    values = dict(found)
    lines = []
    for _, change in reversed(found):
        for address, given in change.set.items():
            field = case.catalogue.find(address)
            if address.endswith(f"/{PLACE}") or field is None:
                continue
            before = [
                values[ChangeId(replaced)].set[address].value
                for replaced in given.replaces
                if ChangeId(replaced) in values and address in values[ChangeId(replaced)].set
            ]
            lines.append(
                HistoryLine(
                    at=shown(change.at),
                    author=names.get(change.author, change.author),
                    device=codes.get(change.device, change.device),
                    address=address,
                    label=label_at(case, address),
                    before=" / ".join(show(field, value) for value in before),
                    after=show(field, given.value),
                    why=change.why,
                )
            )
    return lines
