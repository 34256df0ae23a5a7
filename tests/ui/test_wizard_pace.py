"""Two hundred people under one roof: the window looks at the keyboard ten times a second, whatever it shows."""

import time
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.wording import explained
from tests.drivers.app import Stage
from tests.drivers.pace import Watchdog, big_household, slowness
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import DRAFT_ID, FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")
FRAME_S = 0.1
OPENING_S = 0.3
SUMS_S = 0.05


@pytest.fixture
def opened() -> Iterator[tuple[WizardStage, WizardPage]]:
    with wizard_over(FakeVisits(big_household())) as both:
        yield both


def typed(stage: Stage, keys: str) -> None:
    """Types key after key in the middle of everything else that the window does."""
    left = list(keys)

    def types() -> bool:
        if left:
            QTest.keyClick(stage.focus, Qt.Key(ord(left.pop(0).upper())))
        return not left

    stage.wait_until(types)
    stage.settle()


def test_the_watchdog_sees_a_window_that_is_kept_busy(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, _ = opened
    done: list[bool] = []

    def work() -> None:
        end = time.thread_time() + FRAME_S
        while time.thread_time() < end:
            sum(range(1000))
        done.append(True)

    with Watchdog() as dog:
        QTimer.singleShot(0, work)
        stage.wait_until(lambda: bool(done))
    assert dog.longest_s >= FRAME_S


def test_a_visit_to_two_hundred_people_opens_at_once() -> None:
    visits = FakeVisits(big_household(), page=2)
    with wizard_over(visits) as (stage, wizard):
        stage.press("leave")
        with Watchdog() as dog:
            began = time.thread_time()
            stage.presenter.resume(DRAFT_ID)
            stage.settle()
            took = time.thread_time() - began
        assert len(wizard.rows("members")) == 200
        assert took < OPENING_S * slowness()
        assert dog.longest_s < FRAME_S * slowness()


def test_every_page_turns_within_a_frame(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, _ = opened
    slow: dict[int, float] = {}
    for step in (*STEPS, *STEPS):
        with Watchdog() as dog:
            stage.view.step_requested.emit(step)
            stage.settle()
        slow[step] = max(slow.get(step, 0.0), dog.longest_s)
    assert max(slow.values()) < FRAME_S * slowness(), slow


def test_typing_among_two_hundred_members_is_never_held_up(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    with Watchdog() as dog:
        wizard.to_step(2).choose_row("members", 200)
        wizard.cell("成员·姓名").write()
        typed(stage, "zhang san")
        wizard.leave_for("成员·身份证件")
        typed(stage, "990101197105170966")
        wizard.leave_for("成员·与本人关系")
        typed(stage, "n")
        wizard.leave_for("成员·姓名").add("members")
        typed(stage, "li si")
        wizard.to_step(3).choose_row("income", 50).leave_for("收入项目·十二个月金额")
        typed(stage, "1617")
        wizard.to_step(10)
    assert dog.longest_s < FRAME_S * slowness()


def test_the_sum_follows_each_answer_at_once(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    stage.key(Qt.Key.Key_F4)
    wizard.to_step(3)
    began = time.thread_time()
    document = {**big_household(), "income": []}
    stage.view.show_sums(document, stage.view.catalogue, explained(judge(document, RuleBook(), date(2026, 11, 23))))
    assert time.thread_time() - began < SUMS_S * slowness()
    assert stage.view.panel.isVisible()


def test_a_list_of_two_hundred_needs_no_two_hundred_editors(opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    assert len(wizard.to_step(2).section("members").findChildren(QWidget)) < 200
