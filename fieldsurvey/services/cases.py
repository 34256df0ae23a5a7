"""The files of households: finding, showing, importing and exporting them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from fieldsurvey.case.canonical import Value, encode, tidied
from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.change import Change, Entry, entry
from fieldsurvey.case.codes import label_of
from fieldsurvey.case.document import Document, to_document, to_fields
from fieldsurvey.case.errors import ChangeMalformedError, RowToldTwiceError, TextTooLongError, UnknownFieldError
from fieldsurvey.case.fold import PLACE, Clash, fold
from fieldsurvey.case.identity import masked, masked_phone
from fieldsurvey.case.ids import RECORD_PATTERN, Address, ChangeId, RecordId, derived_record
from fieldsurvey.case.kinds import DESK_ROLES, KINDS, Desk, label_at
from fieldsurvey.case.parse import show
from fieldsurvey.clock import shown
from fieldsurvey.progress import Progress
from fieldsurvey.services.errors import FileUnwritableError, ImportUnreadableError, LineUnreadableError, NotAllowedError
from fieldsurvey.services.seat import Said, Seat, note, seal
from fieldsurvey.services.visits import check_length, next_survey_no
from fieldsurvey.store import changes, drafts, folding, peers, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.search import FoundRow

MAX_LINE: Final = 900_000
IMPORT_BATCH: Final = 500
_CASE = KINDS["case"]


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


@dataclass(frozen=True, slots=True)
class LineProblem:
    """A line of an import that was not taken, and why."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: households taken (new or changed), unchanged, and lines refused."""

    taken: int
    unchanged: int
    refused: list[LineProblem]


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
            history = _history(found, author_names(session), device_codes(session))
        return CaseView(_shown_row(row, open_drafts), to_document(state), state.clashes(), history)

    def history(self, case_id: str) -> list[HistoryLine]:
        """Who changed which field, from what to what, when, on which laptop; the last arrived first."""
        return self.show(case_id).history

    def import_lines(self, path: Path, *, source: str, progress: Progress | None = None) -> ImportReport:
        """Takes in JSON lines, one case document each (`docs/case-document.schema.json`).

        The same source and key always mean the same household: importing twice adds nothing, and a value that
        staff changed meanwhile is not overwritten but becomes a clash. Good lines are taken, bad ones reported.

        Raises:
            ImportUnreadableError: the file cannot be read at all; nothing was taken.
        """
        progress = progress or Progress()
        source = str(tidied(source))[:256]
        taken = unchanged = 0
        refused: list[LineProblem] = []
        try:
            progress.begin("导入户档案", path.stat().st_size)
            with path.open("rb") as file:
                for batch in _batches(file, progress):
                    done, same = self._take(batch, source, refused)
                    taken, unchanged = taken + done, unchanged + same
        except OSError as problem:
            raise ImportUnreadableError(why=problem.strerror or "读取失败") from problem
        return ImportReport(taken, unchanged, refused)

    def export_lines(self, path: Path, *, progress: Progress | None = None) -> int:
        """Writes every household as one JSON line; returns how many. The journal notes the export."""
        progress = progress or Progress()
        part = path.with_name(path.name + ".part")
        try:
            with self._seat.database.begin() as session:
                found = folding.documents(session, "case")
                progress.begin("导出户档案", len(found))
                with part.open("wb") as file:
                    for record in sorted(found):
                        file.write(encode({"id": record, **found[record]}) + b"\n")
                        progress.step()
                note(session, self._seat, "export", {"cases": len(found), "form": "json-lines"})
            part.replace(path)
        except OSError as problem:
            raise FileUnwritableError(why=problem.strerror or "写入失败") from problem
        finally:
            part.unlink(missing_ok=True)
        return len(found)

    def _take(self, batch: list[tuple[int, bytes]], source: str, refused: list[LineProblem]) -> tuple[int, int]:
        read: dict[RecordId, dict[Address, Value]] = {}
        desk = self._seat.identity.desk
        for line, untrusted in batch:
            try:
                record, fields = _read_line(untrusted, source, desk)
                # A later line about the same household adds to an earlier one, wherever batches happen to end.
                read.setdefault(record, {}).update(fields)
            except (
                UnknownFieldError, RowToldTwiceError, ChangeMalformedError, LineUnreadableError, TextTooLongError,
                NotAllowedError,
            ) as problem:  # fmt: skip
                refused.append(LineProblem(line, problem.told))
        with self._seat.database.begin() as session:
            known = changes.of_records(session, "case", list(read))
            said = []
            for record, fields in read.items():
                entries = _import_entries(fields, known.get(record, []), source)
                if not entries:
                    continue
                if record not in known and "survey_no" not in entries:
                    entries["survey_no"] = entry(next_survey_no(session, self._seat))
                said.append(Said("case", record, entries, origin=source))
            seal(session, self._seat, said, what="import")
        return len(said), len(read) - len(said)


