"""Homes cut off half-way, while being made or while joining, and evidence that nobody named: a start mends them."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from fieldsurvey.app import OpenHome, describe_home, open_home, recover_home
from fieldsurvey.errors import InputError
from fieldsurvey.new_homes import NewHome, create_headquarters, create_laptop
from fieldsurvey.services.errors import HomeExistsError
from fieldsurvey.vault.keyslots import KeySlots
from tests.conftest import FixedClock
from tests.integration.homes import COST, PASSPHRASE, Office, visit
from tests.pictures import jpeg

ODD_ORGANISATIONS = ["", "  ", "会" * 101, "某会\n某会", "\x00"]
ODD_CODES = ["", "张三", "L 1", "../L1", "L1\n", "L" * 17, "L1.377"]
PHOTO = jpeg(after=b"an invented photograph")


class PowerCutError(Exception):
    """The program ends here."""


def power_cut(*_: object, **__: object) -> None:
    """Stands where the program ended."""
    raise PowerCutError


def made(folder: Path, organisation: str = "某旗总工会") -> NewHome:
    """A home of headquarters."""
    return create_headquarters(folder, organisation=organisation, staff_name="审核甲", passphrase=PASSPHRASE, cost=COST)


@pytest.mark.parametrize("organisation", ODD_ORGANISATIONS)
def test_an_organisation_that_no_certificate_may_name_makes_nothing(tmp_path: Path, organisation: str) -> None:
    with pytest.raises(InputError, match="组织名称"):
        made(tmp_path / "hq", organisation)
    assert not (tmp_path / "hq").exists()


@pytest.mark.parametrize("code", ODD_CODES)
def test_a_code_that_cannot_stand_in_numbers_and_names_makes_nothing(tmp_path: Path, code: str) -> None:
    with pytest.raises(InputError, match="代号"):
        create_laptop(tmp_path / "l1", code=code, staff_name="调查甲", passphrase=PASSPHRASE, cost=COST)
    assert not (tmp_path / "l1").exists()


def test_a_name_that_cannot_be_shown_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="姓名"):
        create_laptop(tmp_path / "l1", code="L1", staff_name="", passphrase=PASSPHRASE, cost=COST)
    assert not (tmp_path / "l1").exists()


def test_names_typed_in_parts_are_kept_whole(tmp_path: Path) -> None:
    new = made(tmp_path / "hq", "Cafe\u0301 工会")
    assert describe_home(tmp_path / "hq").organisation == "Caf\u00e9 工会"
    home = open_home(tmp_path / "hq", new.staff_id, PASSPHRASE, cost=COST)
    home.staff.add("Rene\u0301", PASSPHRASE, ["reviewer"])
    assert "Ren\u00e9" in [card.name for card in home.staff.list()]
    home.close()


@pytest.mark.parametrize("step", ["KeySlots.save", "bring_up", "certify_self", "write_card"])
def test_a_home_cut_off_while_being_made_is_none_and_may_be_made_anew(tmp_path: Path, step: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"fieldsurvey.new_homes.{step}", power_cut)
        with pytest.raises(PowerCutError):
            made(tmp_path)
    assert describe_home(tmp_path).kind == ""
    new = made(tmp_path)
    home = open_home(tmp_path, new.staff_id, PASSPHRASE, cost=COST)
    assert home.health.verify().ok
    home.close()
    with pytest.raises(HomeExistsError):
        made(tmp_path)
    recover_home(tmp_path, new.words, staff_id=new.staff_id, passphrase=PASSPHRASE, cost=COST)


def test_a_home_that_lost_its_card_is_never_made_over(office: Office) -> None:
    visit(office.l1, name="王建国")
    office.close("l1")
    folder = office.folder("l1")
    card = (folder / "home.json").read_bytes()
    (folder / "home.json").unlink()
    with pytest.raises(HomeExistsError):
        made(folder)
    (folder / "home.json").write_bytes(card)
    assert office.l1.cases.find("").total == 1


def test_a_mark_left_by_the_last_step_of_making_goes_at_the_first_start(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fieldsurvey.new_homes.end_making", power_cut)
        with pytest.raises(PowerCutError):
            made(tmp_path)
    (staff,) = describe_home(tmp_path).staff
    home = open_home(tmp_path, staff.staff_id, PASSPHRASE, cost=COST)
    home.close()
    (tmp_path / "home.json").unlink()
    with pytest.raises(HomeExistsError):
        made(tmp_path)


def joined(office: Office, step: Callable[[pytest.MonkeyPatch], None]) -> OpenHome:
    """The new laptop, cut off while taking in the answer of headquarters, and started again."""
    laptop, stick = office.home("l3"), office.fresh_stick()
    request = laptop.exchange.enrolling.write_request(stick)
    answer = office.hq.exchange.enrolling.accept_request(
        request, code="L3", fingerprint=laptop.exchange.enrolling.own_fingerprint(), out_folder=stick
    )
    with pytest.MonkeyPatch.context() as patch:
        step(patch)
        with pytest.raises(PowerCutError):
            laptop.exchange.enrolling.finish(answer, fingerprint=office.hq.exchange.enrolling.own_fingerprint())
    office.forget("l3")
    return office.home("l3")


def test_joining_cut_off_before_the_card_is_made_up_at_the_next_start(office: Office) -> None:
    laptop = joined(office, lambda patch: patch.setattr("fieldsurvey.services.enrolling.keep_card", power_cut))
    assert (laptop.card.enrolled, laptop.card.recovery, laptop.card.code) == (True, True, "L3")
    assert laptop.card.organisation == office.hq.card.organisation
    office.close("l3")
    assert describe_home(office.folder("l3")).enrolled
    staff = office.made.staff["l3"]
    recover_home(office.folder("l3"), office.made.words, staff_id=staff, passphrase=PASSPHRASE, cost=COST)


def test_joining_cut_off_at_the_key_slots_has_not_happened(office: Office) -> None:
    laptop = joined(office, lambda patch: patch.setattr(KeySlots, "save", power_cut))
    assert (laptop.card.enrolled, laptop.card.recovery) == (False, False)
    assert laptop.seat.identity.headquarters == ""


def test_key_slots_without_the_recovery_that_was_agreed_get_it_at_the_next_start(office: Office) -> None:
    folder, staff = office.folder("l1"), office.made.staff["l1"]
    KeySlots.load(folder).with_recovery(office.l1.seat.key, []).save(folder)
    office.close("l1")
    assert not describe_home(folder).recovery
    assert office.l1.card.recovery
    office.close("l1")
    recover_home(folder, office.made.words, staff_id=staff, passphrase=PASSPHRASE, cost=COST)


def sealed_files(office: Office) -> list[Path]:
    """The evidence files on the first laptop's disk."""
    return sorted(office.folder("l1").glob("evidence/*/*.age"))


