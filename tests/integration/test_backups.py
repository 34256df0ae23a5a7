"""Back-ups of real homes: what is in one, when one is made, where it goes, and that the home is only read."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.backup import writing
from fieldsurvey.backup.errors import (
    BackupDamagedError,
    BackupDiffersError,
    BackupMissingError,
    FolderUnfitError,
    NobodyToSealForError,
)
from fieldsurvey.backup.shelf import Shelf
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.progress import CancelledError, Progress
from fieldsurvey.services.errors import RoleMissingError
from fieldsurvey.services.restore import offers
from fieldsurvey.store.database import PLAIN_HEADER, Database, Session
from fieldsurvey.vault.errors import DiskFullError
from tests.conftest import FixedClock
from tests.integration.backing_up import files_under, restored, with_work
from tests.integration.homes import COST, PASSPHRASE, Office, state, visit


def _full(*_: object) -> None:
    raise DiskFullError


def names(home: OpenHome) -> list[str]:
    """What lies in the home's own folder of back-ups."""
    return sorted(path.name for path in home.seat.paths.backups.iterdir())


def test_a_back_up_holds_everything_sealed_and_says_what(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    done = office.l1.backups.back_up()
    assert (done.is_new, done.trouble, done.carried) == (True, "", None)
    assert (done.card.cases, done.card.drafts, done.card.evidence) == (1, 1, 2)
    assert done.card.path.name == "000001_20261123-140231.fsb"
    assert set(files_under(done.card.path)) == {
        "fieldsurvey.db", "keyslots.json", "keyslots.copy.json", "home.json", "evidence.list", "manifest.json"
    }  # fmt: skip
    assert not any(content.startswith(PLAIN_HEADER) for content in files_under(office.l1.seat.paths.backups).values())
    (card,) = office.l1.backups.known()
    assert card == done.card
    assert state(office.l1)


def test_each_evidence_file_is_copied_once(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    office.l1.backups.back_up()
    pool = office.l1.seat.paths.backups / "evidence"
    before = {path: path.stat().st_mtime_ns for path in pool.rglob("*.age")}
    assert len(before) == 2
    photo = tmp_path / "another.jpg"
    photo.write_bytes((tmp_path / "l1-0.jpg").read_bytes() + b"more")
    draft = office.l1.visits.start(None)
    office.l1.evidence.add(draft.draft_id, photo, evidence_type="diagnosis")
    assert office.l1.backups.back_up().card.evidence == 3
    after = {path: path.stat().st_mtime_ns for path in pool.rglob("*.age")}
    assert before.items() <= after.items()
    assert len(after) == 3


def test_by_itself_one_is_made_when_something_changed_and_an_hour_has_passed(office: Office) -> None:
    clock = office.now
    assert isinstance(clock, FixedClock)
    backups = office.l1.backups
    assert backups.keep_up() is not None
    visit(office.l1, name="王建国")
    assert backups.keep_up() is None
    clock.advance(seconds=3600)
    done = backups.keep_up()
    assert done is not None
    assert done.is_new
    clock.advance(seconds=3600)
    assert backups.keep_up() is None
    office.close("l1")
    assert office.l1.backups.keep_up(at_once=True) is None
    draft = office.l1.visits.start(None)
    office.l1.visits.answer(draft.draft_id, "name", "一个字也算")
    assert office.l1.backups.keep_up(at_once=True) is not None
    assert len(office.l1.backups.known()) == 3


def test_rotation_keeps_days_and_weeks_and_the_evidence_they_need(office: Office, tmp_path: Path) -> None:
    clock = office.now
    assert isinstance(clock, FixedClock)
    with_work(office, tmp_path, photos=1)
    for _ in range(6):
        office.l1.backups.back_up()
    assert len(office.l1.backups.known()) == 2
    for _ in range(12):
        clock.advance(days=7)
        office.l1.backups.back_up()
    found = Shelf(office.l1.seat.paths.backups).found()
    assert [each.number for each in found] == list(range(18, 5, -1))
    # One that cannot be read stays, and keeps all evidence with it.
    (found[-1].folder / "manifest.json").write_bytes(b"?")
    clock.advance(days=7)
    office.l1.backups.back_up()
    assert found[-1].folder.is_dir()
    assert [card.trouble for card in office.l1.backups.known() if card.trouble]
    assert len(list(office.l1.seat.paths.backups.glob("evidence/??/*.age"))) == 1


def test_evidence_that_no_back_up_needs_any_more_goes(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path, photos=1)
    office.l1.backups.back_up()
    stray = office.l1.seat.paths.backups / "evidence" / "ab" / f"{'ab' * 32}.age"
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"left by an attempt that was cut off")
    for _ in range(3):
        office.l1.backups.back_up()
    assert not stray.exists()
    assert office.l1.backups.drill().ok


def test_a_chosen_folder_gets_a_proved_copy_and_is_caught_up_with(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    disk = tmp_path / "disk"
    disk.mkdir()
    office.l1.backups.choose_folder(disk)
    done = office.l1.backups.back_up()
    assert done.carried is not None
    assert done.carried.is_dir()
    assert files_under(done.carried) == files_under(done.card.path)
    assert {card.is_local for card in office.l1.backups.known()} == {True, False}
    assert office.l1.backups.state().warnings == []

    shutil.move(disk, tmp_path / "in the drawer")
    again = office.l1.backups.back_up()
    assert "[B114]" in again.trouble
    assert again.carried is None
    assert not disk.exists()
    shutil.move(tmp_path / "in the drawer", disk)
    caught = office.l1.backups.keep_up()
    assert caught is not None
    assert not caught.is_new
    assert caught.carried is not None
    assert office.l1.backups.keep_up() is None
    office.l1.backups.choose_folder(None)
    assert office.l1.backups.state().folder == ""


def test_two_homes_share_a_disk_without_touching_each_other(office: Office, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    for name in ("l1", "l2", "hq"):
        office.home(name).backups.choose_folder(disk)
        for _ in range(3):
            office.home(name).backups.back_up()
    assert len(offers(disk)) == 6
    assert len({offer.whose for offer in offers(disk)}) == 3


def test_a_folder_within_the_home_is_none(office: Office, tmp_path: Path) -> None:
    for folder in (office.folder("l1"), office.folder("l1") / "logs", tmp_path / "nothing"):
        with pytest.raises(FolderUnfitError):
            office.l1.backups.choose_folder(folder)


def test_the_state_counts_days_and_warns_after_a_week(office: Office) -> None:
    clock = office.now
    assert isinstance(clock, FixedClock)
    assert "还没有备份" in office.l1.backups.state().warnings[0]
    office.l1.backups.back_up()
    office.l1.backups.write_sealed(office.stick)
    standing = office.l1.backups.state()
    assert (standing.age_days, standing.count, standing.warnings) == (0, 1, [])
    clock.advance(days=8)
    standing = office.l1.backups.state()
    assert standing.age_days == 8
    assert "8 天前" in standing.warnings[0]
    assert "8 天前" in standing.warnings[1]
    clock.advance(days=-400)
    assert office.l1.backups.state().age_days == 0


def test_work_goes_on_while_a_back_up_is_made(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Database.copy_to
    written: list[str] = []

    def meanwhile(database: Database, path: Path, read: Callable[[Session], Any], progress: Progress) -> Any:  # noqa: ANN401 - whatever was read
        told = real(database, path, read, progress)
        written.append(visit(office.l1, name="这时来的一户"))
        return told

    monkeypatch.setattr(Database, "copy_to", meanwhile)
    assert office.l1.backups.back_up().card.cases == 0
    assert office.l1.cases.show(written[0]).row.name == "这时来的一户"
    monkeypatch.undo()
    assert office.l1.backups.keep_up(at_once=True) is not None


def test_a_copy_that_differs_is_no_back_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.l1.backups.back_up()

    def differs(*_: object) -> None:
        raise BackupDamagedError(what="试验")

    monkeypatch.setattr(writing, "check_database", differs)
    with pytest.raises(BackupDiffersError):
        office.l1.backups.back_up()
    assert names(office.l1) == ["000001_20261123-140231.fsb", "evidence"]


def test_one_that_is_stopped_leaves_nothing_behind(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        office.l1.backups.back_up(progress=progress)
    assert names(office.l1) == ["evidence"]
    assert state(office.l1)


def test_what_an_earlier_attempt_left_is_cleared_and_never_taken_for_a_back_up(office: Office) -> None:
    shelf = office.l1.seat.paths.backups
    (shelf / "evidence").mkdir(parents=True)
    half = shelf / "000007_20261123-140000.fsb.part"
    half.mkdir()
    (half / "fieldsurvey.db").write_bytes(b"half")
    (shelf / "evidence" / "x.part").write_bytes(b"half")
    (shelf / "evidence" / "ab").mkdir()
    (shelf / "evidence" / "ab" / "x.age.part").write_bytes(b"half")
    assert office.l1.backups.known() == []
    with pytest.raises(BackupMissingError):
        office.l1.backups.drill()
    office.l1.backups.back_up()
    assert names(office.l1) == ["000001_20261123-140231.fsb", "evidence"]
    assert not list(shelf.rglob("*.part"))


def test_another_passphrase_makes_one_due(office: Office) -> None:
    office.l1.backups.back_up()
    assert office.l1.backups.keep_up(at_once=True) is None
    office.l1.staff.change_passphrase(PASSPHRASE, "另外一串新的口令词语")
    assert office.l1.backups.keep_up(at_once=True) is not None


def test_a_change_of_key_that_was_cut_off_is_backed_up_with_the_slots_that_fit(office: Office) -> None:
    theirs = office.l1.staff.add("来去的人", "来去的人自己的一串口令")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fieldsurvey.vault.keyslots.KeySlots.save", _full)
        with pytest.raises(DiskFullError):
            office.l1.staff.remove(theirs)
    done = office.l1.backups.back_up()
    office.close("l1")
    restored(office, done.card.path)
    assert office.l1.seat.identity.incarnation == 2


def test_the_drill_tells_figures_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    clock = office.now
    assert isinstance(clock, FixedClock)
    with_work(office, tmp_path)
    for days in (0, 1, 8):
        clock.advance(days=days)
        office.l1.backups.back_up()
    report = office.l1.backups.drill()
    assert report.ok
    assert [line.which for line in report.lines] == ["本机·最新", "本机·前一天或更早", "本机·前一周或更早"]
    assert "恢复出 1 户" in report.lines[0].told
    assert "佐证文件 2 份,打开看了 2 份" in report.lines[0].told
    assert list(office.l1.seat.paths.staging.iterdir()) == []
    assert office.l1.backups.state().drilled_at == "2026-12-02 14:02:31"


def test_the_drill_finds_a_rotten_photograph_and_the_next_back_up_mends_it(office: Office, tmp_path: Path) -> None:
    with_work(office, tmp_path)
    office.l1.backups.back_up()
    rotten = next((office.l1.seat.paths.backups / "evidence").rglob("*.age"))
    content = bytearray(rotten.read_bytes())
    content[-7] ^= 1
    rotten.write_bytes(content)
    report = office.l1.backups.drill()
    assert not report.ok
    assert "1 份缺失或损坏" in report.lines[0].told
    office.l1.backups.back_up()
    assert office.l1.backups.drill().ok


def test_back_ups_from_before_a_change_of_key_are_told_and_not_failed(office: Office) -> None:
    clock = office.now
    assert isinstance(clock, FixedClock)
    office.l1.backups.back_up()
    theirs = office.l1.staff.add("来去的人", "来去的人自己的一串口令")
    office.l1.staff.remove(theirs)
    clock.advance(days=1)
    office.l1.backups.back_up()
    report = office.l1.backups.drill()
    assert [line.ok for line in report.lines] == [True, None]
    assert "[B107]" in report.lines[1].told
    assert report.ok


def test_a_laptop_that_knows_no_words_cannot_seal_but_back_up(office: Office) -> None:
    home = office.home("l3")
    assert not home.backups.state().can_seal
    with pytest.raises(NobodyToSealForError):
        home.backups.write_sealed(office.stick)
    assert home.backups.back_up().is_new


def test_an_inspector_backs_up_but_chooses_no_folder(office: Office, tmp_path: Path) -> None:
    passphrase = "督查自己的一串长口令"
    staff = office.hq.staff.add("督查", passphrase, ["inspector"])
    office.close("hq")
    home = open_home(office.folder("hq"), staff, passphrase, cost=COST, now=office.now)
    try:
        assert home.backups.back_up().is_new
        with pytest.raises(RoleMissingError):
            home.backups.choose_folder(tmp_path)
        with pytest.raises(RoleMissingError):
            home.backups.write_sealed(tmp_path)
    finally:
        home.close()


def test_a_back_up_beside_waits_while_the_key_changes(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody leaves, and between the new key of the file and that of the seat the back-up thread looks."""
    home = office.l1
    visit(home, name="王建国")
    leaving = home.staff.add("新人", "竹椅青石河灯笼纸伞xy", ["surveyor"])
    outcomes: list[object] = []
    beside = threading.Thread(target=_outcome_of, args=(home, outcomes))
    rekey = home.seat.database.rekey

    def rekey_then_look(new: bytes) -> None:
        rekey(new)
        beside.start()
        beside.join(timeout=1)

    monkeypatch.setattr(home.seat.database, "rekey", rekey_then_look)
    home.staff.remove(leaving)
    beside.join()
    assert outcomes == [True, True, True]


def _outcome_of(home: OpenHome, outcomes: list[object]) -> None:
    try:
        outcomes.append(home.backups.state().count == 0)
        outcomes.append(home.backups.keep_up(at_once=True) is not None)
        outcomes.append(home.backups.drill().ok)
    except FieldSurveyError as problem:
        outcomes.append(problem)


def test_to_look_at_back_ups_no_list_of_evidence_is_read(office: Office, tmp_path: Path) -> None:
    """An office has a hundred thousand files, and the window looks at its back-ups at every start."""
    with_work(office, tmp_path)
    disk = tmp_path / "disk"
    disk.mkdir()
    office.l1.backups.choose_folder(disk)
    office.l1.backups.back_up()
    lists = [*disk.rglob("evidence.list"), *office.l1.seat.paths.backups.rglob("evidence.list")]
    assert len(lists) == 2
    for path in lists:
        path.write_bytes(b"?" * path.stat().st_size)
    assert [(card.evidence, card.trouble) for card in office.l1.backups.known()] == [(2, "")] * 2
    assert office.l1.backups.state().count == 1
    assert office.l1.backups.keep_up() is None
    assert [(offer.evidence, offer.trouble) for offer in offers(disk)] == [(2, "")]
    assert not office.l1.backups.drill().ok
    # Nor does a damaged one keep the next back-up from being made, nor let any evidence go.
    for _ in range(3):
        assert office.l1.backups.back_up().trouble == ""
    assert len(list(office.l1.seat.paths.backups.glob("evidence/??/*.age"))) == 2
    assert office.l1.backups.drill().ok
