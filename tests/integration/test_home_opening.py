"""Opening a home: who is let in, who is not, and what disks that refuse or lie make of it."""

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.app import OpenHome, describe_home, open_home, recover_home
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.new_homes import create_laptop
from fieldsurvey.services.errors import (
    FileUnwritableError,
    HomeExistsError,
    HomeInUseError,
    HomeMissingError,
)
from fieldsurvey.store.errors import DatabaseBrokenError, DatabaseFullError, DatabaseKeyError
from fieldsurvey.sync.stick_errors import StickReadOnlyError
from fieldsurvey.vault.errors import (
    DiskFullError,
    PassphraseWeakError,
    ReadOnlyError,
    UnknownStaffError,
    WrongPassphraseError,
)
from tests.integration.disks import filled, small_disk, write_protected
from tests.integration.homes import COST, PASSPHRASE, Office, state, visit
from tests.pictures import jpeg

Refusal = tuple[type[FieldSurveyError], Callable[[], object]]

HOLDING = """
import sys
from pathlib import Path
from fieldsurvey.app import open_home
from tests.integration.homes import COST, PASSPHRASE
home = open_home(Path(sys.argv[1]), sys.argv[2], PASSPHRASE, cost=COST)
print("open", flush=True)
sys.stdin.read()
"""


def test_a_wrong_passphrase_opens_nothing_and_breaks_nothing(office: Office) -> None:
    folder, staff = office.folder("l1"), office.made.staff["l1"]
    for wrong in ("", PASSPHRASE[:-1], PASSPHRASE.upper(), "x" * 100_000):
        with pytest.raises(WrongPassphraseError):
            open_home(folder, staff, wrong, cost=COST)
    with pytest.raises(UnknownStaffError):
        open_home(folder, office.made.staff["l2"], PASSPHRASE, cost=COST)
    assert office.l1.staff_id == staff


