"""并户: the rows of another household come into this one under ids made of theirs, so that a second time adds nothing.

Two households may use the same row ids: those that were imported both begin with the same ones.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, RecordId, derived_row, row_address
from fieldsurvey.case.new_worker import PLACES, worker_row
from fieldsurvey.case.relations import Person, inverse, seen_by
from fieldsurvey.case.values import LATER, is_gap, rows_of
from fieldsurvey.case.worker import FORMER, SELF, is_worker, members_of

COMING: Final = ("members", "income", "expenses", "reimbursements", "causes", "evidence", "visits", "consents")
_NOT_COPIED: Final = frozenset({ROW, PLACE, "relation", "counts_in_household", FORMER})


@dataclass(frozen=True, slots=True)
class Double:
    """One person in both households: the rows, the name, and the fields that say something different."""

    here: str
    there: str
    name: str
    differing: list[str]


@dataclass(frozen=True, slots=True)
class Coming:
    """What this household gains: values by address, and how many rows of each list."""

    fields: dict[Address, Value] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


def filled_members(record: RecordId, document: Document) -> list[dict[str, Any]]:
    """The members with the worker's row filled; a file whose worker is no member gets a row for them."""
    rows = [dict(row) for row in members_of(document)]
    own = worker_row(document)
    if own is None:
        rows.insert(0, {ROW: derived_row(record, "members", "former-worker"), "relation": SELF})
    worker = next(row for row in rows if row.get("relation") == SELF)
    for top, name in PLACES:
        if worker.get(name) is None and document.get(top) is not None:
            worker[name] = document[top]
    return rows


def under_names_here(
    document: Document, there: list[dict[str, Any]], *, record: RecordId, keep: Collection[str] = ()
) -> tuple[Document, list[dict[str, Any]]]:
    """The other household's document and members (`there`) with each row under the id that it gets in this one.

    `record` is the other household. `keep` are rows, `list/row`, that went from one of the two to the other and are
    known under one id in both.
    """

    def here(group: str, row: object) -> str:
        return str(row) if f"{group}/{row}" in keep else derived_row(record, group, f"{record}/{row}")

    def renamed(group: str, row: Mapping[str, Any]) -> dict[str, Any]:
        named = {**row, ROW: here(group, row.get(ROW))}
        if isinstance(row.get("member"), str):
            named["member"] = here("members", row["member"])
        return named

    lists: dict[str, Any] = {
        group: [renamed(group, row) for row in rows_of(document, group)] for group in COMING if group in document
    }
    return {**document, **lists}, [renamed("members", row) for row in there]


def doubles(document: Document, there: list[dict[str, Any]]) -> list[Double]:
    """People of both households, known by the number of their document."""
    here = {number: row for row in members_of(document) if (number := _number(row))}
    present = {row.get(ROW) for row in rows_of(document, "members")}
    found = []
    for row in there:
        same = here.get(_number(row))
        if same is not None and row[ROW] not in present:
            differing = [
                name
                for name, value in row.items()
                if name not in _NOT_COPIED and same.get(name) is not None and same[name] != value
            ]
            found.append(Double(str(same[ROW]), str(row[ROW]), _text(row.get("name")), sorted(differing)))
    return found


def coming(
    document: Document,
    other: Document,
    there: list[dict[str, Any]],
    *,
    same: Mapping[str, str],
    relation: str = "",
    known: frozenset[str] = frozenset(),
    former: Mapping[Address, Value] | None = None,
) -> Coming:
    """What the household gains from another one.

    `there` are the other's members with its worker's row filled. `same` names rows of one person: there → here.
    `relation` is what the other's worker is to this one, empty when nobody said. `known` are rows, `list/row`, that
    were here once already and stay as they are; `former` are the relations of rows that come back.
    """
    told = Coming()
    y = _this_worker(document, there, relation)
    for group in COMING:
        rows = there if group == "members" else rows_of(other, group)
        present = {row.get(ROW) for row in rows_of(document, group)}
        place = len(present)
        for row in rows:
            name = str(row.get(ROW))
            if group == "members" and name in same:
                told.fields.update(_lacking(document, same[name], row))
                continue
            if name in present or f"{group}/{name}" in known:
                continue
            place += 1
            told.rows[group] = told.rows.get(group, 0) + 1
            told.fields[row_address(group, name, PLACE)] = place
            told.fields.update(_cells(group, row, same))
            if group == "members":
                address = row_address(group, name, "relation")
                told.fields[address] = (former or {}).get(address) or _relation(y, row, there)
    return told


def _this_worker(document: Document, there: list[dict[str, Any]], relation: str) -> Person:
    """This household's worker as the other's worker sees them."""
    if not relation:
        return Person("")
    other_worker = next(row for row in there if row.get("relation") == SELF)
    seen = inverse(relation, document.get("sex"), sex_of_other=other_worker.get("sex"))
    return Person(seen, document.get("sex"), document.get("birth_date"))


def _relation(y: Person, row: Mapping[str, Any], there: list[dict[str, Any]]) -> Value:
    said: Value = row.get("relation")
    if said is None or is_gap(said):
        return said
    sex = next((each.get("sex") for each in there if each.get("relation") == SELF), None)
    m = Person(said, row.get("sex"), row.get("birth_date"))
    return (seen_by(y, m, sex_of_x=sex) if y.code else "") or dict(LATER)


def _cells(group: str, row: Mapping[str, Any], same: Mapping[str, str]) -> Iterator[tuple[Address, Value]]:
    for name, value in row.items():
        if name not in (ROW, PLACE, FORMER):
            is_member = name == "member" and isinstance(value, str)
            yield row_address(group, str(row[ROW]), name), same.get(value, value) if is_member else value


def _lacking(document: Document, here: str, row: Mapping[str, Any]) -> Iterator[tuple[Address, Value]]:
    """What the row there knows of a person and the row here does not."""
    shown = next((each for each in members_of(document) if each.get(ROW) == here), {})
    tops = {own: top for top, own in PLACES} if is_worker(shown) else {}
    for name, value in row.items():
        top = tops.get(name)
        is_told = shown.get(name) is not None or (top is not None and document.get(top) is not None)
        if name not in _NOT_COPIED and not is_told and value is not None:
            yield Address(top) if top else row_address("members", here, name), value


def _number(row: Mapping[str, Any]) -> str:
    identity = row.get("identity")
    return str(identity.get("number") or "").upper() if isinstance(identity, Mapping) else ""


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
