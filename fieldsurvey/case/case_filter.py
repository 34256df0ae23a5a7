"""Which households a list shows besides what is searched for, and in which order."""

from typing import Final, NamedTuple

import msgspec

# The filters that ask for codes, and the table of each.
FILTER_TABLES: Final = {
    "statuses": "case_status",
    "outcomes": "visit_outcome",
    "causes": "cause",
    "categories": "category",
}


class CaseFilter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is asked of a household; whatever is left at its default asks nothing.

    Of several values of one field any will do, and the empty one means that nothing is recorded; different fields
    all have to hold. `employer` and `filing_org` are whole names, the empty one for none. Days, outcome and surveyor
    are those of the last visit.
    """

    statuses: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    employer: str | None = None
    filing_org: str | None = None
    surveyor: str = ""
    visited_from: str = ""
    visited_to: str = ""
    later: bool = False
    clashing: bool = False
    drafted: bool = False
    unwritten: bool = False
    unconfirmed: bool = False
    unchanged: bool = False
    unvisited: bool = False
    recheck: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing is asked."""
        return self == CaseFilter()


class Order(NamedTuple):
    """What a list is ordered by (newest, survey_no, name, address, …), turned round when `descending`."""

    by: str = "newest"
    descending: bool = False


EVERYBODY = CaseFilter()
NEWEST = Order()
