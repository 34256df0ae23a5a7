"""What a list of another office would add to our files: each line matched to our people, before anything is stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, cast

from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.elsewhere import is_held
from fieldsurvey.case.half_width import bare
from fieldsurvey.case.identity import Resident, resident
from fieldsurvey.case.ids import derived_record
from fieldsurvey.case.worker import is_worker, members_of
from fieldsurvey.exchange.people_lists import LeftOut, PersonLine, Read, line_told
from fieldsurvey.progress import Progress
from fieldsurvey.rules import alike_names
from fieldsurvey.rules.likeness import DOUBTFUL, SURE, Crowd, Likeness, Who, likeness
from fieldsurvey.store import folding, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import plain

MOST_CANDIDATES: Final = 5
MOST_DOUBTS: Final = 2_000
MOST_TOLD: Final = 5
BATCH: Final = 500
Key = tuple[str, str]  # the case, and the row of the member there; empty for a worker without one


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of our people who may be meant: case, row of the member, score, and what speaks for it."""

    case_id: str
    member: str
    score: int
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Met:
    """A line that is one of our people, or may be. `method` is a code of `match_method`."""

    line: PersonLine
    candidates: tuple[Candidate, ...]
    method: str


@dataclass(frozen=True, slots=True)
class Source:
    """Which list this is: from whom, about what, received when, out of which file and sheet, with which columns."""

    agency: str
    item: str
    received_on: str
    file: str
    sheet: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What taking a list would do. `record` is the list's own, the same for the same content.

    `sure` lines become results, `doubtful` ones wait for a person; `outside` lines are nobody of ours and are kept
    nowhere. `left_out` names the rows that were not compared, and those whose number could not be read and who were
    not found otherwise: these, `unread`, may be anybody, so that no household's 核对无 may hide them. `known` says
    that this list was taken before, and `undone` that it was taken back since. `compared` are the households of which
    it can be said who is on the list; `left_open` those that an `unlisted` line may mean.
    """

    record: str
    source: Source
    fingerprint: str
    rows: int
    lines: int
    left_out: tuple[LeftOut, ...]
    other_sheets: tuple[str, ...]
    lost: int
    outside: int
    sure: tuple[Met, ...]
    doubtful: tuple[Met, ...]
    unlisted: int
    compared: tuple[str, ...]
    people: int
    left_open: tuple[str, ...] = ()
    known: bool = False
    undone: bool = False

    @property
    def households(self) -> int:
        """Households with a sure hit."""
        return len({each.case_id for met in self.sure for each in met.candidates})

    @property
    def unread(self) -> int:
        """How many rows may be anybody."""
        return sum(each.is_unread for each in self.left_out)

    @property
    def _told_left_out(self) -> str:
        unread = [each for each in self.left_out if each.is_unread]
        passed = [each for each in self.left_out if not each.is_unread]
        told = f"另有 {len(passed)} 行不是人,没有比对:{_told_of(passed)}。" if passed else ""
        if unread:
            told += f"{len(unread)} 行看不清号码,没有对上,不能说不是我们的人:{_told_of(unread)}。各户的“核对无”会注明。"
        if unread and not self.compared:
            told += "没有一行读得出来,不记“核对无”;请说明哪一列是姓名、哪一列是证件号,或请对方重新导出。"
        return told

    @property
    def told(self) -> str:
        """What will happen, in numbers."""
        rows = self.rows - sum(not each.is_unread for each in self.left_out)
        people = f",读出 {self.lines} 人" if self.lines != rows else ""
        households = len(self.compared) + len(self.left_open)
        parts = [f"名单 {rows} 行{people},与 {households} 户 {self.people} 人比对"]
        parts.append(f"对上 {len(self.sure)} 行({self.households} 户)")
        parts.append(f"{len(self.doubtful)} 行要您认定")
        parts.append(f"{self.outside} 行不是我们的人,不保存")
        told = ",".join(parts) + "。"
        told += self._told_left_out
        if self.lost:
            told += f"{self.lost} 行的证件号被遮盖或已丢失末几位,按看得见的几位、姓名、出生日期和地址比对。"
        if self.other_sheets:
            told += f"文件里别的表没有比对:{'、'.join(self.other_sheets[:MOST_TOLD])}。"
        if self.unlisted:
            told += f"可能的太多,另有 {self.unlisted} 行最不像的没有列出,"
            told += f"它们可能涉及的 {len(self.left_open)} 户不记核对无。"
        if self.known and not self.undone:
            told += "这份名单以前采用过,再采用只补上新增的。"
        return told


def _told_of(found: Sequence[LeftOut]) -> str:
    more = f"等 {len(found)} 行" if len(found) > MOST_TOLD else ""
    return "、".join(left_out_told(each) for each in found[:MOST_TOLD]) + more


def plan_of(
    source: Source,
    read: Read,
    met_lines: Sequence[tuple[PersonLine, Met | None]],
    ours: "OurPeople",
    *,
    other_sheets: Sequence[str] = (),
) -> Plan:
    """The plan of a list that was read to its end; of too many doubts the likest are kept."""
    mets = [met for _, met in met_lines]
    unread = [_unread(line) for line, met in met_lines if met is None and line.is_unread]
    left_out = sorted((*read.left_out, *unread), key=lambda each: each.row)
    # A list of which nothing could be read says of nobody that they are not on it.
    is_read = bool(read.lines) or not any(each.is_unread for each in left_out)
    doubtful = sorted((met for met in mets if met and not met.method), key=lambda met: -met.candidates[0].score)
    unlisted = doubtful[MOST_DOUBTS:]
    open_cases = {each.case_id for met in unlisted for each in met.candidates}
    return Plan(
        record=derived_record("comparison", f"{source.agency}\0{source.item}\0{read.fingerprint}"),
        source=source,
        fingerprint=read.fingerprint,
        rows=read.rows,
        lines=read.lines,
        left_out=tuple(left_out),
        other_sheets=tuple(other_sheets),
        lost=read.lost,
        outside=mets.count(None) - len(unread),
        sure=tuple(met for met in mets if met and met.method),
        doubtful=tuple(sorted(doubtful[:MOST_DOUBTS], key=lambda met: met.line.row)),
        unlisted=len(unlisted),
        compared=tuple(case for case in ours.cases if case not in open_cases) if is_read else (),
        people=len(ours.who),
        left_open=tuple(sorted(open_cases)),
    )


def _unread(line: PersonLine) -> LeftOut:
    why = "证件号看不清" if line.who.number or line.lost else "没有能用的证件号"
    return LeftOut(line.row, f"{line.who.name or '没有姓名'}({why})", is_unread=True)


def left_out_told(each: LeftOut) -> str:
    """A row that was left out, in words."""
    return f"第 {line_told(each.row)} 行{each.why}"


@dataclass(slots=True)
class OurPeople:
    """The people of all households that are in force, to be found by number and by likeness."""

    who: dict[Key, Who] = field(default_factory=dict)
    by_number: dict[str, list[Key]] = field(default_factory=dict)
    by_name: dict[str, list[Key]] = field(default_factory=dict)
    cases: list[str] = field(default_factory=list)

    def add(self, case_id: str, document: Document) -> None:
        """The people of one household."""
        self.cases.append(case_id)
        for member, who in people_of(document):
            self.put((case_id, member), who)

    def put(self, key: Key, who: Who) -> None:
        """One person."""
        self.who[key] = who
        if who.number:
            self.by_number.setdefault(who.number, []).append(key)
        if who.name:
            self.by_name.setdefault(_joined(who.name), []).append(key)


def our_people(session: Session, progress: Progress) -> OurPeople:
    """Everybody who is to be compared: not of households that were merged, cancelled or withdrawn."""
    records = sorted(search.numbers_of_records(session))
    progress.begin("读取我们的人", len(records))
    found = OurPeople()
    for start in range(0, len(records), BATCH):
        some = records[start : start + BATCH]
        for record, document in folding.documents_of(session, "case", some).items():
            if is_held(document):
                found.add(record, document)
        progress.step(len(some))
    return found


def people_of(document: Document) -> Iterator[tuple[str, Who]]:
    """The members of a household with their rows; the worker also where no row stands for them."""
    rows = members_of(document)
    address = plain(document.get("home_address")) or plain(document.get("registered_address"))
    if not any(is_worker(row) for row in rows):
        yield "", _who({**document, "unit_or_school": document.get("employer_name")}, address)
    for row in rows:
        yield str(row.get(ROW, "")), _who(row, address)


def matched(lines: Iterable[PersonLine], ours: OurPeople) -> Iterator[Met | None]:
    """Each line with whom of us it is or may be; None for nobody of ours."""
    crowd = Crowd(ours.who.items())
    for line in lines:
        same = ours.by_number.get(line.who.number, ()) if line.who.number else ()
        if same:
            found = [_candidate(key, likeness(line.who, ours.who[key])) for key in same]
            yield _by_number(line, found, ours)
            continue
        found = [_candidate(cast("Key", match.key), match.likeness) for match in crowd.matches(line.who)]
        if "*" in line.who.number:
            found = _with_namesakes(line.who, found, ours)
        yield _by_likeness(line, found, ours) if found else None


def _by_number(line: PersonLine, found: list[Candidate], ours: OurPeople) -> Met:
    """The same number is one person, unless the names say that one of the two numbers is somebody else's."""
    names = [ours.who[each.case_id, each.member].name for each in found]
    if line.who.name and all(names) and not any(_is_alike(line.who.name, name) for name in names):
        told = f"号码相同,姓名不同:名单写{line.who.name}"
        detail = f"{told};{line.detail}".rstrip(";")
        found = [replace(each, told=(told,)) for each in found]
        return Met(replace(line, detail=detail), _one_in_each(found), "")
    return Met(line, _one_in_each(found), "number")


