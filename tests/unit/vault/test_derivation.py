"""Keys from passphrases cost what they must, and keys from keys follow the standard."""

import pytest

from fieldsurvey.vault.derivation import Cost, derived_key, passphrase_key
from fieldsurvey.vault.errors import CostRefusedError, NotEnoughMemoryError

FLOOR = Cost.floor()


def test_the_floor_is_that_of_the_standard() -> None:
    assert Cost(m_kib=65536, t=3, p=4) == FLOOR


@pytest.mark.parametrize(
    ("floor_s", "fitted"),
    [
        (5.0, FLOOR),
        (0.7, FLOOR),
        (0.3, Cost(163840, 3, 4)),
        (0.15, Cost(262144, 3, 4)),
        (0.05, Cost(262144, 8, 4)),
        (0.0, Cost(262144, 16, 4)),
    ],
)
def test_a_faster_machine_works_harder_within_the_cap(floor_s: float, fitted: Cost) -> None:
    assert Cost.fitted(floor_s) == fitted
    fitted.check(FLOOR)


def test_calibration_on_this_machine_is_accepted_in_a_home() -> None:
    calibrated = Cost.calibrated()
    calibrated.check(FLOOR)
    assert calibrated.m_kib <= 262144


@pytest.mark.parametrize(
    "cost",
    [
        Cost(65535, 3, 4),
        Cost(65536, 2, 4),
        Cost(65536, 3, 3),
        Cost(1048577, 3, 4),
        Cost(65536, 65, 4),
        Cost(65536, 3, 17),
        Cost(8, 1, 1),
        Cost(0, 0, 0),
    ],
)
def test_parameters_outside_the_bounds_are_refused(cost: Cost) -> None:
    with pytest.raises(CostRefusedError):
        cost.check(FLOOR)


def test_a_machine_without_memory_is_told_and_not_crashed() -> None:
    with pytest.raises(NotEnoughMemoryError):
        passphrase_key(b"any", bytes(16), Cost(2**32 - 1, 1, 1))


def test_derived_keys_are_those_of_rfc_5869() -> None:
    # Appendix A.3, its first 32 bytes.
    assert derived_key(b"\x0b" * 22, "").hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_every_purpose_has_its_own_key() -> None:
    keys = {derived_key(bytes(32), purpose) for purpose in ("check", "posted", "letterbox", "evidence")}
    assert len(keys) == 4
