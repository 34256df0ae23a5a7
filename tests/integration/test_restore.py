"""A restored home: everything is back, and it is a new device whose numbers nobody has used."""

import subprocess
from pathlib import Path

import pytest

from fieldsurvey.app import describe_home, recovery_identity
from fieldsurvey.backup.placing import waiting_place
from fieldsurvey.services.errors import NotEnrolledError
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
    for name in ("fieldsurvey.db", "keyslots.json", "keyslots.copy.json", "home.json", "manifest.json"):
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


def test_a_restore_cut_off_between_its_last_two_steps_is_ended_at_the_next_start(office: Office) -> None:
    visit(office.l1, name="王建国")
    folder = office.l1.backups.back_up().card.path
    expected = state(office.l1)
    office.close("l1")
    restore(office.folder("l1-built"), folder, by_passphrase(office), cost=COST, now=office.now)
    office.folder("l1").rename(office.root / "l1-恢复前-x")
    office.folder("l1-built").rename(waiting_place(office.folder("l1")))
    assert describe_home(office.folder("l1")).code == "L1"
    assert state(office.l1) == expected
    assert office.l1.seat.identity.incarnation == 2


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
    before = files_under(office.folder("l1"))
    restore(office.folder("l1-built"), folder, by_passphrase(office), cost=COST, now=office.now)
    office.folder("l1-built").rename(waiting_place(office.folder("l1")))
    describe_home(office.folder("l1"))
    assert files_under(office.folder("l1")) == before
    (office.folder("l1") / "home.json").unlink()
    describe_home(office.folder("l1"))
    assert waiting_place(office.folder("l1")).is_dir()
