"""Which evidence a household is asked for, and why: by its causes and circumstances, never everything of everybody.

The matrix is data of the rule set (`evidence`). What stands in a document may be anything: nothing here raises on it.
What is made only after the visit (publicity sheets, the printed forms themselves) is not asked at the table.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

import msgspec

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.values import is_answered, rows_of
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.household import Household, Person, read_household, text
from fieldsurvey.rules.judging import rule_set_for
from fieldsurvey.rules.limits import months_old, number, retires_after
from fieldsurvey.rules.rule_set import Asked as Requirement
from fieldsurvey.rules.rule_set import RuleSet

OUT_OF_WORK: Final = frozenset({"laid_off", "unemployed"})
RETIRED: Final = frozenset({"retired", "retired_cadre", "retired_ill", "retired_early"})
ILLNESS: Final = frozenset({"6"})
ACCIDENTS: Final = frozenset({"7", "8"})
SCHOOLING: Final = frozenset({"9"})
NO_JOB: Final = frozenset({"2", "3"})

Files = Mapping[str, Mapping[str, list[str]]]


class Asked(msgspec.Struct, frozen=True):
    """One type that this household is asked for, by a line of the matrix.

    `label` is the type as the office calls it, `member` a row id, empty when it is the whole household's. `rows` are
    the evidence rows that answer it; `by` are the types that serve instead of it.
    """

    line: Requirement
    label: str
    member: str
    why: str
    rows: tuple[str, ...]
    by: tuple[str, ...] = ()

    @property
    def type(self) -> str:
        """The code of the type."""
        return self.line.type

    @property
    def is_required(self) -> bool:
        """必须 rather than 可选."""
        return self.line.must

    @property
    def is_there(self) -> bool:
        """有 rather than 缺."""
        return bool(self.rows)


def asked_of(document: Mapping[str, Any], today: date, book: RuleBook, catalogue: Catalogue = CASE) -> list[Asked]:
    """What the household is asked for under the rules in force on the day of its survey (`evidence_of`)."""
    household = read_household(document, today)
    return evidence_of(household, rule_set_for(household, book), catalogue)


def evidence_of(household: Household, rule_set: RuleSet, catalogue: Catalogue = CASE) -> list[Asked]:
    """What a household is asked for, in the order of the matrix; each type of each person once.

    A situation that this edition does not know asks nobody.
    """
    found: dict[tuple[str, str], Asked] = {}
    files, words = _files(household.document), _Words(catalogue, rule_set)
    concerned: dict[str, list[tuple[str, str]]] = {}
    for line in rule_set.evidence:
        if not line.on or line.situation not in SITUATIONS:
            continue
        people = concerned.get(line.situation)
        if people is None:
            people = concerned[line.situation] = SITUATIONS[line.situation](household, words)
        for member, why in people:
            known = found.get((line.type, member))
            if known is None or (line.must and not known.is_required):
                found[line.type, member] = _answered(files, line, member, words.type(line.type), why=why)
    return list(found.values())


class _Words:
    """Labels of the office's tables, and the thresholds of the rule set."""

    def __init__(self, catalogue: Catalogue, rule_set: RuleSet) -> None:
        self._catalogue = catalogue
        self._types = catalogue.field("evidence/r/type").choices
        self.rule_set = rule_set
        self.working_age = number(rule_set, "working_age")
        self.adult_age = number(rule_set, "adult_age")

    def type(self, code: str) -> str:
        return self._types.label_of(code)

    def of(self, address: str, code: str) -> str:
        return self._catalogue.field(address).choices.label_of(code)

    def is_young(self, person: Person) -> bool:
        """Under working age: many have no card of their own yet."""
        return person.age is not None and person.age < self.working_age


def _answered(files: Files, line: Requirement, member: str, label: str, *, why: str) -> Asked:
    rows = _rows_for(files, line.type, member)
    by: tuple[str, ...] = ()
    for types in () if rows else line.instead:
        each = [_rows_for(files, kind, member) for kind in types]
        if all(each):
            rows, by = tuple(dict.fromkeys(row for found in each for row in found)), types
            break
    return Asked(line, label, member, why, rows, by)


def _files(document: Mapping[str, Any]) -> Files:
    """The rows with a file: by type, then by the member that they name, empty where they name nobody."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows_of(document, "evidence"):
        kind = row.get("type")
        if isinstance(kind, str) and is_answered(row.get("file")):
            found.setdefault(kind, {}).setdefault(text(row.get("member")), []).append(str(row.get(ROW, "")))
    return found


def _rows_for(files: Files, kind: str, member: str) -> tuple[str, ...]:
    """The rows of a type for a member: one that names nobody is the whole household's and serves for everybody."""
    of_kind = files.get(kind)
    if of_kind is None:
        return ()
    if not member:
        return tuple(row for rows in of_kind.values() for row in rows)
    return (*of_kind.get(member, ()), *of_kind.get("", ()))


