"""判定 in the window: what changed while the form was open is not decided, and nothing that was typed is lost."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton

from fieldsurvey.app import OpenHome
from fieldsurvey.rules.book import RuleBook
from fieldsurvey.rules.judging import judge
from fieldsurvey.rules.wording import explained
from tests.drivers.app import running
from tests.drivers.pages import CasesPage, SignInPage
from tests.integration.homes import COST, PASSPHRASE, Office, visit
from ui.home import Home
from ui.screens.cases.verdict_tab import VerdictTab

pytestmark = pytest.mark.usefixtures("qapp")


class KeptOpen(Home):
    """A home that shows whoever tests it what it opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, cost=COST)
        self.opened: list[OpenHome] = []

    def open(self, staff_id: str, passphrase: str) -> OpenHome:
        self.opened.append(super().open(staff_id, passphrase))
        return self.opened[-1]


def test_what_changed_meanwhile_is_looked_at_again_before_it_is_decided(office: Office) -> None:
    visit(office.hq, name="丁桂湘")
    office.close()
    home = KeptOpen(office.folder("hq"))
    with running(home) as app:
        cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        cases.choose("丁桂湘")
        cases.turn_to_verdict()
        app.press("decide")
        choice = app.find(QComboBox, "decision_choice")
        (opened,) = home.opened
        came_to = opened.determinations.explain(opened.cases.find("").rows[0].case_id).explanation.category
        assert (choice.currentData() or "") == came_to
        choice.setCurrentIndex(choice.findText("相对困难"))
        app.find(QLineEdit, "decision_reason").setText("会议决定")
        case_id = opened.cases.find("").rows[0].case_id
        app.jobs.submit(app.window, partial(opened.national.give_worker_no, case_id, "ZG9"), then=lambda _: None)
        app.settle()
        app.press("decision_agree")
        app.press("question_yes")
        assert "又变了,没有记下" in app.message
        assert app.find(QLineEdit, "decision_reason").text() == "会议决定"
        app.press("decision_agree")
        app.press("question_yes")
        assert "已记下" in app.message
        assert [each.label for each in opened.determinations.explain(case_id).decisions] == ["相对困难"]


@pytest.mark.parametrize(
    ("code", "category", "stands_on"),
    [("", "relative_hardship", "相对困难"), ("RS2016", "relative_hardship", ""), ("", "", "")],
)
def test_the_form_stands_on_what_the_rules_in_force_came_to(code: str, category: str, stands_on: str) -> None:
    told = replace(explained(judge({}, RuleBook(), date(2026, 11, 23))), category=category)
    tab = VerdictTab()
    tab.show_choices([("deep_hardship", "深度困难"), ("relative_hardship", "相对困难")], [])
    tab.show_verdict("1", told, rule_sets=[("RS2016", "")], code=code, decisions=[])
    wanted: list[tuple[str, str]] = []
    tab.decide_requested.connect(lambda *said: wanted.append(said))
    tab.decide.click()
    choice, agree = tab.findChild(QComboBox, "decision_choice"), tab.findChild(QPushButton, "decision_agree")
    assert choice is not None
    assert agree is not None
    assert choice.currentText() == stands_on
    agree.click()
    assert wanted == ([("relative_hardship", "")] if stands_on else [])
