"""标准: the amounts that places have announced, as records that headquarters edits and laptops receive."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.ids import derived_record
from fieldsurvey.case.parse import parse_date
from fieldsurvey.clock import business_date
from fieldsurvey.exchange.standard_sheets import SheetStandard, read_standards, write_standards_template
from fieldsurvey.progress import Progress
from fieldsurvey.rules.announced import Entered, is_void, place_code, place_name, what_is_doubtful, what_is_wrong
from fieldsurvey.rules.standards import ITEMS, Item, Standard, Standards
from fieldsurvey.services.errors import (
    ImportUnreadableError,
    StandardDoubtfulError,
    StandardUnfitError,
    StandardUnknownError,
)
from fieldsurvey.services.flips import Flip, flips_between
from fieldsurvey.services.replacing import replacing
from fieldsurvey.services.rule_book import require_headquarters, say_rules
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import changes, folding
from fieldsurvey.store.database import Session
from fieldsurvey.vault.files import told_os_error

_KIND: Final = "standard"


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard as a list shows it. `holds`: it is the one for its place and item today."""

    standard: Standard
    item: Item
    place_name: str
    remark: str
    holds: bool

    @property
    def state(self) -> str:
        """Whether it holds, in one word."""
        if is_void(self.standard):
            return "作废"
        return "在用" if self.holds else "已停用" if self.standard.ended_on else ""


@dataclass(frozen=True, slots=True)
class SheetLook:
    """What taking a sheet would do: standards that are new, how many are here already, and rows that cannot be used.

    `doubts` are those of the new ones to which somebody has to say yes, with what is unlike their neighbours.
    """

    new: tuple[Entered, ...]
    known: int
    refused: tuple[SheetStandard, ...]
    doubts: tuple[SheetStandard, ...] = ()

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        parts = [f"可导入 {len(self.new)} 条标准", f"已有 {self.known} 条"]
        parts += [f"{len(self.refused)} 行不能用"] if self.refused else []
        return ",".join([*parts, f"{len(self.doubts)} 条请核对"] if self.doubts else parts) + "。"


