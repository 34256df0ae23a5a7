"""What the rows were that a draft or an earlier visit removed, so that people know what they would bring back."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Change
from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.draft import former_row
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.fold import REMOVED, State
from fieldsurvey.case.ids import Address, ChangeId, RowId, row_address
from fieldsurvey.case.row_names import LONGEST, row_name
from fieldsurvey.case.values import LATER, rows_of
from fieldsurvey.case.worker import SELF
from fieldsurvey.store import changes
from fieldsurvey.store.database import Session

_RELATION: Final = re.compile(r"members/[0-9a-f]+/relation")
EARLIER: Final = "(以前移除"


def removed_names(
    session: Session,
    record: str,
    removed: Mapping[str, list[str]],
    *,
    state: State,
    before: Document,
    catalogue: Catalogue,
) -> dict[str, str]:
    """By `list/row` what each removed row is called; of earlier visits with a word that says so.

    The record's changes are read only where an earlier visit removed something.
    """
    names: dict[str, str] = {}
    earlier: list[tuple[str, str]] = []
    for group_id, rows in removed.items():
        standing = {str(row.get(ROW)): row for row in rows_of(before, group_id)}
        group = catalogue.group(group_id)
        for row in rows:
            if row not in standing:
                earlier.append((group_id, row))
            elif group is not None:
                names[f"{group_id}/{row}"] = row_name(before, group, standing[row])
    if earlier:
        known = changes.of_records(session, "case", [record]).get(record, [])
        for group_id, row in earlier:
            group = catalogue.group(group_id)
            said = former_row(known, state, f"{group_id}/{row}")
            values = {address.rpartition("/")[2]: value for address, value in said.items()}
            if group is not None:
                name = row_name(before, group, values) or group.row_label
                names[f"{group_id}/{row}"] = f"{name}{_earlier(state, group_id, row)}"
    return names


def _earlier(state: State, group_id: str, row: str) -> str:
    """That it went on an earlier visit, and why: who left by 分户 has a file of their own by now."""
    said = state.heads.get(row_address(group_id, RowId(row), REMOVED), {}).values()
    whys = [str(each["why"]) for each in said if isinstance(each, Mapping) and each.get("why")]
    return f"{EARLIER}:{whys[0][:LONGEST]})" if whys else f"{EARLIER})"


def relation_to_ask(known: Sequence[tuple[ChangeId, Change]], row: str) -> dict[Address, Value]:
    """待补 for the relation of a member who comes back to another worker than the one it was told of; else nothing."""
    own, told_at, worker_at = row_address("members", RowId(row), "relation"), 0, 0
    for place, (_, change) in enumerate(known, start=1):
        for untrusted_address, said in change.set.items():
            if untrusted_address == own and said.value is not None:
                told_at = place
            elif _RELATION.fullmatch(untrusted_address) and said.value == SELF and said.replaces:
                worker_at = place
    return {own: dict(LATER)} if 0 < told_at < worker_at else {}
