"""表格导入与导出: what it asks for first, what it shows afterwards, and that it comes back from whatever fails."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import openpyxl
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from fieldsurvey.errors import InputError
from fieldsurvey.exchange.mapping import F02, ColumnMap
from fieldsurvey.exchange.reading import SheetProblem
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.sheet_exports import Exported, SheetExports
from fieldsurvey.services.spreadsheets import SheetReport, Spreadsheets
from tests.drivers.app import home_at, running
from tests.drivers.pages import AboutPage, CasesPage, SignInPage
from tests.integration.homes import PASSPHRASE, Office
from tests.unit.exchange.books import book
from ui.jobs import Jobs
from ui.notify import Notify
from ui.screens.spreadsheets.presenter import SpreadsheetsPresenter
from ui.screens.spreadsheets.view import SpreadsheetsView
from ui.widgets.lines_view import LinesView

ODD = SheetProblem("户", 2, "C 身份证", "号码已经丢失", "1001", "1.1E+17")
KEPT = SheetProblem("户", 3, "D 婚姻状况", "不在选项里", "1002", "分居", is_kept=True)


class FakeSpreadsheets:
    """Takes two households of every file and has something to say of each; `failing` fails."""

    def __init__(self) -> None:
        self.failing = False
        self.problems: list[SheetProblem] = [ODD, KEPT]
        self.stopped = ""
        self.asked: list[tuple[Any, ...]] = []

    def column_maps(self) -> list[ColumnMap]:
        """The national form and one more."""
        return [F02, ColumnMap("街道表", {"编号": "key"})]

    def import_workbook(self, path: Path, *, source: str, map_name: str, progress: Progress) -> SheetReport:
        """Notes what was asked."""
        self.asked.append(("import", path, source, map_name))
        if self.failing:
            raise InputError(what="读不出来")
        progress.begin("导入户档案", 2)
        return SheetReport(2, 0, self.problems, stopped=self.stopped)

    def write_template(self, path: Path) -> None:
        """Notes where."""
        self.asked.append(("template", path))

    def write_report(self, path: Path, report: SheetReport) -> None:
        """Notes where and of what."""
        self.asked.append(("report", path, len(report.problems)))


class FakeExports:
    """Writes nothing and says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []
        self.cancelled = False

    def export_full(self, path: Path, *, cases: Sequence[str] | None, why: str, progress: Progress) -> Exported:
        """Notes what was asked, in full."""
        return self._export(path, cases, full=True, why=why)

    def export_workbook(self, path: Path, *, cases: Sequence[str] | None, progress: Progress) -> Exported:
        """Notes what was asked, covered."""
        return self._export(path, cases, full=False, why="")

    def _export(self, path: Path, cases: Sequence[str] | None, *, full: bool, why: str) -> Exported:
        self.asked.append((path, cases, full, why))
        if self.cancelled:
            raise CancelledError
        return Exported(3, "L1-E00001", [path, path.with_stem("b")], cut=1)


class Screen:
    """The screen over services in memory."""

    def __init__(self, qtbot: QtBot, jobs: Jobs) -> None:
        self.view, notify = SpreadsheetsView(), Notify()
        qtbot.addWidget(self.view)
        self._qtbot, self._jobs = qtbot, jobs
        self.said: list[tuple[str, str]] = []
        self.changed: list[bool] = []
        notify.said.connect(lambda kind, text: self.said.append((kind, text)))
        self.sheets, self.exports = FakeSpreadsheets(), FakeExports()
        self.presenter = SpreadsheetsPresenter(
            self.view,
            jobs=jobs,
            notify=notify,
            spreadsheets=cast("Spreadsheets", self.sheets),
            exports=cast("SheetExports", self.exports),
        )
        self.presenter.cases_changed.connect(lambda: self.changed.append(True))
        self.presenter.refresh()
        self.settle()

    def settle(self) -> None:
        """Waits for the worker."""
        self._qtbot.waitUntil(lambda: self._jobs.is_idle)

    def take(self, path: Path, source: str = "名册", map_name: str = "") -> None:
        """Imports."""
        self.view.import_requested.emit(str(path), source, map_name)
        self.settle()

    def part(self, kind: type, name: str) -> Any:  # noqa: ANN401  # a widget of that kind
        """A part of the screen."""
        found: list[Any] = self.view.findChildren(kind, name)
        assert len(found) == 1
        return found[0]


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    problems: list[object] = []
    made = Jobs(tell_error=problems.append, tell_bug=problems.append)
    yield made
    made.close()
    assert problems == []


@pytest.fixture
def screen(qtbot: QtBot, jobs: Jobs) -> Screen:
    return Screen(qtbot, jobs)


def test_an_import_needs_the_name_of_its_source_before_the_file(screen: Screen) -> None:
    take = screen.part(QPushButton, "import_sheet")
    assert not take.isEnabled()
    assert "请先写来源" in take.toolTip()
    screen.part(QLineEdit, "sheet_source").setText("名册")
    assert (take.isEnabled(), take.toolTip()) == (True, "")


