"""Locking an open home: the keys are gone, the work is not, and only the running program knows a PIN."""

import gc
import json
import subprocess
import sys
from pathlib import Path
from types import FrameType

import pytest

from fieldsurvey.app import OpenHome, open_home
from fieldsurvey.services.errors import HomeInUseError, HomeLockedError, NoPinError, PinRefusedError
from fieldsurvey.services.locking import SECRETS
from fieldsurvey.store import kept
from fieldsurvey.vault.errors import PinWeakError, WrongPassphraseError
from fieldsurvey.vault.keyslots import KeySlots
from tests.conftest import FixedClock
from tests.integration.homes import COST, PASSPHRASE, Office, visit
from tests.integration.lock_and_vanish import DRAFT_SAID, VANISHED
from tests.pictures import jpeg

THEIRS = "她自己想的一长串新口令"
PIN = "4071"


def with_pin(home: OpenHome, pin: str = PIN) -> OpenHome:
    """The home with a PIN for who is signed in."""
    home.locking.choose_pin(PASSPHRASE, pin)
    return home


def noted(home: OpenHome) -> list[str]:
    """What the journal says happened, in order."""
    with home.seat.database.begin() as session:
        bodies = session.exec_driver_sql("SELECT body FROM journal ORDER BY n").scalars()
        return [json.loads(body)["what"] for body in bodies]


def test_locking_puts_every_key_away(office: Office) -> None:
    home = with_pin(office.l1)
    key, secrets = home.seat.key, [getattr(home.seat.identity, name) for name in SECRETS]
    assert key
    assert all(secrets[:4])
    card = home.locking.lock()
    assert (card.staff_name, card.by_pin, card.tries_left) == ("调查甲", True, 5)
    assert home.seat.key == b""
    assert [getattr(home.seat.identity, name) for name in SECRETS] == [""] * len(SECRETS)
    with pytest.raises(HomeLockedError, match="先解锁"):
        home.cases.find("")
    gc.collect()
    # The home itself stays ours: nobody else gets in meanwhile.
    with pytest.raises(HomeInUseError):
        open_home(office.folder("l1"), office.made.staff["l1"], PASSPHRASE, cost=COST)
    # Nothing of the program refers to the key any more, only this test does.
    assert [type(holder) for holder in gc.get_referrers(key) if not isinstance(holder, FrameType)] == []


def test_no_database_stays_open_while_it_is_locked(office: Office) -> None:
    home = office.l1
    home.locking.lock()
    # The last connection that closes brings the log into the file and takes it away.
    assert not Path(f"{home.seat.paths.database}-wal").exists()


@pytest.mark.parametrize("way", ["pin", "passphrase"])
def test_a_half_finished_visit_goes_on_where_it_was(office: Office, way: str) -> None:
    home = with_pin(office.l1)
    case = visit(home, name="王建国")
    draft = home.visits.start(None)
    home.visits.answer(draft.draft_id, "name", "丁桂", page=3)
    for _ in range(2):
        home.locking.lock()
        if way == "pin":
            home.locking.unlock_by_pin(PIN)
        else:
            home.locking.unlock_by_passphrase(PASSPHRASE)
    again = home.visits.view(draft.draft_id)
    assert (again.name, again.page, again.focus) == ("丁桂", 3, "name")
    home.visits.answer(draft.draft_id, "name", "丁桂湘")
    home.visits.finish(draft.draft_id, later=True)
    assert {row.name for row in home.cases.find("").rows} == {"王建国", "丁桂湘"}
    # What needs the other keys works as well: packages are signed, evidence is sealed and read.
    office.carry("l1", "hq")
    assert office.hq.cases.show(case).row.name == "王建国"
    assert noted(home).count("lock") == noted(home).count("unlock") == 2
    assert home.health.verify().ok


def test_evidence_is_sealed_and_read_after_coming_back(office: Office) -> None:
    home = with_pin(office.l1)
    draft = home.visits.start(None).draft_id
    photo = office.root / "a.jpg"
    photo.write_bytes(jpeg())
    row = home.evidence.add(draft, photo, evidence_type="identity")
    home.locking.lock()
    home.locking.unlock_by_pin(PIN)
    files = [item["file"] for item in home.visits.view(draft).document["evidence"] if item["row"] == row]
    assert home.evidence.read(files[0]["sha256"]) == photo.read_bytes()


