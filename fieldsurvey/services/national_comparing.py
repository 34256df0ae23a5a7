"""Three-way comparison: which line of the national list is which household, and what the three say of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.elsewhere import is_held
from fieldsurvey.case.half_width import half_width
from fieldsurvey.case.masking import cover_numbers
from fieldsurvey.case.paper import RETURNED, SIGNED, TO_PRINT, VOID
from fieldsurvey.case.worker import is_worker, members_of
from fieldsurvey.exchange.national_list import WORKER_NO, NationalLine
from fieldsurvey.forms.national_compare import Three, three_of
from fieldsurvey.forms.national_lines import lines_of
from fieldsurvey.forms.national_order import Item, Order, Section, ordered_by, shipped_order
from fieldsurvey.progress import Progress
from fieldsurvey.rules.likeness import Who
from fieldsurvey.services.comparison_plan import BATCH, OurPeople, matched, people_of
from fieldsurvey.services.paper_compare import printed_texts
from fieldsurvey.services.seat import Seat
from fieldsurvey.store import folding, lists, paper_rows, search
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import plain

EQUAL: Final = "equal"
DIFFERS: Final = "differs"
DOUBTFUL: Final = "doubtful"
ONLY_THERE: Final = "only_there"
ONLY_HERE: Final = "only_here"
OUTCOMES: Final[Mapping[str, str]] = {
    DIFFERS: "有不同", DOUBTFUL: "要人看", ONLY_THERE: "只在全国系统", ONLY_HERE: "只在本程序", EQUAL: "一致",
}  # fmt: skip
_MOST_NAMED: Final = 12
_MOST_DETAIL: Final = 1_000


@dataclass(frozen=True, slots=True)
class Compared:
    """One household of the comparison. `row` is its line in the file, 0 where it has none; `boxes` are what differs.

    `number_there` is the 职工编号 of the list, `number_here` that of the file; `method` is a code of `match_method`.
    `twice` says to whom else the list gives that 职工编号.
    """

    outcome: str
    row: int
    case_id: str = ""
    survey_no: str = ""
    name: str = ""
    number_there: str = ""
    number_here: str = ""
    method: str = ""
    score: int = 0
    told: str = ""
    boxes: tuple[Three, ...] = ()
    twice: str = ""

    @property
    def gives_number(self) -> bool:
        """Whether the list has a 职工编号 that the file lacks, and gives it to nobody else."""
        has_new = bool(self.number_there) and not self.number_here and not self.twice
        return self.outcome in (EQUAL, DIFFERS) and has_new

    @property
    def detail(self) -> str:
        """The outcome as the file keeps it, numbers covered."""
        if self.outcome == ONLY_HERE:
            return "全国系统的名单里没有这一户"
        if not self.boxes:
            return "一致"
        named = [
            f"{box.label}(全国系统:{box.national or '空'};本程序:{box.here or '缺'}"
            + (f";纸表:{box.paper}" if box.paper else "")
            + ")"
            for box in self.boxes[:_MOST_NAMED]
        ]
        more = f"等 {len(self.boxes)} 栏" if len(self.boxes) > _MOST_NAMED else ""
        return cover_numbers(f"不同:{'、'.join(named)}{more}")[:_MOST_DETAIL]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing a list found. `columns` are by label the headings that were read, `unknown` the others."""

    file: str
    fingerprint: str
    lines: int
    columns: Mapping[str, str]
    unknown: tuple[str, ...]
    households: tuple[Compared, ...]

    def count(self, outcome: str) -> int:
        """How many came out so."""
        return sum(each.outcome == outcome for each in self.households)

    @property
    def numbers(self) -> int:
        """How many 职工编号 could be taken over."""
        return sum(each.gives_number for each in self.households)

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        parts = [f"{label} {count} 户" for outcome, label in OUTCOMES.items() if (count := self.count(outcome))]
        told = f"名单 {self.lines} 行,比对 {len(self.columns)} 栏:{','.join(parts) or '没有可比的户'}。"
        if self.numbers:
            told += f"可以采用 {self.numbers} 个职工编号。"
        twice = list(dict.fromkeys(each.twice for each in self.households if each.twice))
        told += "".join(f"{each}。" for each in twice[:_MOST_NAMED])
        if self.unknown:
            told += f"没有认出的列:{'、'.join(self.unknown[:_MOST_NAMED])}。"
        return told