Situation = Callable[[Household, _Words], list[tuple[str, str]]]


def _every_household(_: Household, __: _Words) -> list[tuple[str, str]]:
    return [("", "每户都要")]


def _grown_up(household: Household, words: _Words) -> list[tuple[str, str]]:
    return [(person.row, "每位成员都要") for person in household.people if not words.is_young(person)]


def _young(household: Household, words: _Words) -> list[tuple[str, str]]:
    return [(person.row, "每位成员都要,未成年可用户口簿") for person in household.people if words.is_young(person)]


def _by_cause(codes: frozenset[str]) -> Situation:
    def found(household: Household, words: _Words) -> list[tuple[str, str]]:
        return [
            (cause.member, f"致困原因:{words.of('causes/r/cause', cause.code)}")
            for cause in household.causes
            if cause.code in codes
        ]

    return found


def _without_work(household: Household, words: _Words) -> list[tuple[str, str]]:
    found = [
        (person.row, words.of("members/r/work_status", person.work_status))
        for person in household.people
        if person.work_status in OUT_OF_WORK and not words.is_young(person)
    ]
    # Who is out of work may be known from the cause alone; a household in which somebody is known is not asked twice.
    known = {row for row, _ in found}
    worker = household.worker.row if household.worker else ""
    for member, why in _by_cause(NO_JOB)(household, words):
        if (member or worker) not in known and not (known and not member):
            found.append((member, why))
    return found


def _earners(household: Household, _: _Words) -> list[tuple[str, str]]:
    # Whoever has an income in the list has to prove it, and whoever is said to be working; others have none to prove.
    earning = {item.member for item in household.income}
    return [
        (person.row, "有收入的成员")
        for person in household.people
        if person.row in earning or person.work_status == "employed" or person.work_status in RETIRED
    ]


def _disabled(household: Household, _: _Words) -> list[tuple[str, str]]:
    found = [(person.row, "健康状况:残疾") for person in household.people if person.health == "disabled"]
    if household.worker is None and household.document.get("health") == "disabled":
        found.append(("", "健康状况:残疾"))
    return found


def _alone_with_child(marital: str, why: str) -> Situation:
    def found(household: Household, words: _Words) -> list[tuple[str, str]]:
        if household.answer("marital") != marital:
            return []
        children = [person for person in household.people if person.is_child]
        young = any(person.age is None or person.age < words.adult_age for person in children)
        return [("", why)] if young else []

    return found


def _when(field: str, answer: str | bool, why: str) -> Situation:
    def found(household: Household, _: _Words) -> list[tuple[str, str]]:
        said = household.answer(field)
        return [("", why)] if said is answer or (isinstance(said, str) and said == answer) else []

    return found


def _migrant(household: Household, words: _Words) -> list[tuple[str, str]]:
    file_type = household.answer("file_type")
    if file_type == "migrant":
        return [("", "档案类型:困难农民工")]
    if file_type is not None:
        # A townsman of the works may still be registered in his village.
        return []
    return _when("hukou", "2", "户口类型:农业(农民工)")(household, words)


def _zero_employment(household: Household, words: _Words) -> list[tuple[str, str]]:
    if household.answer("is_zero_employment") is not True:
        return []
    return [
        (person.row, "零就业家庭的劳动年龄成员")
        for person in household.people
        if person.born is not None
        and not words.is_young(person)
        and not person.is_at_school
        and person.is_counted
        and months_old(person.born, household.on) < retires_after(words.rule_set, person.sex, person.born)
    ]


SITUATIONS: Final[Mapping[str, Situation]] = {
    "every_household": _every_household,
    "every_member_with_card": _grown_up,
    "every_member_under_age": _young,
    "every_earner": _earners,
    "every_member_without_work": _without_work,
    "dibao": _when("on_dibao", True, "享受低保"),
    "illness": _by_cause(ILLNESS),
    "disability": _disabled,
    "schooling": _by_cause(SCHOOLING),
    "accident": _by_cause(ACCIDENTS),
    "zero_employment": _zero_employment,
    "divorced_with_child": _alone_with_child("40", "单亲:离异"),
    "widowed_with_child": _alone_with_child("30", "单亲:丧偶"),
    "migrant": _migrant,
    "renting": _when("housing", "rented", "住房类型:租房"),
    "public_housing": _when("housing", "public_rental", "住房类型:政府廉租房"),
}
