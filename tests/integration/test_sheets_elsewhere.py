"""An import names the cell of a number that another household has as well, of the sheet or of this home."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.services.spreadsheets import SheetReport
from tests.integration.homes import Office, an_office, visit
from tests.integration.sheets import take
from tests.unit.exchange.books import book

MOTHER, SON = "11010519491231002X", "110105198001010017"
HEADED: dict[str, list[list[Any]]] = {
    "户": [["户编号", "姓名", "身份证件"]],
    "成员": [["户编号", "姓名", "关系", "身份证件"]],
}


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Headquarters and two laptops."""
    with an_office(tmp_path / "homes", tmp_path_factory.getbasetemp()) as found:
        yield found


def sheets(households: list[list[Any]], *members: list[Any]) -> dict[str, list[list[Any]]]:
    """The rows under their headings."""
    return {"户": [*HEADED["户"], *households], "成员": [*HEADED["成员"], *members]}


def told(report: SheetReport) -> list[tuple[str, int, str, str, str]]:
    """What is said of numbers held elsewhere, with its place."""
    return [
        (each.sheet, each.row, each.household, each.reason, each.outcome)
        for each in report.problems
        if "这个号码已在" in each.reason
    ]


def test_a_number_that_a_household_here_has_is_named_at_its_cell(office: Office, tmp_path: Path) -> None:
    visit(office.l1, None, name="王桂兰", identity={"type": "id_card", "number": MOTHER})
    rows = sheets([[1, "甲", SON], [2, "乙", MOTHER]], [1, "丙", "母亲", MOTHER])
    report = take(office.l1, book(tmp_path / "a.xlsx", rows))
    assert report.taken == 2
    found = {(sheet, row, household) for sheet, row, household, _, _ in told(report)}
    assert found == {("户", 3, "2"), ("成员", 2, "1")}
    assert all("L1-000001(王桂兰)" in each[3] and each[4] == "已导入,请核对" for each in told(report))
    assert {each.text for each in report.problems if "这个号码已在" in each.reason} == {"110105********002X"}


def test_two_households_of_one_sheet_are_named_both(office: Office, tmp_path: Path) -> None:
    report = take(office.l1, book(tmp_path / "a.xlsx", sheets([[1, "甲", MOTHER], [2, "乙", MOTHER]])))
    assert told(report) == [
        ("户", 2, "1", "这个号码已在 L1-000002(乙)那一户,请核对", "已导入,请核对"),
        ("户", 3, "2", "这个号码已在 L1-000001(甲)那一户,请核对", "已导入,请核对"),
    ]


def test_the_same_sheet_again_and_the_workers_own_row_are_no_doubles(office: Office, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", sheets([[1, "甲", MOTHER]], [1, "甲", "本人", MOTHER]))
    assert [told(take(office.l1, path)) for _ in range(2)] == [[], []]
