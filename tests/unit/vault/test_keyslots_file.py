"""The key slots' two copies: either opens the home, any changed byte is noticed, a change of key loses nobody."""

import hashlib
import json
import os
from pathlib import Path

import pytest

from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import DiskFullError, KeySlotsBrokenError, KeySlotsNewerError
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.keyslots_file import FILE_LIMIT, FIRST_COPY, SECOND_COPY, STAGED, mend_copies
from fieldsurvey.vault.sealing import SealKey

CHEAP = Cost(8, 1, 1)
DEK = bytes(range(32))
NEW_DEK = bytes(range(32, 64))
RECOVERY = SealKey.generate()
PASSPHRASE = "haitang muqiao"


def made() -> KeySlots:
    slots = KeySlots.create(DEK, home_id="h1", incarnation=1, machine="m1")
    slots = slots.add(DEK, staff_id="mei", name="王小梅", passphrase=PASSPHRASE, cost=CHEAP, floor=CHEAP)
    return slots.with_recovery(DEK, [RECOVERY.recipient])


SLOTS = made()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    SLOTS.save(tmp_path)
    return tmp_path


def changed_text(path: Path, **changes: object) -> str:
    """The file with other values and a checksum that fits, as somebody would make it who knows the program."""
    plain = {**json.loads(path.read_text("utf-8")), **changes}
    plain.pop("checksum")
    compact = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")
    plain["checksum"] = hashlib.sha256(compact).hexdigest()
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def test_what_is_saved_is_loaded(home: Path) -> None:
    assert KeySlots.load(home) == SLOTS
    assert sorted(path.name for path in home.iterdir()) == sorted([FIRST_COPY, SECOND_COPY])


def test_any_flipped_byte_of_one_copy_and_the_other_is_used(home: Path) -> None:
    whole = (home / FIRST_COPY).read_bytes()
    for place in range(len(whole)):
        (home / FIRST_COPY).write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 8)]) + whole[place + 1 :])
        assert KeySlots.load(home) == SLOTS
    assert (home / SECOND_COPY).read_bytes() == whole


def test_any_flipped_byte_of_the_last_copy_is_refused(home: Path) -> None:
    whole = (home / FIRST_COPY).read_bytes()
    (home / SECOND_COPY).unlink()
    for place in range(len(whole)):
        flipped = whole[:place] + bytes([whole[place] ^ 2]) + whole[place + 1 :]
        (home / FIRST_COPY).write_bytes(flipped)
        with pytest.raises((KeySlotsBrokenError, KeySlotsNewerError)):
            KeySlots.load(home)


@pytest.mark.parametrize(
    "content",
    [None, b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b" " * (FILE_LIMIT + 1), b'{"v":"2"}'],
    ids=["missing", "empty", "object", "list", "null", "no text", "nested", "too large", "odd version"],
)
def test_both_copies_useless_is_a_clear_error(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        for name in (FIRST_COPY, SECOND_COPY):
            (tmp_path / name).write_bytes(content)
    with pytest.raises(KeySlotsBrokenError, match="备份"):
        KeySlots.load(tmp_path)
    with pytest.raises(KeySlotsBrokenError, match="备份"):
        mend_copies(tmp_path)


def test_slots_of_a_newer_program_are_told_as_such(home: Path) -> None:
    for name in (FIRST_COPY, SECOND_COPY):
        (home / name).write_text('{"v":2,"people":[]}')
    with pytest.raises(KeySlotsNewerError):
        KeySlots.load(home)


@pytest.mark.parametrize("changes", [{"incarnation": 2}, {"machine": "m2"}, {"recovery": []}, {"dek_check": "00" * 32}])
def test_a_change_with_a_fitting_checksum_is_noticed_at_sign_in(home: Path, changes: dict[str, object]) -> None:
    text = changed_text(home / FIRST_COPY, **changes)
    (home / FIRST_COPY).write_text(text, "utf-8")
    with pytest.raises(KeySlotsBrokenError):
        KeySlots.load(home).open("mei", PASSPHRASE, floor=CHEAP)


@pytest.mark.parametrize(
    "changes", [{"extra": 1}, {"incarnation": -1}, {"incarnation": "1"}, {"slots": [{}]}, {"dek_check": ""}]
)
def test_a_file_of_another_shape_is_refused(home: Path, changes: dict[str, object]) -> None:
    text = changed_text(home / FIRST_COPY, **changes)
    for name in (FIRST_COPY, SECOND_COPY):
        (home / name).write_text(text, "utf-8")
    with pytest.raises(KeySlotsBrokenError):
        KeySlots.load(home)


@pytest.mark.parametrize("damaged", [FIRST_COPY, SECOND_COPY])
def test_a_damaged_copy_is_mended_from_the_other(home: Path, damaged: str) -> None:
    whole = (home / damaged).read_bytes()
    assert not mend_copies(home)
    for content in (b"", whole[:-1], None):
        (home / damaged).unlink()
        if content is not None:
            (home / damaged).write_bytes(content)
        assert mend_copies(home)
        assert (home / damaged).read_bytes() == whole


@pytest.mark.parametrize("refused_at", range(1, 7))
def test_a_disk_that_fills_up_at_any_step_keeps_the_home_open(
    home: Path, monkeypatch: pytest.MonkeyPatch, refused_at: int
) -> None:
    steps = 0
    sync = os.fsync

    def fill_up(descriptor: int) -> None:
        nonlocal steps
        steps += 1
        if steps >= refused_at:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    later = SLOTS.moved(DEK, incarnation=2, machine="m2")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fill_up)
        if refused_at <= 4:
            with pytest.raises(DiskFullError):
                later.save(home)
        else:
            later.save(home)
    assert KeySlots.load(home) in {SLOTS, later}
    assert KeySlots.load(home).open("mei", PASSPHRASE, floor=CHEAP) == DEK
    assert {path.name for path in home.iterdir()} == {FIRST_COPY, SECOND_COPY}


def test_a_change_of_key_broken_off_at_any_moment_opens_with_one_of_two(home: Path) -> None:
    rekeyed = SLOTS.rekeyed(DEK, NEW_DEK, recipients=[RECOVERY.recipient])
    assert KeySlots.load_staged(home) is None
    rekeyed.stage(home)
    staged = KeySlots.load_staged(home)
    assert staged is not None
    assert KeySlots.load(home).open("mei", PASSPHRASE, floor=CHEAP) == DEK
    assert staged.open("mei", PASSPHRASE, floor=CHEAP) == NEW_DEK
    rekeyed.save(home)
    assert KeySlots.load_staged(home) is None
    assert KeySlots.load(home).open("mei", PASSPHRASE, floor=CHEAP) == NEW_DEK


def test_damaged_staged_slots_count_as_none(home: Path) -> None:
    (home / STAGED).write_bytes(b"half")
    assert KeySlots.load_staged(home) is None
    assert KeySlots.load(home) == SLOTS


def test_slots_that_could_not_be_read_again_are_never_written(home: Path) -> None:
    crowded = KeySlots.create(DEK, home_id="h" * 65, incarnation=1, machine="m1")
    with pytest.raises(ValueError, match="length"):
        crowded.save(home)
    assert KeySlots.load(home) == SLOTS


def test_neither_key_nor_passphrase_is_in_the_file(home: Path) -> None:
    for path in home.iterdir():
        content = path.read_bytes()
        for secret in (DEK, DEK.hex().encode(), PASSPHRASE.encode(), RECOVERY.identity.encode()):
            assert secret not in content
