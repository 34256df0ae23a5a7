"""Households in from spreadsheets on real homes: by the rules of JSON lines, naming whatever was not taken."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fieldsurvey.case.document import ROW
from fieldsurvey.case.field import Sort
from fieldsurvey.case.worker import SELF
from fieldsurvey.exchange.errors import MapUnknownError, WorkbookBrokenError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.errors import ImportUnreadableError
from fieldsurvey.services.spreadsheets import BATCH
from tests.integration.homes import Office, an_office, visit
from tests.integration.seats import write_lines
from tests.integration.sheets import all_documents, by_name, changes, take
from tests.report_three import HOUSEHOLDS
from tests.unit.exchange.books import book, written


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Headquarters and two laptops."""
    with an_office(tmp_path / "homes", tmp_path_factory.getbasetemp()) as found:
        yield found


SHEETS: dict[str, list[list[Any]]] = {
    "户": [["户编号", "姓名", "家庭住址", "存款与证券"], [1, "甲", "和平路1号", 500], [2, "乙", "建设街2号", "许多"]],
    "成员": [["户编号", "姓名", "关系"], [1, "甲子", "子"]],
}


GOOD = "11010519491231002X"


def test_a_sheet_and_json_lines_give_the_same_documents(office: Office, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS)
    assert office.l1.cases.import_lines(lines, source="篇三").taken == 36
    report = take(office.l2, written(tmp_path / "r3.xlsx", HOUSEHOLDS), "篇三")
    assert (report.taken, report.problems) == (36, [])
    assert by_name(office.l1) == by_name(office.l2)
    assert set(all_documents(office.l1)) == set(all_documents(office.l2))
    assert len(by_name(office.l1)) == 36


def test_the_same_source_and_key_are_one_household_in_either_form(office: Office, tmp_path: Path) -> None:
    home = office.l1
    home.cases.import_lines(write_lines(tmp_path / "r3.jsonl", HOUSEHOLDS), source="篇三")
    before = changes(home)
    report = take(home, written(tmp_path / "r3.xlsx", HOUSEHOLDS), "篇三")
    assert (report.taken, report.unchanged, report.problems) == (0, 36, [])
    assert changes(home) == before
    take(home, written(tmp_path / "r3.xlsx", HOUSEHOLDS), "另一来源")
    assert home.cases.find("").total == 72


def test_importing_twice_adds_nothing_and_a_change_changes_only_itself(office: Office, tmp_path: Path) -> None:
    home = office.l1
    path = book(tmp_path / "a.xlsx", SHEETS)
    assert take(home, path).taken == 2
    before = changes(home)
    again = take(home, path)
    assert (again.taken, again.unchanged, again.kept) == (0, 2, 1)
    assert changes(home) == before
    changed = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
    changed["户"][1][2] = "和平路9号"
    assert take(home, book(tmp_path / "b.xlsx", changed)).taken == 1
    assert changes(home) == before + 1
    (case,) = [each.case_id for each in home.cases.find("甲").rows]
    last = home.cases.history(case)[0]
    assert (last.label, last.before, last.after) == ("家庭住址", "和平路1号", "和平路9号")


def test_what_staff_entered_is_never_overwritten(office: Office, tmp_path: Path) -> None:
    home = office.l1
    take(home, book(tmp_path / "a.xlsx", SHEETS))
    (case,) = [each.case_id for each in home.cases.find("甲").rows]
    visit(home, case, home_address="新华里3号", savings=70_000)
    assert take(home, book(tmp_path / "a.xlsx", SHEETS)).unchanged == 2
    changed = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
    changed["户"][1][2] = "和平路9号"
    take(home, book(tmp_path / "b.xlsx", changed))
    (clash,) = home.clashes.open(case)
    assert {value.shown for value in clash.values} == {"新华里3号", "和平路9号"}
    assert all_documents(home)[case]["savings"] == 70_000


def test_an_empty_cell_says_nothing_and_a_cell_can_be_emptied(office: Office, tmp_path: Path) -> None:
    home = office.l1
    take(home, book(tmp_path / "a.xlsx", SHEETS))
    (case,) = [each.case_id for each in home.cases.find("甲").rows]
    empty: dict[str, list[list[Any]]] = {"户": [["户编号", "姓名", "家庭住址"], [1, "甲", None]]}
    assert take(home, book(tmp_path / "b.xlsx", empty)).unchanged == 1
    assert all_documents(home)[case]["home_address"] == "和平路1号"
    empty["户"][1][2] = "(清空)"
    assert take(home, book(tmp_path / "c.xlsx", empty)).taken == 1
    assert "home_address" not in all_documents(home)[case]


