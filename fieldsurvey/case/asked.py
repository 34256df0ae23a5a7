"""Which evidence a household is asked for, and why: by its causes and circumstances, never everything of everybody.

The matrix is data, in one place, for an office will edit it. What stands in a document may be anything: nothing here
raises on it. Sources: `domain.md` §2.10 (the matrix) and §0.1.10 (substitutes); what it calls an assumption is marked.
What is made only after the visit (publicity sheets, the printed forms themselves) is not asked at the table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fieldsurvey.case.codes import label_of
from fieldsurvey.case.document import ROW
from fieldsurvey.case.identity import resident
from fieldsurvey.case.parse import parse_date
from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.case.worker import SELF

CHILDREN: Final = frozenset({"20", "30"})
# 最低生活保障审核确认办法: who is under 16 does not count as able to work, and many have no card of their own yet.
WORKING_AGE: Final = 16
GROWN_UP: Final = 18
OUT_OF_WORK: Final = frozenset({"laid_off", "unemployed"})
ILLNESS: Final = "6"
ACCIDENTS: Final = frozenset({"7", "8"})
SCHOOLING: Final = "9"
NO_JOB: Final = frozenset({"2", "3"})

Files = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the matrix.

    `situation` names who is asked (`SITUATIONS`). `instead` are sets of other types, each of which, whole, serves as
    well. `is_assumed` says that no published source asks for it in these words.
    """

    situation: str
    type: str
    is_required: bool
    source: str
    instead: tuple[tuple[str, ...], ...] = ()
    is_assumed: bool = False


def _asked(
    situation: str, kind: str, source: str, *instead: tuple[str, ...], must: bool = True, assumed: bool = False
) -> Requirement:
    return Requirement(situation, kind, must, source, instead, assumed)


