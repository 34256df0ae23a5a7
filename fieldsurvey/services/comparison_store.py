"""What taking a list writes, and what taking it back removes: results in the cases, doubts in the list's own record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.change import Change, Entry
from fieldsurvey.case.fold import PLACE, REMOVED, State, fold
from fieldsurvey.case.ids import Address, ChangeId, RecordId, derived_row, row_address
from fieldsurvey.rules.verification import VERIFICATIONS
from fieldsurvey.services.comparison_plan import Candidate, Met, Plan
from fieldsurvey.services.event_target import entries_of

KIND: Final = "comparison"
DOUBTS: Final = "doubts"
COMPARED: Final = "compared"
NOBODY: Final = "none"
UNDONE: Final = "撤销比对名单"
NAME_LENGTH: Final = 12  # of a case's id: enough to tell any two of a million apart
CASES_IN_A_PART: Final = 4_000
Known = Sequence[tuple[ChangeId, Change]]


def origin_of(record: str) -> str:
    """What the changes of a list are known by."""
    return f"{KIND}:{record}"


def result_row(record: str, line: int) -> str:
    """The row of a line's result, the same in every case."""
    return derived_row(RecordId(record), VERIFICATIONS, str(line))


def doubt_row(record: str, line: int) -> str:
    """The row of a line among the doubts of its list."""
    return derived_row(RecordId(record), DOUBTS, str(line))


def result_values(
    listed: Mapping[str, Value], record: str, line: int, candidate: Candidate, *, detail: str, method: str
) -> dict[Address, Value]:
    """One result as it stands in the case; `listed` are agency, item and received_on of its list."""
    row = result_row(record, line)
    said: dict[str, Value] = {
        **{name: listed.get(name) for name in ("agency", "item", "received_on")},
        "is_hit": True,
        "detail": detail or None,
        "member": candidate.member or None,
        "list": record,
        "method": method,
        "score": candidate.score,
    }
    return {row_address(VERIFICATIONS, row, name): value for name, value in said.items() if value is not None}


def by_case(sure: Iterable[Met]) -> dict[str, list[tuple[Met, Candidate]]]:
    """The sure hits of each case."""
    found: dict[str, list[tuple[Met, Candidate]]] = {}
    for met in sure:
        for candidate in met.candidates:
            found.setdefault(candidate.case_id, []).append((met, candidate))
    return found


def case_entries(plan: Plan, hits: Iterable[tuple[Met, Candidate]], known: Known) -> tuple[dict[str, Entry], int]:
    """What a case gets that it has not, and how many results that is; what stands is left as it is.

    A list that was taken back and is taken again says everything anew.
    """
    state = fold(known)
    said: dict[Address, Value] = {}
    added = 0
    for met, candidate in hits:
        row = result_row(plan.record, met.line.row)
        is_known = any(address.startswith(f"{VERIFICATIONS}/{row}/") for address in state.heads)
        if is_known and not (plan.undone and f"{VERIFICATIONS}/{row}" in state.removed_rows()):
            continue
        listed = listed_of(plan)
        values = result_values(listed, plan.record, met.line.row, candidate, detail=met.line.detail, method=met.method)
        said |= values | ({row_address(VERIFICATIONS, row, REMOVED): None} if is_known else {})
        added += 1
    return entries_of(state, said), added


def listed_of(plan: Plan) -> dict[str, Value]:
    """What a list says of itself in every result."""
    source = plan.source
    return {"agency": source.agency, "item": source.item, "received_on": source.received_on}


def list_entries(plan: Plan, state: State, *, title: str, today: str) -> tuple[dict[str, Entry], int]:
    """What the list's own record says anew, and how many doubts are new."""
    compared = _compared(state) | {case[:NAME_LENGTH] for case in plan.compared}
    compared -= {case[:NAME_LENGTH] for case in plan.left_open}
    said: dict[Address, Value] = {}
    if not state.heads or plan.undone:
        fields: dict[str, Value] = {
            **listed_of(plan),
            "title": title,
            "file": plan.source.file,
            "sha256": plan.fingerprint,
            "lines": plan.lines,
            "undone_on": None,
        }
        said.update({Address(name): value for name, value in fields.items() if value is not None or state.heads})
    parts = sorted(compared)
    # Where they have become fewer, a part behind the last one must not go on telling of those before.
    said.update({row_address(COMPARED, row, "cases"): "" for row in state.rows(COMPARED)})
    for start in range(0, len(parts), CASES_IN_A_PART):
        row = derived_row(RecordId(plan.record), COMPARED, str(start))
        said[row_address(COMPARED, row, "cases")] = "".join(parts[start : start + CASES_IN_A_PART])
    said[Address("matched")] = plan.households
    said[Address("outside")] = plan.outside
    said[Address("unread")] = plan.unread
    said[Address("households")] = len(compared)
    doubts, added = _doubt_values(plan, state)
    return entries_of(state, said | doubts | _sure_now(plan, state, today)), added


