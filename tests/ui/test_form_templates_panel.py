"""表样 in the window: what the forms look like here, and how headquarters changes it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from fieldsurvey.case.kinds import Desk
from tests.conftest import FixedClock
from tests.integration.seats import Desktop, open_seat
from tests.ui.layout_checks import faults
from tests.ui.test_reference import ReferenceStage

pytestmark = pytest.mark.usefixtures("qapp")

TAB = 3


@pytest.fixture(params=[Desk.HEADQUARTERS, Desk.LAPTOP])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ReferenceStage]:
    desktop = open_seat(tmp_path, FixedClock(), desk=request.param)
    yield from _stage(desktop)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[ReferenceStage]:
    yield from _stage(open_seat(tmp_path, FixedClock(), desk=Desk.HEADQUARTERS))


def _stage(desktop: Desktop) -> Iterator[ReferenceStage]:
    made = ReferenceStage(desktop)
    yield made
    made.jobs.close()
    made.close()
    desktop.close()
    assert not made.bugs, made.bugs


def test_the_form_is_shown_as_it_will_be_printed_and_nothing_is_cut(either: ReferenceStage) -> None:
    either.come(TAB)

    assert [line.texts[:3] for line in either.view.forms.forms.table.lines] == [
        ("困难职工家庭状况调查及解困脱困实施计划表", "F01/2", "3")
    ]
    assert either.view.forms.page_count == 2
    assert faults(either.window, (1093, 614)) == []


def test_title_and_copies_are_kept_and_given_back(stage: ReferenceStage) -> None:
    stage.come(TAB)
    assert not stage.find(QPushButton, "form_restore").isEnabled()
    stage.write("form_title", "云州市困难职工表")
    stage.choose("form_copies", 2)
    stage.press("form_save")

    (card,) = stage.templates.cards()
    assert (card.title, card.copies, card.is_own) == ("云州市困难职工表", 2, True)
    assert [line.texts[3] for line in stage.view.forms.forms.table.lines] == ["本单位的"]
    stage.press("form_restore")
    assert not stage.templates.cards()[0].is_own


def test_a_layout_goes_out_and_a_broken_one_is_refused_with_the_reason(stage: ReferenceStage, tmp_path: Path) -> None:
    stage.come(TAB)
    file = tmp_path / "F01.json"
    stage.view.forms.export_requested.emit("F01", str(file))
    stage.settle()
    file.write_text(file.read_text(encoding="utf-8").replace('"survey_no"', '"no_such_field"'), encoding="utf-8")
    stage.view.forms.import_requested.emit("F01", str(file))
    stage.settle()

    assert "no_such_field" in stage.message
    assert not stage.templates.cards()[0].is_own


def test_a_laptop_looks_and_does_not_change(tmp_path: Path) -> None:
    for stage in _stage(open_seat(tmp_path, FixedClock(), desk=Desk.LAPTOP)):
        stage.come(TAB)
        assert stage.window.findChild(QPushButton, "form_save") is None
        assert stage.find(QPushButton, "form_export").isEnabled()
