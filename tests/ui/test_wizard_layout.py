"""Every step of the wizard at every size, folded and unfolded, with the sum beside it: nothing cut or overlapping."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionFrame, QWidget

from fieldsurvey.case.catalogue import STEPS
from tests.drivers.app import Stage, type_into
from tests.drivers.wizard import WizardPage
from tests.ui.fakes import DRAFT_ID, FakeVisits
from tests.ui.layout_checks import DEPTH, faults
from tests.ui.wizard_stage import WizardStage
from ui.theme import dress, load_fonts
from ui.widgets.limited_line import AROUND_TEXT_PX
from ui.wizard.cell import FieldCell
from ui.wizard.view import REVIEW, SUMS

pytestmark = pytest.mark.usefixtures("qapp")
SIZES = [(1093, 614), (1366, 768), (1920, 1080)]
SCALES = [100, 125, 160]
Look = Callable[[str], None]
NUMBER = "99010119710517096" + "6"
# What a person reads out digit by digit: field, its part, and the longest that is right.
NUMBERS = [
    ("identity", "", NUMBER),
    ("mobile", "", "13900001234"),
    ("bank", "number", "6222 0000 0000 0000 000"),
    ("disability_cert_no", "", NUMBER + "44"),
    ("employer_code", "", "91440300MA5EXAMPLE"),
]


def full_visits() -> FakeVisits:
    """A second visit with something in every list, several doors open, and rows that were removed."""
    document: dict[str, Any] = {
        "name": "欧阳桂湘", "survey_no": "L1-000001", "home_address": "云州市青河区河沿街 88 号 3号楼2单元501",
        "identity": {"type": "id_card", "number": NUMBER[:-1]}, "mobile": "1390000", "marital": "40",
        "health": "cancer", "employer_name": "云州轴承总厂第二分厂机修车间", "housing": "bought", "has_car": True,
        "newer": "新版里填的回答",
        "members": [
            {"row": "a", "name": "欧阳桂湘", "relation": "01", "counts_in_household": True},
            {"row": "b", "name": "蒲少川", "relation": "10", "identity": {"type": "id_card", "number": "1"}},
        ],
        "income": [{"row": "c", "member": "a", "type": "wage", "months": [161_700] * 11 + [None]}],
        "expenses": [{"row": "d", "member": "b", "type": "medical_self_pay", "bill": 500_000}],
        "causes": [{"row": "e", "rank": "main", "cause": "6"}],
        "evidence": [{"row": "f", "type": "diagnosis"}],
        "visits": [{"row": "g", "visited_on": "2026-11-23", "surveyor1": "调查甲", "sign_method": "proxy"}],
        "measures": [{"row": "h", "measure": "申请医疗救助"}],
    }  # fmt: skip
    visits = FakeVisits(document)
    visits.documents["door2"] = {"name": "蒲小舟", "home_address": "河沿街 3号楼2单元502"}
    visits.before = {"name": "欧阳桂湘", "marital": "20", "home_address": "河沿街 87 号", "members": [{"row": "a"}]}
    visits.removed = {"members": [f"x{number}" for number in range(5)]}
    visits.arrived = ["mobile"]
    return visits


@pytest.fixture
def staged(request: pytest.FixtureRequest) -> Iterator[tuple[WizardStage, WizardPage]]:
    scale = request.param
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    load_fonts()
    dress(application, scale)
    stage = WizardStage(full_visits())
    stage.show(size=SIZES[0], scale=scale)
    stage.presenter.resume(DRAFT_ID)
    stage.settle()
    try:
        yield stage, WizardPage(stage)
    finally:
        stage.jobs.close()
        stage.view.blockSignals(True)
        stage.close()


def at_every_size(stage: Stage) -> Iterator[tuple[int, int]]:
    """Makes the window as large as each of the screens in turn; its layouts have come to rest."""
    for size in SIZES:
        stage.window.resize(*size)
        stage.settle()
        for _ in range(DEPTH):
            QApplication.processEvents()
        yield size


def walk(stage: WizardStage, wizard: WizardPage, look: Look) -> None:
    """Through every step, folded, unfolded, and with the panel of the sum open."""
    stage.view.open_door()
    look("door")
    stage.view.close_door()
    for is_open in (False, True):
        stage.view.open_panel(is_open=is_open)
        beside = "+sum" if is_open else ""
        for step in STEPS:
            wizard.to_step(step)
            stage.settle()
            look(f"step-{step:02}{beside}")
            if step not in (SUMS, REVIEW):
                wizard.unfold()
                look(f"step-{step:02}{beside}-unfolded")


@pytest.mark.parametrize("staged", SCALES, indirect=True)
def test_numbers_are_wholly_in_view(staged: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = staged
    wrong: list[str] = []
    for is_open in (False, True):
        stage.view.open_panel(is_open=is_open)
        for step, prefix in ((1, ""), (2, "members/b/")):
            wizard.to_step(step).unfold()
            for name, part, text in NUMBERS:
                cell = wizard.page.cell(prefix + name)
                if cell is not None and cell.isVisible():
                    wrong += cut_number(wizard, cell, part, text)
    assert not wrong, "\n".join(wrong)


def cut_number(wizard: WizardPage, cell: FieldCell, part: str, text: str) -> Iterator[str]:
    """Types a number and says when not all of it can be seen."""
    (line,) = (each for each in cell.editor.places if each.objectName() == part) if part else cell.editor.places[:1]
    line.setFocus()
    wizard.app.settle()
    line.clear()
    type_into(line, text)
    for size in at_every_size(wizard.app):
        option = QStyleOptionFrame()
        line.initStyleOption(option)
        room = line.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, line).width()
        needs = line.fontMetrics().horizontalAdvance(line.text()) + AROUND_TEXT_PX
        if needs > room or not wizard.page.rect().contains(QRect(line.mapTo(wizard.page, QPoint()), line.size())):
            yield f"{cell.address} at {size}: {line.text()} needs {needs} px and has {room}"


@pytest.mark.parametrize("staged", SCALES, indirect=True)
def test_every_step_is_whole(staged: tuple[WizardStage, WizardPage]) -> None:
    stage, wizard = staged
    wrong: list[str] = []

    def look(page: str) -> None:
        for size in at_every_size(stage):
            wrong.extend(f"{page} at {size}: {fault}" for fault in faults(stage.window, size))
            foot = stage.window.findChild(QWidget, "wizard_foot")
            assert foot is not None
            if not stage.window.rect().contains(QRect(foot.mapTo(stage.window, QPoint()), foot.size())):
                wrong.append(f"{page} at {size}: the foot is under the fold")

    walk(stage, wizard, look)
    assert not wrong, "\n".join(wrong)
