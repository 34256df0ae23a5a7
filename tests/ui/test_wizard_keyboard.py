"""A household of five by keyboard alone, on a real home: sixty questions at the table and no more."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.sums import expense_year, income_year, persons
from fieldsurvey.store import changes
from tests.drivers.keyboard import NO, KeyboardOnly
from tests.drivers.wizard import WizardPage
from tests.integration.homes import Office
from tests.ui.wizard_stage import WizardStage, wizard_at
from ui.wizard.sheet import Sheet

pytestmark = pytest.mark.usefixtures("qapp")
MOST_QUESTIONS = 60
WORKER, SPOUSE = "99010119710517096" + "6", "990101197203121" + "230"
OTHERS = (
    {"name": "蒲少川", "relation": "10", "work_status": "laid_off", "health": "good"},
    {"name": "蒲小舟", "relation": "20", "work_status": "undergraduate", "health": "good"},
    {"name": "蒲小蓉", "relation": "30", "work_status": "junior_high", "health": "good"},
    {"name": "丁老太", "relation": "52", "work_status": "retired", "health": "good", "counts_in_household": NO},
)


def at_the_table(keys: KeyboardOnly) -> None:
    """The whole visit, as it is typed."""
    keys.fill(
        {
            "name": "丁桂湘", "identity": WORKER, "mobile": "13900000000", "marital": "yh",
            "home_address": "河沿街 88 号 3 楼 501", "employer_name": "云州轴承总厂", "work_status": "zg",
            "health": "xgb",
        }
    )  # fmt: skip
    keys.step(2)
    for person in OTHERS:
        keys.new_row(Qt.Key.Key_A, "members").fill({**person, "identity": SPOUSE})
    keys.step(3)
    for member, amount in (("dgx", "2417"), ("psc", "800")):
        keys.new_row(Qt.Key.Key_A, "income").fill({"member": member, "type": "gz", "months": amount})
    keys.step(4)
    for member, kind, bill, back in (("dgx", "yl", "36000", "21000"), ("pxz", "xf", "5000", "0")):
        keys.new_row(Qt.Key.Key_A, "expenses").fill({"member": member, "type": kind, "bill": bill, "reimbursed": back})
    keys.step(5).fill({"housing": "spf", "has_car": NO, "has_business": NO, "savings": "3000", "on_dibao": NO})
    keys.step(6)
    for cause in ("6", "9"):
        keys.new_row(Qt.Key.Key_A, "causes").fill({"cause": cause})
    keys.new_row(Qt.Key.Key_E, "evidence").fill({"type": "zds"})
    keys.step(7).fill({"statement": "大病之后花费大", "told_cause": "4", "outlook": "y", "fears": "2"})
    keys.fill({"surveyor2": "调查乙", "finding": "家中整洁,老人卧床"})
    keys.step(9).fill({"help_needs": "2"})
    keys.new_row(Qt.Key.Key_A, "measures").fill({"measure": "申请医疗救助"})
    keys.step(10)


def test_a_household_of_five_is_asked_sixty_things_at_most(office: Office) -> None:
    draft = office.l1.visits.start(None)
    with wizard_at(office.l1, draft.draft_id) as (stage, wizard):
        keys = KeyboardOnly(wizard)
        at_the_table(keys)
        document = office.l1.visits.view(draft.draft_id).document
        asked = keys.questions(Sheet(document).value)
        for step, labels in asked.items():
            print(f"{step:>2} {STEPS[step]}: {len(labels)}  {'、'.join(labels.values())}")
        count = sum(map(len, asked.values()))
        print(f"   together {count}")
        assert count <= MOST_QUESTIONS
        assert count > 50, "what was typed has to be seen"
        finish(stage)
    assert persons(document) == 4
    assert income_year(document) == (241_700 + 80_000) * 12
    assert expense_year(document) == 1_500_000 + 500_000
    assert [row["rank"] for row in document["causes"]] == ["main", "minor"]
    assert office.l1.visits.open_drafts() == []


def finish(stage: WizardStage) -> None:
    """Alt+W."""
    QTest.keyClick(stage.window.windowHandle(), Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    stage.wait_until(lambda: bool(stage.finished))


def test_who_only_goes_on_with_enter_gets_through_a_second_visit_and_changes_nothing(office: Office) -> None:
    first = office.l1.visits.start(None)
    with wizard_at(office.l1, first.draft_id) as (stage, wizard):
        at_the_table(KeyboardOnly(wizard))
        finish(stage)
    second = office.l1.visits.start(first.case_id)
    with wizard_at(office.l1, second.draft_id) as (stage, wizard):
        enter_through(stage, wizard)
        finish(stage)
    with office.l1.seat.database.begin() as session:
        known = changes.of_records(session, "case", [first.case_id])[first.case_id]
    written = sorted((change for _, change in known), key=lambda change: change.n)
    said = [address for change in written[1:] for address in change.set]
    assert [address for address in said if not address.startswith("visits/") and address != "status"] == []


def enter_through(stage: WizardStage, wizard: WizardPage) -> None:
    """Nothing but Enter on each page, and Ctrl+Enter when it says so."""
    for step in STEPS:
        assert wizard.step == step
        for _ in range(60):
            if "Ctrl+Enter" in stage.text("page_hint") or step in (8, 10):
                break
            stage.key(Qt.Key.Key_Return)
        else:
            raise AssertionError(f"step {step} has no end")
        if step != 10:
            wizard.next()