@dataclass(slots=True)
class Ours:
    """The workers of all households in force, by likeness, identity number, 职工编号 and household."""

    workers: OurPeople = field(default_factory=OurPeople)
    by_worker_no: dict[str, list[str]] = field(default_factory=dict)
    by_case: dict[str, Who] = field(default_factory=dict)


def order_of_list(headings: Mapping[str, str]) -> tuple[Order, dict[str, list[str]]]:
    """Every box that a list may have, with what each goes by: as it ships, and as the office's own headings say."""
    shipped = shipped_order()
    items = [item for section in shipped.sections if not section.rows for item in section.items]
    names: dict[str, list[str]] = {key_of(item): [item.label] for item in items}
    for item in ordered_by(shipped, headings).sections[0].items if headings else ():
        if key_of(item) not in names:
            items.append(item)
        names.setdefault(key_of(item), []).append(item.label)
    order = msgspec.structs.replace(shipped, sections=(Section("", tuple(items)),))
    return order, names


def key_of(item: Item) -> str:
    """What a box is known by among the lines of a household."""
    return item.of + (f"#{item.nth}" if item.nth > 1 else "")


def our_workers(session: Session, progress: Progress) -> Ours:
    """Everybody who should be in that system: not of households that were merged, cancelled or withdrawn."""
    records = sorted(search.numbers_of_records(session))
    progress.begin("读取我们的户", len(records))
    found = Ours()
    for start in range(0, len(records), BATCH):
        some = records[start : start + BATCH]
        for record, document in folding.documents_of(session, "case", some).items():
            if is_held(document):
                _add(found, record, document)
        progress.step(len(some))
    return found


def _add(found: Ours, record: str, document: Document) -> None:
    own = {str(row.get(ROW, "")) for row in members_of(document) if is_worker(row)} or {""}
    found.workers.cases.append(record)
    for member, who in people_of(document):
        if member in own:
            found.workers.put((record, member), who)
            found.by_case.setdefault(record, who)
    number = worker_no_of(document)
    if number:
        found.by_worker_no.setdefault(number.casefold(), []).append(record)


def worker_no_of(document: Mapping[str, object]) -> str:
    """The 职工编号 of a file."""
    return half_width(plain(document.get(WORKER_NO))).strip()


def compared(
    session: Session, seat: Seat, lines: Sequence[NationalLine], *, order: Order, progress: Progress
) -> Iterator[Compared]:
    """Every line of the list, then every household that no line named."""
    ours = our_workers(session, progress)
    progress.begin("逐户比对", len(lines))
    seen: dict[str, int] = {}
    doubted = set()
    twice = given_twice(lines)
    for line, plainly in zip(lines, _found(lines, ours, twice), strict=True):
        progress.step()
        found = _with_twice(plainly, twice)
        if found.outcome in (DOUBTFUL, ONLY_THERE):
            doubted.add(found.case_id)
            yield _with_number(session, found)
        elif found.case_id in seen:
            told = ";".join(each for each in (f"与第 {seen[found.case_id]} 行是同一户", found.twice) if each)
            yield replace(found, outcome=DOUBTFUL, told=told)
        else:
            seen[found.case_id] = found.row
            yield _beside(session, seat, line, found, order=order)
    numbers = search.numbers_of_records(session)
    rest = [record for record in ours.workers.cases if record not in seen and record not in doubted]
    rest.sort(key=lambda record: (not numbers.get(record), numbers.get(record, ""), record))
    for start in range(0, len(rest), BATCH):
        some = rest[start : start + BATCH]
        documents = folding.documents_of(session, "case", some)
        for record in some:
            told = "全国系统的名单里没有"
            yield _named(Compared(ONLY_HERE, 0, record, told=told), documents.get(record, {}))


def given_twice(lines: Sequence[NationalLine]) -> dict[str, str]:
    """The 职工编号 that the list gives to several people, with a sentence that names them."""
    given: dict[str, dict[str, NationalLine]] = {}
    for line in lines:
        number, who = _number_of(line), line.person.who
        if number and (who.number or who.name):
            given.setdefault(number.casefold(), {}).setdefault(who.number or who.name, line)
    found = {}
    for number, people in given.items():
        named = {line.person.who.name for line in people.values() if line.person.who.number}
        # Once with and once without an identity number is one person.
        several = [line for key, line in people.items() if line.person.who.number or key not in named]
        if len(several) > 1:
            whom = "、".join(f"第 {each.person.row} 行{each.person.who.name}" for each in several[:_MOST_NAMED])
            count = "两个人" if len(several) == 2 else f" {len(several)} 个人"
            found[number] = f"职工编号 {_number_of(several[0])} 在名单里给了{count}:{whom},不采用"
    return found


