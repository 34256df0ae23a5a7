"""户的变动 in the window, over a real encrypted file: seen first, then done, by keyboard alone."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QRadioButton, QWidget

from fieldsurvey.case.document import ROW
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.evidence import Evidence
from fieldsurvey.services.life_events import LifeEvents
from tests.conftest import FixedClock
from tests.drivers.app import Stage, type_into
from tests.integration.seats import Desktop, begin_from, open_seat
from tests.ui.fakes import FakeEvidence, FakeVisits
from tests.ui.layout_checks import faults
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.theme import load_fonts
from ui.wizard.presenter import WizardPresenter
from ui.wizard.view import WizardView

pytestmark = pytest.mark.usefixtures("qapp")
ALT = Qt.KeyboardModifier.AltModifier


class EventStage(Stage):
    """The wizard over a real file, with one household of three open and another one finished."""

    def __init__(self, desktop: Desktop) -> None:
        load_fonts()
        self.desktop = desktop
        self.other = _family(desktop, "钱乙")
        self.case = _family(desktop, "赵甲")
        self.bugs: list[BaseException] = []
        window = MainWindow()
        self.errors: list[FieldSurveyError] = []
        super().__init__(window, Jobs(tell_error=self.errors.append, tell_bug=self.bugs.append))
        self.made_good: list[str] = []
        self.jobs.made_good.connect(self.made_good.append)
        notify = Notify()
        notify.said.connect(window.messages.say)
        self.view = WizardView()
        self.presenter = WizardPresenter(
            self.view, jobs=self.jobs, notify=notify, visits=desktop.visits,
            evidence=cast("Evidence", FakeEvidence(FakeVisits())),
            life_events=LifeEvents(desktop.seat), cases=desktop.cases, now=FixedClock(),
        )  # fmt: skip
        window.add_page(self.view)
        window.show_page(self.view)

    def open_events(self) -> None:
        self.presenter.start(self.case)
        self.settle()
        self.key(Qt.Key.Key_V, ALT)
        self.wait_until(self.view.events.isVisible)
        self.settle()

    def look(self) -> str:
        self.key(Qt.Key.Key_T, ALT)
        (outcome,) = self.view.events.findChildren(QWidget, "event_outcome")
        self.wait_until(outcome.isVisible)
        return self.find(QLabel, "event_lines").text()

    def do_it(self) -> None:
        self.key(Qt.Key.Key_D, ALT)
        self.wait_until(lambda: not self.view.events.isVisible())
        self.settle()


@pytest.fixture
def stage(tmp_path: Path, empty_database: Path, qapp: object) -> Iterator[EventStage]:
    begin_from(empty_database, tmp_path / "home")
    desktop = open_seat(tmp_path / "home", FixedClock())
    stage = EventStage(desktop)
    stage.show()
    try:
        yield stage
    finally:
        stage.jobs.close()
        stage.view.blockSignals(True)
        stage.close()
        desktop.close()
    assert not stage.bugs, stage.bugs


def _family(desktop: Desktop, name: str) -> str:
    draft = desktop.visits.start(None)
    desktop.visits.answer(draft.draft_id, "name", name)
    desktop.visits.answer(draft.draft_id, "sex", "1")
    for kin, relation in ((f"{name}妻", "12"), (f"{name}子", "20")):
        row = desktop.visits.add_row(draft.draft_id, "members")
        desktop.visits.answer(draft.draft_id, f"members/{row}/name", kin)
        desktop.visits.answer(draft.draft_id, f"members/{row}/relation", relation)
    item = desktop.visits.add_row(draft.draft_id, "income")
    desktop.visits.answer(draft.draft_id, f"income/{item}/type", "wage")
    desktop.visits.answer(draft.draft_id, f"income/{item}/member", row)
    desktop.visits.finish(draft.draft_id, later=False)
    return draft.case_id


def names(stage: EventStage) -> list[str]:
    view = stage.desktop.visits.start(stage.case)
    return [str(row.get("name") or view.document["name"]) for row in view.document["members"]]


def test_another_worker_by_keyboard(stage: EventStage) -> None:
    stage.open_events()
    chosen = stage.find(QComboBox, "new_worker")
    chosen.setFocus()
    QTest.keyClick(chosen, Qt.Key.Key_Home)
    assert chosen.currentText() == "赵甲妻"
    assert "建档职工由“赵甲”改为“赵甲妻”" in stage.look()
    stage.do_it()
    assert stage.view.step == 1
    assert stage.text("household") == "赵甲妻"
    assert stage.desktop.visits.start(stage.case).document["name"] == "赵甲妻"


def test_a_plan_goes_when_something_else_is_chosen(stage: EventStage) -> None:
    stage.open_events()
    stage.look()
    QTest.keyClick(stage.find(QCheckBox, "former_leaves"), Qt.Key.Key_Space)
    (outcome,) = stage.view.events.findChildren(QWidget, "event_outcome")
    assert not outcome.isVisible()


def test_a_member_leaves_for_a_household_of_their_own(stage: EventStage) -> None:
    stage.open_events()
    QTest.keyClick(stage.find(QRadioButton, "event:worker"), Qt.Key.Key_Right)
    son = next(box for box in stage.view.events.findChildren(QCheckBox) if box.isVisible() and box.text() == "赵甲子")
    QTest.keyClick(son, Qt.Key.Key_Space)
    worker = stage.find(QComboBox, "split_worker")
    QTest.keyClick(worker, Qt.Key.Key_End)
    assert "分出去 1 人:赵甲子" in stage.look()
    stage.do_it()
    assert names(stage) == ["赵甲", "赵甲妻"]
    assert {card.name for card in stage.desktop.visits.open_drafts()} == {"赵甲", "赵甲子"}


def _leaving(stage: EventStage) -> dict[str, QCheckBox]:
    stage.open_events()
    QTest.mouseClick(stage.find(QRadioButton, "event:split"), Qt.MouseButton.LeftButton)
    stage.settle()
    return {box.text(): box for box in stage.view.events.findChildren(QCheckBox) if box.isVisible()}


def _click(box: QCheckBox) -> None:
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))


def test_who_is_ticked_has_the_new_file_without_being_chosen_twice(stage: EventStage) -> None:
    boxes = _leaving(stage)
    _click(boxes["赵甲子"])
    stage.key(Qt.Key.Key_Tab)
    assert stage.focus is stage.find(QComboBox, "split_worker")
    assert "分出去 1 人:赵甲子;新户的建档职工是“赵甲子”" in stage.look()
    worker = stage.find(QComboBox, "split_worker")
    _click(boxes["赵甲妻"])
    assert [worker.itemText(number) for number in range(worker.count())] == ["赵甲妻", "赵甲子"]
    assert worker.currentText() == "赵甲子"
    _click(boxes["赵甲子"])
    assert worker.currentText() == "赵甲妻"
    assert "分出去 1 人:赵甲妻;新户的建档职工是“赵甲妻”" in stage.look()
    stage.do_it()
    assert "“工作台”的“没做完”里" in stage.message


def test_without_a_tick_one_is_told_to_tick(stage: EventStage) -> None:
    boxes = _leaving(stage)
    QTest.mouseClick(stage.find(QPushButton, "event_plan"), Qt.MouseButton.LeftButton)
    stage.settle()
    assert [str(error) for error in stage.errors] == ["不能这样分户:还没有勾选分出去的人。没有改动。"]
    assert stage.made_good == []
    _click(boxes["赵甲子"])
    stage.look()
    assert stage.made_good == [stage.errors[0].told]


def test_the_button_pressed_once_more_forgets_no_tick(stage: EventStage) -> None:
    boxes = _leaving(stage)
    _click(boxes["赵甲子"])
    stage.press("events")
    assert stage.view.events.kind == "split"
    assert boxes["赵甲子"].isChecked()


def test_another_household_comes_in(stage: EventStage) -> None:
    stage.open_events()
    first = stage.find(QRadioButton, "event:worker")
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(stage.find(QRadioButton, "event:split"), Qt.Key.Key_Right)
    search = stage.view.events.search
    search.setFocus()
    type_into(search, "钱乙")
    QTest.keyClick(search, Qt.Key.Key_Return)
    stage.wait_until(lambda: bool(stage.view.events.found.chosen_id))
    assert "家庭成员 3 人" in stage.look()
    stage.do_it()
    assert names(stage) == ["赵甲", "赵甲妻", "赵甲子", "钱乙", "钱乙妻", "钱乙子"]


def test_rows_go_to_another_member(stage: EventStage) -> None:
    stage.open_events()
    for kind in ("worker", "split", "merge"):
        QTest.keyClick(stage.find(QRadioButton, f"event:{kind}"), Qt.Key.Key_Right)
    (item,) = (box for box in stage.view.events.findChildren(QCheckBox) if box.isVisible())
    assert item.text() == "收入项目1 工资性收入(赵甲子)"
    QTest.keyClick(item, Qt.Key.Key_Space)
    assert "赵甲子 → 赵甲" in stage.look()
    stage.do_it()
    document = stage.desktop.visits.start(stage.case).document
    assert document["income"][0]["member"] == document["members"][0][ROW]


def test_escape_goes_back_and_does_nothing(stage: EventStage) -> None:
    stage.open_events()
    stage.look()
    stage.key(Qt.Key.Key_Escape)
    assert not stage.view.events.isVisible()
    assert names(stage) == ["赵甲", "赵甲妻", "赵甲子"]


@pytest.mark.parametrize("scale", [100, 160])
@pytest.mark.parametrize("kind", ["worker", "split", "merge", "move"])
def test_nothing_is_cut_off(stage: EventStage, kind: str, scale: int) -> None:
    stage.show(scale=scale)
    stage.open_events()
    stage.find(QRadioButton, f"event:{kind}").setChecked(True)
    stage.settle()
    assert faults(stage.window, (1093, 614)) == []
