"""A campaign of kill -9 while hundreds of papers are printed into one file."""

from pathlib import Path
from typing import Final

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from tests.bench.reference import reference_line
from tests.faults.kills import duration, killed_at_random, task_of
from tests.faults.outcomes import Ground, Outcome
from tests.integration.homes import Office, an_office

HOUSEHOLDS: Final = 60
PAGES: Final = 2


def printing(ground: Ground) -> Outcome:
    """A file is whole or the one from before, every paper in it has its record, and the next printing succeeds."""
    outcome = Outcome()
    with an_office(ground.folder, ground.templates) as office:
        lines = ground.folder / "in.jsonl"
        lines.write_bytes(b"".join(reference_line(number) for number in range(HOUSEHOLDS)))
        office.l1.cases.import_lines(lines, source="一次导入")
        cases = [row.case_id for row in office.l1.cases.find("", limit=HOUSEHOLDS).rows]
        target = ground.folder / "forms.pdf"
        office.l1.papers.print_forms(cases[:1], target)
        records = _records(office)
        office.close("l1")
        task = task_of(office, "l1", "printing", cases=cases, target=str(target))
        seconds = duration(ground, task, "printing", "printed")
        records = _records(office)
        office.close("l1")
        for _ in range(ground.points):
            outcome.tried += 1
            before = target.read_bytes()
            heard = killed_at_random(ground, task, 1.5 * seconds)
            pages = _pages(target)
            is_new = target.read_bytes() != before
            now = _records(office)
            outcome.demand(pages in {PAGES, PAGES * HOUSEHOLDS}, f"a half file of {pages} pages")
            outcome.demand((now - records) % HOUSEHOLDS == 0, f"{now - records} records of {HOUSEHOLDS} papers")
            outcome.demand(not is_new or now > records, "a file of papers that have no record")
            said = sum("printed" in line for line in heard)
            outcome.demand(now - records >= said * HOUSEHOLDS, "a batch said to be printed has no records")
            outcome.count("files found new" if is_new else "files found as before")
            outcome.count("cut off between records and file", int(now > records and not is_new))
            office.l1.papers.print_forms(cases[:1], target)
            outcome.demand(_pages(target) == PAGES, "the next printing failed")
            outcome.demand(not list(ground.folder.glob("*.part")), "an unfinished file was left")
            records = _records(office)
            office.close("l1")
    return outcome


def _pages(target: Path) -> int:
    try:
        return len(PdfReader(target).pages)
    except (OSError, PyPdfError):
        return 0


def _records(office: Office) -> int:
    """How many papers are kept."""
    found = office.l1.cases.find("", limit=HOUSEHOLDS).rows
    return sum(len(office.l1.paper_lists.of_case(row.case_id)) for row in found)
