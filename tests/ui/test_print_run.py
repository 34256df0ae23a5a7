"""Papers through a printer that writes to a file: the order of the sides, copies, both ways of two sides, a failure."""

import io
from functools import partial
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrinter

from fieldsurvey.case.canonical import Value
from fieldsurvey.settings import PrintChoice, Refeed
from tests.integration.homes import Office, visit
from tests.ui.paper_printers import FilePrinters, Makes, marks_of, sides_of
from ui.screens.printing import pages, print_run
from ui.screens.printing.errors import PrinterFailedError
from ui.screens.printing.pages import DRAWN_DPI, Press
from ui.screens.printing.print_run import PrintRun
from ui.screens.printing.printers import duplex_of
from ui.screens.printing.shown_papers import of_changed
from ui.screens.printing.sources import Changed, OfHouseholds, stages_of

pytestmark = pytest.mark.usefixtures("qapp", "coarse")


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path)


def print_all(run: PrintRun, printers: FilePrinters, choice: PrintChoice) -> None:
    """As the presenter does, one job after the other."""
    while not run.is_over:
        run.print_next(printers.make(choice) if run.needs_printer else None)
        if run.ends_job and run.end_job():
            run.print_backs(printers.make(choice))


def test_households_never_share_a_sheet(printers: FilePrinters) -> None:
    choice = PrintChoice(duplex="auto", copies=2)
    run = PrintRun(Makes({"a": 3, "b": 2}, copies=2).make, ["a", "b"], choice, Refeed())
    print_all(run, printers, choice)
    once_a, once_b = [(0, 0), (0, 1), (0, 2), None], [(1, 0), (1, 1)]
    assert sides_of(printers.jobs[0]) == once_a * 2 + once_b * 2
    assert duplex_of(choice) is QPrinter.DuplexMode.DuplexLongSide
    assert (run.counted.done, run.counted.unsure, run.counted.sheets) == (["a", "b"], [], 6)


def test_one_sided_papers_have_no_empty_sides(printers: FilePrinters) -> None:
    choice = PrintChoice(duplex="single", copies=1)
    run = PrintRun(Makes({"a": 3, "b": 1}).make, ["a", "b"], choice, Refeed())
    print_all(run, printers, choice)
    assert sides_of(printers.jobs[0]) == [(0, 0), (0, 1), (0, 2), (1, 0)]
    assert duplex_of(choice) is QPrinter.DuplexMode.DuplexNone
    assert run.counted.sheets == 4


@pytest.mark.parametrize("is_turned", [False, True])
def test_by_hand_the_fronts_go_first(printers: FilePrinters, is_turned: bool) -> None:
    choice = PrintChoice(duplex="manual", copies=1)
    refeed = Refeed(is_reversed=True, is_turned=is_turned)
    run = PrintRun(Makes({"a": 3, "b": 2}).make, ["a", "b"], choice, refeed)
    run.print_next(printers.make(choice))
    run.print_next(None)
    assert run.end_job()
    assert run.counted.done == []
    run.print_backs(printers.make(choice))
    first, second = printers.jobs
    assert sides_of(first) == [(0, 0), (0, 2), (1, 0)]
    assert marks_of(second) == [(1, 1, is_turned), None, (0, 1, is_turned)]
    assert (run.counted.done, run.counted.sheets) == (["a", "b"], 3)


def test_a_stack_by_hand_stays_small(printers: FilePrinters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_run, "STACK_SHEETS", 3)
    choice = PrintChoice(duplex="manual", copies=1)
    makes = Makes(dict.fromkeys("abcde", 2))
    run = PrintRun(makes.make, list("abcde"), choice, Refeed(is_reversed=False))
    ends = []
    for printer in (printers.make(choice), None, None):
        run.print_next(printer)
        ends.append(run.ends_job)
    assert ends == [False, False, True]
    assert run.end_job()
    run.print_backs(printers.make(choice))
    assert sides_of(printers.jobs[1]) == [(0, 1), (1, 1), (2, 1)]
    assert makes.made == ["a", "b", "c"]


