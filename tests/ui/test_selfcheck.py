"""自查自纠 by the keyboard: three views, one finding after the other, a reason, the way to the field, the pack."""

from collections.abc import Iterator
from dataclasses import replace
from typing import cast

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.rules.check import Severity
from fieldsurvey.services.cases import Cases
from fieldsurvey.services.findings import Findings
from fieldsurvey.services.inspections import Inspections
from tests.drivers.app import Stage, type_into
from tests.ui.finding_fakes import CHECKS, FakeCount, FakeFindings, FakeInspections, line
from ui.jobs import Jobs
from ui.main_window import Entry, MainWindow
from ui.notify import Notify
from ui.screens.selfcheck.presenter import SelfCheckPresenter
from ui.screens.selfcheck.view import SelfCheckView
from ui.theme import load_fonts

pytestmark = pytest.mark.usefixtures("qapp")
LINES = [line(number, check) for number in range(4) for check in ("ID01", "HH03", "RL10")]


class SelfCheckStage(Stage):
    """The screen alone in a window, over findings in memory."""

    def __init__(self, findings: FakeFindings, *, allowed: frozenset[str]) -> None:
        load_fonts()
        self.findings, self.inspections = findings, FakeInspections()
        self.errors: list[FieldSurveyError] = []
        self.bugs: list[BaseException] = []
        self.said: list[str] = []
        self.visits: list[tuple[str, str]] = []
        self.households: list[str] = []
        super().__init__(MainWindow(), Jobs(tell_error=self.errors.append, tell_bug=self.bugs.append))
        notify = Notify()
        notify.said.connect(lambda _, sentence: self.said.append(sentence))
        self.view = SelfCheckView(may_visit="visits.start" in allowed)
        self.presenter = SelfCheckPresenter(
            self.view,
            jobs=self.jobs,
            notify=notify,
            findings=cast("Findings", findings),
            inspections=cast("Inspections", self.inspections),
            cases=cast("Cases", FakeCount(5)),
            checks=CHECKS,
            may=lambda what: what in allowed,
        )
        self.presenter.visit_requested.connect(lambda case_id, at: self.visits.append((case_id, at)))
        self.presenter.household_requested.connect(self.households.append)
        self.window.set_screens([Entry("selfcheck", "自查自纠(&9)", self.view)])
        self.window.show_page(self.view, entry="selfcheck")

    def begin(self) -> "SelfCheckStage":
        """As when its line in the navigation was chosen."""
        self.show()
        self.presenter.refresh()
        self.settle()
        self.view.to_work()
        return self

    @property
    def groups(self) -> list[tuple[str, ...]]:
        """The groups in view."""
        return [each.texts for each in self.view.groups.table.lines]

    @property
    def shown(self) -> list[tuple[str, ...]]:
        """The findings in view."""
        return [each.texts for each in self.view.findings.table.lines]


SURVEYOR = frozenset({"visits.start", "findings.explain"})


@pytest.fixture
def findings() -> FakeFindings:
    return FakeFindings(LINES, waiting=2)


@pytest.fixture
def stage(findings: FakeFindings, request: pytest.FixtureRequest) -> Iterator[SelfCheckStage]:
    made = SelfCheckStage(findings, allowed=getattr(request, "param", SURVEYOR)).begin()
    yield made
    made.jobs.close()
    made.close()
    assert not made.bugs, made.bugs


def test_it_says_how_far_it_is_and_shows_what_is_found_meanwhile(stage: SelfCheckStage) -> None:
    assert stage.text("selfcheck_checked") == "已核查 3 户,还有 2 户在排队"
    stage.findings.lines.append(line(9, "ID01"))
    stage.presenter.show_waiting(1)
    assert stage.text("selfcheck_checked") == "已核查 4 户,还有 1 户在排队"
    assert len(stage.shown) == 12
    stage.presenter.show_checked()
    stage.settle()
    assert stage.text("selfcheck_checked") == "已核查 5 户"
    assert len(stage.shown) == 13
    stage.findings.lines.pop()
    stage.presenter.show_checked()
    stage.settle()
    assert stage.text("selfcheck_found") == "错误 4,疑点 4"
    assert "11-23 错误 17 疑点 7" in stage.view.chart.accessibleDescription()


