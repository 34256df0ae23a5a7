"""A short PIN that brings back work which was locked a while ago, and never opens a home that was closed.

Choosing a PIN makes a door: a fresh age identity, locked under Argon2id of the PIN, and its recipient. The door is kept
inside the encrypted database, where nobody gets at it without the home's key. Locking takes the door along in memory
and seals the home's key to its recipient (`shut`); nothing of that is written down, so after the end of the process,
or after too many wrong tries, only the passphrase opens.
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Final

import msgspec
import nacl.exceptions

from fieldsurvey.vault.derivation import SALT_BYTES, Cost, passphrase_key
from fieldsurvey.vault.errors import (
    KeyMalformedError,
    PinWeakError,
    SealBrokenError,
    SealedForOthersError,
    WrongPinError,
)
from fieldsurvey.vault.sealing import SealKey, open_bytes, seal_bytes
from fieldsurvey.vault.wrapping import unwrapped, wrapped_under

SHORTEST: Final = 4
LONGEST: Final = 8
TRIES: Final = 5
_RUN: Final = "01234567890"
_KEYPAD: Final = frozenset({"2580", "0852", "1470", "147258", "159357", "147258369", "123123", "520520", "5201314"})


class PinDoor(msgspec.Struct, frozen=True):
    """What is kept of a PIN: never the PIN, and nothing that helps without the home's key. Bytes are in hex."""

    owner: str
    recipient: str
    m_kib: int
    t: int
    p: int
    salt: str
    nonce: str
    locked: str

    def __repr__(self) -> str:
        return f"PinDoor(owner={self.owner!r})"


def check_pin(typed: str) -> str:
    """The PIN, when a stranger would not try it among the first.

    Raises:
        PinWeakError: its sentence says what to do; the PIN is not repeated in it.
    """
    if not (typed.isascii() and typed.isdigit() and SHORTEST <= len(typed) <= LONGEST):
        raise PinWeakError(reason=f"PIN 请用 {SHORTEST} 到 {LONGEST} 位数字。")
    if len(set(typed)) == 1:
        raise PinWeakError(reason="PIN 不能是同一个数字重复,请换一个。")
    if typed in _RUN or typed in _RUN[::-1]:
        raise PinWeakError(reason="PIN 不能是连着的数字(如 1234、4321),请换一个。")
    half = len(typed) // 2
    if typed in _KEYPAD or (len(typed) % 2 == 0 and typed == typed[:half] * 2):
        raise PinWeakError(reason="这个 PIN 太常见,容易被猜到,请换一个。")
    return typed


def make_door(pin: str, *, owner: str, cost: Cost) -> PinDoor:
    """A door for a PIN that was checked; `owner` is the person whose it is.

    Raises:
        NotEnoughMemoryError: the machine cannot spare the memory right now.
    """
    identity = SealKey.generate()
    salt = secrets.token_bytes(SALT_BYTES)
    key = passphrase_key(pin.encode("ascii"), salt, cost)
    bound = _bound_to(owner, identity.recipient, cost)
    nonce, locked = wrapped_under(key, identity.identity.encode("ascii"), bound)
    return PinDoor(
        owner, identity.recipient, cost.m_kib, cost.t, cost.p, salt=salt.hex(), nonce=nonce.hex(), locked=locked.hex()
    )


@dataclass(slots=True)
class ShutKey:
    """A home's key behind a PIN, in memory only. `tries_left` counts down to nought, and then it is gone."""

    door: PinDoor = field(repr=False)
    sealed: bytes = field(repr=False)
    tries_left: int = TRIES

    def open(self, untrusted_pin: str) -> bytes:
        """The home's key.

        Raises:
            WrongPinError: it is not the PIN; one try is used up. Without tries left nothing is tried any more.
            NotEnoughMemoryError: nothing was tried.
        """
        if self.tries_left <= 0:
            raise WrongPinError
        try:
            identity = _identity_in(self.door, untrusted_pin)
            return open_bytes(self.sealed, identity)
        except (WrongPinError, SealBrokenError, SealedForOthersError):
            self.tries_left -= 1
            if self.tries_left <= 0:
                self.sealed = b""
            raise WrongPinError from None


def shut(dek: bytes, door: PinDoor) -> ShutKey:
    """Seals a home's key to a PIN's door, for as long as the home is locked."""
    return ShutKey(door, seal_bytes(dek, [door.recipient]))


def _identity_in(door: PinDoor, untrusted_pin: str) -> SealKey:
    # Only digits were ever chosen; full-width ones come from an input method that is still on.
    typed = "".join(str(int(digit)) if digit.isdecimal() else digit for digit in untrusted_pin.strip())
    if not (typed.isascii() and 0 < len(typed) <= LONGEST):
        raise WrongPinError
    cost = Cost(door.m_kib, door.t, door.p)
    key = passphrase_key(typed.encode("ascii"), bytes.fromhex(door.salt), cost)
    bound = _bound_to(door.owner, door.recipient, cost)
    try:
        plain = unwrapped(key, bytes.fromhex(door.nonce), bytes.fromhex(door.locked), bound)
        return SealKey.from_identity(plain.decode("ascii"))
    except (nacl.exceptions.CryptoError, UnicodeDecodeError, KeyMalformedError):
        raise WrongPinError from None


def _bound_to(owner: str, recipient: str, cost: Cost) -> bytes:
    bound = {"pin": 1, "owner": owner, "recipient": recipient, "m_kib": cost.m_kib, "t": cost.t, "p": cost.p}
    return json.dumps(bound, sort_keys=True, separators=(",", ":")).encode("ascii")
