"""设置 · 人员 and the companion bar, on real homes, by keyboard."""

from contextlib import AbstractContextManager

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from fieldsurvey.app import describe_home, open_home
from tests.conftest import FixedClock
from tests.drivers.app import App, home_at, running
from tests.drivers.pages import AboutPage, CasesPage, SignInPage, WorktopPage
from tests.drivers.people import Companion, LockPage, StaffCard
from tests.drivers.wizard import WizardPage
from tests.integration.homes import COST, PASSPHRASE, STAFF, Office
from tests.ui.layout_checks import faults
from ui.widgets.lines_view import LinesView

pytestmark = pytest.mark.usefixtures("qapp")
THEIRS = "nanshan wuyun duban qiaotou"


def in_window(office: Office, name: str) -> AbstractContextManager[App]:
    """The program on one of the homes, with the others closed."""
    office.close()
    return running(home_at(office.folder(name), FixedClock()))


def card_of(app: App, passphrase: str = PASSPHRASE) -> StaffCard:
    """设置, after signing in."""
    SignInPage(app).sign_in(passphrase, CasesPage).go(AboutPage)
    return StaffCard(app)


def typed_in(app: App) -> set[str]:
    """Everything that stands in any line of the window."""
    return {line.text() for line in app.window.findChildren(QLineEdit)}


def assert_whole(table: LinesView) -> None:
    """Nothing of the last line is cut, wherever the keyboard is."""
    last = table.table.rowCount() - 1
    for part in (table, table.window()):
        part.setFocus()
        QApplication.processEvents()
        bottom = table.rowViewportPosition(last) + table.rowHeight(last)
        assert 0 <= table.viewport().height() - bottom <= table.rowHeight(last) // 2


def test_a_second_surveyor_is_added_and_signs_in(office: Office) -> None:
    with in_window(office, "l1") as app:
        card = card_of(app)
        assert card.people == [(f"{STAFF['l1']}(您)", "调查员")]
        card.open("add_person").write("调查丁", THEIRS, "nanshan")
        assert "两遍不一样" in card.text("new_person_problem")
        card.open("new_person_cancel")
        assert THEIRS not in typed_in(app)
        card.open("add_person").write("调查丁", "12345", "12345")
        assert "[V102]" in card.text("new_person_problem")
        card.open("new_person_cancel").open("add_person").write("调查丁", THEIRS, THEIRS)
        assert not card.is_open("new_person")
        assert "已加入 调查丁" in app.message
        assert card.people == [("调查丁", "调查员"), (f"{STAFF['l1']}(您)", "调查员")]
        assert_whole(app.find(LinesView, "staff_table"))
        AboutPage(app).scale(160)
        assert_whole(app.find(LinesView, "staff_table"))
        AboutPage(app).scale(100)
        assert_whole(app.find(LinesView, "staff_table"))
        assert THEIRS not in typed_in(app)
        assert not app.window.findChild(QPushButton, "set_roles").isVisible()  # type: ignore[union-attr]
        sign_in = LockPage.lock(app).somebody_else()
        app.wait_until(sign_in.widget.isEnabled)
        sign_in.choose("调查丁").sign_in(THEIRS, CasesPage)


def test_a_suggested_passphrase_is_shown_filled_in_and_works(office: Office) -> None:
    with in_window(office, "l1") as app:
        card = card_of(app).open("add_person").write("调查丁").open("new_person_suggest")
        first = card.text("new_person_offered")
        card.open("new_person_suggest")
        told = card.text("new_person_offered")
        assert told != first
        offered = told.split("\n")[0].removeprefix("口令:")
        assert len(offered.split()) == 5
        app.press("new_person_agree")
        assert not card.is_open("new_person")
        staff = {person.name: person.staff_id for person in describe_home(office.folder("l1")).staff}
    home = open_home(office.folder("l1"), staff["调查丁"], offered, cost=COST)
    home.close()


def test_one_changes_ones_own_passphrase(office: Office) -> None:
    with in_window(office, "l1") as app:
        card = card_of(app).open("own_passphrase_change").write("不是这个口令吧朋友", THEIRS, THEIRS)
        assert "口令不对" in card.text("change_passphrase_problem")
        card.open("change_passphrase_cancel").open("own_passphrase_change").write(PASSPHRASE, THEIRS, THEIRS)
        assert "已换口令" in app.message
        assert not {PASSPHRASE, THEIRS} & typed_in(app)
    with in_window(office, "l1") as app:
        SignInPage(app).try_in(PASSPHRASE).sign_in(THEIRS, CasesPage)


def test_somebody_is_removed_and_the_home_has_another_key(office: Office) -> None:
    office.l1.staff.add("调查丁", THEIRS)
    with in_window(office, "l1") as app:
        SignInPage(app).choose(STAFF["l1"]).sign_in(PASSPHRASE, CasesPage).go(AboutPage)
        opened = app.program.opened
        assert opened is not None
        before = opened.seat.key
        card = StaffCard(app).stand_on("调查丁").open("remove_person")
        app.press("question_no")
        assert len(card.people) == 2
        card.open("remove_person")
        app.press("question_yes")
        assert card.people == [(f"{STAFF['l1']}(您)", "调查员")]
        assert opened.seat.key != before
        card.open("remove_person")
        app.press("question_yes")
        assert "[H108]" in app.message


