"""Households out into spreadsheets: covered, numbered, noted, and the same documents on another home."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldsurvey.case.errors import TextTooLongError
from fieldsurvey.case.kinds import Desk
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services import sheet_exports
from fieldsurvey.services.errors import FileUnwritableError, ReasonMissingError
from fieldsurvey.services.reference import Reference
from fieldsurvey.services.sheet_exports import SheetExports
from fieldsurvey.services.spreadsheets import Spreadsheets
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session
from fieldsurvey.store.errors import CaseMissingError
from tests.integration.conftest import MakeDesktop
from tests.integration.homes import Office, an_office
from tests.integration.seats import write_lines
from tests.integration.sheets import Document, all_documents, journal, take
from tests.report_three import HOUSEHOLDS
from tests.unit.case.schedules import schedules
from tests.unit.exchange.test_round_trip import OWN, documents


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Headquarters and two laptops."""
    with an_office(tmp_path / "homes", tmp_path_factory.getbasetemp()) as found:
        yield found


@settings(max_examples=schedules(6), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(documents(), min_size=1, max_size=3, unique_by=lambda each: str(each["key"])))
def test_an_export_makes_the_same_documents_on_another_home(
    make_desktop: MakeDesktop, tmp_path_factory: pytest.TempPathFactory, made: list[Document]
) -> None:
    folder = tmp_path_factory.mktemp("x")
    # Each example finds new homes, which have made the fields of the random documents their own.
    one, other = (make_desktop(f"{folder.name}{name}", Desk.HEADQUARTERS) for name in "ab")
    for desktop in (one, other):
        for question in OWN:
            Reference(desktop.seat).edit_question(question)
    given_here = [{"name": "甲", **each, "survey_no": None} for each in made]
    report = one.cases.import_lines(write_lines(folder / "a.jsonl", given_here), source="来源")
    assert (report.taken, report.refused) == (len(made), [])
    SheetExports(one.seat).export_full(folder / "a.xlsx", why="核对")
    read = Spreadsheets(other.seat).import_workbook(folder / "a.xlsx", source="导出")
    assert (read.taken, read.refused, read.stopped) == (len(made), 0, "")
    with one.database.begin() as here, other.database.begin() as there:
        assert folding.documents(here, "case") == folding.documents(there, "case")


def test_an_export_of_report_three_makes_the_same_home_elsewhere(office: Office, tmp_path: Path) -> None:
    one, other = office.l1, office.l2
    one.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS), source="篇三")
    exported = one.sheet_exports.export_full(tmp_path / "a.xlsx", why="移交")
    assert exported.paths == [tmp_path / "a.xlsx"]
    report = take(other, tmp_path / "a.xlsx", "L1 导出")
    assert (report.taken, report.problems) == (36, [])
    assert all_documents(one) == all_documents(other)
    assert take(one, tmp_path / "a.xlsx", "L1 导出").unchanged == 36


def test_an_export_is_covered_numbered_and_noted(office: Office, tmp_path: Path) -> None:
    home = office.l1
    home.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS[:3]), source="篇三")
    path = tmp_path / "a.xlsx"
    exported = home.sheet_exports.export_workbook(path)
    assert exported.number == "L1-E00001"
    (about,) = journal(home, "export")
    assert (about["cases"], about["full"], about["number"]) == (3, False, "L1-E00001")
    assert about["sha256"] == [hashlib.sha256(path.read_bytes()).hexdigest()]
    made = openpyxl.load_workbook(path)
    told = {str(row[0]): str(row[1]) for row in made["出处"].iter_rows(values_only=True)}
    assert told["导出人"] == "调查甲"
    assert told["导出编号"] == "L1-E00001"
    assert told["时间"] == "2026-11-23 14:02:31"
    assert told["遮盖"] == "号码、病情、金额和说明文字"
    assert told["设备"].startswith("L1(")
    foot = made["户"].oddFooter
    assert foot is not None
    assert "L1-E00001" in str(foot.left.text)
    full = home.sheet_exports.export_full(path, why="移交上级")
    assert full.number == "L1-E00002"
    assert journal(home, "export")[1]["why"] == "移交上级"


def test_what_headquarters_decided_does_not_keep_a_household_off_a_laptop(office: Office, tmp_path: Path) -> None:
    decided = {"determinations": [{"key": "1", "reason": "符合"}], "case_no": "K-1", "key": "1", "name": "甲"}
    office.hq.cases.import_lines(write_lines(tmp_path / "a.jsonl", [decided]), source="存量")
    office.hq.sheet_exports.export_full(tmp_path / "a.xlsx", why="移交")
    report = take(office.l1, tmp_path / "a.xlsx", "总部")
    assert [(problem.sheet, problem.column.split(" ")[-1]) for problem in report.problems] == [
        ("户", "档案号"),
        ("认定", ""),
    ]
    (found,) = all_documents(office.l1).values()
    assert found["name"] == "甲"
    office.carry("l1", "hq")
    assert office.hq.cases.find("").total == 1