def test_five_wrong_pins_leave_only_the_passphrase(office: Office) -> None:
    home = with_pin(office.l1)
    home.locking.lock()
    for left in (4, 3, 2, 1):
        with pytest.raises(PinRefusedError, match=f"还可以试 {left} 次"):
            home.locking.unlock_by_pin("4072")
    with pytest.raises(NoPinError, match="完整口令"):
        home.locking.unlock_by_pin("4072")
    with pytest.raises(NoPinError):
        home.locking.unlock_by_pin(PIN)
    with pytest.raises(WrongPassphraseError):
        home.locking.unlock_by_passphrase("不是这个口令吧朋友")
    assert home.seat.is_locked
    home.locking.unlock_by_passphrase(PASSPHRASE)
    assert home.locking.has_pin()
    # The PIN itself was not what was wrong: after the passphrase it holds again.
    assert home.locking.lock().tries_left == 5


def test_without_a_pin_the_passphrase_unlocks(office: Office) -> None:
    home = office.l1
    assert not home.locking.has_pin()
    assert home.locking.lock().by_pin is False
    with pytest.raises(NoPinError):
        home.locking.unlock_by_pin(PIN)
    home.locking.unlock_by_passphrase(PASSPHRASE)
    assert home.cases.find("").total == 0


def test_a_pin_is_chosen_by_who_knows_the_passphrase(office: Office) -> None:
    home = office.l1
    with pytest.raises(WrongPassphraseError):
        home.locking.choose_pin("不是这个口令吧朋友", PIN)
    with pytest.raises(PinWeakError):
        home.locking.choose_pin(PASSPHRASE, "1234")
    assert not home.locking.has_pin()
    with_pin(home)
    home.locking.drop_pin()
    assert not home.locking.has_pin()
    assert home.locking.lock().by_pin is False


def test_a_pin_belongs_to_one_person(office: Office) -> None:
    other = with_pin(office.l1).staff.add("调查丁", THEIRS)
    office.close("l1")
    home = open_home(office.folder("l1"), other, THEIRS, cost=COST)
    assert not home.locking.has_pin()
    home.locking.lock()
    with pytest.raises(WrongPassphraseError):
        home.locking.unlock_by_passphrase(PASSPHRASE)
    home.locking.unlock_by_passphrase(THEIRS)
    home.close()


def test_who_is_removed_leaves_no_pin_and_the_new_key_locks_and_unlocks(office: Office) -> None:
    other = office.l1.staff.add("调查丁", THEIRS)
    office.close("l1")
    theirs = open_home(office.folder("l1"), other, THEIRS, cost=COST)
    theirs.locking.choose_pin(THEIRS, "90210")
    theirs.close()
    home = with_pin(office.l1)
    before = home.seat.key
    home.staff.remove(other)
    with home.seat.database.begin() as session:
        assert kept.kept(session, f"pin:{other}", list[dict[str, object]], []) == []
    for _ in range(2):
        home.locking.lock()
        home.locking.unlock_by_pin(PIN)
    assert home.seat.key != before
    home.locking.lock()
    home.locking.unlock_by_passphrase(PASSPHRASE)
    assert home.seat.key == KeySlots.load(office.folder("l1")).open(home.staff_id, PASSPHRASE, floor=COST)


def test_a_locked_home_closes_and_opens_by_passphrase_only(office: Office) -> None:
    home = with_pin(office.l1)
    home.locking.lock()
    office.close("l1")
    for path in office.folder("l1").rglob("*"):
        assert not path.is_file() or b"AGE-SECRET" not in path.read_bytes()
    with pytest.raises(WrongPassphraseError):
        open_home(office.folder("l1"), office.made.staff["l1"], PIN, cost=COST)
    assert office.l1.cases.find("").total == 0


def test_a_disk_that_refuses_does_not_keep_the_home_open(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    home = with_pin(office.l1)
    with home.seat.database.bare() as session:
        session.exec_driver_sql("PRAGMA max_page_count=1")
    home.seat.database._broken = True
    card = home.locking.lock()
    assert (home.seat.is_locked, home.seat.key, card.by_pin) == (True, b"", False)
    home.locking.unlock_by_passphrase(PASSPHRASE)
    assert home.cases.find("").total == 0


def test_a_program_that_is_killed_while_locked_loses_nothing(office: Office) -> None:
    office.close()
    folder, staff_id = office.folder("l1"), office.made.staff["l1"]
    arguments = [sys.executable, "-m", "tests.integration.lock_and_vanish", str(folder), staff_id]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == VANISHED, ended.stderr
    draft_id = json.loads(ended.stdout)["draft"]

    home = open_home(folder, staff_id, PASSPHRASE, cost=COST, now=FixedClock())
    try:
        view = home.visits.view(draft_id)
        assert [view.document.get(address) for address in DRAFT_SAID] == list(DRAFT_SAID.values())
        assert home.health.verify().ok
        assert noted(home)[-2:] == ["lock", "sign-in"]
    finally:
        home.close()
