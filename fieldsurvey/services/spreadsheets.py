"""Households in spreadsheets: a template to fill in, taking such sheets in, and writing households out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.change import Change
from fieldsurvey.case.document import Document, to_fields
from fieldsurvey.case.elsewhere import numbers_of, sentence_of
from fieldsurvey.case.fold import fold
from fieldsurvey.case.ids import Address, ChangeId, RecordId, row_address
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import SELF
from fieldsurvey.clock import business_date
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.exchange.columns import Table, layout
from fieldsurvey.exchange.errors import MapUnknownError
from fieldsurvey.exchange.gathering import Gathered, Office, gathered, with_worker_named, with_worker_row, worker_row
from fieldsurvey.exchange.mapping import F02, ColumnMap, checked, mapped
from fieldsurvey.exchange.opening import opened
from fieldsurvey.exchange.reading import Problems, SheetProblem, Spool, is_of_practice, read_sheets
from fieldsurvey.exchange.reporting import write_report
from fieldsurvey.exchange.template import write_template
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.elsewhere import held_elsewhere
from fieldsurvey.services.errors import ImportUnreadableError, PracticeExportError
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import Seat
from fieldsurvey.services.taking import take_households
from fieldsurvey.store import changes, kept
from fieldsurvey.store.database import Session
from fieldsurvey.vault.files import told_os_error

BATCH: Final = 500
MAPS: Final = "column_maps"


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What an import of sheets did: households taken (new or changed) and unchanged, and what was not as it should be.

    `kept` cells were taken as typed, `doubtful` ones were understood and look wrong, `refused` cells, rows and columns
    were not taken at all; `more` problems are not listed. `stopped` says why it ended before its end; what was taken
    until then stays.
    """

    taken: int
    unchanged: int
    problems: list[SheetProblem]
    more: int = 0
    stopped: str = ""

    @property
    def kept(self) -> int:
        """Cells kept as typed."""
        return sum(problem.is_kept for problem in self.problems)

    @property
    def doubtful(self) -> int:
        """Cells taken of which the wizard would say something at the field."""
        return sum(problem.is_doubtful for problem in self.problems)

    @property
    def refused(self) -> int:
        """Cells, rows, columns and sheets that were not taken."""
        return len(self.problems) - self.kept - self.doubtful

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        parts = [f"导入 {self.taken} 户,没有变化 {self.unchanged} 户"]
        if self.kept:
            parts.append(f"{self.kept} 处没有看懂、按原样保留")
        if self.doubtful:
            parts.append(f"{self.doubtful} 处已导入、要核对")
        if self.refused:
            parts.append(f"{self.refused} 处没有采用")
        if self.more:
            parts.append(f"另有 {self.more} 处没有列出")
        return ",".join(parts) + "。"