def test_many_households_are_several_jobs(printers: FilePrinters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(print_run, "JOB_HOUSEHOLDS", 2)
    choice = PrintChoice(duplex="auto", copies=1)
    run = PrintRun(Makes(dict.fromkeys("abc", 1)).make, list("abc"), choice, Refeed())
    print_all(run, printers, choice)
    assert [sides_of(job) for job in printers.jobs] == [[(0, 0), None, (1, 0), None], [(2, 0), None]]


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_does_not_begin_makes_no_paper(printers: FilePrinters) -> None:
    printers.gone = True
    makes = Makes({"a": 1})
    run = PrintRun(makes.make, ["a"], PrintChoice(), Refeed())
    with pytest.raises(PrinterFailedError):
        run.print_next(printers.make(PrintChoice()))
    assert makes.made == []
    assert run.counted.unsure == []


def test_pages_are_a4_at_their_natural_size_and_sharp(printers: FilePrinters, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "DRAWN_DPI", DRAWN_DPI)
    choice = PrintChoice(duplex="single", copies=3)
    run = PrintRun(Makes({"a": 1}).make, ["a"], choice, Refeed())
    print_all(run, printers, choice)
    reader = PdfReader(printers.jobs[0])
    page = reader.pages[0]
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    (image,) = page.images
    assert image.image is not None
    assert image.image.width == round(595.276 / 72 * DRAWN_DPI)
    # Copies are the same picture: three sides of the same page take hardly more room than one.
    assert len({name.indirect_reference.idnum for page in reader.pages for name in page.images}) == 1  # type: ignore[union-attr]  # Each image of a page has one.


def test_printing_records_the_paper_and_leaves_no_file(
    office: Office, printers: FilePrinters, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = visit(office.l1, name="丁桂湘")
    named: list[str] = []
    monkeypatch.setattr(Path, "replace", lambda _, target: named.append(str(target)))
    monkeypatch.setattr("tempfile.mkdtemp", lambda *_, **__: named.append("temporary folder"))
    choice = PrintChoice(copies=2)
    run = PrintRun(partial(OfHouseholds(office.l1.papers).pages, form="F01", copies=2), [case], choice, Refeed())
    print_all(run, printers, choice)
    assert named == []
    (paper,) = office.l1.paper_lists.of_case(case)
    assert (paper.form, paper.state, len(paper.copies)) == ("F01", "printed", 2)
    assert len(PdfReader(printers.jobs[0]).pages) == 2 * (paper.pages + paper.pages % 2)


def test_every_copy_has_its_number_and_an_appended_sheet_is_one_page(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    made = OfHouseholds(office.l1.papers).pages(case, form="F01", copies=3)
    texts = ["".join((page.extract_text() or "").split()) for page in PdfReader(io.BytesIO(made.pdf)).pages]
    assert (made.copies, made.pages, len(texts)) == (3, 6, 6)
    assert [text.count(f"一式三份之{numeral}") for text, numeral in zip(texts, "一一二二三三", strict=True)] == [1] * 6

    sheet = OfHouseholds(office.l1.papers).pages(case, form="F01", copies=1, part="record")
    assert (sheet.copies, sheet.pages) == (1, 1)


def reprint_of(office: Office, papers: list[str], choice: PrintChoice) -> PrintRun:
    source = Changed(office.l1.papers)
    make = partial(source.pages, form="F01", copies=choice.copies)
    return PrintRun(make, papers, choice, Refeed(), needed=source.needed, taken=source.taken)


def signed_and_changed(office: Office, tmp_path: Path, **changes: Value) -> str:
    case = visit(office.l1, name="丁桂湘")
    (paper,) = office.l1.papers.print_forms([case], tmp_path / "form.pdf").papers
    office.l1.paper_lists.mark([paper], "signed")
    visit(office.l1, case, **(changes or {"savings": 5}))
    return paper


def test_a_signed_paper_counts_until_the_printer_has_taken_the_new_one(
    office: Office, printers: FilePrinters, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = signed_and_changed(office, tmp_path)
    choice = PrintChoice(duplex="auto", copies=1)
    run = reprint_of(office, [old], choice)
    run.begin()
    run.print_next(printers.make(choice))
    # Here the power may be cut.
    assert office.l1.paper_lists.counts().void == 0
    with monkeypatch.context() as patch:
        patch.setattr("ui.screens.printing.pages.Press.end", jam)
        with pytest.raises(PrinterFailedError):
            run.end_job()
    assert (office.l1.paper_lists.counts().void, office.l1.paper_lists.counts().signed) == (0, 1)
    assert [paper.line.paper_id for paper in office.l1.paper_lists.changed_since_printed().papers] == [old]

    again = reprint_of(office, [old], choice)
    again.begin()
    print_all(again, printers, choice)
    assert again.counted.done == [old]
    states = {
        paper.paper_id: paper.state for paper in office.l1.paper_lists.of_case(office.l1.cases.find("").rows[0].case_id)
    }
    assert states[old] == "void"
    assert office.l1.papers.to_reprint([old]) == []


def test_a_reprint_is_seen_as_the_part_that_is_printed(office: Office, tmp_path: Path) -> None:
    old = signed_and_changed(office, tmp_path, target_date="2027-06-01")
    row = of_changed(office.l1.paper_lists.changed_since_printed())[1][old]
    assert row.part == "plan"
    first, stage = stages_of(row.part)
    seen = office.l1.papers.preview([row.case_id], first=first, stage=stage)
    made = Changed(office.l1.papers).pages(old, form="F01", copies=1)
    assert len(PdfReader(io.BytesIO(seen)).pages) == made.pages == 1


def jam(_: Press) -> None:
    raise PrinterFailedError
