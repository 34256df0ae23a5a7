"""What screens and commands show of papers: plain values, codes beside their words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One numbered copy. `state` is the code and `told` its word; `by` is the name of who marked it last."""

    number: int
    state: str
    told: str
    since: str
    holder: str
    by: str


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper in a list.

    `number` is the 纸号 printed at its foot. `state` is that of the copy which is least far, `told` its word. `days`
    counts from the day since which it is so, on the calendar of the office; 0 when that day is not known. `building`
    and `door` are the two parts of the household's address. The telephone is covered. `stage` says what was printed:
    survey, or plan for the whole; `part` is plan when the paper stands for the plan alone. `replaces` is the 纸号 of
    the paper that this one was printed for.
    """

    paper_id: str
    number: str
    case_id: str
    survey_no: str
    name: str
    address: str
    building: str
    door: str
    mobile: str
    form: str
    printed_on: str
    printed_by: str
    stage: str
    part: str
    pages: int
    state: str
    told: str
    days: int
    copies: tuple[CopyLine, ...]
    replaces: str = ""
    is_blank: bool = False


@dataclass(frozen=True, slots=True)
class BuildingPapers:
    """The papers of one building in the order of its doors. `total` counts all of them, also those not shown here."""

    building: str
    total: int
    lines: tuple[PaperLine, ...]


@dataclass(frozen=True, slots=True)
class PaperPage:
    """Some papers of a list, by building in the order of addresses. `total` counts the whole list."""

    state: str
    total: int
    buildings: tuple[BuildingPapers, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class PaperCounts:
    """How many papers each list has. `changed` is in `changed_since_printed`, which has to compare first."""

    to_print: int
    printed: int
    signed: int
    returned: int
    void: int
    blanks: int


@dataclass(frozen=True, slots=True)
class Marked:
    """What marking did: papers and copies that were changed; what was so already is not counted."""

    papers: int
    copies: int


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A part of a form whose printed answers are no longer those of the file, and the labels of these answers."""

    section: str
    title: str
    stage: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedPaper:
    """A paper whose household says something else now.

    `is_only_plan`: the signed survey part still holds, so only the plan's page has to be printed and signed anew.
    `advice` says in one sentence what to print.
    """

    line: PaperLine
    sections: tuple[ChangedSection, ...]
    is_only_plan: bool
    advice: str


@dataclass(frozen=True, slots=True)
class ChangedPapers:
    """The papers that have changed since they were printed, in the order of addresses; how many were looked at now."""

    papers: tuple[ChangedPaper, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class BlankLine:
    """A numbered blank: free ones have no household; `told` is 空着, or for whom it was printed or used."""

    paper_id: str
    number: str
    form: str
    printed_on: str
    printed_by: str
    case_id: str
    survey_no: str
    name: str
    address: str
    state: str
    told: str


@dataclass(frozen=True, slots=True)
class PapersPut:
    """Which papers were put on the list 稍后打印, and how many households had one waiting already."""

    papers: tuple[str, ...]
    already: int
