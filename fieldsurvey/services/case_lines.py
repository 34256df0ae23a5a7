"""Households as JSON lines: reading an import in batches, and what each line says anew."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Final

import msgspec

from fieldsurvey.case.canonical import Value, encode
from fieldsurvey.case.change import Change, Entry, entry
from fieldsurvey.case.document import to_fields
from fieldsurvey.case.field import Catalogue, Role
from fieldsurvey.case.fold import PLACE, fold
from fieldsurvey.case.ids import RECORD_PATTERN, Address, ChangeId, RecordId, derived_record
from fieldsurvey.case.kinds import KINDS, label_at
from fieldsurvey.case.procedure import may_record
from fieldsurvey.case.read_off import read_off_fields
from fieldsurvey.progress import Progress
from fieldsurvey.services.errors import LineCoveredError, LineUnreadableError, NotAllowedError, PracticeExportError
from fieldsurvey.services.fitting import check_length

MAX_LINE: Final = 900_000
COVERED: Final = "covered"  # what marks a line of a covered export
PRACTICE: Final = "practice"  # and one that was written in practice
MOST_KEPT: Final = 1_000  # of values to be put right; of the others it is told how many
BATCH_LINES: Final = 500
BATCH_BYTES: Final = 2_000_000  # folded and written, a line takes a hundred times its size


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with a line of an import: why it was not taken, or what was kept as written and is to be mended."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: households taken (new or changed), unchanged, and lines refused.

    `stopped` says why it ended before the end of the file; what was taken until then stays. `kept` are values of lines
    that were taken which have to be put right; `more` of them are not listed.
    """

    taken: int
    unchanged: int
    refused: list[LineProblem]
    stopped: str = ""
    kept: list[LineProblem] = field(default_factory=list)
    more: int = 0


@dataclass(slots=True)
class Noted:
    """What an import has to say of its lines so far."""

    refused: list[LineProblem] = field(default_factory=list)
    kept: list[LineProblem] = field(default_factory=list)
    more: int = 0

    def keep(self, line: int, sentence: str) -> None:
        """One more value that has to be put right."""
        if len(self.kept) < MOST_KEPT:
            self.kept.append(LineProblem(line, sentence))
        else:
            self.more += 1


def batches(file: BinaryIO, progress: Progress) -> Iterator[list[tuple[int, bytes]]]:
    """The lines that are not empty with their numbers, as many at a time as are folded and written in one go."""
    batch: list[tuple[int, bytes]] = []
    size = 0
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
            size += len(line)
        if len(batch) >= BATCH_LINES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_line(
    untrusted: bytes, source: str, roles: frozenset[Role], catalogue: Catalogue, *, practice: bool = False
) -> tuple[RecordId, dict[Address, Value]]:
    """The household that a line is about, and the fields that it sets.

    Raises:
        FieldSurveyError: what is wrong with the line, in a sentence that names the field.
    """
    if len(untrusted) > MAX_LINE:
        raise LineUnreadableError(why="超过 900 KB")
    try:
        document = msgspec.json.decode(untrusted, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
        raise LineUnreadableError(why="不是一份 JSON 文档") from problem
    if document.get(COVERED) is True:
        raise LineCoveredError
    if document.pop(PRACTICE, None) is True and not practice:
        raise PracticeExportError
    given, key = document.get("id"), document.get("key")
    if isinstance(given, str) and RECORD_PATTERN.fullmatch(given):
        record = RecordId(given)
    elif isinstance(key, str | int) and str(key):
        record = derived_record(source, str(key))
    else:
        raise LineUnreadableError(why="没有 key(来源中的唯一编号)")
    fields = to_fields(catalogue, record, document)
    for address, value in fields.items():
        check_length(catalogue.field(address), value)
        if not catalogue.writers(address) & roles or (address == "status" and not may_record(value, roles)):
            raise NotAllowedError(what=f"填写“{label_at(KINDS['case'], address)}”")
    return record, fields


def import_entries(
    fields: dict[Address, Value], known: list[tuple[ChangeId, Change]], source: str, catalogue: Catalogue
) -> dict[str, Entry]:
    """What an import says anew: it replaces only what the same source said before, never what staff entered.

    Sex, birth date and who counts are read off, as at the table, where the source does not give them.
    """
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
        if state.heads.get(address) and (catalogue.field(address).once or address.endswith(f"/{PLACE}")):
            # The order of rows that are here already is the office's, not the source's.
            continue
        entries[address] = entry(value, [before[0]] if before else [])
    if not known:
        # Of a household that is here already nothing is read off: what stands, or was taken out, is somebody's word.
        entries.update((address, entry(value)) for address, value in read_off_fields(fields).items())
    return entries


def rows_named(known: Iterable[Change]) -> set[str]:
    """The rows that changes of a household speak of."""
    return {address.split("/")[1] for change in known for address in change.set if "/" in address}