def test_three_views_and_what_is_asked_for(stage: SelfCheckStage) -> None:
    assert [texts[0] for texts in stage.groups] == [
        "全部", "ID01 证件号码位数和校验位", "HH03 单亲与婚姻状况", "RL10 一年没有帮扶"
    ]  # fmt: skip
    assert len(stage.shown) == 12
    stage.view.groups.setFocus()
    stage.key(Qt.Key.Key_Down)
    assert {texts[0] for texts in stage.shown} == {"错误"}
    stage.press("by_org")
    assert ("没有填建档单位", "1", "1", "1", "1") in stage.groups
    stage.press("by_person")
    assert [texts[0] for texts in stage.groups] == ["全部", "丁小蓉", "没有责任人,也没有入户人"]
    severity = stage.find(QComboBox, "selfcheck_severity")
    severity.setCurrentIndex(severity.findData("doubt"))
    severity.activated.emit(severity.currentIndex())
    stage.settle()
    assert {texts[0] for texts in stage.shown} == {"疑点"}
    stage.key(Qt.Key.Key_F2)
    type_into(stage.view.bar.search, "没有这样的")
    stage.wait_until(lambda: not stage.shown)
    assert "F4" in stage.text("no_findings")
    stage.key(Qt.Key.Key_F4)
    assert len(stage.shown) == 12


def test_a_doubt_is_given_its_reason_and_one_goes_on_without_the_mouse(stage: SelfCheckStage) -> None:
    stage.key(Qt.Key.Key_Down)
    assert stage.text("finding_sentence") == "填了单亲,婚姻状况却是已婚"
    assert "《困难职工档案管理办法》" in stage.text("finding_basis")
    stage.key(Qt.Key.Key_F8)
    why = stage.find(QLineEdit, "finding_why")
    assert why.hasFocus()
    type_into(why, "女方离家多年")
    # Whatever is read anew meanwhile, what is being written stays.
    stage.presenter.refresh()
    stage.settle()
    assert why.text() == "女方离家多年"
    stage.key(Qt.Key.Key_Return)
    assert stage.findings.explained == [(LINES[1].case_id, "HH03", "is_single_parent", "女方离家多年")]
    assert stage.view.findings.hasFocus()
    assert len(stage.shown) == 11
    assert stage.text("selfcheck_found") == "错误 4,疑点 3(已说明 1)"
    stage.find(QCheckBox, "selfcheck_open").setChecked(False)
    stage.settle()
    assert sum(texts[0] == "已说明" for texts in stage.shown) == 1


def test_two_findings_of_one_check_at_one_place_are_two(stage: SelfCheckStage) -> None:
    first = LINES[1]
    twin = msgspec.structs.replace(first.finding, sentence="填了单亲,却和配偶同住", print="another")
    stage.findings.lines[2:2] = [replace(first, finding=twin)]
    stage.presenter.refresh()
    stage.settle()
    stage.view.findings.selectRow(2)
    stage.settle()
    assert stage.text("finding_sentence") == "填了单亲,却和配偶同住"
    stage.key(Qt.Key.Key_F8)
    type_into(stage.find(QLineEdit, "finding_why"), "只是同一个大院")
    stage.key(Qt.Key.Key_Return)
    answered = [one.finding.sentence for one in stage.findings.lines if one.finding.reason]
    assert answered == ["填了单亲,却和配偶同住"]
    assert "填了单亲,婚姻状况却是已婚" in {texts[3] for texts in stage.shown}


def test_an_error_has_to_be_mended_and_enter_goes_to_its_field(stage: SelfCheckStage) -> None:
    assert not stage.view.detail.reason.isVisible()
    stage.key(Qt.Key.Key_Return)
    assert stage.visits == [(LINES[0].case_id, "identity")]
    assert stage.households == []


@pytest.mark.parametrize("stage", [frozenset[str]()], indirect=True)
def test_who_may_only_look_comes_to_the_file(stage: SelfCheckStage) -> None:
    stage.key(Qt.Key.Key_Down)
    assert not stage.view.detail.reason.isVisible()
    button = stage.find(QPushButton, "finding_go")
    assert button.text() == "看这一户(&G)"
    button.click()
    assert (stage.visits, stage.households) == ([], [LINES[1].case_id])


def test_the_pack_is_written_for_what_is_asked(stage: SelfCheckStage) -> None:
    severity = stage.find(QComboBox, "selfcheck_severity")
    severity.setCurrentIndex(severity.findData("error"))
    stage.view.pack_requested.emit("/mnt/stick")
    stage.settle()
    ((folder, asked),) = stage.inspections.asked
    assert (str(folder), asked.severity) == ("/mnt/stick", Severity.ERROR)
    assert any("HQ-D00001" in sentence and "日志" in sentence for sentence in stage.said)
    assert stage.find(QPushButton, "write_pack").isEnabled()
