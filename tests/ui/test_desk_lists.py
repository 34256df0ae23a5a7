"""工作台 and 户档案 as a person uses them: lists to their filters, columns, saved filters, the timeline, numbers."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton

from fieldsurvey.case.case_filter import CaseFilter
from fieldsurvey.case.codes import SEEDED, CodeRow
from fieldsurvey.clock import business_date
from tests.conftest import FixedClock
from tests.drivers.app import App, home_at, running, type_into
from tests.drivers.pages import CasesPage, SignInPage, StickPage, WorktopPage
from tests.integration.homes import PASSPHRASE, Office, visit
from ui.areas.quiet import QuietWork
from ui.screens.cases.filter_sheet import FilterSheet
from ui.screens.cases.filter_words import SHIPPED_TABLES, in_words
from ui.screens.cases.view import CasesView
from ui.widgets.lines_view import LinesView

pytestmark = pytest.mark.usefixtures("qapp")
NUMBER = "990101197105170966"


@pytest.fixture
def folder(office: Office) -> Path:
    """A laptop with three households, one of them never visited."""
    home = office.l1
    case = visit(home, name="丁桂湘")
    visit(home, case, home_address="河沿街10号", mobile="13800000001", employer_name="搪瓷厂",
          identity={"type": "id_card", "number": NUMBER}, remark={"gap": "later"})  # fmt: skip
    visit(home, name="蒲少川", home_address="河沿街9号", employer_name="搪瓷厂")
    file = office.root / "in.jsonl"
    file.write_bytes(msgspec.json.encode({"key": "1", "name": "水云荃", "home_address": "河沿街2号",
                                          "employer_name": "印染厂"}))  # fmt: skip
    home.cases.import_lines(file, source="旧台账")
    office.close()
    return office.folder("l1")


@pytest.fixture
def app(folder: Path, clock: FixedClock) -> Iterator[App]:
    """The program on that laptop."""
    with running(home_at(folder, now=clock)) as made:
        yield made


def table(app: App, name: str) -> LinesView:
    return app.find(LinesView, name)


def test_the_day_begins_with_who_is_to_be_visited(app: App) -> None:
    worktop = SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
    assert [line.texts[1] for line in table(app, "to_visit_table").table.lines] == ["水云荃"]
    assert app.text("covered") == "已访 2/3,还差 1 户"
    assert worktop.count("unwritten").endswith("3")
    wizard = worktop.start()
    assert wizard.shown("姓名") == "水云荃"
    drafts = wizard.write("家庭住址", "河沿街 88 号").leave()
    assert "继续上次" in drafts.question
    assert drafts.names == ["水云荃"]
    assert app.text("covered") == "已访 2/3,还差 1 户,1 户没做完"


def test_every_number_is_a_way_to_its_list(app: App) -> None:
    worktop = SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
    cases = worktop.see_all("unconfirmed")
    assert len(cases.names) == 3
    assert app.text("filter_words") == "没有回执"
    worktop = cases.go(WorktopPage).turn_to("units")
    units = table(app, "units_table")
    assert [line.texts for line in units.table.lines] == [("印染厂", "0", "1"), ("搪瓷厂", "2", "0")]
    units.selectRow(0)
    QTest.keyClick(units, Qt.Key.Key_Return)
    missing = CasesPage(app)
    assert missing.names == ["水云荃"]
    assert app.text("filter_words") == "本轮未入户;工作单位:印染厂"
    app.key(Qt.Key.Key_F4)
    assert len(missing.names) == 3
    assert app.text("filter_words") == "全部户"


def test_filters_join_with_the_search_and_are_kept_renamed_and_removed(app: App) -> None:
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    app.press("open_filter")
    app.find(QCheckBox, "filter:later").setChecked(True)
    app.settle()
    assert cases.names == ["丁桂湘"]
    assert app.text("count") == "1 户"
    assert cases.search("蒲").names == []
    assert "F4" in app.text("no_cases")
    assert cases.search("河沿街").names == ["丁桂湘"]
    name = app.find(QLineEdit, "filter_name")
    type_into(name, "待补的")
    app.press("save_filter")
    app.key(Qt.Key.Key_F4)
    assert len(cases.names) == 3
    assert not app.find(QCheckBox, "filter:later").isChecked()
    saved = app.find(QListWidget, "saved_filters")
    assert [saved.item(n).text() for n in range(saved.count())] == ["待补的"]
    saved.setCurrentRow(0)
    app.press("use_filter")
    assert (cases.names, app.find(QLineEdit, "search").text()) == (["丁桂湘"], "河沿街")
    name.setText("要补的")
    app.press("rename_filter")
    assert [saved.item(n).text() for n in range(saved.count())] == ["要补的"]
    saved.setCurrentRow(0)
    app.press("remove_filter")
    assert saved.count() == 0


def test_a_long_address_has_the_room_that_is_left_and_is_told_in_full(app: App) -> None:
    SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    shown = table(app, "case_table")
    number = [column.title for column in shown.table.columns].index("住址")
    others = [column for column in range(len(shown.table.columns)) if column != number]
    assert shown.columnWidth(number) > max(1.5 * shown.columnWidth(other) for other in others)
    told = shown.table.index(0, number).data(Qt.ItemDataRole.ToolTipRole)
    assert told == shown.table.lines[0].texts[number] != ""


def test_a_button_that_cannot_be_pressed_says_what_to_do_first(app: App) -> None:
    SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    app.press("open_filter")
    save = app.find(QPushButton, "save_filter")
    assert (save.isEnabled(), save.toolTip()) == (False, "请先写这个筛选的名称")
    type_into(app.find(QLineEdit, "filter_name"), "待补的")
    assert (save.isEnabled(), save.toolTip()) == (True, "")
    CasesPage(app).go(StickPage)
    write = app.find(QPushButton, "write")
    assert "U盘" in write.toolTip()
    assert not write.isEnabled()
    assert write.accessibleDescription() == write.toolTip()


def test_codes_names_and_days_filter(app: App) -> None:
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    app.press("open_filter")
    employer = app.find(QComboBox, "filter:employer")
    employer.setCurrentIndex(employer.findText("搪瓷厂"))
    app.settle()
    assert sorted(cases.names) == ["丁桂湘", "蒲少川"]
    statuses = app.find(QListWidget, "filter:statuses")
    statuses.item(statuses.count() - 1).setCheckState(Qt.CheckState.Checked)
    app.settle()
    assert cases.names == []
    app.key(Qt.Key.Key_F4)
    day = app.find(QLineEdit, "filter:visited_from")
    type_into(day, "2026112")
    app.settle()
    assert "看不懂" in app.text("filter_day_problem")
    type_into(day, "3")
    app.settle()
    assert app.text("filter_day_problem") == ""
    assert sorted(cases.names) == ["丁桂湘", "蒲少川"]


def test_columns_and_order_are_kept_for_the_next_day(folder: Path, clock: FixedClock) -> None:
    with running(home_at(folder, now=clock)) as app:
        titles = laid_out_anew(app)
    with running(home_at(folder, now=clock)) as next_day:
        SignInPage(next_day).sign_in(PASSPHRASE, CasesPage)
        shown = table(next_day, "case_table").table
        assert [column.title for column in shown.columns] == titles
        assert [line.texts[0] for line in shown.lines] == ["水云荃", "蒲少川", "丁桂湘"]
        assert shown.lines[2].texts[-1] == "1"


def laid_out_anew(app: App) -> list[str]:
    """Another order, one column more, and two in each other's place; the titles that are then there."""
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    order = app.find(QComboBox, "order_box")
    order.setCurrentIndex(order.findText("按门牌顺序"))
    order.activated.emit(order.currentIndex())
    app.settle()
    assert cases.names == ["水云荃", "蒲少川", "丁桂湘"]
    app.press("open_columns")
    columns = app.find(QListWidget, "columns")
    later = next(columns.item(n) for n in range(columns.count()) if columns.item(n).text() == "待补")
    later.setCheckState(Qt.CheckState.Checked)
    app.settle()
    columns.setCurrentRow(0)
    app.press("column_down")
    titles = [column.title for column in table(app, "case_table").table.columns]
    assert titles[:3] == ["姓名", "调查编号", "住址"]
    assert titles[-1] == "待补"
    return titles


