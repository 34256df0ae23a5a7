"""Comparing our people with the lists of other offices: what a list adds, taking it, settling doubts, taking it back.

This is headquarters' work. People on a list who are not ours are kept nowhere (`decisions/`: comparison lists).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import tee
from pathlib import Path
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.fold import State
from fieldsurvey.case.ids import Address, row_address
from fieldsurvey.case.values import rows_of
from fieldsurvey.clock import business_date
from fieldsurvey.exchange.opening import opened
from fieldsurvey.exchange.people_lists import OWNER_STEP, Heading, PersonLine, Read, list_sheet, people
from fieldsurvey.progress import Progress
from fieldsurvey.rules.likeness import Who
from fieldsurvey.services.comparison_errors import ListUndoneError
from fieldsurvey.services.comparison_plan import Met, OurPeople, Plan, matched, our_people, people_of, plan_of
from fieldsurvey.services.comparison_reading import (
    agency_of,
    check_named,
    remember,
    remembered,
    source_of,
    targets_of,
)
from fieldsurvey.services.comparison_settling import doubt_of, list_document, settlement
from fieldsurvey.services.comparison_shown import (
    REVEALED,
    Doubt,
    ListCard,
    Result,
    candidates_of,
    doubt_card,
    list_card,
    results_of,
    who_of,
)
from fieldsurvey.services.comparison_store import (
    DOUBTS,
    KIND,
    by_case,
    case_entries,
    doubt_row,
    list_entries,
    origin_of,
    removal_of,
    undo_entries,
)
from fieldsurvey.services.errors import ImportUnreadableError
from fieldsurvey.services.event_target import entries_of
from fieldsurvey.services.seat import Said, Seat, note, seal
from fieldsurvey.store import changes, folding
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import plain
from fieldsurvey.vault.files import told_os_error

BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Glance:
    """The columns of a file before anything is compared, and the sheets that it has; `sheet` is the one looked at."""

    headings: tuple[Heading, ...]
    sheet: str
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Took:
    """What taking a list added: results, in so many households, and lines to settle; `again` when it was here."""

    list: str
    compared: int
    again: bool
    results: int
    households: int
    doubts: int
    unread: int = 0

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        if self.results or self.doubts:
            told = f"已记入 {self.households} 户的比对结果 {self.results} 条,{self.doubts} 行要您认定。"
        elif self.again:
            told = "这份名单已经采用过,没有新增。"
        elif not self.compared:
            return "名单里没有一行读得出是谁,没有记核对无。"
        else:
            told = f"名单上没有我们的人,已记下 {self.compared} 户核对无。"
            told = told if not self.unread else f"读得出的行里没有我们的人,已记下 {self.compared} 户核对过。"
        return told + (f"名单里有 {self.unread} 行看不清号码,核对无会注明。" if self.unread else "")


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking a list back removed, and the households in which a result stays since somebody changed it."""

    results: int
    households: int
    kept: tuple[str, ...]

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        told = f"已撤销:从 {self.households} 户去掉 {self.results} 条比对结果。"
        if self.kept:
            told += f"有 {len(self.kept)} 户的结果被人改过,留着没动:{'、'.join(self.kept[:10])}。"
        return told


