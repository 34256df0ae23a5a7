"""从备份恢复 on real homes: from the sign-in, on a new machine, from a sealed copy, and what is refused."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from tests.conftest import FixedClock
from tests.drivers.app import home_at, running
from tests.drivers.backups import RestorePage
from tests.drivers.pages import CasesPage, FirstRunPage, WorktopPage
from tests.integration.backing_up import practice_back_up, with_work
from tests.integration.homes import PASSPHRASE, STAFF, Office
from tests.ui.layout_checks import faults

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_laptop_is_restored_from_its_own_back_up(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    office.l1.backups.back_up()
    office.close()
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        page = RestorePage.open(app)
        assert page.offers == [("2026-11-23 14:02:31", "L1 某旗总工会", "1", "1", "2")]
        assert page.staff() == [STAFF["l1"]]
        page.try_to_restore()
        assert page.problem == "请输入口令,或写恢复词。"
        page.by_passphrase("错的口令错的口令").try_to_restore()
        assert "[V101]" in page.problem
        told = page.by_passphrase(PASSPHRASE).try_to_restore().told
        assert "1 户,1 份没做完的入户,佐证 2 份" in told
        assert "l1-恢复前-20261123-140231" in told
        assert faults(app.window, (1093, 614)) == []
        sign_in = page.go_on()
        worktop = sign_in.sign_in(PASSPHRASE, WorktopPage)
        assert worktop.go(CasesPage).names == ["王建国"]
    assert office.l1.seat.identity.incarnation == 2


def test_a_new_machine_takes_a_sealed_copy(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    office.l1.backups.write_sealed(office.stick)
    words = "".join(office.made.words)
    office.close()
    with running(home_at(office.folder("l1-new"), FixedClock())) as app:
        page = RestorePage.open(app).look_in(office.stick)
        assert page.offers[0][0] == "加密副本"
        page.by_words(words[:-1]).try_to_restore()
        assert "[V103]" in page.problem
        sign_in = page.by_words(words).restore()
        assert sign_in.names == [STAFF["l1"]]
        assert sign_in.sign_in(PASSPHRASE, CasesPage).names == ["王建国"]


def test_one_goes_back_without_anything_done(office: Office, tmp_path: Path) -> None:
    office.close()
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        page = RestorePage.open(app)
        assert page.offers == []
        assert "[B101]" in page.look_in(tmp_path / "nothing").problem
        page.back().sign_in(PASSPHRASE, WorktopPage)
    with running(home_at(tmp_path / "none", FixedClock())) as app:
        RestorePage.open(app).back_to_first_run()
        assert isinstance(FirstRunPage(app), FirstRunPage)


def test_a_damaged_one_says_so_and_cannot_be_chosen(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    office.close()
    (folder / "manifest.json").write_bytes(b"?")
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        page = RestorePage.open(app)
        assert page.offers[0][1] == "不能用"
        assert "[B102]" in page.trouble
        assert not app.find(QPushButton, "restore_button").isEnabled()


def test_lacking_evidence_is_asked_about(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    next(folder.parent.glob("evidence/??/*.age")).unlink()
    office.close()
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        page = RestorePage.open(app).by_passphrase(PASSPHRASE).try_to_restore()
        assert page.problem == ""
        app.find(QPushButton, "question_yes").click()
        app.settle()
        assert "1 份佐证文件没有恢复" in page.told


@pytest.mark.parametrize("file", ["home.json", "keyslots"])
def test_a_home_that_cannot_be_read_any_more_has_the_door(office: Office, file: str) -> None:
    office.l1.backups.back_up()
    office.close()
    for path in office.folder("l1").glob(f"{file}*"):
        path.write_bytes(b"?")
    with running(home_at(office.folder("l1"), FixedClock())) as app:
        assert app.message
        RestorePage.open(app).by_passphrase(PASSPHRASE).restore().sign_in(PASSPHRASE, WorktopPage)


@pytest.mark.parametrize("scale", [100, 160])
def test_a_back_up_of_practice_says_so_and_does_not_go_over_work(office: Office, scale: int) -> None:
    practice = practice_back_up(office, "practice")
    office.close()
    with running(home_at(office.folder("l1"), FixedClock()), scale=scale) as app:
        page = RestorePage.open(app).look_in(practice)
        assert page.offers[0][1] == "练习 L1"
        assert "练习数据的备份" in page.note
        assert faults(app.window, (1093, 614)) == []
        page.by_passphrase(PASSPHRASE).try_to_restore()
        assert "[B115]" in page.problem
        assert faults(app.window, (1093, 614)) == []
    with running(home_at(office.folder("l1-new"), FixedClock())) as app:
        page = RestorePage.open(app).look_in(practice).by_passphrase(PASSPHRASE).try_to_restore()
        assert page.told.startswith("恢复的是练习数据")


@pytest.mark.parametrize("scale", [100, 160])
def test_the_sheet_is_whole(office: Office, scale: int) -> None:
    office.l1.backups.back_up()
    office.close()
    with running(home_at(office.folder("l1"), FixedClock()), scale=scale) as app:
        page = RestorePage.open(app)
        assert faults(app.window, (1093, 614)) == []
        page.by_words("好")
        assert faults(app.window, (1093, 614)) == []