MATRIX: Final[tuple[Requirement, ...]] = (
    _asked("every_household", "application", "§2.10 所有档案"),
    _asked("every_member_with_card", "identity", "§2.10 所有档案"),
    _asked("every_member_under_age", "identity", "§2.10 所有档案;§0.1.10 未成年人", ("household_booklet",)),
    _asked("every_household", "household_booklet", "§2.10 所有档案"),
    _asked(
        "every_earner",
        "income_proof",
        "§2.10 所有档案;§0.1.10 无流水用单位证明,现金收入用承诺书加基层工会证明",
        ("bank_flow",),
        ("employer_proof",),
        ("commitment", "union_proof"),
    ),
    _asked("every_member_without_work", "unemployment_proof", "§2.10 所有档案,失业/下岗", ("employer_proof",)),
    _asked("every_household", "bank_card", "§2.10 所有档案"),
    _asked("every_household", "check_authorisation", "§2.10 所有档案"),
    _asked("every_household", "commitment", "§2.10 所有档案"),
    _asked("dibao", "dibao_proof", "§2.10 低保家庭"),
    _asked("illness", "diagnosis", "§2.10 因病"),
    _asked("illness", "medical_bill", "§2.10 因病"),
    _asked("disability", "disability_certificate", "§2.10 因残"),
    _asked("schooling", "admission", "§2.10 因学"),
    _asked("schooling", "tuition_bill", "§2.10 因学"),
    _asked("accident", "accident_proof", "§2.10 意外致困"),
    _asked("accident", "loss_bill", "§2.10 意外致困"),
    _asked("divorced_with_child", "divorce_proof", "§2.10 单亲"),
    _asked("widowed_with_child", "death_proof", "§2.10 单亲"),
    _asked("migrant", "labour_contract", "§2.10 农民工", ("union_proof",)),
    _asked("migrant", "residence_proof", "§2.10 农民工", must=False),
    _asked("illness", "medical_record", "§2.10 因病", must=False),
    # Required by the matrix where there was any payment; whether there was is not known.
    _asked("accident", "compensation", "§2.10 意外致困(有则)", must=False),
    _asked("every_household", "union_membership", "§2.10 所有档案", must=False),
    _asked("every_household", "home_photo", "§2.10 所有档案", must=False),
    _asked("renting", "lease", "§2.10 租房", must=False, assumed=True),
    _asked("public_housing", "housing_support", "§2.10 租房", must=False, assumed=True),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One type that this household is asked for. `member` is a row id, empty when it is the whole household's.

    `rows` are the evidence rows that answer it; `by` are the types that serve instead of it.
    """

    type: str
    member: str
    why: str
    is_required: bool
    source: str
    is_assumed: bool
    rows: tuple[str, ...]
    by: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        """有 rather than 缺."""
        return bool(self.rows)

    @property
    def label(self) -> str:
        """The type as people read it."""
        return label_of("evidence_type", self.type)


def asked_of(document: Mapping[str, Any], today: date) -> list[Asked]:
    """What the household is asked for, in the order of the matrix; each type of each person once."""
    found: dict[tuple[str, str], Asked] = {}
    people, files = list(_people(document, today)), _files(document)
    for requirement in MATRIX:
        for member, why in SITUATIONS[requirement.situation](document, people):
            key = (requirement.type, member)
            known = found.get(key)
            if known is None or (requirement.is_required and not known.is_required):
                found[key] = _answered(files, requirement, member, why)
    return list(found.values())


def _answered(files: Files, requirement: Requirement, member: str, why: str) -> Asked:
    rows = _rows_for(files, requirement.type, member)
    by: tuple[str, ...] = ()
    for types in () if rows else requirement.instead:
        each = [_rows_for(files, kind, member) for kind in types]
        if all(each):
            rows, by = tuple(dict.fromkeys(row for found in each for row in found)), types
            break
    return Asked(
        type=requirement.type,
        member=member,
        why=why,
        is_required=requirement.is_required,
        source=requirement.source,
        is_assumed=requirement.is_assumed,
        rows=rows,
        by=by,
    )


def _files(document: Mapping[str, Any]) -> Files:
    """The rows with a file: by type, then by the member that they name, empty where they name nobody."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows_of(document, "evidence"):
        kind, member = row.get("type"), row.get("member")
        if isinstance(kind, str) and is_answered(row.get("file")):
            whose = member if isinstance(member, str) else ""
            found.setdefault(kind, {}).setdefault(whose, []).append(str(row.get(ROW, "")))
    return found


def _rows_for(files: Files, kind: str, member: str) -> tuple[str, ...]:
    """The rows of a type for a member: one that names nobody is the whole household's and serves for everybody."""
    of_kind = files.get(kind, {})
    if not member:
        return tuple(row for rows in of_kind.values() for row in rows)
    return (*of_kind.get(member, ()), *of_kind.get("", ()))


@dataclass(frozen=True, slots=True)
class _Person:
    """What the situations look at of one member. `age` is None where nobody knows it."""

    row: str
    relation: str
    age: int | None
    health: str
    work_status: str

    @property
    def is_child(self) -> bool:
        return self.age is not None and self.age < WORKING_AGE


def _people(document: Mapping[str, Any], today: date) -> Iterator[_Person]:
    for row in rows_of(document, "members"):
        relation = _text(row.get("relation"))
        # Of the worker more is known beside the list of members.
        own = document if relation == SELF else {}
        told = [_text(row.get(name)) or _text(own.get(name)) for name in ("health", "work_status")]
        born = _born(row.get("identity")) or _born(own.get("identity"))
        born = born or _date(row.get("birth_date")) or _date(own.get("birth_date"))
        yield _Person(_text(row.get(ROW)), relation, _age(born, today), told[0], told[1])


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _born(identity: object) -> date | None:
    if not isinstance(identity, Mapping) or identity.get("type") != "id_card":
        return None
    read = resident(_text(identity.get("number")))
    return None if isinstance(read, str) else read.birth_date


def _date(value: object) -> date | None:
    text = _text(value)
    return date.fromisoformat(text) if text and parse_date(text) == text else None


def _age(born: date | None, today: date) -> int | None:
    if born is None or born > today:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


Situation = Callable[[Mapping[str, Any], list[_Person]], list[tuple[str, str]]]


def _every_household(_: Mapping[str, Any], __: list[_Person]) -> list[tuple[str, str]]:
    return [("", "每户都要")]


def _each(chosen: Callable[[_Person], bool], why: str) -> Situation:
    def found(_: Mapping[str, Any], people: list[_Person]) -> list[tuple[str, str]]:
        return [(person.row, why) for person in people if chosen(person)]

    return found


def _by_cause(codes: frozenset[str]) -> Situation:
    def found(document: Mapping[str, Any], _: list[_Person]) -> list[tuple[str, str]]:
        rows = [row for row in rows_of(document, "causes") if _text(row.get("cause")) in codes]
        why = "致困原因:{}"
        return [(_text(row.get("member")), why.format(label_of("cause", row.get("cause")))) for row in rows]

    return found


def _without_work(document: Mapping[str, Any], people: list[_Person]) -> list[tuple[str, str]]:
    found = [(person.row, label_of("work_status", person.work_status)) for person in people if _is_out_of_work(person)]
    # Who is out of work may be known from the cause alone; a household in which somebody is known is not asked twice.
    known = {row for row, _ in found}
    worker = next((person.row for person in people if person.relation == SELF), "")
    for member, why in _by_cause(NO_JOB)(document, people):
        if (member or worker) not in known and not (known and not member):
            found.append((member, why))
    return found


def _is_out_of_work(person: _Person) -> bool:
    return not person.is_child and person.work_status in OUT_OF_WORK


def _earners(document: Mapping[str, Any], people: list[_Person]) -> list[tuple[str, str]]:
    # Whoever has an income in the list has to prove it, and whoever is said to be working; others have none to prove.
    earning = {_text(row.get("member")) for row in rows_of(document, "income")}
    return [
        (person.row, "有收入的成员")
        for person in people
        if person.row in earning
        or person.work_status in ("employed", "retired", "retired_cadre", "retired_ill", "retired_early")
    ]


def _disabled(document: Mapping[str, Any], people: list[_Person]) -> list[tuple[str, str]]:
    found = [(person.row, "健康状况:残疾") for person in people if person.health == "disabled"]
    is_worker_listed = any(person.relation == SELF for person in people)
    if not is_worker_listed and _text(document.get("health")) == "disabled":
        found.append(("", "健康状况:残疾"))
    return found


def _alone_with_child(marital: str, why: str) -> Situation:
    def found(document: Mapping[str, Any], people: list[_Person]) -> list[tuple[str, str]]:
        children = [person for person in people if person.relation in CHILDREN]
        young = any(person.age is None or person.age < GROWN_UP for person in children)
        return [("", why)] if young and _text(document.get("marital")) == marital else []

    return found


def _when(field: str, code: str, why: str) -> Situation:
    def found(document: Mapping[str, Any], _: list[_Person]) -> list[tuple[str, str]]:
        return [("", why)] if document.get(field) == code else []

    return found


def _on_dibao(document: Mapping[str, Any], _: list[_Person]) -> list[tuple[str, str]]:
    return [("", "享受低保")] if document.get("on_dibao") is True else []


SITUATIONS: Final[Mapping[str, Situation]] = {
    "every_household": _every_household,
    "every_member_with_card": _each(lambda person: not person.is_child, "每位成员都要"),
    "every_member_under_age": _each(lambda person: person.is_child, "每位成员都要,未成年可用户口簿"),
    "every_earner": _earners,
    "every_member_without_work": _without_work,
    "dibao": _on_dibao,
    "illness": _by_cause(frozenset({ILLNESS})),
    "disability": _disabled,
    "schooling": _by_cause(frozenset({SCHOOLING})),
    "accident": _by_cause(ACCIDENTS),
    "divorced_with_child": _alone_with_child("40", "单亲:离异"),
    "widowed_with_child": _alone_with_child("30", "单亲:丧偶"),
    "migrant": _when("hukou", "2", "户口类型:农业(农民工)"),
    "renting": _when("housing", "rented", "住房类型:租房"),
    "public_housing": _when("housing", "public_rental", "住房类型:政府廉租房"),
}
