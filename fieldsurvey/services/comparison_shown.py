"""Comparison lists as people see them: which were taken, what is to be settled, and what they say of one household."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.codes import CodeTable
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.masking import cover_numbers, mask_beside
from fieldsurvey.case.values import rows_of
from fieldsurvey.case.worker import is_worker, members_of
from fieldsurvey.rules.likeness import Who, likeness
from fieldsurvey.rules.verification import VERIFICATIONS, contradiction, is_gone
from fieldsurvey.services.comparison_plan import people_of
from fieldsurvey.services.comparison_store import DOUBTS, compared_with
from fieldsurvey.store.projections import plain

# What is shown of both sides, by the field that says how it is covered; and what of it may be asked for in full.
_SHOWN: Final = {"name": "name", "number": "identity", "birth_date": "birth_date", "address": "home_address"}
GONE: Final = "已不在本户的成员"
REVEALED: Final = ("number", "birth_date")


@dataclass(frozen=True, slots=True)
class ListCard:
    """One list that was taken. `agency` is the label, `open_doubts` how many lines wait for a person."""

    id: str
    title: str
    agency: str
    item: str
    received_on: str
    file: str
    lines: int
    matched: int
    outside: int
    households: int
    doubts: int
    open_doubts: int
    undone_on: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a doubt; number and birth date covered, except a slip between the two."""

    name: str
    number: str
    birth_date: str
    address: str


@dataclass(frozen=True, slots=True)
class CandidateCard:
    """One of our people beside a line: the two sides, the score, and what speaks for and against it.

    `unlike` are the parts that differ, also where that is covered.
    """

    case_id: str
    member: str
    survey_no: str
    household: str
    relation: str
    ours: Side
    theirs: Side
    score: int
    told: tuple[str, ...]
    unlike: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Case and member, as a settled line names them."""
        return f"{self.case_id}/{self.member}"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A line of which it is doubtful who it is. `settled` is empty, `none`, or the key of a candidate."""

    line: int
    name: str
    detail: str
    candidates: tuple[CandidateCard, ...]
    settled: str
    settled_on: str


@dataclass(frozen=True, slots=True)
class Result:
    """What one list says of a household: a hit with its content, or that nobody of it is on the list.

    `against` says where the household's file says something else. While `waiting` lines may be somebody of this
    household, nobody can say that none of it is on the list; nor is it sure while `unread` lines may be anybody.
    """

    list: str
    row: str
    agency: str
    item: str
    received_on: str
    is_hit: bool
    member: str = ""
    detail: str = ""
    method: str = ""
    score: int = 0
    against: str = ""
    waiting: int = 0
    unread: int = 0

    @property
    def told(self) -> str:
        """The result in one line."""
        head = f"{self.received_on} {self.agency} {self.item}".strip()
        if self.waiting:
            return f"{head}:有 {self.waiting} 行可能是这一户的人,待认定"
        if not self.is_hit:
            unread = f";名单里有 {self.unread} 行看不清号码,没有核对到" if self.unread else ""
            return f"{head}:核对无(这一户没有人在名单上){unread}"
        body = f"{head}:{self.member or '这一户'}在名单上"
        body += f",{self.detail}" if self.detail else ""
        return f"{body}。和档案不一致:{self.against}" if self.against else body


def list_card(record: str, document: Document, agencies: CodeTable) -> ListCard:
    """A list by its record."""
    doubts = rows_of(document, DOUBTS)
    return ListCard(
        id=record,
        title=plain(document.get("title")),
        agency=agencies.label_of(plain(document.get("agency"))),
        item=plain(document.get("item")),
        received_on=plain(document.get("received_on")),
        file=plain(document.get("file")),
        lines=_whole(document.get("lines")),
        matched=_whole(document.get("matched")),
        outside=_whole(document.get("outside")),
        households=_whole(document.get("households")),
        doubts=len(doubts),
        open_doubts=sum(not plain(row.get("settled")) for row in doubts),
        undone_on=plain(document.get("undone_on")),
    )


def who_of(row: Mapping[str, Any]) -> Who:
    """The person of a doubt as the list named them."""
    parts = {name: plain(row.get(name)) for name in ("name", "birth_date", "address")}
    return Who(number=plain(row.get("identity")), **parts)


