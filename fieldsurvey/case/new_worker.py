"""更换建档职工: the case goes on under another member, and what was said of each person stays with that person."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.errors import MemberMissingError, WorkerUnclearError
from fieldsurvey.case.fold import PLACE
from fieldsurvey.case.ids import Address, RecordId, RowId, derived_row, row_address
from fieldsurvey.case.relations import Person, seen_by
from fieldsurvey.case.values import LATER, is_gap, rows_of
from fieldsurvey.case.worker import FORMER, PERSONAL, SELF, SHARED, is_worker, with_worker

# Where a person works has two names: the worker's employer, and a member's unit or school.
PLACES: Final = (*((name, name) for name in (*SHARED, *PERSONAL)), ("employer_name", "unit_or_school"))


def worker_row(document: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The worker's row among the members; None when there is none.

    Raises:
        WorkerUnclearError: several members are 本人.
    """
    found = [row for row in rows_of(document, "members") if is_worker(row)]
    if len(found) > 1:
        raise WorkerUnclearError
    return found[0] if found else None


def member_row(document: Mapping[str, Any], row: str) -> Mapping[str, Any]:
    """A member by row id.

    Raises:
        MemberMissingError: none of that id.
    """
    found = next((member for member in rows_of(document, "members") if member.get(ROW) == row), None)
    if found is None:
        raise MemberMissingError
    return found


def worker_changed(record: RecordId, document: Document, new: str) -> dict[Address, Value]:
    """What has to be said so that the member `new` is the worker: values by address, None where one goes.

    Every field of a person changes places between the household's own and the person's row; relations are told anew,
    待补 where nothing follows. A relation that could not be told back stays beside the new one, so that going back to
    the former worker gives the same document again.

    Raises:
        MemberMissingError, WorkerUnclearError: nothing can be said.
    """
    after = member_row(document, new)
    before = worker_row(document)
    if before is after:
        raise MemberMissingError
    old = RowId(str(before[ROW])) if before else derived_row(record, "members", "former-worker")
    said: dict[Address, Value] = {}
    if before is None:
        said[row_address("members", old, PLACE)] = len(rows_of(document, "members")) + 1
        before = {ROW: old, "relation": SELF}
    moved, keeps_more = _moved(document, before, after, old)
    said.update(moved)
    said.update(_relations(document, before, after, keeps_more=keeps_more))
    return {address: value for address, value in said.items() if _standing(document, address) != value}


def _moved(
    document: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], old: RowId
) -> tuple[dict[Address, Value], bool]:
    said: dict[Address, Value] = {}
    keeps_more = False
    for top, own in PLACES:
        was, his, hers = document.get(top), before.get(own), after.get(own)
        said[Address(top)] = hers
        said[row_address("members", old, own)] = his if was is None else was
        # An import may tell the worker twice, among the members too: then the new worker stays told twice.
        said[row_address("members", str(after[ROW]), own)] = hers if his is not None else None
        keeps_more |= own in PERSONAL and said[row_address("members", old, own)] is not None
    return said, keeps_more


def _relations(
    document: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any], *, keeps_more: bool
) -> dict[Address, Value]:
    rows = {str(row[ROW]): with_worker(document, row) for row in rows_of(document, "members")}
    old, new = str(before[ROW]), str(after[ROW])
    rows.setdefault(old, with_worker(document, before))
    goes_back = rows[new].get(FORMER) == SELF
    said: dict[str, Value] = {row: _seen(rows, row, y=new, x=old) for row in rows}
    if goes_back:
        said.update({row: kept for row, each in rows.items() if (kept := each.get(FORMER)) is not None})
    said[new] = SELF
    told = {row: {**each, "relation": said[row]} for row, each in rows.items()}
    former: dict[str, Value] = {}
    for row, each in rows.items():
        back = SELF if row == old else _seen(told, row, y=old, x=new)
        was = each.get("relation")
        former[row] = was if back != was and not (was is None or is_gap(was)) else None
    is_marked = keeps_more or any(kept is not None for kept in former.values())
    former[old] = SELF if is_marked else None
    return {
        **{row_address("members", row, "relation"): value for row, value in said.items()},
        **{row_address("members", row, FORMER): value for row, value in former.items()},
    }


def _seen(rows: Mapping[str, Mapping[str, Any]], row: str, *, y: str, x: str) -> Value:
    """What a member is to Y, told by what both are to X."""
    said: Value = rows[row].get("relation")
    if said == SELF:
        # Between two people nothing said is nothing said from the other end.
        said = rows[y].get("relation")
    if said is None or is_gap(said):
        return said
    return seen_by(_person(rows[y]), _person(rows[row]), sex_of_x=rows[x].get("sex")) or dict(LATER)


def _person(row: Mapping[str, Any]) -> Person:
    return Person(row.get("relation"), row.get("sex"), row.get("birth_date"))


def _standing(document: Mapping[str, Any], address: Address) -> Value:
    group, _, rest = address.partition("/")
    if not rest:
        found: Value = document.get(group)
        return found
    row, _, name = rest.partition("/")
    own = next((each for each in rows_of(document, group) if each.get(ROW) == row), {})
    told: Value = own.get(name)
    return told
