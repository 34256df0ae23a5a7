"""基础数据 in the window, over a real encrypted file: what headquarters edits is there at once, and shown as asked."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from fieldsurvey.case.field import Sort
from fieldsurvey.case.in_force import table_record
from fieldsurvey.case.kinds import Desk
from fieldsurvey.services.determinations import Determinations
from fieldsurvey.services.form_templates import FormTemplates
from fieldsurvey.services.local_standards import LocalStandards
from fieldsurvey.services.redecisions import Redecisions
from fieldsurvey.services.reference import LONGEST_LABEL, Reference
from fieldsurvey.services.rule_sets import RuleSets
from fieldsurvey.store import folding
from tests.conftest import FixedClock
from tests.drivers.app import Stage, type_into
from tests.integration.seats import Desktop, begin_from, open_seat
from tests.ui.layout_checks import faults
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.screens.reference.presenter import ReferencePresenter, field_places, question_places, sorts, tiers
from ui.screens.reference.rules_presenter import RulesPresenter
from ui.screens.reference.standards_presenter import StandardsPresenter, items
from ui.screens.reference.view import ReferenceView
from ui.theme import dress, load_fonts
from ui.wizard.cell import FieldCell

pytestmark = pytest.mark.usefixtures("qapp")


class ReferenceStage(Stage):
    """The screen alone in a window."""

    def __init__(self, desktop: Desktop) -> None:
        load_fonts()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        dress(application, 100)  # As in the program: before anything is made.
        self.bugs: list[BaseException] = []
        window = MainWindow()
        notify = Notify()
        super().__init__(window, Jobs(tell_error=notify.error, tell_bug=self.bugs.append))
        notify.said.connect(window.messages.say)
        self.desktop = desktop
        self.reference = Reference(desktop.seat)
        self.view = ReferenceView(
            can_edit=desktop.seat.at_headquarters, can_decide=desktop.seat.at_headquarters,
            standard_items=items(), sorts=sorts(), question_places=question_places(),
            field_places=field_places(), tiers=tiers(), preview=FieldCell,
        )  # fmt: skip
        self.templates = FormTemplates(desktop.seat)
        self.presenter = ReferencePresenter(
            self.view, jobs=self.jobs, notify=notify, reference=self.reference, templates=self.templates
        )
        self.standards, self.rule_sets = LocalStandards(desktop.seat), RuleSets(desktop.seat)
        self.determinations = Determinations(desktop.seat)
        shared: dict[str, Any] = {"jobs": self.jobs, "notify": notify, "in_force": self.reference.in_force}
        redecisions = Redecisions(desktop.seat, self.determinations)
        self.others = (
            StandardsPresenter(self.view.standards, standards=self.standards, redecisions=redecisions, **shared),
            RulesPresenter(self.view.rules, rule_sets=self.rule_sets, **shared),
        )
        window.add_page(self.view)
        window.show_page(self.view)

    def come(self, tab: int = 0) -> None:
        self.show()
        for presenter in (self.presenter, *self.others):
            presenter.refresh()
        self.view.tabs.setCurrentIndex(tab)
        self.settle()

    def write(self, name: str, text: str) -> None:
        line = self.find(QWidget, name)
        line.setFocus()
        if isinstance(line, QLineEdit | QPlainTextEdit):
            line.selectAll()
        type_into(line, text)

    def choose(self, name: str, data: str | int) -> None:
        box = self.find(QComboBox, name)
        box.setCurrentIndex(box.findData(data))

    def offered(self, table: str) -> list[str]:
        (found,) = [each for each in self.reference.code_tables() if each.id == table]
        return list(found.offered.values())


MakeStage = Callable[[Desk], ReferenceStage]


@pytest.fixture
def make_stage(tmp_path: Path, empty_database: Path) -> Iterator[MakeStage]:
    made: list[tuple[ReferenceStage, Desktop]] = []

    def make(desk: Desk) -> ReferenceStage:
        begin_from(empty_database, tmp_path / desk)
        desktop = open_seat(tmp_path / desk, FixedClock(), desk=desk)
        stage = ReferenceStage(desktop)
        made.append((stage, desktop))
        return stage

    yield make
    for stage, desktop in made:
        stage.jobs.close()
        stage.close()
        desktop.close()
        assert not stage.bugs, stage.bugs


@pytest.fixture
def stage(make_stage: MakeStage) -> ReferenceStage:
    return make_stage(Desk.HEADQUARTERS)


def test_a_code_is_added_renamed_moved_and_retired(stage: ReferenceStage) -> None:
    stage.come()
    stage.write("table_search", "住房类型")
    stage.settle()
    stage.write("code_new", "廉租房")
    QTest.keyClick(stage.focus, Qt.Key.Key_Return)
    stage.settle()
    assert stage.offered("housing")[-1] == "廉租房"
    stage.write("code_label", "廉租住房")
    stage.write("code_names", "廉租屋、 公租")
    stage.press("code_rename")
    stage.press("code_up")
    assert stage.offered("housing")[-2] == "廉租住房"
    shown = [line.texts for line in stage.view.codes.codes.table.lines if line.texts[0] == "廉租住房"]
    assert [texts[3] for texts in shown] == ["廉租屋、公租"]
    stage.press("code_retire")
    assert "廉租住房" not in stage.offered("housing")
    assert [line.texts[2] for line in stage.view.codes.codes.table.lines if line.texts[0] == "廉租住房"] == ["停用"]
    stage.press("code_retire")
    assert "廉租住房" in stage.offered("housing")


def test_a_code_that_is_only_renamed_keeps_the_names_that_ship(stage: ReferenceStage) -> None:
    stage.come()
    stage.write("table_search", "工作状态")
    stage.settle()
    stage.view.codes.codes.choose("laid_off")
    stage.write("code_label", "下岗职工")
    stage.press("code_rename")
    with stage.desktop.seat.database.begin() as session:
        record = folding.document_of(session, "code_table", table_record("work_status")) or {}
    (row,) = record["codes"]
    assert (row["label"], "names" in row) == ("下岗职工", False)
    assert stage.reference.in_force().table("work_status").names["laid_off"] == ("下岗", "待岗")


def test_a_name_of_another_code_is_refused_in_words(stage: ReferenceStage) -> None:
    stage.come()
    stage.write("table_search", "工作状态")
    stage.settle()
    stage.view.codes.codes.choose("unemployed")
    stage.write("code_names", "失业、下岗")
    stage.press("code_rename")
    assert "“下岗”已经是“下(待)岗”" in stage.message
    assert stage.reference.in_force().table("work_status").find("下岗") == "laid_off"


def test_a_label_may_be_as_long_as_it_can_be_kept_and_names_longer_together(stage: ReferenceStage) -> None:
    stage.come()
    stage.write("table_search", "工作状态")
    stage.settle()
    stage.view.codes.codes.choose("laid_off")
    stage.write("code_label", "长" * LONGEST_LABEL)
    stage.write("code_names", "、".join(f"{number}" + "别" * 50 for number in range(5)))
    stage.press("code_rename")
    table = stage.reference.in_force().table("work_status")
    assert (table.labels["laid_off"], len(table.names["laid_off"])) == ("长" * LONGEST_LABEL, 5)
    for line in ("code_label", "code_new"):
        before = stage.find(QLineEdit, line).text()
        stage.write(line, "长" * (LONGEST_LABEL + 1))
        assert stage.find(QLineEdit, line).text() == before
        assert f"最多 {LONGEST_LABEL} 字" in stage.message


def test_what_is_wrong_is_said(stage: ReferenceStage) -> None:
    stage.come()
    stage.write("table_search", "住房类型")
    stage.settle()
    stage.write("code_new", stage.offered("housing")[0])
    stage.press("code_add")
    assert "已经有" in stage.message


def test_an_own_field_is_seen_as_a_laptop_will_ask_it(stage: ReferenceStage) -> None:
    stage.come(2)
    panel = stage.view.fields
    stage.write("question_label", "技能培训意愿")
    stage.choose("question_sort", "code")
    stage.write("question_options", "愿意\n不愿意")
    stage.choose("question_place", "members")
    stage.settle()
    preview = stage.find(FieldCell, "cell:x_new", panel)
    assert [text for _, text in preview.codes] == ["愿意", "不愿意"]
    stage.press("question_save", panel)
    (made,) = [each for each in stage.reference.in_force().questions if each.label == "技能培训意愿"]
    assert (made.sort, made.list, made.options) == (Sort.CODE, "members", (("1", "愿意"), ("2", "不愿意")))
    assert [line.texts[0] for line in panel.list.table.lines] == ["技能培训意愿"]
    stage.press("question_retire", panel)
    (made,) = [each for each in stage.reference.in_force().questions if each.label == "技能培训意愿"]
    assert made.is_retired
    assert stage.find(QPushButton, "question_retire", panel).text().startswith("恢复")


def test_a_shipped_question_keeps_its_type_and_may_have_other_words(stage: ReferenceStage) -> None:
    stage.come(1)
    panel = stage.view.questions
    panel.list.choose("outlook")
    stage.settle()
    assert not stage.find(QComboBox, "question_sort", panel).isEnabled()
    before = stage.reference.in_force().questionnaire
    stage.write("question_label", "您怎么看脱困")
    stage.press("question_save", panel)
    assert stage.reference.in_force().catalogue.field("outlook").label == "您怎么看脱困"
    assert stage.reference.in_force().questionnaire != before
    stage.press("question_up", panel)
    assert stage.reference.in_force().questions[0].id == "outlook"


def test_tabs_and_the_way_back_have_keys(stage: ReferenceStage) -> None:
    left: list[bool] = []
    stage.view.closed.connect(lambda: left.append(True))
    stage.come()
    for key, tab in ((Qt.Key.Key_W, 1), (Qt.Key.Key_F, 2), (Qt.Key.Key_C, 0)):
        stage.key(key, Qt.KeyboardModifier.AltModifier)
        assert stage.view.tabs.currentIndex() == tab
    stage.key(Qt.Key.Key_Escape)
    assert left == [True]


def test_a_laptop_only_looks(make_stage: MakeStage) -> None:
    stage = make_stage(Desk.LAPTOP)
    for tab in range(3):
        stage.come(tab)
        shown = [each.objectName() for each in stage.view.findChildren(QPushButton) if each.isVisible()]
        assert [name for name in shown if name.startswith(("code_", "question_"))] == []


@pytest.mark.parametrize("tab", [0, 1, 2])
@pytest.mark.parametrize("desk", [Desk.HEADQUARTERS, Desk.LAPTOP])
def test_nothing_is_cut_off(make_stage: MakeStage, tab: int, desk: Desk) -> None:
    stage = make_stage(desk)
    stage.come(tab)
    assert faults(stage.window, (1093, 614)) == []
