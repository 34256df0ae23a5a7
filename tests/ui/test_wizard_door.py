"""Nobody was met: three key strokes record it and end the visit; nothing is asked of a household nobody spoke to."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent

from fieldsurvey.case.problems import problems
from fieldsurvey.clock import business_date
from tests.conftest import FixedClock
from tests.drivers.app import type_into
from tests.integration.homes import Office, an_office, visit
from tests.ui.wizard_stage import wizard_at
from ui.wizard.door import OUTCOMES

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), tmp_path_factory.getbasetemp()) as made:
        yield made


@pytest.mark.parametrize(("number", "outcome"), list(enumerate(OUTCOMES, start=1)))
def test_three_keys_record_what_happened_and_end_the_visit(office: Office, number: int, outcome: str) -> None:
    first = office.l1.visits.start(None).draft_id
    office.l1.visits.answer(first, "name", "丁桂湘")
    case = office.l1.visits.finish(first, later=True).case_id
    draft = office.l1.visits.start(case).draft_id
    with wizard_at(office.l1, draft) as (stage, _):
        stage.key(Qt.Key.Key_F9)
        stage.key(Qt.Key(Qt.Key.Key_0 + number))
        assert stage.finished == []
        assert OUTCOMES[outcome] in stage.text("door_told")
        stage.key(Qt.Key.Key_Return)
        assert stage.finished == [(case, False)]
    document = office.l1.cases.show(case).document
    assert document["visits"][-1]["outcome"] == outcome
    assert document["visits"][-1]["finding"] == f"14:02 {OUTCOMES[outcome]}"
    # Whoever has moved away or died is not to be visited again.
    status = document["status"]
    assert status["status"] == ("surveying" if outcome in ("absent", "refused") else "surveyed")
    assert office.l1.visits.open_drafts() == []


def test_a_new_household_that_was_not_met_is_not_reproached_for_everything(office: Office) -> None:
    draft = office.l1.visits.start(None)
    with wizard_at(office.l1, draft.draft_id) as (stage, wizard):
        wizard.write("姓名", "丁桂湘").begin("手机号码", "1390")
        stage.key(Qt.Key.Key_F9)
        stage.key(Qt.Key.Key_1)
        type_into(stage.focus, "邻居说回老家了")
        stage.key(Qt.Key.Key_Return)
        assert stage.finished
    document = office.l1.cases.show(draft.case_id).document
    assert document["visits"][0]["finding"] == "14:02 未遇:邻居说回老家了"
    assert document["mobile"] == "1390"
    open_points = problems(document, business_date(FixedClock()()))
    assert {point.address.rpartition("/")[2] for point in open_points} == {"mobile", "surveyor2"}


def test_esc_goes_back_to_the_field_and_records_nothing(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (stage, wizard):
        wizard.leave_for("家庭住址")
        stage.key(Qt.Key.Key_F9)
        assert stage.view.door.isVisible()
        stage.key(Qt.Key.Key_Escape)
        assert not stage.view.door.isVisible()
        assert wizard.writing == "home_address"
        assert stage.finished == []
    assert office.l1.visits.view(draft).document["visits"][0]["outcome"] == "met"


def test_where_no_visit_was_begun_it_says_what_to_do(office: Office) -> None:
    draft = office.hq.visits.start(visit(office.hq, name="丁桂湘")).draft_id
    with wizard_at(office.hq, draft) as (stage, _):
        stage.key(Qt.Key.Key_F9)
        stage.key(Qt.Key.Key_1)
        stage.key(Qt.Key.Key_Return)
        assert "第 7 步" in stage.message
        assert stage.finished == []


def test_an_outcome_chosen_on_the_page_is_kept_as_well(office: Office) -> None:
    case = visit(office.l1, name="丁桂湘")
    draft = office.l1.visits.start(case)
    office.l1.visits.answer(draft.draft_id, f"visits/{draft.document['visits'][-1]['row']}/outcome", "absent")
    assert office.l1.visits.finish(draft.draft_id, later=False).change_id


def test_wandering_through_the_answers_records_nothing(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (stage, _):
        stage.key(Qt.Key.Key_F9)
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Tab, Qt.Key.Key_Return):
            stage.key(key)
        assert stage.finished == []
        assert "还没有选结果" in stage.text("door_told")
        stage.key(Qt.Key.Key_Escape)
    assert office.l1.visits.view(draft).document["visits"][0]["outcome"] == "met"


def test_a_sentence_without_an_answer_is_asked_about(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (stage, _):
        stage.key(Qt.Key.Key_F9)
        stage.view.door.said.setFocus()
        type_into(stage.focus, "邻居说回老家了")
        stage.key(Qt.Key.Key_Return)
        assert stage.finished == []
        assert "还没有选结果" in stage.text("door_told")
        stage.key(Qt.Key.Key_3)
        assert stage.view.door.said.text() == "邻居说回老家了"
        stage.key(Qt.Key.Key_Return)
        assert len(stage.finished) == 1


def test_a_digit_held_down_chooses_and_writes_nothing(office: Office) -> None:
    draft = office.l1.visits.start(None).draft_id
    with wizard_at(office.l1, draft) as (stage, _):
        stage.key(Qt.Key.Key_F9)
        stage.key(Qt.Key.Key_4)
        window = stage.window.windowHandle()
        repeated = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, "4", autorep=True)
        QCoreApplication.sendEvent(window, repeated)
        assert stage.view.door.said.text() == ""
        type_into(stage.focus, "44号邻居说的")
        assert stage.view.door.said.text() == "44号邻居说的"


def test_what_an_earlier_visit_met_is_no_news_of_this_one(office: Office) -> None:
    first = office.l1.visits.start(None)
    row = first.document["visits"][0]["row"]
    office.l1.visits.answer(first.draft_id, f"visits/{row}/outcome", "absent")
    assert office.l1.visits.finish(first.draft_id, later=False).outcome == "未遇"
    again = office.l1.visits.start(first.case_id)
    begun = again.document["visits"][-1]["row"]
    office.l1.visits.remove_row(again.draft_id, "visits", begun, "")
    office.l1.visits.answer(again.draft_id, "remark", "补一句")
    assert office.l1.visits.finish(again.draft_id, later=False).outcome == ""
