"""一户多档、一人多档: which households here have somebody in common, as a list that people settle pair by pair."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from fieldsurvey.case.canonical import Value, tidied
from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.fold import PLACE, REMOVED
from fieldsurvey.case.ids import Address, derived_row, row_address
from fieldsurvey.case.masking import mask_beside
from fieldsurvey.case.parse import show
from fieldsurvey.clock import business_date
from fieldsurvey.progress import Progress
from fieldsurvey.rules.alike_numbers import number_of
from fieldsurvey.rules.doubles import COUNTS, Counted, check_of, people_of, print_between, said_between, words_in
from fieldsurvey.rules.likeness import DOUBTFUL, SURE, Crowd, Likeness, Who
from fieldsurvey.services.double_errors import DoubleGoneError, WorkerCountsError
from fieldsurvey.services.errors import PlanStaleError, ReasonMissingError
from fieldsurvey.services.event_target import Target, is_removed, say_sealed, target_of
from fieldsurvey.services.seat import REASON_LENGTH, Seat, note
from fieldsurvey.store import doubles as read
from fieldsurvey.store import folding
from fieldsurvey.store.bulk import paused_collection
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from fieldsurvey.store.projections import pinyin_words, plain

REASONS: Final = "reasons"
_ORDER: Final = {"ID05": 0, "HH08": 1, "ID06": 2}
_SAYS: Final = "一户多档"
# What is shown of a person, by the field of a member that says how it is covered.
_SHOWN: Final = {
    "number": "identity", "birth_date": "birth_date", "address": "home_address", "employer": "employer_name",
    "mobile": "mobile",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of two people who may be one: the household, and what is known of the person, covered.

    Of numbers and of the birth date only a slip between the two is shown; `Doubles.reveal` tells them in full.
    """

    case_id: str
    row: str
    survey_no: str
    household: str
    name: str
    relation: str
    number: str
    birth_date: str
    address: str
    employer: str
    mobile: str
    is_worker: bool


@dataclass(frozen=True, slots=True)
class Double:
    """Two people of two households who may be one. `print` names the pair as long as it is what it is.

    `unlike` are the parts of the two sides that differ, also where that is covered.
    `shared` counts the people that the two households have in common, this one among them.
    """

    print: str
    check: str
    score: int
    told: tuple[str, ...]
    one: Side
    other: Side
    unlike: tuple[str, ...] = ()
    shared: int = 1

    @property
    def households(self) -> tuple[str, str]:
        """The two households."""
        return self.one.case_id, self.other.case_id

    @property
    def is_sure(self) -> bool:
        """Whether it is one person as far as a program can tell."""
        return self.score >= SURE

    @property
    def may_be_one_household(self) -> bool:
        """Whether both files look like one household: a worker is in both, or several people are."""
        return self.one.is_worker or self.other.is_worker or self.shared > 1


@dataclass(frozen=True, slots=True)
class Settled:
    """A pair that was settled: by whose word, and whether somebody was taken out of a household's count by it."""

    print: str
    cases: tuple[tuple[str, str], ...]
    reason: str
    said_on: str
    took_out: bool


