"""The lock: covered at once, closed when all work is done, and back to the very letter."""

from contextlib import AbstractContextManager
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from fieldsurvey.store.errors import DatabaseFullError
from fieldsurvey.vault.pin import LONGEST
from tests.conftest import FixedClock
from tests.drivers.app import App, home_at, running
from tests.drivers.pages import AboutPage, CasesPage, SignInPage, WorktopPage
from tests.drivers.people import LockPage, StaffCard
from tests.drivers.wizard import WizardPage
from tests.integration.homes import PASSPHRASE, STAFF, Office, visit
from tests.ui.layout_checks import faults
from ui.cover import Cover
from ui.screens.lock.idle import IdleWatch
from ui.widgets.passphrase_line import PIN_LENGTH

pytestmark = pytest.mark.usefixtures("qapp")
PIN = "4071"
THEIRS = "她自己想的一长串新口令"


@pytest.fixture
def office(office: Office) -> Office:
    office.l1.locking.choose_pin(PASSPHRASE, PIN)
    return office


def in_window(office: Office, name: str = "l1") -> AbstractContextManager[App]:
    """The program on one of the homes, with the others closed."""
    office.close()
    return running(home_at(office.folder(name)))


def half_typed(app: App, name: str = STAFF["l1"]) -> tuple[WizardPage, QLineEdit]:
    """A visit with a name being typed in the middle of which the cursor stands."""
    wizard = SignInPage(app).choose(name).sign_in(PASSPHRASE, CasesPage).new().begin("姓名", "丁桂")
    line = app.focus
    assert isinstance(line, QLineEdit)
    line.setCursorPosition(1)
    return wizard, line


def is_locked(app: App) -> bool:
    """Whether the home behind the window has no key."""
    return app.program.opened is not None and app.program.opened.seat.is_locked


def test_the_pin_brings_back_page_field_text_and_cursor(office: Office) -> None:
    with in_window(office) as app:
        wizard, line = half_typed(app)
        lock = LockPage.lock(app)
        assert is_locked(app)
        assert not app.window.findChild(QWidget, "window_body").isVisible()  # type: ignore[union-attr]
        assert (lock.asks_for, app.window.windowTitle().split("[")[0].split(" ")[0]) == ("PIN", "已锁定")
        assert "都已存好" in app.text("gate_told", lock.widget)
        lock.unlock(PIN)
        assert not is_locked(app)
        assert WizardPage(app).step == wizard.step == 1
        assert app.focus is line
        assert (line.text(), line.cursorPosition()) == ("丁桂", 1)
        line.end(False)
        wizard.begin("姓名", "丁桂湘").leave_field()
        assert wizard.is_saved("姓名")


def test_what_was_typed_is_on_disk_while_it_is_locked(office: Office) -> None:
    with in_window(office) as app:
        half_typed(app)
        LockPage.lock(app)
    assert [card.name for card in office.l1.visits.open_drafts()] == ["丁桂"]


def test_without_a_pin_the_passphrase_unlocks_in_place(office: Office) -> None:
    with in_window(office, "l2") as app:
        _, line = half_typed(app, STAFF["l2"])
        lock = LockPage.lock(app)
        assert lock.asks_for == "口令"
        assert "口令不对" in lock.try_by("不是这个口令吧朋友").problem
        lock.unlock(PASSPHRASE)
        assert (app.focus, line.text()) == (line, "丁桂")


def test_the_line_for_the_pin_takes_the_longest_there_is() -> None:
    assert PIN_LENGTH == LONGEST


def test_five_wrong_pins_ask_for_the_passphrase(office: Office) -> None:
    with in_window(office) as app:
        half_typed(app)
        lock = LockPage.lock(app)
        for left in (4, 3, 2, 1):
            assert f"还可以试 {left} 次" in lock.try_by("4072").problem
            assert lock.asks_for == "PIN"
        assert "完整口令" in lock.try_by("4072").problem
        assert lock.asks_for == "口令"
        assert not app.window.findChild(QPushButton, "lock_way").isVisible()  # type: ignore[union-attr]
        lock.unlock(PASSPHRASE)
        assert WizardPage(app).shown("姓名") == "丁桂"


