"""分户: some members leave for a household of their own, with every row that is theirs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.errors import SplitUnfitError
from fieldsurvey.case.field import Catalogue, Sort
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, row_address
from fieldsurvey.case.new_worker import PLACES, member_row, worker_row
from fieldsurvey.case.relations import Person, seen_by
from fieldsurvey.case.values import LATER, is_gap, rows_of
from fieldsurvey.case.worker import SELF, with_worker

Rows = dict[str, list[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Leaving:
    """The rows that leave, by list, and what the new household's file begins with."""

    rows: Rows
    fields: dict[Address, Value]


def lists_of_members(catalogue: Catalogue) -> Iterator[str]:
    """The lists whose rows name a member."""
    for group in catalogue.groups:
        if any(field.sort is Sort.MEMBER and field.id == "member" for field in group.fields):
            yield group.id


def rows_of_members(document: Document, members: Sequence[str], catalogue: Catalogue) -> Rows:
    """These members' own rows and all rows that name one of them, by list, in order."""
    chosen = set(members)
    found: Rows = {"members": [row for row in rows_of(document, "members") if row.get(ROW) in chosen]}
    for group in lists_of_members(catalogue):
        rows = [row for row in rows_of(document, group) if str(row.get("member")) in chosen]
        if rows:
            found[group] = rows
    return found


def leaving(document: Document, members: Sequence[str], worker: str, catalogue: Catalogue) -> Leaving:
    """What goes where when these members leave and one of them, `worker`, has the new household's file.

    Raises:
        MemberMissingError: one of them is not here.
        SplitUnfitError: the worker of this household cannot leave, and the new worker must.
    """
    own = worker_row(document)
    if not members:
        raise SplitUnfitError(why="还没有勾选分出去的人")
    if worker not in members:
        raise SplitUnfitError(why="新户的建档职工要从分出去的人里选")
    if own is not None and own[ROW] in members:
        raise SplitUnfitError(why="本户的建档职工要留下;请先更换建档职工,再分户")
    if len(rows_of(document, "members")) <= len(set(members)):
        raise SplitUnfitError(why="至少要有一个人留在本户")
    for row in members:
        member_row(document, row)
    rows = rows_of_members(document, members, catalogue)
    return Leaving(rows, _fields(document, rows, worker))


def _fields(document: Document, rows: Rows, worker: str) -> dict[Address, Value]:
    fields = dict(_cells(rows))
    chosen = member_row(document, worker)
    for top, own in PLACES:
        value = chosen.get(own)
        if value is not None:
            fields[Address(top)] = value
            fields.pop(row_address("members", worker, own))
    y = Person(chosen.get("relation"), chosen.get("sex"), chosen.get("birth_date"))
    for row in rows["members"]:
        told = with_worker(document, row)
        m = Person(told.get("relation"), told.get("sex"), told.get("birth_date"))
        said = told.get("relation")
        if row[ROW] != worker and said is not None and not is_gap(said):
            seen = seen_by(y, m, sex_of_x=document.get("sex"))
            fields[row_address("members", str(row[ROW]), "relation")] = seen or dict(LATER)
    fields[row_address("members", worker, "relation")] = SELF
    return fields


def _cells(rows: Rows) -> Iterator[tuple[Address, Value]]:
    for group, some in rows.items():
        for place, row in enumerate(some, start=1):
            yield row_address(group, str(row[ROW]), PLACE), place
            for name, value in row.items():
                if name != ROW:
                    yield row_address(group, str(row[ROW]), name), value