def test_a_click_on_a_title_orders_and_a_second_one_turns_round(app: App) -> None:
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    header = table(app, "case_table").horizontalHeader()
    for expected in (["水云荃", "蒲少川", "丁桂湘"], ["丁桂湘", "蒲少川", "水云荃"]):
        header.sectionClicked.emit(2)
        app.settle()
        assert cases.names == expected


def test_the_timeline_opens_a_change_and_filters_by_field(app: App) -> None:
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage).choose("丁桂湘").turn_to_timeline()
    cases.open_newest_change()
    fields = {line.texts[0]: line.texts[1] for line in table(app, "change_fields").table.lines}
    assert fields["手机号码"] == "138****0001"
    app.key(Qt.Key.Key_Escape)
    assert table(app, "history").hasFocus()
    field = app.find(QComboBox, "timeline_field")
    for told, expected in (("手机号码", 1), ("全部经过", 2)):
        assert field.findText(told) >= 0
        field.setCurrentIndex(field.findText(told))
        field.activated.emit(field.currentIndex())
        app.settle()
        assert len(table(app, "history").table.lines) == expected


def test_numbers_are_shown_by_a_key_and_covered_again(app: App) -> None:
    cases = SignInPage(app).sign_in(PASSPHRASE, CasesPage).choose("丁桂湘")
    view = cases.widget
    assert isinstance(view, CasesView)
    assert app.text("fact:identity") == "990101********0966"
    app.key(Qt.Key.Key_F9)
    assert (app.text("fact:identity"), app.text("fact:mobile")) == ("990101 19710517 0966", "13800000001")
    app.key(Qt.Key.Key_F9)
    assert app.text("fact:identity") == "990101********0966"
    app.key(Qt.Key.Key_F9)
    assert shown_in_full(view) == ["fact:identity", "fact:mobile"]
    cases.go(WorktopPage).go(CasesPage)
    assert shown_in_full(view) == []
    app.key(Qt.Key.Key_F9)
    cases.choose("蒲少川")
    assert shown_in_full(view) == []
    cases.choose("丁桂湘")
    assert shown_in_full(view) == []
    app.key(Qt.Key.Key_F9)
    (timer,) = [one for one in revealing(view) if one.isActive()]
    assert timer.interval() == 30_000
    timer.timeout.emit()
    assert app.text("fact:mobile") == "138****0001"


