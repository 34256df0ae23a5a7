"""From a passphrase to a key, at a price that makes guessing slow; and from one key to keys for single purposes."""

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Self

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw

from fieldsurvey.vault.errors import CostRefusedError, NotEnoughMemoryError

KEY_BYTES = 32
SALT_BYTES = 16

_FLOOR = (65536, 3, 4)  # RFC 9106, second recommended option
_CALIBRATED_KIB = 262144  # What a laptop of 4 GB can spare.
_CALIBRATION_STEP_KIB = 16384
_AIM_S = 0.75
_LEAST_S = 0.5

# Above these a slot is no slot of ours but a way to stall the machine.
_MOST_KIB = 1048576
_MOST_PASSES = 64
_MOST_LANES = 16


@dataclass(frozen=True)
class Cost:
    """Argon2id's parameters: memory in KiB, passes, lanes."""

    m_kib: int
    t: int
    p: int

    @classmethod
    def floor(cls) -> Self:
        """The least that is accepted in a home."""
        return cls(*_FLOOR)

    @classmethod
    def calibrated(cls) -> Self:
        """What takes this machine between half a second and one, never below the floor; measures for a moment."""
        floor = cls.floor()
        began = time.perf_counter()
        passphrase_key(b"calibration", bytes(SALT_BYTES), floor)
        return cls.fitted(time.perf_counter() - began)

    @classmethod
    def fitted(cls, floor_s: float) -> Self:
        """The parameters for a machine that needs `floor_s` seconds for the floor."""
        m_kib, passes, lanes = _FLOOR
        wished_kib = int(m_kib * _AIM_S / max(floor_s, 0.001))
        wished_kib -= wished_kib % _CALIBRATION_STEP_KIB
        fitted_kib = min(max(wished_kib, m_kib), _CALIBRATED_KIB)
        expected_s = floor_s * fitted_kib / m_kib
        while expected_s * passes / _FLOOR[1] < _LEAST_S and passes < _MOST_PASSES // 4:
            passes += 1
        return cls(fitted_kib, passes, lanes)

    def check(self, floor: "Cost") -> None:
        """Refuses what would make guessing cheap or the machine stall.

        Raises:
            CostRefusedError: below `floor` or above what any home of ours uses.
        """
        enough = self.m_kib >= floor.m_kib and self.t >= floor.t and self.p >= floor.p
        bearable = self.m_kib <= _MOST_KIB and self.t <= _MOST_PASSES and self.p <= _MOST_LANES
        if not (enough and bearable):
            raise CostRefusedError


def passphrase_key(normalised: bytes, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key of a normalised passphrase. The cost must have been checked.

    Raises:
        NotEnoughMemoryError: the machine cannot spare the memory right now.
    """
    try:
        return hash_secret_raw(
            normalised,
            salt,
            time_cost=cost.t,
            memory_cost=cost.m_kib,
            parallelism=cost.p,
            hash_len=KEY_BYTES,
            type=Type.ID,
        )
    except (HashingError, MemoryError):
        raise NotEnoughMemoryError from None


def derived_key(key: bytes, purpose: str) -> bytes:
    """A key for one purpose only (HKDF-SHA256, RFC 5869, no salt): knowing it tells nothing about `key`."""
    extracted = hmac.digest(bytes(hashlib.sha256().digest_size), key, "sha256")
    return hmac.digest(extracted, purpose.encode("utf-8") + b"\x01", "sha256")
