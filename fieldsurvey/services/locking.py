"""Putting the key of an open home away while nobody is at the machine, and bringing it back.

The person stays signed in and the home stays theirs: the work in the window goes on where it was. A home whose program
has ended is opened by a passphrase only.
"""

import contextlib
from dataclasses import dataclass
from typing import Final

import msgspec

from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.services.errors import NoPinError, PinRefusedError
from fieldsurvey.services.opening import kept_identity, on_one_key
from fieldsurvey.services.seat import Identity, Seat, note
from fieldsurvey.store import kept
from fieldsurvey.store.database import Database, Session
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.errors import WrongPinError
from fieldsurvey.vault.evidence import EvidenceFolder
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.pin import PinDoor, ShutKey, check_pin, make_door, shut
from fieldsurvey.vault.sealing import SealKey

SECRETS: Final = (
    "sign_secret", "seal_identity", "storage_identity", "evidence_name_key", "province_key", "root_secret"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LockCard:
    """What a locked home says of itself: whose work it is, and whether a PIN opens it and how often it may be tried."""

    staff_name: str
    by_pin: bool
    tries_left: int


class Locking:
    """Locking, unlocking, and the PIN. Nothing else may run meanwhile: whoever locks has finished all work before."""

    def __init__(self, seat: Seat, folder: EvidenceFolder, cost: Cost | None) -> None:
        self._seat = seat
        self._folder = folder
        self._cost = cost
        self._shut: ShutKey | None = None
        self._failed = 0

    def has_pin(self) -> bool:
        """Whether the person signed in has a PIN."""
        with self._seat.database.begin() as session:
            return _door_of(session, self._seat.staff_id) is not None

    def choose_pin(self, passphrase: str, pin: str) -> None:
        """Gives the person signed in a PIN, in place of the former one.

        Raises:
            PinWeakError: not a good one. WrongPassphraseError: it is not them who sits there. Nothing changed.
        """
        check_pin(pin)
        self._check(passphrase)
        door = make_door(pin, owner=self._seat.staff_id, cost=self._cost or Cost.calibrated())
        with self._seat.database.begin() as session:
            kept.keep(session, _key(self._seat.staff_id), [door])
            note(session, self._seat, "pin-chosen")

    def drop_pin(self) -> None:
        """From now on only the passphrase unlocks for the person signed in."""
        with self._seat.database.begin() as session:
            forget_pin(session, self._seat.staff_id)
            note(session, self._seat, "pin-dropped")

    def lock(self) -> LockCard:
        """Closes the database and puts every key away. Never refuses; safe to repeat."""
        seat = self._seat
        if not seat.is_locked:
            door = None
            # A broken or full disk is no reason to leave the home open.
            with contextlib.suppress(FieldSurveyError), seat.database.begin() as session:
                door = _door_of(session, seat.staff_id)
            with contextlib.suppress(FieldSurveyError), seat.database.begin() as session:
                note(session, seat, "lock")
            self._shut = None if door is None else shut(seat.key, door)
            self._failed = 0
            seat.is_locked = True
            seat.database.close()
            seat.key = b""
            seat.identity = msgspec.structs.replace(seat.identity, **dict.fromkeys(SECRETS, ""))
            self._folder.put_away()
        return self._card()

    def unlock_by_pin(self, untrusted_pin: str) -> None:
        """Brings the work back.

        Raises:
            PinRefusedError: wrong; it says how many tries are left. NoPinError: there is none, or no try is left.
        """
        if not self._seat.is_locked:
            return
        if self._shut is None:
            raise NoPinError
        try:
            key = self._shut.open(untrusted_pin)
        except WrongPinError:
            self._failed += 1
            left = self._shut.tries_left
            if left <= 0:
                self._shut = None
                raise NoPinError from None
            raise PinRefusedError(left=left) from None
        self._come_back(key, Database(self._seat.paths.database, key), by="pin")

    def unlock_by_passphrase(self, passphrase: str) -> None:
        """Brings the work back.

        Raises:
            WrongPassphraseError and those of signing in: it stays locked.
        """
        if not self._seat.is_locked:
            return
        staff_id, cost = self._seat.staff_id, self._cost
        try:
            _, key, database = on_one_key(self._seat.paths, lambda slots: slots.open(staff_id, passphrase, floor=cost))
        except FieldSurveyError:
            self._failed += 1
            raise
        self._come_back(key, database, by="passphrase")

    def _come_back(self, key: bytes, database: Database, *, by: str) -> None:
        seat = self._seat
        try:
            with database.begin() as session:
                identity = kept_identity(session, seat.paths.folder)
        except FieldSurveyError:
            database.close()
            raise
        seat.database, seat.key, seat.identity = database, key, identity
        self._folder.take_back(*evidence_keys(identity))
        seat.is_locked = False
        self._shut = None
        # The work is back; that it could not be noted is no reason to take it away again.
        with contextlib.suppress(FieldSurveyError), database.begin() as session:
            note(session, seat, "unlock", {"by": by, "failed": self._failed})

    def _check(self, passphrase: str) -> None:
        slots = KeySlots.load(self._seat.paths.folder)
        slots.open(self._seat.staff_id, passphrase, floor=self._cost)

    def _card(self) -> LockCard:
        tries = self._shut.tries_left if self._shut is not None else 0
        return LockCard(self._seat.staff_name, self._shut is not None, tries)


def forget_pin(session: Session, staff_id: str) -> None:
    """Drops a person's PIN."""
    kept.forget(session, _key(staff_id))


def evidence_keys(identity: Identity) -> tuple[bytes, SealKey]:
    """What the evidence folder works with: the key of its names, and the key of its files."""
    return bytes.fromhex(identity.evidence_name_key), SealKey.from_identity(identity.storage_identity)


def _door_of(session: Session, staff_id: str) -> PinDoor | None:
    found = kept.kept(session, _key(staff_id), list[PinDoor], [])
    return found[0] if found else None


def _key(staff_id: str) -> str:
    return f"pin:{staff_id}"
