"""Several doors open at once: one goes from one to the other in the middle of a word, and nothing is lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from fieldsurvey.services.draft_views import DraftCard
from tests.drivers.wizard import WizardPage
from tests.integration.homes import Office, an_office
from tests.ui.fakes import DRAFT_ID, FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_at, wizard_over
from ui.wizard.stairs import DoorList, door_of

pytestmark = pytest.mark.usefixtures("qapp")
CONTROL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), tmp_path_factory.getbasetemp()) as made:
        yield made


@pytest.fixture
def doors(office: Office) -> Iterator[tuple[WizardStage, WizardPage, list[str]]]:
    drafts = []
    for door, name in ((501, "丁桂湘"), (502, "蒲少川"), (1001, "尹小舟")):
        draft = office.l1.visits.start(None).draft_id
        office.l1.visits.answer(draft, "name", name)
        office.l1.visits.answer(draft, "home_address", f"河沿街 3号楼2单元{door}")
        drafts.append(draft)
    with wizard_at(office.l1, drafts[0]) as (stage, wizard):
        yield stage, wizard, drafts


def shown_doors(stage: WizardStage) -> list[str]:
    """What the list of doors offers."""
    listed = stage.find(QComboBox, "doors")
    return [listed.itemText(number) for number in range(listed.count())]


@pytest.mark.parametrize(
    ("address", "door"),
    [
        ("河沿街 3号楼2单元501", "2单元501"),
        ("河沿街 88 号", "88 号"),
        ("河沿街 88 号 3 楼 501室", "3 楼 501室"),
        ("青河区某某新村东头第一家", "某新村东头第一家"),
        ("", ""),
    ],
)
def test_a_door_is_known_by_the_end_of_its_address(address: str, door: str) -> None:
    assert door_of(address) == door


def test_nine_comes_before_ten() -> None:
    doors = DoorList()
    doors.show_doors([DraftCard(str(n), "", "", "", f"河沿街 {n}", 1, "", "") for n in (10, 9, 101)], "9")
    assert [doors.itemData(number) for number in range(doors.count())] == ["9", "10", "101"]


def test_the_doors_are_offered_only_where_there_are_several(
    doors: tuple[WizardStage, WizardPage, list[str]],
) -> None:
    stage, _, _ = doors
    assert shown_doors(stage) == ["2单元501 丁桂湘", "2单元502 蒲少川", "2单元1001 尹小舟"]
    with wizard_over(FakeVisits({"name": "丁桂湘"})) as (alone, _):
        assert not alone.view.doors.isVisible()


def test_one_turns_in_the_middle_of_a_word_and_finds_both_as_they_were(
    doors: tuple[WizardStage, WizardPage, list[str]], office: Office
) -> None:
    stage, wizard, drafts = doors
    wizard.begin("工作单位", "云州轴承")
    stage.key(Qt.Key.Key_Tab, CONTROL)
    assert stage.text("household") == "蒲少川"
    assert office.l1.visits.view(drafts[0]).document["employer_name"] == "云州轴承"
    wizard.to_step(5).begin("存款与证券", "300")
    stage.key(Qt.Key.Key_Left, ALT)
    assert stage.text("household") == "丁桂湘"
    assert (wizard.step, wizard.writing, wizard.shown("工作单位")) == (1, "employer_name", "云州轴承")
    assert isinstance(stage.focus, QLineEdit)
    # A stray key must not wipe out what stands there.
    assert stage.focus.selectedText() == ""
    stage.key(Qt.Key.Key_Right, ALT)
    assert (wizard.step, wizard.writing, wizard.shown("存款与证券")) == (5, "savings", "300.00")
    stage.key(Qt.Key.Key_Tab, CONTROL | SHIFT)
    assert stage.text("household") == "丁桂湘"
    assert "savings" not in office.l1.visits.view(drafts[0]).document


def test_what_is_typed_while_the_other_door_opens_stays_with_its_own_household(
    doors: tuple[WizardStage, WizardPage, list[str]], office: Office
) -> None:
    stage, wizard, drafts = doors
    wizard.begin("工作单位", "x")
    stage.view.doors.chosen.emit(drafts[1])
    for _ in range(30):
        if stage.text("household") == "丁桂湘":
            QTest.keyClick(stage.focus, Qt.Key.Key_Y)
            stage.wait_until(lambda: True)
    stage.settle()
    typed = office.l1.visits.view(drafts[0]).document["employer_name"]
    assert typed == "x" + "y" * (len(typed) - 1)
    assert len(typed) > 1
    assert "employer_name" not in office.l1.visits.view(drafts[1]).document


@pytest.mark.parametrize(
    ("pressed", "left"), [("remove", [None]), ("add", [None, "丁小舟", None]), ("restore", [None, "丁小舟"])]
)
def test_a_row_that_comes_or_goes_while_the_other_door_opens_stays_with_its_own_household(
    pressed: str, left: list[str | None]
) -> None:
    visits = FakeVisits({"name": "丁桂湘", "members": [{"row": "m1"}]}, page=2)
    visits.documents["other"] = {"name": "蒲少川", "members": [{"row": "n1"}]}
    with wizard_over(visits) as (stage, wizard):
        wizard.add("members").write("成员·姓名", "丁小舟")
        section = wizard.section("members")
        row = section.row_id
        if pressed == "restore":
            wizard.remove("members")
            visits.removed.clear()
        visits.gate.clear()
        stage.view.doors.go(1)
        stage.wait_until(lambda: visits.met == "view")
        {
            "remove": lambda: section.remove_requested.emit("members", row, ""),
            "add": lambda: section.add_requested.emit("members"),
            "restore": lambda: section.restore_requested.emit("members", row),
        }[pressed]()
        visits.gate.set()
        stage.settle()
        assert stage.text("household") == "蒲少川"
        assert len(wizard.to_step(2).rows("members")) == 1
        buttons = wizard.section("members").findChildren(QPushButton)
        assert not [each for each in buttons if each.objectName().startswith("restore:")]
    assert [member.get("name") for member in visits.documents[DRAFT_ID]["members"]] == left
    assert visits.documents["other"]["members"] == [{"row": "n1"}]


def test_one_stays_where_something_could_not_be_saved() -> None:
    visits = FakeVisits({"name": "丁桂湘"})
    visits.documents["other"] = {"name": "蒲少川"}
    with wizard_over(visits) as (stage, wizard):
        visits.failing = {"answer"}
        wizard.begin("工作单位", "云州轴承")
        stage.view.doors.go(1)
        stage.settle()
        assert stage.text("household") == "丁桂湘"
        assert "没能存下" in stage.message
        visits.failing = set()
        stage.key(Qt.Key.Key_S, CONTROL)
        assert stage.message == ""
        stage.view.doors.go(1)
        stage.settle()
        assert stage.text("household") == "蒲少川"


def test_a_door_that_was_closed_elsewhere_is_offered_no_more(
    doors: tuple[WizardStage, WizardPage, list[str]], office: Office
) -> None:
    stage, wizard, drafts = doors
    office.l1.visits.discard(drafts[1])
    stage.view.doors.go(1)
    stage.settle()
    assert stage.text("household") == "丁桂湘"
    assert len(shown_doors(stage)) == 2
    stage.key(Qt.Key.Key_Tab, CONTROL)
    assert stage.text("household") == "尹小舟"
    assert wizard.step == 1
