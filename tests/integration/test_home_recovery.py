"""When a passphrase is lost: the words of headquarters open its own home and those of its laptops."""

import json
import subprocess
from pathlib import Path

import pytest

from fieldsurvey.app import describe_home, open_home, recover_home, recovery_identity
from fieldsurvey.case.ids import new_record
from fieldsurvey.services.errors import HomeInUseError, HomeMissingError, NoRecoveryError
from fieldsurvey.store.database import Database
from fieldsurvey.vault.errors import (
    PassphraseWeakError,
    RecoveryRefusedError,
    UnknownStaffError,
    WordsWrongError,
    WrongPassphraseError,
)
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.words import words_of
from tests.integration.homes import COST, PASSPHRASE, Office, visit
from tests.pictures import jpeg

NEW = "另外一串新的口令词语"


@pytest.mark.parametrize("name", ["hq", "l1"])
def test_the_words_give_a_new_passphrase(office: Office, name: str) -> None:
    visit(office.home(name), name="王建国")
    office.close()
    folder, staff = office.folder(name), office.made.staff[name]

    recover_home(folder, office.made.words, staff_id=staff, passphrase=NEW, cost=COST)

    with pytest.raises(WrongPassphraseError):
        open_home(folder, staff, PASSPHRASE, cost=COST)
    home = open_home(folder, staff, NEW, cost=COST)
    assert home.cases.find("").total == 1
    assert home.staff_name == describe_home(folder).staff[0].name
    home.close()


def test_nobody_new_comes_in_by_the_words(office: Office) -> None:
    office.close()
    with pytest.raises(UnknownStaffError):
        recover_home(office.folder("l1"), office.made.words, staff_id=new_record(), passphrase=NEW, cost=COST)
    assert [card.name for card in office.l1.staff.list()] == ["调查甲"]


def test_other_words_weak_passphrases_and_open_homes_are_refused(office: Office, tmp_path: Path) -> None:
    folder, staff = office.folder("l1"), office.made.staff["l1"]
    words = office.made.words
    with pytest.raises(RecoveryRefusedError):
        recover_home(folder, words_of(SealKey.generate()), staff_id=staff, passphrase=NEW, cost=COST)
    for wrong in (words[:-1], [*words[:-1], "龘"], list(reversed(words)), []):
        with pytest.raises(WordsWrongError):
            recover_home(folder, wrong, staff_id=staff, passphrase=NEW, cost=COST)
    with pytest.raises(PassphraseWeakError):
        recover_home(folder, words, staff_id=staff, passphrase="12345678", cost=COST)
    with pytest.raises(NoRecoveryError):
        recover_home(office.folder("l3"), words, staff_id=office.made.staff["l3"], passphrase=NEW, cost=COST)
    with pytest.raises(HomeMissingError):
        recover_home(tmp_path / "none", words, staff_id=staff, passphrase=NEW, cost=COST)
    assert not (tmp_path / "none").exists()
    assert office.l1.staff_id == staff
    with pytest.raises(HomeInUseError):
        recover_home(folder, words, staff_id=staff, passphrase=NEW, cost=COST)


@pytest.mark.debian("age")
@pytest.mark.parametrize("name", ["hq", "l1"])
def test_stock_age_opens_the_recovery_blob_and_its_key_the_database(office: Office, name: str, tmp_path: Path) -> None:
    visit(office.home(name), name="王建国")
    office.close()
    identity = tmp_path / "identity.txt"
    identity.write_text(recovery_identity(office.made.words) + "\n", encoding="ascii")
    (blob,) = json.loads((office.folder(name) / "keyslots.json").read_text(encoding="utf-8"))["recovery"]
    sealed = tmp_path / "recovery.age"
    sealed.write_text(blob, encoding="ascii")

    opened = subprocess.run(["age", "-d", "-i", str(identity), str(sealed)], capture_output=True, check=True)

    database = Database(office.folder(name) / "fieldsurvey.db", opened.stdout)
    with database.begin() as session:
        assert session.exec_driver_sql("SELECT count(*) FROM case_row").scalar() == 1
    database.close()


@pytest.mark.debian("age")
def test_stock_age_opens_an_evidence_file_with_the_recovery_words(office: Office, tmp_path: Path) -> None:
    photo = tmp_path / "pic.jpg"
    photo.write_bytes(jpeg())
    draft = office.l1.visits.start(None)
    office.l1.evidence.add(draft.draft_id, photo, evidence_type="diagnosis")
    identity = tmp_path / "identity.txt"
    identity.write_text(recovery_identity(office.made.words) + "\n", encoding="ascii")
    (sealed,) = office.folder("l1").glob("evidence/*/*.age")
    opened = subprocess.run(["age", "-d", "-i", str(identity), str(sealed)], capture_output=True, check=True)
    assert opened.stdout == photo.read_bytes()