def test_evidence_of_a_discarded_draft_goes_and_what_anybody_named_stays(office: Office, tmp_path: Path) -> None:
    photos = [tmp_path / f"{number}.jpg" for number in range(4)]
    for number, photo in enumerate(photos):
        photo.write_bytes(PHOTO + bytes([number]))
    case = visit(office.l1, name="王建国")
    draft = office.l1.visits.start(case)
    row = office.l1.evidence.add(draft.draft_id, photos[0], evidence_type="diagnosis")
    office.l1.visits.finish(draft.draft_id, later=False)
    draft = office.l1.visits.start(case)
    office.l1.visits.remove_row(draft.draft_id, "evidence", row, "放错了")
    office.l1.visits.finish(draft.draft_id, later=False)
    office.l1.evidence.add(office.l1.visits.start(case).draft_id, photos[1], evidence_type="diagnosis")
    discarded = office.l1.visits.start(None)
    office.l1.evidence.add(discarded.draft_id, photos[2], evidence_type="diagnosis")
    office.l1.visits.discard(discarded.draft_id)
    assert len(sealed_files(office)) == 3

    clock = FixedClock()
    for path in sealed_files(office):
        os.utime(path, (clock().timestamp(), clock().timestamp()))
    office.close("l1")
    office.now = lambda: clock() + timedelta(days=30)
    assert office.l1.health.verify().ok
    left = sealed_files(office)
    assert len(left) == 2
    again = office.l1.visits.start(None)
    office.l1.evidence.add(again.draft_id, photos[2], evidence_type="diagnosis")
    assert len(sealed_files(office)) == 3


def test_orphans_are_looked_for_once_a_week_and_young_ones_stay(office: Office) -> None:
    folder = office.folder("l1") / "evidence" / "ab"
    folder.mkdir()
    orphan = folder / f"{'ab' * 32}.age"
    clock = FixedClock()
    old = (clock() - timedelta(days=8)).timestamp()
    office.now = clock
    assert office.l1.staff_name
    office.close("l1")
    orphan.write_bytes(b"x")
    os.utime(orphan, (old, old))
    assert office.l1.staff_name
    assert orphan.exists()
    office.close("l1")
    office.now = lambda: clock() + timedelta(days=7)
    assert office.l1.staff_name
    assert not orphan.exists()


def test_two_laptops_that_call_themselves_alike_number_differently_until_they_joined(tmp_path: Path) -> None:
    for name in ("one", "other"):
        new = create_laptop(tmp_path / name, code="L1", staff_name="调查甲", passphrase=PASSPHRASE, cost=COST)
        home = open_home(tmp_path / name, new.staff_id, PASSPHRASE, cost=COST)
        assert home.visits.start(None).survey_no == f"L1.{home.seat.identity.device[:3]}-000001"
        home.close()


def test_a_laptop_that_joined_numbers_plainly(office: Office) -> None:
    assert office.l1.visits.start(None).survey_no == "L1-000001"
