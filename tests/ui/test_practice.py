"""练习模式 in the window: found before signing in, a whole day alone at two sides, and the way back."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldsurvey.paths import practice_beside
from fieldsurvey.practice.making import practise
from fieldsurvey.practice.sides import PASSPHRASE, STICK
from tests.drivers.app import App, home_at, running
from tests.drivers.pages import CasesPage, FirstRunPage, SignInPage, StickPage, WorktopPage
from tests.drivers.people import LockPage
from tests.drivers.practice import PracticePage
from tests.integration.homes import COST
from tests.integration.homes import PASSPHRASE as OWN_PASSPHRASE
from tests.ui.layout_checks import faults

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice folder, made once; only to be copied."""
    folder = tmp_path_factory.mktemp("practised") / "own-practice"
    practise(folder, say=lambda _: None, cost=COST)
    return folder


@pytest.fixture
def own(practised: Path, tmp_path: Path) -> Path:
    """Where the real home will be, with practice homes already beside it."""
    shutil.copytree(practised, practice_beside(tmp_path / "own"))
    return tmp_path / "own"


def is_shown(app: App, name: str) -> bool:
    """Whether a part of the window is in view."""
    part = app.window.findChild(QWidget, name)
    return part is not None and part.isVisible()


def banner(app: App) -> bool:
    """Whether the banner is in view."""
    return is_shown(app, "practice_banner")


def test_one_person_learns_the_whole_day_alone_and_comes_back(own: Path) -> None:
    with running(home_at(own)) as app:
        FirstRunPage(app)
        assert not banner(app)
        door = PracticePage.begin(app)
        assert PASSPHRASE in app.text("practice_known")
        stick = practice_beside(own) / STICK
        assert str(stick) in app.text("practice_known")
        door.enter("L1")
        assert app.text("person").startswith("陆明沅")
        assert banner(app)
        assert PASSPHRASE in app.text("practice")
        page = WorktopPage(app).go(StickPage)
        app.wait_until(lambda: bool(page.lines("stick_files")))
        assert page.write().outcome[0][0] == "已写入U盘"
        PracticePage.by_banner(app).enter("HQ")
        assert app.text("person").startswith("何敏芩")
        read = WorktopPage(app).go(StickPage).read().outcome
        assert [line[0] for line in read].count("已读取") == 2
        assert any("冲突" in texts[6] for texts in StickPage(app).go(CasesPage).lines("case_table"))
        PracticePage.by_banner(app).leave()
        FirstRunPage(app).make_laptop("L1", "丁小蓉", OWN_PASSPHRASE)
        assert WorktopPage(app).go(CasesPage).names == []
        assert not banner(app)


def test_from_the_sign_in_sheet_and_back_to_it_nothing_real_has_changed(own: Path) -> None:
    with running(home_at(own)) as app:
        FirstRunPage(app).make_laptop("L1", "丁小蓉", OWN_PASSPHRASE)
    before = {path: path.read_bytes() for path in own.rglob("*") if path.is_file() and path.name != "lock"}
    with running(home_at(own)) as app:
        SignInPage(app)
        PracticePage.begin(app).enter("L1")
        PracticePage.by_banner(app).leave()
        assert SignInPage(app).names == ["丁小蓉"]
        assert not banner(app)
        assert app.text("gate_told") == "入户笔记本 L1"
    after = {path: path.read_bytes() for path in own.rglob("*") if path.is_file() and path.name != "lock"}
    assert before.keys() == after.keys()
    assert [path.name for path in before if before[path] != after[path] and "log" not in path.as_posix()] == []


def test_the_first_day_comes_back_when_one_says_yes(tmp_path: Path) -> None:
    with running(home_at(tmp_path / "own")) as app:
        worktop = PracticePage.begin(app).enter("L1")
        cases = worktop.go(CasesPage)
        first = cases.names
        cases.new().write("姓名", "练习户").leave()
        assert "练习户" in WorktopPage(app).names
        door = PracticePage.by_banner(app).start_anew()
        assert door.done == "已经回到第一天。"
        worktop = door.enter("L1")
        assert "练习户" not in worktop.names
        assert sorted(worktop.go(CasesPage).names) == sorted(first)


def test_what_is_stopped_leaves_nothing_and_can_be_begun_again(tmp_path: Path) -> None:
    with running(home_at(tmp_path / "own")) as app:
        door = PracticePage.begin(app).stop("L1")
        assert "[H001]" in door.problem
        assert not practice_beside(tmp_path / "own").exists()
        door.enter("L1")


def test_what_is_typed_in_a_visit_is_on_disk_before_one_changes_sides(own: Path) -> None:
    with running(home_at(own)) as app:
        wizard = PracticePage.begin(app).enter("L1").go(CasesPage).new()
        wizard.begin("姓名", "蒲少川")
        PracticePage.by_banner(app).enter("L1")
        assert "蒲少川" in WorktopPage(app).names


def test_the_banner_stays_over_a_locked_window_and_nobody_is_signed_out_by_it(own: Path) -> None:
    with running(home_at(own)) as app:
        PracticePage.begin(app).enter("L1")
        lock = LockPage.lock(app)
        assert banner(app)
        app.key(Qt.Key.Key_F12)
        assert app.window.is_covered
        lock.unlock(PASSPHRASE)
        PracticePage.by_banner(app)


def test_a_folder_in_the_way_is_named_and_left_alone(tmp_path: Path) -> None:
    place = practice_beside(tmp_path / "own")
    place.mkdir()
    (place / "mine.txt").write_text("mine", encoding="utf-8")
    with running(home_at(tmp_path / "own")) as app:
        door = PracticePage.begin(app)
        app.press("side_L1")
        assert "[H313]" in door.problem
    assert [path.name for path in place.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("scale", [100, 160])
def test_the_door_is_whole_at_every_size(tmp_path: Path, scale: int) -> None:
    size = (1093, 614)
    with running(home_at(tmp_path / "own"), size=size, scale=scale) as app:
        wrong = faults(app.window, size)
        PracticePage.begin(app)
        wrong += faults(app.window, size)
        app.press("side_L1")
        wrong += faults(app.window, size)
        assert not wrong


def test_a_practice_home_named_at_the_start_has_no_real_home_to_go_back_to(own: Path) -> None:
    with running(home_at(own)) as app:
        PracticePage.begin(app).enter("L1")
    laptop = practice_beside(own) / "homes" / "laptop-1"
    with running(home_at(laptop)) as app:
        SignInPage(app)
        assert banner(app)
        assert not is_shown(app, "practise")
        PracticePage.by_banner(app)
        assert not is_shown(app, "practice_leave")
        PracticePage(app).enter("HQ")
