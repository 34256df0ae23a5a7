"""The national system (全国工会帮扶工作管理系统): what to type there of a household, and the number it gave back."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec

from fieldsurvey.case.canonical import Value, digest
from fieldsurvey.case.document import to_document
from fieldsurvey.case.field import DECIDERS
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.ids import Address, RecordId, derived_record, derived_row, row_address
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.clock import business_date
from fieldsurvey.exchange.errors import MapUnknownError
from fieldsurvey.exchange.mapping import ColumnMap
from fieldsurvey.exchange.national_list import national_lines, national_sheet
from fieldsurvey.exchange.national_report import write_national_report
from fieldsurvey.exchange.opening import opened
from fieldsurvey.forms.national_lines import CHANGED, COPIED, READY, EntryLine, lines_of
from fieldsurvey.forms.national_order import Order, ordered_by, shipped_order
from fieldsurvey.progress import Progress
from fieldsurvey.rules.verification import THREE_WAY, VERIFICATIONS
from fieldsurvey.services.elsewhere import named
from fieldsurvey.services.errors import ImportUnreadableError
from fieldsurvey.services.event_target import Target, say_sealed, target_of
from fieldsurvey.services.national_comparing import (
    DIFFERS,
    EQUAL,
    ONLY_HERE,
    OUTCOMES,
    Compared,
    Comparison,
    compared,
    order_of_list,
)
from fieldsurvey.services.national_errors import WorkerNoTakenError, WorkerNoWrongError
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.seat import Seat, note
from fieldsurvey.services.spreadsheets import MAPS
from fieldsurvey.store import folding, kept, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import plain
from fieldsurvey.vault.files import told_os_error

# An office whose system asks in another order keeps its headings under this name (`case map save 全国系统 …`).
OWN_ORDER: Final = "全国系统"
WORKER_NO: Final = Address("worker_no")
_PLACE: Final = "national-entry:"
_NUMBER: Final = re.compile("[0-9A-Za-z][0-9A-Za-z_./-]{0,39}")
_LOOKED_AT: Final = 20
_BATCH: Final = 100
_LONGEST_NAME: Final = 100


class Place(msgspec.Struct, frozen=True):
    """Where typing a household stopped: the box to go on with, and of each box copied a digest of its text."""

    at: str = ""
    copied: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Entries:
    """A household to be typed in: its boxes in order, and `at`, the one to go on with."""

    case_id: str
    survey_no: str
    name: str
    worker_no: str
    at: str
    lines: list[EntryLine]


@dataclass(frozen=True, slots=True)
class TookNational:
    """What taking a comparison wrote: results in files, 职工编号 taken over, and numbers that could not be."""

    results: int
    numbers: int
    refused: int

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        told = f"已记入 {self.results} 户的比对结果" + (f",采用 {self.numbers} 个职工编号" if self.numbers else "")
        return told + (f";{self.refused} 个职工编号不合用或已是别户的,没有采用" if self.refused else "") + "。"


class National:
    """What people do with the national system."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat
        self._noted: set[str] = set()

    def entries(self, case_id: str) -> Entries:
        """Every box of that system with its text, numbers in full; the journal notes it once per household.

        What was copied before says so, and what has been changed in the file since then says that.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            state = folding.state_of(session, "case", case_id)
            if not state.heads:
                raise CaseMissingError
            document = to_document(state)
            clashing = frozenset(clash.address for clash in state.clashes())
            lines = lines_of(document, self._order(session), self._seat.catalogue, clashing=clashing)
            place = kept.kept(session, _PLACE + case_id, Place, Place())
            if case_id not in self._noted:
                note(session, self._seat, "reveal", {"record": case_id, "for": "national-entry"})
        self._noted.add(case_id)
        return Entries(
            case_id=case_id,
            survey_no=plain(document.get("survey_no")),
            name=plain(document.get("name")),
            worker_no=plain(document.get(WORKER_NO)),
            at=place.at,
            lines=[_with_place(line, place) for line in lines],
        )

    def keep_place(self, case_id: str, at: str, copied: Mapping[str, str]) -> None:
        """Keeps the box to go on with, and ticks what was copied: by key the texts. Safe to repeat."""
        key = _PLACE + case_id
        with self._seat.database.begin() as session:
            before = kept.kept(session, key, Place, Place())
            told = {box: _digest(text) for box, text in copied.items()}
            kept.keep(session, key, Place(at, before.copied | told))

    def give_worker_no(self, case_id: str, untrusted_number: str) -> str:
        """Saves the 职工编号 that the system gave as a change; returns its id, empty when it stood there already.

        Raises:
            WorkerNoWrongError, WorkerNoTakenError, CaseMissingError: nothing was saved.
        """
        number = half_width(untrusted_number[:200]).strip()
        if not _NUMBER.fullmatch(number):
            raise WorkerNoWrongError
        with self._seat.database.begin() as session:
            target = target_of(session, case_id)
            self._check_free(session, case_id, number)
            ids = say_sealed(
                session, self._seat, target, {WORKER_NO: number}, why="全国系统给出的职工编号", what="change"
            )
        return ids[0] if ids else ""

    def look(self, path: Path, *, map_name: str = "", progress: Progress | None = None) -> Comparison:
        """Compares that system's list with our files and their last papers; nothing is kept.

        Columns come in any order; a map (`case map save`) says what headings of its own mean.

        Raises:
            ImportUnreadableError, MapUnknownError, CancelledError, and those of `exchange/errors.py`.
        """
        progress = progress or Progress()
        with self._seat.database.begin() as session:
            headings = self._headings(session, map_name)
        order, names = order_of_list(headings)
        try:
            fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
            with opened(path) as sheets:
                found = national_sheet(sheets, names)
                progress.begin("读取名单", 0)
                lines = list(national_lines(found, progress))
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        with self._seat.database.begin() as session:
            households = tuple(compared(session, self._seat, lines, order=order, progress=progress))
            note(session, self._seat, "compare", {"lines": len(lines), "with": "national"})
        called = {names[box][0]: heading for box, heading in found.called.items()}
        return Comparison(
            cover_numbers(path.name)[:_LONGEST_NAME], fingerprint, len(lines), called, found.unknown, households
        )

    def take(self, found: Comparison, *, with_numbers: bool, progress: Progress | None = None) -> TookNational:
        """Keeps the outcome in the file of each household that was compared, and its 职工编号 where it lacks one.

        Doubtful lines and those of nobody here are kept nowhere. The same list again changes nothing. One transaction
        per batch of households.

        Raises:
            CancelledError, and those of the store: what was taken until then stays.
        """
        progress = progress or Progress()
        wanted = [each for each in found.households if each.outcome in (EQUAL, DIFFERS, ONLY_HERE)]
        progress.begin("记入比对结果", len(wanted))
        record = derived_record("comparison", f"national\0{THREE_WAY}\0{found.fingerprint}")
        results = numbers = refused = 0
        may_give = with_numbers and bool(self._seat.roles & DECIDERS)
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            with self._seat.database.begin() as session:
                for each in some:
                    target = target_of(session, each.case_id)
                    said = self._result(each, record, target)
                    if may_give and each.gives_number:
                        is_free = self._is_free(session, each.case_id, each.number_there)
                        said |= {WORKER_NO: each.number_there} if is_free else {}
                        numbers, refused = numbers + is_free, refused + (not is_free)
                    results += bool(say_sealed(session, self._seat, target, said, why=THREE_WAY, what="change"))
            progress.step(len(some))
        return TookNational(results, numbers, refused)

    def export(self, path: Path, found: Comparison) -> None:
        """Writes the comparison as a workbook, numbers covered; the journal notes it.

        Raises:
            FileUnwritableError: a former file stays as it was.
        """
        with replacing(path) as part:
            write_national_report(part, _report(found), found.told)
        with self._seat.database.begin() as session:
            note(session, self._seat, "export", {"cases": len(found.households), "form": "national-comparison"})

    def _result(self, each: Compared, record: str, target: Target) -> dict[Address, Value]:
        row = derived_row(RecordId(each.case_id), VERIFICATIONS, record)
        said: dict[str, Value] = {
            "agency": "national",
            "item": THREE_WAY,
            "is_hit": each.outcome != ONLY_HERE,
            "detail": each.detail,
            "received_on": business_date(self._seat.now()).isoformat(),
            "list": record,
            "method": each.method or None,
            "score": each.score or None,
        }
        if target.state.value(row_address(VERIFICATIONS, row, "list")):
            # The same list once more: when it came and how the household was found stays as it was first.
            said = {name: said[name] for name in ("is_hit", "detail")}
        return {row_address(VERIFICATIONS, row, name): value for name, value in said.items() if value is not None}

    def _is_free(self, session: Session, case_id: str, number: str) -> bool:
        try:
            self._check_free(session, case_id, number)
        except WorkerNoTakenError:
            return False
        return bool(_NUMBER.fullmatch(number))

    def _headings(self, session: Session, map_name: str) -> Mapping[str, str]:
        maps = {each.name: each.targets for each in kept.kept(session, MAPS, list[ColumnMap], [])}
        if map_name and map_name not in maps:
            raise MapUnknownError(name=map_name)
        return maps.get(map_name or OWN_ORDER, {})

    def _check_free(self, session: Session, case_id: str, number: str) -> None:
        found = search.with_numbers(session, [number.upper()], most=_LOOKED_AT).get(number.upper(), [])
        others = folding.documents_of(session, "case", [record for record in found if record != case_id])
        for record, document in others.items():
            if plain(document.get(WORKER_NO)).casefold() == number.casefold():
                raise WorkerNoTakenError(number=number, other=named(document) or record)

    def _order(self, session: Session) -> Order:
        headings = self._headings(session, "")
        return ordered_by(shipped_order(), headings) if headings else shipped_order()


def _with_place(line: EntryLine, place: Place) -> EntryLine:
    before = place.copied.get(line.key)
    if before is None:
        return line
    if line.state == READY:
        same = before == _digest(line.text)
        return replace(line, state=COPIED if same else CHANGED, note="" if same else "录入后档案又改过")
    return replace(line, note=f"{line.note};录入过的内容现在没有了")


def _digest(text: str) -> str:
    return digest(text.encode())[:16]


def _report(found: Comparison) -> Iterator[tuple[str, ...]]:
    order = list(OUTCOMES)
    for each in sorted(found.households, key=lambda one: (order.index(one.outcome), one.row, one.survey_no)):
        whose = (OUTCOMES[each.outcome], str(each.row or ""), each.survey_no, each.name)
        number = each.number_there or each.number_here
        if not each.boxes:
            yield (*whose, number, "", "", "", "", each.told)
        for box in each.boxes:
            yield (*whose, number, box.label, box.national or "(空)", box.here or "(缺)", box.paper, each.told)
