"""Papers as lines of the lists: by building, in the order of the doors."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fieldsurvey.services.paper_lines import (
    BlankLine,
    BuildingPapers,
    ChangedPaper,
    ChangedPapers,
    PaperLine,
    PaperPage,
)
from ui.models.lines_table import Line
from ui.models.marked_table import Group
from ui.screens.printing.lists_page import ListOfPapers
from ui.screens.printing.wanted import Part

NO_BUILDING = "住址没有写楼号"


@dataclass(frozen=True, slots=True)
class Row:
    """What is behind a line: the paper, its household, the number it is named by, which part of the form is printed
    from here, and what to do with it.
    """

    id: str
    case_id: str
    number: str
    form: str
    advice: str = ""
    part: Part = ""


def joined(pages: Sequence[PaperPage]) -> PaperPage:
    """Pages of a list one after the other, as one; a building may begin on one and end on the next."""
    buildings: dict[str, BuildingPapers] = {}
    for page in pages:
        for building in page.buildings:
            known = buildings.get(building.building)
            lines = (*known.lines, *building.lines) if known else building.lines
            buildings[building.building] = replace(building, lines=lines)
    return replace(pages[-1], buildings=tuple(buildings.values()))


def of_page(page: PaperPage) -> tuple[ListOfPapers, dict[str, Row]]:
    """A list by where papers are."""
    lines = [line for building in page.buildings for line in building.lines]
    shown = _waiting if page.state == "to_print" else _paper
    groups = [
        Group(building.building or NO_BUILDING, [shown(line) for line in building.lines]) for building in page.buildings
    ]
    told = f"这里是前 {len(lines)} 份,共 {page.total:,} 份;翻到底接着看,或按纸号找" if page.more else ""
    return ListOfPapers(groups, page.total, told), {line.paper_id: _row(line) for line in lines}


def of_changed(found: ChangedPapers) -> tuple[ListOfPapers, dict[str, Row]]:
    """The papers whose households say something else now."""
    groups: dict[str, list[Line]] = {}
    for paper in found.papers:
        groups.setdefault(paper.line.building or NO_BUILDING, []).append(_changed(paper))
    rows = {
        paper.line.paper_id: _row(paper.line, paper.advice, is_only_plan=paper.is_only_plan) for paper in found.papers
    }
    return ListOfPapers([Group(title, lines) for title, lines in groups.items()], len(rows)), rows


def of_blanks(blanks: Sequence[BlankLine]) -> tuple[ListOfPapers, dict[str, Row]]:
    """The numbered blanks that nobody has typed in yet."""
    groups: dict[str, list[Line]] = {}
    for blank in blanks:
        line = Line(blank.paper_id, (blank.told, blank.number, blank.printed_on))
        groups.setdefault("印了户的" if blank.case_id else "空着的", []).append(line)
    rows = {
        blank.paper_id: Row(blank.paper_id, blank.case_id, blank.survey_no or blank.number, blank.form)
        for blank in blanks
    }
    return ListOfPapers([Group(title, lines) for title, lines in groups.items()], len(rows)), rows


def _waiting(line: PaperLine) -> Line:
    return Line(line.paper_id, (line.door or line.address, line.name, line.survey_no))


def _paper(line: PaperLine) -> Line:
    copies = "、".join(f"{copy.number} {copy.told}" for copy in line.copies if copy.state != line.state)
    days = str(line.days) if line.days else ""
    texts = (line.door or line.address, line.name, line.number, line.printed_on, days, copies or line.told)
    return Line(line.paper_id, texts)


def _changed(paper: ChangedPaper) -> Line:
    fields = "、".join(field for section in paper.sections for field in section.fields)
    line = paper.line
    return Line(line.paper_id, (line.door or line.address, line.name, fields, line.number), "soft")


def _row(line: PaperLine, advice: str = "", *, is_only_plan: bool = False) -> Row:
    part: Part = "plan" if is_only_plan else _part(line)
    return Row(line.paper_id, line.case_id, line.survey_no or line.number, line.form, advice, part)


def _part(line: PaperLine) -> Part:
    """Which part of the form a paper is."""
    parts: dict[str, Part] = {"plan": "plan", "record": "record"}
    return parts.get(line.part, "survey" if line.stage == "survey" else "")
