"""The files of households: finding, showing, importing and exporting them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fieldsurvey.case.as_written import as_written
from fieldsurvey.case.canonical import Value, encode, tidied
from fieldsurvey.case.case_filter import EVERYBODY, FILTER_TABLES, NEWEST, CaseFilter, Order
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.document import Document, to_document
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.fold import Clash, fold
from fieldsurvey.case.ids import Address, RecordId
from fieldsurvey.case.masking import NUMBERED, is_covered, mask_at, mask_document, mask_text
from fieldsurvey.case.parse import show
from fieldsurvey.case.problems import Problem
from fieldsurvey.clock import business_date
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.exchange.covering import covered_line
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services import carried, timeline
from fieldsurvey.services.case_lines import (
    COVERED,
    PRACTICE,
    ImportReport,
    LineProblem,
    Noted,
    batches,
    read_line,
    rows_named,
)
from fieldsurvey.services.case_rows import CaseCount, CasePage, CaseRow, shown_row
from fieldsurvey.services.comparison_shown import results_of
from fieldsurvey.services.elsewhere import open_points
from fieldsurvey.services.errors import ImportUnreadableError, LineRepeatedError
from fieldsurvey.services.names import household_keys, known_by
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.roles import SEES_NUMBERS
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.services.taking import take_households
from fieldsurvey.services.terms import terms_of
from fieldsurvey.services.timeline import HistoryLine, Timeline
from fieldsurvey.store import changes, drafts, filters, folding, lists, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.vault.files import told_os_error


@dataclass(frozen=True, slots=True)
class CaseView:
    """One household: its line, its document, what clashes, and everything that happened, the last arrived first."""

    row: CaseRow
    document: Document
    clashes: list[Clash]
    history: list[HistoryLine]


@dataclass(frozen=True, slots=True)
class Household:
    """One household as it stands beside the list; `fields` are those its timeline can be filtered by.

    `compared` is what the lists of other offices say of it, at headquarters also where it is on none of them.
    """

    row: CaseRow
    document: Document
    catalogue: Catalogue
    problems: list[Problem]
    fields: list[tuple[str, str]]
    compared: list[str]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the files here name, the most frequent first: to choose from in a filter."""

    employers: list[str]
    filing_orgs: list[str]
    surveyors: list[str]


