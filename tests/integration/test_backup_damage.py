"""Back-ups on bad disks and from wrong hands: every flipped byte refused, every failure one sentence, nothing lost."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import msgspec
import pytest

from fieldsurvey.app import describe_home
from fieldsurvey.backup.errors import (
    BackupDamagedError,
    BackupMissingError,
    BackupNewerError,
    BackupNoRoomError,
    CopyUnopenedError,
    EvidenceLackingError,
    OtherHomeError,
    PracticeMixedError,
    VolumeMissingError,
    WordsNeededError,
)
from fieldsurvey.backup.manifest import read_manifest, sealed_manifest
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.errors import HomeInUseError
from fieldsurvey.services.restore import Opener, offers, restore
from fieldsurvey.store.errors import DatabaseFullError
from fieldsurvey.sync.stick_errors import StickFullError, StickReadOnlyError
from fieldsurvey.vault.errors import (
    AccessDeniedError,
    DiskFullError,
    ReadOnlyError,
    RecoveryRefusedError,
    WordsWrongError,
    WrongPassphraseError,
)
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.words import words_of
from tests.integration.backing_up import by_passphrase, files_under, newest, practice_back_up, restored, with_work
from tests.integration.disks import filled, small_disk, write_protected
from tests.integration.homes import COST, PASSPHRASE, Office, state, visit

FILES: Final = ("fieldsurvey.db", "keyslots.json", "keyslots.copy.json", "home.json", "evidence.list", "manifest.json")
NO_ROOM: Final = (BackupNoRoomError, DiskFullError, DatabaseFullError)


def flipped(path: Path, chance: random.Random) -> Callable[[], None]:
    """Flips one bit somewhere in a file; gives what puts it right again."""
    whole = path.read_bytes()
    place = chance.randrange(len(whole))
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 1 << chance.randrange(8)]) + whole[place + 1 :])

    def mend() -> None:
        path.write_bytes(whole)

    return mend


@pytest.mark.parametrize("name", FILES)
def test_a_flipped_bit_in_any_file_is_refused_before_anything_is_written(
    office: Office, tmp_path: Path, name: str
) -> None:
    with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    before = state(office.l1)
    office.close("l1")
    chance = random.Random(name)
    for _ in range(15):
        mend = flipped(folder / name, chance)
        home = files_under(office.folder("l1"))
        with pytest.raises((BackupDamagedError, BackupNewerError)):
            restored(office, folder)
        assert files_under(office.folder("l1")) == home
        assert not list(office.root.glob("l1?*"))
        mend()
    assert state(office.l1) == before
    assert office.l1.backups.drill().ok


def test_a_missing_or_cut_file_is_refused(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    office.close("l1")
    for name in FILES:
        kept = (folder / name).read_bytes()
        for damage in (kept[:-1], kept + b" ", b"", None):
            (folder / name).unlink()
            if damage is not None:
                (folder / name).write_bytes(damage)
            with pytest.raises(BackupDamagedError):
                restored(office, folder)
            (folder / name).write_bytes(kept)
    assert restored(office, folder).cases == 1


def test_evidence_that_lacks_is_asked_about_and_left_out_on_demand(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    rotten, missing = sorted(folder.parent.glob("evidence/??/*.age"))
    flipped(rotten, random.Random(1))
    missing.unlink()
    office.close("l1")
    with pytest.raises(EvidenceLackingError, match="2 份"):
        restored(office, folder)
    done = restore(office.folder("l1"), folder, by_passphrase(office), without_evidence=True, cost=COST, now=office.now)
    assert (done.evidence, done.left_out) == (0, 2)
    lines = {line.what: line for line in office.l1.health.verify().lines}
    assert lines["佐证文件"].told == "应有 2 份,缺 2 份"
    assert office.l1.cases.find("").total == 1


def test_one_of_another_home_is_not_put_over_this_one(office: Office, tmp_path: Path) -> None:
    folder = office.l2.backups.back_up().card.path
    office.close()
    with pytest.raises(OtherHomeError, match="L2"):
        restore(office.folder("l1"), folder, by_passphrase(office, "l2"), cost=COST, now=office.now)
    assert restore(tmp_path / "new", folder, by_passphrase(office, "l2"), cost=COST, now=office.now).aside is None


def test_one_of_a_newer_program_is_refused(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    manifest, key = read_manifest(folder), office.l1.seat.key
    newer = msgspec.structs.replace(manifest, revision="r9999")
    (folder / "manifest.json").write_bytes(sealed_manifest(newer, key))
    with pytest.raises(BackupNewerError):
        restored(office, folder)


def test_figures_that_do_not_fit_the_database_are_noticed(office: Office) -> None:
    visit(office.l1, name="王建国")
    folder = office.l1.backups.back_up().card.path
    manifest, key = read_manifest(folder), office.l1.seat.key
    for wrong in (
        msgspec.structs.replace(manifest.facts, state="0" * 64),
        msgspec.structs.replace(manifest.facts, changes="0" * 64),
        msgspec.structs.replace(manifest.facts, rows={**manifest.facts.rows, "change": 9}),
        msgspec.structs.replace(manifest.facts, journals={}),
    ):
        changed = msgspec.structs.replace(manifest, facts=wrong)
        (folder / "manifest.json").write_bytes(sealed_manifest(changed, key))
        assert not office.l1.backups.drill().ok
        with pytest.raises(BackupDamagedError):
            restored(office, folder)
        assert not list(office.root.glob("l1?*"))


def test_wrong_passphrases_and_words_change_nothing(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    office.close()
    home, before = office.folder("l1"), files_under(office.folder("l1"))
    with pytest.raises(WrongPassphraseError):
        restore(home, folder, Opener(office.made.staff["l1"], "错的一串口令错的"), cost=COST)
    with pytest.raises(RecoveryRefusedError):
        restore(home, folder, Opener(words=words_of(SealKey.generate())), cost=COST)
    with pytest.raises(WordsWrongError):
        restore(home, folder, Opener(words=["好"]), cost=COST)
    assert files_under(home) == before


def test_a_home_in_use_is_not_restored_over(office: Office) -> None:
    folder = office.l1.backups.back_up().card.path
    with pytest.raises(HomeInUseError):
        restore(office.folder("l1"), folder, by_passphrase(office), cost=COST)
    assert state(office.l1)


def test_where_there_is_no_back_up_it_says_so(office: Office, tmp_path: Path) -> None:
    office.close()
    for place in (tmp_path, tmp_path / "gone", office.folder("l1") / "home.json"):
        with pytest.raises(BackupMissingError):
            offers(place)
    with pytest.raises(BackupMissingError):
        restore(office.folder("l1"), tmp_path / "gone", by_passphrase(office), cost=COST)


def test_a_sealed_copy_with_any_flipped_bit_is_refused(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path, photos=1)
    (path,) = office.l1.backups.write_sealed(office.stick).paths
    chance = random.Random(5)
    opener = Opener(words=office.made.words)
    for _ in range(30):
        mend = flipped(path, chance)
        with pytest.raises((CopyUnopenedError, BackupDamagedError)):
            restore(tmp_path / "new", path, opener, cost=COST)
        assert not list(tmp_path.glob("new*"))
        mend()
    whole = path.read_bytes()
    for length in (0, 1, 200, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises((CopyUnopenedError, BackupDamagedError)):
            restore(tmp_path / "new", path, opener, cost=COST)
    path.write_bytes(whole)
    with pytest.raises(WordsNeededError):
        restore(tmp_path / "new", path, by_passphrase(office), cost=COST)
    with pytest.raises(CopyUnopenedError):
        restore(tmp_path / "new", path, Opener(words=words_of(SealKey.generate())), cost=COST)
    path.rename(path.with_name(path.name.replace("_1-1.", "_1-2.")))
    with pytest.raises(VolumeMissingError):
        restore(tmp_path / "new", path.with_name(path.name.replace("_1-1.", "_1-2.")), opener, cost=COST)


def test_a_full_disk_costs_no_back_up_and_no_work(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    office.close("l1")
    with small_disk(tmp_path / "disk", 64 * 1024) as disk:
        shutil.copytree(office.folder("l1"), disk / "l1")
        shutil.rmtree(office.folder("l1"))
        office.folder("l1").symlink_to(disk / "l1")
        home = office.l1
        sound = home.backups.back_up().card
        before = state(home)
        visit(home, name="之后的一户")
        for leaving in (0, 5_000, 40_000, 200_000, 400_000, 5 << 20, 16 << 20):
            with filled(disk, leaving=leaving), pytest.raises(NO_ROOM):
                home.backups.back_up()
            assert home.backups.known() == [sound]
            assert not list(home.seat.paths.backups.glob("*.part"))
        assert state(home) != before
        assert home.backups.back_up().is_new
        office.close("l1")


def test_a_disk_that_fills_up_in_the_middle_leaves_no_half_back_up(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if others wrote at the same time: nothing is known of the room beforehand."""
    with_work(office, tmp_path)
    monkeypatch.setattr("fieldsurvey.backup.writing.ask_room", lambda *_: None)
    with small_disk(tmp_path / "disk", 4 * 1024) as disk:
        home = office.l1
        home.backups.choose_folder(disk)
        seen = set()
        for leaving in (0, 3_000, 8_192, 20_000, 60_000, 150_000, 250_000, 300_000):
            with filled(disk, leaving=leaving):
                done = home.backups.back_up()
            seen.add(bool(done.trouble))
            assert not list(disk.rglob("*.part"))
            if done.trouble:
                assert "空间不够" in done.trouble
            assert all(not card.trouble for card in home.backups.known())
            shutil.rmtree(disk / "FIELDSURVEY-BACKUP", ignore_errors=True)
        assert seen >= {True}
        assert home.backups.back_up().carried
        assert home.backups.drill().ok