def _batches(file: BinaryIO, progress: Progress) -> Iterator[list[tuple[int, bytes]]]:
    batch: list[tuple[int, bytes]] = []
    for number in range(1, 100_000_000):
        line = file.readline(MAX_LINE + 2)
        if not line:
            break
        progress.step(len(line))
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        while len(line) > MAX_LINE and not line.endswith(b"\n"):
            rest = file.readline(MAX_LINE)
            progress.step(len(rest))
            line = line[:MAX_LINE] + (b"\0" if rest and not rest.endswith(b"\n") else b"\0\n")
        if line.strip():
            batch.append((number, line))
        if len(batch) >= IMPORT_BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _read_line(untrusted: bytes, source: str, desk: Desk) -> tuple[RecordId, dict[Address, Value]]:
    if len(untrusted) > MAX_LINE:
        raise LineUnreadableError(why="超过 900 KB")
    try:
        document = msgspec.json.decode(untrusted, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise LineUnreadableError(why="不是一份 JSON 文档") from problem
    given, key = document.get("id"), document.get("key")
    if isinstance(given, str) and RECORD_PATTERN.fullmatch(given):
        record = RecordId(given)
    elif isinstance(key, str | int) and str(key):
        record = derived_record(source, str(key))
    else:
        raise LineUnreadableError(why="没有 key(来源中的唯一编号)")
    fields = to_fields(CASE, record, document)
    for address, value in fields.items():
        check_length(CASE.field(address), value)
        if not CASE.writers(address) & DESK_ROLES[desk]:
            raise NotAllowedError(what=f"填写“{label_at(_CASE, address)}”")
    return record, fields


def _import_entries(
    fields: dict[Address, Value], known: list[tuple[ChangeId, Change]], source: str
) -> dict[str, Entry]:
    """What an import says anew: it replaces only what the same source said before, never what staff entered."""
    said: dict[str, tuple[ChangeId, bytes]] = {}
    for identity, change in known:
        if change.origin == source:
            said.update({address: (identity, encode(given.value)) for address, given in change.set.items()})
    state = fold(known)
    entries: dict[str, Entry] = {}
    for address, value in fields.items():
        before = said.get(address)
        if before is not None and before[1] == encode(value):
            continue
        if any(encode(head) == encode(value) for head in state.heads.get(address, {}).values()):
            continue
        if before is None and value is None:
            continue
        if state.heads.get(address) and (CASE.field(address).once or address.endswith(f"/{PLACE}")):
            # The order of rows that are here already is the office's, not the source's.
            continue
        entries[address] = entry(value, [before[0]] if before else [])
    return entries


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


def _history(found: list[tuple[ChangeId, Change]], names: dict[str, str], codes: dict[str, str]) -> list[HistoryLine]:
    values = dict(found)
    lines = []
    for _, change in reversed(found):
        for address, given in change.set.items():
            field = CASE.find(address)
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
                    label=label_at(_CASE, address),
                    before=" / ".join(show(field, value) for value in before),
                    after=show(field, given.value),
                    why=change.why,
                )
            )
    return lines