class Cases:
    """What people do with the files of households."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def find(
        self,
        text: str,
        *,
        asked: CaseFilter = EVERYBODY,
        order: Order = NEWEST,
        offset: int = 0,
        limit: int = 200,
        counted: bool = True,
    ) -> CasePage:
        """The households that match every word (name, pinyin, initials, address, employer, numbers) and the filter.

        Without `counted` the rows come at once; `count` says how many there are.
        """
        with self._seat.database.begin() as session:
            where = self._where(session, asked)
            found = search.find(session, text, offset=offset, limit=limit + 1, where=where, order=order)
            open_drafts = {row.record for row in drafts.all_open(session)}
            counts = self._count(session, text, where) if counted else None
        rows = [shown_row(row, open_drafts, self._seat.in_force) for row in found[:limit]]
        if counts is None:
            return CasePage(rows, offset + len(rows), len(found) > limit)
        return CasePage(rows, counts.total, counts.more)

    def count(self, text: str, *, asked: CaseFilter = EVERYBODY) -> CaseCount:
        """How many households that is; up to 1,000 when something was searched for."""
        with self._seat.database.begin() as session:
            return self._count(session, text, self._where(session, asked))

    def choices(self) -> Choices:
        """The employers, organisations and surveyors that the files here name."""
        with self._seat.database.begin() as session:
            names = lists.names_in_cases(session)
        return Choices(names["employer"], names["filing_org"], names["surveyor"])

    def code_tables(self) -> dict[str, CodeTable]:
        """The code tables in force that households can be filtered by, by the name of the filter."""
        return {name: self._seat.in_force.table(table) for name, table in FILTER_TABLES.items()}

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
            history = timeline.lines_of(found, dict(found), session=session, case=self._seat.case_kind, state=state)
        view = CaseView(shown_row(row, open_drafts, self._seat.in_force), to_document(state), state.clashes(), history)
        return view if self._seat.roles & SEES_NUMBERS else _covered(view, self._seat.catalogue)

    def look(self, case_id: str) -> Household:
        """One household as it stands beside the list, however long its history is.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            row = search.row_of(session, case_id)
            document = folding.document_of(session, "case", case_id)
            if row is None or document is None:
                raise CaseMissingError
            open_drafts = {draft.record for draft in drafts.all_open(session)}
            found = open_points(session, self._seat, case_id, document)
            lists_taken = folding.documents(session, "comparison")
        results = results_of(case_id, document, lists_taken, self._seat.in_force)
        catalogue = self._seat.catalogue
        fields = timeline.fields_of(document, self._seat.case_kind)
        told = document if self._seat.roles & SEES_NUMBERS else mask_document(document, catalogue)
        compared = [result.told for result in results]
        return Household(shown_row(row, open_drafts, self._seat.in_force), told, catalogue, found, fields, compared)

    def history(self, case_id: str) -> list[HistoryLine]:
        """Who changed which field, from what to what, when, on which laptop; the last arrived first."""
        return self.show(case_id).history

    def timeline(self, case_id: str, *, field: str = "", before: int = 0, limit: int = 200) -> Timeline:
        """A page of everything that happened to a household, the newest first.

        `before` is what the page in front of it gave. With `field` (`mobile`, `members/name`) only the saved changes
        that say something of that field.
        """
        with self._seat.database.begin() as session:
            found, rest = timeline.page(
                session, case_id, case=self._seat.case_kind, field=field, before=before, limit=limit
            )
            if not field:
                # What hangs on a change stands on the page of that change.
                lowest = rest or 1
                others = [
                    *timeline.of_papers(session, case_id, self._seat.in_force),
                    *carried.happenings(session, self._seat, case_id),
                ]
                found += [one for one in others if one.seq >= lowest and (not before or one.seq < before)]
        return Timeline(sorted(found, key=carried.place, reverse=True), rest)

    def change(self, case_id: str, change_id: str) -> list[HistoryLine]:
        """All fields of one saved change, before and after, their numbers covered.

        Raises:
            CaseMissingError: it is no change of this household here.
        """
        with self._seat.database.begin() as session:
            return timeline.of_change(session, case_id, change_id, case=self._seat.case_kind)

    def reveal(self, case_id: str, addresses: Sequence[str]) -> dict[str, str]:
        """The numbers in these fields in full, as far as they hold any; the journal notes each one.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            document = folding.document_of(session, "case", case_id)
            if document is None:
                raise CaseMissingError
            told = {}
            for address in dict.fromkeys(addresses):
                field, value = self._seat.catalogue.find(address), timeline.value_at(document, address)
                if field is None or value is None:
                    continue
                if field.sort in NUMBERED or is_covered(field, value):
                    told[address] = show(field, value)
                    note(session, self._seat, "reveal", {"record": case_id, "field": address})
        return told

    def import_lines(self, path: Path, *, source: str, progress: Progress | None = None) -> ImportReport:
        """Takes in JSON lines, one case document each (`docs/case-document.schema.json`).

        The same source and key always mean the same household: importing twice adds nothing, and a value that
        staff changed meanwhile is not overwritten but becomes a clash. Good lines are taken, bad ones reported; a value
        that is not what its field asks for is kept as written and named.

        One transaction per batch of lines: what was taken before the end stays, and the report says that it ended
        early. Importing the whole file again goes on from there.

        Raises:
            ImportUnreadableError, CancelledError, and those of the store: nothing was taken.
        """
        progress = progress or Progress()
        source = str(tidied(source))[:256]
        taken = unchanged = 0
        noted = Noted()
        seen: dict[RecordId, int] = {}
        stopped = ""
        try:
            progress.begin("导入户档案", path.stat().st_size)
            with path.open("rb") as file:
                for batch in batches(file, progress):
                    done, same = self._take(batch, source, noted, seen=seen)
                    taken, unchanged = taken + done, unchanged + same
        except OSError as problem:
            if not taken:
                raise ImportUnreadableError(why=told_os_error(problem)) from problem
            stopped = str(told_os_error(problem))
        except FieldSurveyError as problem:
            if not taken:
                raise
            stopped = "已按您的要求停止。" if isinstance(problem, CancelledError) else str(problem)
        return ImportReport(taken, unchanged, noted.refused, stopped, noted.kept, noted.more)

    def export_lines(self, path: Path, *, progress: Progress | None = None) -> int:
        """Writes every household as one JSON line; returns how many. The journal notes the export.

        Raises:
            FileUnwritableError, CancelledError: a former file stays as it was.
        """
        return self._export(path, progress or Progress(), is_masked=False)

    def export_masked(self, path: Path, *, progress: Progress | None = None) -> int:
        """The same covered as `exchange/covering.py` says, for those who only look; it cannot be imported again.

        Raises:
            FileUnwritableError, CancelledError: a former file stays as it was.
        """
        return self._export(path, progress or Progress(), is_masked=True)

    def _export(self, path: Path, progress: Progress, *, is_masked: bool) -> int:
        with replacing(path) as part, self._seat.database.begin() as session:
            found = changes.all_records(session).get("case", [])
            if not is_masked:
                # Covered as they arrived: in the order of ids, the place of a household would tell of its id.
                found = sorted(found)
            keys = household_keys(session, found, full=False) if is_masked else {}
            known = known_by(session, keys) if is_masked else {}
            progress.begin("导出户档案", len(found))
            with part.open("wb") as file:
                # One document at a time: all of them together do not fit into the memory of a laptop.
                for record in found:
                    document = folding.document_of(session, "case", record) or {}
                    line = {"id": record, **document}
                    if is_masked:
                        line = {**covered_line(keys[record], document, self._seat.catalogue, known), COVERED: True}
                    if self._seat.identity.practice:
                        line[PRACTICE] = True
                    file.write(encode(line) + b"\n")
                    progress.step()
            form = "json-lines-masked" if is_masked else "json-lines"
            note(session, self._seat, "export", {"cases": len(found), "form": form})
        return len(found)

    def _take(
        self, batch: list[tuple[int, bytes]], source: str, noted: Noted, *, seen: dict[RecordId, int]
    ) -> tuple[int, int]:
        read: dict[RecordId, dict[Address, Value]] = {}
        for line, untrusted in batch:
            try:
                record, fields = self._read_line(untrusted, source)
                if record in seen:
                    raise LineRepeatedError(first=seen[record])
                seen[record], read[record] = line, fields
            except FieldSurveyError as problem:
                noted.refused.append(LineProblem(line, problem.told))
        with self._seat.database.begin() as session:
            known = changes.of_records(session, "case", list(read))
            took = take_households(session, self._seat, read, known, source=source)
        noted.refused += [LineProblem(seen[record], sentence) for record, sentence in took.refused.items()]
        today = business_date(self._seat.now())
        for record, fields in read.items():
            if record not in took.refused:
                rows = rows_named(change for _, change in known.get(record, []))
                for sentence in as_written(fields, self._seat.catalogue, today, rows):
                    noted.keep(seen[record], sentence)
        return took.taken, took.unchanged

    def _read_line(self, untrusted: bytes, source: str) -> tuple[RecordId, dict[Address, Value]]:
        seat = self._seat
        return read_line(untrusted, source, seat.roles, seat.catalogue, practice=seat.identity.practice)

    def _where(self, session: Session, asked: CaseFilter) -> "search.Conditions":
        return [] if asked.is_empty else filters.conditions(asked, terms_of(session, self._seat, asked))

    @staticmethod
    def _count(session: Session, text: str, where: "search.Conditions") -> CaseCount:
        found = search.count(session, text, where=where)
        more = bool(search.words_of(text)) and found > search.COUNT_LIMIT
        return CaseCount(search.COUNT_LIMIT if more else found, more)


def _covered(view: CaseView, catalogue: Catalogue) -> CaseView:
    clashes = [
        Clash(clash.address, {by: mask_at(clash.address, value, catalogue) for by, value in clash.values.items()})
        for clash in view.clashes
    ]
    history = [_covered_line(line, catalogue) for line in view.history]
    return replace(view, document=mask_document(view.document, catalogue), clashes=clashes, history=history)


def _covered_line(line: HistoryLine, catalogue: Catalogue) -> HistoryLine:
    field = catalogue.find(line.address)
    if field is None:
        return line
    return replace(line, before=mask_text(field, line.before), after=mask_text(field, line.after))
