"""打印字体 in 设置: what the machine has is offered, tried, kept, and printed in."""

from pathlib import Path

import pytest

from fieldsurvey.app import OpenHome
from fieldsurvey.forms.font_files import NO_LICENCE, font_folders
from tests.drivers.app import home_at, running
from tests.drivers.faces import FacesPage
from tests.drivers.pages import CasesPage, SignInPage
from tests.integration.homes import PASSPHRASE, Office, visit
from tests.integration.stand_in_fonts import font

pytestmark = pytest.mark.usefixtures("qapp")
OWN_BODY, OWN_TITLE = "随程序(思源宋体)", "随程序(思源宋体粗体)"


@pytest.fixture
def fonts(own_home: Path) -> Path:
    """The folder of this person's own fonts, with a 仿宋, a 小标宋, and a 仿宋 that no PDF may have."""
    folder = font_folders()[-1]
    folder.mkdir(parents=True)
    (folder / "fs.ttf").write_bytes(font("FangSong", chinese="仿宋"))
    (folder / "xbs.ttf").write_bytes(font("FZXiaoBiaoSong-B05S", chinese="方正小标宋简体"))
    (folder / "closed.ttf").write_bytes(font("FZFangSong-Z02", chinese="方正仿宋", fs_type=2))
    return folder


def settings_page(app_page: CasesPage) -> FacesPage:
    page = app_page.go(FacesPage)
    page.app.settle()
    return page


def test_a_chosen_face_is_kept_and_printed_in(office: Office, fonts: Path) -> None:
    case_id = visit(office.l1, name="丁桂湘")
    office.close()
    with running(home_at(office.folder("l1"))) as app:
        page = settings_page(SignInPage(app).sign_in(PASSPHRASE, CasesPage))
        assert page.chosen("body") == OWN_BODY
        assert "仿宋" in page.offered("body")
        assert "方正仿宋(不能用)" in page.offered("body")
        assert "方正小标宋简体" in page.offered("title")
        assert f"“方正仿宋”{NO_LICENCE}" in page.told
        page.choose("body", "仿宋").choose("title", "方正小标宋简体")
        opened = app.program.opened
        assert opened is not None
        assert embedded_in(opened, case_id) >= {b"FangSong", b"FZXiaoBiaoSong"}
    with running(home_at(office.folder("l1"))) as app:
        page = settings_page(SignInPage(app).sign_in(PASSPHRASE, CasesPage))
        assert (page.chosen("body"), page.chosen("title")) == ("仿宋", "方正小标宋简体")
        page.choose("body", OWN_BODY)
        opened = app.program.opened
        assert opened is not None
        assert embedded_in(opened, case_id) == {b"FZXiaoBiaoSong"}


def test_a_face_that_has_gone_is_shown_and_prints_in_the_programs_own(office: Office, fonts: Path) -> None:
    case_id = visit(office.l1, name="丁桂湘")
    office.close()
    with running(home_at(office.folder("l1"))) as app:
        settings_page(SignInPage(app).sign_in(PASSPHRASE, CasesPage)).choose("body", "仿宋")
    (fonts / "fs.ttf").unlink()
    with running(home_at(office.folder("l1"))) as app:
        page = settings_page(SignInPage(app).sign_in(PASSPHRASE, CasesPage))
        assert page.chosen("body") == "仿宋(不能用)"
        assert "“仿宋”已不在这台机器上" in page.told
        opened = app.program.opened
        assert opened is not None
        assert embedded_in(opened, case_id) == set()


def test_a_face_that_breaks_while_it_is_chosen_is_refused(office: Office, fonts: Path) -> None:
    office.close()
    with running(home_at(office.folder("l1"))) as app:
        page = settings_page(SignInPage(app).sign_in(PASSPHRASE, CasesPage))
        (fonts / "fs.ttf").write_bytes(b"no longer a font")
        page.choose("body", "仿宋")
        assert "[F006]" in app.message
        assert page.chosen("body") == OWN_BODY


def embedded_in(home: OpenHome, case_id: str) -> set[bytes]:
    """Which of the machine's faces the household's form is drawn with."""
    pdf = home.papers.preview([case_id])
    return {name for name in (b"FangSong", b"FZXiaoBiaoSong") if b"+" + name in pdf}
