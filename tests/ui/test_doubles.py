"""一户多档 in a window over a real encrypted file: found, settled, taken back, merged; readable at every size."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from fieldsurvey.case.kinds import Desk
from fieldsurvey.services.doubles import Doubles
from fieldsurvey.services.life_events import LifeEvents
from tests.conftest import FixedClock
from tests.drivers.app import Stage, type_into
from tests.integration.seats import Desktop, open_seat
from tests.ui.layout_checks import faults
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.screens.comparison.doubles_presenter import DoublesPresenter
from ui.screens.comparison.doubles_view import DoublesView
from ui.theme import dress, load_fonts

pytestmark = pytest.mark.usefixtures("qapp")
HOME = "青河区纺织东路3号院2单元501室"
SON = {"name": "王小明", "relation": "20", "identity": {"type": "id_card", "number": "34052419800101001X"}}
MOTHER: dict[str, Any] = {"identity": {"type": "id_card", "number": "11010519491231002X"}, "birth_date": "1949-12-31"}


class DoublesStage(Stage):
    """The panel alone in a window, over three households: one with two files, one that shares a son."""

    def __init__(self, desktop: Desktop) -> None:
        load_fonts()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dress(application, 100)  # As in the program: before anything is made.
        self.bugs: list[BaseException] = []
        window, notify = MainWindow(), Notify()
        super().__init__(window, Jobs(tell_error=notify.error, tell_bug=self.bugs.append))
        notify.said.connect(window.messages.say)
        self.desktop = desktop
        told = {"name": "王桂兰", "home_address": HOME, "mobile": "13800001234", **MOTHER}
        self.mother = self._recorded(told, SON)
        self.again = self._recorded({**told, "home_address": "青河区印染一巷7号"})
        self.aunt = self._recorded({"name": "李建国"}, {**SON, "relation": "99"})
        self._recorded({"name": "王桂蓝", "birth_date": "1949-12-31", "home_address": HOME})
        self.view = DoublesView(can_settle=True)
        self.presenter = DoublesPresenter(
            self.view,
            jobs=self.jobs,
            notify=notify,
            doubles=Doubles(desktop.seat),
            life_events=LifeEvents(desktop.seat),
        )
        window.add_page(self.view)
        window.show_page(self.view)

    def _recorded(self, told: dict[str, Any], *members: dict[str, Any]) -> str:
        visits = self.desktop.visits
        draft = visits.start(None)
        for address, value in told.items():
            visits.answer(draft.draft_id, address, value)
        for member in members:
            visits.add_row(draft.draft_id, "members", member)
        visits.finish(draft.draft_id, later=False)
        return draft.case_id

    def search(self) -> None:
        self.show()
        self.press("doubles_search")

    def lines(self) -> list[tuple[str, ...]]:
        return [line.texts[:1] + line.texts[2:4] for line in self.view.pairs.table.lines]

    def choose(self, situation: str) -> None:
        self.view.pairs.choose(next(line.id for line in self.view.pairs.table.lines if line.texts[0] == situation))
        self.settle()


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[DoublesStage]:
    desktop = open_seat(tmp_path / "hq", FixedClock(), desk=Desk.HEADQUARTERS)
    made = DoublesStage(desktop)
    yield made
    made.jobs.close()
    made.close()
    desktop.close()
    assert not made.bugs, made.bugs


def test_pairs_are_settled_one_after_the_other_and_the_last_step_is_taken_back(stage: DoublesStage) -> None:
    stage.search()
    assert [texts[0] for texts in stage.lines()] == ["证件号相同", "两户都计入", "疑似同一人", "疑似同一人"]
    stage.choose("两户都计入")
    assert stage.find(QPushButton, "doubles_in_one").isEnabled()
    stage.press("doubles_in_one")
    assert "两户都计入" not in [texts[0] for texts in stage.lines()]
    assert [row.get("counts_in_household") for row in stage.desktop.document(stage.aunt)["members"]][1:] == [False]
    stage.press("doubles_undo")
    assert stage.desktop.document(stage.aunt)["members"][1]["counts_in_household"] is True

    stage.choose("疑似同一人")
    assert not stage.find(QPushButton, "doubles_apart").isEnabled()
    why = stage.find(QLineEdit, "doubles_why")
    why.setFocus()
    type_into(why, "是姐妹,已看两人的身份证")
    QTest.keyClick(why, Qt.Key.Key_Tab)
    stage.press("doubles_apart")
    assert [texts[0] for texts in stage.lines()] == ["证件号相同", "两户都计入", "疑似同一人"]
    stage.press("doubles_search")
    assert len(stage.lines()) == 3


def test_what_is_covered_is_shown_in_full_when_it_is_asked_for(stage: DoublesStage) -> None:
    stage.search()
    stage.choose("证件号相同")
    shown = [stage.text(f"doubles:{part}:{side}") for part in ("number", "birth_date") for side in ("one", "same")]
    assert shown == ["110105********002X", "相同", "1949-**-**", "相同"]
    stage.press("doubles_reveal")
    assert stage.text("doubles:birth_date:other") == "1949-12-31"
    assert stage.text("doubles:number:one") == MOTHER["identity"]["number"]
    stage.choose("两户都计入")
    stage.choose("证件号相同")
    assert stage.text("doubles:birth_date:other") == "1949-**-**"


def test_a_household_with_two_files_becomes_one_after_its_plan_was_read(stage: DoublesStage) -> None:
    stage.search()
    stage.choose("证件号相同")
    assert not stage.find(QPushButton, "doubles_in_one").isEnabled()
    stage.press("doubles_merge")
    stage.press("question_yes")
    assert "证件号相同" not in [texts[0] for texts in stage.lines()]
    assert {stage.desktop.document(case).get("merged_into") for case in (stage.mother, stage.again)} - {None} <= {
        stage.mother,
        stage.again,
    }
    assert Doubles(stage.desktop.seat).of_case(stage.mother) != []


@pytest.mark.parametrize("scale", [100, 160])
def test_nothing_is_cut_at_the_smallest_window(stage: DoublesStage, scale: int) -> None:
    stage.show(scale=scale)
    stage.press("doubles_search")
    assert faults(stage.window, (1093, 614)) == []
