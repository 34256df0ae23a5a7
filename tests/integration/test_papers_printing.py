"""Printing from real homes: the file and its records come together or not at all."""

import os
import re
import signal
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.errors import FileUnwritableError
from fieldsurvey.store import folding
from fieldsurvey.store.errors import CaseMissingError
from tests.conftest import FixedClock
from tests.integration.homes import Office, only, visit

PRINTING = """
import sys
from pathlib import Path
from fieldsurvey.app import open_home
from fieldsurvey.progress import Progress
from tests.integration.homes import COST, PASSPHRASE

class Told(Progress):
    def step(self, count=1):
        print("printing", flush=True)
        super().step(count)

home = open_home(Path(sys.argv[1]), sys.argv[2], PASSPHRASE, cost=COST)
cases = [row.case_id for row in home.cases.find("").rows] * 200
home.papers.print_forms(cases, Path(sys.argv[3]), progress=Told())
"""


def test_a_paper_knows_what_it_printed(office: Office, tmp_path: Path, clock: FixedClock) -> None:
    office.now = clock
    case = visit(office.l1, name="王建国", home_address="河畔街 3 号", savings=1_234_500)

    printed = office.l1.papers.print_forms([case], tmp_path / "f.pdf")

    assert (tmp_path / "f.pdf").read_bytes().startswith(b"%PDF-")
    (paper,) = office.l1.paper_lists.of_case(case)
    assert (paper.paper_id, paper.form, paper.printed_on, paper.pages) == (
        printed.papers[0],
        "F01",
        "2026-11-23",
        printed.pages,
    )
    with office.l1.seat.database.begin() as session:
        record = folding.document_of(session, "paper", paper.paper_id)
    assert record is not None
    assert (record["case"], record["copies"], record["copy_state"]) == (case, 3, "printed")
    values = str(record["printed"])
    assert "王建国" in values
    assert "河畔街 3 号" in values
    visit(office.l1, case, name="改了名")
    with office.l1.seat.database.begin() as session:
        assert folding.document_of(session, "paper", paper.paper_id) == record


def test_papers_travel_with_their_household(office: Office, tmp_path: Path) -> None:
    case = visit(office.l1, name="王建国")
    other = visit(office.l2, name="别人的")
    printed = [
        home.papers.print_forms([of_home], tmp_path / f"{number}.pdf").papers[0]
        for number, (home, of_home) in enumerate(((office.l1, case), (office.l2, other)))
    ]
    for laptop in ("l1", "l2"):
        assert only(office.carry(laptop, "hq")).aside == 0
    assert [paper.paper_id for paper in office.hq.paper_lists.of_case(case)] == printed[:1]
    office.carry("hq", "l1")
    assert office.l1.paper_lists.of_case(other) == []
    office.hq.papers.print_forms([case], tmp_path / "hq.pdf")
    office.carry("hq", "l1")
    assert len(office.l1.paper_lists.of_case(case)) == 2


def test_many_households_make_one_file_and_a_paper_each(office: Office, tmp_path: Path) -> None:
    cases = [visit(office.l1, name=f"户{number}") for number in range(5)]
    printed = office.l1.papers.print_forms(cases, tmp_path / "f.pdf")
    assert len(set(printed.papers)) == 5
    assert [len(office.l1.paper_lists.of_case(case)) for case in cases] == [1] * 5


