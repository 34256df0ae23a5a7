"""The people of a home: joining, changing a passphrase, leaving, and a change of key that is cut off half-way."""

import pytest

from fieldsurvey.app import OpenHome, describe_home, open_home, recover_home
from fieldsurvey.services.errors import LastStaffError, OneselfError
from fieldsurvey.services.staff import Staff
from fieldsurvey.store import folding
from fieldsurvey.store.database import Database
from fieldsurvey.vault.errors import PassphraseWeakError, UnknownStaffError, WrongPassphraseError
from fieldsurvey.vault.keyslots import KeySlots
from tests.integration.homes import COST, PASSPHRASE, Office, visit

THEIRS = "她自己想的一长串新口令"


class PowerCutError(Exception):
    """The program ends here."""


def opened(office: Office, staff: str, passphrase: str = THEIRS) -> OpenHome:
    """The first laptop with somebody else signed in."""
    office.close("l1")
    return open_home(office.folder("l1"), staff, passphrase, cost=COST)


def test_a_second_person_signs_in_and_is_named_in_what_they_write(office: Office) -> None:
    case = visit(office.l1, name="王建国")
    staff = office.l1.staff.add("调查丁", THEIRS)
    assert [card.name for card in describe_home(office.folder("l1")).staff] == ["调查丁", "调查甲"]

    home = opened(office, staff)
    visit(home, case, employer_name="种子公司")
    assert home.staff_name == "调查丁"
    home.close()

    office.carry("l1", "hq")
    authors = {line.address: line.author for line in office.hq.cases.show(case).history}
    assert (authors["name"], authors["employer_name"]) == ("调查甲", "调查丁")
    with pytest.raises(WrongPassphraseError):
        opened(office, staff, PASSPHRASE)


def test_a_weak_passphrase_lets_nobody_in(office: Office) -> None:
    with pytest.raises(PassphraseWeakError):
        office.l1.staff.add("调查丁", "password123")
    assert len(office.l1.staff.list()) == 1


def test_a_passphrase_is_changed_only_by_who_knows_the_old_one(office: Office) -> None:
    with pytest.raises(WrongPassphraseError):
        office.l1.staff.change_passphrase("不是这个口令吧朋友", THEIRS)
    office.l1.staff.change_passphrase(PASSPHRASE, THEIRS)
    with pytest.raises(WrongPassphraseError):
        opened(office, office.made.staff["l1"], PASSPHRASE)
    opened(office, office.made.staff["l1"]).close()


def test_the_last_person_stays(office: Office) -> None:
    with pytest.raises(LastStaffError):
        office.l1.staff.remove(office.made.staff["l1"])
    staff = office.l1.staff.add("调查丁", THEIRS)
    with pytest.raises(OneselfError, match="另一位人员"):
        office.l1.staff.remove(office.made.staff["l1"])
    with pytest.raises(UnknownStaffError):
        office.l1.staff.remove(office.made.staff["l2"])
    home = opened(office, staff)
    home.staff.remove(office.made.staff["l1"])
    home.close()


def test_who_was_removed_cannot_open_even_with_the_key_kept_from_before(office: Office) -> None:
    third = office.l1.staff.add("调查戊", THEIRS)
    staff = office.l1.staff.add("调查丁", THEIRS)
    visit(office.l1, name="王建国")
    kept_key, kept_slots = office.l1.seat.key, (office.folder("l1") / "keyslots.json").read_bytes()

    office.l1.staff.remove(staff)

    visit(office.l1, name="以后的")
    with pytest.raises(UnknownStaffError):
        opened(office, staff)
    with pytest.raises(Exception, match="钥匙不符"):
        Database(office.folder("l1") / "fieldsurvey.db", kept_key)
    assert kept_slots != (office.folder("l1") / "keyslots.json").read_bytes()
    for who, passphrase in ((office.made.staff["l1"], PASSPHRASE), (third, THEIRS), (third, THEIRS)):
        home = opened(office, who, passphrase)
        assert home.cases.find("").total == 2
        home.close()
    recover_home(office.folder("l1"), office.made.words, staff_id=third, passphrase=PASSPHRASE, cost=COST)
    opened(office, third, PASSPHRASE).close()