def test_the_worker_comes_as_the_wizard_makes_it(office: Office, tmp_path: Path) -> None:
    home = office.l1
    case = visit(home, name="丙")
    made = all_documents(home)[case]
    sheets = SHEETS | {"收入": [["户编号", "成员", "收入类型"], [1, "甲", "工资性收入"]]}
    take(home, book(tmp_path / "a.xlsx", sheets))
    take(home, book(tmp_path / "a.xlsx", sheets))
    found = next(each for each in all_documents(home).values() if each["name"] == "甲")
    (by_wizard,) = made["members"]
    own, child = found["members"]
    assert {**own, ROW: ""} == {**by_wizard, ROW: ""} == {ROW: "", "relation": SELF, "counts_in_household": True}
    assert child["name"] == "甲子"
    assert found["income"][0]["member"] == own[ROW]


def test_a_sheet_that_names_the_worker_finds_the_row_that_is_there(office: Office, tmp_path: Path) -> None:
    home = office.l1
    rows = [{"row": "m1", "name": "甲", "relation": SELF}]
    lines = write_lines(tmp_path / "a.jsonl", [{"key": "1", "name": "甲", "members": rows}])
    home.cases.import_lines(lines, source="台账")
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名"], [1, "甲"]],
        "收入": [["户编号", "成员"], [1, "本人"]],
    }
    take(home, book(tmp_path / "a.xlsx", sheets))
    (found,) = all_documents(home).values()
    assert [each[ROW] for each in found["members"]] == ["m1"]
    assert found["income"][0]["member"] == "m1"


