"""Numbers of people in a visit: whole while they are written, covered afterwards, open while they are not right."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.case.codes import SEEDED, CodeRow
from fieldsurvey.case.in_force import SHIPPED
from fieldsurvey.services.draft_views import DraftView
from tests.drivers.app import type_into
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over
from ui.widgets.choice_line import ChoiceLine

pytestmark = pytest.mark.usefixtures("qapp")
NUMBER = "99010119710517096" + "6"


@pytest.fixture
def visits() -> FakeVisits:
    return FakeVisits({"name": "丁桂湘", "survey_no": "L1-000001"})


@pytest.fixture
def opened(visits: FakeVisits) -> Iterator[tuple[WizardStage, WizardPage]]:
    with wizard_over(visits) as both:
        yield both


def test_an_identity_number_is_grouped_while_written_and_masked_afterwards(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    _, wizard = opened
    wizard.begin("身份证件", NUMBER)
    assert wizard.shown("身份证件") == "990101 19710517 0966"
    wizard.leave_field()
    wizard.leave_for("家庭住址")
    assert visits.answers[-1] == ("identity", {"type": "id_card", "number": NUMBER})
    assert wizard.shown("身份证件") == "990101********0966"
    wizard.cell("身份证件").write()
    assert wizard.shown("身份证件") == "990101 19710517 0966"


class RelabelledVisits(FakeVisits):
    """Visits of an office that has sorts of identity documents of its own."""

    def _view(self, draft_id: str) -> DraftView:
        rows = [
            CodeRow("passport", "护照本"),
            CodeRow("x1", "军官证", names=("军官",)),
            CodeRow("none", is_retired=True),
        ]
        table = SEEDED["identity_type"].edited(rows)
        return replace(super()._view(draft_id), in_force=replace(SHIPPED, tables={table.id: table}))


@pytest.mark.parametrize(
    ("typed", "code", "label"),
    [
        ("户口本", "household_booklet", "户口簿"),
        ("hkb", "household_booklet", "户口簿"),
        ("军官", "x1", "军官证"),
        ("护照本", "passport", "护照本"),
    ],
)
def test_the_sort_of_an_identity_document_is_chosen_by_what_people_call_it(typed: str, code: str, label: str) -> None:
    visits = RelabelledVisits({"name": "丁桂湘"})
    with wizard_over(visits) as (stage, wizard):
        wizard.begin("身份证件", "8").leave_field()
        kind = stage.find(ChoiceLine, "identity_kind", wizard.cell("身份证件"))
        kind.selectAll()
        type_into(kind, typed)
        wizard.leave_for("家庭住址")
        assert visits.document["identity"] == {"type": code, "number": "8"}
        assert kind.text() == label


def test_a_sort_of_identity_document_that_is_chosen_no_more_is_still_read() -> None:
    visits = RelabelledVisits({"name": "丁桂湘", "identity": {"type": "none", "number": ""}})
    with wizard_over(visits) as (stage, wizard):
        assert stage.find(ChoiceLine, "identity_kind", wizard.cell("身份证件")).text() == "无"
        assert wizard.cell("身份证件").editor.value() == {"type": "none", "number": ""}


def test_a_telephone_number_is_covered_when_its_field_is_left(
    visits: FakeVisits, opened: tuple[WizardStage, WizardPage]
) -> None:
    _, wizard = opened
    wizard.begin("手机号码", "13900001234")
    assert wizard.shown("手机号码") == "13900001234"
    wizard.leave_for("工作单位")
    assert wizard.shown("手机号码") == "139****1234"
    assert visits.document["mobile"] == "13900001234"
    wizard.cell("手机号码").write()
    assert wizard.shown("手机号码") == "13900001234"
    wizard.leave_for("工作单位")
    assert visits.answers == [("mobile", "13900001234")]
    wizard.begin("手机号码", "1390000123").leave_for("工作单位")
    assert wizard.shown("手机号码") == "1390000123"
    wizard.press_key("手机号码", Qt.Key.Key_F7).press_key("手机号码", Qt.Key.Key_F7).leave_for("工作单位")
    assert visits.document["mobile"] == "1390000123"


def test_a_number_that_is_not_right_stays_open_and_has_no_tick(opened: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = opened
    wizard.begin("身份证件", "110105194912310029")
    stage.view.page(1).offer_all()  # type: ignore[union-attr]  # the page in view
    stage.settle()
    assert wizard.is_saved("身份证件")
    assert stage.text("cell_saved", wizard.cell("身份证件")) == ""
    wizard.leave_for("家庭住址")
    assert wizard.shown("身份证件") == "110105 19491231 0029"
    wizard.begin("身份证件", "11010519491231002X")
    wizard.leave_for("家庭住址")
    assert wizard.shown("身份证件") == "110105********002X"