class Comparisons:
    """What people do with the lists that other offices send."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def glance(self, path: Path, agency: str, item: str, *, sheet: str = "") -> Glance:
        """The columns of a file with what each is taken for: as the last time from this agency, else guessed.

        Raises:
            ImportUnreadableError, AgencyUnknownError, and those of `exchange/errors.py`.
        """
        code = agency_of(self._seat, agency)
        with self._seat.database.begin() as session:
            known = remembered(session, code, item)
        try:
            with opened(path) as sheets:
                listed = list_sheet(sheets, known, sheet)
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        return Glance(listed.headings, listed.name, listed.sheets)

    def look(
        self,
        path: Path,
        agency: str,
        item: str,
        *,
        received_on: str = "",
        columns: Mapping[str, str] | None = None,
        sheet: str = "",
        progress: Progress | None = None,
    ) -> Plan:
        """What taking a list would do; nothing is stored. `columns` says by heading what it is (`TARGETS`).

        Raises:
            ImportUnreadableError, AgencyUnknownError, ColumnUnknownError, InputError, CancelledError, and those of
                `exchange/errors.py`.
        """
        progress = progress or Progress()
        source, said = source_of(self._seat, path, agency, item, received_on=received_on), targets_of(columns or {})
        with self._seat.database.begin() as session:
            known = {**remembered(session, source.agency, source.item), **said}
            ours = our_people(session, progress)
        read = Read()
        try:
            with opened(path) as sheets:
                listed = list_sheet(sheets, known, sheet)
                check_named(said, listed)
                progress.begin("逐行比对", 0)
                met_lines = list(_beside(people(listed, read, progress), ours))
        except OSError as problem:
            raise ImportUnreadableError(why=told_os_error(problem)) from problem
        columns = {each.text: each.target for each in listed.headings}
        others = [name for name in listed.sheets if name != listed.name]
        plan = plan_of(replace(source, sheet=listed.name, columns=columns), read, met_lines, ours, other_sheets=others)
        return self._looked(plan)

    def take(self, plan: Plan, *, progress: Progress | None = None) -> Took:
        """Stores what a list adds; taking the same list again adds only what is new.

        One transaction: stopped or failed, nothing of it is there. Who is on the list and not ours is kept nowhere.

        Raises:
            CancelledError, and those of the store: nothing was stored.
        """
        progress = progress or Progress()
        origin, results, households = origin_of(plan.record), 0, 0
        agencies = self._seat.in_force.table("agency")
        title = f"{agencies.label_of(plan.source.agency)} {plan.source.item} {plan.source.received_on}"
        with self._seat.database.begin() as session:
            state = folding.state_of(session, KIND, plan.record)
            plan = replace(plan, undone=bool(state.value(Address("undone_on"))))
            hits = by_case(met for met in plan.sure if not _settled(state, plan.record, met.line.row))
            cases = sorted(hits)
            progress.begin("记入比对结果", len(cases))
            for start in range(0, len(cases), BATCH):
                some = cases[start : start + BATCH]
                said = []
                for case_id, known in changes.of_records(session, "case", some).items():
                    entries, added = case_entries(plan, hits[case_id], known)
                    results, households = results + added, households + bool(added)
                    said += [Said("case", case_id, entries, why=f"信息比对:{title}", origin=origin)] if entries else []
                seal(session, self._seat, said)
                progress.step(len(some))
            entries, doubts = list_entries(plan, state, title=title, today=self._today())
            seal(session, self._seat, [Said(KIND, plan.record, entries, origin=origin)] if entries else [])
            remember(session, plan.source)
            progress.check()
            note(session, self._seat, "compare", {"record": plan.record, "results": results, "doubts": doubts})
        again = bool(state.heads) and not plan.undone
        return Took(plan.record, len(plan.compared), again, results, households, doubts, plan.unread)

    def lists(self) -> list[ListCard]:
        """The lists that were taken, the last received first."""
        with self._seat.database.begin() as session:
            found = folding.documents(session, KIND)
        agencies = self._seat.in_force.table("agency")
        cards = [list_card(record, document, agencies) for record, document in found.items()]
        return sorted(cards, key=lambda card: (card.received_on, card.id), reverse=True)

    def doubts(self, record: str, *, settled: bool = False) -> list[Doubt]:
        """The lines of a list that wait for a person, with `settled` also those that were settled; numbers covered.

        Raises:
            ListMissingError.
        """
        with self._seat.database.begin() as session:
            rows = rows_of(list_document(session, record), DOUBTS)
            rows = [row for row in rows if settled or not plain(row.get("settled"))]
            cases = folding.documents_of(
                session, "case", sorted({each[0] for row in rows for each in candidates_of(row)})
            )
        relations = self._seat.in_force.table("relation")
        found = (doubt_card(row, cases, relations) for row in rows)
        return sorted(found, key=lambda doubt: (doubt.line % OWNER_STEP, doubt.line))

    def results(self, case_id: str) -> list[Result]:
        """What every list says of a household; at headquarters also that it was compared and is not on it.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            document = folding.document_of(session, "case", case_id)
            if document is None:
                raise CaseMissingError
            found = folding.documents(session, KIND)
        return results_of(case_id, document, found, self._seat.in_force)

    def settle(self, record: str, line: int, choice: str) -> None:
        """Says who a doubtful line is: the key of a candidate, or `none`. Another choice takes the former one back.

        Raises:
            ListMissingError, ListUndoneError, DoubtMissingError, CandidateWrongError: nothing changed.
            ResultChangedError: somebody wrote on the former result; nothing changed.
        """
        with self._seat.database.begin() as session:
            if list_document(session, record).get("undone_on"):
                raise ListUndoneError
            said = settlement(session, record, line, choice, today=self._today())
            seal(session, self._seat, said, what="compare-settle")

    def undo(self, record: str, *, progress: Progress | None = None) -> Undone:
        """Takes a list back: every result that it added goes, except those that somebody changed since.

        One transaction: stopped or failed, everything is as it was. The people among its doubts go as well.

        Raises:
            ListMissingError, ListUndoneError, CancelledError: nothing changed.
        """
        progress = progress or Progress()
        results = households = 0
        stayed: list[str] = []
        with self._seat.database.begin() as session:
            document = list_document(session, record)
            if document.get("undone_on"):
                raise ListUndoneError
            cases = folding.records_naming(session, "case", record)
            progress.begin("撤销比对结果", len(cases))
            for start in range(0, len(cases), BATCH):
                some = cases[start : start + BATCH]
                said = []
                for case_id, known in changes.of_records(session, "case", some).items():
                    entries, gone, left = undo_entries(record, known)
                    results, households = results + gone, households + bool(gone)
                    stayed += [case_id] if left else []
                    said += [Said("case", case_id, entries, origin=origin_of(record))] if entries else []
                seal(session, self._seat, said)
                progress.step(len(some))
            self._end_list(session, record)
            numbers = folding.documents_of(session, "case", stayed)
            note(session, self._seat, "compare-undo", {"record": record, "results": results, "kept": len(stayed)})
        return Undone(results, households, tuple(plain(each.get("survey_no")) for each in numbers.values()))

    def reveal(self, record: str, line: int) -> dict[str, dict[str, str]]:
        """Number and birth date of a doubtful line in full: the list's own by "", ours by the keys of the candidates.

        The journal notes each one.

        Raises:
            ListMissingError, DoubtMissingError.
        """
        with self._seat.database.begin() as session:
            row = doubt_of(list_document(session, record), line)
            found = candidates_of(row)
            cases = folding.documents_of(session, "case", sorted({each[0] for each in found}))
            told = {"": self._revealed(session, who_of(row), record, f"{DOUBTS}/{doubt_row(record, line)}/")}
            for case_id, member, _ in found:
                ours = dict(people_of(cases.get(case_id, {}))).get(member)
                if ours is not None:
                    place = f"members/{member}/" if member else ""
                    told[f"{case_id}/{member}"] = self._revealed(session, ours, case_id, place)
        return told

    def _revealed(self, session: Session, who: Who, record: str, place: str) -> dict[str, str]:
        told = {part: text for part in REVEALED if (text := str(getattr(who, part)))}
        for part in told:
            field = place + ("identity" if part == "number" else part)
            note(session, self._seat, "reveal", {"record": record, "field": field})
        return told

    def _looked(self, plan: Plan) -> Plan:
        with self._seat.database.begin() as session:
            known = folding.document_of(session, KIND, plan.record)
            note(session, self._seat, "compare-look", {"record": plan.record, "lines": plan.lines})
        return replace(plan, known=known is not None, undone=bool(known and known.get("undone_on")))

    def _end_list(self, session: Session, record: str) -> None:
        state = folding.state_of(session, KIND, record)
        said: dict[Address, Value] = {Address("undone_on"): self._today()}
        for row in state.rows(DOUBTS):
            said |= removal_of(state, DOUBTS, row)
        seal(session, self._seat, [Said(KIND, record, entries_of(state, said), origin=origin_of(record))])

    def _today(self) -> str:
        return business_date(self._seat.now()).isoformat()


def _beside(lines: Iterable[PersonLine], ours: OurPeople) -> Iterator[tuple[PersonLine, Met | None]]:
    """Each line as it is read with whom of us it is."""
    one, other = tee(lines)
    return zip(one, matched(other, ours), strict=True)


def _settled(state: State, record: str, line: int) -> bool:
    """Whether a person said who a line is; that stands, whatever is found later."""
    return bool(state.value(row_address(DOUBTS, doubt_row(record, line), "settled")))
