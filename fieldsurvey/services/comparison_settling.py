"""Who a doubtful line is: what the cases say anew when a person has said so, or has changed their mind."""

from collections.abc import Mapping

from fieldsurvey.case.canonical import Value
from fieldsurvey.case.document import Document
from fieldsurvey.case.fold import REMOVED, fold
from fieldsurvey.case.ids import Address, row_address
from fieldsurvey.case.values import rows_of
from fieldsurvey.rules.verification import VERIFICATIONS
from fieldsurvey.services.comparison_errors import (
    CandidateWrongError,
    DoubtMissingError,
    ListMissingError,
    ResultChangedError,
)
from fieldsurvey.services.comparison_plan import Candidate
from fieldsurvey.services.comparison_shown import candidates_of
from fieldsurvey.services.comparison_store import (
    DOUBTS,
    KIND,
    NOBODY,
    changes_of_list,
    doubt_row,
    origin_of,
    removal_of,
    result_row,
    result_values,
    written_by_others,
)
from fieldsurvey.services.event_target import entries_of
from fieldsurvey.services.seat import Said
from fieldsurvey.store import changes, folding
from fieldsurvey.store.database import Session
from fieldsurvey.store.projections import plain


def list_document(session: Session, record: str) -> Document:
    """The record of a list.

    Raises:
        ListMissingError: there is none.
    """
    document = folding.document_of(session, KIND, record)
    if document is None:
        raise ListMissingError
    return document


def doubt_of(listed: Document, line: int) -> Mapping[str, object]:
    """A doubtful line of a list.

    Raises:
        DoubtMissingError: it is none.
    """
    row = next((each for each in rows_of(listed, DOUBTS) if each.get("line") == line), None)
    if row is None:
        raise DoubtMissingError(line=line)
    return row


def settlement(session: Session, record: str, line: int, choice: str, *, today: str) -> list[Said]:
    """What settling a line says: the former choice goes from its case, the new one comes to its own.

    Raises:
        ListMissingError, DoubtMissingError, CandidateWrongError.
        ResultChangedError: somebody wrote something of their own on the result; that is not thrown away.
    """
    listed = list_document(session, record)
    row = doubt_of(listed, line)
    chosen = next((each for each in candidates_of(row) if f"{each[0]}/{each[1]}" == choice), None)
    if chosen is None and choice != NOBODY:
        raise CandidateWrongError(line=line)
    said: dict[str, dict[Address, Value]] = {}
    result, former = result_row(record, line), plain(row.get("settled")).partition("/")[0]
    if former not in ("", NOBODY):
        known = changes.of_records(session, "case", [former]).get(former, ())
        state = fold(known)
        if result in state.rows(VERIFICATIONS):
            if written_by_others(state, changes_of_list(record, known), result):
                raise ResultChangedError(line=line, number=plain(state.value(Address("survey_no"))))
            said[former] = removal_of(state, VERIFICATIONS, result, why="改认定")
    if chosen is not None:
        detail = plain(row.get("detail"))
        values = result_values(listed, record, line, Candidate(*chosen), detail=detail, method="person")
        back: dict[Address, Value] = {row_address(VERIFICATIONS, result, REMOVED): None}
        said[chosen[0]] = {**said.get(chosen[0], {}), **back, **values}
    found = [_said(session, case_id, values, record, line=line) for case_id, values in said.items()]
    at = doubt_row(record, line)
    values = {row_address(DOUBTS, at, "settled"): choice, row_address(DOUBTS, at, "settled_on"): today}
    entries = entries_of(folding.state_of(session, KIND, record), values)
    return [each for each in (*found, Said(KIND, record, entries, origin=origin_of(record))) if each.entries]


def _said(session: Session, case_id: str, values: Mapping[Address, Value], record: str, *, line: int) -> Said:
    state = folding.state_of(session, "case", case_id)
    if not state.heads:
        raise CandidateWrongError(line=line)
    return Said("case", case_id, entries_of(state, values), why="信息比对:人工认定", origin=origin_of(record))
