"""Code tables, questionnaire and own fields: edited at headquarters, asked at the table after the next package."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldsurvey.case.questions import Question
from fieldsurvey.errors import InputError
from fieldsurvey.services.errors import NotAllowedError
from tests.integration.homes import Office, an_office, visit


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path, tmp_path_factory.getbasetemp()) as made:
        yield made


def test_what_headquarters_adds_is_asked_on_the_laptop_and_the_answer_comes_back(office: Office) -> None:
    field = office.hq.reference.new_field(
        "取暖方式", sort="code", options=(("gas", "燃气"), ("coal", "燃煤")), step=5, tier="table"
    )
    office.hq.reference.edit_code("health", "dust", "尘肺")
    draft = office.l1.visits.start(None)
    office.l1.visits.answer(draft.draft_id, "name", "张三")
    assert draft.in_force.catalogue.find(field.id) is None
    office.carry("hq", "l1")
    again = office.l1.visits.view(draft.draft_id)
    assert again.document["name"] == "张三"
    assert again.in_force.catalogue.field(field.id).label == "取暖方式"
    office.l1.visits.answer(draft.draft_id, field.id, "coal")
    office.l1.visits.answer(draft.draft_id, "health", "dust")
    office.l1.visits.finish(draft.draft_id, later=False)
    office.carry("l1", "hq")
    shown = office.hq.cases.show(draft.case_id)
    assert (shown.document[field.id], shown.document["health"]) == ("coal", "dust")
    assert ("取暖方式", "燃煤") in [(line.label, line.after) for line in shown.history]
    assert ("健康状况", "尘肺") in [(line.label, line.after) for line in shown.history]


def test_a_laptop_without_the_field_carries_it_untouched(office: Office) -> None:
    field = office.hq.reference.new_field("取暖方式", step=5)
    case = visit(office.hq, name="张三", **{field.id: "烧炕"})
    office.hq.assignments.assign([case], office.l1.seat.identity.device)
    office.carry("hq", "l1")
    # As a laptop of before the field would see it.
    assert visit(office.l1, case, mobile="13800005678") == case
    office.carry("l1", "hq")
    assert office.hq.cases.show(case).document[field.id] == "烧炕"


def test_after_a_new_sign_in_it_still_holds(office: Office) -> None:
    office.hq.reference.edit_code("health", "heart", "心脏病", is_retired=True)
    office.close("hq")
    table = next(table for table in office.hq.reference.code_tables() if table.id == "health")
    assert table.label_of("heart") == "心脏病"
    assert "heart" not in table.offered
    office.hq.reference.edit_code("health", "heart", "心脏病")
    table = next(table for table in office.hq.reference.code_tables() if table.id == "health")
    assert "heart" in table.offered


def test_only_headquarters_edits_and_what_cannot_be_is_refused(office: Office) -> None:
    with pytest.raises(NotAllowedError):
        office.l1.reference.edit_code("health", "dust", "尘肺")
    edit = office.hq.reference
    for bad in (
        ("nothing", "a", "甲"),
        ("health", "有空 格", "甲"),
        ("health", "dust", " "),
        ("health", "dust", "长" * 61),
    ):
        with pytest.raises(InputError):
            edit.edit_code(*bad)
    for about in ({"sort": "code"}, {"sort": "identity"}, {"list": "nowhere"}, {"options": (("a", "甲"), ("a", "乙"))}):
        with pytest.raises(InputError):
            edit.new_field("某项", **about)
    field = edit.new_field("某项", step=5)
    with pytest.raises(InputError, match="停用"):
        edit.edit_question(Question(field.id, "某项", sort=field.sort, list="members", step=5))
    assert edit.in_force().catalogue.field(field.id).label == "某项"


def test_saying_the_same_again_makes_no_change(office: Office) -> None:
    office.hq.reference.edit_code("health", "dust", "尘肺")
    before = office.hq.health.verify().lines
    office.hq.reference.edit_code("health", "dust", "尘肺")
    assert office.hq.health.verify().lines == before


def test_the_visit_says_which_questionnaire_was_asked(office: Office) -> None:
    office.hq.reference.edit_question(Question("outlook", "您觉得能脱困吗", sort="code", codes="outlook"))  # type: ignore[arg-type]  # as a window hands it over
    office.carry("hq", "l1")
    case = visit(office.l1, name="张三", outlook="confident")
    (said,) = office.l1.cases.show(case).document["visits"]
    assert said["questionnaire"] == office.hq.reference.in_force().questionnaire
    assert said["questionnaire"] != office.l2.reference.in_force().questionnaire
