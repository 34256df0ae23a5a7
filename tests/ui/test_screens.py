"""The screens around the visit, on real homes: sign-in, list, clashes, stick, paper, enrolment."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from fieldsurvey.app import open_home
from fieldsurvey.new_homes import create_laptop
from fieldsurvey.services.draft_views import DraftCard
from tests.conftest import FixedClock
from tests.drivers.app import App, home_at, running
from tests.drivers.pages import (
    AboutPage,
    CasesPage,
    FirstRunPage,
    SignInPage,
    StickPage,
    WorktopPage,
)
from tests.drivers.printing import PreviewPage
from tests.integration.homes import COST, PASSPHRASE, STAFF, Office, visit
from ui.widgets.passphrase_line import PassphraseLine

pytestmark = pytest.mark.usefixtures("qapp")
NEW_PASSPHRASE = "青石竹椅灯笼河纸伞y"


def in_window(office: Office, name: str) -> AbstractContextManager[App]:
    """The program on one of the homes, with the others closed."""
    office.close()
    return running(home_at(office.folder(name)))


def test_a_new_machine_becomes_headquarters_with_its_words_on_paper(tmp_path: Path) -> None:
    with running(home_at(tmp_path / "new")) as app:
        page = FirstRunPage(app).make_headquarters("某旗总工会", "何敏芩", PASSPHRASE)
        words = page.words
        assert len(words) == 24
        page.wrote_them_down().confirm(wrongly=True)
        assert "对不上" in page.problem
        assert page.words == words
        page.wrote_them_down()
        assert page.problem == ""
        first, second = (app.find(QLineEdit, name).placeholderText() for name in ("word_first", "word_second"))
        assert app.text("gate_told") == f"请看着抄下的纸,填{first.removesuffix('个词')}个和{second}。"
        page.confirm()
        assert "笔记本的U盘" in app.text("nothing_to_do")
        assert "总部带来" not in app.text("nothing_to_do")
        cases = WorktopPage(app).go(CasesPage)
        assert "笔记本带来" in app.text("no_cases")
        assert app.text("person").startswith("何敏芩")
        assert cases.names == []
        assert "新开一户" in app.text("no_cases")


def test_what_keeps_a_home_from_being_made_is_said_where_one_sees_it(tmp_path: Path) -> None:
    with running(home_at(tmp_path / "new"), scale=160) as app:
        page = FirstRunPage(app).make_headquarters("", "", PASSPHRASE)
        assert "请填" in page.problem
        app.wait_until(lambda: not app.find(QLabel, "first_run_problem").visibleRegion().isEmpty())


def test_closing_before_the_words_are_on_paper_is_asked_about_and_remembered(tmp_path: Path) -> None:
    with running(home_at(tmp_path / "new")) as app:
        page = FirstRunPage(app).make_headquarters("某旗总工会", "何敏芩", PASSPHRASE)
        for answer in ("question_no", "question_yes"):
            assert len(page.words) == 24
            app.window.close()
            app.settle()
            assert app.window.isVisible()
            app.press(answer)
        assert not app.window.isVisible()
    with running(home_at(tmp_path / "new")) as app:
        SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
        assert "恢复词没有核对过" in app.message


def test_a_weak_or_mistyped_passphrase_makes_nothing(tmp_path: Path) -> None:
    with running(home_at(tmp_path / "new")) as app:
        page = FirstRunPage(app).make_laptop("L7", "陆明沅", PASSPHRASE, again="别的")
        assert "不一样" in page.problem
        page.make_laptop("L7", "陆明沅", "123")
        assert "[V" in page.problem
        assert not (tmp_path / "new" / "home.json").exists()
        page.make_laptop("L7", "陆明沅", PASSPHRASE)
        WorktopPage(app).go(AboutPage)
        assert "还没有入网" in app.text("enrolled")


def test_a_wrong_passphrase_stays_outside(office: Office) -> None:
    with in_window(office, "l1") as app:
        page = SignInPage(app).try_in("不是这个口令")
        assert "口令不对" in page.problem
        assert page.sign_in(PASSPHRASE, CasesPage).names == []


def test_capitals_that_nobody_asked_for_are_warned_of(office: Office) -> None:
    with in_window(office, "l1") as app:
        line = app.find(QLineEdit, "passphrase")
        type_letter(line, "b", Qt.KeyboardModifier.NoModifier)
        type_letter(line, "B", Qt.KeyboardModifier.ShiftModifier)
        assert not app.find(PassphraseLine, "").findChildren(QLabel, "passphrase_caps")[0].isVisible()
        type_letter(line, "B", Qt.KeyboardModifier.NoModifier)
        assert "大写" in app.text("passphrase_caps")


def type_letter(line: QLineEdit, letter: str, modifier: Qt.KeyboardModifier) -> None:
    """One letter, with Shift or without."""
    press = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_B, modifier, letter)
    QApplication.sendEvent(line, press)


def test_the_recovery_words_give_a_new_passphrase(office: Office) -> None:
    words = office.made.words
    with in_window(office, "hq") as app:
        page = SignInPage(app)
        app.press("forgotten")
        app.find(QPlainTextEdit, "words").setPlainText(" ".join(words))
        for name in ("new_passphrase", "new_passphrase_again"):
            app.find(QLineEdit, name).setText(NEW_PASSPHRASE)
        app.press("sign_in_button")
        page.sign_in(NEW_PASSPHRASE, CasesPage)


def test_the_list_finds_as_one_types(office: Office) -> None:
    for name in ("丁桂湘", "蒲少川", "水云荃"):
        visit(office.l1, name=name, home_address="河沿街 88 号")
    with in_window(office, "l1") as app:
        cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        assert sorted(cases.names) == ["丁桂湘", "水云荃", "蒲少川"]
        assert cases.search("psc").names == ["蒲少川"]
        assert cases.search("河沿街").names
        assert cases.search("zzz").names == []
        assert "没有找到" in app.text("no_cases")
        app.key(Qt.Key.Key_F2)
        assert cases.search("").choose("水云荃").app.text("panel_name") == "水云荃"


def test_a_visit_is_begun_left_asked_for_and_finished(office: Office) -> None:
    with in_window(office, "l1") as app:
        wizard = SignInPage(app).sign_in(PASSPHRASE, CasesPage).new()
        wizard.write("姓名", "丁桂湘").write("身份证件", "990101197105170966")
        assert wizard.shown("性别") == "女"
        assert wizard.shown("出生日期") == "1971年5月17日"
        drafts = wizard.write("家庭住址", "河沿街 88 号").leave()
        assert drafts.names == ["丁桂湘"]
        assert "继续上次" in drafts.question
    with in_window(office, "l1") as app:
        drafts = SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
        wizard = drafts.go_on()
        assert (wizard.step, wizard.shown("家庭住址")) == (1, "河沿街 88 号")
        cases = wizard.finish(later=True)
        assert cases.names == ["丁桂湘"]
        assert "待补" in app.message
        assert cases.go(WorktopPage).names == []


def test_closing_the_window_keeps_what_is_being_typed(office: Office) -> None:
    with in_window(office, "l1") as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).new().begin("姓名", "丁桂")
        app.window.close()
        app.wait_until(lambda: not app.window.isVisible())
    with in_window(office, "l1") as app:
        assert SignInPage(app).sign_in(PASSPHRASE, WorktopPage).names == ["丁桂"]


def test_giving_a_visit_up_asks_first(office: Office) -> None:
    with in_window(office, "l1") as app:
        wizard = SignInPage(app).sign_in(PASSPHRASE, CasesPage).new()
        drafts = wizard.write("姓名", "录错了").leave()
        app.press("discard")
        app.press("question_no")
        assert drafts.names == ["录错了"]
        assert drafts.discard().names == []


def test_a_household_travels_by_stick_and_the_receipt_comes_back(office: Office) -> None:
    visit(office.l1, name="丁桂湘")
    stick = office.fresh_stick()
    with in_window(office, "l1") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(StickPage).choose(stick).write()
        assert page.outcome[0][0] == "已写入U盘"
        assert "等总部回执" in app.message
        assert "已上报" not in app.message
        assert "还在等总部回执" in app.text("waiting")
    with in_window(office, "hq") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(StickPage).choose(stick).read()
        assert page.outcome[0][0] == "已读取"
        assert page.read().outcome[0][0] == "以前读过"
        assert page.go(CasesPage).names == ["丁桂湘"]
        page.go(CasesPage).go(StickPage)
        told = app.text("waiting")
        assert told.startswith("还有修改单没有写入,请写入U盘:给L1的 ")
        assert "、给L2的 " in told
        assert "都已确认" not in told
        assert "0" not in [line[1] for line in page.receipts]
        page.write()
        assert "没有写入" not in app.text("waiting")
        assert [line[1] for line in page.receipts] == ["0", "0"]
    with in_window(office, "l1") as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(StickPage).choose(stick).read()
        assert "都已确认" in app.text("waiting")
    visit(office.l1, name="蒲少川")
    with in_window(office, "l1") as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(StickPage)
        assert app.text("waiting") == "还有修改单没有写入,请写入U盘:给总部的 1 张。"


def test_a_stick_with_rubbish_on_it_is_told_of(office: Office) -> None:
    stick = office.fresh_stick()
    (stick / "autorun.inf").write_text("x")
    folder = stick / "FIELDSURVEY"
    folder.mkdir()
    (folder / "FSP_L9_000001_aaaaaaaa.fsp").write_bytes(b"not a package")
    with in_window(office, "l1") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(StickPage).choose(stick)
        assert "autorun" in app.text("stick_warnings")
        page.read()
        assert page.outcome[0][0] == "没有采用"
        assert "[P" in page.outcome[0][2]


def test_headquarters_settles_a_clash_with_a_reason(office: Office) -> None:
    case_id = visit(office.l1, name="丁桂湘", mobile="13800000001")
    office.carry("l1", "hq")
    visit(office.hq, case_id, mobile="13800000002")
    visit(office.l1, case_id, mobile="13800000003")
    office.carry("l1", "hq")
    with in_window(office, "hq") as app:
        cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage).choose("丁桂湘")
        cases.turn_to_clashes().settle_clash("mobile", "13800000003", "电话核实")
        assert "已裁定" in app.message
    assert [clash for clash in office.hq.clashes.open() if clash.address == "mobile"] == []


def test_a_form_is_previewed_and_saved(office: Office, tmp_path: Path) -> None:
    visit(office.l1, name="丁桂湘")
    with in_window(office, "l1") as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).ask_print("丁桂湘")
        page = PreviewPage(app)
        app.wait_until(lambda: page.is_drawn)
        assert page.pages >= 1
        page.to_sheet().save(tmp_path / "nowhere" / "form.pdf")
        assert "[E" in app.message
        page.save(tmp_path / "form.pdf")
        assert (tmp_path / "form.pdf").read_bytes().startswith(b"%PDF")
        assert "form.pdf" in app.message
        CasesPage(app).ask_print("丁桂湘")
        PreviewPage(app)
        app.press("close_preview")
        CasesPage(app)


def test_without_a_printer_one_is_told_so(office: Office) -> None:
    visit(office.l1, name="丁桂湘")
    with in_window(office, "l1") as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage).ask_print("丁桂湘")
        PreviewPage(app)
        app.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        assert "没有装打印机" in app.text("print_told")
        assert app.focus.objectName() == "print_save"


def test_a_laptop_joins_by_files_and_digits(office: Office) -> None:
    stick = office.fresh_stick()
    with in_window(office, "l3") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage)
        page.widget.request_wanted.emit(str(stick))  # type: ignore[attr-defined]  # What the dialog hands over.
        app.settle()
        digits = app.text("own_digits")
    request = next(stick.rglob("*.fsreq"))
    with in_window(office, "hq") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage)
        page.widget.admission_wanted.emit(str(request), "L3", "0000 0000 0000")  # type: ignore[attr-defined]
        app.settle()
        assert "核对码" in app.message
        assert page.go(CasesPage).app.message == ""
        page = page.go(CasesPage).go(AboutPage)
        page.widget.admission_wanted.emit(str(request), "L9", digits)  # type: ignore[attr-defined]
        app.settle()
        assert app.message.startswith("已接纳 L9")
        root = app.text("root_digits")
        assert [line[0] for line in page.lines("devices")] == ["L1", "L2", "L9"]
    answer = next(stick.rglob("*.fscert"))
    with in_window(office, "l3") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage)
        page.widget.answer_given.emit(str(answer), root)  # type: ignore[attr-defined]
        app.settle()
        assert "已入网" in app.message
        assert [app.text("person").split()[1], app.text("machine0")] == ["L9", "入户笔记本 L9"]
        assert app.text("machine1") == app.text("person").split()[2]
    assert open_and_close(office.folder("l3"), office.made.staff["l3"])


def test_what_the_telephone_says_is_asked_before_the_file(office: Office) -> None:
    with in_window(office, "hq") as app:
        SignInPage(app).sign_in(PASSPHRASE, AboutPage)
        admit = app.find(QPushButton, "admit")
        assert not admit.isEnabled()
        assert "核对码" in admit.toolTip()
        app.find(QLineEdit, "admit_code").setText("L9")
        assert not admit.isEnabled()
        app.find(QLineEdit, "request_digits").setText("123412341234")
        assert (admit.isEnabled(), admit.toolTip()) == (True, "")
    with in_window(office, "l3") as app:
        SignInPage(app).sign_in(PASSPHRASE, AboutPage)
        line, give = app.find(QLineEdit, "answer_digits"), app.find(QPushButton, "read_answer")
        assert line.fontMetrics().horizontalAdvance(line.placeholderText()) < line.width() - 16
        assert line.geometry().right() < give.geometry().left()
        assert not give.isEnabled()
        line.setText("123412341234")
        assert give.isEnabled()


def open_and_close(folder: Path, staff_id: str) -> bool:
    """Whether the home says that it is enrolled."""
    home = open_home(folder, staff_id, PASSPHRASE, cost=COST)
    home.close()
    return home.card.enrolled


def test_the_size_of_type_is_kept(office: Office) -> None:
    with in_window(office, "l1") as app:
        page = SignInPage(app).sign_in(PASSPHRASE, CasesPage).go(AboutPage).scale(140)
        large = page.app.window.fontMetrics().height()
    with in_window(office, "l1") as app:
        assert app.program.window is not None
        assert large > 0
        settings = (office.folder("l1") / "settings.json").read_text()
        assert "140" in settings


def test_a_second_window_on_the_same_home_is_refused(office: Office) -> None:
    assert office.l1.staff_name == STAFF["l1"]
    with running(home_at(office.folder("l1"))) as app:
        assert "[H106]" in SignInPage(app).try_in(PASSPHRASE).problem


def test_practice_is_always_in_view(tmp_path: Path, clock: FixedClock) -> None:
    create_laptop(tmp_path / "p", code="P1", staff_name="练习", passphrase=PASSPHRASE, practice=True, cost=COST)
    with running(home_at(tmp_path / "p", clock)) as app:
        SignInPage(app).sign_in(PASSPHRASE, CasesPage)
        assert "练习模式" in app.text("practice")


def test_every_button_has_a_key_and_a_spoken_name(office: Office) -> None:
    visit(office.l1, name="丁桂湘")
    with in_window(office, "l1") as app:
        cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage).choose("丁桂湘")
        for page in (cases, cases.go(StickPage), cases.go(AboutPage), cases.go(WorktopPage)):
            shown = [button for button in page.widget.findChildren(QPushButton) if button.isVisible()]
            assert [button.objectName() for button in shown if not button.accessibleName()] == []
            assert [button.text() for button in shown if "&" not in button.text()] == []


def test_the_end_of_the_session_commits_what_is_typed_and_may_be_called_off(office: Office) -> None:
    with in_window(office, "l1") as app:
        wizard = SignInPage(app).sign_in(PASSPHRASE, CasesPage).new().begin("姓名", "丁桂")
        app.program.commit()
        assert [card.name for card in drafts_on_disk(app)] == ["丁桂"]
        app.settle()
        assert wizard.is_saved("姓名")
        wizard.write("姓名", "丁桂湘")
        assert wizard.is_saved("姓名")


def drafts_on_disk(app: App) -> list[DraftCard]:
    """What the home itself says of open visits, asked behind the window's back."""
    opened = app.program.opened
    assert opened is not None
    return opened.visits.open_drafts()