def test_what_was_not_taken_is_listed(screen: Screen, tmp_path: Path) -> None:
    screen.take(tmp_path / "a.xlsx", map_name="街道表")
    assert screen.sheets.asked == [("import", tmp_path / "a.xlsx", "名册", "街道表")]
    lines = screen.part(LinesView, "sheet_problems").table.lines
    assert [(line.texts[1], line.texts[2], line.texts[4], line.mark) for line in lines] == [
        ("2", "C 身份证", "没有采用", "stop"),
        ("3", "D 婚姻状况", "按原样保留", "soft"),
    ]
    assert screen.changed == [True]
    assert screen.part(QPushButton, "write_report").isVisibleTo(screen.view)
    screen.view.report_requested.emit(str(tmp_path / "r.xlsx"))
    screen.settle()
    assert screen.sheets.asked[-1] == ("report", tmp_path / "r.xlsx", 2)


def test_a_clean_import_shows_no_list(screen: Screen, tmp_path: Path) -> None:
    screen.take(tmp_path / "a.xlsx")
    screen.sheets.problems = []
    screen.take(tmp_path / "a.xlsx")
    assert not screen.part(LinesView, "sheet_problems").isVisibleTo(screen.view)
    assert not screen.part(QPushButton, "write_report").isVisibleTo(screen.view)
    assert screen.said[-1] == ("done", "导入 2 户,没有变化 0 户。")


def test_an_import_that_stopped_says_so(screen: Screen, tmp_path: Path) -> None:
    screen.sheets.stopped = "已按您的要求停止。"
    screen.take(tmp_path / "a.xlsx")
    assert "再导入一次" in screen.said[-1][1]


def test_after_a_failure_everything_can_be_pressed_again(screen: Screen, tmp_path: Path) -> None:
    screen.sheets.failing = True
    screen.take(tmp_path / "a.xlsx")
    assert screen.said[-1] == ("stop", "读不出来 [X001]")
    screen.part(QLineEdit, "sheet_source").setText("名册")
    assert screen.part(QPushButton, "import_sheet").isEnabled()
    assert not screen.view.progress.isVisibleTo(screen.view)
    screen.exports.cancelled = True
    screen.view.export_requested.emit(str(tmp_path / "a.xlsx"), False, "")
    screen.settle()
    assert "H001" in screen.said[-1][1]
    assert screen.part(QPushButton, "export_sheet").isEnabled()


def test_the_template_is_written(screen: Screen, tmp_path: Path) -> None:
    screen.view.template_requested.emit(str(tmp_path / "t.xlsx"))
    screen.settle()
    assert screen.sheets.asked == [("template", tmp_path / "t.xlsx")]
    assert screen.said[-1][0] == "done"


def test_full_numbers_need_a_reason_before_the_file(screen: Screen, tmp_path: Path) -> None:
    why, write = screen.part(QLineEdit, "export_why"), screen.part(QPushButton, "export_sheet")
    assert (why.isEnabled(), write.isEnabled()) == (False, True)
    screen.part(QRadioButton, "export_full").setChecked(True)
    assert (why.isEnabled(), write.isEnabled()) == (True, False)
    assert "请先写为什么" in write.toolTip()
    why.setText("移交")
    screen.view.set_working(is_working=True)
    why.setText("移交给区")
    assert not write.isEnabled()
    screen.view.set_working(is_working=False)
    assert (write.isEnabled(), write.toolTip()) == (True, "")
    screen.view.export_requested.emit(str(tmp_path / "a.xlsx"), True, "移交")
    screen.settle()
    assert screen.exports.asked == [(tmp_path / "a.xlsx", None, True, "移交")]
    shown = screen.part(QLabel, "export_outcome").text()
    assert "L1-E00001" in shown
    assert "2 个文件" in shown
    assert "没有写全" in shown


def test_the_households_of_a_list_can_be_exported(screen: Screen, tmp_path: Path) -> None:
    screen.presenter.choose(["a" * 32, "b" * 32])
    assert "2 户" in screen.part(QLabel, "export_which").text()
    screen.view.export_requested.emit(str(tmp_path / "a.xlsx"), False, "")
    screen.settle()
    assert screen.exports.asked[0][1] == ["a" * 32, "b" * 32]
    screen.presenter.choose(None)
    assert "全部" in screen.part(QLabel, "export_which").text()


@pytest.mark.usefixtures("qapp")
def test_a_list_comes_in_and_goes_out_through_the_window(office: Office, tmp_path: Path) -> None:
    office.close()
    names = book(tmp_path / "a.xlsx", {"x": [["职工姓名", "身份证号", "家庭人数"], ["甘棠", "990101197503120024", 3]]})
    with running(home_at(office.folder("l1"))) as app:
        sheets = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage).spreadsheets()
        sheets.take(names, source="街道", map_name="F02")
        assert app.text("import_outcome") == "导入 1 户,没有变化 0 户。"
        sheets.to_export().export(tmp_path / "out.xlsx", why="核对")
        assert "L1-E00001" in app.text("export_outcome")
        app.press("sheets_back")
        assert AboutPage(app).go(CasesPage).names == ["甘棠"]
    row = list(openpyxl.load_workbook(tmp_path / "out.xlsx")["户"].iter_rows(values_only=True))[1]
    assert "990101197503120024" in row