def _with_namesakes(who: Who, found: list[Candidate], ours: OurPeople) -> list[Candidate]:
    """Of a number in part also those of the same name whose number agrees as far as it is seen, the likest first."""
    seen = {(each.case_id, each.member) for each in found}
    namesakes = [key for key in ours.by_name.get(_joined(who.name), ()) if key not in seen]
    more = [_candidate(key, likeness(who, ours.who[key])) for key in namesakes]
    more = [each for each in more if each.score >= DOUBTFUL]
    return sorted((*found, *more), key=lambda each: -each.score)


def _is_alike(one: str, other: str) -> bool:
    return alike_names.relation(alike_names.Name(one), alike_names.Name(other)).is_alike


def _joined(name: str) -> str:
    return "".join(name.split())


def _candidate(key: Key, alike: Likeness) -> Candidate:
    return Candidate(*key, alike.score, alike.told)


def _by_likeness(line: PersonLine, found: list[Candidate], ours: OurPeople) -> Met:
    """Sure when one person alone is sure; the same person may stand in two households."""
    sure = [each for each in found if each.score >= SURE]
    numbers = {ours.who[each.case_id, each.member].number or f"{each.case_id}/{each.member}" for each in sure}
    if len(numbers) == 1:
        return Met(line, _one_in_each(sure), "likeness")
    return Met(line, tuple(found[:MOST_CANDIDATES]), "")


def _one_in_each(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Of two members of a household with one number the first: a line is one person."""
    by_case: dict[str, Candidate] = {}
    for each in found:
        by_case.setdefault(each.case_id, each)
    return tuple(by_case.values())


def _who(row: Mapping[str, object], address: str) -> Who:
    identity = row.get("identity")
    number = identity.get("number") if isinstance(identity, Mapping) else None
    bared = bare(number) if isinstance(number, str) else ""
    number = bared if len(bared) >= 6 and len(set(bared)) > 2 else ""
    sound = resident(number) if number else ""
    born, sex = plain(row.get("birth_date")), plain(row.get("sex"))
    if isinstance(sound, Resident):
        number, born, sex = sound.number, born or sound.birth_date.isoformat(), sex or sound.sex
    return Who(
        name=plain(row.get("name")),
        number=number,
        birth_date=born,
        address=address,
        mobile=plain(row.get("mobile")),
        employer=plain(row.get("unit_or_school")),
        sex=sex,
    )