class Spreadsheets:
    """What people do with spreadsheets of households."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def write_template(self, path: Path) -> None:
        """Writes the empty workbook for this office's fields and codes, and for what this desk may fill in.

        Raises:
            FileUnwritableError: a former file stays as it was.
        """
        with replacing(path) as part:
            write_template(part, self._seat.catalogue, self._seat.roles)

    def write_report(self, path: Path, report: SheetReport) -> None:
        """Writes what an import did not take as it stands, with the reasons.

        Raises:
            FileUnwritableError: a former file stays as it was.
        """
        with replacing(path) as part:
            write_report(part, report.problems, report.told)

    def import_workbook(
        self, path: Path, *, source: str, map_name: str = "", progress: Progress | None = None
    ) -> SheetReport:
        """Takes in the households of a workbook or CSV file.

        The same source and key always mean the same household, as in JSON lines (`Cases.import_lines`): importing
        twice adds nothing, and what staff entered is never overwritten. Nothing typed is refused: what cannot be
        understood is kept as typed and named. One transaction per batch of households.

        Raises:
            ImportUnreadableError, CancelledError, MapUnknownError, those of `exchange/errors.py` and of the store:
                nothing was taken.
        """
        progress = progress or Progress()
        source = str(tidied(source))[:256]
        problems = Problems()
        tables, left_out = self._tables(map_name)
        try:
            with opened(path) as sheets:
                if is_of_practice(sheets) and not self._seat.identity.practice:
                    raise PracticeExportError
                spool = read_sheets(sheets, tables, problems, left_out=left_out, progress=progress)
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        return self._take_all(spool, source, problems, progress)

    def column_maps(self) -> list[ColumnMap]:
        """The maps of foreign headings that this office has, the one of the national form first."""
        with self._seat.database.begin() as session:
            return [F02, *_maps(session)]

    def save_map(self, name: str, targets: Mapping[str, str]) -> None:
        """Keeps a map under a name, in place of a former one of this name.

        Raises:
            MapWrongError: what is wrong with it.
        """
        new = checked(
            str(tidied(name)), {str(tidied(key)): said for key, said in targets.items()}, self._seat.catalogue
        )
        with self._seat.database.begin() as session:
            others = [known for known in _maps(session) if known.name != new.name]
            kept.keep(session, MAPS, sorted([*others, new], key=lambda known: known.name))

    def remove_map(self, name: str) -> None:
        """Forgets a map.

        Raises:
            MapUnknownError: there is none of this name.
        """
        with self._seat.database.begin() as session:
            known = _maps(session)
            if all(each.name != name for each in known):
                raise MapUnknownError(name=name)
            kept.keep(session, MAPS, [each for each in known if each.name != name])

    def _tables(self, map_name: str) -> tuple[Sequence[Table], frozenset[str]]:
        if not map_name:
            return layout(self._seat.catalogue), frozenset()
        found = next((known for known in self.column_maps() if known.name == map_name), None)
        if found is None:
            raise MapUnknownError(name=map_name)
        table, left_out = mapped(found, self._seat.catalogue)
        return (table,), left_out

    def _take_all(self, spool: Spool, source: str, problems: Problems, progress: Progress) -> SheetReport:
        progress.begin("导入户档案", len(spool.households))
        office = Office(self._seat.catalogue, self._seat.roles, business_date(self._seat.now()), problems)
        households = gathered(spool, source=source, office=office)
        taken = unchanged = 0
        stopped = ""
        seen: dict[RecordId, int] = {}
        try:
            while batch := list(islice(households, BATCH)):
                done, same = self._take(batch, source, problems, seen)
                taken, unchanged = taken + done, unchanged + same
                progress.step(len(batch))
        except FieldSurveyError as problem:
            if not taken and not unchanged:
                raise
            stopped = "已按您的要求停止。" if isinstance(problem, CancelledError) else str(problem)
        return SheetReport(taken, unchanged, problems.found, problems.more, stopped)

    def _take(
        self, batch: Sequence[Gathered], source: str, problems: Problems, seen: dict[RecordId, int]
    ) -> tuple[int, int]:
        by_record = {}
        for household in batch:
            first = seen.setdefault(household.record, household.row)
            if first != household.row:
                problems.add(_refused(household, f"与第 {first} 行是同一个档案标识,这一户没有采用"))
            else:
                by_record[household.record] = household
        with self._seat.database.begin() as session:
            known = changes.of_records(session, "case", list(by_record))
            read = {}
            for record, household in by_record.items():
                fields = self._fields(household, problems, known.get(record, []))
                if fields is not None:
                    read[record] = fields
            took = take_households(session, self._seat, read, known, source=source)
            # Taken first, so that two households of one sheet find each other.
            taken = [by_record[record] for record in read if record not in took.refused]
            _doubt_numbers(session, taken, problems)
        for record, sentence in took.refused.items():
            problems.add(_refused(by_record[record], sentence))
        return took.taken, took.unchanged

    def _fields(
        self, household: Gathered, problems: Problems, known: Sequence[tuple[ChangeId, Change]]
    ) -> dict[Address, Value] | None:
        record, document = household.record, household.document
        if known:
            document = _with_known_worker(document, record, known)
        elif not household.is_ours:
            document = with_worker_row(document, record)
        try:
            fields = to_fields(self._seat.catalogue, record, document)
        except FieldSurveyError as problem:
            problems.add(_refused(household, problem.told))
            return None
        nameless = _nameless(fields, known)
        if nameless:
            problems.add(replace(_refused(household, nameless), is_doubtful=True))
        return fields


def _with_known_worker(document: Document, record: RecordId, known: Sequence[tuple[ChangeId, Change]]) -> Document:
    """References to the worker point to the row that the household has; one that has none gets it when it is named."""
    stand_in = worker_row(record)
    if not any(stand_in in row.values() for name in document for row in rows_of(document, name)):
        return document
    state = fold(known)
    rows = state.rows("members")
    own = next((row for row in rows if state.value(row_address("members", row, "relation")) == SELF), None)
    return with_worker_row(document, record) if own is None else with_worker_named(document, record, own)


def _nameless(fields: Mapping[Address, Value], known: Sequence[tuple[ChangeId, Change]]) -> str:
    """What is said of a household that nobody can find in a list of names; empty of all others."""
    if fields.get(Address("name")) or fold(known).value(Address("name")):
        return ""
    return "没有姓名" if fields.get(Address("identity")) else "没有姓名,也没有证件号码"


def _maps(session: Session) -> list[ColumnMap]:
    return kept.kept(session, MAPS, list[ColumnMap], [])


def _doubt_numbers(session: Session, households: Sequence[Gathered], problems: Problems) -> None:
    numbers: dict[str, dict[str, str]] = {each.record: numbers_of(each.document) for each in households}
    held = held_elsewhere(session, numbers)
    for each in households:
        for number, others in held.get(each.record, {}).items():
            doubt = each.doubts.get(numbers[each.record][number])
            if doubt is not None:
                problems.add(replace(doubt, reason=sentence_of(others)))


def _refused(household: Gathered, reason: str) -> SheetProblem:
    return SheetProblem(household.sheet, household.row, "", reason, household.key)