class LocalStandards:
    """Looking at and editing standards. Every method is one transaction."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def lines(self) -> list[StandardLine]:
        """Every standard, by item and place, the one that began last first."""
        with self._seat.database.begin() as session:
            documents = folding.documents(session, _KIND)
        today, known = business_date(self._seat.now()), self._seat.rules.standards
        order = list(ITEMS)
        lines = []
        for each in known.all:
            found = known.find(each.item, each.place, today)
            remark = documents.get(each.record, {}).get("remark")
            holds = found is not None and found.record == each.record
            said = remark if isinstance(remark, str) else ""
            lines.append(StandardLine(each, ITEMS[each.item], place_name(each.place), said, holds))
        lines.sort(key=lambda line: line.standard.since("effective_on"), reverse=True)
        return sorted(lines, key=lambda line: (order.index(line.item.id), line.standard.place))

    def doubt(self, entered: Entered, *, record: str = "") -> str:
        """What somebody has to say yes to before this is kept; empty when nothing is.

        Raises:
            StandardUnfitError: what is wrong with it.
        """
        entered = _tidy(entered)
        self._require_fit(entered, record=record)
        return what_is_doubtful(entered, self._seat.rules.standards, record=record)

    def add(self, entered: Entered, *, is_sure: bool = False) -> str:
        """Adds a standard and returns its record; it goes to every laptop with the next package.

        Raises:
            StandardDoubtfulError: it is unlike its neighbours, and nobody `is_sure`.
            StandardUnfitError: what is wrong with it. NotAllowedError: not at headquarters.
        """
        entered = _tidy(entered)
        self._require(entered)
        self._require_meant(entered, is_sure=is_sure)
        with self._seat.database.begin() as session:
            record = _free_record(session, entered)
            rules = say_rules(session, self._seat, _KIND, {record: _said(entered)})
        self._seat.rules = rules
        return record

    def correct(self, record: str, entered: Entered, *, is_sure: bool = False) -> None:
        """Corrects a standard that was entered wrongly; what was decided by it stays decided.

        Raises:
            StandardUnknownError: no such standard.
            StandardDoubtfulError, StandardUnfitError, NotAllowedError: as of `add`.
        """
        self._standard(record)
        entered = _tidy(entered)
        self._require(entered, record=record)
        self._require_meant(entered, record=record, is_sure=is_sure)
        self._write(record, _said(entered))

    def end(self, record: str, on: str) -> None:
        """Ends a standard: from this day on it holds no more. An empty day takes the end back.

        Raises:
            StandardUnknownError: no such standard. StandardUnfitError: no day, or one that cannot be meant.
            NotAllowedError: not at headquarters.
        """
        require_headquarters(self._seat, "改标准")
        standard = self._standard(record)
        day = (parse_date(on.strip()) or "") if on.strip() else ""
        if on.strip() and not day:
            raise StandardUnfitError(why=f"停用日期“{on}”不是日期,请写成 2026-07-01 这样")
        if day and day < standard.since("effective_on"):
            why = f"停用日期 {day} 早于执行日 {standard.effective_on};本来就不该有的,停用日期请写执行日那天"
            raise StandardUnfitError(why=why)
        self._write(record, {"ended_on": day or None})

    def flips(self, entered: Entered, *, record: str = "", progress: Progress | None = None) -> list[Flip]:
        """Whose verdict changes when this standard is added, or takes the place of the one in `record`.

        Raises:
            StandardUnfitError: what is wrong with it. CancelledError: the user did not want to wait.
        """
        entered = _tidy(entered)
        self._require_fit(entered, record=record)
        kept = [each for each in self._seat.rules.standards.all if each.record != record]
        # Correcting a standard says nothing of its end: that stays.
        ended_on = self._standard(record).ended_on if record else ""
        return self._flips((*kept, replace(entered.standard(record or "new"), ended_on=ended_on)), progress)

    def flips_of_end(self, record: str, on: str, *, progress: Progress | None = None) -> list[Flip]:
        """Whose verdict changes when a standard ends on a day.

        Raises:
            StandardUnknownError: no such standard. CancelledError: the user did not want to wait.
        """
        ended = self._standard(record)
        shortened = replace(ended, ended_on=parse_date(on.strip()) or "")
        kept = (each for each in self._seat.rules.standards.all if each.record != record)
        return self._flips((*kept, shortened), progress)

    def look(self, path: Path) -> SheetLook:
        """What taking the standards of a sheet would do; nothing is taken.

        Raises:
            ImportUnreadableError, and those of `read_standards`: it cannot be read.
        """
        try:
            read = read_standards(path)
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        today, known = business_date(self._seat.now()), self._seat.rules.standards
        new: dict[tuple[str, str, str], Entered] = {}
        rows: list[tuple[str, Entered]] = []
        here, refused = 0, []
        for each in read:
            if each.entered is None:
                refused.append(each)
                continue
            entered = _tidy(each.entered)
            key = (entered.place, entered.item, entered.effective_on)
            twin = new.get(key)
            if entered == twin or _is_here(entered, known):
                here += 1
                continue
            # Two amounts in one sheet are told like one that is here already.
            wrong = what_is_wrong(entered, known if twin is None else Standards([twin.standard("new")]), today)
            if wrong:
                refused.append(SheetStandard(each.where, entered, wrong))
            else:
                new[key] = entered
                rows.append((each.where, entered))
        return SheetLook(tuple(new.values()), here, tuple(refused), _doubts(rows, known))

    def flips_of_sheet(self, look: SheetLook, *, progress: Progress | None = None) -> list[Flip]:
        """Whose verdict changes when these standards are taken.

        Raises:
            CancelledError: the user did not want to wait.
        """
        added = (entered.standard(f"new{place}") for place, entered in enumerate(look.new))
        return self._flips((*self._seat.rules.standards.all, *added), progress)

    def take(self, look: SheetLook, *, is_sure: bool = False) -> int:
        """Takes the new standards of a sheet; returns how many. Those that came meanwhile are not taken again.

        Raises:
            StandardDoubtfulError: one is unlike its neighbours, and nobody `is_sure`.
            NotAllowedError: not at headquarters. StandardUnfitError: one of them has become wrong meanwhile.
        """
        require_headquarters(self._seat, "改标准")
        if look.doubts and not is_sure:
            raise StandardDoubtfulError(why=f"{look.doubts[0].where}:{look.doubts[0].problem}")
        new = [entered for entered in look.new if not _is_here(entered, self._seat.rules.standards)]
        for entered in new:
            self._require_fit(entered)
        with self._seat.database.begin() as session:
            said: dict[str, Mapping[str, Value]] = {}
            for entered in new:
                said[_free_record(session, entered, taken=said)] = _said(entered)
            rules = say_rules(session, self._seat, _KIND, said)
        self._seat.rules = rules
        return len(new)

    def write_template(self, path: Path) -> None:
        """Writes an empty sheet to fill in.

        Raises:
            FileUnwritableError: a former file stays as it was.
        """
        with replacing(path) as part:
            write_standards_template(part)

    def _flips(self, standards: Iterable[Standard], progress: Progress | None) -> list[Flip]:
        before = self._seat.rules
        after = before.with_standards(Standards(standards))
        with self._seat.database.begin() as session:
            return flips_between(session, self._seat, before, after, progress=progress)

    def _standard(self, record: str) -> Standard:
        found = next((each for each in self._seat.rules.standards.all if each.record == record), None)
        if found is None:
            raise StandardUnknownError(record=record)
        return found

    def _require(self, entered: Entered, *, record: str = "") -> None:
        require_headquarters(self._seat, "改标准")
        self._require_fit(entered, record=record)

    def _require_fit(self, entered: Entered, *, record: str = "") -> None:
        today = business_date(self._seat.now())
        wrong = what_is_wrong(entered, self._seat.rules.standards, today, record=record)
        if wrong:
            raise StandardUnfitError(why=wrong.rstrip("。"))

    def _require_meant(self, entered: Entered, *, record: str = "", is_sure: bool) -> None:
        doubt = "" if is_sure else what_is_doubtful(entered, self._seat.rules.standards, record=record)
        if doubt:
            raise StandardDoubtfulError(why=doubt)

    def _write(self, record: str, said: Mapping[str, Value]) -> None:
        with self._seat.database.begin() as session:
            rules = say_rules(session, self._seat, _KIND, {record: said})
        self._seat.rules = rules


def _doubts(rows: Sequence[tuple[str, Entered]], known: Standards) -> tuple[SheetStandard, ...]:
    """The rows that are unlike what is known and what stands in the other rows."""
    added = [(where, entered, entered.standard(f"new{number}")) for number, (where, entered) in enumerate(rows)]
    together = Standards([*known.all, *(standard for _, _, standard in added)])
    told = (
        (where, entered, what_is_doubtful(entered, together, record=standard.record))
        for where, entered, standard in added
    )
    return tuple(SheetStandard(*each) for each in told if each[2])


def _free_record(session: Session, entered: Entered, *, taken: Iterable[str] = ()) -> str:
    """The record for a standard, the same on every desk; another one where that holds what was ended or corrected."""
    number, used = 1, set(taken)
    while True:
        key = f"{entered.place}:{entered.item}:{entered.effective_on}" + (f":{number}" if number > 1 else "")
        record = derived_record(_KIND, key)
        if record not in used and not changes.known_records(session, _KIND, [record]):
            return record
        number += 1


def _said(entered: Entered) -> dict[str, Value]:
    return {
        "place": entered.place,
        "item": entered.item,
        "amount": entered.amount_fen,
        "announced_on": entered.announced_on or None,
        "effective_on": entered.effective_on,
        "document_no": entered.document_no or None,
        "remark": entered.remark or None,
    }


def _tidy(entered: Entered) -> Entered:
    texts = (str(tidied(each)).strip() for each in (entered.document_no, entered.remark))
    return Entered(
        place_code(entered.place), entered.item, entered.amount_fen, entered.effective_on, entered.announced_on, *texts
    )


def _is_here(entered: Entered, known: Standards) -> bool:
    """Whether it is here with all that a verdict looks at; another number of its document makes it no other."""
    said = (entered.effective_on, entered.amount_fen)
    among = known.of(entered.item, entered.place)
    return any(said == (each.effective_on, each.amount_fen) and not is_void(each) for each in among)