def _number_of(line: NationalLine) -> str:
    return half_width(line.texts.get(WORKER_NO, "")).strip()


def _with_twice(found: Compared, twice: Mapping[str, str]) -> Compared:
    told = twice.get(found.number_there.casefold(), "")
    return replace(found, twice=told, told=f"{found.told};{told}") if told else found


def _found(lines: Sequence[NationalLine], ours: Ours, twice: Mapping[str, str]) -> Iterator[Compared]:
    """By 职工编号, else by identity number, else by name, birth date and address."""
    for line, met in zip(lines, matched((line.person for line in lines), ours.workers), strict=True):
        number = _number_of(line)
        who, row = line.person.who, line.person.row
        begun = Compared(ONLY_THERE, row, name=who.name, number_there=number, told="本程序里没有这一户")
        by_number = ours.by_worker_no.get(number.casefold(), []) if number else []
        if met is not None and number.casefold() in twice:
            # The number does not say who it is; what else is known of the person does.
            by_number = [case for case in by_number if case in {each.case_id for each in met.candidates}]
        if len(by_number) == 1:
            other = ours.by_case.get(by_number[0])
            if who.number and other is not None and other.number and other.number != who.number:
                told = "职工编号相同,身份证号不同,请核对"
                yield replace(begun, outcome=DOUBTFUL, case_id=by_number[0], told=told)
            else:
                told = "职工编号相同"
                yield replace(begun, outcome=EQUAL, case_id=by_number[0], method="number", score=100, told=told)
        elif met is None:
            yield begun
        else:
            best = met.candidates[0]
            told = "、".join(best.told)
            is_sure = bool(met.method) and len(met.candidates) == 1
            yield replace(
                begun,
                outcome=EQUAL if is_sure else DOUBTFUL,
                case_id=best.case_id,
                method=met.method if is_sure else "",
                score=best.score,
                told=told if is_sure else f"可能是这一户,请核对:{told}",
            )


def _beside(session: Session, seat: Seat, line: NationalLine, found: Compared, *, order: Order) -> Compared:
    document = folding.document_of(session, "case", found.case_id) or {}
    clashing: set[str] = set()
    if lists.clashing_records(session, found.case_id):
        # Hardly any household has one, and folding is what takes time.
        clashing = {clash.address for clash in folding.state_of(session, "case", found.case_id).clashes()}
    here = lines_of(document, order, seat.catalogue, clashing=clashing)
    paper = _paper_of(session, found.case_id)
    boxes = three_of(line.texts, here, paper, order=order, catalogue=seat.catalogue)
    differing = tuple(
        box for box in boxes if (not box.is_equal or box.paper_differs) and not (box.key == WORKER_NO and not box.here)
    )
    return _named(replace(found, outcome=DIFFERS if differing else EQUAL, boxes=differing), document)


def _with_number(session: Session, found: Compared) -> Compared:
    return _named(found, folding.document_of(session, "case", found.case_id) or {}) if found.case_id else found


def _named(found: Compared, document: Document) -> Compared:
    name = found.name or plain(document.get("name"))
    number = worker_no_of(document)
    return replace(found, survey_no=plain(document.get("survey_no")), name=name, number_here=number)


def _paper_of(session: Session, case_id: str) -> dict[str, str]:
    """What the last paper printed, by address: the last signed one, else the last printed; blanks say nothing."""
    papers = [
        paper
        for paper in paper_rows.of_case(session, case_id)
        if paper.printed_on and paper.copy_state not in (VOID, TO_PRINT) and not paper.told.is_by_hand
    ]
    signed = [paper for paper in papers if paper.copy_state in (SIGNED, RETURNED)]
    last = next(iter(signed or papers), None)
    document = folding.document_of(session, "paper", last.record) if last is not None else None
    texts = printed_texts((document or {}).get("printed"))
    return {address: text for section in texts.values() for address, text in section.items()}