class Doubles:
    """Finding and settling people who stand in several households. What is settled can be taken back."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def open(self, progress: Progress | None = None) -> list[Double]:
        """All pairs that nobody has settled, those of one number first, then the likest.

        Raises:
            CancelledError: the user wished to stop.
        """
        progress = progress or Progress()
        people: list[tuple[tuple[str, str], Who]] = []
        with paused_collection():
            with self._seat.database.begin() as session:
                progress.begin("正在读取各户", read.count(session))
                for some in read.every_household(session):
                    for record, document in some:
                        people.extend([(each.place, each.who) for each in people_of(record, document)])
                    progress.step(len(some))
            progress.begin("正在比对", 0)
            crowd = Crowd(people)
            found: dict[tuple[tuple[str, str], tuple[str, str]], Likeness] = {}
            for pair in crowd.pairs(DOUBTFUL, may_pair=_stand_apart):
                found[pair.one, pair.other] = pair.likeness  # type: ignore[index]  # keys are places
                progress.check()
        with self._seat.database.begin() as session:
            records = sorted({place[0] for pair in found for place in pair})
            return self._unsettled(read.households(session, records), found)

    def of_case(self, case_id: str) -> list[Double]:
        """The pairs with somebody of this household.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            return self._of_case(session, case_id)

    def reveal(self, case_id: str, pair: str) -> tuple[dict[str, str], dict[str, str]]:
        """What is covered of both sides of a pair, in full; the journal notes each one.

        Raises:
            CaseMissingError, DoubleGoneError: there is no such pair any more.
        """
        with self._seat.database.begin() as session:
            double = self._double(session, case_id, pair)
            sides = double.one, double.other
            documents = read.households(session, [side.case_id for side in sides])
            told: list[dict[str, str]] = []
            for side in sides:
                people = {each.row: each for each in people_of(side.case_id, documents[side.case_id])}
                person = people[side.row]
                full = {part: str(getattr(person.who, part)) for part in _SHOWN}
                told.append({part: text for part, text in full.items() if text != getattr(side, part)})
                for part in told[-1]:
                    # The address is the household's, whoever it is.
                    field = _SHOWN[part] if part == "address" else person.address(_SHOWN[part])
                    note(session, self._seat, "reveal", {"record": side.case_id, "field": field})
            return told[0], told[1]

    def apart(self, case_id: str, pair: str, reason: str) -> Settled:
        """不是同一个人: keeps the reason in both households, so that the pair does not come back.

        Raises:
            CaseMissingError, DoubleGoneError: there is no such pair any more.
            ReasonMissingError, TextTooLongError: no fit reason.
        """
        reason = str(tidied(reason)).strip()
        if not reason:
            raise ReasonMissingError(what="提交")
        if len(reason) > REASON_LENGTH:
            raise TextTooLongError(length=len(reason), limit=REASON_LENGTH)
        with self._seat.database.begin() as session:
            double = self._double(session, case_id, pair)
            return self._say(session, double, f"不是同一个人:{reason}")

    def count_in(self, case_id: str, pair: str, stays: str) -> Settled:
        """计入哪户: the person goes on counting in the household `stays`, and no longer in the other one.

        Raises:
            CaseMissingError, DoubleGoneError: there is no such pair any more.
            WorkerCountsError: in the other one the person is the worker, who always counts.
        """
        with self._seat.database.begin() as session:
            double = self._double(session, case_id, pair)
            kept, leaves = (double.one, double.other) if double.one.case_id == stays else (double.other, double.one)
            if kept.case_id != stays:
                raise DoubleGoneError
            if leaves.is_worker or not leaves.row:
                raise WorkerCountsError(number=leaves.survey_no)
            return self._say(session, double, f"计入 {kept.survey_no} 这一户", leaves=leaves)

    def settled(self, case_id: str) -> list[Settled]:
        """What was settled with this household.

        Raises:
            CaseMissingError: it is not on this device.
        """
        with self._seat.database.begin() as session:
            document = target_of(session, case_id).document
            return [
                Settled(word.print, ((case_id, plain(document.get("survey_no"))),), word.reason, word.said_on,
                        bool(word.took_out))
                for word in words_in(document)
            ]  # fmt: skip

    def take_back(self, case_id: str, pair: str) -> None:
        """Takes back what was said of a pair, in both households: it comes up again, and whoever was taken out counts.

        Raises:
            CaseMissingError: the household is not on this device. PlanStaleError: nothing of the kind is said there.
        """
        with self._seat.database.begin() as session:
            if not self._take_back(session, case_id, pair):
                raise PlanStaleError
            # A word in either keeps the pair away, so it goes from both. Whose it is besides, its print tells.
            for record in folding.records_naming(session, "case", pair):
                self._take_back(session, record, pair)

    def _take_back(self, session: Session, record: str, pair: str) -> bool:
        target = target_of(session, record)
        words = [word for word in words_in(target.document) if word.print == pair]
        if not words:
            return False
        back: dict[Address, Value] = {}
        for row in {word.took_out for word in words} - {""}:
            address = row_address("members", row, COUNTS)
            if row in target.over.rows("members") and target.over.value(address) is False:
                back[address] = True
        gone = [f"{REASONS}/{word.row}" for word in words]
        say_sealed(session, self._seat, target, back, why=f"{_SAYS}:撤回说明", gone=gone, reason="撤回")
        return True

    def _of_case(self, session: Session, case_id: str) -> list[Double]:
        document = read.households(session, [case_id]).get(case_id)
        if document is None:
            raise CaseMissingError
        own = list(people_of(case_id, document))
        numbers = [each for person in own for each in (person.who.number.upper(), person.who.mobile) if len(each) > 5]
        near = read.households(session, read.near(session, numbers, [person.who.name for person in own]))
        near.pop(case_id, None)
        marks = {mark for person in own for mark in _marks(person.who)}
        people = (each for record, other in near.items() for each in people_of(record, other))
        crowd = Crowd((each.place, each.who) for each in people if not marks.isdisjoint(_marks(each.who)))
        found = {
            (person.place, match.key): match.likeness for person in own for match in crowd.matches(person.who, DOUBTFUL)
        }
        return self._unsettled({**near, case_id: document}, found)  # type: ignore[arg-type]  # keys are places

    def _unsettled(
        self,
        documents: Mapping[str, Mapping[str, Any]],
        found: Mapping[tuple[tuple[str, str], tuple[str, str]], Likeness],
    ) -> list[Double]:
        """The pairs that nobody has settled, as people see them."""
        wanted = {place[0] for pair in found for place in pair} & set(documents)
        people = {each.place: each for record in wanted for each in people_of(record, documents[record])}
        words = {record: words_in(documents[record]) for record in wanted}
        rows = []
        for places, alike in found.items():
            # Since they were compared one of them may have become another.
            both = [people[place] for place in places if place in people]
            if len(both) != 2:
                continue
            said = said_between(*[words[person.record] for person in both])
            if (print_ := print_between(*both)) not in said:
                # The file that was there first stands first.
                both.sort(key=lambda person: (plain(documents[person.record].get("survey_no")), person.place))
                one, other = self._sides([documents[person.record] for person in both], both)
                unlike = tuple(_unlike(both[0].who, both[1].who))
                rows.append(Double(print_, check_of(*both), alike.score, alike.told, one, other, unlike))
        shared = Counter([row.households for row in rows])
        return sorted([replace(row, shared=shared[row.households]) for row in rows], key=_order)

    def _sides(self, documents: Sequence[Mapping[str, Any]], both: Sequence[Counted]) -> tuple[Side, Side]:
        told: tuple[dict[str, str], dict[str, str]] = {}, {}
        for part, name in _SHOWN.items():
            said = [str(getattr(each.who, part)) for each in both]
            told[0][part], told[1][part] = mask_beside(self._seat.catalogue.field(name), *said)
        one, other = [self._side(*each) for each in zip(documents, both, told, strict=True)]
        return one, other

    def _side(self, document: Mapping[str, Any], person: Counted, told: Mapping[str, str]) -> Side:
        relation = self._seat.catalogue.field("members/a/relation")
        return Side(
            case_id=person.record,
            row=person.row,
            survey_no=plain(document.get("survey_no")),
            household=plain(document.get("name")),
            name=person.who.name,
            relation="建档职工" if person.is_worker else show(relation, person.relation or None),
            is_worker=person.is_worker,
            **told,
        )

    def _double(self, session: Session, case_id: str, pair: str) -> Double:
        found = next((each for each in self._of_case(session, case_id) if each.print == pair), None)
        if found is None:
            raise DoubleGoneError
        return found

    def _say(self, session: Session, double: Double, reason: str, *, leaves: Side | None = None) -> Settled:
        today = business_date(self._seat.now()).isoformat()
        for side in (double.one, double.other):
            target = target_of(session, side.case_id)
            name = COUNTS if side is leaves else "name" if double.check == "ID06" else "identity"
            subject = f"members/{side.row}/{name}" if side.row else name
            said = dict(_reason(target, double, subject, (reason, today)))
            if side is leaves:
                said[row_address("members", side.row, COUNTS)] = False
            say_sealed(session, self._seat, target, said, why=f"{_SAYS}:{reason}")
        cases = tuple((side.case_id, side.survey_no) for side in (double.one, double.other))
        return Settled(double.print, cases, reason, today, leaves is not None)


