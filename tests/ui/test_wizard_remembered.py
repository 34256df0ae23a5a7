"""What one household has named is offered to the next; what is typed counts unless an arrow chose something else."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from tests.drivers.wizard import WizardPage
from tests.integration.homes import Office, an_office, visit
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")
EMPLOYERS = ["云州轴承总厂", "云州纺织厂", *(f"云州第{number}分厂" for number in range(40))]


@pytest.fixture
def opened() -> Iterator[tuple[WizardStage, WizardPage, FakeVisits]]:
    visits = FakeVisits({"name": "丁桂湘"})
    visits.texts = {"employer": EMPLOYERS, "bank": ["云州农商银行"]}
    with wizard_over(visits) as (stage, wizard):
        yield stage, wizard, visits


def offered(stage: WizardStage) -> list[str]:
    """The texts in the list that is open."""
    listed = stage.window.findChild(QListView, "choices")
    if listed is None or not listed.isVisible():
        return []
    model = listed.model()
    return [str(model.index(number, 0).data()) for number in range(model.rowCount())]


def test_an_employer_is_found_by_initials_and_chosen_with_an_arrow(
    opened: tuple[WizardStage, WizardPage, FakeVisits],
) -> None:
    stage, wizard, visits = opened
    wizard.begin("工作单位", "yzzc")
    assert offered(stage) == ["云州轴承总厂"]
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Return)
    assert visits.document["employer_name"] == "云州轴承总厂"
    assert wizard.writing == "work_status"


def test_what_is_typed_counts_and_is_never_completed_by_itself(
    opened: tuple[WizardStage, WizardPage, FakeVisits],
) -> None:
    stage, wizard, visits = opened
    wizard.begin("工作单位", "云州")
    assert len(offered(stage)) == 20
    stage.key(Qt.Key.Key_Return)
    assert visits.document["employer_name"] == "云州"
    wizard.write("工作单位", "云州轴承")
    assert visits.document["employer_name"] == "云州轴承"


def test_a_text_that_is_offered_others_is_still_typed_in_chinese(
    opened: tuple[WizardStage, WizardPage, FakeVisits],
) -> None:
    stage, wizard, visits = opened
    wizard.begin("工作单位", "")
    assert stage.focus.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    wizard.write("工作单位", "纺织")
    assert visits.document["employer_name"] == "纺织"


def test_banks_are_offered_too(opened: tuple[WizardStage, WizardPage, FakeVisits]) -> None:
    stage, wizard, visits = opened
    wizard.unfold().begin("银行卡", "yzns")
    stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Return)
    wizard.leave_for("姓名")
    assert visits.document["bank"]["bank"] == "云州农商银行"


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), tmp_path_factory.getbasetemp()) as made:
        yield made


def test_a_home_remembers_the_most_frequent_first(office: Office) -> None:
    for number, employer in enumerate(["云州纺织厂", "云州轴承总厂", "云州轴承总厂"]):
        bank = {"bank": "云州农商银行", "holder": "某", "number": "1"}
        visit(office.l1, name=f"户{number}", employer_name=employer, bank=bank)
    found = office.l1.visits.remembered()
    assert found["employer"] == ["云州轴承总厂", "云州纺织厂"]
    assert found["bank"] == ["云州农商银行"]
    assert found["unit"] == ["某旗总工会"]