def test_uncovered_numbers_need_a_reason(office: Office, tmp_path: Path) -> None:
    home = office.l1
    for why in ("", "  \n"):
        with pytest.raises(ReasonMissingError):
            home.sheet_exports.export_full(tmp_path / "a.xlsx", why=why)
    with pytest.raises(TextTooLongError):
        home.sheet_exports.export_full(tmp_path / "a.xlsx", why="长" * 1_001)
    assert list(tmp_path.glob("a*")) == []
    assert journal(home, "export") == []


def test_some_households_are_exported_by_choice(office: Office, tmp_path: Path) -> None:
    home = office.l1
    home.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS), source="篇三")
    chosen = [row.case_id for row in home.cases.find("").rows][:4]
    exported = home.sheet_exports.export_workbook(tmp_path / "a.xlsx", cases=[*chosen, chosen[0]])
    assert exported.cases == 4
    with pytest.raises(CaseMissingError):
        home.sheet_exports.export_workbook(tmp_path / "b.xlsx", cases=["f" * 32])


def test_an_export_reads_each_household_once_and_numbers_it_soundly(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = office.l1
    told = [
        {"key": str(place), "name": "甲", "survey_no": number}
        for place, number in enumerate(("N-1", "N-2", "N**3", "3.7E+17", " N-4", "N-5\n", "字" * 65))
    ]
    assert home.cases.import_lines(write_lines(tmp_path / "a.jsonl", told), source="存量").taken == len(told)
    read: list[str] = []
    document_of = folding.document_of

    def counted(session: Session, kind: str, record: str) -> Document | None:
        read.append(record)
        return document_of(session, kind, record)

    monkeypatch.setattr(folding, "document_of", counted)
    home.sheet_exports.export_full(tmp_path / "a.xlsx", why="移交")
    known = {record: document["survey_no"] for record, document in all_documents(home).items()}
    assert sorted(read) == sorted(known)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["户"]
    keys = [str(row[0]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sorted(keys) == sorted(number if number in ("N-1", "N-2") else record for record, number in known.items())
    assert take(office.l2, tmp_path / "a.xlsx", "L1").taken == len(told)


def test_many_households_go_into_several_files(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = office.l1
    home.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS), source="篇三")
    monkeypatch.setattr(sheet_exports, "MOST_CELLS", 700)
    exported = home.sheet_exports.export_full(tmp_path / "a.xlsx", why="移交")
    assert len(exported.paths) > 2
    assert exported.paths[1] == tmp_path / "a-2.xlsx"
    for path in exported.paths:
        assert take(office.l2, path, "L1").problems == []
    assert all_documents(home) == all_documents(office.l2)
    with pytest.raises(FileUnwritableError, match=r"a-2\.xlsx"):
        home.sheet_exports.export_workbook(tmp_path / "a.xlsx")
    assert list(tmp_path.glob("*.part")) == []


def test_a_stopped_export_leaves_nothing(office: Office, tmp_path: Path) -> None:
    home = office.l1
    home.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS), source="篇三")
    path = tmp_path / "a.xlsx"
    path.write_text("以前的", encoding="utf-8")
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        home.sheet_exports.export_workbook(path, progress=progress)
    with pytest.raises(FileUnwritableError):
        home.sheet_exports.export_workbook(tmp_path / "no" / "a.xlsx")
    assert path.read_text(encoding="utf-8") == "以前的"
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["a.xlsx", "r3.jsonl"]
    assert journal(home, "export") == []


@pytest.mark.debian("libreoffice")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_what_libreoffice_makes_of_an_export_is_read_alike(office: Office, tmp_path: Path, form: str) -> None:
    one, other = office.l1, office.l2
    one.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS), source="篇三")
    one.sheet_exports.export_full(tmp_path / "a.xlsx", why="核对")
    filters = {"xlsx": "xlsx", "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1"}
    called = ["libreoffice", "--headless", "--convert-to", filters[form], "--outdir", str(tmp_path / "out")]
    environment = {**os.environ, "HOME": str(tmp_path)}
    subprocess.run([*called, str(tmp_path / "a.xlsx")], check=True, capture_output=True, env=environment, timeout=100)
    report = take(other, tmp_path / "out" / f"a.{form}", "L1")
    assert (report.taken, report.problems) == (36, [])
    if form == "xlsx":
        assert all_documents(one) == all_documents(other)
    else:
        names = {each["identity"]["number"] for each in all_documents(other).values()}
        assert names == {each["identity"]["number"] for each in HOUSEHOLDS}
