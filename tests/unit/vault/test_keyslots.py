"""Key slots: who is in gets in, who was removed does not, and nobody changes them unnoticed."""

import dataclasses
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import InputError
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import (
    CostRefusedError,
    KeyMalformedError,
    KeySlotsBrokenError,
    RecoveryRefusedError,
    UnknownStaffError,
    WrongPassphraseError,
)
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.sealing import SealKey
from fieldsurvey.vault.words import key_of, words_of

# Far below what a home accepts: every use names it as the floor too.
CHEAP = Cost(8, 1, 1)
DEK = bytes(range(32))
NEW_DEK = bytes(range(32, 64))
RECOVERY = SealKey.generate()
OTHER = SealKey.generate()
MEI, LAN = "海棠 木桥 青山 灯笼 竹林", "shiliu hehua maitian daocao shuiche"


def empty() -> KeySlots:
    return KeySlots.create(DEK, home_id="h1", incarnation=1, machine="m1")


def with_person(slots: KeySlots, staff_id: str, passphrase: str, *, dek: bytes = DEK) -> KeySlots:
    return slots.add(dek, staff_id=staff_id, name="王小梅", passphrase=passphrase, cost=CHEAP, floor=CHEAP)


def two_people() -> KeySlots:
    return with_person(with_person(empty(), "mei", MEI), "lan", LAN).with_recovery(DEK, [RECOVERY.recipient])


SLOTS = two_people()


def test_each_person_opens_with_the_own_passphrase() -> None:
    assert SLOTS.open("mei", MEI, floor=CHEAP) == DEK == SLOTS.open("lan", LAN, floor=CHEAP)
    assert SLOTS.slot("mei").name == "王小梅"


def test_spaces_and_full_width_letters_do_not_lock_anyone_out() -> None:
    assert SLOTS.open("mei", MEI.replace(" ", ""), floor=CHEAP) == DEK
    assert SLOTS.open("lan", "ｓｈｉｌｉｕ　ｈｅｈｕａ maitiandaocaoshuiche", floor=CHEAP) == DEK


@pytest.mark.parametrize("passphrase", ["", LAN, MEI[:-1], "x" * 10_000_000, "\ud800" * 10])
def test_any_other_passphrase_is_wrong(passphrase: str) -> None:
    with pytest.raises(WrongPassphraseError):
        SLOTS.open("mei", passphrase, floor=CHEAP)


def test_nobody_else_has_a_slot() -> None:
    with pytest.raises(UnknownStaffError):
        SLOTS.open("zhang", MEI, floor=CHEAP)


@settings(deadline=None, max_examples=40)
@given(st.text("海棠abC 1龘é", min_size=1, max_size=40), st.binary(min_size=32, max_size=32))
def test_adding_then_opening_is_identity(passphrase: str, dek: bytes) -> None:
    slots = KeySlots.create(dek, home_id="h1", incarnation=1, machine="m1")
    assert with_person(slots, "mei", passphrase, dek=dek).open("mei", passphrase, floor=CHEAP) == dek


def test_the_real_floor_is_what_counts_unless_said_otherwise() -> None:
    with pytest.raises(CostRefusedError):
        empty().add(DEK, staff_id="mei", name="王小梅", passphrase=MEI, cost=CHEAP)
    with pytest.raises(CostRefusedError):
        SLOTS.open("mei", MEI)
    real = empty().add(DEK, staff_id="mei", name="王小梅", passphrase=MEI, cost=Cost.floor())
    assert real.open("mei", MEI) == DEK


@pytest.mark.parametrize("cost", [Cost(65535, 3, 4), Cost(2**31, 3, 4), Cost(65536, 10**6, 4)])
def test_a_slot_made_weaker_or_dearer_is_refused_before_deriving(cost: Cost) -> None:
    changed = dataclasses.replace(SLOTS, slots=tuple(dataclasses.replace(slot, cost=cost) for slot in SLOTS.slots))
    with pytest.raises(CostRefusedError):
        changed.open("mei", MEI)


def test_a_slot_is_bound_to_its_home_person_and_parameters() -> None:
    slot = SLOTS.slot("mei")
    changes = (
        dataclasses.replace(SLOTS, home_id="h2"),
        dataclasses.replace(SLOTS, slots=(dataclasses.replace(slot, staff_id="lan"),)),
        dataclasses.replace(SLOTS, slots=(dataclasses.replace(slot, incarnation=2),)),
        dataclasses.replace(SLOTS, slots=(dataclasses.replace(slot, cost=Cost(16, 1, 1)),)),
    )
    for changed in changes:
        with pytest.raises(WrongPassphraseError):
            changed.open(changed.slots[0].staff_id, MEI, floor=CHEAP)


def test_what_the_key_confirms_cannot_be_changed_without_it() -> None:
    renamed = tuple(dataclasses.replace(slot, name="李小兰") for slot in SLOTS.slots)
    changes = (
        dataclasses.replace(SLOTS, slots=renamed),
        dataclasses.replace(SLOTS, slots=SLOTS.slots[:1]),
        dataclasses.replace(SLOTS, machine="m2"),
        dataclasses.replace(SLOTS, incarnation=2),
        dataclasses.replace(SLOTS, recovery=()),
        dataclasses.replace(SLOTS, dek_check=bytes(32)),
        dataclasses.replace(SLOTS, dek_check=b""),
    )
    for changed in changes:
        with pytest.raises(KeySlotsBrokenError):
            changed.open("mei", MEI, floor=CHEAP)


