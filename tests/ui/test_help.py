"""帮助: every screen has its chapter, the window opens nothing else and gives the keyboard back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldsurvey.case.catalogue import STEPS
from fieldsurvey.services.guide import Chapter, read_guide
from tests.drivers.app import Stage, home_at, running
from ui.screens.help.presenter import chapter_of
from ui.screens.help.view import HelpView

pytestmark = pytest.mark.usefixtures("qapp")
SCREENS = [path.parent.name for path in Path("ui/screens").glob("*/view.py") if path.parent.name != "help"]


@pytest.fixture(scope="module")
def chapters() -> list[Chapter]:
    """The guide, read once."""
    return read_guide()


@pytest.mark.parametrize("screen", [*SCREENS, "wizard", *(f"wizard-{number}" for number in STEPS)])
def test_every_screen_has_its_chapter(chapters: list[Chapter], screen: str) -> None:
    number = chapter_of(chapters, screen)
    assert {screen, screen.partition("-")[0]} & chapters[number].screens


def test_every_picture_of_the_guide_is_there_and_every_shown_screen_exists(chapters: list[Chapter]) -> None:
    known = {*SCREENS, "wizard", *(f"wizard-{number}" for number in STEPS)}
    for chapter in chapters:
        assert chapter.screens <= known, chapter.title
        assert chapter.text.count("](shots/") == len(chapter.pictures), chapter.title
        for png in chapter.pictures.values():
            assert not QImage.fromData(png).isNull()


def test_f1_opens_the_chapter_and_escape_gives_the_screen_back(tmp_path: Path) -> None:
    with running(home_at(tmp_path)) as app:
        QTest.keyClick(app.window, Qt.Key.Key_F1)
        app.settle()
        helper = opened(app)
        assert helper.isVisible()
        assert "第一次使用" in helper.text.toPlainText()
        assert helper.chapters.hasFocus()
        QTest.keyClick(helper.chapters, Qt.Key.Key_Down)
        assert helper.chapters.currentItem().text() in helper.text.toPlainText()
        QTest.keyClick(helper, Qt.Key.Key_Escape)
        assert not helper.isVisible()
        app.window.activateWindow()
        assert QTest.qWaitForWindowActive(app.window)
        app.settle()
        QTest.keyClick(app.window, Qt.Key.Key_F1)
        app.settle()
        assert helper.isVisible()


def test_the_text_loads_what_it_was_given_and_nothing_else(qapp: QApplication, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    QImage(8, 8, QImage.Format.Format_RGB32).save(str(secret))
    view = HelpView()
    view.text.show_chapter(
        f"![a](given.png) ![b](file://{secret}) ![c]({secret})",
        {"given.png": QImage(4_000, 10, QImage.Format.Format_RGB32)},
    )
    kind = QTextDocument.ResourceType.ImageResource.value
    given = view.text.loadResource(kind, "given.png")
    assert isinstance(given, QImage)
    assert given.width() <= max(200, view.text.viewport().width())
    assert view.text.loadResource(kind, f"file://{secret}") is None
    assert view.text.loadResource(kind, str(secret)) is None
    view.deleteLater()


def opened(app: Stage) -> HelpView:
    return next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, HelpView))
