"""A sheet of paper typed in afterwards: the day first, then everything, in the order of the form."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from fieldsurvey.services.paper_order import paper_order
from tests.drivers.app import type_into
from tests.drivers.evidence import EvidencePage
from tests.drivers.wizard import WizardPage
from tests.integration.homes import Office, an_office
from tests.pictures import jpeg
from tests.ui.wizard_stage import WizardStage, wizard_at

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), tmp_path_factory.getbasetemp()) as made:
        yield made


def turn_to_paper(stage: WizardStage) -> None:
    """Alt+U."""
    stage.key(Qt.Key.Key_U, Qt.KeyboardModifier.AltModifier)
    button = stage.view.findChild(QPushButton, "paper_first")
    assert button is not None
    stage.wait_until(button.isChecked)
    stage.settle()


def fields_of(wizard: WizardPage) -> list[str]:
    """The fields of the page in view."""
    return [cell.field.id for cell in wizard.page.cells() if cell.isVisible()]


def test_the_day_is_asked_first_and_may_lie_behind(office: Office) -> None:
    view = office.l1.visits.start(None)
    visit = view.document["visits"][0]["row"]
    with wizard_at(office.l1, view.draft_id) as (stage, wizard):
        wizard.begin("姓名", "丁桂湘")
        turn_to_paper(stage)
        assert (wizard.step, wizard.writing) == (7, f"visits/{visit}/visited_on")
        type_into(stage.focus, "20261105")
        stage.key(Qt.Key.Key_Return)
        assert wizard.problem("入户·调查日期") == ""
        assert wizard.to_step(1).shown("姓名") == "丁桂湘"
    row = office.l1.visits.view(view.draft_id).document["visits"][0]
    assert (row["visited_on"], row["is_paper_first"]) == ("2026-11-05", True)


def test_everything_is_unfolded_in_the_order_of_the_form(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (stage, wizard):
        turn_to_paper(stage)
        shown = fields_of(wizard.to_step(1))
        assert {"bank", "hukou", "postcode"} <= set(shown)
        on_paper = [field for field in shown if field in paper_order()]
        assert on_paper == sorted(on_paper, key=paper_order().__getitem__)
        assert on_paper[:5] == ["filing_org", "file_type", "name", "sex", "ethnicity"]
        assert shown[: len(on_paper)] == on_paper
        members = fields_of(wizard.to_step(2).add("members"))
        assert members[:4] == ["name", "relation", "identity", "health"]
        assert "reimbursements" in wizard.to_step(4).page.sections


def test_a_visit_from_paper_is_gone_on_with_from_paper_and_can_be_turned_back(office: Office) -> None:
    view = office.l1.visits.start(None)
    address = f"visits/{view.document['visits'][0]['row']}/is_paper_first"
    office.l1.visits.answer(view.draft_id, address, value=True)
    with wizard_at(office.l1, view.draft_id) as (stage, wizard):
        assert "postcode" in fields_of(wizard)
        stage.press("paper_first")
        assert "postcode" not in fields_of(wizard)
    assert office.l1.visits.view(view.draft_id).document["visits"][0].get("is_paper_first") is None


def turn_at_once(stage: WizardStage) -> None:
    """Turns to paper before anything that is on its way has come."""
    button = stage.view.findChild(QPushButton, "paper_first")
    assert button is not None
    button.click()


def test_a_row_that_is_on_its_way_when_the_pages_are_made_anew_comes(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (stage, wizard):
        before = len(wizard.to_step(2).rows("members"))
        wizard.section("members").add_requested.emit("members")
        turn_at_once(stage)
        stage.settle()
        assert len(wizard.to_step(2).rows("members")) == before + 1


def test_files_that_are_taken_in_while_the_pages_are_made_anew_are_there(office: Office, tmp_path: Path) -> None:
    draft = office.l1.visits.start(None).draft_id
    photo = tmp_path / "a.jpg"
    photo.write_bytes(jpeg())
    with wizard_at(office.l1, draft) as (stage, wizard):
        panel = EvidencePage(wizard.to_step(6)).panel
        panel.files_chosen.emit([str(photo)], "household_booklet", "")
        turn_at_once(stage)
        stage.settle()
        pictures = EvidencePage(wizard.to_step(6))
        stage.settle()
        assert len(pictures.pictures) == 1