def test_a_wrong_key_changes_nothing() -> None:
    with pytest.raises(KeySlotsBrokenError):
        with_person(SLOTS, "zhang", MEI, dek=NEW_DEK)
    with pytest.raises(KeySlotsBrokenError):
        SLOTS.remove(NEW_DEK, "mei")
    with pytest.raises(KeySlotsBrokenError):
        SLOTS.with_recovery(NEW_DEK, [OTHER.recipient])
    with pytest.raises(KeySlotsBrokenError):
        SLOTS.moved(NEW_DEK, incarnation=2, machine="m2")
    with pytest.raises(ValueError, match="32 bytes"):
        SLOTS.rekeyed(DEK, b"short", recipients=[])


def test_a_new_passphrase_replaces_the_old_one() -> None:
    changed = with_person(SLOTS, "mei", "another passphrase")
    assert changed.open("mei", "another passphrase", floor=CHEAP) == DEK
    with pytest.raises(WrongPassphraseError):
        changed.open("mei", MEI, floor=CHEAP)
    assert len(changed.slots) == 2


@pytest.mark.parametrize("name", ["", "名" * 65, "两\n行", "\u202e倒"])
def test_a_name_that_cannot_be_shown_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="姓名"):
        empty().add(DEK, staff_id="mei", name=name, passphrase=MEI, cost=CHEAP, floor=CHEAP)


def test_a_removed_person_gets_in_neither_by_slot_nor_by_the_kept_one() -> None:
    removed = SLOTS.remove(DEK, "mei")
    with pytest.raises(UnknownStaffError):
        removed.open("mei", MEI, floor=CHEAP)
    rekeyed = removed.rekeyed(DEK, NEW_DEK, recipients=[RECOVERY.recipient])
    grafted = dataclasses.replace(rekeyed, slots=(*rekeyed.slots, SLOTS.slot("mei")))
    with pytest.raises(KeySlotsBrokenError):
        grafted.open("mei", MEI, floor=CHEAP)
    stolen = dataclasses.replace(SLOTS.slot("mei"), posted=rekeyed.slot("lan").posted)
    with pytest.raises(KeySlotsBrokenError):
        dataclasses.replace(rekeyed, slots=(stolen,)).open("mei", MEI, floor=CHEAP)


def test_after_a_new_key_everyone_who_stayed_opens_with_the_old_passphrase(tmp_path: Path) -> None:
    third = bytes(range(64, 96))
    rekeyed = SLOTS.rekeyed(DEK, NEW_DEK, recipients=[RECOVERY.recipient, OTHER.recipient])
    again = rekeyed.rekeyed(NEW_DEK, third, recipients=[OTHER.recipient])
    again.save(tmp_path)
    again = KeySlots.load(tmp_path)
    assert rekeyed.open("mei", MEI, floor=CHEAP) == NEW_DEK == rekeyed.open_with(RECOVERY) == rekeyed.open_with(OTHER)
    assert again.open("mei", MEI, floor=CHEAP) == third == again.open_with(OTHER)
    with pytest.raises(RecoveryRefusedError):
        again.open_with(RECOVERY)
    settled = with_person(again, "mei", MEI, dek=third)
    assert settled.slot("mei").posted == ()
    assert settled.open("mei", MEI, floor=CHEAP) == third == settled.open("lan", LAN, floor=CHEAP)


def test_an_outsider_cannot_post_a_key_of_his_own() -> None:
    # All that lies open in the file he has; what he lacks is the key that was.
    posing = SLOTS._confirmed_by(NEW_DEK).rekeyed(NEW_DEK, bytes(range(64, 96)), recipients=[])
    with pytest.raises(KeySlotsBrokenError):
        posing.open("mei", MEI, floor=CHEAP)
    posted = dataclasses.replace(SLOTS.slot("mei"), posted=(bytes(120),))
    with pytest.raises(KeySlotsBrokenError):
        dataclasses.replace(SLOTS, slots=(posted,)).open("mei", MEI, floor=CHEAP)


def test_a_new_incarnation_keeps_the_people() -> None:
    moved = SLOTS.moved(DEK, incarnation=2, machine="m2")
    assert (moved.incarnation, moved.machine) == (2, "m2")
    assert moved.open("mei", MEI, floor=CHEAP) == DEK == moved.open_with(RECOVERY)


def test_recovery_words_open_the_home() -> None:
    assert SLOTS.open_with(key_of("".join(words_of(RECOVERY)))) == DEK
    with pytest.raises(RecoveryRefusedError):
        SLOTS.open_with(OTHER)
    with pytest.raises(RecoveryRefusedError):
        empty().open_with(RECOVERY)


def test_recovery_goes_to_age_keys_only() -> None:
    with pytest.raises(KeyMalformedError):
        SLOTS.with_recovery(DEK, ["not a key"])


@pytest.mark.debian("age")
def test_stock_age_recovers_the_key_from_the_file(tmp_path: Path) -> None:
    SLOTS.with_recovery(DEK, [OTHER.recipient, RECOVERY.recipient]).save(tmp_path)
    identity, blob = tmp_path / "key.txt", tmp_path / "blob.age"
    for place, key in enumerate((OTHER, RECOVERY)):
        identity.write_text(key_of(words_of(key)).identity)
        blob.write_text(json.loads((tmp_path / "keyslots.json").read_text("utf-8"))["recovery"][place])
        opened = subprocess.run(["age", "-d", "-i", str(identity), str(blob)], capture_output=True, check=True)
        assert opened.stdout == DEK


def test_no_secret_shows_in_a_repr_or_an_error() -> None:
    with pytest.raises(WrongPassphraseError) as refused:
        SLOTS.open("mei", LAN, floor=CHEAP)
    shown = f"{SLOTS!r} {refused.value!r} {refused.value.told}"
    slot = SLOTS.slot("mei")
    for secret in (slot.wrapped, slot.salt, slot.posted or b"posted", DEK, LAN.encode()):
        assert repr(secret) not in shown
    assert LAN not in shown
    assert "BEGIN AGE" not in shown