def _reason(target: Target, double: Double, subject: str, said: tuple[str, str]) -> Iterator[tuple[Address, Value]]:
    row = derived_row(target.record, REASONS, f"double:{double.print}")
    rows = target.over.rows(REASONS)
    told: dict[str, Value] = {
        PLACE: rows.index(row) + 1 if row in rows else len(rows) + 1,
        "check": double.check,
        "subject": subject,
        "saw": double.print,
        "reason": said[0],
        "said_on": said[1],
    }
    if is_removed(target.state, f"{REASONS}/{row}"):
        told[REMOVED] = None
    return ((row_address(REASONS, row, name), value) for name, value in told.items())


def _unlike(one: Who, other: Who) -> Iterator[str]:
    for part in ("name", *_SHOWN):
        said = [getattr(each, part) for each in (one, other)]
        if part == "number":
            said = [number_of(each).text or each for each in said]
        if all(said) and said[0] != said[1]:
            yield part


def _marks(who: Who) -> Iterator[str]:
    """By what somebody is looked at more closely: of hundreds in the households near one few are."""
    yield from pinyin_words(who.name)[:1]
    yield from (each for each in (who.birth_date, who.mobile) if each)
    if who.number:
        yield who.number[-9:]
        yield f"{who.number[6:10]}-{who.number[10:12]}-{who.number[12:14]}"


def _stand_apart(one: object, other: object) -> bool:
    return isinstance(one, tuple) and isinstance(other, tuple) and bool(one[0] != other[0])


def _order(double: Double) -> tuple[object, ...]:
    cases = sorted((double.one.survey_no, double.other.survey_no))
    return (_ORDER[double.check], -double.score, *cases, double.print)
