"""The PIN: brings a locked key back, a handful of times, and nothing without the memory of the running program."""

import dataclasses
import itertools

import msgspec
import pytest

from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import PinWeakError, WrongPinError
from fieldsurvey.vault.pin import TRIES, PinDoor, check_pin, make_door, shut

CHEAP = Cost(8, 1, 1)
DEK = bytes(range(32))
DOOR = make_door("4071", owner="p1", cost=CHEAP)


@pytest.mark.parametrize(
    "pin",
    ["", "407", "407140714", "40a1", "40 1", "\uff14\uff10\uff17\uff11", "٤٠٧١", "1234", "0000",
     "9999999", "3456", "8765", "67890", "09876543", "7890", "1212", "407407", "2580"],
)  # fmt: skip
def test_a_pin_that_a_stranger_would_try_is_refused(pin: str) -> None:
    with pytest.raises(PinWeakError, match="PIN") as refused:
        check_pin(pin)
    assert pin in ("", "1234") or pin not in str(refused.value)


@pytest.mark.parametrize("pin", ["4071", "13572468", "90210", "1243", "0918"])
def test_other_digits_make_a_pin(pin: str) -> None:
    assert check_pin(pin) == pin


def test_no_repetition_and_no_run_ever_passes() -> None:
    refused = 0
    for number in range(10_000):
        pin = f"{number:04}"
        steps = {int(after) - int(before) for before, after in itertools.pairwise(pin)}
        if len(steps) == 1 and steps <= {0, 1, -1}:
            refused += 1
            with pytest.raises(PinWeakError):
                check_pin(pin)
    assert refused == 24


def test_the_pin_gives_the_key_back() -> None:
    shut_key = shut(DEK, DOOR)
    assert shut_key.open("4071") == DEK
    assert shut_key.open(" \uff14\uff10\uff17\uff11") == DEK
    assert shut_key.tries_left == TRIES


def test_after_five_wrong_tries_the_right_one_opens_nothing() -> None:
    shut_key = shut(DEK, DOOR)
    for left in reversed(range(TRIES)):
        with pytest.raises(WrongPinError):
            shut_key.open("4072")
        assert shut_key.tries_left == left
    with pytest.raises(WrongPinError):
        shut_key.open("4071")
    assert shut_key.sealed == b""


@pytest.mark.parametrize("typed", ["", "40710", "407", "纸伞竹椅", "4" * 5_000, "4071\0"])
def test_anything_else_is_a_wrong_pin(typed: str) -> None:
    with pytest.raises(WrongPinError):
        shut(DEK, DOOR).open(typed)


def test_a_door_belongs_to_its_owner_and_to_no_other_key() -> None:
    stolen = msgspec.structs.replace(DOOR, owner="p2")
    with pytest.raises(WrongPinError):
        shut(DEK, stolen).open("4071")
    other = make_door("4071", owner="p1", cost=CHEAP)
    mixed = dataclasses.replace(shut(DEK, other), door=DOOR)
    with pytest.raises(WrongPinError):
        mixed.open("4071")


def test_every_changed_byte_of_a_door_is_noticed() -> None:
    for place in range(0, len(DOOR.locked), 2):
        changed = f"{int(DOOR.locked[place : place + 2], 16) ^ 1:02x}"
        bad = msgspec.structs.replace(DOOR, locked=DOOR.locked[:place] + changed + DOOR.locked[place + 2 :])
        with pytest.raises(WrongPinError):
            shut(DEK, bad).open("4071")


def test_what_is_kept_of_a_pin_says_neither_pin_nor_key() -> None:
    kept = msgspec.json.encode(DOOR).decode()
    assert "4071" not in repr(DOOR) + repr(shut(DEK, DOOR))
    assert "AGE-SECRET" not in kept
    assert msgspec.json.decode(kept, type=PinDoor) == DOOR
    assert DEK.hex() not in kept
