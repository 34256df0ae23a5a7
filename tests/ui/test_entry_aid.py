"""录入助手 by the keyboard alone: one value after the other, tomorrow from there, and nothing left behind."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication

from tests.drivers.app import App, home_at, running
from tests.drivers.entry import EntryWindow
from tests.drivers.pages import CasesPage, SignInPage
from tests.integration.homes import PASSPHRASE, Office, visit
from ui.widgets.short_clipboard import PASSED_OVER, ShortClipboard

pytestmark = pytest.mark.usefixtures("qapp")
CONTROL = Qt.KeyboardModifier.ControlModifier
NUMBER = "11010519491231002X"


@pytest.fixture
def two(office: Office) -> Office:
    """Headquarters with two households."""
    identity = {"type": "id_card", "number": NUMBER}
    visit(office.hq, name="丁桂湘", identity=identity, birth_date="1949-12-31", ethnicity="01", mobile="13800005678")
    visit(office.hq, name="白新文", ethnicity="01")
    office.close()
    return office


@pytest.fixture
def app(two: Office) -> Iterator[App]:
    with running(home_at(two.folder("hq"))) as running_app:
        yield running_app


def entry_of(app: App, *names: str) -> EntryWindow:
    """录入助手 for these households, by Ctrl+G."""
    page = SignInPage(app).sign_in(PASSPHRASE, CasesPage)
    page.mark(*names) if len(names) > 1 else page.choose(*names)
    app.key(Qt.Key.Key_G, CONTROL)
    return EntryWindow(app)


def test_a_household_is_typed_in_by_one_key_and_its_number_comes_back(app: App) -> None:
    entry = entry_of(app, "丁桂湘", "白新文")
    first = entry.text("entry_name")
    if first != "丁桂湘":
        entry.key(Qt.Key.Key_PageDown, CONTROL)
    assert entry.in_hand == ("职工本人 · 姓名*", "丁桂湘")
    assert entry.lines["职工编号*"] == ("", "—(由全国系统给出)")
    assert entry.copy() == "丁桂湘"
    assert entry.lines["姓名*"] == ("✓", "丁桂湘")
    assert entry.copy() == "汉族"
    assert entry.copy() == "女"
    assert entry.said == "已复制“性别”,到浏览器按 Ctrl+V。跳过缺的:政治面貌(没有填)。"
    assert entry.copy() == NUMBER
    assert entry.copy() == "1949-12-31"
    pasted = entry.copy()
    while "到头" not in entry.said:
        assert pasted
        pasted = entry.copy()
    entry.type_number("ZG2026-000123")
    assert "职工编号已存下。" in entry.said
    assert entry.lines["职工编号*"] == ("", "ZG2026-000123")
    ways = entry.view.focusWidget()
    if first == "丁桂湘":
        assert ways is not None
        assert ways.objectName() == "entry_next"
        entry.key(Qt.Key.Key_Return)
    else:
        entry.key(Qt.Key.Key_PageUp, CONTROL)
    assert entry.text("entry_name") == "白新文"
    assert entry.pasted() == ""


def test_tomorrow_it_goes_on_where_one_stopped(two: Office) -> None:
    with running(home_at(two.folder("hq"))) as app:
        entry = entry_of(app, "丁桂湘")
        entry.copy()
        entry.copy()
    with running(home_at(two.folder("hq"))) as app:
        entry = entry_of(app, "丁桂湘")
        assert entry.in_hand == ("职工本人 · 性别*", "女")
        assert entry.lines["民族*"] == ("✓", "汉族")
        assert entry.said == "上次录到这里,接着来。"


def test_a_missing_box_takes_the_old_value_off_the_clipboard(app: App) -> None:
    entry = entry_of(app, "丁桂湘")
    assert entry.copy() == "丁桂湘"
    entry.stand_on("政治面貌")
    assert entry.in_hand[1] == "缺:没有填"
    assert entry.copy() == ""
    assert entry.said == "“政治面貌”没有复制:没有填。现在在下一栏,按 Enter 复制。"
    assert entry.in_hand == ("职工本人 · 身份证号*", NUMBER)


def test_a_refused_number_is_told_in_the_window_itself(app: App) -> None:
    entry = entry_of(app, "丁桂湘")
    entry.key(Qt.Key.Key_I, Qt.KeyboardModifier.AltModifier)
    entry.type_number("编号")
    assert "[H191]" in entry.said


def test_nothing_stays_on_the_clipboard(app: App) -> None:
    entry = entry_of(app, "丁桂湘")
    assert entry.copy() == "丁桂湘"
    offered = QGuiApplication.clipboard().mimeData()
    assert offered is not None
    assert set(PASSED_OVER) <= set(offered.formats())
    entry.key(Qt.Key.Key_Escape)
    assert not entry.is_open
    assert entry.pasted() == ""

    app.show()
    app.key(Qt.Key.Key_G, CONTROL)
    entry = EntryWindow(app)
    assert entry.copy() != ""
    clipboard = entry.view.findChild(ShortClipboard)
    assert clipboard is not None
    timer = clipboard.findChild(QTimer)
    assert timer is not None
    timer.setInterval(0)
    app.wait_until(lambda: not timer.isActive())
    assert entry.pasted() == ""
    assert "剪贴板清空了" in entry.said

    entry.copy()
    QGuiApplication.clipboard().setText("别处复制的")
    app.program.lock()
    app.settle()
    assert not entry.is_open
    assert entry.pasted() == "别处复制的"
