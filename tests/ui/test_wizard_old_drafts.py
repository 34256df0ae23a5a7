"""A draft that outlives its questionnaire: nothing in it is lost, and what is no longer asked is still to be read."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from fieldsurvey.case.catalogue import CASE
from fieldsurvey.case.field import Sort
from fieldsurvey.case.ids import Address
from fieldsurvey.case.in_force import InForce
from fieldsurvey.case.old_answers import old_answers
from fieldsurvey.case.questions import SEED_QUESTIONS, Question
from fieldsurvey.services.draft_views import DraftView
from fieldsurvey.store import drafts
from tests.integration.homes import Office, an_office
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import wizard_at, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")


def in_force(*added: Question, retired: tuple[str, ...] = ()) -> InForce:
    """The shipped questions, some retired, with others added."""
    return InForce({}, (*(replace(each, is_retired=each.id in retired) for each in SEED_QUESTIONS), *added))


class LaterVisits(FakeVisits):
    """Visits in a home whose questionnaire has changed since."""

    now = in_force()

    def _view(self, draft_id: str) -> DraftView:
        return replace(super()._view(draft_id), in_force=self.now)


def test_answers_to_retired_questions_are_read_on_the_last_page_and_stay() -> None:
    visits = LaterVisits({"name": "丁桂湘", "outlook": "passive", "members": [{"row": "a", "name": "甲"}]})
    visits.now = in_force(retired=("outlook",))
    with wizard_over(visits) as (stage, wizard):
        labels = [cell.field.label for cell in wizard.to_step(7).page.cells()]
        assert "对脱困的看法" not in labels
        wizard.to_step(10)
        assert [line.texts for line in stage.view.review.old.table.lines] == [("对脱困的看法", "较被动")]
        assert stage.view.review.old.isVisible()
    assert visits.document["outlook"] == "passive"


def test_nothing_is_said_where_nothing_is_old() -> None:
    with wizard_over(FakeVisits({"name": "丁桂湘", "members": [{"row": "a", "name": "甲"}]})) as (stage, wizard):
        wizard.to_step(10)
        assert not stage.view.review.old.isVisible()


def test_an_option_that_is_gone_still_says_what_it_said() -> None:
    changed = Question("x_heat", "取暖", Sort.CODE, options=(("coal", "烧煤"),), step=5)
    visits = LaterVisits({"name": "丁桂湘", "x_heat": "wood"})
    visits.now = in_force(changed)
    with wizard_over(visits) as (_, wizard):
        assert wizard.to_step(5).shown("取暖") == "wood"
        wizard.leave_for("住房类型")
        assert "可选项" in wizard.problem("取暖")
    assert visits.answers == []


def test_a_question_that_has_come_is_asked_in_a_draft_that_is_older() -> None:
    visits = LaterVisits({"name": "丁桂湘"})
    visits.now = in_force(Question("x_heat", "取暖", Sort.TEXT, step=5))
    with wizard_over(visits) as (_, wizard):
        wizard.to_step(5).write("取暖", "烧煤").leave_for("住房类型")
    assert visits.document["x_heat"] == "烧煤"


def test_answers_of_another_edition_are_named_by_where_they_stand() -> None:
    document = {
        "name": "丁桂湘",
        "newer": {"gap": "later"},
        "members": [{"row": "a", "name": "甲", "shoe": "42"}],
        "pets": [{"row": "b", "kind": "猫"}],
        "kind": "case",
    }
    found = {each.address: (each.label, each.text) for each in old_answers(document, in_force())}
    assert found == {
        "newer": ("newer", "待补"),
        "members/a/shoe": ("成员1·shoe", "42"),
        "pets/b/kind": ("pets1·kind", "猫"),
    }


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office"), tmp_path_factory.getbasetemp()) as made:
        yield made


def test_a_real_draft_with_answers_at_unknown_places_is_gone_through_and_finished_whole(office: Office) -> None:
    """As an edition with more fields has left it, before the laptop was given this one."""
    view = office.l1.visits.start(None)
    row = view.document["members"][0]["row"]
    said = {"newer": "新版的回答", f"members/{row}/shoe": "42", "name": "丁桂湘"}
    with office.l1.seat.database.begin() as session:
        addressed = [(Address(address), value) for address, value in said.items()]
        drafts.answer(session, view.draft_id, addressed, office.l1.seat.stamp())
    assert CASE.find("newer") is None
    with wizard_at(office.l1, view.draft_id) as (stage, wizard):
        for step in (2, 5, 10):
            wizard.to_step(step)
        assert {line.texts for line in stage.view.review.old.table.lines} == {
            ("newer", "新版的回答"),
            ("成员1·shoe", "42"),
        }
        stage.press("finish")
        assert stage.finished
    document = office.l1.cases.show(view.case_id).document
    assert (document["newer"], document["members"][0]["shoe"]) == ("新版的回答", "42")