def test_the_passphrase_is_always_another_way(office: Office) -> None:
    with in_window(office) as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        lock = LockPage.lock(app).other_way()
        assert lock.asks_for == "口令"
        lock.unlock(PASSPHRASE)
        assert CasesPage(app).names == []


def test_work_on_its_way_is_finished_before_the_home_closes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with in_window(office) as app:
        half_typed(app)
        opened = app.program.opened
        assert opened is not None
        gate, real = Event(), type(opened.visits).answer

        def slow(*args: object, **named: object) -> object:
            gate.wait(20)
            return real(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(type(opened.visits), "answer", slow)
        app.program.lock()
        QApplication.processEvents()
        cover = app.window.page
        assert cover is not None
        assert (cover.objectName(), opened.seat.is_locked) == ("lock", False)
        assert "正在做完" in app.text("gate_told", cover)
        gate.set()
        LockPage(app)
        assert opened.seat.is_locked
        LockPage(app).unlock(PIN)
        assert [card.name for card in opened.visits.open_drafts()] == ["丁桂"]


def test_what_is_asked_for_while_locked_waits_for_the_key(office: Office) -> None:
    with in_window(office) as app:
        visit_in = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        lock = LockPage.lock(app)
        desk = app.program._desk
        assert desk is not None
        desk.show_screen("worktop")
        app.settle()
        assert app.message == ""
        assert is_locked(app)
        lock.unlock(PIN)
        app.settle()
        assert app.message == ""
        assert WorktopPage(app).go(CasesPage).names == visit_in.names


def test_a_full_disk_is_told_and_the_text_stays_in_the_window(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> str:
        raise DatabaseFullError

    with in_window(office) as app:
        wizard, line = half_typed(app)
        opened = app.program.opened
        assert opened is not None
        with monkeypatch.context() as patch:
            patch.setattr(type(opened.visits), "answer", full)
            wizard.begin("姓名", "丁桂湘")
            lock = LockPage.lock(app)
            assert "没能存下" in app.text("gate_told", lock.widget)
            app.press("lock_other")
            assert LockPage(app).widget is lock.widget
            app.press("question_no")
        lock.back_to_line().unlock(PIN)
        app.settle()
        assert line.text() == "丁桂湘"
        assert [card.name for card in opened.visits.open_drafts()] == ["丁桂湘"]


def test_an_open_question_is_answered_with_no(office: Office) -> None:
    with in_window(office) as app:
        half_typed(app)
        app.press("leave")
        drafts = WorktopPage(app)
        app.press("discard")
        assert QApplication.topLevelWidgets()
        app.program.lock()
        LockPage(app)
        assert not any(part.isVisible() and part.objectName() == "question" for part in QApplication.topLevelWidgets())
        LockPage(app).unlock(PIN)
        assert drafts.names == ["丁桂"]


def test_somebody_else_signs_in_with_their_own_passphrase(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.l1.staff.add("调查丁", THEIRS)
    with in_window(office) as app:
        half_typed(app)
        sign_in = LockPage.lock(app).somebody_else()
        app.wait_until(sign_in.widget.isEnabled)
        assert app.program.opened is None
        assert app.text("person") == ""
        names = sign_in.names
        assert sorted(names) == sorted(["调查丁", STAFF["l1"]])
        drafts = sign_in.choose("调查丁").sign_in(THEIRS, WorktopPage)
        assert app.text("person").startswith("调查丁")
        assert drafts.names == ["丁桂"]
        # It is offered to the one who typed it.
        assert drafts.question.startswith(f"{STAFF['l1']} ")
        assert drafts.question.endswith("还没有写完")
        assert not app.window.findChild(QPushButton, "go_on").isVisible()  # type: ignore[union-attr]
        assert drafts.go(CasesPage).names == ["王建国"]
        # No PIN of one's own yet, whatever the other had.
        LockPage.lock(app).unlock(THEIRS)
        again = LockPage.lock(app).somebody_else()
        app.wait_until(again.widget.isEnabled)
        assert "口令不对" in again.choose(STAFF["l1"]).try_in(THEIRS).problem
        assert again.sign_in(PASSPHRASE, WorktopPage).question.startswith("继续上次")


def test_nothing_typed_at_sign_in_stays_in_the_window(office: Office) -> None:
    with in_window(office) as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        LockPage.lock(app).try_by("4072").unlock(PIN)
        texts = [line.text() for line in app.window.findChildren(QLineEdit)]
        assert PASSPHRASE not in texts
        assert not {PIN, "4072"} & set(texts)


def test_the_program_ends_while_it_is_locked(office: Office) -> None:
    with in_window(office) as app:
        half_typed(app)
        LockPage.lock(app)
        app.window.close()
        app.settle()
        assert not app.window.isVisible()
    assert office.l1.health.verify().ok


@pytest.mark.parametrize(("width", "height", "scale"), [(1093, 614, 100), (1093, 614, 160), (1920, 1080, 160)])
def test_the_cover_is_whole_at_every_size(office: Office, width: int, height: int, scale: int) -> None:
    office.close()
    with running(home_at(office.folder("l1")), size=(width, height), scale=scale) as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage)
        StaffCard(app).open("own_pin")
        lock = LockPage.lock(app).try_by("4072")
        assert faults(app.window, (width, height)) == []
        lock.other_way().try_by("不是这个口令吧朋友")
        assert faults(app.window, (width, height)) == []
        lock.unlock(PASSPHRASE)
        assert faults(app.window, (width, height)) == []
        assert app.focus.objectName() == "pin_passphrase"


class Clocks:
    """A steady clock and a wall clock that go as the test says."""

    def __init__(self) -> None:
        self.steady = self.wall = 1_000.0

    def watch(self, limit_s: float, parent: QWidget) -> IdleWatch:
        """A watch on these clocks."""
        return IdleWatch(lambda: limit_s, parent=parent, steady=lambda: self.steady, wall=lambda: self.wall)


def test_nobody_touching_anything_is_noticed_by_either_clock(office: Office) -> None:
    with in_window(office) as app:
        clocks, told = Clocks(), list[str]()
        watch = clocks.watch(600, app.window)
        watch.idle.connect(lambda: told.append("idle"))
        watch.start(app.window.windowHandle())
        clocks.steady += 599
        watch.look()
        assert told == []
        app.key(Qt.Key.Key_Shift)
        clocks.steady += 599
        watch.look()
        assert told == []
        clocks.steady += 1
        watch.look()
        assert told == ["idle"]
        app.key(Qt.Key.Key_Shift)
        # Asleep for an hour: only the wall clock went on.
        clocks.wall += 3_600
        watch.look()
        assert told == ["idle", "idle"]
        # A wall clock that is set back keeps nothing open.
        app.key(Qt.Key.Key_Shift)
        clocks.wall -= 100_000
        clocks.steady += 600
        watch.look()
        assert told == ["idle"] * 3
        watch.stop()
        watch.look()
        assert told == ["idle"] * 3


def cover_of(app: App) -> Cover:
    assert app.program.cover is not None
    return app.program.cover


def test_an_idle_window_locks_later_while_a_visit_is_open(office: Office) -> None:
    with in_window(office) as app:
        cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        assert cover_of(app).limit_s() == 600
        cases.new()
        assert cover_of(app).limit_s() == 1_200
        watch = cover_of(app).watch
        watch.idle.emit()
        LockPage(app).unlock(PIN)


def test_the_minutes_are_kept_and_never_below_one(office: Office) -> None:
    settings = office.folder("l1") / "settings.json"
    settings.write_text('{"idle_visit_min": 0, "idle_min": -5}')
    with in_window(office) as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage)
        assert cover_of(app).limit_s() == 60
        box = app.find(QComboBox, "idle_elsewhere")
        assert min(int(box.itemData(number)) for number in range(box.count())) == box.currentData() == 1
        box.setCurrentIndex(box.findData(5))
        box.activated.emit(box.currentIndex())
        app.settle()
        assert cover_of(app).limit_s() == 300
    assert '"idle_min":5' in settings.read_text()


def test_the_clock_of_the_home_goes_on_behind_the_cover(office: Office) -> None:
    clock = FixedClock()
    office.close()
    with running(home_at(office.folder("l1"), clock)) as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        lock = LockPage.lock(app)
        clock.advance(days=1)
        lock.unlock(PIN)
        opened = app.program.opened
        assert opened is not None
        assert opened.seat.stamp().startswith("2026-11-24")
