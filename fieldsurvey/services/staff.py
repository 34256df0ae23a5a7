"""The people of this home: who may sign in, their passphrases, and their names for the history."""

import secrets
from typing import Final

from fieldsurvey.case.canonical import tidied
from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import Address
from fieldsurvey.clock import business_date
from fieldsurvey.services.describing import StaffCard, staff_cards
from fieldsurvey.services.errors import LastStaffError, OneselfError
from fieldsurvey.services.seat import Said, Seat, new_staff, note, seal
from fieldsurvey.store import folding, kept
from fieldsurvey.store.database import Session
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.passphrase import check_passphrase

LEAVING: Final = "staff_leaving"


class Staff:
    """Adding and removing people, and changing one's passphrase."""

    def __init__(self, seat: Seat, cost: Cost | None) -> None:
        self._seat = seat
        self._cost = cost

    def list(self) -> "list[StaffCard]":
        """Those who may sign in, by name."""
        return staff_cards(KeySlots.load(self._seat.paths.folder))

    def add(self, name: str, passphrase: str) -> str:
        """Lets another person sign in here with a passphrase of their own; returns their id.

        Raises:
            PassphraseWeakError, InputError: nothing changed.
        """
        check_passphrase(passphrase)
        name = str(tidied(name))
        staff_id = new_staff(self._seat.identity.device)
        slots = KeySlots.load(self._seat.paths.folder).add(
            self._seat.key,
            staff_id=staff_id,
            name=name,
            passphrase=passphrase,
            cost=self._cost or Cost.calibrated(),
            floor=self._cost,
        )
        with self._seat.database.begin() as session:
            record_staff(session, self._seat, staff_id, name)
            note(session, self._seat, "staff-added", {"staff": staff_id})
            slots.save(self._seat.paths.folder)
        return staff_id

    def change_passphrase(self, old: str, new: str) -> None:
        """Gives the person signed in another passphrase.

        Raises:
            WrongPassphraseError: the old one is not right. PassphraseWeakError: the new one is not good enough.
        """
        check_passphrase(new)
        slots = KeySlots.load(self._seat.paths.folder)
        slots.open(self._seat.staff_id, old, floor=self._cost)
        renewed = slots.add(
            self._seat.key,
            staff_id=self._seat.staff_id,
            name=self._seat.staff_name,
            passphrase=new,
            cost=self._cost or Cost.calibrated(),
            floor=self._cost,
        )
        with self._seat.database.begin() as session:
            note(session, self._seat, "passphrase-changed")
            renewed.save(self._seat.paths.folder)

    def remove(self, staff_id: str) -> None:
        """Ends a person's sign-in and re-keys the home. Their name stays with what they wrote.

        Back-ups made before still open with the old key.

        Raises:
            LastStaffError: nobody would be left. OneselfError: one's own sign-in is for another to end.
            UnknownStaffError: nobody with this id signs in here.
        """
        slots = KeySlots.load(self._seat.paths.folder)
        slots.slot(staff_id)
        if len(slots.slots) < 2:
            raise LastStaffError
        if staff_id == self._seat.staff_id:
            raise OneselfError
        # Three steps, since the key is outside the database: the record says so only when the person is out, and
        # what is cut off is ended at the next start (`record_leaving`).
        with self._seat.database.begin() as session:
            kept.keep(session, LEAVING, staff_id)
        renewed = self._change_key(slots.remove(self._seat.key, staff_id))
        with self._seat.database.begin() as session:
            record_leaving(session, self._seat, renewed)

    def _change_key(self, slots: KeySlots) -> KeySlots:
        """Encrypts the database under a new key, which a person who left cannot have kept."""
        new = secrets.token_bytes(32)
        renewed = slots.rekeyed(self._seat.key, new, recipients=self._seat.identity.recovery)
        # Staged first: cut off anywhere, the home opens with the old slots or with the staged ones.
        renewed.stage(self._seat.paths.folder)
        self._seat.database.rekey(new)
        self._seat.key = new
        renewed.save(self._seat.paths.folder)
        return renewed


def record_staff(session: Session, seat: Seat, staff_id: str, name: str) -> None:
    """Makes the record under which other devices know a person's name."""
    entries = {"name": entry(name), "device": entry(seat.identity.device)}
    seal(session, seat, [Said("staff", staff_id, entries)])


def record_leaving(session: Session, seat: Seat, slots: KeySlots) -> None:
    """Records that a person left whose removal was begun, once nothing here opens for them any more."""
    staff_id = kept.kept(session, LEAVING, str, "")
    if not staff_id:
        return
    kept.forget(session, LEAVING)
    if any(slot.staff_id == staff_id for slot in slots.slots):
        return
    standing = folding.state_of(session, "staff", staff_id).standing(Address("left_on"))
    today = business_date(seat.now()).isoformat()
    seal(session, seat, [Said("staff", staff_id, {"left_on": entry(today, standing)})])
    note(session, seat, "staff-removed", {"staff": staff_id})