def doubt_card(row: Mapping[str, Any], cases: Mapping[str, Document], relations: CodeTable) -> Doubt:
    """A doubt with its candidates, as far as they are still here."""
    theirs = who_of(row)
    cards = []
    for case_id, member, _ in candidates_of(row):
        document = cases.get(case_id, {})
        ours = dict(people_of(document)).get(member) if document else None
        if ours is not None:
            cards.append(_candidate(case_id, member, document, ours=ours, theirs=theirs, relations=relations))
    return Doubt(
        line=_whole(row.get("line")),
        name=theirs.name,
        detail=plain(row.get("detail")),
        candidates=tuple(cards),
        settled=plain(row.get("settled")),
        settled_on=plain(row.get("settled_on")),
    )


def candidates_of(row: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    """Case, member and score of each candidate that a doubt names, whatever a foreign change put there."""
    found = row.get("candidates")
    return [
        (each[0], each[1], _whole(each[2]))
        for each in (found if isinstance(found, list) else ())
        if isinstance(each, list) and len(each) == 3 and isinstance(each[0], str) and isinstance(each[1], str)
    ]


def results_of(case_id: str, document: Document, lists: Mapping[str, Document], in_force: InForce) -> list[Result]:
    """Every hit of a household, the newest first, and every list that it was compared with and is not on.

    Of a list with lines that may be somebody of it and wait for a person, that is said instead.
    """
    agencies, methods = in_force.table("agency"), in_force.table("match_method")
    names = {str(row.get(ROW)): plain(row.get("name")) for row in members_of(document)}
    found, own_name = [], plain(document.get("name"))
    for row in rows_of(document, VERIFICATIONS):
        against = contradiction(document, row, agencies)
        found.append(
            Result(
                list=plain(row.get("list")),
                row=str(row.get(ROW, "")),
                agency=agencies.label_of(plain(row.get("agency"))),
                item=plain(row.get("item")),
                received_on=plain(row.get("received_on")),
                is_hit=row.get("is_hit") is True,
                member=GONE if is_gone(document, row) else names.get(plain(row.get("member")), own_name),
                detail=cover_numbers(plain(row.get("detail"))),
                method=methods.label_of(plain(row.get("method"))),
                score=_whole(row.get("score")),
                against="" if against is None else against[1],
            )
        )
    on = {result.list for result in found}
    for record, listed in lists.items():
        if listed.get("undone_on"):
            continue
        waiting = _waiting(listed, case_id)
        if waiting or (record not in on and compared_with(listed, case_id)):
            card = list_card(record, listed, agencies)
            found.append(
                Result(
                    record, "", card.agency, card.item, card.received_on, is_hit=False,
                    waiting=waiting, unread=_whole(listed.get("unread")),
                )
            )  # fmt: skip
    return sorted(found, key=lambda result: (result.received_on, result.is_hit, result.list), reverse=True)


def _waiting(listed: Document, case_id: str) -> int:
    """How many lines of a list that nobody has settled may be somebody of a household."""
    return sum(
        any(each[0] == case_id for each in candidates_of(row))
        for row in rows_of(listed, DOUBTS)
        if not plain(row.get("settled"))
    )


def _candidate(
    case_id: str, member: str, document: Document, *, ours: Who, theirs: Who, relations: CodeTable
) -> CandidateCard:
    alike = likeness(theirs, ours)
    said = {part: (str(getattr(theirs, part)), str(getattr(ours, part))) for part in _SHOWN}
    shown = {part: mask_beside(CASE.field(name), *said[part]) for part, name in _SHOWN.items()}
    if "*" in theirs.number:
        # Against stars every digit of ours would differ; what the list itself shows may be seen.
        ours_covered = mask_beside(CASE.field("identity"), "", ours.number)[1]
        shown["number"] = (theirs.number[:6] + "*" * 8 + theirs.number[14:], ours_covered)
    own = next((row for row in rows_of(document, "members") if row.get(ROW) == member), {})
    relation = "本人" if not member or is_worker(own) else relations.label_of(plain(own.get("relation")))
    return CandidateCard(
        case_id=case_id,
        member=member,
        survey_no=plain(document.get("survey_no")),
        household=plain(document.get("name")),
        relation=relation,
        ours=Side(**{part: each[1] for part, each in shown.items()}),
        theirs=Side(**{part: each[0] for part, each in shown.items()}),
        score=alike.score,
        told=alike.told,
        unlike=tuple(part for part, (one, other) in said.items() if one and other and one != other and "*" not in one),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
