"""What the projection of findings tells: groups, lines and pages of it, and what a person may ask of it."""

from dataclasses import dataclass

from fieldsurvey.rules.check import Finding, Severity


@dataclass(frozen=True, slots=True)
class Caught:
    """What one stretch of catching up did, and how many households still wait."""

    done: int
    waiting: int


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """Which findings are asked for; what is empty or None asks for nothing, and all have to hold.

    `org` and `person` are whole names, the empty one for households where nobody is named. `text` finds households as
    the list of cases does. `is_open` None asks for answered ones as well.
    """

    check: str = ""
    org: str | None = None
    person: str | None = None
    severity: Severity | None = None
    is_open: bool | None = True
    text: str = ""
    case_id: str = ""


EVERYTHING_OPEN = FindingFilter()


@dataclass(frozen=True, slots=True)
class Group:
    """The findings under one rule, of one organisation or of one person; `households` have at least one of them."""

    key: str
    label: str
    errors: int
    doubts: int
    notes: int
    households: int


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding with its household. `name` is as this person may see it."""

    case_id: str
    survey_no: str
    name: str
    org: str
    person: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class FindingPage:
    """Some lines of the list, and how many there are in all."""

    rows: list[FindingLine]
    total: int


@dataclass(frozen=True, slots=True)
class DayOfProgress:
    """How many errors and doubts stood open when the queue had last run empty on a business day."""

    day: str
    errors: int
    doubts: int
    by_check: dict[str, int]
