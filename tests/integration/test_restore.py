"""A restored home: everything is back, and it is a new device whose numbers nobody has used."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from fieldsurvey.app import describe_home, recovery_identity
from fieldsurvey.backup.manifest import FILES
from fieldsurvey.backup.placing import MARK, waiting_place
from fieldsurvey.clock import Now
from fieldsurvey.services.errors import NotEnrolledError
from fieldsurvey.services.home import restoring_alone
from fieldsurvey.services.restore import Opener, offers, restore
from fieldsurvey.store import changes
from tests.conftest import FixedClock
from tests.integration.backing_up import by_passphrase, files_under, newest, restored, with_work
from tests.integration.homes import COST, Office, enrol, only, state, visit


def test_everything_comes_back_and_the_old_home_lies_beside(office: Office, tmp_path: Path) -> None:
    case = with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    expected = state(office.l1)
    visit(office.l1, name="备份以后的")
    office.close("l1")
    old = files_under(office.folder("l1"))

    done = restored(office, folder)

    assert done.aside is not None
    assert done.aside.name == "l1-恢复前-20261123-140231"
    assert files_under(done.aside) == old
    assert (done.cases, done.drafts, done.evidence, done.left_out) == (1, 1, 2, 0)
    assert state(office.l1) == expected
    (draft,) = office.l1.visits.open_drafts()
    assert office.l1.visits.view(draft.draft_id).document["name"] == "没做完的"
    file = office.l1.cases.show(case).document["evidence"][0]["file"]
    assert office.l1.evidence.read(file["sha256"])
    assert sorted(path.name for path in office.root.glob("l1*")) == ["l1", "l1-恢复前-20261123-140231"]


def test_on_the_same_machine_too_it_is_a_new_device_that_has_to_be_admitted(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    former = office.l1.seat.identity
    restored(office, office.l1.backups.back_up().card.path)
    identity = office.l1.seat.identity
    assert identity.incarnation == former.incarnation + 1
    assert identity.former_devices == [former.device]
    assert not describe_home(office.folder("l1")).enrolled
    with pytest.raises(NotEnrolledError):
        office.l1.exchange.write(office.stick)
    office.close("l1")
    assert office.l1.seat.identity == identity


def test_no_number_is_used_twice_and_what_headquarters_had_comes_back(office: Office) -> None:
    before = visit(office.l1, name="备份以前的")
    folder = office.l1.backups.back_up().card.path
    former = office.l1.seat.identity.device
    sent = visit(office.l1, name="备份以后交了的")
    office.carry("l1", "hq")
    lost = visit(office.l1, name="备份以后没交的")
    used = {office.l1.cases.show(case).row.survey_no for case in (before, sent, lost)}
    restored(office, folder)
    after = [visit(office.l1, name=f"恢复以后的{n}") for n in range(3)]
    assert not used & {office.l1.cases.show(case).row.survey_no for case in after}

    enrol(office.hq, office.l1, office.stick, code="L1")
    card = only(office.carry("l1", "hq"))
    assert (card.aside, card.forks, card.missing) == (0, 0, [])
    only(office.carry("hq", "l1"))
    assert state(office.hq) == state(office.l1)
    assert office.l1.cases.show(sent).row.name == "备份以后交了的"
    with office.hq.seat.database.begin() as session:
        numbers = changes.numbers(session)
    assert numbers[office.l1.seat.identity.device] == [1, 2, 3]
    assert numbers[former] == [1, 2, 3]


def test_after_a_restore_packages_come_and_go_as_they_did_before(office: Office) -> None:
    """Streams are numbered per receiver: what the old device had read says nothing about those to the new one."""
    case = visit(office.l1, name="王建国")
    for number in range(2):
        office.carry("l1", "hq")
        visit(office.hq, case, remark=f"总部写的{number}")
        office.carry("hq", "l1")
    for name in ("l1", "hq"):
        restored(office, office.home(name).backups.back_up().card.path, name)
    enrol(office.hq, office.l1, office.fresh_stick(), code="L1")
    for number in range(2):
        visit(office.l1, case, employer_name=f"种子公司{number}")
        card = only(office.carry("l1", "hq"))
        assert (card.forks, card.missing, card.journal_back) == (0, [], False)
        visit(office.hq, case, remark=f"恢复以后{number}")
        card = only(office.carry("hq", "l1"))
        assert (card.forks, card.missing, card.journal_back) == (0, [], False)
    assert state(office.hq) == state(office.l1)
    assert str(office.hq.cases.timeline(case)).count("读自L1的U盘") >= 3


def test_two_restores_of_one_back_up_are_two_devices(office: Office, tmp_path: Path) -> None:
    folder = office.l1.backups.back_up().card.path
    office.close()
    opener = by_passphrase(office)
    for name in ("l1-one", "l1-two"):
        restore(office.folder(name), folder, opener, cost=COST, now=office.now)
    devices = {office.home(name).seat.identity.device for name in ("l1", "l1-one", "l1-two")}
    assert len(devices) == 3


def test_headquarters_comes_back_and_admits_its_laptops_again(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.carry("l1", "hq")
    folder = office.hq.backups.back_up().card.path
    visit(office.l1, name="后来的")
    restored(office, folder, "hq")
    enrol(office.hq, office.l1, office.fresh_stick(), code="L1")
    only(office.carry("l1", "hq"))
    assert state(office.hq) == state(office.l1)


def test_a_restored_home_can_be_backed_up_and_restored_again(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    restored(office, office.l1.backups.back_up().card.path)
    assert isinstance(office.now, FixedClock)
    office.now.advance(seconds=5)
    done = office.l1.backups.back_up()
    assert office.l1.backups.drill().ok
    restored(office, done.card.path)
    assert office.l1.seat.identity.incarnation == 3
    assert len(list(office.root.glob("l1-恢复前-*"))) == 2


def test_headquarters_words_open_a_laptops_back_up_when_the_passphrase_is_lost(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    assert restored(office, folder, words=office.made.words).cases == 1


def test_a_sealed_copy_is_restored_with_the_words(office: Office, tmp_path: Path) -> None:
    case = with_work(office, tmp_path)
    expected = state(office.l1)
    office.l1.backups.write_sealed(office.stick)
    office.close("l1")
    offer = newest(office.stick)
    assert offer.is_sealed
    done = restore(office.folder("l1-new"), offer.path, Opener(words=office.made.words), cost=COST, now=office.now)
    assert (done.cases, done.drafts, done.evidence) == (1, 1, 2)
    assert state(office.home("l1-new")) == expected
    assert office.home("l1-new").evidence.read(
        office.home("l1-new").cases.show(case).document["evidence"][0]["file"]["sha256"]
    )
    assert not list(office.root.glob("*.unpacking"))


@pytest.mark.debian("age", "tar")
def test_stock_tools_open_a_sealed_copy(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    (path,) = office.l1.backups.write_sealed(office.stick).paths
    identity = tmp_path / "identity.txt"
    identity.write_text(recovery_identity(office.made.words) + "\n", encoding="ascii")
    opened = tmp_path / "opened"
    opened.mkdir()
    subprocess.run(["age", "-d", "-i", identity, "-o", tmp_path / "b.tar", path], check=True)
    subprocess.run(["tar", "-xf", tmp_path / "b.tar", "-C", opened], check=True)
    assert {"fieldsurvey.db", "keyslots.json", "home.json", "manifest.json"} <= set(files_under(opened))
    # What stock tools left is a back-up again: the folder with its evidence under it.
    home = tmp_path / "restored"
    (opened / "x.fsb").mkdir()
    for name in (*FILES, "manifest.json"):
        (opened / name).rename(opened / "x.fsb" / name)
    assert restore(home, opened / "x.fsb", by_passphrase(office), cost=COST, now=office.now).evidence == 2


def test_a_sealed_copy_too_large_for_a_stick_comes_in_several_files(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fieldsurvey.services.backups.VOLUME", 200_000)
    with_work(office, tmp_path, photos=40)
    paths = office.l1.backups.write_sealed(office.stick).paths
    assert len(paths) > 2
    assert [offer.path for offer in offers(office.stick)] == [paths[0]]
    office.close("l1")
    done = restore(office.folder("l1-new"), paths[1], Opener(words=office.made.words), cost=COST, now=office.now)
    assert done.evidence == 40


def cut_off(home: Path, folder: Path, opener: Opener, now: Now, *, at: str) -> None:
    """Restores in a process that ends, as if killed, where it would take the step named."""
    pid = os.fork()
    if pid == 0:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(at, lambda *_: os._exit(9))
            restore(home, folder, opener, cost=COST, now=now)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9


def test_a_restore_cut_off_between_its_last_two_steps_is_ended_at_the_next_start(office: Office) -> None:
    visit(office.l1, name="王建国")
    folder = office.l1.backups.back_up().card.path
    kept = office.root / "kept"
    shutil.copytree(folder.parent, kept)
    expected = state(office.l1)
    office.close("l1")
    home, opener = office.folder("l1"), by_passphrase(office)
    moved = Path.rename

    def rename(path: Path, target: Path) -> Path:
        if path == waiting_place(home):
            raise KeyboardInterrupt
        return moved(path, target)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "rename", rename)
        patched.setattr("fieldsurvey.services.restore.remove_tree", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            restore(home, kept / folder.name, opener, cost=COST, now=office.now)
    assert not home.exists()
    assert describe_home(home).code == "L1"
    assert state(office.l1) == expected
    assert office.l1.seat.identity.incarnation == 2
    assert sorted(path.name for path in office.root.glob("l1*")) == ["l1", "l1-恢复前-20261123-140231"]
    assert not (home / MARK).exists()


def test_one_cut_off_before_the_old_home_was_moved_never_comes_back(office: Office) -> None:
    """Work went on beside it; when that home is moved away later, the day of the back-up must not stand there."""
    kept = office.root / "kept"
    folder = office.l1.backups.back_up().card.path
    shutil.copytree(folder.parent, kept)
    office.close("l1")
    home = office.folder("l1")
    cut_off(home, kept / folder.name, by_passphrase(office), office.now, at="fieldsurvey.services.restore._aside")
    assert waiting_place(home).is_dir()
    home.rename(office.root / "l1-elsewhere")
    assert describe_home(home).kind == ""
    assert not home.exists()
    assert not waiting_place(home).exists()


def test_one_cut_off_before_the_old_home_was_moved_is_cleared_at_the_next_start(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    office.close("l1")
    home = office.folder("l1")
    before = files_under(home)
    for at in ("fieldsurvey.services.restore._aside", "pathlib.Path.rename"):
        cut_off(home, folder, by_passphrase(office), office.now, at=at)
        assert (waiting_place(home) / "home.json").exists()
        assert (waiting_place(home) / MARK).exists() is (at == "pathlib.Path.rename")
        assert describe_home(home).kind == "laptop"
        assert not list(office.root.glob("l1?*"))
        assert files_under(home) == before


def test_what_is_being_restored_is_not_cleared_by_a_window_that_starts(office: Office) -> None:
    home = office.folder("l1-new")
    waiting_place(home).mkdir()
    with restoring_alone(home):
        assert describe_home(home).kind == ""
        assert waiting_place(home).is_dir()
    describe_home(home)
    assert not list(office.root.glob("l1-new*"))


def test_one_cut_off_earlier_is_no_home_and_is_begun_again(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    office.close("l1")
    place = waiting_place(office.folder("l1-new"))
    place.mkdir()
    (place / "fieldsurvey.db").write_bytes(b"half")
    assert describe_home(office.folder("l1-new")).kind == ""
    assert not office.folder("l1-new").exists()
    restore(office.folder("l1-new"), folder, by_passphrase(office), cost=COST, now=office.now)
    assert describe_home(office.folder("l1-new")).kind == "laptop"
    assert not place.exists()


def test_a_waiting_home_never_takes_the_place_of_one_that_is_there(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    office.close("l1")
    home, aside = office.folder("l1"), office.root / "l1-恢复前-x"
    for marked in (False, True):
        restore(office.folder("l1-built"), folder, by_passphrase(office), cost=COST, now=office.now)
        office.folder("l1-built").rename(waiting_place(home))
        if marked:
            (waiting_place(home) / MARK).write_bytes(aside.name.encode())
            aside.mkdir()
        before = files_under(home)
        describe_home(home)
        assert files_under(home) == before
        assert not waiting_place(home).exists()
    # Set aside, and something that is no home lies there since: nobody decides that but a person.
    restore(office.folder("l1-built"), folder, by_passphrase(office), cost=COST, now=office.now)
    office.folder("l1-built").rename(waiting_place(home))
    (waiting_place(home) / MARK).write_bytes(aside.name.encode())
    (home / "home.json").unlink()
    describe_home(home)
    assert waiting_place(home).is_dir()