def test_roles_at_headquarters_are_chosen_and_changed(office: Office) -> None:
    with in_window(office, "hq") as app:
        card = card_of(app).open("add_person").write("审核乙", THEIRS, THEIRS)
        assert "至少选一个角色" in card.text("new_person_problem")
        card.mark("reviewer", "inspector").open("new_person_agree")
        assert ("审核乙", "审核员、督查") in card.people
        card.stand_on("审核乙").open("set_roles").mark("reviewer", within="role").open("change_roles_agree")
        assert ("审核乙", "审核员") in card.people
        own = f"{STAFF['hq']}(您)"
        card.stand_on(own).open("set_roles").mark("surveyor", within="role").open("change_roles_agree")
        assert "[H133]" in card.text("change_roles_problem")
    with in_window(office, "hq") as app:
        SignInPage(app).choose("审核乙").sign_in(THEIRS, WorktopPage).go(AboutPage)
        card = StaffCard(app)
        hidden = ("add_person", "remove_person", "set_roles")
        assert not any(app.window.findChild(QPushButton, name).isVisible() for name in hidden)  # type: ignore[union-attr]
        assert card.people
        # Who visits nobody needs no companion.
        assert app.window.findChild(QWidget, "companion_bar") is None


def test_a_pin_is_chosen_changed_and_dropped(office: Office) -> None:
    with in_window(office, "l1") as app:
        card = card_of(app)
        assert "设了 PIN" in card.text("pin_told")
        card.open("own_pin").write(PASSPHRASE, "1234", "1234")
        assert "连着的数字" in card.text("choose_pin_problem")
        card.open("choose_pin_cancel").open("own_pin").write(PASSPHRASE, "4071", "4071")
        assert "已设 PIN" in app.message
        assert not {"4071", PASSPHRASE} & typed_in(app)
        card.open("lock_now")
        LockPage(app).unlock("4071")
        card.open("drop_pin")
        card.open("lock_now")
        assert LockPage(app).asks_for == "口令"
        LockPage(app).unlock(PASSPHRASE)
        assert AboutPage(app).widget.isVisible()


@pytest.mark.parametrize(("width", "height", "scale"), [(1093, 614, 100), (1093, 614, 160), (1920, 1080, 100)])
def test_every_form_is_whole_at_every_size(office: Office, width: int, height: int, scale: int) -> None:
    office.close()
    with running(home_at(office.folder("hq")), size=(width, height), scale=scale) as app:
        card = card_of(app)
        wrong = faults(app.window, (width, height))
        for form in ("add_person", "set_roles", "own_passphrase_change", "own_pin"):
            card.open(form)
            if form == "add_person":
                card.open("new_person_suggest")
            wrong += [f"{form}: {fault}" for fault in faults(app.window, (width, height))]
            shown = [button for button in card.card.findChildren(QPushButton) if button.isVisible()]
            assert [button.objectName() for button in shown if "&" not in button.text()] == []
            keys = [button.text().partition("&")[2][:1] for button in shown]
            assert len(keys) == len(set(keys)), sorted(keys)
        assert not wrong, "\n".join(wrong)


def test_several_names_sign_in_by_keyboard_alone(office: Office) -> None:
    office.l1.staff.add("调查丁", THEIRS)
    with in_window(office, "l1") as app:
        page = SignInPage(app)
        assert app.focus.objectName() == "passphrase"
        app.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
        names = app.focus
        assert isinstance(names, QComboBox)
        app.key(Qt.Key.Key_Home)
        while names.currentText() != STAFF["l1"]:
            app.key(Qt.Key.Key_Down)
        app.key(Qt.Key.Key_Tab)
        assert app.focus.objectName() == "passphrase"
        page.sign_in(PASSPHRASE, CasesPage)
        assert app.text("person").startswith(STAFF["l1"])
    # Who was here last stands first.
    with in_window(office, "l1") as app:
        assert app.find(QComboBox, "staff").currentText() == STAFF["l1"]


def test_the_companion_is_asked_for_once_a_day_and_stands_in_the_visit(office: Office) -> None:
    office.l1.staff.add("调查丁", THEIRS)
    with in_window(office, "l1") as app:
        cases = SignInPage(app).choose(STAFF["l1"]).sign_in(PASSPHRASE, CasesPage)
        bar = Companion(app)
        assert bar.told == "今天和谁一起入户?"
        names = app.find(QComboBox, "companion")
        assert [names.itemText(number) for number in range(names.count())] == ["调查丁"]
        assert "不能是登录的本人" in bar.choose(STAFF["l1"]).problem
        assert bar.choose("调查丁").told == "今天同行:调查丁"
        assert bar.problem == ""
        wizard = cases.new().to_step(7)
        assert not bar.bar.isVisible()
        assert (wizard.rows("visits")[0].count("调查丁"), wizard.rows("visits")[0].count(STAFF["l1"])) == (1, 1)
        wizard.leave()
        assert Companion(app).change().choose("外单位 庚").told == "今天同行:外单位 庚"
    with in_window(office, "l1") as app:
        SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
        assert Companion(app).told == "今天同行:外单位 庚"
        assert WizardPage(WorktopPage(app).new().app).step == 1
