"""The real wizard window on a real home, worked by chance until it is killed; forked from one process per campaign.

The first process imports everything and then forks a child for each task on its input, so that a kill costs a home's
opening and no more. Both write whole lines to one pipe.
"""

import json
import os
import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt, QTimer  # Qt is told its platform before anything imports it.
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.case.divisions import division_note
from fieldsurvey.case.field import Sort
from fieldsurvey.errors import FieldSurveyError
from tests.integration.homes import COST, PASSPHRASE
from tests.ui.wizard_stage import WizardStage
from ui.models.initials import spelled_of
from ui.theme import dress
from ui.wizard.cell import FieldCell
from ui.wizard.rows import RowsSection

TICK_MS: Final = 2
LONGEST_S: Final = 60
TOLD: Final = ("answer", "add_row", "remove_row", "restore_row", "turn_to", "finish", "view", "start")
PLAIN: Final = {Sort.TEXT, Sort.LONG_TEXT}
OPEN_VISITS: Final = 3


def tell(**what: object) -> None:
    """One line to the parent, whole or not at all: a pipe takes this much in one piece."""
    os.write(1, json.dumps(what, ensure_ascii=True).encode() + b"\n")


class Telling:
    """The visits of a home; tells of each call before it is made and after it has returned, that is: is on disk.

    With `forgets`, answers are called saved that were never kept: a fault that has to be noticed.
    """

    def __init__(self, visits: Any, *, forgets: bool) -> None:  # noqa: ANN401  # It stands in for the service.
        self._visits = visits
        self._forgets = forgets
        self._calls = 0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # Whatever the service has.
        found = getattr(self._visits, name)
        return partial(self._told, name, found) if name in TOLD else found

    def _told(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:  # noqa: ANN401  # As above.
        self._calls += 1
        number = self._calls
        tell(ask=name, n=number, given=[*given, *named.values()])
        try:
            found = "00:00:00" if self._forgets and name == "answer" else call(*given, **named)
        except FieldSurveyError as problem:
            tell(no=name, n=number, code=problem.code)
            raise
        case = getattr(found, "case_id", "")
        tell(ok=name, n=number, case=case, got=found if isinstance(found, str) else getattr(found, "draft_id", ""))
        return found


class Surveyor:
    """Somebody who does anything at any moment."""

    def __init__(self, home: OpenHome, task: dict[str, Any]) -> None:
        self._home = home
        self._chance = random.Random(task["seed"])
        self._known: list[str] = task["known"]
        visits: Any = Telling(home.visits, forgets=bool(task.get("forgetful")))
        self._stage = WizardStage(visits, home.evidence)
        self._visits = visits
        self._stage.presenter.saving.saved.connect(self._on_saved)
        self._stage.presenter.told.connect(lambda state, _: tell(state=state))
        self._left: list[str] = []
        self._place: QWidget | None = None
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._act)
        self._ways = {
            self._write: 60, self._turn: 10, self._add: 9, self._remove: 5, self._restore: 6, self._switch: 6,
            self._finish: 2, self._leave: 1,
        }  # fmt: skip

    def begin(self) -> None:
        """Goes on with the visit last written to, as somebody who signs in again."""
        self._stage.show()
        self._stage.jobs.when_idle(lambda: None)
        drafts = self._home.visits.open_drafts()
        while len(drafts) < OPEN_VISITS:
            case = self._chance.choice([None, *self._known])
            self._visits.start(case)
            drafts = self._home.visits.open_drafts()
            self._known = [known for known in self._known if known != case]
        self._stage.presenter.opened.connect(self._on_first)
        self._stage.presenter.resume(drafts[0].draft_id)
        self._resumed = drafts[0].draft_id

    def _on_first(self) -> None:
        self._stage.presenter.opened.disconnect(self._on_first)
        QTimer.singleShot(0, self._timer, self._tell_place)

    def _tell_place(self) -> None:
        view = self._stage.view
        tell(resumed=self._resumed, step=view.step, focus=self._address())
        tell(begun=True)
        self._timer.start()

    def _act(self) -> None:
        presenter = self._stage.presenter
        if not self._stage.view.isEnabled():
            return
        if not presenter.is_open:
            self._go_on()
        elif self._left:
            self._type()
        else:
            ways = list(self._ways)
            self._chance.choices(ways, [self._ways[way] for way in ways])[0]()

    def _go_on(self) -> None:
        self._left = []
        drafts = self._home.visits.open_drafts()
        if drafts and self._chance.random() < 0.7:
            self._stage.presenter.resume(self._chance.choice(drafts).draft_id)
        else:
            self._stage.presenter.start(self._chance.choice([None, *self._known]))

    def _type(self) -> None:
        focus = self._stage.window.focusWidget()
        if focus is not self._place:
            self._left = []
            return
        key = self._left.pop(0)
        if key == "\r":
            QTest.keyClick(focus, Qt.Key.Key_Return)
        else:
            QTest.keyClicks(focus, key)

    def _write(self) -> None:
        cells = [cell for cell in self._cells() if cell.field.sort in PLAIN]
        if not cells:
            self._turn()
            return
        cell = self._chance.choice(cells)
        cell.write()
        self._place = self._stage.window.focusWidget()
        if isinstance(self._place, QLineEdit | QPlainTextEdit):
            self._place.selectAll()
            token = f"k{self._chance.getrandbits(40):010x}"
            self._left = [*token, *(["\r"] if self._chance.random() < 0.7 else [])]

    def _turn(self) -> None:
        self._stage.view.step_requested.emit(self._chance.choice(list(STEPS)))

    def _add(self) -> None:
        section = self._section()
        if section is not None and section.table.table.rowCount() < 12:
            section.add.click()

    def _remove(self) -> None:
        section = self._section()
        if section is not None and section.table.table.rowCount() > 1:
            section.remove_requested.emit(section.group.id, section.row_id, "随便移除的")

    def _restore(self) -> None:
        section = self._section()
        buttons = section.findChildren(QPushButton) if section is not None else []
        offered = [each for each in buttons if each.objectName().startswith("restore:") and each.isVisible()]
        if offered:
            self._chance.choice(offered).click()

    def _switch(self) -> None:
        self._stage.view.doors.go(self._chance.choice([1, -1]))

    def _finish(self) -> None:
        self._stage.view.finish_requested.emit(self._chance.random() < 0.5)

    def _leave(self) -> None:
        self._stage.view.leave_requested.emit()

    def _cells(self) -> list[FieldCell]:
        page = self._stage.view.page(self._stage.view.step)
        return [cell for cell in page.cells() if cell.isVisible()] if page is not None else []

    def _section(self) -> RowsSection | None:
        page = self._stage.view.page(self._stage.view.step)
        lists = list(page.sections.values()) if page is not None else []
        return self._chance.choice(lists) if lists else None

    def _address(self) -> str:
        focus: QWidget | None = self._stage.window.focusWidget()
        while focus is not None and not isinstance(focus, FieldCell):
            focus = focus.parentWidget()
        return focus.address if focus is not None else ""

    def _on_saved(self, address: str) -> None:
        tell(said=address)


def work(task: dict[str, Any]) -> None:
    """Opens the home and works in it without end."""
    application = QApplication(["wizard"])
    dress(application, 100)
    home = open_home(Path(task["home"]), task["staff"], PASSPHRASE, cost=COST)
    surveyor = Surveyor(home, task)
    surveyor.begin()
    QTimer.singleShot(LONGEST_S * 1000, application, lambda: os._exit(3))
    application.exec()


def main() -> None:
    """Forks a child for every task, and says when it is gone."""
    division_note("110101")
    spelled_of(["离婚"])
    tell(ready=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                work(json.loads(line))
            except BaseException as problem:  # noqa: BLE001  # The parent hears of whatever it was.
                tell(broke=repr(problem)[:500])
            os._exit(4)
        tell(pid=child)
        _, status = os.waitpid(child, 0)
        tell(gone=child, status=status)


if __name__ == "__main__":
    main()