class StopsAfter(Progress):
    """Is cancelled once so many households were taken."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self._count = count

    def step(self, count: int = 1) -> None:
        """Counts on."""
        super().step(count)
        if self.doing == "导入户档案" and self.done >= self._count:
            self.cancel()
            self.check()


def test_a_stopped_import_keeps_whole_batches_and_goes_on_from_there(office: Office, tmp_path: Path) -> None:
    home = office.l1
    rows: list[list[Any]] = [["户编号", "姓名"], *([number, f"户{number}"] for number in range(BATCH + 20))]
    path = book(tmp_path / "a.xlsx", {"户": rows})
    report = home.spreadsheets.import_workbook(path, source="x", progress=StopsAfter(BATCH))
    assert (report.taken, report.stopped) == (BATCH, "已按您的要求停止。")
    assert home.cases.find("").total == BATCH
    assert take(home, path, "x").unchanged == BATCH
    assert home.cases.find("").total == BATCH + 20
    early = Progress()
    early.cancel()
    with pytest.raises(CancelledError):
        home.spreadsheets.import_workbook(path, source="y", progress=early)
    assert home.cases.find("").total == BATCH + 20


def test_a_number_of_another_household_refuses_its_own(office: Office, tmp_path: Path) -> None:
    home = office.l1
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名", "调查编号"], [1, "甲", "X-1"], [2, "乙", "X-1"], [3, "丙", None]]
    }
    report = take(home, book(tmp_path / "a.xlsx", sheets))
    assert report.taken == 2
    assert [(problem.row, "X-1" in problem.reason) for problem in report.problems] == [(3, True)]


def test_a_file_that_cannot_be_read_takes_nothing(office: Office, tmp_path: Path) -> None:
    home = office.l1
    with pytest.raises(ImportUnreadableError):
        take(home, tmp_path / "no.xlsx")
    path = book(tmp_path / "a.xlsx", SHEETS)
    path.write_bytes(path.read_bytes()[:-300])
    before = changes(home)
    with pytest.raises(WorkbookBrokenError):
        take(home, path)
    assert changes(home) == before


def test_the_report_names_what_was_not_taken(office: Office, tmp_path: Path) -> None:
    home = office.l1
    sheets: dict[str, list[list[Any]]] = {
        "户": [["户编号", "姓名", "身份证", "婚姻状况"], [1, "=1+1", "1.10105E+17", "不清"], [None, "乙", None, None]]
    }
    report = take(home, book(tmp_path / "a.xlsx", sheets))
    assert (report.taken, report.kept, report.refused) == (1, 1, 3)
    assert report.told == "导入 1 户,没有变化 0 户,1 处没有看懂、按原样保留,1 处已导入、要核对,3 处没有采用。"
    home.spreadsheets.write_report(tmp_path / "r.xlsx", report)
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["要核对的"]
    told = list(sheet.iter_rows(values_only=True))
    assert told[0][0] == report.told
    assert [(row[0], row[1], row[2], row[4]) for row in told[2:]] == [
        ("户", 3, None, "没有采用"), ("户", 2, "B 姓名", "没有采用"), ("户", 2, "C 身份证", "没有采用"),
        ("户", 2, "D 婚姻状况", "按原样保留"), ("户", 2, None, "已导入,请核对"),
    ]  # fmt: skip


def test_the_report_names_what_is_doubtful(office: Office, tmp_path: Path) -> None:
    home = office.l1
    sheets: dict[str, list[list[Any]]] = {"户": [["户编号", "姓名", "手机"], [1, "甲", "1380000000"]]}
    report = take(home, book(tmp_path / "a.xlsx", sheets))
    assert report.told == "导入 1 户,没有变化 0 户,1 处已导入、要核对。"
    home.spreadsheets.write_report(tmp_path / "r.xlsx", report)
    (*_, told) = openpyxl.load_workbook(tmp_path / "r.xlsx")["要核对的"].iter_rows(values_only=True)
    assert told[4:6] == ("已导入,请核对", "手机号应为 11 位数字,请核对")


def test_a_household_without_a_name_is_taken_and_pointed_out(office: Office, tmp_path: Path) -> None:
    home = office.l1
    rows: list[list[Any]] = [["户编号", "姓名", "身份证"], [1, None, None], [2, None, GOOD], [3, "甲", None]]
    path = book(tmp_path / "a.xlsx", {"户": rows})
    told = [(2, "没有姓名,也没有证件号码", True), (3, "没有姓名", True)]
    for taken in (3, 0):
        report = take(home, path)
        assert report.taken == taken
        assert [(each.row, each.reason, each.is_doubtful) for each in report.problems] == told
    part = book(tmp_path / "b.xlsx", {"户": [["户编号", "手机"], [3, "13800000001"]]})
    assert take(home, part).problems == []


def test_maps_are_kept_by_name(office: Office, tmp_path: Path) -> None:
    home = office.l1
    home.spreadsheets.save_map("街道表", {"编号": "key", "职工": "name", "血型": "-"})
    home.spreadsheets.save_map("街道表", {"编号": "key", "大名": "name"})
    assert [each.name for each in home.spreadsheets.column_maps()] == ["F02", "街道表"]
    path = book(tmp_path / "a.xlsx", {"x": [["编号", "大名"], ["7", "甲"]]})
    report = home.spreadsheets.import_workbook(path, source="街道", map_name="街道表")
    assert (report.taken, report.problems) == (1, [])
    with pytest.raises(MapUnknownError):
        home.spreadsheets.import_workbook(path, source="街道", map_name="没有")
    home.spreadsheets.remove_map("街道表")
    with pytest.raises(MapUnknownError):
        home.spreadsheets.remove_map("街道表")


def test_own_fields_and_codes_of_the_office_are_in_the_template_and_taken(office: Office, tmp_path: Path) -> None:
    hq = office.hq
    own = hq.reference.new_field("燃气补贴", sort=Sort.MONEY, step=5, measure="元")
    hq.reference.edit_code("marital", "50", "分居")
    hq.spreadsheets.write_template(tmp_path / "t.xlsx")
    made = openpyxl.load_workbook(tmp_path / "t.xlsx")
    sheet = made["户"]
    headings = [str(cell.value) for cell in sheet[1]]
    place = headings.index("燃气补贴(元)") + 1
    sheet.cell(2, 1, "1")
    sheet.cell(2, headings.index("*姓名") + 1, "甲")
    sheet.cell(2, place, "120.50")
    sheet.cell(2, headings.index("婚姻状况") + 1, "分居")
    made.save(tmp_path / "t.xlsx")
    report = take(hq, tmp_path / "t.xlsx")
    assert (report.taken, report.problems) == (1, [])
    (found,) = all_documents(hq).values()
    assert (found[own.id], found["marital"]) == (12_050, "50")
