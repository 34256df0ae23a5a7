"""督查材料 of a real home: what is found and explained, nobody's name or number in it, noted, whole or not at all."""

import hashlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from fieldsurvey.case.masking import name_apart, public_name
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.errors import FileUnwritableError, ReasonMissingError
from fieldsurvey.services.finding_lines import FindingFilter
from tests.integration.homes import Office, an_office, visit
from tests.integration.sheets import journal

NUMBER = "990101197105170966"
MOBILE = "13912345678"
REASON = f"丁桂湘与蒲少川是邻居,合用一部手机 {MOBILE}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A laptop with three households: two share a telephone, which is explained, two an identity number."""
    root = tmp_path_factory.mktemp("inspections")
    with an_office(root / "homes", tmp_path_factory.getbasetemp()) as found:
        home = found.l1
        identity = {"type": "id_card", "number": NUMBER}
        case = visit(home, name="丁桂湘", mobile=MOBILE, employer_name="搪瓷厂", filing_org="搪瓷厂工会",
                     identity=identity)  # fmt: skip
        visit(home, name="蒲少川", mobile=MOBILE, filing_org="搪瓷厂工会")
        visit(home, name="丁桂香", identity=identity)
        home.findings.catch_up(Progress())
        home.findings.explain(case, "ID11B", "mobile", REASON)
        yield found


@pytest.mark.debian("pdftotext", "pdffonts", "qpdf")
def test_it_tells_everything_but_who_they_are(office: Office, tmp_path: Path) -> None:
    written = office.l1.inspections.write(tmp_path / "督查")
    pdf, book = written.paths
    text = told("pdftotext", "-layout", str(pdf), "-")
    for said in (written.number, "某旗总工会", "ID05", "ID11B", "搪瓷厂工会", "已写说明", "RS2020", "自查人"):
        assert said in text
    assert "邻居" not in text
    cells = [
        str(cell)
        for sheet in openpyxl.load_workbook(book)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    for hidden in ("丁桂湘", "丁桂香", "蒲少川", NUMBER, MOBILE):
        assert hidden not in text
        assert not [cell for cell in cells if hidden in cell]
    home = office.l1
    assert f"已写说明 {home.seat.now().date().isoformat()} {home.seat.staff_name}" in cells
    fonts = told("pdffonts", str(pdf)).splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)
    assert "No syntax or stream encoding errors" in told("qpdf", "--check", str(pdf))
    noted = journal(office.l1, "export")[-1]
    assert (noted["form"], noted["number"], noted["explained"]) == ("inspection", written.number, 1)
    assert noted["sha256"] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in written.paths]


def test_reasons_are_written_out_only_for_a_reason_that_the_journal_keeps(office: Office, tmp_path: Path) -> None:
    home = office.l1
    with pytest.raises(ReasonMissingError):
        home.inspections.write_with_reasons(tmp_path, why=" ")
    written = home.inspections.write_with_reasons(tmp_path, why="省总督查组 3 号函")
    sheet = openpyxl.load_workbook(written.paths[1])["已说明的疑点"]
    assert f"丁某某与蒲某某是邻居,合用一部手机 {MOBILE[:3]}****{MOBILE[-4:]}" in [
        cell for row in sheet.iter_rows(values_only=True) for cell in row
    ]
    assert journal(home, "export")[-1]["with_reasons"] == "省总督查组 3 号函"


def test_each_has_its_number_and_says_what_it_is_narrowed_to(office: Office, tmp_path: Path) -> None:
    first = office.l1.inspections.write(tmp_path)
    second = office.l1.inspections.write(tmp_path, FindingFilter(check="ID05"))
    assert first.number < second.number
    assert len(list(tmp_path.iterdir())) == 4
    sheet = openpyxl.load_workbook(second.paths[1])["总表一 按规则"]
    rows = list(sheet.iter_rows(values_only=True))
    assert [str(row[0])[:4] for row in rows[1:]] == ["ID05"]


def test_what_does_not_succeed_leaves_nothing(office: Office, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        office.l1.inspections.write(tmp_path, progress=progress)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "taken").write_text("")
    before = len(journal(office.l1, "export"))
    with pytest.raises(FileUnwritableError):
        office.l1.inspections.write(tmp_path / "taken" / "督查")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    assert len(journal(office.l1, "export")) == before


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("丁桂湘的女儿丁桂湘子", ["丁桂湘", "丁桂湘子"], "丁某某的女儿丁某某"),
        ("他姓丁", ["丁"], "他姓丁"),
        ("没有名字", ["", "  "], "没有名字"),
    ],
)
def test_names_are_told_as_public_lists_tell_them(text: str, names: list[str], expected: str) -> None:
    assert name_apart(text, names) == expected
    assert public_name("") == "某某"


def told(*command: str) -> str:
    """What another program says of a file."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True)
    return done.stdout