def test_several_people_leave_one_after_the_other(office: Office) -> None:
    others = [office.l1.staff.add(f"调查{number}", THEIRS) for number in range(4)]
    for staff in others[:3]:
        office.l1.staff.remove(staff)
    opened(office, others[3]).close()
    assert [card.staff_id for card in office.l1.staff.list()].count(others[3]) == 1
    assert len(office.l1.staff.list()) == 2


def has_left(home: OpenHome, staff: str) -> bool:
    """Whether the record of a person says that they left."""
    with home.seat.database.begin() as session:
        document = folding.document_of(session, "staff", staff)
    assert document is not None
    return bool(document.get("left_on"))


def test_a_removal_cut_off_before_the_keys_has_not_happened(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = office.l1.staff.add("调查丁", THEIRS)
    with monkeypatch.context() as patch:
        patch.setattr(Staff, "_change_key", power_cut)
        with pytest.raises(PowerCutError):
            office.l1.staff.remove(staff)
    office.forget("l1")
    home = opened(office, staff)
    assert not has_left(home, staff)
    home.close()
    office.l1.staff.remove(staff)
    assert has_left(office.l1, staff)
    with pytest.raises(UnknownStaffError):
        opened(office, staff)


def test_a_removal_cut_off_after_the_keys_is_recorded_at_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = office.l1.staff.add("调查丁", THEIRS)
    with monkeypatch.context() as patch:
        patch.setattr("fieldsurvey.services.staff.record_leaving", power_cut)
        with pytest.raises(PowerCutError):
            office.l1.staff.remove(staff)
    office.forget("l1")
    assert has_left(office.l1, staff)


@pytest.mark.parametrize("place", ["before the database has its new key", "after the database has its new key"])
@pytest.mark.parametrize("way_in", ["who stays", "the other who stays", "words"])
def test_a_change_of_key_cut_off_still_opens_and_is_finished(
    office: Office, monkeypatch: pytest.MonkeyPatch, place: str, way_in: str
) -> None:
    third = office.l1.staff.add("调查戊", THEIRS)
    staff = office.l1.staff.add("调查丁", THEIRS)
    visit(office.l1, name="王建国")
    with monkeypatch.context() as patch:
        if place.startswith("before"):
            patch.setattr(Database, "rekey", power_cut)
        else:
            patch.setattr(KeySlots, "save", power_cut)
        with pytest.raises(PowerCutError):
            office.l1.staff.remove(staff)
    office.forget("l1")
    assert (office.folder("l1") / "keyslots.next.json").exists()

    folder, own = office.folder("l1"), office.made.staff["l1"]
    with pytest.raises(UnknownStaffError):
        open_home(folder, staff, THEIRS, cost=COST)
    if way_in == "words":
        recover_home(folder, office.made.words, staff_id=own, passphrase=PASSPHRASE, cost=COST)
    first, passphrase = (third, THEIRS) if way_in == "the other who stays" else (own, PASSPHRASE)
    for who, theirs in ((first, passphrase), (own, PASSPHRASE), (third, THEIRS)):
        home = open_home(folder, who, theirs, cost=COST)
        assert [row.name for row in home.cases.find("").rows] == ["王建国"]
        assert home.health.verify().ok
        assert has_left(home, staff)
        home.close()
    assert not (folder / "keyslots.next.json").exists()
    with pytest.raises(UnknownStaffError):
        open_home(folder, staff, THEIRS, cost=COST)


def power_cut(*_: object) -> None:
    """Stands where the program ended."""
    raise PowerCutError


def test_a_name_typed_in_parts_is_kept_as_one(office: Office) -> None:
    office.l1.staff.add("Rene\u0301", THEIRS)
    assert "Ren\u00e9" in [card.name for card in office.l1.staff.list()]
