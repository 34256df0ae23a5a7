"""The last page tells what the checks find; a doubt gets its reason there, an error leads to its field."""

from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtCore import Qt

from fieldsurvey.rules.catalogue import findings_of
from fieldsurvey.rules.check import Check, Found, Severity
from fieldsurvey.rules.look import Look
from tests.drivers.app import type_into
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import FakeVisits
from tests.ui.wizard_stage import WizardStage, wizard_over

pytestmark = pytest.mark.usefixtures("qapp")


def married(look: Look) -> Iterable[Found]:
    """A single parent who is married."""
    if look.document.get("marital") == "married":
        yield Found("marital", "填了单亲,婚姻状况却是已婚")
        if look.document.get("has_car"):
            yield Found("marital", "填了单亲,两人却合有一辆车", "car")


def nameless(look: Look) -> Iterable[Found]:
    """No name, which is an open point already; and nobody in charge, which is none."""
    yield Found("name", "没有姓名")
    yield Found("", "没有责任人")


CHECKS = {
    "HH03": Check("HH03", "单亲与婚姻状况", Severity.DOUBT, "", "", "改婚姻状况", married),
    "PR05": Check("PR05", "责任人", Severity.ERROR, "审定", "", "指定责任人", nameless),
}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[WizardStage, WizardPage]]:
    """The last page of a visit, with two checks in force."""
    monkeypatch.setattr("ui.wizard.checked.findings_of", lambda look: findings_of(look, CHECKS))
    with wizard_over(FakeVisits({"marital": "married"}, page=10)) as both:
        yield both


def found(wizard: WizardPage) -> list[tuple[str, ...]]:
    """The points that the checks gave."""
    return [texts for texts in wizard.points if "责任人" in texts[2] or "单亲" in texts[2] or texts[2] == "没有姓名"]


def test_what_the_checks_find_stands_behind_the_open_points(opened: tuple[WizardStage, WizardPage]) -> None:
    _, wizard = opened
    doubt, error = found(wizard)
    assert doubt[1:] == ("婚姻状况", "疑点:填了单亲,婚姻状况却是已婚", "—")
    assert error == ("整户", "全户", "没有责任人", "审定")
    assert wizard.open_point("婚姻状况").step == 1
    assert wizard.writing == "marital"


def test_of_two_doubts_of_one_field_the_one_that_one_stands_on_gets_the_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ui.wizard.checked.findings_of", lambda look: findings_of(look, CHECKS))
    with wizard_over(FakeVisits({"marital": "married", "has_car": True}, page=10)) as (stage, wizard):
        points = wizard.view.review.points
        points.setFocus()
        points.selectRow(next(n for n, texts in enumerate(wizard.points) if "一辆车" in texts[2]))
        stage.key(Qt.Key.Key_Tab)
        type_into(stage.focus, "车是前夫的")
        stage.key(Qt.Key.Key_Return)
        assert [texts[2] for texts in found(wizard)] == ["疑点:填了单亲,婚姻状况却是已婚", "没有责任人"]


def test_a_doubt_gets_its_reason_without_the_mouse_and_is_asked_no_more(
    opened: tuple[WizardStage, WizardPage],
) -> None:
    stage, wizard = opened
    review = wizard.view.review
    assert not review.reason.isVisible()
    review.points.setFocus()
    for _ in wizard.points:
        if review.reason.isVisible():
            break
        stage.key(Qt.Key.Key_Down)
    stage.key(Qt.Key.Key_Tab)
    assert review.reason.line.hasFocus()
    type_into(stage.focus, "分居多年,居委会有证明")
    stage.key(Qt.Key.Key_Return)
    assert review.points.hasFocus()
    assert [texts[2] for texts in found(wizard)] == ["没有责任人"]
    (row,) = stage.visits.document["reasons"]
    said = {name: row[name] for name in ("check", "subject", "reason", "said_on")}
    assert said == {"check": "HH03", "subject": "marital", "reason": "分居多年,居委会有证明", "said_on": "2026-11-23"}
    # What it rests on has become another: it is asked again.
    wizard.to_step(1).write("婚姻状况", "lh").to_step(10)
    assert len(found(wizard)) == 1
    wizard.to_step(1).write("婚姻状况", "已婚").to_step(10)
    assert len(found(wizard)) == 1
