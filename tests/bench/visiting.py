"""A household of two hundred at the table: opening its visit, turning pages, typing; the real wizard on a real home."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.app import OpenHome
from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.ids import Address
from fieldsurvey.new_homes import create_laptop
from fieldsurvey.store import drafts
from tests.bench.clocked import seconds
from tests.bench.homes import COST, PASSPHRASE, sign_in
from tests.bench.line import Line, ms
from tests.drivers.pace import Watchdog, big_household, flat
from tests.ui.wizard_stage import WizardStage
from ui.garbage import GarbageTimer
from ui.theme import dress, load_fonts

MEMBERS: Final = 200
OPENING_S: Final = 0.3
FRAME_S: Final = 0.1
PANEL_S: Final = 0.05
PANELS: Final = 10
_kept: list[QApplication] = []


def measure(folder: Path, *, times: int) -> list[Line]:
    """The worst of several runs: at the table nobody waits for a median."""
    create_laptop(folder / "l1", code="L1", staff_name="调查甲", passphrase=PASSPHRASE, cost=COST)
    home = sign_in(folder / "l1")
    try:
        draft = _draft_of_many(home)
        runs = [_one_run(home, draft) for _ in range(times)]
    finally:
        home.close()
    names = {
        "opening the visit": OPENING_S,
        "the slowest page turned to": FRAME_S,
        "longest pause while typing": FRAME_S,
        "the panel of the verdict, made anew": PANEL_S,
    }
    return [
        Line(f"{MEMBERS} members: {name}", "", "", ms(worst), None, f"≤ {ms(most)}", worst <= most)
        for (name, most), worst in zip(names.items(), map(max, zip(*runs, strict=True)), strict=True)
    ]


def _draft_of_many(home: OpenHome) -> str:
    draft = home.visits.start(None).draft_id
    said = [(Address(address), value) for address, value in flat(big_household(MEMBERS)) if address != "survey_no"]
    with home.seat.database.begin() as session:
        drafts.answer(session, draft, said, home.seat.stamp())
    return draft


def _one_run(home: OpenHome, draft: str) -> tuple[float, float, float, float]:
    if QApplication.instance() is None:
        application = QApplication(["bench"])
        load_fonts()
        dress(application, 100)
        _kept.append(application)
    stage = WizardStage(home.visits, home.evidence)
    stage.show()
    garbage = GarbageTimer()  # As in the program: swept from a timer of the window, not amid an answer.
    try:
        opening = seconds(partial(_open, stage, draft))
        stage.settle()
        pages = max(seconds(partial(_turn, stage, step)) for step in STEPS)
        with Watchdog(time.perf_counter) as dog:
            _type(stage)
        stage.view.open_panel(is_open=True)
        stage.settle()
        panel = max(seconds(partial(_count, stage)) for _ in range(PANELS))
    finally:
        garbage.close()
        stage.jobs.close()
        stage.view.blockSignals(True)
        stage.close()
    return opening, pages, dog.longest_s, panel


def _open(stage: WizardStage, draft: str) -> None:
    stage.presenter.resume(draft)
    stage.wait_until(lambda: stage.presenter.is_open)
    QApplication.processEvents()


def _turn(stage: WizardStage, step: int) -> None:
    stage.view.step_requested.emit(step)
    QApplication.processEvents()


def _count(stage: WizardStage) -> None:
    """Judged, explained and shown beside the page, as after every answer."""
    stage.view.sums_toggled.emit(True)
    QApplication.processEvents()


def _type(stage: WizardStage) -> None:
    _turn(stage, 2)
    page = stage.view.page(2)
    assert page is not None
    for field, keys in (("name", "zhang san"), ("identity", "990101197105170966"), ("relation", "n")):
        page.sections["members"].write(field)
        stage.wait_until(cast("Callable[[], bool]", partial(_key, stage, list(keys))))
    stage.settle()


def _key(stage: WizardStage, left: list[str]) -> bool:
    if left:
        QTest.keyClick(stage.focus, Qt.Key(ord(left.pop(0).upper())))
    return not left
