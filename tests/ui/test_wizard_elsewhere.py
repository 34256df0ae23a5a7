"""A number that another household has as well is pointed out at its field and on the last page, and goes with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.homes import Office, an_office, visit
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import wizard_at, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")

MOTHER, SON = "11010519491231002X", "34052419800101001X"
HELD = ["L1-000020(王某)"]
TOLD = "这个号码已在 L1-000020(王某)那一户,请核对"


@pytest.fixture
def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Headquarters and two laptops."""
    with an_office(tmp_path / "homes", tmp_path_factory.getbasetemp()) as found:
        yield found


def test_the_workers_number_is_pointed_out_once_it_is_left_and_goes_with_another() -> None:
    visits = FakeVisits({"name": "丁桂湘"})
    visits.held = {MOTHER: HELD}
    with wizard_over(visits) as (stage, wizard):
        wizard.write("身份证件", MOTHER)
        stage.settle()
        assert wizard.problem("身份证件") == TOLD
        assert ("本人·证件", TOLD, "—") in [one[1:] for one in wizard.to_step(10).points]
        wizard.to_step(1).write("身份证件", SON)
        stage.settle()
        assert "这个号码已在" not in wizard.problem("身份证件")
        assert TOLD not in [one[2] for one in wizard.to_step(10).points]


def test_what_stood_there_before_is_pointed_out_when_the_visit_is_opened() -> None:
    son = {"row": "b", "name": "甲", "identity": {"type": "id_card", "number": SON}}
    visits = FakeVisits({"name": "丁桂湘", "members": [{"row": "a", "relation": "01"}, son]}, page=10)
    visits.held = {SON: HELD}
    with wizard_over(visits) as (stage, wizard):
        assert ("成员2·身份证件", TOLD, "—") in [one[1:] for one in wizard.points]
        wizard.to_step(2).choose_row("members", 2)
        stage.settle()
        assert wizard.cell_at("members/b/identity").problem == TOLD


def test_the_household_that_has_it_is_named_from_the_file(office: Office) -> None:
    home = office.l1
    first = visit(home, None, name="王桂兰", identity={"type": "id_card", "number": MOTHER})
    number = home.cases.look(first).row.survey_no
    draft = home.visits.start(None)
    with wizard_at(home, draft.draft_id) as (stage, wizard):
        wizard.write("身份证件", MOTHER)
        stage.settle()
        assert wizard.problem("身份证件") == f"这个号码已在 {number}(王桂兰)那一户,请核对"