def test_a_write_protected_disk_or_stick_says_so(office: Office, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 32 * 1024) as disk:
        office.l1.backups.choose_folder(disk)
        with write_protected(disk):
            done = office.l1.backups.back_up()
            assert any(f"[{each.code}]" in done.trouble for each in (ReadOnlyError, AccessDeniedError))
            with pytest.raises(StickReadOnlyError):
                office.l1.backups.write_sealed(disk)
        with filled(disk, leaving=100_000), pytest.raises(StickFullError):
            office.l1.backups.write_sealed(disk)
        assert office.l1.backups.back_up().carried
    assert list(office.l1.seat.paths.staging.iterdir()) == []


def test_a_restore_onto_a_full_disk_leaves_nothing(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    folder = office.l1.backups.back_up().card.path
    office.close("l1")
    with small_disk(tmp_path / "disk", 40 * 1024) as disk:
        for leaving in (0, 5_000, 100_000, 300_000, 10 << 20):
            with filled(disk, leaving=leaving):
                with pytest.raises(FieldSurveyError) as refused:
                    restore(disk / "home", folder, by_passphrase(office), cost=COST, now=office.now)
                assert isinstance(refused.value, NO_ROOM)
                assert [path.name for path in disk.iterdir()] == ["filler"]
        assert restore(disk / "home", folder, by_passphrase(office), cost=COST, now=office.now).cases == 1


def test_the_newest_offer_that_is_sound_comes_first(office: Office) -> None:
    office.l1.backups.back_up()
    second = office.l1.backups.back_up().card.path
    shelf = office.l1.seat.paths.backups
    assert newest(shelf).path == second
    (second / "manifest.json").write_bytes(b"?")
    assert newest(shelf).path != second
    assert "[B102]" in offers(shelf)[1].trouble


def test_practice_is_not_put_over_work_nor_work_over_practice(office: Office) -> None:
    practice = practice_back_up(office, "practice")
    real = office.l1.backups.back_up().card.path
    office.close()
    assert [newest(path).practice for path in (practice, real)] == [True, False]
    before = {name: files_under(office.folder(name)) for name in ("l1", "practice")}
    for name, source, told in (("l1", practice, "练习数据的"), ("practice", real, "正式数据的")):
        opener = Opener(newest(source).staff[0].staff_id, PASSPHRASE)
        with pytest.raises(PracticeMixedError, match=told):
            restore(office.folder(name), source, opener, cost=COST, now=office.now)
        assert files_under(office.folder(name)) == before[name]
        done = restore(office.folder(f"{name}-new"), source, opener, cost=COST, now=office.now)
        assert done.practice is (source is practice)
        assert describe_home(done.home).practice is done.practice


def test_no_more_is_read_of_a_foreign_stick_than_it_takes(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = office.l1.backups.back_up().card.path
    for number in range(6):
        shutil.copytree(folder, tmp_path / "stick" / f"{number}.fsb")
    huge = tmp_path / "stick" / "0.fsb"
    for name in ("manifest.json", "home.json"):
        with (huge / name).open("r+b") as stream:
            stream.truncate(5 << 30)
    assert [bool(offer.trouble) for offer in offers(tmp_path / "stick")] == [False] * 5 + [True]
    shutil.rmtree(huge)
    size = sum((folder / name).stat().st_size for name in FILES if name != "fieldsurvey.db" and "list" not in name)
    monkeypatch.setattr("fieldsurvey.services.restore.READ_MOST", 3 * size)
    troubles = [offer.trouble for offer in offers(tmp_path / "stick")]
    assert troubles[:3] == ["", "", ""]
    assert all("[B116]" in trouble for trouble in troubles[3:])
    assert len(troubles) == 5
