"""The people of this home: who may sign in, their passphrases, and their names for the history."""

import secrets

from fieldsurvey.case.change import entry
from fieldsurvey.case.ids import Address
from fieldsurvey.clock import business_date
from fieldsurvey.services.describing import StaffCard, staff_cards
from fieldsurvey.services.errors import LastStaffError
from fieldsurvey.services.seat import Said, Seat, new_staff, note, seal
from fieldsurvey.store import folding
from fieldsurvey.store.database import Session
from fieldsurvey.vault.derivation import Cost
from fieldsurvey.vault.keyslots import KeySlots
from fieldsurvey.vault.passphrase import check_passphrase


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
            PassphraseWeakError: nothing changed.
        """
        check_passphrase(passphrase)
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
            LastStaffError: nobody would be left. UnknownStaffError: nobody with this id signs in here.
        """
        slots = KeySlots.load(self._seat.paths.folder)
        slots.slot(staff_id)
        if staff_id == self._seat.staff_id or len(slots.slots) < 2:
            raise LastStaffError
        with self._seat.database.begin() as session:
            standing = folding.state_of(session, "staff", staff_id).standing(Address("left_on"))
            today = business_date(self._seat.now()).isoformat()
            said = Said("staff", staff_id, {"left_on": entry(today, standing)})
            seal(session, self._seat, [said])
            note(session, self._seat, "staff-removed", {"staff": staff_id})
        self._change_key(slots.remove(self._seat.key, staff_id))

    def _change_key(self, slots: KeySlots) -> None:
        """Encrypts the database under a new key, which a person who left cannot have kept."""
        new = secrets.token_bytes(32)
        renewed = slots.rekeyed(self._seat.key, new, recipients=self._seat.identity.recovery)
        # Staged first: cut off anywhere, the home opens with the old slots or with the staged ones.
        renewed.stage(self._seat.paths.folder)
        self._seat.database.rekey(new)
        self._seat.key = new
        renewed.save(self._seat.paths.folder)


def record_staff(session: Session, seat: Seat, staff_id: str, name: str) -> None:
    """Makes the record under which other devices know a person's name."""
    entries = {"name": entry(name), "device": entry(seat.identity.device)}
    seal(session, seat, [Said("staff", staff_id, entries)])