def test_a_folder_without_a_home_says_so(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(HomeMissingError):
            open_home(folder, "x", PASSPHRASE, cost=COST)
        assert describe_home(folder).kind == ""
    assert list(tmp_path.iterdir()) == []


def test_a_home_is_never_made_over_another(office: Office, tmp_path: Path) -> None:
    with pytest.raises(HomeExistsError):
        create_laptop(office.folder("l1"), code="L9", staff_name="新人", passphrase=PASSPHRASE, cost=COST)
    with pytest.raises(PassphraseWeakError):
        create_laptop(tmp_path / "weak", code="L9", staff_name="新人", passphrase="1234567890", cost=COST)
    assert not (tmp_path / "weak").exists()
    assert office.l1.staff_name == "调查甲"


def test_a_home_whose_database_is_gone_is_not_begun_anew(office: Office) -> None:
    office.close()
    database = office.folder("l1") / "fieldsurvey.db"
    database.unlink()
    with pytest.raises(HomeMissingError):
        office.home("l1")
    assert not database.exists()


def test_one_home_is_open_once_and_free_at_once_after_a_kill(office: Office) -> None:
    folder, staff = office.folder("l1"), office.made.staff["l1"]
    command = [sys.executable, "-c", HOLDING, str(folder), staff]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(HomeInUseError):
            office.home("l1")
        with pytest.raises(HomeInUseError):
            recover_home(folder, office.made.words, staff_id=staff, passphrase=PASSPHRASE, cost=COST)
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    assert office.l1.staff_id == staff


def test_every_damaged_page_is_noticed_and_nothing_is_thrown_away(office: Office) -> None:
    for number in range(30):
        visit(office.l1, name=f"户{number}", statement="家中老人长期服药。" * 30)
    office.close("l1")
    database = office.folder("l1") / "fieldsurvey.db"
    whole = database.read_bytes()
    pages = len(whole) // 4096
    for page in random.Random(5).sample(range(pages), 12):
        damaged = bytearray(whole)
        damaged[page * 4096 + 100] ^= 1
        database.write_bytes(damaged)
        noticed = False
        try:
            noticed = not office.l1.health.verify().ok
        except (DatabaseBrokenError, DatabaseKeyError):
            noticed = True
        assert noticed, page
        try:
            office.close("l1")
        except (DatabaseBrokenError, DatabaseKeyError):
            office.forget("l1")
    database.write_bytes(whole)
    assert office.l1.cases.find("").total == 30


def test_a_database_cut_short_is_refused(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.close("l1")
    database = office.folder("l1") / "fieldsurvey.db"
    whole = database.read_bytes()
    for length in (100, 4096, len(whole) // 2):
        database.write_bytes(whole[:length])
        with pytest.raises((DatabaseBrokenError, DatabaseKeyError)):
            office.l1.health.verify()
        office.forget("l1")
    database.write_bytes(whole)
    assert office.l1.cases.find("").total == 1


def test_a_key_file_with_one_damaged_copy_opens_and_is_mended(office: Office) -> None:
    office.close()
    first = office.folder("l1") / "keyslots.json"
    first.write_bytes(first.read_bytes()[:100])
    assert office.l1.staff_name == "调查甲"
    assert first.read_bytes() == (office.folder("l1") / "keyslots.copy.json").read_bytes()


def test_a_home_on_a_write_protected_disk_says_so_and_keeps_everything(office: Office, tmp_path: Path) -> None:
    visit(office.l1, name="王建国")
    office.close()
    with small_disk(tmp_path / "disk", 16 * 1024) as disk:
        folder = disk / "l1"
        shutil.copytree(office.folder("l1"), folder)
        with write_protected(disk):
            with pytest.raises(ReadOnlyError):
                open_home(folder, office.made.staff["l1"], PASSPHRASE, cost=COST)
            with pytest.raises(ReadOnlyError):
                create_laptop(disk / "new", code="L9", staff_name="新人", passphrase=PASSPHRASE, cost=COST)
        home = open_home(folder, office.made.staff["l1"], PASSPHRASE, cost=COST)
        assert home.cases.find("").total == 1
        home.close()


def test_a_write_protected_stick_can_be_read_but_not_written(office: Office, tmp_path: Path) -> None:
    visit(office.l1, name="王建国")
    with small_disk(tmp_path / "stick", 32 * 1024) as stick:
        office.l1.exchange.write(stick)
        with write_protected(stick):
            assert len(office.hq.exchange.read_stick(stick)) == 1
            with pytest.raises(StickReadOnlyError):
                office.hq.exchange.write(stick)
    assert office.hq.cases.find("").total == 1


def steps_that_need_room(home: OpenHome, draft_id: str, case: str, photo: Path) -> list[Refusal]:
    """What a user may try on a full disk beside that photo, and the error that each step meets."""
    disk = home.seat.paths.folder.parent
    return [
        (DatabaseFullError, lambda: answer_without_end(home, draft_id)),
        (DatabaseFullError, lambda: home.visits.finish(draft_id, later=False)),
        (FileUnwritableError, lambda: home.papers.print_forms([case], disk / "f.pdf")),
        (FileUnwritableError, lambda: home.cases.export_lines(disk / "out.jsonl")),
        (FileUnwritableError, lambda: home.sheet_exports.export_workbook(disk / "out.xlsx")),
        (FileUnwritableError, lambda: home.spreadsheets.write_template(disk / "out.xlsx")),
        (DiskFullError, lambda: home.evidence.add(draft_id, photo, evidence_type="diagnosis")),
        (DiskFullError, lambda: home.exchange.write(disk)),
    ]


def answer_without_end(home: OpenHome, draft_id: str) -> None:
    """Answers until the room set aside in the log is used up."""
    for number in range(500):
        home.visits.answer(draft_id, "statement", f"{number}" + "陈述" * 4_000)


def test_a_disk_without_room_for_the_log_is_called_full(office: Office, tmp_path: Path) -> None:
    office.close()
    with small_disk(tmp_path / "disk", 16 * 1024) as disk:
        shutil.copytree(office.folder("l1"), disk / "l1")
        for leaving in (0, 4096):
            with filled(disk, leaving=leaving), pytest.raises(DatabaseFullError):
                open_home(disk / "l1", office.made.staff["l1"], PASSPHRASE, cost=COST)
        open_home(disk / "l1", office.made.staff["l1"], PASSPHRASE, cost=COST).close()


def test_a_full_disk_refuses_every_step_and_loses_nothing(office: Office, tmp_path: Path) -> None:
    office.close()
    photo = tmp_path / "pic.jpg"
    photo.write_bytes(jpeg(after=random.Random(1).randbytes(300_000)))
    with small_disk(tmp_path / "disk", 16 * 1024) as disk:
        shutil.copytree(office.folder("l1"), disk / "l1")
        home = open_home(disk / "l1", office.made.staff["l1"], PASSPHRASE, cost=COST)
        case = visit(home, name="先存的")
        draft = home.visits.start(None)
        home.visits.answer(draft.draft_id, "name", "已存的")
        with filled(disk):
            for error, step in steps_that_need_room(home, draft.draft_id, case, photo):
                with pytest.raises(error):
                    step()
        assert not (disk / "f.pdf").exists()
        assert not [*disk.glob("out.*")]
        assert home.visits.view(draft.draft_id).document["name"] == "已存的"
        home.visits.answer(draft.draft_id, "statement", "有了空间")
        home.visits.finish(draft.draft_id, later=False)
        assert {row.name for row in home.cases.find("").rows} == {"先存的", "已存的"}
        assert len(home.exchange.write(office.stick)) == 1
        state(home)
        home.close()
        assert not list((disk / "l1").rglob("*.part"))
