"""What the rows were that a draft or an earlier visit removed, so that people know what they would bring back."""

from collections.abc import Mapping
from typing import Final

from fieldsurvey.case.document import ROW, Document
from fieldsurvey.case.draft import former_row
from fieldsurvey.case.field import Catalogue
from fieldsurvey.case.fold import State
from fieldsurvey.case.row_names import row_name
from fieldsurvey.case.values import rows_of
from fieldsurvey.store import changes
from fieldsurvey.store.database import Session

EARLIER: Final = "(以前移除)"


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
                names[f"{group_id}/{row}"] = f"{row_name(before, group, values)}{EARLIER}"
    return names
