"""The worker as a member of the household: what was asked once for 本人 is not asked again in the list of members."""

from collections.abc import Mapping
from typing import Any, Final

from fieldsurvey.case.document import ROW
from fieldsurvey.case.errors import WorkerStaysError
from fieldsurvey.case.values import rows_of

SELF: Final = "01"  # GB/T 4761: 本人
SHARED: Final = (
    "name", "identity", "sex", "birth_date", "mobile", "work_status", "health", "disease", "disability_type",
    "disability_level", "disability_cert_no", "labour_capacity", "ethnicity", "political", "education", "marital",
    "hukou", "medical_insurance", "other_contact", "model_worker", "employer_type", "enterprise_status", "industry",
)  # fmt: skip
# What is asked of the worker alone, and stays with the person when the case goes on under another one.
PERSONAL: Final = (
    "former_name", "is_single_parent", "is_single_person", "registered_address", "hukou_division", "employer_code",
    "employment_form", "work_start_date", "contract_from", "contract_to", "is_union_member", "member_card_no",
    "social_insurance", "has_self_help_ability", "bank", "bank_branch", "file_type", "lives_in_town",
)  # fmt: skip
FORMER: Final = "former_relation"


def is_worker(row: Mapping[str, Any]) -> bool:
    """True for the row of the members' list that stands for the worker."""
    return row.get("relation") == SELF


def check_may_go(document: Mapping[str, Any], group: str, row: str) -> None:
    """Whether a row of a list may be removed.

    Raises:
        WorkerStaysError: it is the only one that stands for the worker.
    """
    if group == "members" and [each.get(ROW) for each in rows_of(document, group) if is_worker(each)] == [row]:
        raise WorkerStaysError


def with_worker(document: Mapping[str, Any], row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A member's row; the worker's own with what was said of the worker, wherever the row itself says nothing."""
    if not is_worker(row):
        return row
    told = {name: document[name] for name in SHARED if document.get(name) is not None and row.get(name) is None}
    if "unit_or_school" not in row and document.get("employer_name") is not None:
        told["unit_or_school"] = document["employer_name"]
    return {**row, **told} if told else row


def members_of(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The members of the household as people read them, the worker's row filled."""
    return [with_worker(document, row) for row in rows_of(document, "members")]


def rows_read(document: Mapping[str, Any], group: str) -> list[Mapping[str, Any]]:
    """The rows of a list as people read them: of the members, the worker's row filled."""
    return members_of(document) if group == "members" else list(rows_of(document, group))