def test_a_preview_is_marked_and_leaves_no_record(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    whole = office.l1.papers.preview([case])
    assert whole.startswith(b"%PDF-")
    plan = PdfReader(BytesIO(office.l1.papers.preview([case], first="plan", copies=2))).pages
    assert len(plan) == len(PdfReader(BytesIO(whole)).pages) - 1
    assert "一式二份" in plan[0].extract_text()
    assert office.l1.paper_lists.of_case(case) == []


def test_what_cannot_be_printed_leaves_neither_file_nor_record(office: Office, tmp_path: Path) -> None:
    case = visit(office.l1, name="王建国")
    target = tmp_path / "f.pdf"
    with pytest.raises(CaseMissingError):
        office.l1.papers.print_forms([case, "ab" * 16], target)
    with pytest.raises(FileUnwritableError):
        office.l1.papers.print_forms([case], tmp_path / "nowhere" / "f.pdf")
    with pytest.raises(FieldSurveyError):
        office.l1.papers.print_forms([case], target, form="F99")
    stopped = Progress()
    stopped.cancel()
    with pytest.raises(CancelledError):
        office.l1.papers.print_forms([case], target, progress=stopped)
    assert list(tmp_path.glob("*.pdf*")) == []
    assert office.l1.paper_lists.of_case(case) == []


def test_a_paper_has_its_record_before_the_file_has_its_name(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = visit(office.l1, name="王建国")
    seen: list[int] = []

    def renamed(path: Path, target: Path) -> Path:
        seen.append(len(office.l1.paper_lists.of_case(case)))
        path.rename(target)
        return target

    monkeypatch.setattr(Path, "replace", renamed)
    office.l1.papers.print_forms([case], tmp_path / "f.pdf")
    assert seen == [1]


@pytest.mark.parametrize("place", ["nowhere/f.pdf", "folder", "f" * 300 + ".pdf"])
def test_why_a_file_cannot_be_written_is_told_in_chinese(office: Office, tmp_path: Path, place: str) -> None:
    case = visit(office.l1, name="王建国")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileUnwritableError) as refused:
        office.l1.papers.print_forms([case], tmp_path / place)
    assert not re.search("[A-Za-z]", str(refused.value).replace("U盘", "")), refused.value
    assert office.l1.paper_lists.of_case(case) == []


def test_a_folder_in_the_way_is_told_and_recorded_as_nothing(office: Office, tmp_path: Path) -> None:
    case = visit(office.l1, name="王建国")
    (tmp_path / "f.pdf").mkdir()
    with pytest.raises(FileUnwritableError):
        office.l1.papers.print_forms([case], tmp_path / "f.pdf")
    assert office.l1.paper_lists.of_case(case) == []
    assert list(tmp_path.glob("*.part")) == []


def test_printing_cut_off_by_a_kill_leaves_the_old_file_and_no_record(office: Office, tmp_path: Path) -> None:
    cases = [visit(office.l1, name=f"户{number}") for number in range(5)]
    target = tmp_path / "f.pdf"
    office.l1.papers.print_forms(cases[:1], target)
    before = zlib.crc32(target.read_bytes())
    office.close("l1")
    command = [sys.executable, "-c", PRINTING, str(office.folder("l1")), office.made.staff["l1"], str(target)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as printer:
        assert printer.stdout is not None
        for _ in range(20):
            assert printer.stdout.readline() == b"printing\n"
        os.kill(printer.pid, signal.SIGKILL)
        printer.wait()

    assert zlib.crc32(target.read_bytes()) == before
    assert [len(office.l1.paper_lists.of_case(case)) for case in cases] == [1, 0, 0, 0, 0]
    office.l1.papers.print_forms(cases, target)
    assert [len(office.l1.paper_lists.of_case(case)) for case in cases] == [2, 1, 1, 1, 1]
    assert list(tmp_path.glob("*.part")) == []


def test_a_paper_knows_the_own_fields_that_it_printed(office: Office, tmp_path: Path) -> None:
    field = office.hq.reference.new_field("技能培训意愿", step=5).id
    office.hq.reference.edit_code("housing", "rented", "租私房")
    case = visit(office.hq, None, name="王建国", housing="rented", **{field: "愿意"})
    printed = office.hq.papers.print_forms([case], tmp_path / "f.pdf")
    assert printed.pages == 3
    with office.hq.seat.database.begin() as session:
        paper = folding.document_of(session, "paper", printed.papers[0]) or {}
    assert paper["printed"]["supplement"][field] == "愿意"
    assert paper["printed"]["home"]["housing"] == "租私房"