def revealing(view: CasesView) -> list[QTimer]:
    """The timers behind the screen that run for half a minute."""
    return [timer for timer in view.findChildren(QTimer) if timer.interval() == 30_000]


def shown_in_full(view: CasesView) -> list[str]:
    """The facts whose numbers can be read."""
    facts = [part for part in view.panel.findChildren(QLabel) if part.objectName().startswith("fact:")]
    return [fact.objectName() for fact in facts if "13800000001" in fact.text() or NUMBER[6:14] in fact.text()]


def test_the_filters_offer_the_codes_of_the_office(qapp: object) -> None:
    sheet = FilterSheet()
    own = SEEDED["visit_outcome"].edited([CodeRow("x1", "隔门说话"), CodeRow("met", "见了面")])
    asked = CaseFilter(outcomes=("met", "gone"), statuses=("",))
    sheet.show_filter(asked)
    assert sheet.filter == asked
    changed: list[CaseFilter] = []
    sheet.filter_changed.connect(changed.append)
    tables = SHIPPED_TABLES | {"outcomes": own}
    sheet.show_codes(tables)
    assert (sheet.filter, changed) == (asked, [])
    codes = sheet.findChild(QListWidget, "filter:outcomes")
    assert isinstance(codes, QListWidget)
    told = {codes.item(n).text(): codes.item(n) for n in range(codes.count())}
    assert "见了面" in told
    told["隔门说话"].setCheckState(Qt.CheckState.Checked)
    assert set(changed[-1].outcomes) == {"met", "x1", "gone"}
    assert in_words(CaseFilter(outcomes=("met", "x1")), tables) == "入户结果:见了面、隔门说话"


def test_after_a_visit_the_open_points_are_counted_and_enter_begins_no_other(app: App) -> None:
    wizard = SignInPage(app).sign_in(PASSPHRASE, WorktopPage).start()
    wizard.write("家庭住址", "河沿街2号院")
    app.key(Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    app.wait_until(lambda: "已完成" in app.message)
    app.settle()
    assert "处没填好" in app.message
    app.key(Qt.Key.Key_Return)
    assert app.program.opened is not None
    assert app.program.opened.visits.open_drafts() == []


def test_the_stick_says_what_is_half_done(app: App) -> None:
    drafts = SignInPage(app).sign_in(PASSPHRASE, WorktopPage).start().write("家庭住址", "河沿街 88 号").leave()
    drafts.go(StickPage)
    assert "另有 1 户没做完" in app.text("waiting")


def test_the_households_are_looked_at_while_nothing_is_going_on(app: App) -> None:
    caught: list[bool] = []
    SignInPage(app).sign_in(PASSPHRASE, WorktopPage)
    (quiet,) = app.window.findChildren(QuietWork)
    quiet.caught_up.connect(lambda: caught.append(app.jobs.is_idle))
    app.wait_until(lambda: bool(caught))
    home = app.program.opened
    assert home is not None
    assert home.findings.waiting() == 0
    assert home.findings.progress()[0].day == business_date(home.seat.now()).isoformat()
