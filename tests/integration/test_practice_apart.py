"""Nothing goes from practice to work or back: packages, enrolment, exports are refused by name, papers are marked."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from fieldsurvey.app import OpenHome
from fieldsurvey.practice.making import practise
from fieldsurvey.practice.sides import STICK, sides
from fieldsurvey.services.cards import ReadCard
from fieldsurvey.services.errors import PracticeExportError
from fieldsurvey.sync.enrolment_errors import PracticeEnrolmentError, RealEnrolmentError
from fieldsurvey.sync.errors import PracticePackageError, RealPackageError
from tests.integration.homes import COST, Office, visit
from tests.integration.test_practice_making import signed_in

MARK = "练习,无效"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice folder, made once."""
    made = tmp_path_factory.mktemp("apart") / "practice"
    practise(made, say=lambda _: None, cost=COST)
    return made


@pytest.fixture
def laptop(folder: Path) -> Iterator[OpenHome]:
    """The first laptop of practice, signed in."""
    with signed_in(sides(folder)[0].home) as home:
        yield home


@pytest.fixture
def practice_hq(folder: Path) -> Iterator[OpenHome]:
    """Headquarters of practice, signed in."""
    with signed_in(sides(folder)[2].home) as home:
        yield home


def test_a_package_of_practice_is_refused_at_work_and_says_why(office: Office, folder: Path) -> None:
    stick = office.fresh_stick() / "FIELDSURVEY"
    stick.mkdir()
    package = next((folder / STICK / "FIELDSURVEY").glob("FSP_L2_*.fsp"))
    shutil.copy(package, stick)
    before = office.hq.cases.find("").rows
    (shown,) = office.hq.exchange.look(stick.parent).files
    assert (shown.state, "P147" in shown.sentence, "练习" in shown.sentence) == ("refused", True, True)
    (refused,) = office.hq.exchange.read_stick(stick.parent)
    assert not isinstance(refused, ReadCard)
    assert refused.code == "P147"
    with pytest.raises(PracticePackageError):
        office.hq.exchange.read(package)
    assert office.hq.cases.find("").rows == before


def test_a_package_of_work_is_refused_in_practice_and_says_why(office: Office, practice_hq: OpenHome) -> None:
    visit(office.l1, name="丁桂湘")
    stick = office.fresh_stick()
    office.l1.exchange.write(stick)
    (shown,) = practice_hq.exchange.look(stick).files
    assert (shown.state, "P148" in shown.sentence) == ("refused", True)
    with pytest.raises(RealPackageError):
        practice_hq.exchange.read(shown.path)


def test_a_laptop_of_practice_is_not_admitted_at_work_nor_the_other_way_round(
    office: Office, laptop: OpenHome, practice_hq: OpenHome
) -> None:
    stick = office.fresh_stick()
    request = laptop.exchange.enrolling.write_request(stick)
    with pytest.raises(PracticeEnrolmentError):
        office.hq.exchange.enrolling.request_fingerprint(request)
    with pytest.raises(PracticeEnrolmentError):
        office.hq.exchange.enrolling.accept_request(
            request, code="L8", fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=stick
        )
    real = office.home("l3").exchange.enrolling
    with pytest.raises(RealEnrolmentError):
        practice_hq.exchange.enrolling.accept_request(
            real.write_request(stick), code="L8", fingerprint=real.own_fingerprint(), out_folder=stick
        )
    assert [peer.code for peer in office.hq.exchange.peers()] == ["L1", "L2"]


def test_an_answer_of_practice_enrols_nobody_at_work(office: Office, laptop: OpenHome, practice_hq: OpenHome) -> None:
    stick, real = office.fresh_stick(), office.home("l3").exchange.enrolling
    answer = practice_hq.exchange.enrolling.accept_request(
        laptop.exchange.enrolling.write_request(stick),
        code="L1",
        fingerprint=laptop.exchange.enrolling.own_fingerprint(),
        out_folder=stick,
    )
    with pytest.raises(PracticeEnrolmentError):
        real.finish(answer, fingerprint=practice_hq.exchange.enrolling.own_fingerprint())
    laptop.exchange.enrolling.finish(answer, fingerprint=practice_hq.exchange.enrolling.own_fingerprint())


def test_what_is_written_at_work_says_nothing_of_practice(office: Office) -> None:
    visit(office.l1, name="丁桂湘")
    stick = office.fresh_stick()
    request = office.home("l3").exchange.enrolling.write_request(stick)
    office.l1.exchange.write(stick)
    for path in (request, next(stick.rglob("*.fsp"))):
        assert b"practice" not in path.read_bytes()[:8192]


def test_lines_exported_from_practice_are_not_taken_in_at_work(
    office: Office, laptop: OpenHome, tmp_path: Path
) -> None:
    path = tmp_path / "practice.jsonl"
    count = laptop.cases.export_lines(path)
    assert all(json.loads(line)["practice"] for line in path.read_text(encoding="utf-8").splitlines())
    report = office.l1.cases.import_lines(path, source="练习")
    assert (report.taken, len(report.refused)) == (0, count)
    assert "E107" in report.refused[0].sentence
    assert laptop.cases.import_lines(path, source="练习").refused == []


def test_a_workbook_exported_from_practice_is_marked_and_not_taken_in_at_work(
    office: Office, practice_hq: OpenHome, tmp_path: Path
) -> None:
    path = tmp_path / "practice.xlsx"
    practice_hq.sheet_exports.export_full(path, why="试一试")
    with pytest.raises(PracticeExportError):
        office.l1.spreadsheets.import_workbook(path, source="练习")
    assert office.l1.cases.find("").rows == []
    practice_hq.spreadsheets.import_workbook(path, source="练习")


def test_a_paper_of_practice_is_marked_on_every_page_and_one_of_work_is_not(
    office: Office, laptop: OpenHome, tmp_path: Path
) -> None:
    case = laptop.cases.find("").rows[0].case_id
    laptop.papers.print_forms([case], tmp_path / "a.pdf")
    pages = [page.extract_text() for page in PdfReader(tmp_path / "a.pdf").pages]
    assert pages
    assert all(MARK in page for page in pages)
    assert MARK in PdfReader(io.BytesIO(laptop.papers.preview([case]))).pages[0].extract_text()
    office.l1.papers.print_forms([visit(office.l1, name="丁桂湘")], tmp_path / "b.pdf")
    assert all(MARK not in page.extract_text() for page in PdfReader(tmp_path / "b.pdf").pages)
