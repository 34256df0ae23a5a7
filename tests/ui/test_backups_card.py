"""设置 · 备份: over a service in memory, and in the whole program with real back-ups made by themselves."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldsurvey.progress import Progress
from fieldsurvey.services.backup_cards import (
    BackupCard,
    BackupDone,
    BackupState,
    DrillLine,
    DrillReport,
    SealedDone,
)
from fieldsurvey.services.backups import Backups
from tests.conftest import FixedClock
from tests.drivers.app import Stage, home_at, running
from tests.drivers.backups import BackupsCard
from tests.drivers.pages import AboutPage, SignInPage, WorktopPage
from tests.drivers.people import LockPage
from tests.integration.homes import PASSPHRASE, Office
from tests.ui.fakes import DiskFullError
from tests.ui.layout_checks import faults
from ui.jobs import Jobs
from ui.main_window import MainWindow
from ui.notify import Notify
from ui.screens.backups.presenter import BackupsPresenter
from ui.screens.backups.view import BackupsView
from ui.theme import load_fonts

pytestmark = pytest.mark.usefixtures("qapp")
AT = "2026-11-23 14:02:31"
CARD = BackupCard(Path("x.fsb"), AT, 12, 1, 3, 5 << 20, is_local=True)
BROKEN = BackupCard(Path("000001_x.fsb"), "", 0, 0, 0, 0, is_local=True, trouble="这份备份有损坏 [B102]")


class FakeBackups:
    """Back-ups in memory; waits at `gate`, fails with what `failing` holds."""

    def __init__(self) -> None:
        self.age: int | None = 0
        self.folder = ""
        self.made: list[str] = []
        self.failing: DiskFullError | None = None
        self.trouble = ""
        self.drilled = True
        self.gate = Event()
        self.gate.set()
        self.looking = Event()
        self.looking.set()

    def state(self) -> BackupState:
        """As the test wants it; waits at `looking`, as a slow disk does."""
        self.looking.wait(20)
        warnings = ["上一次核对过的备份是 9 天前。"] if self.age and self.age > 7 else []
        newest = "" if self.age is None else AT
        return BackupState(newest, self.age, len(self.made), 1 << 20, self.folder, "", "", "", True, warnings)

    def known(self) -> list[BackupCard]:
        """A sound one and a damaged one."""
        return [CARD, BROKEN]

    def back_up(self, *, progress: Progress) -> BackupDone:
        """Makes one."""
        return self._done("hand", progress)

    def keep_up(self, *, progress: Progress, at_once: bool = False, carrying: bool = True) -> BackupDone | None:
        """Makes one."""
        return self._done("leaving" if at_once else "itself" if carrying else "locking", progress)

    def choose_folder(self, folder: Path | None) -> None:
        """Keeps it."""
        self.folder = "" if folder is None else str(folder)

    def write_sealed(self, stick: Path, *, progress: Progress) -> SealedDone:
        """Writes one."""
        self._done("sealed", progress)
        return SealedDone(AT, [stick / "FSB.fsb.age"], 9)

    def drill(self, *, progress: Progress) -> DrillReport:
        """Tells what the test wants."""
        self._done("drill", progress)
        return DrillReport(self.drilled, [DrillLine("本机·最新", AT, self.drilled, "恢复出 12 户")])

    def _done(self, how: str, progress: Progress) -> BackupDone:
        progress.begin("备份数据文件", 10)
        self.gate.wait(20)
        progress.check()
        if self.failing is not None:
            raise self.failing
        self.made.append(how)
        return BackupDone(CARD, True, None, self.trouble)


class CardStage(Stage):
    """The card alone in a window."""

    def __init__(self, *, may: bool = True) -> None:
        load_fonts()
        self.backups = FakeBackups()
        window, notify = MainWindow(), Notify()
        bugs: list[BaseException] = []
        super().__init__(window, Jobs(tell_error=notify.error, tell_bug=bugs.append))
        notify.said.connect(window.messages.say)
        self.view = BackupsView()
        self.view.setWindowTitle("备份")
        self.presenter = BackupsPresenter(
            self.view,
            jobs=self.jobs,
            notify=notify,
            backups=cast("Backups", self.backups),
            may=lambda what: may or what == "backups.drill",
        )
        window.add_page(self.view)
        window.show_page(self.view)


@pytest.fixture
def stage() -> Iterator[CardStage]:
    made = CardStage()
    made.show()
    yield made
    made.backups.gate.set()
    for timer in made.view.findChildren(QTimer):
        timer.stop()
    made.jobs.close()
    made.close()


def test_it_says_when_the_last_one_was_and_lists_them(stage: CardStage) -> None:
    stage.presenter.refresh()
    card = BackupsCard(stage)
    assert f"上一次核对过的备份:{AT}(今天)" in card.newest
    assert card.lines == [(AT, "12", "1", "3", "本机"), ("000001_x.fsb", "", "", "", "这份备份有损坏 [B102]")]
    stage.backups.age = None
    stage.presenter.refresh()
    assert BackupsCard(stage).newest == "还没有备份。"


def test_one_older_than_a_week_is_warned_of_in_the_window(stage: CardStage) -> None:
    stage.backups.age = 9
    stage.presenter.start()
    assert "9 天前" in BackupsCard(stage).warning
    assert "9 天前" in stage.message


def test_a_back_up_by_hand_says_what_came_of_it(stage: CardStage) -> None:
    BackupsCard(stage).back_up()
    assert stage.message == "已备份并核对:12 户,佐证 3 份。"
    stage.backups.trouble = "找不到备份盘 [B114]"
    BackupsCard(stage).back_up()
    assert "没有复制到备份文件夹" in stage.message
    assert "[B114]" in stage.message
    stage.backups.failing = DiskFullError()
    BackupsCard(stage).back_up()
    assert "[T901]" in stage.message


def test_while_one_is_made_answers_are_kept_and_it_can_be_stopped(stage: CardStage) -> None:
    stage.backups.gate.clear()
    stage.find(QWidget, "back_up").click()  # type: ignore[attr-defined]  # A button.
    answered: list[int] = []
    stage.jobs.submit(stage.presenter, int, then=answered.append)
    stage.wait_until(lambda: answered == [0])
    assert not stage.find(QWidget, "back_up").isEnabled()
    stage.find(QWidget, "progress_cancel").click()  # type: ignore[attr-defined]  # A button.
    stage.backups.gate.set()
    stage.settle()
    assert stage.backups.made == []
    assert "[H001]" in stage.message
    assert stage.find(QWidget, "back_up").isEnabled()


def test_while_back_ups_are_looked_at_answers_are_kept(stage: CardStage) -> None:
    stage.backups.age = 9
    stage.backups.looking.clear()
    stage.presenter.start()
    answered: list[int] = []
    stage.jobs.submit(stage.presenter, int, then=answered.append)
    stage.wait_until(lambda: answered == [0])
    assert stage.message == ""
    stage.backups.looking.set()
    stage.settle()
    assert "9 天前" in stage.message


def test_the_drill_tells_its_figures(stage: CardStage) -> None:
    card = BackupsCard(stage).drill()
    assert "好:本机·最新" in card.outcome
    assert "12 户" in card.outcome
    assert "恢复演练通过" in stage.message
    stage.backups.drilled = False
    assert "不对:本机·最新" in card.drill().outcome
    assert "没有全部通过" in stage.message


def test_a_folder_is_chosen_and_given_up(stage: CardStage, tmp_path: Path) -> None:
    card = BackupsCard(stage).choose(tmp_path)
    assert stage.backups.made == ["hand"]
    assert str(tmp_path) in stage.text("backup_folder")
    card.no_folder()
    assert stage.text("backup_folder") == "备份文件夹:没有选"


def test_a_sealed_copy_names_its_file(stage: CardStage, tmp_path: Path) -> None:
    assert BackupsCard(stage).seal(tmp_path).outcome.endswith("FSB.fsb.age")
    assert "可以拔出U盘" in stage.message


def test_by_itself_it_is_quiet_but_for_failures_told_once(stage: CardStage) -> None:
    stage.presenter.keep_up()
    stage.settle()
    assert (stage.backups.made, stage.message) == (["itself"], "")
    stage.backups.failing = DiskFullError()
    stage.presenter.keep_up()
    stage.settle()
    assert "自动备份没有做成" in stage.message
    stage.window.messages.clear()
    stage.presenter.keep_up()
    stage.settle()
    assert stage.message == ""


def test_leaving_backs_up_first_and_a_second_time_does_not_wait(stage: CardStage) -> None:
    left: list[int] = []
    stage.presenter.before_leaving(lambda: left.append(1))
    stage.settle()
    assert (stage.backups.made, left) == (["leaving"], [1])


def test_leaving_does_not_wait_when_asked_twice_nor_fails(stage: CardStage) -> None:
    left: list[int] = []
    stage.backups.gate.clear()
    stage.presenter.before_leaving(lambda: left.append(1))
    assert left == []
    stage.presenter.before_leaving(lambda: left.append(2))
    assert left == [2]
    stage.backups.gate.set()
    stage.settle()


def test_who_may_not_choose_is_not_offered_it() -> None:
    stage = CardStage(may=False)
    stage.show()
    try:
        stage.presenter.refresh()
        stage.settle()
        hidden = [stage.view.findChild(QWidget, name) for name in ("backup_choose", "backup_drop", "backup_seal")]
        assert all(part is not None and part.isHidden() for part in hidden)
    finally:
        stage.jobs.close()
        stage.close()


@pytest.mark.parametrize("scale", [100, 160])
def test_the_card_is_whole(stage: CardStage, scale: int) -> None:
    stage.backups.age = 9
    stage.show(scale=scale)
    stage.presenter.refresh()
    BackupsCard(stage).drill()
    assert faults(stage.window, (1093, 614)) == []


def test_the_program_backs_up_when_locked_and_when_closed(office: Office) -> None:
    office.close()
    folder = office.folder("l1") / "backups"
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
        LockPage.lock(app).unlock(PASSPHRASE)
        assert len(list(folder.glob("*.fsb"))) == 1
        WorktopPage(app).start().write("家庭住址", "河沿街 88 号").leave()
        app.window.close()
        app.wait_until(lambda: not app.window.isVisible())
        assert len(list(folder.glob("*.fsb"))) == 2
    assert office.l1.backups.drill().ok


def test_real_back_ups_are_made_tried_and_sealed(office: Office, tmp_path: Path) -> None:
    office.close()
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        SignInPage(app).sign_in(PASSPHRASE, AboutPage)
        card = BackupsCard(app)
        assert card.newest == "还没有备份。"
        assert card.back_up().lines[0][-1] == "本机"
        assert "全部完好" in card.drill().outcome
        card.seal(office.stick).choose(tmp_path)
        assert card.warning == ""
        assert {line[-1] for line in card.lines} == {"本机", "备份文件夹"}