def _doubt_values(plan: Plan, state: State) -> tuple[dict[Address, Value], int]:
    said: dict[Address, Value] = {}
    added = 0
    removed = state.removed_rows()
    for met in plan.doubtful:
        row, who = doubt_row(plan.record, met.line.row), met.line.who
        is_known = any(address.startswith(f"{DOUBTS}/{row}/") for address in state.heads)
        if is_known and f"{DOUBTS}/{row}" not in removed:
            continue
        values: dict[str, Value] = {
            "line": met.line.row,
            "name": who.name or None,
            "identity": who.number or None,
            "birth_date": who.birth_date or None,
            "address": who.address or None,
            "detail": met.line.detail or None,
            "candidates": [[each.case_id, each.member, each.score] for each in met.candidates],
            **({REMOVED: None} if is_known else {}),
        }
        for name, value in values.items():
            if value is not None or is_known:
                said[row_address(DOUBTS, row, name)] = value
        added += 1
    return said, added


def _sure_now(plan: Plan, state: State, today: str) -> dict[Address, Value]:
    """Doubts that are none any more, as when a number was filled in since: settled without a person."""
    present = set(state.rows(DOUBTS))
    said: dict[Address, Value] = {}
    for met in plan.sure:
        row = doubt_row(plan.record, met.line.row)
        if row in present and not state.value(row_address(DOUBTS, row, "settled")):
            first = met.candidates[0]
            said[row_address(DOUBTS, row, "settled")] = f"{first.case_id}/{first.member}"
            said[row_address(DOUBTS, row, "settled_on")] = today
    return said


def compared_with(document: Mapping[str, object], case_id: str) -> bool:
    """Whether a list's record says that a case was compared with it."""
    return case_id[:NAME_LENGTH] in _names(row.get("cases") for row in _rows(document, COMPARED))


def _compared(state: State) -> set[str]:
    rows = state.rows(COMPARED)
    return _names(state.value(row_address(COMPARED, row, "cases")) for row in rows)


def _names(parts: Iterable[object]) -> set[str]:
    return {
        part[start : start + NAME_LENGTH]
        for part in parts
        if isinstance(part, str)
        for start in range(0, len(part), NAME_LENGTH)
    }


def _rows(document: Mapping[str, object], group: str) -> list[Mapping[str, object]]:
    found = document.get(group)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def undo_entries(record: str, known: Known) -> tuple[dict[str, Entry], int, int]:
    """What takes the results of a list out of a case; how many go, and how many stay since somebody changed them."""
    state, ours = fold(known), changes_of_list(record, known)
    said: dict[Address, Value] = {}
    gone = kept = 0
    for row in state.rows(VERIFICATIONS):
        if state.value(row_address(VERIFICATIONS, row, "list")) != record:
            continue
        if written_by_others(state, ours, row):
            kept += 1
        else:
            said |= removal_of(state, VERIFICATIONS, row)
            gone += 1
    return entries_of(state, said), gone, kept


def changes_of_list(record: str, known: Known) -> set[ChangeId]:
    """Those of a case's changes that a list made."""
    return {identity for identity, change in known if change.origin == origin_of(record)}


def written_by_others(state: State, ours: set[ChangeId], row: str) -> bool:
    """Whether in a result stands something that its list did not write."""
    cells = [each for each in state.heads if each.startswith(f"{VERIFICATIONS}/{row}/")]
    return any(not set(state.heads[cell]) <= ours for cell in cells if not cell.endswith(f"/{PLACE}"))


def removal_of(state: State, group: str, row: str, why: str = UNDONE) -> dict[Address, Value]:
    """The values that remove a row: every one that it shows goes."""
    prefix = f"{group}/{row}/"
    gone: dict[Address, Value] = {
        each: None for each in state.heads if each.startswith(prefix) and not each.endswith(f"/{PLACE}")
    }
    return gone | {Address(f"{prefix}{REMOVED}"): {"why": why}}
