"""A household as one line of a list: numbers covered, codes in words."""

from collections.abc import Collection
from dataclasses import dataclass

from fieldsurvey.case.identity import masked_phone
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.masking import cover_number
from fieldsurvey.clock import shown
from fieldsurvey.store.search import FoundRow


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of the case list; numbers are masked. `updated_at` is as shown to people.

    `visited_on`, `outcome` and `surveyors` are those of the last visit; `later` counts the answers marked 待补.
    """

    case_id: str
    survey_no: str
    name: str
    identity: str
    address: str
    employer: str
    mobile: str
    status: str
    persons: int
    updated_at: str
    clashes: int
    has_draft: bool
    case_no: str = ""
    filing_org: str = ""
    cause: str = ""
    category: str = ""
    visited_on: str = ""
    outcome: str = ""
    surveyors: str = ""
    later: int = 0


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some lines of the list. `total` counts up to 1,000 when something was searched for; then `more`.

    What was not to be counted has in `total` what is known so far, and `more` when there are lines behind these.
    """

    rows: list[CaseRow]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class CaseCount:
    """How many households; with `more` there are more than `total`."""

    total: int
    more: bool


def shown_row(row: FoundRow, open_drafts: Collection[str], in_force: InForce) -> CaseRow:
    """The line of a case as people see it, its codes in the words of the office."""
    return CaseRow(
        case_id=row.record,
        survey_no=row.survey_no,
        name=row.name,
        identity=cover_number(row.identity),
        address=row.address,
        employer=row.employer,
        mobile=masked_phone(row.mobile) if row.mobile else "",
        status=_label(in_force, "case_status", row.status),
        persons=row.persons,
        updated_at=shown(row.updated_at),
        clashes=row.clashes,
        has_draft=row.record in open_drafts,
        case_no=row.case_no,
        filing_org=row.filing_org,
        cause=_label(in_force, "cause", row.cause),
        category=_label(in_force, "category", row.category),
        visited_on=row.visited_on,
        outcome=_label(in_force, "visit_outcome", row.outcome),
        surveyors="、".join(name for name in (row.surveyor1, row.surveyor2) if name),
        later=row.later,
    )


def _label(in_force: InForce, table: str, code: str) -> str:
    return in_force.table(table).label_of(code) if code else ""
